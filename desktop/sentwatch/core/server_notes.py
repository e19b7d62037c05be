"""What mail servers note about a sender in Authentication-Results (RFC 8601): read, and never believed by itself."""

from __future__ import annotations

import re
from typing import Final

from sentwatch.core.suspicious_mail import MethodResult, ServerNote, org

MAX_CHARS: Final = 8_000

_RESULT: Final = re.compile(r"^\s*([a-z0-9-]{1,20})\s*(?:/\s*\d{1,3}\s*)?=\s*([a-z]{1,20})\b", re.IGNORECASE)
_ABOUT: Final = re.compile(
    r"\b(?:header\.(?:from|d|i)|smtp\.(?:mailfrom|helo))\s*=\s*\"?(?:[^\s;\"@]{0,200}@)?([A-Za-z0-9._-]{1,253})",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"\([^()]{0,2000}\)")


def read_note(value: str, *, position: int) -> ServerNote | None:
    """Read an Authentication-Results value (RFC 8601 section 2.2); Microsoft leaves the server's name out."""
    first, *rest = [part.strip() for part in _COMMENT.sub(" ", value[:MAX_CHARS]).split(";")]
    server = first.split(" ")[0].lower().rstrip(".") if first else ""
    if "=" in first:
        server, rest = "", [first, *rest]
    results: list[MethodResult] = []
    for part in rest[:50]:
        match = _RESULT.match(part)
        if match is None:
            continue
        about = _ABOUT.search(part)
        results.append(
            MethodResult(
                method=match.group(1).lower(),
                result=match.group(2).lower(),
                domain=about.group(1).lower() if about else "",
            )
        )
    return ServerNote(position=position, server=server[:253], results=tuple(results)) if results else None


def confirmed_domains(note: ServerNote) -> tuple[str, ...]:
    """Return the domains that the note says were proven, by a signature (DKIM) or by the domain's own rule (DMARC)."""
    proven = (
        result.domain
        for result in note.results
        if result.method in {"dkim", "dmarc"} and result.result == "pass" and result.domain
    )
    return tuple(dict.fromkeys(proven))


def confirms(domains: tuple[str, ...], sender: str) -> bool:
    """Whether proven domains cover a sender: its own domain, or one that the same owner registered."""
    domain = sender.rpartition("@")[2].lower()
    return bool(domain) and any(org(one) == org(domain) for one in domains)
