"""Check what became of the test message that the user let be sent to themselves."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sentwatch.core.canary import CanaryFacts, CanaryOutcome
from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Snapshot

_WHY: Final = N_(
    "It held words that rules of intruders look for: security notices, invoices, bounces. What happens to it happens "
    "to such mail."
)
_OWN_RULE: Final = N_("A filter of your own, or a mail program that files mail by itself.")
_LOOK: Final = N_("Open the rules, filters and forwarding in the provider's web page and look for one that does this.")
_FIRST: Final = N_("If the rule is not yours: change the password first and end other sessions, then remove it.")


def _kind(code: str, severity: Severity, title: str, harmless: str, *, how: str = _LOOK) -> FindingKind:
    return FindingKind(
        code=f"rule.canary-{code}",
        severity=severity,
        title=title,
        why=_WHY,
        harmless=(harmless,),
        how_to_check=how,
        do_first=(_FIRST,),
    )


MOVED = _kind(
    "moved",
    Severity.WARNING,
    N_("The test message to yourself did not stay in the inbox: it went to {folder}."),
    _OWN_RULE,
)
JUNK = _kind(
    "junk",
    Severity.INFO,
    N_("The test message to yourself went to {folder}."),
    N_("A spam filter takes its words for a fraud. Then it says nothing about rules."),
    how=N_("Mark the message as “not junk” and try again."),
)
READ = _kind(
    "read",
    Severity.NOTICE,
    N_("The test message to yourself was already marked when it was first seen."),
    N_("You, or a mail program on another device, opened it at once."),
    how=N_("Close your mail programs on all devices and try again."),
)
CHANGED = _kind(
    "changed",
    Severity.NOTICE,
    N_("The test message to yourself arrived with another subject than it was sent with."),
    N_("Spam filters and mailing systems of an office put marks into subjects."),
)
GONE = _kind(
    "gone",
    Severity.WARNING,
    N_("The test message to yourself arrived and was gone again within {waited_s:duration}."),
    N_("You, or a mail program on another device, deleted it."),
)
MISSING = _kind(
    "missing",
    Severity.WARNING,
    N_("The test message to yourself did not arrive within {waited_s:duration}."),
    N_("Some servers let mail wait, and some spam filters drop it without a word."),
    how=N_("Send yourself an ordinary message by hand and see whether that one arrives, then try again."),
)
_KINDS: Final = {
    CanaryOutcome.MOVED: MOVED,
    CanaryOutcome.JUNK: JUNK,
    CanaryOutcome.READ: READ,
    CanaryOutcome.CHANGED: CHANGED,
    CanaryOutcome.GONE: GONE,
    CanaryOutcome.MISSING: MISSING,
}


def judge(seen: CanaryFacts, _snapshot: Snapshot) -> Iterator[Finding]:
    """Say what was not as it should be."""
    kind = _KINDS.get(seen.outcome)
    if kind is None:
        return
    evidence = [Evidence(label=N_("Sent"), value=seen.at)]
    if seen.folder:
        evidence.append(Evidence(label=N_("Found in"), value=seen.folder))
    if seen.flags:
        evidence.append(Evidence(label=N_("Marks it carried"), value=seen.flags))
    yield Finding(
        kind=kind,
        subject="canary",
        params={"folder": seen.folder, "waited_s": seen.waited_s, "at": seen.at},
        evidence=tuple(evidence),
        own_severity=Severity.URGENT if seen.outcome is CanaryOutcome.MOVED and seen.is_trash else None,
    )


def part(snapshot: Snapshot) -> CanaryFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.canary


CHECK = Check(
    code="rule.canary",
    title=N_("The test message to yourself"),
    kinds=(MOVED, JUNK, READ, CHANGED, GONE, MISSING),
    part=part,
    judge=judge,
)
