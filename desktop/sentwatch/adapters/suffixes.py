"""Registrable domains by the public suffix list that comes with publicsuffixlist: no network, read once."""

from __future__ import annotations

from functools import cache

from publicsuffixlist import PublicSuffixList

MAX_NAME = 253


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def site_of(domain: str) -> str:
    """Return the part of a domain that somebody can register: mail.example.co.jp gives example.co.jp.

    A public suffix itself, and what is no domain at all, comes back in lower case as it is.
    """
    name = domain.strip().rstrip(".").lower()
    if not name or len(name) > MAX_NAME:
        return name
    try:
        ascii_name = name.encode("idna").decode("ascii")
    except UnicodeError:
        ascii_name = name
    return str(_suffixes().privatesuffix(ascii_name) or ascii_name)
