"""All rules of one account, and what must be known around them to judge them: the snapshot's part for rule checks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sentwatch.core.phrase import Phrase
from sentwatch.core.rules import RuleSet


def last_two_labels(domain: str) -> str:
    """Return the last two labels of a domain: what to fall back to without the public suffix list."""
    return ".".join(domain.rstrip(".").lower().split(".")[-2:])


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """What a run saw of an account's rules.

    `own` are the account's own addresses, `own_domains` further domains of the same office, `shared_domains` those
    where anybody can have an address (freemail, carriers). `mailed` says of a target whether mail was ever sent there
    before; a target that is missing was not looked up. `first_seen` is when a run first saw a rule, by hash;
    `has_history` that there was an earlier run, so that a rule without it is new; `was_there` are the hashes of those
    that stood there when their place was first looked at, so that nobody knows how old they are. `replaces` names the
    hash a changed rule had before. `approved` are the hashes the user has said to be theirs. `opened_folders` are
    folders the user reads weekly, decoded. `signal_at` is when another sign of a takeover was last seen. `unseen` says,
    in words, which places could not be looked at. `site_of` returns the registrable domain (public suffix list).
    """

    sets: tuple[RuleSet, ...] = ()
    own: frozenset[str] = frozenset()
    own_domains: frozenset[str] = frozenset()
    shared_domains: frozenset[str] = frozenset()
    mailed: Mapping[str, bool] = field(default_factory=dict)
    first_seen: Mapping[str, datetime] = field(default_factory=dict)
    has_history: bool = False
    was_there: frozenset[str] = frozenset()
    replaces: Mapping[str, str] = field(default_factory=dict)
    approved: frozenset[str] = frozenset()
    opened_folders: frozenset[str] = frozenset()
    signal_at: datetime | None = None
    unseen: tuple[Phrase, ...] = ()
    site_of: Callable[[str], str] = last_two_labels
