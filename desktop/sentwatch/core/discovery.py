"""Finding the mail server behind an address: what each step saw, and which of the findings may be offered."""

from __future__ import annotations

import enum
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sentwatch.core.accounts import Security
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.providers import Provider, Trust, login_name_for, matches_pattern

COMMON_NAMES: Final = ("imap", "mail")
"""Host names tried before the bare domain; what Thunderbird's GuessConfig tries for IMAP (comm-central, 2026-11)."""


class Source(enum.Enum):
    """The steps, in the order they are taken."""

    TABLE = "table"
    SRV = "srv"
    AUTOCONFIG = "autoconfig"
    MX = "mx"
    COMMON_NAMES = "common-names"


class Ending(enum.Enum):
    """How one step ended."""

    FOUND = "found"
    NOTHING = "nothing"
    REFUSED = "refused"
    FAILED = "failed"
    LEFT_OUT = "left-out"


STEP_TITLES: Final[dict[Source, str]] = {
    Source.TABLE: N_("Known providers"),
    Source.SRV: N_("Service records of the domain (SRV)"),
    Source.AUTOCONFIG: N_("The domain's own settings page (autoconfig)"),
    Source.MX: N_("Mail exchangers of the domain (MX)"),
    Source.COMMON_NAMES: N_("Usual server names"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundServer:
    """A server that may be offered. `login_name` is None where only the user knows it.

    `asks_first`: the name came over a road nobody signed and lies outside the address's domain (RFC 6186 section 6), so
    it must be shown and confirmed before a secret goes there.
    """

    host: str
    port: int
    security: Security
    login_name: str | None
    source: Source
    asks_first: bool = False
    trust: Trust | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSeen:
    """What one step saw, in words to be shown."""

    source: Source
    ending: Ending
    words: Phrase
    servers: tuple[FoundServer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """All steps taken for one address. `servers` are ordered, the best first; all of it may be edited by the user.

    `remarks` say what else matters before signing in: no IMAP there, IMAP to be switched on first, POP only.
    """

    address: str
    domain: str
    steps: tuple[StepSeen, ...]
    provider: Provider | None = None
    remarks: tuple[Phrase, ...] = ()

    @property
    def servers(self) -> tuple[FoundServer, ...]:
        """All found servers, once each, in the order of the steps."""
        seen: dict[tuple[str, int], FoundServer] = {}
        for step in self.steps:
            for server in step.servers:
                seen.setdefault((server.host, server.port), server)
        return tuple(seen.values())

    @property
    def best(self) -> FoundServer | None:
        """The server to be proposed."""
        servers = self.servers
        return servers[0] if servers else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedServer:
    """What DNS or an autoconfig file says of one server, not yet judged. `security` None is plaintext."""

    protocol: str
    host: str
    port: int
    security: Security | None
    login_name: str | None


def server_from_table(provider: Provider, address: str, *, source: Source, seen_host: str | None = None) -> StepSeen:
    """Take what the table's row offers for `address`; `seen_host` is the contract's own server, where one was seen."""
    name = provider.name_en
    if provider.imap is None:
        return StepSeen(
            source=source,
            ending=Ending.NOTHING,
            words=phrase(N_("{provider} is known, but offers no IMAP."), provider=name),
        )
    host = provider.imap.host
    if host is None and seen_host is not None and _is_contract_host(provider, seen_host):
        host = seen_host
    if host is None:
        words = phrase(
            N_("{provider} is known; the server depends on your contract: {pattern}"),
            provider=name,
            pattern=provider.imap.pattern or "",
        )
        return StepSeen(source=source, ending=Ending.NOTHING, words=words)
    server = FoundServer(
        host=host,
        port=provider.imap.port,
        security=provider.imap.security,
        login_name=login_name_for(provider.imap, address),
        source=source,
        asks_first=provider.imap.trust is Trust.HINT,
        trust=provider.imap.trust,
    )
    words = phrase(N_("{provider}: {host}, port {port:plain}"), provider=name, host=host, port=server.port)
    return StepSeen(source=source, ending=Ending.FOUND, words=words, servers=(server,))


def _is_contract_host(provider: Provider, host: str) -> bool:
    assert provider.imap is not None
    if matches_pattern(provider.imap, host):
        return True
    # "<initial-domain>.sakura.ne.jp": the address's own domain below the provider's is the server.
    pattern = provider.imap.pattern or ""
    return pattern.startswith("<") and any(host.endswith("." + domain) for domain in provider.domains)


def judge_offers(offers: Iterable[OfferedServer], *, domain: str, source: Source) -> StepSeen:
    """Keep what may be offered: IMAP, encrypted, a real public host name. Say what was left out and why."""
    fine: list[FoundServer] = []
    plaintext = pop = unfit = 0
    for offer in offers:
        if offer.protocol == "pop3":
            pop += 1
        elif offer.protocol != "imap":
            continue
        elif offer.security is None:
            plaintext += 1
        elif not is_host_name(offer.host) or not 0 < offer.port < 65536:
            unfit += 1
        else:
            host = offer.host.rstrip(".").lower()
            fine.append(
                FoundServer(
                    host=host,
                    port=offer.port,
                    security=offer.security,
                    login_name=offer.login_name,
                    source=source,
                    asks_first=not is_within(host, domain),
                )
            )
    fine.sort(key=lambda server: server.security is not Security.TLS)
    if fine:
        words = phrase(N_("Found {host}, port {port:plain}"), host=fine[0].host, port=fine[0].port)
        return StepSeen(source=source, ending=Ending.FOUND, words=words, servers=tuple(fine))
    if plaintext:
        words = phrase(N_("Only an unencrypted connection is offered there; we do not use it."))
        return StepSeen(source=source, ending=Ending.REFUSED, words=words)
    if unfit:
        words = phrase(N_("What is named there is no public server name; we do not use it."))
        return StepSeen(source=source, ending=Ending.REFUSED, words=words)
    if pop:
        return StepSeen(source=source, ending=Ending.NOTHING, words=POP_ONLY)
    return StepSeen(source=source, ending=Ending.NOTHING, words=NOTHING)


def without_private(step: StepSeen, private: frozenset[str]) -> StepSeen:
    """Leave out servers whose names lead into a private network: strangers named them, and we do not knock there."""
    kept = tuple(server for server in step.servers if server.host not in private)
    if len(kept) == len(step.servers):
        return step
    if kept:
        words = phrase(N_("Found {host}, port {port:plain}"), host=kept[0].host, port=kept[0].port)
        return StepSeen(source=step.source, ending=Ending.FOUND, words=words, servers=kept)
    words = phrase(
        N_("{host} lies in a private network; enter it yourself if that is right."), host=step.servers[0].host
    )
    return StepSeen(source=step.source, ending=Ending.REFUSED, words=words)


NOTHING: Final = phrase(N_("Nothing is published there."))
POP_ONLY: Final = phrase(N_("Only POP is offered there, which shows no sent mail."))
LEFT_OUT: Final = phrase(N_("Not needed: a server was found already."))
HOPELESS: Final = phrase(N_("Not asked: this provider has no IMAP."))


def failed(source: Source, words: Phrase) -> StepSeen:
    """Make the result of a step that could not be taken."""
    return StepSeen(source=source, ending=Ending.FAILED, words=words)


def left_out(source: Source, words: Phrase = LEFT_OUT) -> StepSeen:
    """Make the result of a step that was not needed."""
    return StepSeen(source=source, ending=Ending.LEFT_OUT, words=words)


def is_host_name(host: str) -> bool:
    """Whether this is a public host name: no address literal, no bare word, no name kept for local use (RFC 6761)."""
    name = host.rstrip(".").lower()
    labels = name.split(".")
    if len(name) > 253 or len(labels) < 2:
        return False
    if not all(0 < len(label) <= 63 and label.isascii() and label.replace("-", "").isalnum() for label in labels):
        return False
    if labels[-1].isdigit():
        return False
    return labels[-1] not in {"localhost", "local", "internal", "lan", "home", "invalid", "test", "onion"} and not (
        name.endswith("home.arpa")
    )


def is_public_address(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local, multicast or reserved."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        mapped = ip.ipv4_mapped or ip.sixtofour
        if mapped is not None:
            return is_public_address(str(mapped))
        if ip in _NAT64:
            return is_public_address(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    return ip.is_global and not ip.is_multicast


_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")


def is_within(host: str, domain: str) -> bool:
    """Whether `host` is `domain` or below it."""
    return host == domain or host.endswith("." + domain)


def fill_in(text: str, address: str) -> str | None:
    """Fill the placeholders of an autoconfig user name, None where something else stands in it."""
    local, _, domain = address.rpartition("@")
    filled = text.strip()
    for mark, value in (("%EMAILADDRESS%", address), ("%EMAILLOCALPART%", local), ("%EMAILDOMAIN%", domain)):
        filled = filled.replace(mark, value)
    fine = 0 < len(filled) <= 320 and "%" not in filled.replace(address, "").replace(local, "") and filled.isprintable()
    return filled if fine else None


def remarks_on(provider: Provider | None, steps: Iterable[StepSeen]) -> tuple[Phrase, ...]:
    """Say what matters before signing in, and what still works where signing in cannot."""
    remarks: list[Phrase] = []
    if provider is not None:
        name = provider.name_en
        if provider.imap is None:
            remarks.append(
                phrase(
                    N_(
                        "{provider} lets no mail program read the mailbox. You can still check an exported archive of "
                        "sent mail and go through the guided checks."
                    ),
                    provider=name,
                )
            )
        elif provider.needs_bridge:
            remarks.append(
                phrase(
                    N_(
                        "{provider} is read through its own program (Bridge) on this computer. Start it and use the "
                        "password it shows."
                    ),
                    provider=name,
                )
            )
        elif provider.enable_imap.needed not in {"no", "unknown"}:
            remarks.append(
                phrase(N_("IMAP may have to be switched on at {provider} before signing in."), provider=name)
            )
        if provider.ways_in.only_browser:
            remarks.append(phrase(N_("{provider} takes only a sign-in in the browser."), provider=name))
        elif provider.ways_in.only_app_password:
            remarks.append(phrase(N_("{provider} takes an app password, not the account password."), provider=name))
    if any(step.words == POP_ONLY for step in steps):
        remarks.append(
            phrase(
                N_(
                    "With POP we cannot see sent mail. You can still check an exported archive of sent mail and go "
                    "through the guided checks."
                )
            )
        )
    return tuple(remarks)
