"""Check the last weeks for single messages to many people, below the line of a notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sentwatch.core.accounts import Role
from sentwatch.core.check import Check
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.history import SentHistory, moment
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Snapshot

ANNOUNCEMENT = FindingKind(
    code="sent.announcement",
    severity=Severity.INFO,
    title=N_("One message to {recipients} recipients at {at:moment}."),
    why=N_("One message to many people is ordinary for most mailboxes. It is listed so that you can recognise it."),
    harmless=(N_("An invitation, an announcement to customers or to a group."),),
    how_to_check=N_("Open the Sent folder at that time and look whether you know this message."),
    do_first=(N_("Nothing, if you know it. If not, change the password at the provider's web page."),),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How far back an ordinary announcement is worth a line: as long as people remember what they sent. Ours."""

    shown_for: timedelta = timedelta(days=30)
    at_most: int = 5


POLICY: Final = Policy()


def judge(seen: SentHistory, snapshot: Snapshot) -> Iterator[Finding]:
    """Find the latest announcements; a machine's mailbox sends them for a living."""
    if snapshot.account is not None and snapshot.account.role is Role.SYSTEM:
        return
    for announced in seen.announcements[-POLICY.at_most :]:
        at = moment(announced.at_s)
        if snapshot.taken_at - at <= POLICY.shown_for:
            yield Finding(
                kind=ANNOUNCEMENT,
                subject=at.isoformat(timespec="seconds"),
                params={"at": at, "recipients": announced.recipients, "never_mailed": announced.never_mailed},
            )


def part(snapshot: Snapshot) -> SentHistory | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.sent


CHECK = Check(
    code="sent.announcement", title=N_("Messages to many people"), kinds=(ANNOUNCEMENT,), part=part, judge=judge
)
