"""Mail addresses inside rules: taken out of the forms rule languages write them in, and folded for comparing."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MAX_CHARS: Final = 2_000
"""More of one target is not looked at."""

_WORD: Final = r"[^\s\"'<>@,;:()\[\]\\{}\x00-\x1f\x7f]"
_ADDRESS: Final = re.compile(rf"({_WORD}{{1,64}})@({_WORD}{{1,253}})")
_LINK: Final = re.compile(r"(?:https?://|www\.)([^\s/\"'<>()\\?#:]{1,253})", re.IGNORECASE)


def addresses_in(text: str) -> tuple[str, ...]:
    """Return the addresses in a target: `a@b`, `Name <a@b>`, `"Name" [SMTP:a@b]`, `smtp:a@b`, `mailto:a%40b?cc=c@d`.

    Lower case, once each, in order.
    """
    text = unicodedata.normalize("NFKC", text[:MAX_CHARS])
    if text[:7].lower() == "mailto:":
        text = percent_decoded(text[7:]).replace("?", " ").replace("&", " ").replace("=", " ")
    found = (f"{local}@{domain.rstrip('.')}".lower() for local, domain in _ADDRESS.findall(text))
    return tuple(dict.fromkeys(found))


def domain_in(address: str) -> str:
    """Return the part after the @, lower case, without a final dot; empty where there is none."""
    return address.rpartition("@")[2].strip().rstrip(".").lower() if "@" in address else ""


def percent_decoded(text: str) -> str:
    """Undo %XX (RFC 3986 section 2.1); what is no UTF-8 is replaced."""
    if "%" not in text:
        return text
    raw = text.encode("utf-8", "replace")
    out = bytearray()
    at = 0
    for match in re.finditer(rb"%([0-9A-Fa-f]{2})", raw):
        out += raw[at : match.start()]
        out.append(int(match[1], 16))
        at = match.end()
    return bytes(out + raw[at:]).decode("utf-8", "replace")


def link_hosts(text: str) -> tuple[str, ...]:
    """Return the hosts of the web links in a text, once each, lower case."""
    return tuple(dict.fromkeys(host.rstrip(".").lower() for host in _LINK.findall(text[:20_000])))
