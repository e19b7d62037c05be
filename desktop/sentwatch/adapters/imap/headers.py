"""Header facts from bytes: quick for what everybody writes, careful for the rest, never raising."""

from __future__ import annotations

import re
from datetime import date

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
_ANGLED = re.compile(r"<([^<>\s]{1,998})>")
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|\\.|[(),:;<>]|[^"\\(),:;<>]+|\\', re.DOTALL)
_ADDRESS = re.compile(
    r'(?:"[^"\x00-\x1f]{0,64}"|[^\s"<>@,;:()\\\x00-\x1f\x7f]{1,64})@[^\s"<>@,;:()\\\x00-\x1f\x7f]{1,255}'
)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_DKIM_TAG = re.compile(r"(?:^|;)[ \t]*([sd])[ \t]*=[ \t]*([A-Za-z0-9._-]{1,253})[ \t]*(?=;|$)")
_WORD = r"""[^\s"<>@,;:()\\\x00-\x1f\x7f]"""
_PLAIN_PART = re.compile(
    r"""[ \t]*(?:(?:"[^"\\]{0,200}"|[^"<>@,():;\\\x00-\x1f]{0,200}) ?"""
    rf"<({_WORD}{{1,64}}@{_WORD}{{1,255}})>|({_WORD}{{1,64}}@{_WORD}{{1,255}}))[ \t]*"
)
_NEEDS_CARE = re.compile(r'["(:;\\]')
_WANTED = frozenset(
    (
        "date", "message-id", "in-reply-to", "references", "from", "sender", "to", "cc", "bcc", "subject",
        "dkim-signature", "x-mailer", "user-agent",
    )
)  # fmt: skip
_SPELLINGS = {
    spelling: name
    for name in _WANTED
    for spelling in (name, name.title(), name.title().replace("-Id", "-ID").replace("Dkim", "DKIM"))
}
_JOINED = frozenset(("to", "cc", "bcc", "references", "in-reply-to"))


class HeaderReader:
    """Reads header facts; remembers the texts that come again and again (bounded)."""

    def __init__(self) -> None:
        self._lists: dict[str, tuple[str, ...]] = {}
        self._parts: dict[str, str] = {}
        self._days: dict[str | bytes, int] = {}
        self._clocks: dict[str | bytes, int] = {}
        self._flags: dict[bytes, tuple[str, ...]] = {}

    def sent(self, uid: int, size: int, flags: bytes, internal_date: bytes, header: bytes) -> SentMessage:
        """Read the facts of one outgoing message."""
        found = split_header(header)
        get = found.get
        text = get("date")
        date_s = None if text is None else self.date_s(text)
        at_s = self.internal_date_s(internal_date)
        if at_s is None:
            at_s = date_s or 0.0
        text = get("from")
        senders = self.addresses(text) if text else ()
        if not senders:
            senders = self.addresses(get("sender", ""))
        recipients = self.addresses(get("to", ""))
        if "cc" in found:
            recipients += self.addresses(found["cc"])
            recipients = tuple(dict.fromkeys(recipients))
        if "bcc" in found:
            recipients += self.addresses(found["bcc"])
            recipients = tuple(dict.fromkeys(recipients))
        references: tuple[str, ...] = ()
        if "references" in found or "in-reply-to" in found:
            references = message_ids(get("in-reply-to", "") + " " + get("references", ""))
        text = get("dkim-signature")
        known_flags = self._flags.get(flags)
        return SentMessage(
            uid,
            at_s,
            date_s,
            message_id(get("message-id", "")),
            references,
            senders[0] if senders else "",
            recipients,
            get("subject", "")[:_TEXT_CHARS],
            size,
            self._read_flags(flags) if known_flags is None else known_flags,
            None if text is None else dkim_selector(text),
            (get("x-mailer") or get("user-agent", ""))[:_ID_CHARS],
        )

    def sender(self, uid: int, internal_date: bytes, header: bytes) -> InboxSender:
        """Who wrote one incoming message; the address is empty where none can be read."""
        found = split_header(header)
        at_s = self.internal_date_s(internal_date)
        if at_s is None:
            at_s = self.date_s(found.get("date", "")) or 0.0
        senders = self.addresses(found.get("from", "")) or self.addresses(found.get("sender", ""))
        return InboxSender(uid, at_s, senders[0] if senders else "", message_id(found.get("message-id", "")))

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
        base = self._days.get(value[:12] + value[20:])
        clock = self._clocks.get(value[12:20])
        if base is not None and clock is not None and len(value) == 26:
            return float(base + clock)
        try:
            text = value.decode("ascii")
        except UnicodeDecodeError:
            return None
        seconds = date_s(text.strip())
        if seconds is not None and _INTERNAL_DATE.fullmatch(text):
            self._remember(value[:12] + value[20:], value[12:20], seconds)
        return seconds

    def date_s(self, value: str) -> float | None:
        """Epoch seconds of a Date header, None where it is not a time."""
        base = self._days.get(value[:-14] + value[-5:])
        clock = self._clocks.get(value[-14:-6])
        if base is not None and clock is not None and value[-6] == " ":
            return float(base + clock)
        seconds = date_s(value)
        if seconds is not None and _PLAIN_DATE.fullmatch(value):
            self._remember(value[:-14] + value[-5:], value[-14:-6], seconds)
        return seconds

    def _remember(self, day: str | bytes, clock: str | bytes, seconds: float) -> None:
        """Keep the midnight of a day (with its zone) and the seconds of a clock time, both proven by a full reading."""
        parts = clock.split(":") if isinstance(clock, str) else clock.decode("ascii").split(":")
        hour, minute, second = map(int, parts)
        if len(self._days) >= _MEMO_ENTRIES:
            self._days.clear()
        since_midnight = hour * 3600 + minute * 60 + second
        # At most 86,460 of each kind exist.
        self._clocks[clock] = since_midnight
        self._days[day] = int(seconds) - since_midnight

    def _read_flags(self, flags: bytes) -> tuple[str, ...]:
        words = tuple(sorted(flags[:_TEXT_CHARS].decode("ascii", "replace").lower().replace("\\recent", "").split()))
        if len(self._flags) >= _MEMO_ENTRIES:
            self._flags.clear()
        self._flags[flags] = words
        return words


def split_header(header: bytes) -> dict[str, str]:
    """Find the wanted fields by lower-case name, unfolded. The first of each counts; lists of people are joined."""
    if len(header) > HEADER_BYTES:
        header = header[:HEADER_BYTES]
    try:
        text = header.decode()
    except UnicodeDecodeError:
        text = header.decode("latin-1")
    if "\n " in text or "\n\t" in text:
        text = text.replace("\r\n ", " ").replace("\r\n\t", "\t").replace("\n ", " ").replace("\n\t", "\t")
    if "\0" in text:
        text = text.replace("\0", "")
    found: dict[str, str] = {}
    for line in text.split("\n"):
        name, colon, value = line.partition(":")
        if not colon:
            continue
        known = _SPELLINGS.get(name)
        if known is None:
            known = name.lower().rstrip()
            if known not in _WANTED:
                continue
        name = known
        value = value.strip()
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
    found = tuple(dict.fromkeys(text[:_ID_CHARS] for text in _ANGLED.findall(value)))
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
