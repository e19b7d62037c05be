"""How our own mail goes out: servers, sign-in names and Message-ID domains, learned from mail that is surely ours."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from sentwatch.core.bounces import Proof, Returned, Way, is_below
from sentwatch.core.suspicious_mail import org

MAX_KEPT: Final = 40
_NOTED_AT_MOST: Final = 400
_NOTED_AT_LEAST: Final = 10
_NOTED_SHARE: Final = 0.8
"""A server that writes notes writes one on nearly all mail; ours, until mailboxes with other habits turn up."""
_NO_NAMES: Final = ("localhost", "local", "lan", "internal", "localdomain", "home", "arpa", "invalid")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWays:
    """What was learned, the latest last.

    `note_writers` counts, of the latest `noted_of` incoming messages, who wrote the topmost note about the sender.
    `marks_sign_in`: our own servers say so when somebody is signed in (ESMTPSA), so that a line without it is no proof.
    """

    hosts: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    id_domains: tuple[str, ...] = ()
    note_writers: tuple[tuple[str, int], ...] = ()
    noted_of: int = 0
    marks_sign_in: bool = False

    @property
    def note_writer(self) -> str | None:
        """Who writes the notes that can be believed here: the one that writes the topmost on nearly all mail."""
        if not self.note_writers:
            return None
        writer, count = max(self.note_writers, key=lambda entry: entry[1])
        return writer if count >= max(_NOTED_AT_LEAST, _NOTED_SHARE * self.noted_of) else None

    def with_way(self, way: Way) -> OwnWays:
        """Learn from the way of a message that is surely ours."""
        hosts = [host for host in (way.entry_host,) if is_telling(host)]
        return replace(
            self,
            hosts=_joined(self.hosts, hosts),
            logins=_joined(self.logins, way.logins),
            marks_sign_in=self.marks_sign_in or (bool(hosts) and way.entry_is_signed_in),
        )

    def with_id_domains(self, domains: Iterable[str]) -> OwnWays:
        """Learn what our own Message-IDs end in."""
        return replace(self, id_domains=_joined(self.id_domains, domains))

    def with_notes(self, writers: Iterable[str]) -> OwnWays:
        """Count who wrote the topmost note on incoming messages; an empty name where there was none."""
        counts = dict(self.note_writers)
        total = self.noted_of
        for writer in writers:
            total += 1
            if writer:
                counts[writer] = counts.get(writer, 0) + 1
        while total > _NOTED_AT_MOST:
            # What is long past counts less and less, so that a move to another server is learned.
            counts = {writer: count // 2 for writer, count in counts.items() if count > 1}
            total //= 2
        kept = sorted(counts.items(), key=lambda entry: -entry[1])[:MAX_KEPT]
        return replace(self, note_writers=tuple(kept), noted_of=total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What is known of an account's ways before anything was learned.

    `logins` are its address and sign-in name, `hosts` its own mail servers, `id_domains` what its Message-IDs may end
    in, `provider_sites` the domains its provider writes from.
    """

    logins: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    id_domains: tuple[str, ...] = ()
    provider_sites: frozenset[str] = frozenset()


def is_telling(host: str) -> bool:
    """Whether a name is one server's own: no IP address, and none that every machine calls itself."""
    if "." not in host or host.rpartition(".")[2] in _NO_NAMES:
        return False
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return False


@dataclass(frozen=True, slots=True)
class Prover:
    """Tells from a quoted way whether our own account, our own servers or strangers sent the original."""

    ways: OwnWays
    logins: frozenset[str]
    own: tuple[str, ...]
    sites: frozenset[str]

    @classmethod
    def of(cls, ways: OwnWays, given: Given) -> Prover:
        """Put together what is known of us."""
        logins = frozenset(login.lower() for login in (*ways.logins, *given.logins) if login)
        own = own_hosts(ways, given)
        return cls(ways, logins, own, frozenset(map(org, own)))

    def proof(self, returned: Returned) -> Proof:
        """Say what the way proves.

        FOREIGN only where we know our own servers from mail of ours: before that, a way we do not know may be our own.
        """
        way = returned.way
        if any(login.lower() in self.logins for login in way.logins):
            return Proof.OWN_LOGIN
        if any(is_below(host, one) for host in way.hosts for one in self.own):
            is_entry = any(is_below(way.entry_host, one) for one in self.own)
            # Our server is the way in for strangers as well: taken in without signing in, it was mail to a neighbour.
            if is_entry and self.ways.marks_sign_in and not way.entry_is_signed_in:
                return Proof.UNKNOWN
            return Proof.OWN_RELAY
        if not way.hosts or not self.ways.hosts:
            return Proof.UNKNOWN
        entry = way.entry_host or way.hosts[-1]
        return Proof.UNKNOWN if org(entry) in self.sites else Proof.FOREIGN


def own_hosts(ways: OwnWays, given: Given) -> tuple[str, ...]:
    """Return our outgoing servers, and the common end of those that are a farm."""
    known = (*ways.hosts, *(host for host in given.hosts if is_telling(host)))
    parents = [host.partition(".")[2] for host in ways.hosts]
    # A whole provider is no farm: its other customers send through it too.
    farms = [parent for parent in dict.fromkeys(parents) if parents.count(parent) > 1 and parent != org(parent)]
    return tuple(dict.fromkeys((*known, *farms)))


def _joined(known: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    fresh = dict.fromkeys(one.lower()[:320] for one in new if one)
    return (*(one for one in known if one not in fresh), *fresh)[-MAX_KEPT:]


# What all customers of a provider share tells nobody's Message-IDs apart.
_SHARED_ENDS: Final = (
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "yahoo.co.jp", "icloud.com", "me.com",
    "qq.com", "163.com", "docomo.ne.jp", "ezweb.ne.jp",
)  # fmt: skip


def own_id_domains(ways: OwnWays, given: Given) -> tuple[str, ...]:
    """Return what only our own Message-IDs end in."""
    known = dict.fromkeys((*ways.id_domains, *given.id_domains, *ways.hosts))
    return tuple(one for one in known if "." in one and not any(is_below(one, end) for end in _SHARED_ENDS))
