"""Use case: judge what the ledger holds and was not judged yet; a check without news costs nothing here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import tzinfo
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sentwatch.core.accounts import Account
from sentwatch.core.burst import DAY_S, BurstScan
from sentwatch.core.burst_values import BurstParams
from sentwatch.core.encoded_words import decoded
from sentwatch.core.history import Baseline, Evidenced, SentHistory, moment
from sentwatch.core.incidents import Answer, Incident, IncidentTracker, Sent
from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.progress import Progress
from sentwatch.service.pace import Pace
from sentwatch.store.folder_mark import INBOX, SENT, FolderMark
from sentwatch.store.judgement import QUARTER_S, JudgedState, Judgement, KnownIds, QuarterCounts, Unjudged
from sentwatch.store.keys import numbers, split
from sentwatch.store.ledger import Ledger

LATE_S: Final = 600.0
"""A message older than the last judged by more than this is judged in its place: everything is judged anew."""

_CHUNK: Final = 5_000
_INBOX_CHUNK: Final = 20_000
_MANY: Final = 1_000
_TOLD_APART: Final = 80
"""Bytes of the recipients by which two lists of addressees are told apart: ten addresses."""
_SHOWN_SUBJECTS: Final = 3
_SHOWN_RECIPIENTS: Final = 5
_SHOWN_MAILERS: Final = 3
_SHOWN_CHARS: Final = 120


def zone_of(account: Account) -> tzinfo | None:
    """The account's own time zone; None (UTC) where it is unknown."""
    if not account.time_zone:
        return None
    try:
        return ZoneInfo(account.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pass:
    """What one pass works with."""

    sent: FolderMark
    scan: BurstScan
    tracker: IncidentTracker
    known_ids: KnownIds


@dataclass(slots=True, kw_only=True)
class Judge:
    """Judges one account's sent mail."""

    account: Account
    ledger: Ledger
    judgement: Judgement
    params: BurstParams
    clock: Clock
    progress: Progress
    cancel: CancelToken

    def run(self) -> None:
        """Judge all that is new, in chunks that are kept one by one. Raises Cancelled and Trouble."""
        zone = self.account.time_zone or ""
        inbox, sent = self.ledger.mark(INBOX), self.ledger.mark(SENT)
        if sent is None:
            return
        state = self.judgement.state()
        # Another zone has other days and hours; a folder that was numbered anew (UIDVALIDITY) was read anew.
        if state.folder and (state.zone, state.folder) != (zone, sent.id):
            self.judgement.start_anew(sent)
            state = JudgedState()
        state = self._take_senders(sent, inbox, replace(state, zone=zone, folder=sent.id))
        state, is_anew = self._begin_pass(sent, inbox, state)
        if state.pass_end:
            self._judge(sent, inbox, state, is_anew=is_anew)

    def answer(self, name: str, answer: Answer) -> None:
        """Keep what the owner says of an incident, and learn from it."""
        state = self.judgement.state()
        found = next((seen for seen in self.judgement.incidents() if seen.name == name), None)
        if found is None:
            return
        scan, tracker = self._resume(state)
        tracker.answer(found.incident, answer)
        with self.judgement.together():
            self.judgement.answer(found.incident.start_s, answer, at_s=self.clock.now().timestamp())
            self.judgement.put_state(replace(state, scan=scan.state(), tracker=tracker.state()))

    def baseline(self) -> Baseline:
        """What is usual for the account, as learned so far."""
        return _baseline(BurstScan.resume(self.params, self.judgement.state().scan, zone=zone_of(self.account)))

    def history(self) -> SentHistory:
        """What is known of the account's outgoing mail, as judged so far."""
        state = self.judgement.state()
        scan = BurstScan.resume(self.params, state.scan, zone=zone_of(self.account))
        return SentHistory(
            messages=state.messages,
            replies=state.replies,
            first_at=None if state.first_s is None else moment(state.first_s),
            judged_to=None if state.scan is None else moment(state.scan.last_s),
            baseline=_baseline(scan),
            incidents=self.judgement.incidents(),
            announcements=state.tracker.announcements,
            stirrings=state.tracker.stirrings,
            gaps=self.ledger.gaps(),
            notice=self.params.notice,
            critical=self.params.critical,
        )

    def _take_senders(self, sent: FolderMark, inbox: FolderMark | None, state: JudgedState) -> JudgedState:
        if inbox is None:
            return state
        while last := self.judgement.take_senders(sent, inbox, after_row=state.inbox_row, limit=_INBOX_CHUNK):
            state = replace(state, inbox_row=last)
            self.judgement.put_state(state)
            self.cancel.check()
        return state

    def _begin_pass(self, sent: FolderMark, inbox: FolderMark | None, state: JudgedState) -> tuple[JudgedState, bool]:
        """Go on with the pass that was cut short, or begin one with what is new. True where all is judged anew."""
        if state.pass_end:
            return state, state.judged_row == 0
        last_row = self.judgement.last_row(sent)
        if last_row <= state.judged_row:
            return state, False
        earliest_s = self.judgement.earliest_unjudged_s(sent, after_row=state.judged_row)
        if state.scan is not None and earliest_s is not None and earliest_s < state.scan.last_s - LATE_S:
            self.judgement.start_anew(sent)
            state = self._take_senders(sent, inbox, JudgedState(zone=state.zone, folder=sent.id))
        state = replace(state, pass_end=last_row, cursor_s=-1e18, cursor_row=0)
        return state, state.judged_row == 0

    def _judge(self, sent: FolderMark, inbox: FolderMark | None, state: JudgedState, *, is_anew: bool) -> None:
        total = self.judgement.count_unjudged(sent, after_row=state.judged_row, up_to_row=state.pass_end)
        pace = Pace(
            what=phrase(N_("Comparing with what is usual")), clock=self.clock, progress=self.progress, total=total
        )
        pace.begin()
        scan, tracker = self._resume(state)
        way = _Pass(sent=sent, scan=scan, tracker=tracker, known_ids=self.judgement.known_ids((sent, inbox)))
        if total >= _MANY:
            way.known_ids.load()
        while (found := self.judgement.unjudged(sent, state, limit=_CHUNK)) is not None:
            self.cancel.check()
            with self.judgement.together():
                state = self._judge_chunk(found, state, way)
            pace.add(len(found.rows))
        with self.judgement.together():
            if is_anew:
                tracker.settle()
                self.judgement.drop_stale_incidents()
                self._keep_incidents(tracker)
            state = replace(state, scan=scan.state(), tracker=tracker.state(), judged_row=state.pass_end, pass_end=0)
            self.judgement.put_state(state)
        oldest_s = tracker.current.start_s if tracker.current is not None else scan.last_s
        self.ledger.forget_texts(sent, before_s=oldest_s - DAY_S, up_to_row=state.judged_row)
        pace.end()

    def _judge_chunk(self, found: Unjudged, state: JudgedState, way: _Pass) -> JudgedState:
        sent, scan, tracker = way.sent, way.scan, way.tracker
        quarters = self._judge_rows(found, way)
        self.judgement.keep_quarters(sent, quarters)
        self._keep_incidents(tracker)
        state = replace(
            state,
            scan=scan.state(),
            tracker=tracker.state(),
            cursor_s=found.at_s[-1],
            cursor_row=found.rows[-1],
            messages=state.messages + len(found.rows),
            replies=state.replies + sum(counts[3] for counts in quarters.values()),
            first_s=found.at_s[0] if state.first_s is None else min(state.first_s, found.at_s[0]),
        )
        self.judgement.put_state(state)
        return state

    def _keep_incidents(self, tracker: IncidentTracker) -> None:
        for incident in (*tracker.take_closed(), tracker.current):
            if incident is not None:
                self.judgement.keep_incident(self._evidenced(incident))

    def _resume(self, state: JudgedState) -> tuple[BurstScan, IncidentTracker]:
        scan = BurstScan.resume(self.params, state.scan, zone=zone_of(self.account))
        return scan, IncidentTracker(scan, state.tracker, self.judgement.answers())

    def _judge_rows(self, found: Unjudged, way: _Pass) -> dict[int, QuarterCounts]:
        judgement, sent = self.judgement, way.sent
        named = [numbers(references) if references else () for references in found.references]
        known = way.known_ids.among(set(chain.from_iterable(named)))
        addressed = list(map(split, found.recipients))
        addresses = set(chain.from_iterable(addressed))
        mailed = judgement.mailed_among(sent, addresses)
        first_written = judgement.first_written(sent, addresses - mailed)
        fresh: dict[bytes, float] = {}
        quarters: dict[int, QuarterCounts] = {}
        push = way.tracker.push
        for row, at_s, date_s, ids, to, recipients, subject, size in zip(
            found.rows, found.at_s, found.date_s, named, addressed, found.recipients, found.subjects, found.sizes,
            strict=True,
        ):  # fmt: skip
            strangers = 0
            for address in to:
                if address not in mailed:
                    mailed.add(address)
                    fresh[address] = at_s
                    written_s = first_written.get(address)
                    if written_s is None or written_s > at_s:
                        strangers += 1
            is_reply = bool(ids) and not known.isdisjoint(ids)
            count = len(to)
            push(Sent(row, at_s, count, strangers, is_reply, date_s, subject, size, recipients[:_TOLD_APART]))
            counts = quarters.get(quarter := int(at_s // QUARTER_S))
            if counts is None:
                counts = quarters[quarter] = [0, 0, 0, 0]
            counts[0] += 1
            counts[1] += count
            counts[2] += strangers
            counts[3] += is_reply
        judgement.keep_mailed(sent, fresh)
        return quarters

    def _evidenced(self, incident: Incident) -> Evidenced:
        texts = list(self.ledger.texts_of(incident.rows))
        return Evidenced(
            incident=incident,
            subjects=_first_different((decoded(text.subject) for text in texts), _SHOWN_SUBJECTS),
            recipients=_first_different((one for text in texts for one in text.recipients), _SHOWN_RECIPIENTS),
            mailers=_first_different((decoded(text.mailer) for text in texts), _SHOWN_MAILERS),
        )


def _first_different(texts: Iterable[str], count: int) -> tuple[str, ...]:
    def capped() -> Iterator[str]:
        for text in texts:
            if text.strip():
                yield text.strip()[:_SHOWN_CHARS]

    return tuple(dict.fromkeys(capped()))[:count]


def _baseline(scan: BurstScan) -> Baseline:
    windows = len(scan.params.windows_s)
    return Baseline(
        windows_s=scan.params.windows_s,
        max_messages=tuple(scan.usual(column) for column in range(windows)),
        max_recipients=tuple(scan.usual(windows + column) for column in range(windows)),
        learned_days=scan.learned_days,
        active_days=scan.active_days,
    )
