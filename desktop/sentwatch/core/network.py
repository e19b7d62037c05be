"""What the network around this computer looks like: tunnel, Wi-Fi, captive portal, names, router."""

from __future__ import annotations

import enum
import ipaddress
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from sentwatch.core.connection import Answer
from sentwatch.core.looks import Fact
from sentwatch.core.phrase import Phrase


class Link(enum.Enum):
    """What an interface is. `UNCLEAR` is PPP, which is a tunnel as well as an ordinary DSL line."""

    TUNNEL = "tunnel"
    UNCLEAR = "unclear"
    PLAIN = "plain"


class Tunnel(enum.Enum):
    """The three answers about a tunnel; none of them says that anybody is protected."""

    FULL = "full"
    PARTIAL_OR_UNCLEAR = "partial-or-unclear"
    NONE_SEEN = "none-seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The interface by which packets to `address` leave."""

    address: str
    interface: str
    link: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class TunnelFacts:
    """The paths to the mail server's addresses, and to everywhere else (`others`, one for each IP version in use).

    `named` are tunnels the system says are up, by their names there.
    """

    host: str
    paths: tuple[Path, ...]
    others: tuple[Path, ...] = ()
    named: tuple[str, ...] = ()
    limits: tuple[Phrase, ...] = ()


def tunnel_state(seen: TunnelFacts) -> Tunnel:
    """Say which of the three answers holds. `FULL` needs every path seen to lead into a tunnel, IPv6 included."""
    links = [path.link for path in (*seen.paths, *seen.others)]
    if seen.paths and all(link is Link.TUNNEL for link in links):
        return Tunnel.FULL
    if all(link is Link.PLAIN for link in links) and not seen.named:
        return Tunnel.NONE_SEEN
    return Tunnel.PARTIAL_OR_UNCLEAR


def is_mail_tunnelled(seen: TunnelFacts) -> bool:
    """Whether every path to the mail server leads into a tunnel, whatever becomes of other traffic."""
    return bool(seen.paths) and all(path.link is Link.TUNNEL for path in seen.paths)


class WifiSecurity(enum.Enum):
    """How a Wi-Fi is encrypted. `ENHANCED_OPEN` (OWE) has no password and is encrypted all the same."""

    OPEN = "open"
    ENHANCED_OPEN = "enhanced-open"
    WEP = "wep"
    WPA = "wpa"
    WPA2 = "wpa2"
    WPA3 = "wpa3"
    ENTERPRISE = "enterprise"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class WifiFacts:
    """The Wi-Fi in use. `others_of_that_name` are the securities of other access points that call themselves so."""

    name: str
    security: WifiSecurity
    others_of_that_name: frozenset[WifiSecurity] = frozenset()
    joins_by_itself: Answer = Answer.UNKNOWN


class Portal(enum.Enum):
    """Whether the network lets packets through, or first wants to show a page."""

    NONE = "none"
    PORTAL = "portal"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalFacts:
    """What was seen, and who says so: the system, or our own question to `asked`."""

    state: Portal
    asked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouterFacts:
    """The gateway and the name servers in use. `before` is what was seen at the last visit to this gateway."""

    gateways: tuple[str, ...]
    name_servers: tuple[str, ...]
    before: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFacts:
    """What name servers answer about the mail server.

    `addresses` is the system's answer. The rest is None unless the user has switched the comparison on: the answer of
    `second_name`, and what the system says about a name that cannot exist.
    """

    host: str
    addresses: tuple[str, ...]
    second: tuple[str, ...] | None = None
    second_name: str = ""
    invented: tuple[str, ...] | None = None
    limits: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What this computer itself can tell about its network, without asking anybody."""

    tunnel: Fact[TunnelFacts]
    wifi: Fact[WifiFacts]
    portal: Fact[PortalFacts]
    router: Fact[RouterFacts]


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFacts:
    """Everything that was looked at, each fact by itself."""

    tunnel: Fact[TunnelFacts]
    wifi: Fact[WifiFacts]
    portal: Fact[PortalFacts]
    router: Fact[RouterFacts]
    names: Fact[NameFacts]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWifiEvent:
    """The computer has joined an open Wi-Fi, and the mail goes through no tunnel."""

    name: str


def open_wifi_news(seen: NetworkFacts | Surroundings, told: Collection[str]) -> OpenWifiEvent | None:
    """Return the event where the network was not `told` of before (by its name); for a notice once a network."""
    event = _open_and_bare(seen)
    return None if event is None or event.name in told else event


def _open_and_bare(seen: NetworkFacts | Surroundings) -> OpenWifiEvent | None:
    wifi, tunnel = seen.wifi, seen.tunnel
    if not isinstance(wifi, WifiFacts) or wifi.security is not WifiSecurity.OPEN:
        return None
    if not isinstance(tunnel, TunnelFacts) or is_mail_tunnelled(tunnel):
        return None
    return OpenWifiEvent(name=wifi.name)


# RFC 6761, RFC 8375, and the names routers and offices use at home.
_LOCAL_ENDS: Final = (
    "localhost",
    "local",
    "lan",
    "home",
    "internal",
    "intranet",
    "corp",
    "home.arpa",
    "test",
    "invalid",
)


def is_local_name(host: str) -> bool:
    """Whether a name is meant for a private network, where private addresses are what is expected."""
    name = host.lower().rstrip(".")
    return "." not in name or any(name == end or name.endswith("." + end) for end in _LOCAL_ENDS)


def is_other_answer(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two answers share no address, nor any network of the size a service usually has (IPv4 /16, IPv6 /32)."""
    nets = {_net(address) for address in one}
    return bool(nets) and not nets & {_net(address) for address in other}


def _net(address: str) -> tuple[str, ...]:
    if ":" in address:
        try:
            full = ipaddress.IPv6Address(address.partition("%")[0]).exploded
        except ValueError:
            return (address,)
        return tuple(full.split(":")[:2])
    return tuple(address.split(".")[:2])
