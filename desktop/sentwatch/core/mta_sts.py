"""MTA-STS: the record, the policy file, and whether the two fit the domain's mail servers (RFC 8461)."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MAX_AGE_S: Final = 31_557_600
"""RFC 8461 section 3.2: a year at most."""

MAX_LINES: Final = 200
_ID: Final = re.compile(r"[A-Za-z0-9]{1,32}")


class StsMode(enum.Enum):
    """What senders shall do when encryption fails: refuse, report, or nothing."""

    ENFORCE = "enforce"
    TESTING = "testing"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class StsPolicy:
    """A policy file. `exchangers` are patterns; one label may be a star."""

    mode: StsMode
    max_age_s: int
    exchangers: tuple[str, ...]


def is_sts_record(text: str) -> bool:
    """Whether a TXT record is an MTA-STS one with an id (section 3.1)."""
    fields = [part.partition("=") for part in text.split(";")]
    if not fields or fields[0][0].strip() != "v" or fields[0][2].strip() != "STSv1":
        return False
    ids = [value.strip() for name, _, value in fields[1:] if name.strip() == "id"]
    return len(ids) == 1 and _ID.fullmatch(ids[0]) is not None


def read_policy(text: str) -> StsPolicy | None:
    """Read a policy file; None where senders would not use it."""
    fields: dict[str, str] = {}
    exchangers: list[str] = []
    for line in text.splitlines()[:MAX_LINES]:
        name, colon, value = line.partition(":")
        if not colon:
            continue
        key, value = name.strip().lower(), value.strip()
        if key == "mx":
            exchangers.append(value.lower()[:253])
        else:
            # Section 3.2: of keys that come twice, the first counts.
            fields.setdefault(key, value)
    age = fields.get("max_age", "")
    try:
        mode = StsMode(fields.get("mode", ""))
    except ValueError:
        return None
    if fields.get("version") != "STSv1" or not (age.isascii() and age.isdigit() and len(age) <= 10):
        return None
    if not exchangers and mode is not StsMode.NONE:
        return None
    return StsPolicy(mode=mode, max_age_s=min(int(age), MAX_AGE_S), exchangers=tuple(exchangers[:50]))


def not_covered(policy: StsPolicy, hosts: Iterable[str]) -> tuple[str, ...]:
    """Return the mail servers that no pattern of the policy fits: senders that enforce it refuse those."""
    return tuple(host for host in hosts if not any(_fits(pattern, host) for pattern in policy.exchangers))


def _fits(pattern: str, host: str) -> bool:
    # Section 4.1: a star stands for exactly the leftmost label.
    if pattern.startswith("*."):
        return host.partition(".")[2] == pattern[2:]
    return host == pattern
