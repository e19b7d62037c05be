"""Check the ways back into the account, from what its owner answered."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.recovery import PATH_TITLES, SAID_WORDS, RecoveryPath, RecoverySaid, RecoveryStanding, standings
from sentwatch.core.sign_in_evidence import SignInEvidence
from sentwatch.core.snapshot import Snapshot

_LOOK = N_("Open the provider's security page and compare every entry with what is yours.")

NOT_MINE = FindingKind(
    code="sign-in.recovery-not-mine",
    severity=Severity.URGENT,
    title=N_("{path} of {address}: there is an entry that is not yours, as you told us."),
    why=N_("Whoever put it there can set a new password at any time, also after you change it."),
    harmless=(N_("It may be an old number or address of your own, or a family member's, that you had forgotten."),),
    how_to_check=_LOOK,
    do_first=(
        N_("Take a note of the entry, then remove it."),
        N_("Sign out all devices, then change the password."),
        N_("Look at forwarding, rules and app passwords for more that is not yours."),
    ),
)
OUT_OF_REACH = FindingKind(
    code="sign-in.recovery-out-of-reach",
    severity=Severity.NOTICE,
    title=N_("{path} of {address}: yours, but out of your reach."),
    why=N_("It does not help you in an emergency, and old numbers and addresses are given to others."),
    harmless=(N_("Another way back in may be enough for you."),),
    how_to_check=_LOOK,
    do_first=(N_("Replace it by one you can reach today."),),
)
NOTHING_SET = FindingKind(
    code="sign-in.recovery-missing",
    severity=Severity.NOTICE,
    title=N_("No way back into {address} is set up, as you told us."),
    why=N_("If the mailbox is taken or the phone is lost, the provider has nothing to recognise you by."),
    harmless=(N_("In an office, the administrator may be the way back in."),),
    how_to_check=_LOOK,
    do_first=(
        N_("Enter one recovery address or phone number of your own."),
        N_("Make backup codes and keep them on paper."),
    ),
)
RECOVERY_DUE = FindingKind(
    code="sign-in.recovery-due",
    severity=Severity.INFO,
    title=N_("It is time to review the ways back into {address}."),
    why=N_("Attackers add a recovery address or number of their own, or keep old backup codes, to come back later."),
    harmless=(N_("Nothing needs to have happened; it is looked at twice a year and after every incident."),),
    how_to_check=_LOOK,
    do_first=(N_("Answer the questions on recovery; each takes a minute."),),
)

_KINDS = {RecoverySaid.NOT_MINE: NOT_MINE, RecoverySaid.NOT_REACHABLE: OUT_OF_REACH}
_ABSENT = frozenset({RecoverySaid.NOT_SET_UP, RecoverySaid.NOT_OFFERED})


def judge(seen: SignInEvidence, snapshot: Snapshot) -> Checked | NotChecked:
    """Judge the answers; without any we do not know, which no IMAP server could change."""
    if not seen.recovery:
        return NotChecked(
            phrase(N_("No mail server shows the ways back into an account. Answer the questions once.")), expected=True
        )
    stand = standings(seen.recovery, now=snapshot.taken_at, last_incident=seen.last_incident)
    return Checked(findings=tuple(_find(seen.address, stand)))


def _find(address: str, stand: tuple[RecoveryStanding, ...]) -> Iterator[Finding]:
    for standing in stand:
        answer = standing.answer
        kind = _KINDS.get(answer.said) if answer is not None else None
        if answer is None or kind is None:
            continue
        path = phrase(PATH_TITLES[answer.path])
        yield Finding(
            kind=kind,
            subject=f"{address} {answer.path.value}",
            params={"address": address, "path": path},
            evidence=(
                Evidence(label=N_("You told us"), value=phrase(SAID_WORDS[answer.said])),
                Evidence(label=N_("Told on"), value=answer.at),
            ),
        )
    answered = [standing.answer for standing in stand if standing.answer is not None]
    # Devices are no way back that one sets up; the other three are.
    ways = [answer for answer in answered if answer.path is not RecoveryPath.DEVICES]
    if len(ways) == len(RecoveryPath) - 1 and all(answer.said in _ABSENT for answer in ways):
        yield Finding(kind=NOTHING_SET, subject=address, params={"address": address})
    due = tuple(standing for standing in stand if standing.is_due)
    if due:
        yield Finding(
            kind=RECOVERY_DUE,
            subject=address,
            params={"address": address},
            evidence=tuple(
                Evidence(label=N_("To be looked at"), value=phrase(PATH_TITLES[standing.question.path]))
                for standing in due
            ),
        )


def part(snapshot: Snapshot) -> SignInEvidence | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.sign_in


CHECK = Check(
    code="sign-in.recovery",
    title=N_("Ways back into the account"),
    kinds=(NOT_MINE, OUT_OF_REACH, NOTHING_SET, RECOVERY_DUE),
    part=part,
    judge=judge,
)
