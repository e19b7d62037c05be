"""The paths of a Linux computer: asked of the kernel through `ip route get`, else read from /proc; nothing is sent."""

from __future__ import annotations

import ipaddress
import json
import re
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Final, TypeAlias

from sentwatch.adapters.commands import Commands, CouldNotLook
from sentwatch.core.network import Link, Path
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.ports.cancel import CancelToken

Address: TypeAlias = "ipaddress.IPv4Address | ipaddress.IPv6Address"
Net: TypeAlias = "ipaddress.IPv4Network | ipaddress.IPv6Network"

_NO_RULES: Final = N_("Only the main routing table could be read; a tunnel with rules of its own may be overlooked.")
_NAME: Final = re.compile(r"[A-Za-z0-9_.:@-]{1,32}")
# include/uapi/linux/if_arp.h: PPP, IP in IP, SIT and its kin, "none" (tun without frames: WireGuard, OpenVPN).
_ARP_PPP: Final = 512
_ARP_TUNNELS: Final = frozenset({768, 769, 776, 778, 823, 65534})
_RTF_UP: Final = 0x1
_RTF_GATEWAY: Final = 0x2
_RTF_REJECT: Final = 0x200


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One line of the kernel's tables."""

    net: Net
    interface: str
    metric: int
    gateway: str = ""


@dataclass(slots=True, kw_only=True)
class Routes:
    """Answers by which interface packets leave."""

    root: FilePath
    commands: Commands
    cancel: CancelToken
    limits: tuple[Phrase, ...] = ()
    _table: tuple[Route, ...] | None = field(default=None, init=False)

    def paths(self, addresses: Sequence[str]) -> tuple[Path, ...]:
        """Return the paths to those addresses that can be reached at all."""
        found: list[Path] = []
        for text in addresses:
            address = _address(text)
            interface = self._interface(address) if address is not None else None
            # The loopback takes what is unreachable or stands here; neither is a path through a network.
            if interface is not None and interface != "lo":
                found.append(Path(address=text, interface=interface, link=link_of(interface, self.root)))
        return tuple(found)

    def _interface(self, address: Address) -> str | None:
        if self._table is None:
            try:
                output = self.commands("ip", "-j", "route", "get", str(address), cancel=self.cancel)
            except CouldNotLook:
                self.limits = (phrase(_NO_RULES),)
                self._table = read_tables(self.root)
            else:
                return read_route_get(output.text) if output.status == 0 else None
        return best_interface(address, self._table or ())


def _address(text: str) -> Address | None:
    try:
        return ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None


def read_route_get(text: str) -> str | None:
    """Read the JSON of `ip -j route get`; None where the address cannot be reached."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return None
    first: Any = rows[0] if isinstance(rows, list) and rows else None
    if not isinstance(first, dict) or first.get("type") in {"unreachable", "blackhole", "prohibit"}:
        return None
    name = first.get("dev")
    return name if isinstance(name, str) and _NAME.fullmatch(name) else None


def link_of(interface: str, root: FilePath) -> Link:
    """Say what an interface is, by what the kernel shows of it in /sys."""
    folder = root / "sys/class/net" / interface
    if not _NAME.fullmatch(interface):
        return Link.UNCLEAR
    kind = re.search(r"^DEVTYPE=(\w{1,32})$", _text(folder / "uevent"), re.MULTILINE)
    if kind is not None and kind.group(1) in {"wireguard", "vti", "xfrm"}:
        return Link.TUNNEL
    # tun and tap devices alone have this file. A tap may also be the leg of a virtual machine.
    if (folder / "tun_flags").exists():
        flags = _text(folder / "tun_flags").strip()
        return Link.TUNNEL if flags.startswith("0x") and int(flags[:10], 16) & 0x1 else Link.UNCLEAR
    number = _text(folder / "type").strip()
    if number == str(_ARP_PPP) or interface.startswith("ppp"):
        return Link.UNCLEAR
    return Link.TUNNEL if number.isdigit() and int(number[:9]) in _ARP_TUNNELS else Link.PLAIN


def _text(path: FilePath) -> str:
    try:
        with path.open("rb") as file:
            return file.read(4096).decode("ascii", "replace")
    except (OSError, ValueError):
        return ""


def read_tables(root: FilePath) -> tuple[Route, ...]:
    """Read the main tables of both IP versions."""
    return (*read_ipv4(_long(root / "proc/net/route")), *read_ipv6(_long(root / "proc/net/ipv6_route")))


def _long(path: FilePath) -> str:
    try:
        with path.open("rb") as file:
            return file.read(4 * 1024 * 1024).decode("ascii", "replace")
    except (OSError, ValueError):
        return ""


def read_ipv4(text: str) -> tuple[Route, ...]:
    """Read /proc/net/route: numbers in the machine's own byte order, hence least byte first on all we run on."""
    routes: list[Route] = []
    for line in text.splitlines()[1:20_000]:
        words = line.split()
        try:
            flags, metric = int(words[3], 16), int(words[6])
            destination, gateway, mask = (_ipv4(words[at]) for at in (1, 2, 7))
            net = ipaddress.IPv4Network((int(destination), int(mask).bit_count()), strict=False)
        except (ValueError, IndexError, struct.error):
            continue
        if flags & _RTF_UP and not flags & _RTF_REJECT:
            via = str(gateway) if flags & _RTF_GATEWAY else ""
            routes.append(Route(net=net, interface=words[0][:32], metric=metric, gateway=via))
    return tuple(routes)


def _ipv4(text: str) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(struct.pack("<I", int(text, 16)))


def read_ipv6(text: str) -> tuple[Route, ...]:
    """Read /proc/net/ipv6_route: hexadecimal without colons."""
    routes: list[Route] = []
    for line in text.splitlines()[:20_000]:
        words = line.split()
        try:
            net = ipaddress.IPv6Network((bytes.fromhex(words[0]), int(words[1], 16)), strict=False)
            via = ipaddress.IPv6Address(bytes.fromhex(words[4]))
            metric, flags = int(words[5], 16), int(words[8], 16)
        except (ValueError, IndexError):
            continue
        if flags & _RTF_UP and not flags & _RTF_REJECT:
            gateway = str(via) if flags & _RTF_GATEWAY else ""
            routes.append(Route(net=net, interface=words[9][:32], metric=metric, gateway=gateway))
    return tuple(routes)


def best_interface(address: Address, routes: Iterable[Route]) -> str | None:
    """Return the interface of the longest match; of equals, the one with the lowest metric."""
    fitting = [route for route in routes if address.version == route.net.version and address in route.net]
    best = max(fitting, key=lambda route: (route.net.prefixlen, -route.metric), default=None)
    return best.interface if best is not None else None


def gateways(root: FilePath) -> tuple[str, ...]:
    """Return the gateways of the default routes, the preferred first, IPv4 before IPv6."""
    found = [route for route in read_tables(root) if route.net.prefixlen == 0 and route.gateway]
    found.sort(key=lambda route: (route.net.version, route.metric))
    return tuple(dict.fromkeys(route.gateway for route in found))[:4]


def read_resolved(rows: Any) -> tuple[str, ...]:
    """Read resolved's DNS property: (interface number, address family, bytes of the address), in order, each once."""
    servers: list[str] = []
    for row in tuple(rows)[:50] if isinstance(rows, list | tuple) else ():
        try:
            servers.append(str(ipaddress.ip_address(bytes(row[2]))))
        except (ValueError, TypeError, IndexError):
            continue
    return tuple(dict.fromkeys(servers))[:8]
