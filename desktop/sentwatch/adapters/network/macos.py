"""Looks at the network of a Mac through Apple's own programs that only report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from sentwatch.adapters.commands import Commands, CouldNotLook
from sentwatch.adapters.facts import fact
from sentwatch.adapters.network.macos_outputs import (
    link_of,
    read_airport,
    read_name_servers,
    read_route,
    read_tunnels,
)
from sentwatch.core.network import Path, PortalFacts, RouterFacts, Surroundings, TunnelFacts, WifiFacts
from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken

_ELSEWHERE: Final = ("192.0.2.1", "2001:db8::1")
MAX_ADDRESSES: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class MacNetwork:
    """A NetworkPort."""

    commands: Commands = field(repr=False)

    def look(self, host: str, addresses: Sequence[str], *, cancel: CancelToken) -> Surroundings:
        """Look at each fact by itself."""
        return Surroundings(
            tunnel=fact(lambda: self._tunnel(host, addresses, cancel), cancel=cancel),
            wifi=fact(lambda: self._wifi(cancel), cancel=cancel),
            portal=fact(self._portal, cancel=cancel),
            router=fact(lambda: self._router(cancel), cancel=cancel),
        )

    def _tunnel(self, host: str, addresses: Sequence[str], cancel: CancelToken) -> TunnelFacts:
        if not addresses:
            raise CouldNotLook(phrase(N_("The name servers gave no address for {host}."), host=host))
        paths = self._paths(addresses[:MAX_ADDRESSES], cancel)
        if not paths:
            raise CouldNotLook(phrase(N_("This computer has no path to {host} at the moment."), host=host))
        named = read_tunnels(self.commands("scutil", "--nc", "list", cancel=cancel).text)
        return TunnelFacts(host=host, paths=paths, others=self._paths(_ELSEWHERE, cancel), named=named)

    def _paths(self, addresses: Sequence[str], cancel: CancelToken) -> tuple[Path, ...]:
        found: list[Path] = []
        for address in addresses:
            family = ("-inet6",) if ":" in address else ()
            output = self.commands("route", "-n", "get", *family, address, cancel=cancel)
            interface, _ = read_route(output.text)
            if interface and not interface.startswith("lo"):
                found.append(Path(address=address, interface=interface, link=link_of(interface)))
        return tuple(found)

    def _wifi(self, cancel: CancelToken) -> WifiFacts:
        return read_airport(self.commands("system_profiler", "-json", "SPAirPortDataType", cancel=cancel).text)

    def _portal(self) -> PortalFacts:
        raise CouldNotLook(phrase(N_("The system does not tell whether such a page is in the way.")), is_expected=True)

    def _router(self, cancel: CancelToken) -> RouterFacts:
        _, gateway = read_route(self.commands("route", "-n", "get", "default", cancel=cancel).text)
        if not gateway:
            raise CouldNotLook(phrase(N_("No gateway is in use: this computer is offline or behind a tunnel only.")))
        servers = read_name_servers(self.commands("scutil", "--dns", cancel=cancel).text)
        return RouterFacts(gateways=(gateway,), name_servers=servers)
