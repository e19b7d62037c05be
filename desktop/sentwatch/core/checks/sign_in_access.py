"""Check what else opens the mailbox: app passwords and connected apps, from what its owner noted of them."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.access_ledger import KIND_NAMES, AccessStanding, Advice, due_first
from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.sign_in_evidence import SignInEvidence
from sentwatch.core.snapshot import Snapshot

_LOOK = N_("Open the provider's list of app passwords and connected apps, and compare it with the programs you use.")

NOT_MINE = FindingKind(
    code="sign-in.access-not-mine",
    severity=Severity.URGENT,
    title=N_("“{label}” can open {address} and is not yours, as you told us."),
    why=N_("Whoever holds it reads and sends mail without your password, at some providers also after you change it."),
    harmless=(N_("It may be an old phone or program of your own, or one your office set up."),),
    how_to_check=_LOOK,
    do_first=(
        N_("Remove it on the provider's page."),
        N_("Sign out all devices, then change the password."),
        N_("Look at forwarding, rules and sent mail for what was done with it."),
    ),
)
UNUSED = FindingKind(
    code="sign-in.access-unused",
    severity=Severity.NOTICE,
    title=N_("“{label}” can still open {address}, and nothing uses it."),
    why=N_("A key that nobody uses is missed by nobody when it is stolen."),
    harmless=(N_("It does no harm as long as nobody else has it."),),
    how_to_check=_LOOK,
    do_first=(N_("Remove it on the provider's page; whatever used it can get a new one."),),
)
ACCESS_DUE = FindingKind(
    code="sign-in.access-due",
    severity=Severity.INFO,
    title=N_("It is time to look again at what can open {address}."),
    why=N_("Programs and phones come and go, and their keys stay until somebody removes them."),
    harmless=(N_("Nothing needs to have happened; it is looked at at intervals, and after every incident."),),
    how_to_check=_LOOK,
    do_first=(N_("Go through the entries on the page “Sign-in” and say of each whether it is in use."),),
)

_KINDS = {Advice.REMOVE_AND_CHANGE_PASSWORD: NOT_MINE, Advice.REMOVE: UNUSED}


def judge(seen: SignInEvidence, snapshot: Snapshot) -> Iterator[Finding]:
    """Find what is to be removed, and what is to be looked at again."""
    stand = due_first(seen.access, now=snapshot.taken_at, last_incident=seen.last_incident)
    for standing in stand:
        kind = _KINDS.get(standing.advice)
        if kind is not None:
            entry = standing.entry
            params = {"address": seen.address, "label": entry.label}
            yield Finding(kind=kind, subject=f"{seen.address} {entry.id}", params=params, evidence=_evidence(standing))
    due = tuple(standing for standing in stand if standing.advice is Advice.LOOK_AGAIN)
    if due:
        yield Finding(
            kind=ACCESS_DUE,
            subject=seen.address,
            params={"address": seen.address},
            evidence=tuple(Evidence(label=N_("To be looked at"), value=standing.entry.label) for standing in due),
        )


def _evidence(standing: AccessStanding) -> tuple[Evidence, ...]:
    entry = standing.entry
    told = () if entry.answered_at is None else (Evidence(label=N_("Told on"), value=entry.answered_at),)
    return (
        Evidence(label=N_("What it is"), value=phrase(KIND_NAMES[entry.kind])),
        Evidence(label=N_("Age"), value=standing.age),
        *told,
    )


def part(snapshot: Snapshot) -> SignInEvidence | NotChecked | Failed | None:
    """Pick what this check looks at; where nothing was ever noted there is no such check."""
    seen = snapshot.sign_in
    return None if isinstance(seen, SignInEvidence) and not seen.access else seen


CHECK = Check(
    code="sign-in.access",
    title=N_("App passwords and connected apps"),
    kinds=(NOT_MINE, UNUSED, ACCESS_DUE),
    part=part,
    judge=judge,
)
