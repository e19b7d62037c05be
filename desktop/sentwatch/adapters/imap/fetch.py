"""Bulk reading on the taken-over socket: windows of UIDs, the next one asked for while this one is read."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sentwatch.adapters.imap.fetch_reply import FETCH_LINE, read_fetch_reply
from sentwatch.adapters.imap.wire import Wire
from sentwatch.core.refusals import judge_refusal
from sentwatch.core.trouble import BAD_CREDENTIAL, SERVER_BROKE_RULES, SERVER_REFUSED, Trouble

Row = TypeVar("Row")
Make = Callable[[int, int, bytes, bytes, bytes], Row]
"""From UID, size, flags, INTERNALDATE and header bytes to a row."""

WINDOW_MESSAGES = 2_000
SEARCH_SPAN = 200_000
PIECES_AT_ONCE = 50
STATES_AT_ONCE = 20
_STRAY_REPLIES = 20_000
_FAILED_COMMANDS = 64
_LITERALS = 16
_LITERAL_KEPT = 1_000

_QUICK = re.compile(
    rb"\* [0-9]{1,10} FETCH \(UID ([0-9]{1,10}) (?:RFC822\.SIZE ([0-9]{1,10}) )?(?:FLAGS \(([^()\r\n]*)\) )?"
    rb'INTERNALDATE "([^"\r\n]{1,40})" (?:RFC822\.SIZE ([0-9]{1,10}) )?(?:FLAGS \(([^()\r\n]*)\) )?'
    rb"BODY\[HEADER\.FIELDS \([^)\r\n]*\)\] \{([0-9]{1,7})\}\r\n"
)
_LITERAL = re.compile(rb"\{([0-9]{1,19})\}\Z")
_VANISHED = re.compile(rb"\* VANISHED (?:\(EARLIER\) )?([0-9:,]+)\r\n", re.IGNORECASE)
_STATUS_ITEM = re.compile(rb"\b(MESSAGES|UIDNEXT|UIDVALIDITY|HIGHESTMODSEQ) ([0-9]{1,19})\b", re.IGNORECASE)
_ESEARCH_ALL = re.compile(rb"\* ESEARCH (?:\(TAG \"?([A-Z0-9]+)\"?\))?(?:.* ALL ([0-9:,]+))?.*\r\n", re.IGNORECASE)


@dataclass(slots=True)
class _Asked:
    tag: bytes
    first_uid: int
    last_uid: int


@dataclass(slots=True)
class _Window(Generic[Row]):
    """The rows of one window; `failed` is the answer of a server that refused to tell the rest."""

    rows: list[Row] = field(default_factory=list)
    damaged: int = 0
    failed: bytes | None = None
    early: list[Row] = field(default_factory=list)


class Reader:
    """Speaks on the wire with tags of its own, beside the library that signed in."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._count = 0

    def say(self, command: bytes) -> bytes:
        """Send one command and give back its tag."""
        self._count += 1
        tag = b"SW%d" % self._count
        self._wire.send(tag + b" " + command + b"\r\n")
        return tag

    def line(self) -> bytes:
        """Give one whole line; literals stand in it as quoted strings, cut short."""
        line = self._wire.readline()
        for _ in range(_LITERALS):
            literal = _LITERAL.search(line.rstrip(b"\r\n"))
            if literal is None:
                return line
            text = self._wire.read(int(literal[1]))[:_LITERAL_KEPT]
            line = b'%b"%b"%b' % (line[: literal.start()], _quotable(text), self._wire.readline())
        raise self._broke()

    def replies(self, tag: bytes) -> Iterator[bytes]:
        """Give the untagged lines until `tag` completes with OK."""
        while True:
            line = self.line()
            if line.startswith(tag + b" "):
                self.check_completion(line[len(tag) + 1 :])
                return
            if line[:6].upper() == b"* BYE ":
                raise self.farewell(line)
            if line.startswith(b"* "):
                yield line
            elif not line.startswith(b"+"):
                if line.startswith(b"SW") or not line.strip():
                    continue
                yield line

    def check_completion(self, answer: bytes) -> None:
        """Raise Trouble unless the tagged answer is OK."""
        if answer[:3].upper() in (b"OK ", b"OK\r"):
            return
        raise refusal(answer, host=self._wire.host)

    def farewell(self, line: bytes) -> Trouble:
        """Give the Trouble behind a BYE."""
        return refusal(line[2:], host=self._wire.host, goodbye=True)

    def _broke(self) -> Trouble:
        return Trouble(SERVER_BROKE_RULES, host=self._wire.host)

    def windows(
        self, items: bytes, ranges: Iterator[tuple[int, int]], make: Make[Row], uid_of: Callable[[Row], int]
    ) -> Iterator[tuple[int, int, list[Row], int]]:
        """For each range of UIDs: first, last, its rows ascending by UID, and how many replies were damaged."""
        asked: deque[_Asked] = deque()
        ready: deque[_Window[Row]] = deque()
        early: list[Row] = []

        def ask(first_uid: int, last_uid: int) -> _Asked:
            tag = self.say(b"UID FETCH %d:%d (%s)" % (first_uid, last_uid, items))
            return _Asked(tag, first_uid, last_uid)

        def ask_next() -> None:
            following = next(ranges, None)
            if following is not None:
                asked.append(ask(*following))

        ask_next()
        ask_next()
        while asked:
            current = asked.popleft()
            if ready:
                window = ready.popleft()
            else:
                window = self._read_window(current, asked[0].last_uid if asked else current.last_uid, make)
            window.rows.extend(early)
            early = window.early
            if window.failed is not None:
                if asked:
                    ready.append(self._read_window(asked[0], asked[0].last_uid, make))
                self._narrow_down(window, current, ask, make, uid_of)
            if len(asked) < 2:
                ask_next()
            yield current.first_uid, current.last_uid, self._in_order(window.rows, uid_of), window.damaged

    def _narrow_down(
        self,
        window: _Window[Row],
        asked: _Asked,
        ask: Callable[[int, int], _Asked],
        make: Make[Row],
        uid_of: Callable[[Row], int],
    ) -> None:
        """Ask again in halves, so that one message the server cannot tell costs itself only."""
        assert window.failed is not None
        have = {uid_of(row) for row in window.rows}
        todo = [(asked.first_uid, asked.last_uid)]
        answer = window.failed
        failures = 0
        while todo:
            first_uid, last_uid = todo.pop()
            if failures:
                one = ask(first_uid, last_uid)
                part = self._read_window(one, last_uid, make)
                window.damaged += part.damaged
                window.rows.extend(row for row in part.rows if uid_of(row) not in have)
                have.update(uid_of(row) for row in part.rows)
                if part.failed is None:
                    continue
                answer = part.failed
            failures += 1
            if failures > _FAILED_COMMANDS:
                self.check_completion(answer)
            if first_uid == last_uid:
                window.damaged += 1
                continue
            middle = (first_uid + last_uid) // 2
            todo += [(middle + 1, last_uid), (first_uid, middle)]

    @staticmethod
    def _in_order(rows: list[Row], uid_of: Callable[[Row], int]) -> list[Row]:
        uids = list(map(uid_of, rows))
        if all(map(int.__lt__, uids, uids[1:])):
            return list(rows)
        return [row for _uid, row in sorted(dict(zip(uids, rows, strict=True)).items())]

    def _read_window(self, asked: _Asked, following_uid: int, make: Make[Row]) -> _Window[Row]:
        wire = self._wire
        wire.fresh_start(is_window=True)
        window: _Window[Row] = _Window()
        append = window.rows.append
        quick = _QUICK.match
        first_uid, last_uid = asked.first_uid, asked.last_uid
        done = asked.tag + b" "
        replies_left = 2 * (last_uid - first_uid + 1) + _STRAY_REPLIES
        literal_cap = wire.limits.literal_bytes
        data = wire.receive()
        pos = 0
        while True:
            match = quick(data, pos)
            if match is not None:
                uid_text, size_before, flags_before, internal_date, size_after, flags_after, length = match.groups()
                start = match.end()
                end = start + int(length)
                if end - start > literal_cap:
                    raise self._broke()
                if end + 3 > len(data):
                    data = data[pos:]
                    data += wire.receive(end - pos + 3 - len(data))
                    pos = 0
                    continue
                if data[end : end + 3] == b")\r\n":
                    pos = end + 3
                    replies_left -= 1
                    uid = int(uid_text)
                    row = make(
                        uid,
                        int(size_before or size_after or 0),
                        flags_before or flags_after or b"",
                        internal_date,
                        data[start:end],
                    )
                    if first_uid <= uid <= last_uid:
                        append(row)
                    elif last_uid < uid <= following_uid:
                        window.early.append(row)
                    if replies_left < 0:
                        raise self._broke()
                    continue
            end = self._end_of_reply(data, pos)
            if end < 0:
                data = data[pos:] + wire.receive(-end)
                pos = 0
                continue
            reply = data[pos:end]
            pos = end
            replies_left -= 1
            if replies_left < 0:
                raise self._broke()
            if reply.startswith(done):
                wire.put_back(data[pos:])
                answer = reply[len(done) :]
                if answer[:2].upper() == b"NO":
                    window.failed = answer
                else:
                    self.check_completion(answer)
                return window
            if reply[:6].upper() == b"* BYE ":
                raise self.farewell(reply)
            if not FETCH_LINE.match(reply):
                if not reply.startswith((b"* ", b"+", b"\r\n")) and not reply.startswith(b"SW"):
                    raise self._broke()
                continue
            facts = read_fetch_reply(reply)
            if facts is None:
                continue
            if facts.uid is None or facts.header is None:
                window.damaged += 1
                continue
            row = make(facts.uid, facts.size, facts.flags, facts.internal_date, facts.header)
            if first_uid <= facts.uid <= last_uid:
                append(row)
            elif last_uid < facts.uid <= following_uid:
                window.early.append(row)

    def _end_of_reply(self, data: bytes, pos: int) -> int:
        """Where the reply at `pos` ends, or minus the number of bytes that are certainly missing."""
        limits = self._wire.limits
        at = pos
        literals = 0
        while True:
            line_end = data.find(b"\r\n", at)
            if line_end < 0:
                if len(data) - at > limits.line_bytes:
                    raise self._broke()
                return -1
            if line_end - at > limits.line_bytes:
                raise self._broke()
            literal = _LITERAL.search(data, max(at, line_end - 22), line_end)
            if literal is None:
                return line_end + 2
            length = int(literal[1])
            literals += 1
            if length > limits.literal_bytes or literals > 16:
                raise self._broke()
            at = line_end + 2 + length
            if at > len(data):
                return len(data) - at

    def messages(
        self, items: bytes, uids: Sequence[int], make: Make[Row], uid_of: Callable[[Row], int]
    ) -> Iterator[Row]:
        """Give the named messages only, ascending; those the server cannot tell are left out."""
        wanted = sorted(set(uids))
        for start in range(0, len(wanted), PIECES_AT_ONCE):
            part = wanted[start : start + PIECES_AT_ONCE]
            window = self._read_window(self._ask_for(items, part), part[-1], make)
            rows = {uid_of(row): row for row in window.rows}
            if window.failed is not None:
                for uid in part:
                    if uid not in rows:
                        rows.update(
                            (uid, row) for row in self._read_window(self._ask_for(items, [uid]), uid, make).rows
                        )
            yield from (rows[uid] for uid in part if uid in rows)

    def _ask_for(self, items: bytes, uids: Sequence[int]) -> _Asked:
        named = b",".join(b"%d" % uid for uid in uids)
        return _Asked(self.say(b"UID FETCH %b (%b)" % (named, items)), uids[0], uids[-1])

    def states(self, raw_names: Sequence[bytes], items: bytes) -> Iterator[tuple[bytes, dict[bytes, int]]]:
        """Ask for the states of many folders without waiting in between; one that cannot be told is left out."""
        for start in range(0, len(raw_names), STATES_AT_ONCE):
            part = raw_names[start : start + STATES_AT_ONCE]
            tags = [self.say(b'STATUS "%b" (%b)' % (_quotable(name), items)) for name in part]
            for name, tag in zip(part, tags, strict=True):
                numbers: dict[bytes, int] = {}
                try:
                    for line in self.replies(tag):
                        told = {key.upper(): int(value) for key, value in _STATUS_ITEM.findall(line)}
                        # Another folder's news may come in between (NOTIFY).
                        if told and _names_folder(line, name):
                            numbers |= told
                except Trouble as trouble:
                    if trouble.kind is not SERVER_REFUSED:
                        raise
                    continue
                yield name, numbers

    def uids(self, ranges: Iterator[tuple[int, int]], *, has_esearch: bool) -> Iterator[tuple[int, int, list[int]]]:
        """Give the UIDs that exist in each range, ascending."""
        how = b"RETURN (ALL) " if has_esearch else b""
        for first_uid, last_uid in ranges:
            tag = self.say(b"UID SEARCH %sUID %d:%d" % (how, first_uid, last_uid))
            found: set[int] = set()
            for line in self.replies(tag):
                if line[:9].upper() == b"* SEARCH ":
                    found.update(int(word) for word in line[9:].split() if word.isdigit() and len(word) <= 10)
                elif line[:10].upper() == b"* ESEARCH ":
                    match = _ESEARCH_ALL.fullmatch(line)
                    if match and match[2] and (match[1] is None or match[1] == tag):
                        found.update(self.expand(match[2], first_uid, last_uid))
            yield first_uid, last_uid, sorted(uid for uid in found if first_uid <= uid <= last_uid)

    def vanished(self, modseq: int, last_uid: int) -> list[int]:
        """UIDs up to `last_uid` removed since `modseq`; needs QRESYNC enabled (RFC 7162 3.2.6)."""
        tag = self.say(b"UID FETCH 1:%d (UID) (CHANGEDSINCE %d VANISHED)" % (last_uid, modseq))
        found: set[int] = set()
        for line in self.replies(tag):
            match = _VANISHED.fullmatch(line)
            if match:
                found.update(self.expand(match[1], 1, last_uid))
        return sorted(found)

    def expand(self, uid_set: bytes, first_uid: int, last_uid: int) -> Iterator[int]:
        """Give the UIDs of `1:3,7`, within the limits given."""
        for part in uid_set.split(b","):
            low_text, _, high_text = part.partition(b":")
            try:
                low = int(low_text)
                high = int(high_text) if high_text else low
            except ValueError:
                raise self._broke() from None
            if low > high:
                low, high = high, low
            yield from range(max(low, first_uid), min(high, last_uid) + 1)


