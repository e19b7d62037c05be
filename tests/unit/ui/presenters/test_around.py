"""This computer, its network, VPNs and own websites in words: facts, and never a promise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sentwatch.core.network import Portal, Tunnel, WifiSecurity
from sentwatch.core.network_seen import NetworkSeen
from sentwatch.core.settings import Settings
from sentwatch.core.vpn_guidance import NODES, Advice
from sentwatch.ui.known import Known
from sentwatch.ui.own_facts import DevicePageFacts
from sentwatch.ui.presenters.device import device_card
from sentwatch.ui.presenters.network import network_part
from sentwatch.ui.presenters.vpn import vpn
from support import window_facts as facts

EN = facts.words_for("en")
NOW = facts.NOW
CODES = ("network.wifi", "network.tunnel", "network.portal", "network.names", "network.router")
REPORT = facts.report(None, tuple(facts.looked(code, code) for code in CODES), key="network")
SEEN = NetworkSeen(
    at=REPORT.taken_at,
    host="mail.example",
    tunnel=Tunnel.NONE_SEEN,
    wifi="Home",
    security=WifiSecurity.WPA2,
    portal=Portal.NONE,
    gateways=("192.168.1.1",),
    name_servers=("192.168.1.1",),
)
KNOWN = Known(accounts=(facts.SHOP_ACCOUNT,), reports=(REPORT,))


def rows(**changes):
    view = network_part(DevicePageFacts(network=replace(SEEN, **changes)), KNOWN, EN, now=NOW)
    return {row.name: (row.tone, row.said) for row in view.card.rows}


def test_a_network_in_rows():
    assert rows() == {
        "wifi": ("fine", "“Home”, WPA2."),
        "tunnel": (
            "info",
            "No tunnel was seen on the way to mail.example. One on the router cannot be seen from here.",
        ),
        "portal": ("fine", "The network lets through."),
        "names": ("info", "Nothing unusual"),
        "router": ("info", "Router 192.168.1.1, name servers 192.168.1.1."),
    }


def test_a_tunnel_is_a_fact_and_no_merit():
    tone, said = rows(tunnel=Tunnel.FULL, tunnels=("Office",))["tunnel"]
    assert tone == "info"
    assert said.endswith("like all other traffic we could see. Up: Office.")


def test_a_comparison_makes_it_fine():
    tone, said = rows(answers_agree=True, compared_with="Quad9")["names"]
    assert (tone, said) == ("fine", "Its answer about mail.example agrees with Quad9.")
    assert rows(servers_are_new=False)["router"][0] == "fine"


def test_what_another_look_saw_is_not_told_as_this_ones():
    later = replace(REPORT, taken_at=NOW)
    view = network_part(DevicePageFacts(network=SEEN), replace(KNOWN, reports=(later,)), EN, now=NOW)
    assert {row.said for row in view.card.rows} == {"Nothing unusual"}


def test_without_an_account_there_is_no_way_to_look_along():
    view = network_part(DevicePageFacts(), Known(), EN, now=NOW)
    assert view.card.rows == ()
    assert view.empty.startswith("Add an account first")
    assert network_part(DevicePageFacts(), KNOWN, EN, now=NOW).empty == ""


def test_switches_say_whom_they_ask():
    view = network_part(DevicePageFacts(settings=Settings(captive_portal_check=True)), KNOWN, EN, now=NOW)
    assert (view.second_resolver.is_on, view.captive_portal.is_on) == (False, True)
    assert "9.9.9.9" in view.second_resolver.detail
    assert "detectportal.firefox.com" in view.captive_portal.detail


def test_a_computer_that_was_not_looked_at():
    view = device_card(Known(), EN, now=NOW)
    assert (view.rows, view.facts) == ((), "Not looked at yet")


def ways(node="start", walked=()):
    """Every walk through the tree."""
    if isinstance(NODES[node], Advice):
        yield walked
        return
    for choice in NODES[node].choices:
        yield from ways(choice.leads_to, (*walked, choice.id))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_walk_ends_in_advice_with_what_to_do_and_no_promise(lang):
    words = facts.words_for(lang)
    seen = set()
    for walked in ways():
        view = vpn(walked, words)
        seen.add(view.now)
        assert view.is_over
        assert view.do_first
        assert len(view.answered) == len(walked)
        said = " ".join((view.now, *view.points, *view.do_first, *view.does_not)).lower()
        assert "you are protected" not in said
        assert "you are safe" not in said
    assert len(seen) == sum(isinstance(node, Advice) for node in NODES.values())


def test_what_was_only_restated_is_marked():
    view = vpn(("wifi", "no-hotspot"), EN)
    assert {source.id: bool(source.mark) for source in view.sources} == {
        "au-wifi": False,
        "pg-wifi": False,
        "eff-vpn": True,
    }
