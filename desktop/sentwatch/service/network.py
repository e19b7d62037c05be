"""Use case: look at the network around this computer, and judge it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sentwatch.core.checks import network_names, network_portal, network_router, network_tunnel, network_wifi
from sentwatch.core.looks import Fact, Failed
from sentwatch.core.network import (
    NameFacts,
    NetworkFacts,
    OpenWifiEvent,
    PortalFacts,
    RouterFacts,
    Surroundings,
    open_wifi_news,
)
from sentwatch.core.network_seen import NetworkSeen, network_seen
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.report import Report
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.dns import DnsPort
from sentwatch.ports.network import NetworkPort, PortalPort, SystemNamesPort
from sentwatch.service.reports import report_of_no_account
from sentwatch.store.kept import Kept

CHECKS = (
    network_wifi.CHECK,
    network_tunnel.CHECK,
    network_portal.CHECK,
    network_names.CHECK,
    network_router.CHECK,
)

KEY = "network"


_NAME_SERVERS: Final = "network.name-servers"
_SEEN: Final = "network.seen"
_TOLD: Final = "network.open-wifi-told"
_KEPT_NETWORKS: Final = 50


@dataclass(frozen=True, slots=True)
class NetworkMemory:
    """What is remembered of networks: the last look, name servers by gateway, and open Wi-Fi that was told of."""

    kept: Kept

    def known(self) -> dict[str, tuple[str, ...]]:
        """The name servers by gateway."""
        return self.kept.get(_NAME_SERVERS, dict[str, tuple[str, ...]]) or {}

    def seen(self) -> NetworkSeen | None:
        """What the last look saw."""
        return self.kept.get(_SEEN, NetworkSeen)

    def open_wifi_news(self, seen: Surroundings) -> OpenWifiEvent | None:
        """The event of an open Wi-Fi without a tunnel, once for each network; it counts as told from now on."""
        told = self.kept.get(_TOLD, tuple[str, ...]) or ()
        event = open_wifi_news(seen, told)
        if event is not None:
            self.kept.put(_TOLD, (*told, event.name)[-_KEPT_NETWORKS:])
        return event

    def take(self, facts: NetworkFacts, *, at: datetime) -> None:
        """Remember what was seen of this network, the latest last."""
        self.kept.put(_SEEN, network_seen(facts, at=at))
        router = facts.router
        if isinstance(router, RouterFacts) and router.gateways and router.name_servers:
            known = self.known()
            known.pop(router.gateways[0], None)
            known[router.gateways[0]] = router.name_servers
            self.kept.put(_NAME_SERVERS, dict(list(known.items())[-_KEPT_NETWORKS:]))


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkLook:
    """Looks at the network. `second` and `portal` are given only where the user has switched these questions on."""

    port: NetworkPort
    names: SystemNamesPort
    second: DnsPort | None = None
    second_name: str = ""
    portal: PortalPort | None = None

    def collect(
        self, host: str, *, known: Mapping[str, tuple[str, ...]] | None = None, cancel: CancelToken
    ) -> NetworkFacts:
        """Look, with the way to the mail server `host`.

        `known` are the name servers seen at earlier visits, by gateway.
        """
        addresses = self.names.addresses(host, cancel=cancel)
        seen = self.port.look(host, addresses, cancel=cancel)
        router = seen.router
        if isinstance(router, RouterFacts) and known and router.gateways:
            router = replace(router, before=known.get(router.gateways[0]))
        return NetworkFacts(
            tunnel=seen.tunnel,
            wifi=seen.wifi,
            portal=self._portal(seen.portal, cancel=cancel),
            router=router,
            names=self._names(host, addresses, cancel=cancel),
        )

    def glance(self, host: str, *, cancel: CancelToken) -> Surroundings:
        """Look at what the system itself knows, with the way to the mail server; no question beside that."""
        return self.port.look(host, self.names.addresses(host, cancel=cancel), cancel=cancel)

    def report(
        self,
        host: str,
        *,
        now: datetime,
        known: Mapping[str, tuple[str, ...]] | None = None,
        cancel: CancelToken,
    ) -> Report:
        """Look and judge; the report belongs to no account."""
        return self.judged(self.collect(host, known=known, cancel=cancel), now=now)

    @staticmethod
    def judged(facts: NetworkFacts, *, now: datetime) -> Report:
        """The report of what was seen; it belongs to no account."""
        return report_of_no_account(CHECKS, Snapshot(taken_at=now, network=facts), key=KEY)

    def _portal(self, seen: Fact[PortalFacts], *, cancel: CancelToken) -> Fact[PortalFacts]:
        if self.portal is None or isinstance(seen, PortalFacts):
            return seen
        try:
            return self.portal.ask(cancel=cancel)
        except Trouble as trouble:
            return Failed(trouble)

    def _names(self, host: str, addresses: tuple[str, ...], *, cancel: CancelToken) -> NameFacts:
        if self.second is None:
            return NameFacts(host=host, addresses=addresses)
        # A name that nobody has: 16 random letters under a real ending, as a rewriting server only bends such.
        invented = self.names.addresses(f"www.{secrets.token_hex(8)}.com.", cancel=cancel)
        try:
            second = tuple(address for kind in ("A", "AAAA") for address in self.second.ask(host, kind, cancel=cancel))
        except Trouble:
            limits = (phrase(N_("{name} did not answer, so nothing was compared."), name=self.second_name),)
            return NameFacts(host=host, addresses=addresses, invented=invented, limits=limits)
        return NameFacts(host=host, addresses=addresses, second=second, second_name=self.second_name, invented=invented)
