"""Reads one mail from bytes for the signs in it: compat32, capped in size, parts and depth; nothing is fetched."""

from __future__ import annotations

import io
import re
import stat
import time
import zipfile
import zlib
from email import policy
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from sentwatch.adapters.imap.headers import addresses, message_id
from sentwatch.adapters.os_reason import os_reason
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.server_notes import read_note
from sentwatch.core.suspicious_mail import Attachment, Hop, Link, Mailbox, SuspiciousMail
from sentwatch.core.trouble import ARCHIVE_UNREADABLE, Trouble

MAX_MAIL: Final = 40 * 1024 * 1024
"""Providers accept 20 to 35 MB; a .eml above this is no mail anybody received."""
MAX_HEADER: Final = 256 * 1024
MAX_FIELDS: Final = 500
MAX_VALUE: Final = 8_000
MAX_PARTS: Final = 200
MAX_DEPTH: Final = 20
MAX_TEXT: Final = 200_000
MAX_HTML: Final = 512 * 1024
MAX_LINKS: Final = 300
MAX_INSIDE: Final = 100
READ_S: Final = 5.0

_COMPOUND_FILE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an Outlook .msg begins (MS-CFB, section 2.2)."""

_BOUNDARY: Final = re.compile(rb"boundary\s{0,8}=", re.IGNORECASE)
_COMMENT: Final = re.compile(r"\([^()]{0,2000}\)")
_BY: Final = re.compile(r"\bby\s+([A-Za-z0-9._-]{1,253})", re.IGNORECASE)
_SPACES: Final = re.compile(r"\s+")


def read_eml(raw: bytes, *, path: str) -> SuspiciousMail:
    """Read a mail; Trouble(ARCHIVE_UNREADABLE) for what is no mail at all."""
    if len(raw) > MAX_MAIL:
        raise Trouble(ARCHIVE_UNREADABLE, path=path, reason=phrase(N_("it is far too large for a mail")))
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    head = _head(raw)
    fields = _fields(head)
    if not any(name in {"from", "received", "subject", "date", "message-id"} for name, _ in fields):
        raise Trouble(ARCHIVE_UNREADABLE, path=path, reason=phrase(N_("this is not the header of a message")))
    bodies = _Bodies()
    is_cut = len(head) >= MAX_HEADER or len(_BOUNDARY.findall(raw)) > MAX_PARTS
    if not is_cut:
        try:
            bodies.read(BytesParser(policy=policy.compat32).parsebytes(raw), depth=0)
        except (MessageError, ValueError, LookupError, RecursionError, TypeError, AttributeError, IndexError):
            # The library has its own ways of failing on broken structure; what was read until then counts.
            is_cut = True
    return SuspiciousMail(
        senders=tuple(box for name, value in fields if name == "from" for box in read_mailboxes(value))[:10],
        reply_to=tuple(box for name, value in fields if name == "reply-to" for box in read_mailboxes(value))[:10],
        return_path=next((value.strip().strip("<>")[:320] for name, value in fields if name == "return-path"), ""),
        subject=decoded(next((value for name, value in fields if name == "subject"), ""))[:500],
        text="\n".join(bodies.texts)[:MAX_TEXT],
        links=tuple(bodies.links[:MAX_LINKS]),
        attachments=tuple(bodies.attachments),
        hops=tuple(Hop(position=at, by=_by(value)) for at, (name, value) in enumerate(fields) if name == "received")[
            :50
        ],
        notes=tuple(
            note
            for at, (name, value) in enumerate(fields)
            if name == "authentication-results" and (note := read_note(value, position=at)) is not None
        )[:20],
        asks_in_a_form=bodies.asks_in_a_form,
        is_cut=is_cut or bodies.is_cut,
        message_id=message_id(next((value for name, value in fields if name == "message-id"), "")),
    )


def read_pasted(text: str) -> SuspiciousMail:
    """Read what somebody pasted: the source of a mail, or its text alone where there is no header before it."""
    raw = text[:MAX_MAIL].encode("utf-8", "replace")
    try:
        return read_eml(raw, path="")
    except Trouble:
        bodies = _Bodies()
        bodies.read_text(text)
        return SuspiciousMail(
            text="\n".join(bodies.texts)[:MAX_TEXT],
            links=tuple(bodies.links[:MAX_LINKS]),
            is_cut=bodies.is_cut,
            has_header=False,
        )


def read_mail_file(path: Path) -> SuspiciousMail:
    """Read a mail from a file; Trouble(ARCHIVE_UNREADABLE) for what is no file, cannot be read, or is no mail."""
    try:
        # Asked before opening: opening a pipe or a device waits for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise Trouble(ARCHIVE_UNREADABLE, path=path.name, reason=phrase(N_("it is not a file")))
        with path.open("rb") as file:
            raw = file.read(MAX_MAIL + 1)
    except OSError as error:
        raise Trouble(ARCHIVE_UNREADABLE, path=path.name, reason=os_reason(error)) from None
    if raw.startswith(_COMPOUND_FILE):
        reason = phrase(N_("this is a message in Outlook's own form; save it as .eml, or paste its source"))
        raise Trouble(ARCHIVE_UNREADABLE, path=path.name, reason=reason)
    return read_eml(raw, path=path.name)


def _head(raw: bytes) -> bytes:
    ends = [at for at in (raw.find(b"\n\n"), raw.find(b"\n\r\n")) if at >= 0]
    return raw[: min([*ends, MAX_HEADER])]


def _fields(head: bytes) -> list[tuple[str, str]]:
    """Split the header in order, unfolded; the place of a field tells who wrote it."""
    fields: list[tuple[str, str]] = []
    for line in head.decode("utf-8", "replace").splitlines():
        if line[:1] in {" ", "\t"} and fields:
            name, value = fields[-1]
            if len(value) < MAX_VALUE:
                fields[-1] = (name, f"{value} {line.strip()}"[:MAX_VALUE])
            continue
        name, colon, value = line.partition(":")
        if colon and len(name) < 80 and " " not in name.strip():
            fields.append((name.strip().lower(), value.strip()[:MAX_VALUE]))
        if len(fields) >= MAX_FIELDS:
            break
    return fields


def decoded(value: str) -> str:
    """Decode RFC 2047 words; what cannot be decoded stays as it is."""
    try:
        parts = decode_header(value[:MAX_VALUE])
    except (ValueError, MessageError, LookupError):
        return value
    words: list[str] = []
    for part, charset in parts:
        words.append(part if isinstance(part, str) else _to_text(part, charset or "utf-8"))
    return _SPACES.sub(" ", "".join(words)).strip()


def _to_text(raw: bytes, charset: str) -> str:
    for name in (charset, "utf-8"):
        try:
            return raw.decode(name)
        except (LookupError, UnicodeError, ValueError):
            continue
    return raw.decode("utf-8", "replace")


def read_mailboxes(value: str) -> tuple[Mailbox, ...]:
    """Read names and addresses. Of one sender the name is everything before the address."""
    found = addresses(value)
    if len(found) == 1:
        name = decoded(value.rpartition("<")[0]).strip().strip("\"'").strip()
        if not name:
            comment = re.search(r"\(([^()]{1,200})\)", value)
            name = decoded(comment.group(1)) if comment else ""
        return (Mailbox(name=name.replace('\\"', '"')[:200], address=found[0]),)
    return tuple(Mailbox(name="", address=address) for address in found[:10])


def _by(value: str) -> str:
    match = _BY.search(_COMMENT.sub(" ", value))
    return match.group(1).lower().rstrip(".") if match else ""


class _Bodies:
    """Collects text, links and attachments of a mail and of mails inside it."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.links: list[Link] = []
        self.attachments: list[Attachment] = []
        self.asks_in_a_form = False
        self.is_cut = False
        self._parts = 0

    def read(self, part: Message, *, depth: int) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS or depth > MAX_DEPTH:
            self.is_cut = True
            return
        if part.is_multipart():
            inner = part.get_payload()
            for each in inner if isinstance(inner, list) else []:
                if isinstance(each, Message):
                    self.read(each, depth=depth + 1)
            return
        name = _file_name(part)
        kind = part.get_content_type()
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        if name or part.get_content_disposition() == "attachment" or not kind.startswith("text/"):
            self._attachment(name, kind, content)
        elif kind == "text/html":
            self._html(_to_text(content[:MAX_HTML], _charset(part)), is_cut=len(content) > MAX_HTML)
        else:
            self._plain(_to_text(content[:MAX_TEXT], _charset(part)), is_cut=len(content) > MAX_TEXT)

    def read_text(self, text: str) -> None:
        """Read a text that came without its mail."""
        self._plain(text[:MAX_TEXT], is_cut=len(text) > MAX_TEXT)

    def _plain(self, text: str, *, is_cut: bool) -> None:
        self.is_cut |= is_cut
        self.texts.append(text)
        for match in re.finditer(r"https?://[^\s<>\"'\u3000-\u303f\uff00-\uffef]{3,500}", text):
            if len(self.links) >= MAX_LINKS:
                break
            # In plain text a link shows itself.
            self.links.append(Link(text="", target=match.group(0), host=host_of(match.group(0))))

    def _html(self, text: str, *, is_cut: bool) -> None:
        self.is_cut |= is_cut
        page = _HtmlBody()
        deadline = time.monotonic() + READ_S
        for at in range(0, len(text), 8192):
            try:
                page.feed(text[at : at + 8192])
            except (AssertionError, ValueError, RecursionError):
                self.is_cut = True
                break
            if time.monotonic() > deadline:
                self.is_cut = True
                break
        self.texts.append(_SPACES.sub(" ", "".join(page.words)))
        self.links += page.links
        self.asks_in_a_form |= page.has_form

    def _attachment(self, name: str, kind: str, content: bytes) -> None:
        if len(self.attachments) >= MAX_INSIDE:
            self.is_cut = True
            return
        inside, is_locked = _inside(content)
        shown = name or f"({kind})"
        self.attachments.append(
            Attachment(name=shown[:200], kind=kind[:100], size=len(content), inside=inside, is_locked=is_locked)
        )


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError, AttributeError, IndexError):
        return "?"
    return decoded(str(name))[:200]


