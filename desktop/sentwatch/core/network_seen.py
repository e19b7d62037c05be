"""What was seen of the network at the last look, as plain values that can be remembered and shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.connection import Answer
from sentwatch.core.network import (
    NameFacts,
    NetworkFacts,
    Portal,
    PortalFacts,
    RouterFacts,
    Tunnel,
    TunnelFacts,
    WifiFacts,
    WifiSecurity,
    is_mail_tunnelled,
    is_other_answer,
    tunnel_state,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkSeen:
    """None says that there was nothing to see, or that we could not look: the report's checks say which."""

    at: datetime
    host: str
    tunnel: Tunnel | None = None
    mail_in_tunnel: bool = False
    tunnels: tuple[str, ...] = ()
    wifi: str | None = None
    security: WifiSecurity | None = None
    joins_by_itself: Answer = Answer.UNKNOWN
    portal: Portal | None = None
    portal_asked: str = ""
    gateways: tuple[str, ...] = ()
    name_servers: tuple[str, ...] | None = None
    servers_are_new: bool | None = None
    compared_with: str = ""
    answers_agree: bool | None = None


def network_seen(facts: NetworkFacts, *, at: datetime) -> NetworkSeen:
    """Take out of the facts what is worth remembering."""
    tunnel = facts.tunnel if isinstance(facts.tunnel, TunnelFacts) else None
    wifi = facts.wifi if isinstance(facts.wifi, WifiFacts) else None
    portal = facts.portal if isinstance(facts.portal, PortalFacts) else None
    router = facts.router if isinstance(facts.router, RouterFacts) else None
    names = facts.names if isinstance(facts.names, NameFacts) else None
    was_compared = names is not None and names.second is not None
    return NetworkSeen(
        at=at,
        host=names.host if names is not None else tunnel.host if tunnel is not None else "",
        tunnel=tunnel_state(tunnel) if tunnel is not None else None,
        mail_in_tunnel=tunnel is not None and is_mail_tunnelled(tunnel),
        tunnels=tunnel.named[:8] if tunnel is not None else (),
        wifi=wifi.name if wifi is not None else None,
        security=wifi.security if wifi is not None else None,
        joins_by_itself=wifi.joins_by_itself if wifi is not None else Answer.UNKNOWN,
        portal=portal.state if portal is not None else None,
        portal_asked=portal.asked if portal is not None else "",
        gateways=router.gateways[:4] if router is not None else (),
        name_servers=router.name_servers[:6] if router is not None else None,
        servers_are_new=_are_new(router),
        compared_with=names.second_name if names is not None and was_compared else "",
        answers_agree=not is_other_answer(names.addresses, names.second or ())
        if names is not None and was_compared
        else None,
    )


def _are_new(router: RouterFacts | None) -> bool | None:
    if router is None or router.before is None:
        return None
    return set(router.before) != set(router.name_servers)
