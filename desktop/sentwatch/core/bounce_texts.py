"""Bounces written for people only: what qmail, Exim, Exchange, Gmail and Japanese carriers put into the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sentwatch.core.rule_addresses import addresses_in

MAX_CHARS: Final = 100_000
MAX_LINES: Final = 3_000
MAX_REASON: Final = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a text says: recipients with the reasons given, the quoted header, the server that writes, its form."""

    form: str
    recipients: tuple[tuple[str, str], ...] = ()
    quoted: str = ""
    host: str = ""


# Where the copy of the original begins: qmail, Exim, Postfix of old, sendmail of old, Exchange, Gmail, KDDI and docomo.
_QUOTES: Final = re.compile(
    r"^(?:-{3,} ?(?:below this line is a copy of the message|this is a copy of (?:the|your) message|original message|"
    r"the header of the original message|unsent message|returned message|元のメッセージ)[^\n]{0,120}|"
    r"original message headers:[^\n]{0,40}|received: [^\n]{0,900}|return-path: <[^\n]{0,300})$",
    re.IGNORECASE | re.MULTILINE,
)
_QMAIL: Final = re.compile(r"this is the qmail-send program at ([A-Za-z0-9._-]{1,255})", re.IGNORECASE)
_QMAIL_RECIPIENT: Final = re.compile(r"<([^<>\s]{3,320})>:\s*")
_GENERATED_BY: Final = re.compile(r"generating server:\s*([A-Za-z0-9._-]{1,255})", re.IGNORECASE)
_CODE_LINE: Final = re.compile(
    r"\b[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b|unknown user|user unknown|mailbox|account is"
)


def read_text(text: str) -> Said:
    """Read a bounce's text."""
    text = text[:MAX_CHARS].replace("\r\n", "\n")
    match = _QUOTES.search(text)
    said, quoted = (text, "") if match is None else (text[: match.start()], _quoted_header(text, match))
    lines = said.split("\n")[:MAX_LINES]
    folded = said.lower()
    host = ""
    for form, mark, read in _FORMS:
        if mark in folded:
            qmail = _QMAIL.search(said) or _GENERATED_BY.search(said)
            host = qmail[1] if qmail is not None else ""
            recipients = tuple(dict(read(lines)).items())
            if recipients:
                return Said(form=form, recipients=recipients, quoted=quoted, host=host)
    return Said(form="unknown", recipients=tuple(dict(_anywhere(lines)).items()), quoted=quoted, host=host)


def _quoted_header(text: str, match: re.Match[str]) -> str:
    """Return the header of the copy: from the mark, or from the line itself where it is a field, to an empty line."""
    is_field = match[0].lower().startswith(("received:", "return-path:"))
    rest = text[match.start() if is_field else match.end() :].lstrip("\n")
    return rest.partition("\n\n")[0]


def _qmail(lines: list[str]) -> Iterator[tuple[str, str]]:
    """<address>: on a line, the reason on the next ones up to an empty line."""
    address, reason = "", list[str]()
    for line in [*lines, ""]:
        found = _QMAIL_RECIPIENT.match(line)
        if found is not None:
            if address:
                yield address, " ".join(reason)[:MAX_REASON]
            address, reason = found[1].lower(), [line[found.end() :].strip()]
        elif address and not line.strip():
            yield address, " ".join(reason).strip()[:MAX_REASON]
            address, reason = "", []
        elif address:
            reason.append(line.strip())


def _indented(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Exim: an address alone on an indented line, the reason indented further below it."""
    address, reason = "", list[str]()
    for line in [*lines, "end"]:
        stripped = line.strip()
        found = addresses_in(stripped)
        is_alone = bool(found) and len(stripped) <= len(found[0]) + 4 and line[:1] in " \t"
        if is_alone:
            if address:
                yield address, " ".join(reason)[:MAX_REASON]
            address, reason = found[0], []
        elif address and line[:1] in " \t" and stripped:
            reason.append(stripped)
        elif address and stripped:
            yield address, " ".join(reason)[:MAX_REASON]
            address, reason = "", []


def _anywhere(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Addresses near lines that look like a server's answer: the first answer after the address counts."""
    waiting: list[str] = []
    for line in lines:
        found = addresses_in(line)
        is_answer = _CODE_LINE.search(line.lower()) is not None
        if found:
            waiting += [address for address in found if not address.startswith(("postmaster@", "mailer-daemon@"))]
        if is_answer and waiting:
            for address in waiting:
                yield address, line.strip()[:MAX_REASON]
            waiting = []
    for address in waiting:
        yield address, ""


_Reader = Callable[[list[str]], Iterator[tuple[str, str]]]
_FORMS: Final[tuple[tuple[str, str, _Reader], ...]] = (
    ("qmail", "qmail-send program", _qmail),
    ("exim", "the following address(es) failed", _indented),
    ("exim", "could not be delivered to one or more of its recipients", _indented),
    ("exchange", "diagnostic information for administrators", _anywhere),
    ("gmail", "delivery to the following recipient", _anywhere),
    ("gmail", "address not found", _anywhere),
    # The carriers: au (KDDI) and docomo.
    ("kddi", "each of the following recipients was rejected", _anywhere),
    ("kddi", "could not be delivered to:", _anywhere),
    ("kddi", "as their mailbox is full", _anywhere),
    ("docomo", "following destination addresses were unknown", _anywhere),
    ("docomo", "the following address was not found", _anywhere),
    ("sendmail", "the following addresses had permanent fatal errors", _anywhere),
)
