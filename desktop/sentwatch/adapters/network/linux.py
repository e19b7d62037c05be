"""Looks at the network of a Linux computer: the kernel's routes, and what NetworkManager and resolved say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Final

from sentwatch.adapters.bus import system_bus
from sentwatch.adapters.commands import Commands, CouldNotLook
from sentwatch.adapters.facts import fact, read_small
from sentwatch.adapters.network import linux_routes
from sentwatch.adapters.network.linux_wifi import portal, tunnels_up, wifi
from sentwatch.core.network import RouterFacts, Surroundings, TunnelFacts
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.ports.cancel import CancelToken

# Addresses kept for documentation (RFC 5737, RFC 3849): nothing is sent to them, the kernel is asked for its path.
_ELSEWHERE: Final = ("192.0.2.1", "2001:db8::1")
MAX_ADDRESSES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LinuxNetwork:
    """A NetworkPort. `root` and `bus_address` are for tests."""

    commands: Commands = field(repr=False)
    root: FilePath = FilePath("/")
    bus_address: str | None = None

    def look(self, host: str, addresses: Sequence[str], *, cancel: CancelToken) -> Surroundings:
        """Look at each fact by itself."""
        return Surroundings(
            tunnel=fact(lambda: self._tunnel(host, addresses, cancel), cancel=cancel),
            wifi=fact(lambda: wifi(bus_address=self.bus_address, cancel=cancel), cancel=cancel),
            portal=fact(lambda: portal(bus_address=self.bus_address, cancel=cancel), cancel=cancel),
            router=fact(lambda: self._router(cancel), cancel=cancel),
        )

    def _tunnel(self, host: str, addresses: Sequence[str], cancel: CancelToken) -> TunnelFacts:
        if not addresses:
            raise CouldNotLook(phrase(N_("The name servers gave no address for {host}."), host=host))
        routes = linux_routes.Routes(root=self.root, commands=self.commands, cancel=cancel)
        paths = routes.paths(addresses[:MAX_ADDRESSES])
        if not paths:
            raise CouldNotLook(phrase(N_("This computer has no path to {host} at the moment."), host=host))
        named: tuple[str, ...] = ()
        limits: tuple[Phrase, ...] = routes.limits
        try:
            named = tunnels_up(bus_address=self.bus_address, cancel=cancel)
        except CouldNotLook:
            limits = (*limits, phrase(N_("Which tunnels are up could not be asked; the paths were seen.")))
        return TunnelFacts(host=host, paths=paths, others=routes.paths(_ELSEWHERE), named=named, limits=limits)

    def _router(self, cancel: CancelToken) -> RouterFacts:
        gateways = linux_routes.gateways(self.root)
        if not gateways:
            raise CouldNotLook(phrase(N_("No gateway is in use: this computer is offline or behind a tunnel only.")))
        servers = self._resolved(cancel) or read_resolv_conf(read_small(self.root / "etc/resolv.conf"))
        return RouterFacts(gateways=gateways, name_servers=servers)

    def _resolved(self, cancel: CancelToken) -> tuple[str, ...]:
        """Return the servers systemd-resolved uses; resolv.conf then only names itself (127.0.0.53)."""
        try:
            with system_bus(cancel=cancel, address=self.bus_address) as bus:
                service = "org.freedesktop.resolve1"
                rows = bus.get(service, "/org/freedesktop/resolve1", f"{service}.Manager", "DNS")
        except CouldNotLook:
            return ()
        return linux_routes.read_resolved(rows)


def read_resolv_conf(text: str) -> tuple[str, ...]:
    """Read resolv.conf(5)."""
    servers: list[str] = []
    for line in text.splitlines()[:500]:
        words = line.split()
        if len(words) >= 2 and words[0] == "nameserver":
            servers.append(words[1][:64])
    return tuple(servers[:8])
