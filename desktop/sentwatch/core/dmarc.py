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


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """Which record speaks for a domain, and from where. `is_own`: it stands at the domain itself."""

    records: tuple[str, ...]
    found_at: str | None
    is_own: bool = True


def speaking_for(domain: str, found: Iterable[tuple[str, tuple[str, ...]]]) -> Speaking:
    """Choose among what the tree walk found, names in the order of `tree` (RFC 9989 sections 4.10.1 and 4.10.2).

    The domain's own record comes first. Else that of the organizational domain: the one with psd=n, or the one below
    a psd=y, or else the one with the fewest labels; a name with several records counts as having none there.
    """
    rows = list(found)
    own = next((records for name, records in rows if name == domain and records), None)
    if own is not None:
        return Speaking(records=own, found_at=domain)
    single = [(name, records) for name, records in rows if len(records) == 1]
    chosen: tuple[str, tuple[str, ...]] | None = None
    for name, records in single:
        read = read_dmarc(records[0])
        psd = read.psd if read is not None else "u"
        if psd == "n":
            chosen = (name, records)
            break
        if psd == "y":
            # The organizational domain is one label below; where that has no record, the suffix itself speaks.
            is_below = chosen is not None and chosen[0].count(".") == name.count(".") + 1
            chosen = chosen if is_below else (name, records)
            break
        chosen = (name, records)
    if chosen is None:
        return Speaking(records=(), found_at=None)
    return Speaking(records=chosen[1], found_at=chosen[0], is_own=False)


def staged_record(policy: DmarcPolicy, reports_to: Iterable[str] = ()) -> str:
    """Write the record for one stage of the path none, quarantine, reject."""
    uris = ",".join(f"mailto:{address}" for address in reports_to)
    return f"v=DMARC1; p={policy.value}" + (f"; rua={uris}" if uris else "")


# RFC 9989 has no pct, rf and ri any more; t=y would take the policy back.
_DROPPED: Final = frozenset({"v", "p", "pct", "rf", "ri", "t"})


def restaged(text: str, policy: DmarcPolicy, reports_to: str) -> str:
    """Write a record anew with another policy; what else it says stays, and reports go to `reports_to` too."""
    tags = read_tags(text) if is_dmarc(text) else None
    if tags is None:
        return staged_record(policy, (reports_to,) if reports_to else ())
    kept = {name: value for name, value in tags.items() if name not in _DROPPED and (name + value).isprintable()}
    uris = [uri.strip() for uri in kept.get("rua", "").split(",") if uri.strip()]
    wanted = f"mailto:{reports_to}"
    if reports_to and wanted.lower() not in (uri.lower() for uri in uris):
        uris.append(wanted)
    if uris:
        kept["rua"] = ",".join(uris)
    rest = "".join(f"; {name}={value}" for name, value in kept.items() if value)
    return f"v=DMARC1; p={policy.value}{rest}"


def next_stage(policy: DmarcPolicy | None) -> DmarcPolicy | None:
    """Return the stage after this one; None after reject. Without a record the path starts at none."""
    path = (None, DmarcPolicy.NONE, DmarcPolicy.QUARANTINE, DmarcPolicy.REJECT)
    at = path.index(policy) + 1
    return path[at] if at < len(path) else None
