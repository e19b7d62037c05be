"""Reads security.txt files (RFC 9116): whom to tell about a fault, and until when the file holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sentwatch.core.phrase import N_, Phrase, phrase

MAX_LINES: Final = 1000
_LINE: Final = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,40}):[ \t]*(.{0,2000})")
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}:\S{1,2000}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SecurityTxt:
    """What stands in the file. `faults` are words about what readers would stumble over."""

    contacts: tuple[str, ...]
    expires_at: datetime | None
    languages: str = ""
    is_signed: bool = False
    faults: tuple[Phrase, ...] = ()


def read_security_txt(text: str) -> SecurityTxt:
    """Read a file; anything may stand in it."""
    is_signed = text.lstrip("\ufeff \r\n").startswith("-----BEGIN PGP SIGNED MESSAGE-----")
    fields: list[tuple[str, str]] = []
    for line in text.splitlines()[:MAX_LINES]:
        if line.startswith("-----BEGIN PGP SIGNATURE-----"):
            break
        match = _LINE.fullmatch(line.strip())
        if match is not None and match.group(1).lower() != "hash":
            fields.append((match.group(1).lower(), match.group(2).strip()))
    contacts = tuple(value[:200] for name, value in fields if name == "contact")
    times = [value for name, value in fields if name == "expires"]
    languages = [value for name, value in fields if name == "preferred-languages"]
    return SecurityTxt(
        contacts=contacts[:10],
        expires_at=_time(times[0]) if len(times) == 1 else None,
        languages=languages[0][:80] if languages else "",
        is_signed=is_signed,
        faults=tuple(_faults(contacts, times, languages)),
    )


def _faults(contacts: tuple[str, ...], times: list[str], languages: list[str]) -> list[Phrase]:
    faults: list[Phrase] = []
    if not contacts:
        faults.append(phrase(N_("It names nobody to write to (Contact).")))
    bad = tuple(contact for contact in contacts if not _is_contact(contact))
    if bad:
        said = N_("A contact is no address: it has to begin with mailto:, https: or tel: ({values}).")
        faults.append(phrase(said, values=bad[:3]))
    if not times:
        faults.append(phrase(N_("It does not say until when it holds (Expires).")))
    elif len(times) > 1:
        faults.append(phrase(N_("It says more than once until when it holds (Expires).")))
    elif _time(times[0]) is None:
        faults.append(phrase(N_("Until when it holds cannot be read ({value})."), value=times[0][:80]))
    if len(languages) > 1:
        faults.append(phrase(N_("It names its languages more than once (Preferred-Languages).")))
    return faults


def _is_contact(text: str) -> bool:
    # RFC 9116 section 2.5.3: a URI, and https where it is a page.
    return _URI.fullmatch(text) is not None and not text.lower().startswith("http:")


def _time(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text.strip().upper().replace("T", " ", 1))
        return at.astimezone(UTC) if at.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


# RFC 9116 section 2.5.5 recommends less than a year ahead.
TOO_FAR: Final = timedelta(days=366)
