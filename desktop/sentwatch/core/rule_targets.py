"""Where a rule sends mail to: inside or outside, known or never written to, freemail, and names that look like ours."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sentwatch.core.rule_addresses import addresses_in, domain_in, link_hosts
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rules import Effect

# Signs that are drawn nearly alike (Unicode's confusables, the few that matter in host names).
_ALIKE: Final = str.maketrans(
    {"0": "o", "1": "l", "i": "l", "3": "e", "5": "s", "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x",
     "у": "y", "і": "l", "ѕ": "s", "ο": "o", "α": "a", "ν": "v", "ı": "l"}
)  # fmt: skip
_PAIRS: Final = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_MIN_LABEL: Final = 4
"""In shorter names one different letter is no likeness."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """The addresses and other places an effect leads to, as far as they lie outside."""

    outside: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    freemail: tuple[str, ...] = ()
    never_mailed: tuple[str, ...] = ()
    not_looked_up: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Home:
    """Who we are: addresses, and the registrable domains that are ours alone."""

    addresses: frozenset[str]
    sites: frozenset[str]
    facts: RuleFacts

    def is_inside(self, address: str) -> bool:
        """Whether an address is ours or our office's. A shared domain makes nobody a colleague."""
        folded = _without_detail(address)
        if folded in self.addresses:
            return True
        return self.facts.site_of(domain_in(address)) in self.sites

    def is_own_host(self, host: str) -> bool:
        """Whether a web host belongs to one of our domains."""
        return self.facts.site_of(host) in self.sites


def home_of(facts: RuleFacts, owner: str = "") -> Home:
    """Return who we are; `owner` is the mailbox a set of rules itself names."""
    own = {address.lower() for address in facts.own} | set(addresses_in(owner))
    domains = {domain_in(address) for address in own} | {domain.lower() for domain in facts.own_domains}
    sites = frozenset(
        facts.site_of(domain)
        for domain in domains
        if domain and domain not in facts.shared_domains and facts.site_of(domain) not in facts.shared_domains
    )
    return Home(frozenset(_without_detail(address) for address in own), sites, facts)


def _without_detail(address: str) -> str:
    """Fold name+detail@domain (RFC 5233) into name@domain."""
    local, at, domain = address.lower().rpartition("@")
    return local.partition("+")[0] + at + domain


def places_of(effects: Iterable[Effect]) -> tuple[str, ...]:
    """Return the addresses and other places effects lead to, as far as they can be known beforehand, once each."""
    places: dict[str, None] = {}
    for effect in effects:
        for target in effect.targets:
            for place in addresses_in(target) or (target.strip().lower(),):
                if place and not (effect.is_open and "${" in place):
                    places[place] = None
    return tuple(places)


def targets_of(effects: tuple[Effect, ...], home: Home) -> Targets:
    """Sort where effects lead to."""
    facts = home.facts
    is_open = any(effect.is_open for effect in effects)
    places = places_of(effects)
    inside = tuple(place for place in places if _is_inside(place, home))
    outside = tuple(place for place in places if place not in inside)
    looked_up = {place: facts.mailed.get(place) for place in outside if "@" in place}
    return Targets(
        outside=outside,
        inside=inside,
        freemail=tuple(place for place in outside if _is_shared(place, facts)),
        never_mailed=tuple(place for place, known in looked_up.items() if known is False),
        not_looked_up=tuple(place for place, known in looked_up.items() if known is None),
        alike=tuple(place for place in outside if looks_alike(place, home)),
        is_open=is_open,
    )


def _is_inside(place: str, home: Home) -> bool:
    if "@" in place:
        return home.is_inside(place)
    # A name without an address is somebody of the office's own directory (Exchange); a number, a web address or a host
    # is not.
    return "[ex:" in place or "/o=" in place or (":" not in place and ("." not in place or " " in place))


def _is_shared(place: str, facts: RuleFacts) -> bool:
    domain = domain_in(place)
    return domain in facts.shared_domains or facts.site_of(domain) in facts.shared_domains


def looks_alike(place: str, home: Home) -> bool:
    """Whether the target's domain is not ours but drawn, spelt or composed like one of ours."""
    site = home.facts.site_of(domain_in(place))
    if not site or site in home.sites:
        return False
    theirs = _label(site)
    for own in home.sites:
        ours = _label(own)
        if len(ours) < _MIN_LABEL:
            continue
        if theirs == ours or _skeleton(theirs) == _skeleton(ours):
            return True
        if len(ours) > _MIN_LABEL and _is_one_step(theirs, ours):
            return True
        if ours in theirs.split("-") or (len(ours) > 6 and ours in theirs):
            return True
    return False


def _label(site: str) -> str:
    label = site.partition(".")[0]
    if not label.startswith("xn--"):
        return label
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label


def _skeleton(label: str) -> str:
    text = unicodedata.normalize("NFKD", label).casefold()
    text = "".join(sign for sign in text if not unicodedata.combining(sign)).replace("-", "")
    for pair, sign in _PAIRS:
        text = text.replace(pair, sign)
    return text.translate(_ALIKE)


def _is_one_step(one: str, other: str) -> bool:
    """Whether one letter added, left out, changed or swapped with its neighbour makes one name the other."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest
        or rest == other_rest[1:]
        or rest[1:] == other_rest[1:]
        or (rest[:2][::-1] == other_rest[:2] and rest[2:] == other_rest[2:])
    )


def foreign_links(text: str, home: Home) -> tuple[str, ...]:
    """Return the hosts of web links in a text that are none of ours."""
    return tuple(host for host in link_hosts(text) if not home.is_own_host(host))
