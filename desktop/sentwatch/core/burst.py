"""How unusual each sent message is: fifteen trailing sums against the mailbox's own usual busiest days.

The definition was fitted on benign mail and is written down in `desktop/README.md`; its numbers are a data file that is
handed in. The fold is a value: `push` takes the messages in order of time, `state` and `resume` carry it over restarts.
"""

# ruff: noqa: PLR1730 - max() costs twice as much as an if, in the innermost loop of the first judgement
from __future__ import annotations

from bisect import bisect_left, insort
from datetime import datetime, tzinfo
from math import inf, log10
from typing import Final, TypeAlias

from sentwatch.core.burst_values import QUIET, STREAMS, BurstParams, BurstState, DayMaxima, Reading
from sentwatch.core.hour_profile import HOURS_OF_WEEK, hour_terms
from sentwatch.core.recent_sums import RecentSums

DAY_S: Final = 86_400

ALONE_WINDOW: Final = 2
"""Index of the window (an hour) within which a single message is never more than a notice."""

DEAD_HOURS_WINDOW_S: Final = 1_800.0
DEAD_HOURS_ALERT: Final = 3.382
DEAD_HOURS_LEARNED_DAYS: Final = 30
PROFILE_DAYS: Final = 28
PROFILE_MESSAGES: Final = 60
HOUR_TERM_FROM: Final = 1.0
SPOKEN_WITHIN: Final = 0.3
"""The window told to people is the shortest whose part of the score lies within this of the best."""

_TOLERANCE: Final = 1e-9
_KEPT_DAYS: Final = 400
_UNUSED_ENTRIES: Final = 1_000
_QUARTER_S: Final = 900.0


_Line: TypeAlias = tuple[float, float, float]
"""Of s = c + g · log10 ((K + a) / (B + a)): all that K does not touch, then g, then a."""


