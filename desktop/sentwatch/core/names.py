"""Domain names as people write them, and as the domain name system takes them."""

from __future__ import annotations

import re
from typing import Final

_LABEL: Final = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
MAX_NAME: Final = 253


def is_dns_name(text: str) -> bool:
    """Whether `text` is a name of at least two labels, in ASCII; a final dot may stand."""
    name = text.lower().removesuffix(".")
    labels = name.split(".")
    return len(name) <= MAX_NAME and len(labels) > 1 and all(_LABEL.fullmatch(label) for label in labels)


def read_domain(text: str) -> str | None:
    """Return a typed domain as ASCII in lower case (IDN as xn--), None where it is none (an address, a number)."""
    name = text.strip().rstrip(".。")
    try:
        ascii_name = name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    if not is_dns_name(ascii_name) or "_" in ascii_name or ascii_name.rsplit(".", 1)[1].isdigit():
        return None
    return ascii_name
