"""Check whether a password stands in a list of leaked ones."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.passwords import BreachLook, LeakBand, PasswordFacts
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

BREACHED = FindingKind(
    code="password.breached",
    severity=Severity.URGENT,
    title=N_("This password stands in a list of leaked passwords."),
    why=N_(
        "Leaked passwords are tried on every mailbox, by machines and all the time. It does not matter from which "
        "service it leaked, or from whom."
    ),
    harmless=(
        N_("It need not have leaked from you: somebody else may have chosen the same one. It is still on the lists."),
    ),
    how_to_check=N_("There is nothing to check: the list holds exactly this password."),
    do_first=(
        N_("Change it today, on the provider's own page, to one you use nowhere else."),
        N_("Change it everywhere else you used it."),
        N_("Look through sent mail, rules and forwarding for anything you did not do."),
    ),
)

_BANDS = {
    LeakBand.A_FEW_TIMES: N_("a few times"),
    LeakBand.OFTEN: N_("more than ten times"),
    LeakBand.VERY_OFTEN: N_("more than a thousand times"),
}


def judge(seen: PasswordFacts, _snapshot: Snapshot) -> Iterator[Finding] | NotChecked | Failed:
    """Find a leaked password; a list that could not be asked is said, never taken for "not leaked"."""
    if isinstance(seen.breach, NotChecked | Failed):
        return seen.breach
    return iter(()) if seen.breach is None else _find(seen.breach)


def _find(look: BreachLook) -> Iterator[Finding]:
    if look.seen is LeakBand.NEVER:
        return
    yield Finding(
        kind=BREACHED,
        subject="password",
        evidence=(
            Evidence(label=N_("Seen in leaked data"), value=phrase(_BANDS[look.seen])),
            Evidence(label=N_("List asked"), value=look.source),
        ),
    )


def part(snapshot: Snapshot) -> PasswordFacts | NotChecked | Failed | None:
    """Pick what this check looks at; a review that was not asked to look there has no such check."""
    seen = snapshot.password
    return None if isinstance(seen, PasswordFacts) and seen.breach is None else seen


CHECK = Check(
    code="password.breach",
    title=N_("Lists of leaked passwords"),
    kinds=(BREACHED,),
    part=part,
    judge=judge,
)