class BurstScan:
    """The fold. `zone` is the account's own; None counts days from the first message and hours in UTC.

    Messages come in order of time; one that is older than the last counts as sent with the last.
    """

    def __init__(self, params: BurstParams, *, zone: tzinfo | None = None) -> None:
        self.params = params
        self._zone = zone
        windows = len(params.windows_s)
        self._windows = windows
        self._floors = tuple(floor - _TOLERANCE for floor in params.floors)
        self._offsets = [params.offsets[column // windows] for column in range(params.columns)]
        self._recent = RecentSums(windows)
        self._first_s = self._last_s = self._next_profile_s = -inf
        # Until then day, offset from UTC and hour profile stay as they are.
        self._turn_s = -inf
        self._days: list[DayMaxima] = []
        self._today = -1
        self._today_held = False
        self._maxima = [0.0] * params.columns
        self._hours = [0] * HOURS_OF_WEEK
        self._pending: list[tuple[int, list[int]]] = []
        self._pending_until_s = -inf
        self._profile: list[float] = []
        self._period = 0
        # What is usual for the day at hand, and the lines that come of it: by stream, and by window, the longest first.
        self._learned_days = 0
        self._usual = [0.0] * params.columns
        self._lines: list[list[_Line]] = []
        self._windows_down: list[tuple[int, float, _Line, _Line, _Line]] = []
        self._sorted: list[list[float]] = [[] for _ in range(params.columns)]
        self._entered = self._left = 0
        self._quarter = -1.0
        self._offset_s = 0.0
        self._take_usual()

    @property
    def last_s(self) -> float:
        """When the last message was sent; minus infinity before the first."""
        return self._last_s

    @property
    def active_days(self) -> int:
        """How many days with sent mail are known (at most about a year of them), today included."""
        return len(self._days) + (self._last_s > -inf)

    @property
    def learned_days(self) -> int:
        """How many days the usual busiest rests on."""
        return self._learned_days

    def usual(self, column: int) -> float:
        """The usual busiest of a column, as it stands for the last message."""
        return self._usual[column]

    def push(self, at_s: float, recipients: int, never_mailed: int, is_reply: bool) -> Reading:  # noqa: FBT001 - as the definition has it
        """Take in one sent message and say how unusual it makes things. Times are seconds since the epoch, UTC."""
        if at_s < self._last_s:
            at_s = self._last_s
        elif self._last_s == -inf:
            self._begin(at_s)
        self._last_s = at_s
        if at_s >= self._turn_s:
            self._turn(at_s)
        hour = int((at_s + self._offset_s) // 3600) % HOURS_OF_WEEK
        self._pending[-1][1].append(hour)
        hour_term = self._profile[hour] if self._profile else 0.0
        weight = self.params.reply_weight if is_reply else 1.0
        rate, new = self._add(at_s, weight, weight * recipients, never_mailed, 0.0 if is_reply else hour_term)
        return self._read(rate, new, hour_term)

    def accept(self, first_s: float, last_s: float) -> None:
        """Learn from a burst the user called their own: its days count as if they had stood three times before."""
        first, last = self.day_of(first_s), self.day_of(last_s)
        found = [record.maxima for record in self._days if first <= record.day <= last]
        if first <= self._today <= last:
            found.append(tuple(self._maxima))
            self._today_held = False
        if not found:
            return
        self._days = [DayMaxima(day=d.day, maxima=d.maxima) if first <= d.day <= last else d for d in self._days]
        before = self._today - self.params.quarantine_days
        highest = tuple(map(max, zip(*found, strict=True)))
        at = next((n for n, record in enumerate(self._days) if record.day > before), len(self._days))
        self._days[at:at] = [DayMaxima(day=before, maxima=highest)] * 3
        self._learn_anew()

    def hold(self, first_s: float, last_s: float) -> None:
        """Keep the days of a burst out of what is learned: it is not answered yet, or "not me"."""
        first, last = self.day_of(first_s), self.day_of(last_s)
        self._today_held = self._today_held or first <= self._today <= last
        newest = self._days[-1].day if self._days else -1
        if first > newest:
            return
        self._days = [
            DayMaxima(day=d.day, maxima=d.maxima, held=True) if first <= d.day <= last else d for d in self._days
        ]
        self._learn_anew()

    def state(self) -> BurstState | None:
        """What `resume` needs; None before the first message."""
        if self._last_s == -inf:
            return None
        return BurstState(
            first_s=self._first_s,
            last_s=self._last_s,
            recent=self._recent.entries(),
            days=tuple(self._days),
            today=DayMaxima(day=self._today, maxima=tuple(self._maxima), held=self._today_held),
            hours=tuple(self._hours),
            pending_hours=tuple((day, tuple(hours)) for day, hours in self._pending),
            profile=tuple(self._profile),
            profile_period=self._period,
        )

    @classmethod
    def resume(cls, params: BurstParams, state: BurstState | None, *, zone: tzinfo | None = None) -> BurstScan:
        """Go on where `state` was taken, with the same parameters and zone."""
        scan = cls(params, zone=zone)
        if state is not None:
            scan._take(state)
        return scan

    def _take(self, state: BurstState) -> None:
        self._first_s, self._last_s = state.first_s, state.last_s
        self._days = list(state.days)
        self._today = state.today.day
        for entry in state.recent:
            self._add(*entry)
        self._maxima, self._today_held = list(state.today.maxima), state.today.held
        self._hours = list(state.hours)
        self._pending = [(day, list(hours)) for day, hours in state.pending_hours]
        self._pending_until_s = self._first_s + (self._pending[-1][0] + 1) * DAY_S
        self._profile = list(state.profile)
        self._period = state.profile_period
        self._next_profile_s = self._first_s + (self._period + 1) * PROFILE_DAYS * DAY_S
        self._learn_anew()

    def _begin(self, at_s: float) -> None:
        self._first_s = at_s
        self._next_profile_s = at_s + PROFILE_DAYS * DAY_S
        self._today = self.day_of(at_s)

    def day_of(self, at_s: float) -> int:
        """The number of the day a time lies in."""
        if self._zone is None:
            return int((at_s - self._first_s) // DAY_S)
        return int((at_s + self._offset(at_s)) // DAY_S)

    def _offset(self, at_s: float) -> float:
        """Seconds east of UTC; zones change at quarter hours at the finest."""
        quarter = at_s // _QUARTER_S
        if quarter != self._quarter and self._zone is not None:
            self._quarter = quarter
            offset = datetime.fromtimestamp(at_s, tz=self._zone).utcoffset()
            self._offset_s = offset.total_seconds() if offset is not None else 0.0
        return self._offset_s

    def _turn(self, at_s: float) -> None:
        """Bring day, offset and hour profile up to a time, and find out how long they stay."""
        if at_s >= self._next_profile_s:
            self._relearn_hours(at_s)
        day = self.day_of(at_s)
        if day != self._today:
            self._turn_to(day)
        if at_s >= self._pending_until_s:
            self._begin_pending(at_s)
        # Days are counted from the first message where there is no zone, and so are those of the pending hours.
        of_zone_s = inf if self._zone is None else (self._quarter + 1) * _QUARTER_S
        self._turn_s = min(self._next_profile_s, self._pending_until_s, of_zone_s)

    def _add(
        self, at_s: float, weight: float, recipients: float, never_mailed: float, hour_term: float
    ) -> tuple[float, float]:
        """Take one message into the sums, and return the highest parts of the score: of sending, of strangers."""
        recent = self._recent
        times, heads = recent.times, recent.heads
        weights, counts, news = recent.weights, recent.recipients, recent.never_mailed
        all_weights, all_counts, all_news, all_terms = recent.totals
        times.append(at_s)
        weights.append(all_weights)
        counts.append(all_counts)
        news.append(all_news)
        recent.hour_terms.append(all_terms)
        all_weights += weight
        all_counts += recipients
        all_news += never_mailed
        all_terms += hour_term
        recent.totals = (all_weights, all_counts, all_news, all_terms)
        maxima = self._maxima
        second, third = self._windows, 2 * self._windows
        weight_floor, count_floor, news_floor, _ = self._floors
        rate = new = 0.0
        # A sum to which nothing is added only falls: it is looked at on the day's first message, or above its floor.
        # The longest window comes first because it holds the most.
        is_new = never_mailed > 0 or not maxima[0]
        for n, span, weight_line, count_line, new_line in self._windows_down:
            oldest = at_s - span
            head = heads[n]
            while times[head] <= oldest:
                head += 1
            heads[n] = head
            value = all_weights - weights[head]
            if value > maxima[n]:
                maxima[n] = value
            if value >= weight_floor:
                base, gain, offset = weight_line
                part = base + gain * log10(value + offset)
                if part > rate:
                    rate = part
            value = all_counts - counts[head]
            if value > maxima[n + second]:
                maxima[n + second] = value
            if value >= count_floor:
                base, gain, offset = count_line
                part = base + gain * log10(value + offset)
                if part > rate:
                    rate = part
            value = all_news - news[head]
            if is_new and value > maxima[n + third]:
                maxima[n + third] = value
            if value >= news_floor:
                base, gain, offset = new_line
                part = base + gain * log10(value + offset)
                if part > new:
                    new = part
        oldest = at_s - DEAD_HOURS_WINDOW_S
        head = heads[second]
        while times[head] <= oldest:
            head += 1
        heads[second] = head
        value = all_terms - recent.hour_terms[head]
        if value > maxima[-1]:
            maxima[-1] = value
        if heads[second - 1] > _UNUSED_ENTRIES:
            recent.forget_unused()
        return rate, new

    def score_within(self, span_s: float) -> float:
        """The score of the last message by the windows of at most `span_s` alone, without the hour term."""
        recent = self._recent
        best = [0.0, 0.0]
        for stream, before in enumerate((recent.weights, recent.recipients, recent.never_mailed)):
            for n, window_s in enumerate(self.params.windows_s):
                value = recent.totals[stream] - before[recent.heads[n]]
                if window_s <= span_s and value >= self._floors[stream]:
                    base, gain, offset = self._lines[stream][n]
                    best[stream // 2] = max(best[stream // 2], base + gain * log10(value + offset))
        return max(best) + self.params.joint * min(best)

    def _read(self, rate: float, new: float, hour_term: float) -> Reading:
        recent = self._recent
        heads = recent.heads
        dead = 0.0
        terms = recent.totals[3] - recent.hour_terms[heads[self._windows]]
        if terms >= self._floors[3] and self._learned_days >= DEAD_HOURS_LEARNED_DAYS:
            base, gain, offset = self._lines[STREAMS][0]
            dead = max(0.0, base + gain * log10(terms + offset))
        if not rate and not new:
            return QUIET if not dead else Reading(0.0, -1, dead)
        params = self.params
        score = rate + params.joint * new if rate > new else new + params.joint * rate
        if score > HOUR_TERM_FROM:
            score += params.hour * hour_term
        if len(recent.times) - heads[ALONE_WINDOW] < 2:
            score = min(score, params.alone_cap)
        if score < params.notice:
            return Reading(score, -1, dead)
        return Reading(score, self._telling_column(max(rate, new)), dead)

    def _telling_column(self, best: float) -> int:
        recent = self._recent
        streams = (recent.weights, recent.recipients, recent.never_mailed)
        for n in range(self._windows):
            for stream, before in enumerate(streams):
                value = recent.totals[stream] - before[recent.heads[n]]
                if value >= self._floors[stream]:
                    base, gain, offset = self._lines[stream][n]
                    if base + gain * log10(value + offset) >= best - SPOKEN_WITHIN:
                        return stream * self._windows + n
        raise AssertionError("the best part has a column")

    def _turn_to(self, day: int) -> None:
        """Close the day before and take what is usual for the new one."""
        self._days.append(DayMaxima(day=self._today, maxima=tuple(self._maxima), held=self._today_held))
        self._today = day
        self._today_held = False
        self._maxima = [0.0] * self.params.columns
        if len(self._days) > _KEPT_DAYS:
            del self._days[: len(self._days) - _KEPT_DAYS]
            self._learn_anew()
        else:
            self._learn()

    def _learn_anew(self) -> None:
        self._sorted = [[] for _ in range(self.params.columns)]
        self._entered = self._left = 0
        self._learn()

    def _learn(self) -> None:
        """Let days enter and leave the year that counts, then take the usual busiest from it."""
        days, columns = self._days, self._sorted
        newest = self._today - self.params.quarantine_days
        oldest = self._today - self.params.memory_days
        while self._entered < len(days) and days[self._entered].day <= newest:
            record = days[self._entered]
            self._entered += 1
            if not record.held:
                for column, value in zip(columns, record.maxima, strict=True):
                    insort(column, value)
        while self._left < self._entered and days[self._left].day < oldest:
            record = days[self._left]
            self._left += 1
            if not record.held:
                for column, value in zip(columns, record.maxima, strict=True):
                    del column[bisect_left(column, value)]
        self._take_usual()

    def _take_usual(self) -> None:
        known = self._sorted
        if not known[0]:
            # A young mailbox, or one that slept for a year: all days there are.
            kept = [record.maxima for record in self._days if not record.held]
            known = [sorted(column) for column in zip(*kept, strict=True)] if kept else known
        self._learned_days = len(known[0])
        rank = 1 + min(2, self._learned_days // 40)
        self._usual = [column[-rank] if column else 0.0 for column in known]
        lines = self.params.lines[sum(self._learned_days >= edge for edge in self.params.bucket_edges)]
        columns = [
            (c - g * log10(usual + offset), g, offset)
            for (c, g), usual, offset in zip(lines, self._usual, self._offsets, strict=True)
        ]
        windows = self._windows
        self._lines = [columns[first : first + windows] for first in range(0, len(columns), windows)]
        by_window = list(zip(range(windows), self.params.windows_s, *self._lines[:STREAMS], strict=True))
        self._windows_down = by_window[::-1]

    def _begin_pending(self, at_s: float) -> None:
        day = int((at_s - self._first_s) // DAY_S)
        self._pending.append((day, []))
        self._pending_until_s = self._first_s + (day + 1) * DAY_S

    def _relearn_hours(self, at_s: float) -> None:
        """Every four weeks: take in the hours of what is older than a week, and smooth them anew."""
        self._period = int((at_s - self._first_s) // (PROFILE_DAYS * DAY_S))
        self._next_profile_s = self._first_s + (self._period + 1) * PROFILE_DAYS * DAY_S
        until = self._period * PROFILE_DAYS - self.params.quarantine_days
        for day, hours in self._pending:
            if day < until:
                for hour in hours:
                    self._hours[hour] += 1
        self._pending = [entry for entry in self._pending if entry[0] >= until]
        if not self._pending:
            self._pending_until_s = -inf
        if sum(self._hours) >= PROFILE_MESSAGES:
            self._profile = hour_terms(self._hours)
