"""Check for mail that was moved into the Sent folder in bulk, rather than sent."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.history import SentHistory, moment
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Snapshot

SENT_IMPORT = FindingKind(
    code="sent.import",
    severity=Severity.NOTICE,
    title=N_(
        "{messages} messages arrived in the Sent folder between {start:moment} and {end:moment}, dated on {days} "
        "different days."
    ),
    why=N_(
        "It looks as if older mail was moved here, so it does not count as sending. Dates can be forged, though: if "
        "you moved nothing, somebody else filed these messages."
    ),
    harmless=(N_("Moving to a new provider, importing an old mailbox, or tidying up mail of other folders."),),
    how_to_check=N_("Open the Sent folder and look whether you know the messages that arrived in that span."),
    do_first=(
        N_("If you moved mail at that time: say “That was me”."),
        N_("If not: change the password at the provider's web page, from a device you trust."),
    ),
)


def judge(seen: SentHistory, _snapshot: Snapshot) -> Iterator[Finding]:
    """Find spans whose Date headers scatter over days."""
    for evidenced in seen.open_incidents:
        incident = evidenced.incident
        if incident.is_import:
            yield Finding(
                kind=SENT_IMPORT,
                subject=evidenced.name,
                params={
                    "start": moment(incident.start_s),
                    "end": moment(incident.end_s),
                    "messages": incident.messages,
                    "days": len(incident.date_days),
                },
                evidence=(Evidence(label=N_("Subjects"), value=evidenced.subjects),) if evidenced.subjects else (),
            )


def part(snapshot: Snapshot) -> SentHistory | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.sent


CHECK = Check(
    code="sent.import", title=N_("Mail moved into the Sent folder"), kinds=(SENT_IMPORT,), part=part, judge=judge
)
