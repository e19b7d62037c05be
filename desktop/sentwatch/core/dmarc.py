"""DMARC records and where they are looked for, by RFC 9989 (which knows no pct, and has np and t)."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sentwatch.core.tags import read_tags

MAX_LABELS: Final = 8
"""RFC 9989 section 4.10: a longer name goes on with its last seven labels, so at most eight questions are asked."""


class DmarcPolicy(enum.Enum):
    """What a domain asks receivers to do with mail that fails."""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dmarc:
    """One record. `is_testing` is t=y: receivers apply the next weaker policy."""

    policy: DmarcPolicy
    subdomain_policy: DmarcPolicy
    missing_policy: DmarcPolicy
    is_testing: bool = False
    reports_to: tuple[str, ...] = ()
    psd: str = "u"


def is_dmarc(text: str) -> bool:
    """Whether a TXT record claims to be DMARC: the version comes first, in this case."""
    name, equals, value = text.partition(";")[0].partition("=")
    return bool(equals) and name.strip().lower() == "v" and value.strip() == "DMARC1"


def read_dmarc(text: str) -> Dmarc | None:
    """Read a record; None where receivers would not use it."""
    tags = read_tags(text) if is_dmarc(text) else None
    if tags is None:
        return None
    reports_to = tuple(uri.strip() for uri in tags.get("rua", "").split(",") if ":" in uri)
    policy = _policy(tags.get("p"))
    if policy is None:
        # RFC 9989 sections 4.7 and 4.10.1: no p counts as p=none; a wrong one only where reports are asked for.
        if "p" in tags and not reports_to:
            return None
        policy = DmarcPolicy.NONE
    subdomain = _policy(tags.get("sp")) or policy
    return Dmarc(
        policy=policy,
        subdomain_policy=subdomain,
        missing_policy=_policy(tags.get("np")) or subdomain,
        is_testing=tags.get("t", "").lower() == "y",
        reports_to=reports_to,
        psd=tags.get("psd", "u").lower(),
    )


def _policy(text: str | None) -> DmarcPolicy | None:
    try:
        return DmarcPolicy((text or "").lower())
    except ValueError:
        return None


def tree(domain: str) -> tuple[str, ...]:
    """Return the names whose `_dmarc` is asked for, in order (the tree walk)."""
    labels = domain.split(".")
    names = [domain]
    rest = labels[1:] if len(labels) < MAX_LABELS else labels[-(MAX_LABELS - 1) :]
    while rest:
        names.append(".".join(rest))
        rest = rest[1:]
    return tuple(names)


def staged_record(policy: DmarcPolicy, reports_to: Iterable[str] = ()) -> str:
    """Write the record for one stage of the path none, quarantine, reject."""
    uris = ",".join(f"mailto:{address}" for address in reports_to)
    return f"v=DMARC1; p={policy.value}" + (f"; rua={uris}" if uris else "")


def next_stage(policy: DmarcPolicy | None) -> DmarcPolicy | None:
    """Return the stage after this one; None after reject. Without a record the path starts at none."""
    path = (None, DmarcPolicy.NONE, DmarcPolicy.QUARANTINE, DmarcPolicy.REJECT)
    at = path.index(policy) + 1
    return path[at] if at < len(path) else None
