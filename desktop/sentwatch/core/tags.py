"""Reads `tag=value; tag=value` lists as DKIM, DMARC, MTA-STS and TLS-RPT records write them."""

from __future__ import annotations

from collections.abc import Mapping


def read_tags(text: str) -> Mapping[str, str] | None:
    """Return tags by lower-case name, None where a part is no tag or a tag stands twice (RFC 6376 section 3.2)."""
    tags: dict[str, str] = {}
    for part in text.split(";"):
        if not part.strip():
            continue
        name, equals, value = part.partition("=")
        key = name.strip().lower()
        if not equals or not key or key in tags:
            return None
        tags[key] = value.strip()
    return tags
