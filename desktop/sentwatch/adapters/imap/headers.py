"""Header facts from bytes: quick for what everybody writes, careful for the rest, never raising."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from sentwatch.core.sent import InboxSender, SentMessage

HEADER_BYTES = 256 << 10
_TEXT_CHARS = 1000
_ID_CHARS = 250
_REFERENCES = 50
_ADDRESS_CHARS = 320
_RECIPIENTS = 10_000
_MEMO_ENTRIES = 20_000
_MEMO_KEY_CHARS = 2_000

_MONTHS = {
    m: n
    for n, m in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)
}
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_ZONES = {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "JST": 9}
_PLAIN_DATE = re.compile(
    r"(?:[A-Za-z]{3}, ){0,1}[0-9]{1,2} [A-Za-z]{3} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}"
)
_INTERNAL_DATE = re.compile(r"[ 0-9][0-9]-[A-Za-z]{3}-[0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} [+-][0-9]{4}")
_ANY_DATE = re.compile(
    r"(\d{1,2})[ \t-]{1,9}([A-Za-z]{3})[A-Za-z]{0,6}\.?[ \t,-]{1,9}(\d{2,4})[ \t]{1,9}"
    r"(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?[ \t]{0,9}([+-]\d{4}|[A-Za-z]{1,5})?",
    re.ASCII,
)
# The parts of a clock time as they stand in both forms, to seconds.
_MINUTES: dict[str | bytes, int] = {
    key: n * 60 for n in range(24 * 60) for key in (f"{n // 60:02}:{n % 60:02}:", b"%02d:%02d:" % divmod(n, 60))
}
_SECONDS: dict[str | bytes, int] = {key: n for n in range(60) for key in (f"{n:02} ", b"%02d " % n)}
_ANGLED = re.compile(r"<([^<>\s]{1,998})>")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|\\.|[(),:;<>]|[^"\\(),:;<>]+|\\', re.DOTALL)
_ADDRESS = re.compile(
    r'(?:"[^"\x00-\x1f]{0,64}"|[^\s"<>@,;:()\\\x00-\x1f\x7f]{1,64})@[^\s"<>@,;:()\\\x00-\x1f\x7f]{1,255}'
)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_DKIM_TAG = re.compile(r"(?:^|;)[ \t]*([sd])[ \t]*=[ \t]*([A-Za-z0-9._-]{1,253})[ \t]*(?=;|$)")
# A field on one line after unfolding; RFC 5322 section 4.5 lets blanks stand before the colon.
_FIELD = re.compile(r"^([!-9;-~]{1,64})[ \t]{0,16}:[^\S\n]*(.*)", re.MULTILINE)
_WORD = r"""[^\s"<>@,;:()\\\x00-\x1f\x7f]"""
_PLAIN_PART = re.compile(
    r"""[ \t]*(?:(?:"[^"\\]{0,200}"|[^"<>@,():;\\\x00-\x1f]{0,200}) ?"""
    rf"<({_WORD}{{1,64}}@{_WORD}{{1,255}})>|({_WORD}{{1,64}}@{_WORD}{{1,255}}))[ \t]*"
)
_NEEDS_CARE = re.compile(r'["(:;\\]')
_ORDER = (
    "date", "from", "sender", "to", "cc", "bcc", "subject", "message-id", "in-reply-to", "references",
    "dkim-signature", "x-mailer", "user-agent",
)  # fmt: skip
_WANTED = frozenset(_ORDER)
_SPELLINGS = {
    spelling: name
    for name in _WANTED
    for spelling in (name, name.title(), name.title().replace("-Id", "-ID").replace("Dkim", "DKIM"))
}
_JOINED = frozenset(("to", "cc", "bcc", "references", "in-reply-to"))


_SHAPE_FIELDS = 40
_SHAPES_OF_A_LENGTH = 12
_NAME = re.compile(r"[!-9;-~]{1,64}")
# Half the cost of calling the class, and the last thing done for each message.
_message = SentMessage._make


@dataclass(frozen=True, slots=True)
class _Shape:
    """The fields of a header in their order: reads the value of each line, and picks ours of them."""

    read: Callable[[str], re.Match[str] | None]
    pick: Callable[[tuple[str, ...]], tuple[str, ...]]


class HeaderReader:
    """Reads header facts; remembers the texts that come again and again (bounded)."""

    def __init__(self) -> None:
        self._lists: dict[str, tuple[str, ...]] = {}
        self._parts: dict[str, str] = {}
        self._days: dict[str | bytes, float] = {}
        self._flags: dict[bytes, tuple[str, ...]] = {}
        self._shapes: dict[int, tuple[_Shape, ...]] = {}

    def sent(self, uid: int, size: int, flags: bytes, internal_date: bytes, header: bytes) -> SentMessage:
        """Read the facts of one outgoing message."""
        date, from_, sender, to, cc, bcc, subject, own_id, parent, thread, dkim, mailer, agent = self._fields(header)
        date_s = self.date_s(date) if date else None
        at_s = self.internal_date_s(internal_date)
        if at_s is None:
            at_s = date_s or 0.0
        lists = self._lists
        senders = lists.get(from_) or self.addresses(from_) or self.addresses(sender)
        recipients = lists.get(to) or self.addresses(to)
        if cc:
            recipients = tuple(dict.fromkeys(recipients + (lists.get(cc) or self.addresses(cc))))
        if bcc:
            recipients = tuple(dict.fromkeys(recipients + self.addresses(bcc)))
        return _message(
            (
                uid,
                at_s,
                date_s,
                message_id(own_id),
                message_ids(parent + " " + thread) if parent or thread else (),
                senders[0] if senders else "",
                recipients,
                subject.rstrip()[:_TEXT_CHARS],
                size,
                self._flags.get(flags) or self.flags(flags),
                dkim_selector(dkim) if dkim else None,
                (mailer or agent).rstrip()[:_ID_CHARS],
            )
        )

    def sender(self, uid: int, internal_date: bytes, header: bytes) -> InboxSender:
        """Who wrote one incoming message; the address is empty where none can be read."""
        date, from_, sender, _to, _cc, _bcc, _subject, own_id, *_rest = self._fields(header)
        at_s = self.internal_date_s(internal_date)
        if at_s is None:
            at_s = self.date_s(date) or 0.0
        senders = self.addresses(from_) or self.addresses(sender)
        return InboxSender(uid, at_s, senders[0] if senders else "", message_id(own_id))

    def _fields(self, header: bytes) -> tuple[str, ...]:
        """The values of _ORDER, empty where missing. Mail of one program has one shape, and shapes are remembered."""
        if not header.endswith(b"\r\n\r\n") or len(header) > HEADER_BYTES:
            return self._irregular(header)
        try:
            text = header[:-4].decode()
        except UnicodeDecodeError:
            return self._irregular(header)
        if "\n " in text:
            text = text.replace("\r\n ", " ")
        if "\t" in text:
            text = text.replace("\r\n\t", "\t")
        if "\0" in text:
            return self._irregular(header)
        for shape in self._shapes.get(text.count("\n"), ()):
            match = shape.read(text)
            if match is not None:
                return shape.pick((*match.groups(), ""))
        self._learn_shape(text.split("\r\n"))
        return self._irregular(header)

    def _irregular(self, header: bytes) -> tuple[str, ...]:
        found = split_header(header)
        return tuple(found.get(name, "") for name in _ORDER)

    def _learn_shape(self, lines: list[str]) -> None:
        patterns: list[str] = []
        names: list[str] = []
        for line in lines[:_SHAPE_FIELDS]:
            name, colon, _value = line.partition(": ")
            if not colon or not _NAME.fullmatch(name):
                return
            # The dot stops at every line feed, so that no value reaches into the next line.
            patterns.append(re.escape(name + colon) + "(.*)")
            names.append(_SPELLINGS.get(name) or name.lower())
        if len(lines) > _SHAPE_FIELDS or any(names.count(name) > 1 for name in names if name in _WANTED):
            return
        shape = _Shape(
            read=re.compile("\r\n".join(patterns)).fullmatch,
            # The place after the last value holds the empty text of missing fields.
            pick=itemgetter(*(names.index(name) if name in names else len(names) for name in _ORDER)),
        )
        breaks = len(lines) - 1
        self._shapes[breaks] = (shape, *self._shapes.get(breaks, ()))[:_SHAPES_OF_A_LENGTH]

    def addresses(self, value: str) -> tuple[str, ...]:
        """Read the addresses of a header value, lower case, distinct, in order."""
        known = self._lists.get(value)
        if known is not None:
            return known
        found = self._plain_addresses(value)
        if found is None:
            found = addresses(value)
        if len(value) <= _MEMO_KEY_CHARS:
            if len(self._lists) >= _MEMO_ENTRIES:
                self._lists.clear()
            self._lists[value] = found
        return found

    def _plain_addresses(self, value: str) -> tuple[str, ...] | None:
        """Read a list whose every part between commas is plain by itself, so that no quote spans two; else None."""
        parts = self._parts
        found: list[str] = []
        pieces = value.split(",", _RECIPIENTS)
        if len(pieces) > _RECIPIENTS:
            return None
        for piece in pieces:
            address = parts.get(piece)
            if address is None:
                match = _PLAIN_PART.fullmatch(piece)
                if match is None:
                    return None
                address = (match[1] or match[2]).lower()
                if len(parts) >= _MEMO_ENTRIES:
                    parts.clear()
                parts[piece] = address
            found.append(address)
        return tuple(found) if len(found) == 1 else tuple(dict.fromkeys(found))

    def internal_date_s(self, value: bytes) -> float | None:
        """Epoch seconds of `17-Jul-2026 13:58:02 +0900`, None where it is not a time."""
        try:
            return self._days[value[:12] + value[20:]] + _MINUTES[value[12:18]] + _SECONDS[value[18:21]]
        except KeyError:
            text = value.decode("ascii", "replace")
        seconds = date_s(text.strip())
        if seconds is not None and _INTERNAL_DATE.fullmatch(text):
            self._remember(value[:12] + value[20:], text[12:20], seconds)
        return seconds

    def date_s(self, value: str) -> float | None:
        """Epoch seconds of a Date header, None where it is not a time."""
        try:
            return self._days[value[:-14] + value[-5:]] + _MINUTES[value[-14:-8]] + _SECONDS[value[-8:-5]]
        except KeyError:
            seconds = date_s(value)
        if seconds is not None and _PLAIN_DATE.fullmatch(value):
            self._remember(value[:-14] + value[-5:], value[-14:-6], seconds)
        return seconds

    def _remember(self, day: str | bytes, clock: str, seconds: float) -> None:
        """Keep the midnight of a day (with its zone), proven by a full reading."""
        hour, minute, second = map(int, clock.split(":"))
        if len(self._days) >= _MEMO_ENTRIES:
            self._days.clear()
        self._days[day] = seconds - (hour * 3600 + minute * 60 + second)

    def flags(self, flags: bytes) -> tuple[str, ...]:
        """Read a list of flags, lower case, sorted."""
        words = tuple(sorted(flags[:_TEXT_CHARS].decode("ascii", "replace").lower().replace("\\recent", "").split()))
        if len(self._flags) >= _MEMO_ENTRIES:
            self._flags.clear()
        self._flags[flags] = words
        return words


def split_header(header: bytes) -> dict[str, str]:
    """Find the wanted fields by lower-case name, unfolded. The first of each counts; lists of people are joined."""
    return joined(_FIELD.findall(unfolded(header)))


def unfolded(header: bytes) -> str:
    """The header as text, one field a line, capped."""
    if len(header) > HEADER_BYTES:
        header = header[:HEADER_BYTES]
    try:
        text = header.decode()
    except UnicodeDecodeError:
        text = header.decode("latin-1")
    text = text.replace("\r\n", "\n")
    if "\n " in text or "\n\t" in text:
        text = text.replace("\n ", " ").replace("\n\t", "\t")
    if "\0" in text or "\r" in text:
        text = text.replace("\0", "").replace("\r", " ")
    return text


def joined(rows: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Fields by lower-case name; the first of each counts, lists of people are joined."""
    found: dict[str, str] = {}
    for spelling, raw in rows:
        name = _SPELLINGS.get(spelling) or spelling.lower()
        if name not in _WANTED:
            continue
        value = raw.rstrip()
        if name not in found:
            found[name] = value
        elif name in _JOINED and len(found[name]) < HEADER_BYTES:
            found[name] += ", " + value
    return found


def addresses(value: str) -> tuple[str, ...]:
    """Read the addresses in a From, To, Cc or Bcc value (RFC 5322 3.4, obsolete forms too), lower case and distinct."""
    if not value:
        return ()
    if _NEEDS_CARE.search(value):
        return _careful_addresses(value)
    found: dict[str, None] = {}
    for part in value.split(","):
        if "<" in part:
            part = part[part.rfind("<") + 1 :].partition(">")[0]  # noqa: PLW2901 - the angled half of it
        address = _clean(part)
        if address:
            found[address] = None
            if len(found) >= _RECIPIENTS:
                break
    return tuple(found)


def _clean(text: str) -> str:
    text = text.strip().lower()
    if not text or "@" not in text:
        return ""
    if _ADDRESS.fullmatch(text):
        return text
    for word in reversed(text.split()[-20:]):
        if _ADDRESS.fullmatch(word):
            return word
    squeezed = re.sub(r"\s+", "", text) if len(text) <= _ADDRESS_CHARS else ""
    return squeezed if _ADDRESS.fullmatch(squeezed) else ""


def _careful_addresses(value: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    depth = 0
    plain: list[str] = []
    angled: list[str] | None = None
    is_in_angle = False

    def flush() -> None:
        nonlocal angled, is_in_angle
        address = _clean("".join(angled if angled is not None else plain))
        if address:
            found[address] = None
        plain.clear()
        angled = None
        is_in_angle = False

    for sign in _TOKEN.findall(value[:HEADER_BYTES]):
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth = max(0, depth - 1)
        elif depth:
            continue
        elif sign == "<":
            angled = []
            is_in_angle = True
        elif sign == ">":
            is_in_angle = False
        elif is_in_angle and angled is not None:
            if sign in ",:":
                angled.clear()
            else:
                angled.append(sign)
        elif sign in ",;":
            flush()
            if len(found) >= _RECIPIENTS:
                break
        elif sign == ":":
            plain.clear()
        else:
            plain.append(sign)
    flush()
    return tuple(found)


def message_id(value: str) -> str:
    """Take the Message-ID without brackets."""
    if value[:1] == "<" and value[-1:] == ">" and "\t" not in value and " " not in value:
        return value[1:-1][:_ID_CHARS]
    match = _ANGLED.search(value)
    text = match[1] if match else value.strip().strip("<>").partition(" ")[0]
    return _CONTROL.sub("", text)[:_ID_CHARS]


def message_ids(value: str) -> tuple[str, ...]:
    """All Message-IDs of a References value: the first, which began the thread, and the latest."""
    found = tuple(dict.fromkeys(_ANGLED.findall(value)))
    if len(value) > _ID_CHARS:
        found = tuple(dict.fromkeys(text[:_ID_CHARS] for text in found))
    return found if len(found) <= _REFERENCES else (found[0], *found[-_REFERENCES + 1 :])


def dkim_selector(value: str) -> str | None:
    """`selector._domainkey.domain` of a DKIM-Signature (RFC 6376 3.6.2.1), None where one half is missing."""
    tags = dict(_DKIM_TAG.findall(value[:_TEXT_CHARS]))
    if "s" not in tags or "d" not in tags:
        return None
    return f"{tags['s']}._domainkey.{tags['d']}".lower()


def date_s(value: str) -> float | None:
    """Epoch seconds of a date in any of the forms mail uses, None where it is none."""
    match = _ANY_DATE.search(value[:200])
    if match is None:
        return None
    day, month_name, year, hour, minute, second, zone = match.groups()
    month = _MONTHS.get(month_name.lower())
    if month is None:
        return None
    years = int(year)
    if len(year) == 2:
        years += 2000 if years < 50 else 1900
    elif len(year) == 3:
        years += 1900
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 60:
        return None
    try:
        days = date(years, month, int(day)).toordinal() - _EPOCH_DAY
    except ValueError:
        return None
    return float(days * 86400 + int(hour) * 3600 + int(minute) * 60 + int(second or 0) - _offset_s(zone))


def _offset_s(zone: str | None) -> int:
    if not zone:
        return 0
    if zone[0] in "+-":
        offset = int(zone[1:3]) * 3600 + int(zone[3:5]) * 60
        return -offset if zone[0] == "-" else offset
    return _ZONES.get(zone.upper(), 0) * 3600
