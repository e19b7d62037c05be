"""Whom to tell what, and when: once for each thing, again when it grew worse, and not in the night unless urgent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from sentwatch.core.findings import Finding, Severity
from sentwatch.core.network import OpenWifiEvent
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.report import Report, ReportedFinding, Status
from sentwatch.core.settings import Settings, read_time
from sentwatch.core.watching import SeesAgain, WatchEvent, WentBlind

FRESH: Final = timedelta(hours=24)
"""Sending of longer ago is history when it is first read: shown, with its date, but no alarm."""

GROWN: Final = 2
"""An incident is told again when it has so many times as many messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody was told of one finding: how serious it was and how much of it there was (messages, else 1)."""

    severity: Severity
    amount: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """One thing to be told now. `is_update`: it takes the place of what was told of the same thing."""

    account_key: str
    account: str | None
    finding: Finding
    is_update: bool = False
    time_zone: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """Code and subject."""
        return self.finding.key

    @property
    def can_be_answered(self) -> bool:
        """Whether "That was me" is an answer to it."""
        return self.finding.kind.code in ANSWERABLE

    def told(self, now: datetime) -> Told:
        """What is remembered of telling it."""
        return Told(severity=self.finding.severity, amount=amount_of(self.finding), at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something to be told that is no finding: that watching stopped or goes on, the daily digest.

    A later notice of the same `code` and `account_key` takes the place of the one before.
    """

    code: str
    severity: Severity
    summary: Phrase
    body: Phrase
    account_key: str = ""
    time_zone: str | None = None


OPEN_WIFI: Final = "network.wifi-open"
"""Told at the moment it happens, once a network, and not once more as a finding."""


def notice_of(event: WatchEvent) -> Notice | None:
    """What is told of how watching goes and of the network; None where it is nothing to be told."""
    match event:
        case WentBlind(state=state):
            reason = phrase(state.trouble.title, **state.trouble.params) if state.trouble else ""
            return Notice(
                code="watch.blind",
                severity=Severity.WARNING,
                summary=phrase(N_("{account} cannot be seen"), account=state.account.address),
                body=phrase(N_("Nobody watches it since {since:moment}. {reason}"), since=state.since, reason=reason),
                account_key=state.account.id,
                time_zone=state.account.time_zone,
            )
        case SeesAgain(state=state, blind=blind):
            return Notice(
                code="watch.blind",
                severity=Severity.NOTICE,
                summary=phrase(N_("{account} is seen again"), account=state.account.address),
                body=phrase(
                    N_("It was not watched between {since:moment} and {until:moment}. We have looked at it now."),
                    since=blind.since,
                    until=blind.until,
                ),
                account_key=state.account.id,
                time_zone=state.account.time_zone,
            )
        case OpenWifiEvent(name=name):
            return Notice(
                code=OPEN_WIFI,
                severity=Severity.NOTICE,
                summary=phrase(N_("Open Wi-Fi “{name}”, and no tunnel"), name=name),
                body=phrase(
                    N_(
                        "Mail is encrypted by itself (TLS). If a certificate warning appears, stop; do not change "
                        "passwords or pay here. The hotspot of your phone is the better way."
                    )
                ),
            )
        case _:
            return None


def digest(waiting: int, *, still_open: int, blind: int, accounts: int) -> Notice:
    """The digest of a day: how much there is to look at. `still_open` was told before and is not dealt with yet.

    "Nothing unusual" is said only where neither is so and every mailbox is seen.
    """
    if waiting:
        body = Phrase(
            text=N_("{n} thing to look at when you have a minute."),
            plural=N_("{n} things to look at when you have a minute."),
            count="n",
            params={"n": waiting},
        )
    elif still_open:
        body = Phrase(
            text=N_("Nothing new. {n} thing from before is still to be looked at."),
            plural=N_("Nothing new. {n} things from before are still to be looked at."),
            count="n",
            params={"n": still_open},
        )
    elif blind:
        body = Phrase(
            text=N_("Nothing new, but {n} mailbox cannot be seen."),
            plural=N_("Nothing new, but {n} mailboxes cannot be seen."),
            count="n",
            params={"n": blind},
        )
    else:
        body = Phrase(
            text=N_("Nothing unusual in {n} mailbox."),
            plural=N_("Nothing unusual in {n} mailboxes."),
            count="n",
            params={"n": accounts},
        )
    return Notice(
        code="watch.digest", severity=Severity.INFO, summary=phrase(N_("Sentwatch: what there was today")), body=body
    )


ANSWERABLE: Final = frozenset({"sent.burst", "sent.unusual-hours", "sent.import"})
"""Findings about sending, to which the owner can say whether it was them."""


def amount_of(finding: Finding) -> int:
    """How much there is of it: messages, where they are counted."""
    messages = finding.params.get("messages", finding.params.get("missing", 1))
    return messages if isinstance(messages, int) else 1


def to_be_told(
    report: Report,
    told: Mapping[tuple[str, str], Told],
    settings: Settings,
    *,
    first_looked: frozenset[str] = frozenset(),
) -> tuple[Notification, ...]:
    """What of a report people are told.

    `first_looked`: the codes that were looked for the first time; what was there before us is shown in the window and
    not told one by one, but sending of the last day is.
    """
    found: list[Notification] = []
    for reported in report.findings:
        finding = reported.finding
        if reported.status is Status.GONE or finding.severity < settings.notify_severity:
            continue
        if finding.kind.code == OPEN_WIFI:
            continue
        before = told.get(finding.key)
        is_about_sending = finding.kind.code.startswith("sent.")
        if before is None:
            if is_about_sending and not _is_fresh(reported, report.taken_at):
                continue
            if finding.kind.code in first_looked and not is_about_sending:
                continue
        elif finding.severity <= before.severity and amount_of(finding) < GROWN * before.amount:
            continue
        found.append(
            Notification(
                account_key=report.account_key,
                account=report.account,
                finding=finding,
                is_update=before is not None,
                time_zone=report.time_zone,
            )
        )
    return tuple(found)


def _is_fresh(reported: ReportedFinding, now: datetime) -> bool:
    ends = [
        value for name in ("end", "until", "at") if isinstance(value := reported.finding.params.get(name), datetime)
    ]
    return not ends or now - max(ends) <= FRESH


def may_tell(severity: Severity, settings: Settings, *, local_time: time) -> bool:
    """Whether something so serious may be told now, or waits until the quiet hours are over."""
    if not settings.quiet_hours or not is_quiet(settings, local_time):
        return True
    return settings.urgent_in_quiet_hours and severity is Severity.URGENT


def waits_for_digest(severity: Severity, settings: Settings) -> bool:
    """Whether it is told once a day, with everything else that can wait."""
    return settings.daily_digest and severity < Severity.WARNING


def digest_due(settings: Settings, *, last: datetime | None, local_now: datetime) -> bool:
    """Whether today's digest is to be told. `last` and `local_now` are in the same time zone."""
    if not settings.daily_digest or local_now.time().replace(tzinfo=None) < read_time(settings.digest_at, time(9)):
        return False
    return last is None or last.date() < local_now.date()


def is_quiet(settings: Settings, local_time: time) -> bool:
    """Whether a time of day lies in the quiet hours; they may go over midnight."""
    start, end = read_time(settings.quiet_from, time(22)), read_time(settings.quiet_until, time(7))
    now = local_time.replace(tzinfo=None)
    return start <= now < end if start <= end else now >= start or now < end