def _charset(part: Message) -> str:
    try:
        return str(part.get_content_charset() or "utf-8")[:40]
    except (ValueError, LookupError, TypeError, AttributeError):
        return "utf-8"


def _inside(content: bytes) -> tuple[tuple[str, ...], bool]:
    """List what a zip archive holds, without unpacking anything."""
    if content[:4] != b"PK\x03\x04":
        return (), False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            rows = archive.infolist()[:MAX_INSIDE]
            names = tuple(row.filename[:200] for row in rows if not row.is_dir())
            # Office documents are zips themselves; their parts are no files anybody opens.
            if "[Content_Types].xml" in names:
                return (), False
            return names, any(row.flag_bits & 0x1 for row in rows)
    except (OSError, ValueError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, LookupError):
        return (), False


def host_of(target: str) -> str:
    """Return the host of an address in ASCII and lower case, empty where it has none."""
    try:
        host = (urlsplit(target.strip()).hostname or "").rstrip(".")
        return host.encode("idna").decode("ascii").lower()[:253] if not host.isascii() else host[:253]
    except (ValueError, UnicodeError):
        return ""


class _HtmlBody(HTMLParser):
    """Keeps the words people see, the links with the words on them, and whether there is a form."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.links: list[Link] = []
        self.has_form = False
        self._size = 0
        self._hidden = 0
        self._target: str | None = None
        self._label: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in reversed(attrs[:100])}
        if tag in {"script", "style", "title"}:
            self._hidden += 1
        elif tag == "a":
            self._end_link()
            self._target = values.get("href", "").strip()[:1000]
        elif tag == "input" and values.get("type", "text").lower() in {"text", "password", "email", "tel", ""}:
            self.has_form = True
        elif tag in {"br", "p", "div", "td", "tr", "li"}:
            self._word(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "title"}:
            self._hidden = max(0, self._hidden - 1)
        elif tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self._word(data)
        if self._target is not None and len(self._label) < 100:
            self._label.append(data[:500])

    def _word(self, text: str) -> None:
        if self._size < MAX_TEXT:
            self._size += len(text)
            self.words.append(text[:MAX_TEXT])

    def _end_link(self) -> None:
        if self._target and len(self.links) < MAX_LINKS:
            label = _SPACES.sub(" ", "".join(self._label)).strip()[:300]
            self.links.append(Link(text=label, target=self._target, host=host_of(self._target)))
        self._target = None
        self._label = []
