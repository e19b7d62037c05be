"""Reads `otpauth://` and `otpauth-migration://` addresses, one a line: from text, from QR codes, from Ente Auth."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sentwatch.core.otp.entries import OtpEntry
from sentwatch.core.otp.facts import OtpSourceForm
from sentwatch.core.otp.migration import Migration, is_migration_uri, missing_pages, read_migration
from sentwatch.core.otp.uri import is_otp_uri, read_uri
from sentwatch.ports.otp_sources import OtpSource

MAX_ENTRIES: Final = 2000
MAX_LINES: Final = 20_000
_OF_ENTE: Final = "codedisplay="
"""A field only Ente Auth adds to its addresses."""


def has_addresses(text: str) -> bool:
    """Whether one of the lines is an address of either kind."""
    return any(is_otp_uri(line) or is_migration_uri(line) for line in _lines(text))


def read_lines(text: str, *, form: OtpSourceForm, is_encrypted: bool = False) -> OtpSource:
    """Read all addresses; a line that looks like one and cannot be read counts as damaged, others are passed over."""
    entries: list[OtpEntry] = []
    pages: list[Migration] = []
    damaged = 0
    for line in _lines(text):
        if is_otp_uri(line):
            entry = read_uri(line)
            damaged += entry is None
            entries += [entry] if entry is not None else []
        elif is_migration_uri(line):
            page = read_migration(line)
            damaged += 1 if page is None else page.damaged
            pages += [page] if page is not None else []
    entries += [entry for page in _in_order(pages) for entry in page.entries]
    if form is OtpSourceForm.URIS and _OF_ENTE in text[:8192].lower():
        form = OtpSourceForm.ENTE
    return OtpSource(
        form=form,
        entries=tuple(entries[:MAX_ENTRIES]),
        is_encrypted=is_encrypted,
        damaged=damaged,
        missing_pages=missing_pages(tuple(pages)),
    )


def _in_order(pages: Iterable[Migration]) -> list[Migration]:
    """Pages in their order; one that was handed in twice counts once."""
    unique = {(page.batch, page.size, page.index): page for page in pages}
    return [unique[key] for key in sorted(unique)]


def _lines(text: str) -> Iterable[str]:
    return (line.strip() for line in text.splitlines()[:MAX_LINES])
