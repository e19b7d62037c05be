"""Check whether messages came into the Sent folder and were removed before we saw them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.history import SentGap, SentHistory
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.returned_words import joined_evidence
from sentwatch.core.signals import Family, families_near, raised
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.takeover import signals_of

COPIES_MISSING = FindingKind(
    code="sent.copies-missing",
    severity=Severity.NOTICE,
    title=N_("{missing} messages came into the Sent folder and were removed before we looked."),
    why=N_(
        "The mail server numbers every message. Numbers were used up between {since:moment} and {until:moment} for "
        "messages that are no longer there. People who misuse a mailbox often delete what they sent."
    ),
    harmless=(
        N_("You deleted sent mail, or moved it to another folder."),
        N_("Some mail programs save a message several times while it is being written or sent."),
    ),
    how_to_check=N_("Look into the trash for sent mail of that time, and think whether you tidied up."),
    do_first=(
        N_("If you did not remove anything: look for answers and failure notices to mail you did not write."),
        N_("Change the password at the provider's web page if you find any."),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How long removed copies stay worth a word: as long as people remember tidying up. Ours."""

    shown_for: timedelta = timedelta(days=14)


POLICY: Final = Policy()


def judge(seen: SentHistory, snapshot: Snapshot) -> Iterator[Finding] | NotChecked:
    """Find the spans in which copies went missing."""
    if seen.gaps is None:
        reason = N_("Only a mail server numbers its messages; files do not tell what was removed.")
        return NotChecked(phrase(reason), expected=True)
    return _find(seen.gaps, snapshot)


def _find(gaps: Iterable[SentGap], snapshot: Snapshot) -> Iterator[Finding]:
    signals = signals_of(snapshot)
    for gap in gaps:
        if not gap.is_telling or snapshot.taken_at - gap.until > POLICY.shown_for:
            continue
        families = families_near(signals, gap.since.timestamp(), gap.until.timestamp(), but=Family.COPIES)
        yield Finding(
            kind=COPIES_MISSING,
            subject=gap.until.isoformat(timespec="seconds"),
            params={"missing": gap.missing, "since": gap.since, "until": gap.until},
            evidence=(
                Evidence(label=N_("Looked before"), value=gap.since),
                Evidence(label=N_("Looked again"), value=gap.until),
                Evidence(label=N_("Numbers used and no longer there"), value=gap.missing),
                *joined_evidence(families, signals, now_s=snapshot.taken_at.timestamp()),
            ),
            own_severity=raised(COPIES_MISSING.severity, families),
        )


def part(snapshot: Snapshot) -> SentHistory | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.sent


CHECK = Check(
    code="sent.copies-missing",
    title=N_("Removed copies of sent mail"),
    kinds=(COPIES_MISSING,),
    part=part,
    judge=judge,
)