def _quotable(name: bytes) -> bytes:
    return name.replace(b"\\", b"\\\\").replace(b'"', b'\\"')


def _names_folder(line: bytes, name: bytes) -> bool:
    rest = line[len(b"* STATUS ") :]
    return rest.startswith((b'"%b" ' % _quotable(name), b"%b " % name))


def refusal(answer: bytes, *, host: str, goodbye: bool = False) -> Trouble:
    """Give the Trouble behind a refused command of a signed-in session (`NO [CODE] text`)."""
    text = answer.decode("utf-8", "replace")
    judged = judge_refusal(text.partition(" ")[2], goodbye=goodbye)
    kind = SERVER_REFUSED if judged.kind is BAD_CREDENTIAL else judged.kind
    return Trouble(kind, host=host, answer=plain_answer(answer), **judged.params)


def plain_answer(answer: bytes) -> str:
    """Make a server's answer fit for showing: one line, printable, short."""
    text = answer.decode("utf-8", "replace").strip()
    return "".join(c for c in text if c.isprintable())[:200]


def spans(first_uid: int, last_uid: int, step: int) -> Iterator[tuple[int, int]]:
    """Ranges of at most `step` UIDs that cover first_uid..last_uid without gaps."""
    while first_uid <= last_uid:
        yield first_uid, min(first_uid + step - 1, last_uid)
        first_uid += step


def spans_of_present(
    first_uid: int, last_uid: int, present: Iterator[tuple[int, int, Sequence[int]]]
) -> Iterator[tuple[int, int]]:
    """Ranges that cover first_uid..last_uid without gaps and hold about a window of existing messages each."""
    count = 0
    start = first_uid
    for _first, _last, uids in present:
        for uid in uids:
            count += 1
            if count >= WINDOW_MESSAGES:
                yield start, uid
                start = uid + 1
                count = 0
    if start <= last_uid:
        yield start, last_uid
