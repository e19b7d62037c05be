"""The network around this computer in words, and the two questions that are asked only where they are allowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.check import Checked
from sentwatch.core.connection import Answer
from sentwatch.core.network import Portal, Tunnel, WifiSecurity
from sentwatch.core.network_list import SECOND_RESOLVER
from sentwatch.core.network_seen import NetworkSeen
from sentwatch.core.phrase import N_
from sentwatch.core.report import Report
from sentwatch.service.network import KEY
from sentwatch.texts.render import render_reason
from sentwatch.texts.words import Words
from sentwatch.ui.known import Known, ref_of
from sentwatch.ui.own_facts import DevicePageFacts
from sentwatch.ui.presenters.seen_rows import SeenCardView, SeenRow, look_facts, reading, report_of, worst
from sentwatch.ui.presenters.times import joined


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchView:
    """A question that may be allowed: what it asks whom."""

    label: str
    detail: str
    is_on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkView:
    """The part about the network."""

    card: SeenCardView
    empty: str
    never: str
    switches_title: str
    second_resolver: SwitchView
    captive_portal: SwitchView


def network_part(facts: DevicePageFacts, known: Known, words: Words, *, now: datetime) -> NetworkView:
    """The whole part."""
    report = report_of(KEY, known)
    seen = facts.network
    name, address = SECOND_RESOLVER
    return NetworkView(
        card=SeenCardView(
            key=KEY,
            title=words(N_("The network around this computer")),
            facts=look_facts(report, words, now=now),
            rows=tuple(row for topic in _TOPICS if (row := _row(topic, seen, report, words)) is not None)
            if report is not None
            else (),
            again=words(N_("Check again")) if report is not None else words(N_("Check this now")),
        ),
        empty="" if known.accounts else words(N_("Add an account first: we look at the way to its server.")),
        never=words(
            N_(
                "These are facts of this moment, and no promise. Mail is encrypted by itself (TLS) in any network, if "
                "the program is set up so."
            )
        ),
        switches_title=words(N_("Two questions you may allow")),
        second_resolver=SwitchView(
            label=words(N_("Compare with a second name server")),
            detail=words(
                N_(
                    "At each look, {name} ({address}) is asked for the name of your mail server, and your own name "
                    "server for one invented name. {name} then knows which mail server you use; by its policy it keeps "
                    "no address of who asks."
                ),
                name=name,
                address=address,
            ),
            is_on=facts.settings.second_resolver,
        ),
        captive_portal=SwitchView(
            label=words(N_("Ask a known page whether the network lets through")),
            detail=words(
                N_(
                    "Where the system itself says nothing, one unencrypted page of Mozilla is fetched at each look "
                    "(detectportal.firefox.com), as Firefox does. Mozilla sees the address of your line, nothing else."
                )
            ),
            is_on=facts.settings.captive_portal_check,
        ),
    )


_SECURITIES: Final = {
    WifiSecurity.OPEN: N_("“{name}”, open: everybody near can listen to what is not encrypted by itself."),
    WifiSecurity.ENHANCED_OPEN: N_("“{name}”, without a password and encrypted all the same (OWE)."),
    WifiSecurity.WEP: N_("“{name}”, WEP: as good as open."),
    WifiSecurity.WPA: N_("“{name}”, the first WPA: outdated."),
    WifiSecurity.WPA2: N_("“{name}”, WPA2."),
    WifiSecurity.WPA3: N_("“{name}”, WPA3."),
    WifiSecurity.ENTERPRISE: N_("“{name}”, WPA with a log-in of its own (Enterprise)."),
}


def _wifi(seen: NetworkSeen, words: Words) -> str | None:
    if seen.wifi is None or seen.security not in _SECURITIES:
        return None
    joins = words(N_("Joined by itself.")) if seen.joins_by_itself is Answer.YES else ""
    return joined(words, words(_SECURITIES[seen.security], name=seen.wifi), joins)


_TUNNELS: Final = {
    Tunnel.FULL: N_("The way to {host} leads through a tunnel, like all other traffic we could see."),
    Tunnel.PARTIAL_OR_UNCLEAR: N_("The way to {host} leads partly through a tunnel, or it is unclear."),
    Tunnel.NONE_SEEN: N_("No tunnel was seen on the way to {host}. One on the router cannot be seen from here."),
}


def _tunnel(seen: NetworkSeen, words: Words) -> str | None:
    if seen.tunnel is None:
        return None
    up = words(N_("Up: {names}."), names=seen.tunnels) if seen.tunnels else ""
    return joined(words, words(_TUNNELS[seen.tunnel], host=seen.host), up)


_PORTALS: Final = {
    Portal.NONE: N_("The network lets through."),
    Portal.PORTAL: N_("The network first shows a page of its own."),
    Portal.LIMITED: N_("The network does not reach the internet."),
}


def _portal(seen: NetworkSeen, words: Words) -> str | None:
    if seen.portal is None:
        return None
    asked = words(N_("Asked: {name}."), name=seen.portal_asked) if seen.portal_asked else ""
    return joined(words, words(_PORTALS[seen.portal]), asked)


def _names(seen: NetworkSeen, words: Words) -> str | None:
    if seen.answers_agree is None:
        return None
    if seen.answers_agree:
        return words(N_("Its answer about {host} agrees with {name}."), host=seen.host, name=seen.compared_with)
    return words(N_("Its answer about {host} is another than that of {name}."), host=seen.host, name=seen.compared_with)


def _router(seen: NetworkSeen, words: Words) -> str | None:
    if seen.name_servers is None:
        return None
    told = words(N_("Router {gateways}, name servers {servers}."), gateways=seen.gateways, servers=seen.name_servers)
    news = {True: N_("They are others than at the last visit."), False: N_("The same as at the last visit.")}
    return joined(words, told, words(news[seen.servers_are_new]) if seen.servers_are_new is not None else "")


_Topic = tuple[str, str, Callable[[NetworkSeen, Words], "str | None"]]
_TOPICS: Final[tuple[_Topic, ...]] = (
    ("wifi", "network.wifi-", _wifi),
    ("tunnel", "network.tunnel-", _tunnel),
    ("portal", "network.captive-", _portal),
    ("names", "network.dns-", _names),
    ("router", "network.router-", _router),
)


def _row(topic: _Topic, seen: NetworkSeen | None, report: Report, words: Words) -> SeenRow | None:
    """A row for a matter that could be looked at; what could not stands on a card of its own."""
    name, beginning, say = topic
    result = next((result for result in report.results if result.code == f"network.{name}"), None)
    if result is None or not isinstance(result.outcome, Checked):
        return None
    what = words(result.title)
    # A look through another door (the command line) remembers findings alone.
    is_this_look = seen is not None and seen.at == report.taken_at
    said = say(seen, words) if seen is not None and is_this_look else None
    found = worst(report, (beginning,))
    if found is not None:
        tone, ref = found.finding.severity.word, ref_of(report, found)
        told = said or words(found.finding.kind.title, **found.finding.params)
        return SeenRow(name=name, tone=tone, what=what, said=told, ref=ref, read=reading(what, words))
    said = said or render_reason(result.outcome, words) or words(N_("Nothing unusual"))
    return SeenRow(name=name, tone=_tone(name, seen if is_this_look else None), what=what, said=said)


def _tone(name: str, seen: NetworkSeen | None) -> str:
    """Fine only where something speaks for it: that there is a tunnel or none is neither good nor bad."""
    if seen is None or name == "tunnel":
        return "info"
    compared = {"names": seen.answers_agree, "router": seen.servers_are_new}
    return "info" if name in compared and compared[name] is None else "fine"
