"""Bursts told as incidents: from when to when, how many to whom, and one of them at a time."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, inf
from typing import Final, NamedTuple

from sentwatch.core.burst import DAY_S, DEAD_HOURS_ALERT, BurstScan
from sentwatch.core.burst_values import Reading
from sentwatch.core.same_mail import SameMail

ONE_INCIDENT_S: Final = float(DAY_S)
"""Alerts closer together than this are one incident."""
LINKED_SHARE: Final = 0.25
"""Messages belong together while the gaps are at most this share of the window that tells of them."""

SAME_MAIL: Final = 8
SAME_MAIL_S: Final = 1_200.0
SAME_MAIL_FROM: Final = 2.0
STIRRING_FROM: Final = 2.0
"""Other signs add only on top of this score (the burst definition)."""
SAME_MAIL_TERM: Final = 0.5
"""Same subject and size to different recipients: four within 20 minutes is the most seen naturally (77 mailboxes)."""

ANNOUNCED_TO: Final = 20
IMPORT_DAYS: Final = 3
_RECENT_DAYS_OF_DATES: Final = 400
_KEPT_ANNOUNCEMENTS: Final = 50
_KEPT_STIRRINGS: Final = 30
_SAME_START_S: Final = 3_600.0
_HOUR_S: Final = 3_600.0


class Answer(enum.Enum):
    """What the owner said of an incident."""

    THAT_WAS_ME = "that-was-me"
    NOT_ME = "not-me"


class Sent(NamedTuple):
    """One sent message as the tracker needs it. `subject` and `to` are keys that are equal where the texts are."""

    row: int
    at_s: float
    recipients: int
    never_mailed: int
    is_reply: bool
    date_s: float | None = None
    subject: bytes = b""
    size: int = 0
    to: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One burst, or one message at notice. Times are seconds since the epoch, UTC.

    `score` and `column` are those of its peak, `usual_max` the usual busiest of messages in the window of that column.
    `dead_hours` says that only the second rule spoke. `date_days` counts the days its Date headers name.
    """

    start_s: float
    end_s: float
    alert_s: float
    messages_at_alert: int
    messages: int
    recipients: int
    never_mailed: int
    replies: int
    score: float
    column: int
    window_s: float
    usual_max: int
    learned_days: int
    critical_s: float | None = None
    same_mail: int = 0
    dead_hours: bool = False
    date_days: tuple[tuple[int, int], ...] = ()
    rows: tuple[int, ...] = ()
    """The first of its messages, as numbers of the ledger: what evidence is taken from."""
    answer: Answer | None = None

    @property
    def is_import(self) -> bool:
        """Whether the Date headers scatter over days: mail that was moved here, not sent here."""
        counted = sum(count for _day, count in self.date_days)
        most = max((count for _day, count in self.date_days), default=0)
        return len(self.date_days) >= IMPORT_DAYS and most * 2 < counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One message to many, below the line of a notice."""

    at_s: float
    recipients: int
    never_mailed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackerState:
    """What a tracker needs to go on."""

    recent: tuple[Sent, ...] = ()
    counted: int = 0
    """How many of `recent` the current incident has counted or passed by."""
    current: Incident | None = None
    announcements: tuple[Announcement, ...] = ()
    stirrings: tuple[Incident, ...] = ()


EVIDENCE_ROWS: Final = 40


class IncidentTracker:
    """Takes each message with its reading, and keeps the incident under way. `take_closed` hands out what ended."""

    def __init__(
        self, scan: BurstScan, state: TrackerState | None = None, answers: Iterable[tuple[float, Answer]] = ()
    ) -> None:
        state = state or TrackerState()
        self._scan = scan
        self._recent = list(state.recent)
        self._counted = state.counted
        self.current = state.current
        self._announcements = list(state.announcements)
        self._stirrings = list(state.stirrings)
        self._answers = tuple(answers)
        self._closed: list[Incident] = []
        # Only busy times ask for it: what came since it was last asked is taken then.
        self._spread = SameMail(SAME_MAIL_S)
        self._spread_over = 0

    def state(self) -> TrackerState:
        """What is needed to go on later."""
        return TrackerState(
            recent=tuple(self._recent),
            counted=self._counted,
            current=self.current,
            announcements=tuple(self._announcements),
            stirrings=tuple(self._stirrings),
        )

    def take_closed(self) -> list[Incident]:
        """The incidents that ended since this was last asked."""
        closed, self._closed = self._closed, []
        return closed

    @property
    def announcements(self) -> tuple[Announcement, ...]:
        """The latest single messages to many."""
        return tuple(self._announcements)

    @property
    def stirrings(self) -> tuple[Incident, ...]:
        """The latest spans of busy sending below the line of a notice: they count where other signs join them."""
        return tuple(self._stirrings)

    def push(self, message: Sent) -> None:
        """Take the next message in order of time."""
        scan, recent = self._scan, self._recent
        _row, at_s, recipients, never_mailed, is_reply = message[:5]
        reading = scan.push(at_s, recipients, never_mailed, is_reply)
        score = reading.score
        recent.append(message)
        if len(recent) > 256 and recent[len(recent) // 2].at_s <= at_s - DAY_S:
            self._forget(len(recent) // 2)
        current = self.current
        if current is not None and at_s - current.end_s > ONE_INCIDENT_S:
            self._close(current)
        same_mail = 0
        if score >= SAME_MAIL_FROM and len(recent) >= SAME_MAIL and recent[-SAME_MAIL].at_s > at_s - SAME_MAIL_S:
            same_mail = self._most_of_one_mail()
            if same_mail >= SAME_MAIL:
                score += SAME_MAIL_TERM
        if (score >= scan.params.notice and not self._is_first_day_at_ease()) or reading.dead_hours >= DEAD_HOURS_ALERT:
            self._alert(message, reading, score, same_mail)
            return
        if score >= STIRRING_FROM and self.current is None:
            self._stir(reading, score)
        if recipients >= ANNOUNCED_TO:
            self._announcements.append(Announcement(at_s=at_s, recipients=recipients, never_mailed=never_mailed))
            del self._announcements[:-_KEPT_ANNOUNCEMENTS]

    def _stir(self, reading: Reading, score: float) -> None:
        """Keep the busiest span below the line of a notice, one for each incident that it might have been."""
        last = self._stirrings[-1] if self._stirrings else None
        at_s = self._recent[-1].at_s
        is_same = last is not None and at_s - last.end_s <= ONE_INCIDENT_S
        if is_same and last is not None and score <= last.score:
            return
        if self._is_first_day_at_ease():
            return
        column = reading.column if reading.column >= 0 else self._fallback_column()
        window_s = self._scan.params.windows_s[column % len(self._scan.params.windows_s)]
        run = self._recent[self._start_of_run(window_s, after=0) :]
        found = _with(self._begun(run, column, window_s), run)
        self._stirrings[-1 if is_same else len(self._stirrings) :] = [replace(found, score=score)]
        del self._stirrings[:-_KEPT_STIRRINGS]

    def _is_first_day_at_ease(self) -> bool:
        """On its first day a mailbox has no "usual" yet: only what is critical within an hour is told."""
        return not self._scan.learned_days and self._scan.score_within(_HOUR_S) < self._scan.params.critical

    def _alert(self, message: Sent, reading: Reading, score: float, same_mail: int) -> None:
        params = self._scan.params
        is_dead_hours = score < params.notice
        column = reading.column if reading.column >= 0 else self._fallback_column()
        window_s = 1_800.0 if is_dead_hours else params.windows_s[column % len(params.windows_s)]
        current = self.current
        if current is not None:
            gap_s = message.at_s - current.end_s
            is_linked = gap_s <= LINKED_SHARE * current.window_s
            # Long after the last of them the long windows still hold the burst: only a new surge counts on.
            if not is_linked and not is_dead_hours and self._scan.score_within(gap_s) < params.notice:
                return
            if not is_linked and is_dead_hours:
                return
        taken = self._take_run(window_s)
        if current is None:
            current = replace(self._begun(taken, column, window_s), dead_hours=is_dead_hours)
        current = _with(current, taken)
        if score > current.score or (current.dead_hours and not is_dead_hours):
            current = replace(
                current,
                score=max(score, reading.dead_hours) if is_dead_hours else score,
                column=column,
                window_s=window_s,
                usual_max=self._usual_max(column),
                dead_hours=is_dead_hours,
            )
        current = replace(current, same_mail=max(current.same_mail, same_mail))
        is_critical = not is_dead_hours and (
            score >= params.critical or (same_mail >= SAME_MAIL and 2 * current.never_mailed >= current.recipients)
        )
        if current.critical_s is None and is_critical:
            current = replace(current, critical_s=message.at_s)
        self.current = current
        if current.critical_s is not None and current.answer is not Answer.THAT_WAS_ME:
            self._scan.hold(current.start_s, message.at_s)

    def _begun(self, run: list[Sent], column: int, window_s: float) -> Incident:
        """An incident of which nothing is counted yet."""
        return Incident(
            start_s=run[0].at_s,
            end_s=run[-1].at_s,
            alert_s=run[-1].at_s,
            messages_at_alert=len(run),
            messages=0,
            recipients=0,
            never_mailed=0,
            replies=0,
            score=-inf,
            column=column,
            window_s=window_s,
            usual_max=self._usual_max(column),
            learned_days=self._scan.learned_days,
        )

    def _usual_max(self, column: int) -> int:
        return ceil(self._scan.usual(column % len(self._scan.params.windows_s)) - 1e-9)

    def _fallback_column(self) -> int:
        """The messages of an hour, where the reading alone was below the notice and so names no column."""
        return min(2, len(self._scan.params.windows_s) - 1)

    def _take_run(self, window_s: float) -> list[Sent]:
        """The messages not yet counted that lead up to the last without a long gap, within the window."""
        start = self._start_of_run(window_s, after=self._counted)
        self._counted = len(self._recent)
        return self._recent[start:]

    def _start_of_run(self, window_s: float, *, after: int) -> int:
        recent = self._recent
        last_s = recent[-1].at_s
        start = len(recent) - 1
        while (
            start > after
            and recent[start - 1].at_s > last_s - window_s
            and recent[start].at_s - recent[start - 1].at_s <= LINKED_SHARE * window_s
        ):
            start -= 1
        return start

    def _most_of_one_mail(self) -> int:
        """How many different addressees got the same subject in the same size within the last 20 minutes."""
        recent = self._recent
        start = len(recent)
        since_s = recent[-1].at_s - SAME_MAIL_S
        while start > self._spread_over and recent[start - 1].at_s > since_s:
            start -= 1
        for sent in recent[start:]:
            self._spread.take(sent.at_s, sent.subject, sent.size, sent.to)
        self._spread_over = len(recent)
        return self._spread.most

    def _forget(self, count: int) -> None:
        del self._recent[:count]
        self._counted = max(0, self._counted - count)
        self._spread_over = max(0, self._spread_over - count)

    def _close(self, incident: Incident) -> None:
        self.current = None
        self._closed.append(self._answered(incident))

    def _answered(self, incident: Incident) -> Incident:
        """The incident with the owner's earlier answer to it, learned from."""
        if incident.answer is None:
            for start_s, answer in self._answers:
                if incident.start_s - _SAME_START_S <= start_s <= incident.end_s:
                    self._learn(incident, answer)
                    return replace(incident, answer=answer)
        return incident

    def settle(self) -> None:
        """At the end of judging anew: let an earlier answer count for the incident that is still under way."""
        if self.current is not None:
            self.current = self._answered(self.current)
            if self.current.answer is Answer.THAT_WAS_ME:
                self._close(self.current)

    def answer(self, incident: Incident, answer: Answer) -> None:
        """Learn from what the owner says. An incident called their own is over: what comes after it is another."""
        self._learn(incident, answer)
        if self.current is not None and self.current.start_s == incident.start_s:
            self.current = None if answer is Answer.THAT_WAS_ME else replace(self.current, answer=answer)

    def _learn(self, incident: Incident, answer: Answer) -> None:
        if answer is Answer.THAT_WAS_ME:
            self._scan.accept(incident.start_s, incident.end_s)
        else:
            self._scan.hold(incident.start_s, incident.end_s)


def _with(incident: Incident, messages: Iterable[Sent]) -> Incident:
    taken = list(messages)
    days = dict(incident.date_days)
    for sent in taken:
        if sent.date_s is not None:
            day = int(sent.date_s // DAY_S)
            if day in days or len(days) < _RECENT_DAYS_OF_DATES:
                days[day] = days.get(day, 0) + 1
    return replace(
        incident,
        end_s=max(incident.end_s, taken[-1].at_s),
        messages=incident.messages + len(taken),
        recipients=incident.recipients + sum(sent.recipients for sent in taken),
        never_mailed=incident.never_mailed + sum(sent.never_mailed for sent in taken),
        replies=incident.replies + sum(sent.is_reply for sent in taken),
        date_days=tuple(days.items()),
        rows=(*incident.rows, *(sent.row for sent in taken))[:EVIDENCE_ROWS],
    )
