"""The network checks, the three answers about a tunnel, and the event of an open Wi-Fi."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sentwatch.core.check import Checked
from sentwatch.core.connection import Answer
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.network import (
    Link,
    NameFacts,
    NetworkFacts,
    OpenWifiEvent,
    Path,
    Portal,
    PortalFacts,
    RouterFacts,
    Surroundings,
    Tunnel,
    TunnelFacts,
    WifiFacts,
    WifiSecurity,
    is_local_name,
    is_other_answer,
    open_wifi_news,
    tunnel_state,
)
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.network import CHECKS, NetworkLook

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BY_CODE = {check.code: check for check in CHECKS}


def path(link=Link.PLAIN, address="203.0.113.9"):
    return Path(
        address=address, interface={Link.TUNNEL: "tun0", Link.UNCLEAR: "ppp0", Link.PLAIN: "eth0"}[link], link=link
    )


def tunnel(*links, others=(Link.PLAIN,), named=()):
    return TunnelFacts(
        host="imap.example.com", paths=tuple(map(path, links)), others=tuple(map(path, others)), named=named
    )


GOOD = NetworkFacts(
    tunnel=tunnel(Link.PLAIN),
    wifi=WifiFacts(name="Office", security=WifiSecurity.WPA2),
    portal=PortalFacts(state=Portal.NONE),
    router=RouterFacts(gateways=("192.168.1.1",), name_servers=("192.168.1.1",)),
    names=NameFacts(host="imap.example.com", addresses=("93.184.215.14",)),
)
BARE_OPEN = replace(GOOD, wifi=WifiFacts(name="Cafe", security=WifiSecurity.OPEN))


def run(code, **changes):
    return BY_CODE[code].run(Snapshot(taken_at=NOW, network=replace(GOOD, **changes)))


def codes(code, **changes):
    outcome = run(code, **changes)
    assert isinstance(outcome, Checked)
    return [finding.kind.code.removeprefix("network.") for finding in outcome.findings]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_tidy_network_is_quiet(check):
    assert check.run(Snapshot(taken_at=NOW, network=GOOD)).findings == ()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_could_not_look_is_never_fine(check):
    why = NotChecked(phrase(N_("x")))
    failed = Failed(Trouble(NETWORK_CUT, host="x"))
    part = check.code.removeprefix("network.")
    assert run(check.code, **{part: why}) is why
    assert run(check.code, **{part: failed}) is failed
    assert run(check.code, **{part: DoesNotApply(why.reason)}) == Checked(limits=(why.reason,))
    assert check.run(Snapshot(taken_at=NOW)) is None


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (tunnel(Link.TUNNEL, others=(Link.TUNNEL,)), Tunnel.FULL),
        (tunnel(Link.TUNNEL, Link.TUNNEL, others=(Link.TUNNEL, Link.TUNNEL)), Tunnel.FULL),
        (tunnel(Link.TUNNEL, others=(Link.PLAIN,)), Tunnel.PARTIAL_OR_UNCLEAR),
        (tunnel(Link.TUNNEL, Link.PLAIN, others=(Link.TUNNEL,)), Tunnel.PARTIAL_OR_UNCLEAR),
        (tunnel(Link.TUNNEL, others=(Link.TUNNEL, Link.PLAIN)), Tunnel.PARTIAL_OR_UNCLEAR),
        (tunnel(Link.PLAIN, others=(Link.TUNNEL,)), Tunnel.PARTIAL_OR_UNCLEAR),
        (tunnel(Link.UNCLEAR, others=(Link.UNCLEAR,)), Tunnel.PARTIAL_OR_UNCLEAR),
        (tunnel(Link.PLAIN, named=("Office",)), Tunnel.PARTIAL_OR_UNCLEAR),
        (tunnel(Link.PLAIN), Tunnel.NONE_SEEN),
        (tunnel(Link.PLAIN, others=()), Tunnel.NONE_SEEN),
    ],
)
def test_three_answers_about_a_tunnel(facts, state):
    assert tunnel_state(facts) is state
    assert codes("network.tunnel", tunnel=facts) == (["tunnel-partial"] if state is Tunnel.PARTIAL_OR_UNCLEAR else [])
    assert run("network.tunnel", tunnel=facts).limits


@pytest.mark.parametrize(
    ("security", "expected"),
    [
        (WifiSecurity.OPEN, ["wifi-open"]),
        (WifiSecurity.ENHANCED_OPEN, []),
        (WifiSecurity.WEP, ["wifi-wep"]),
        (WifiSecurity.WPA, ["wifi-old"]),
        (WifiSecurity.WPA2, []),
        (WifiSecurity.WPA3, []),
        (WifiSecurity.ENTERPRISE, []),
    ],
)
def test_wifi(security, expected):
    assert codes("network.wifi", wifi=WifiFacts(name="x", security=security)) == expected


def test_wifi_unknown_is_not_called_encrypted():
    assert isinstance(run("network.wifi", wifi=WifiFacts(name="x", security=WifiSecurity.UNKNOWN)), NotChecked)


def test_an_open_wifi_with_a_tunnel_is_said_more_calmly():
    wifi = WifiFacts(name="x", security=WifiSecurity.OPEN)
    assert codes("network.wifi", wifi=wifi, tunnel=tunnel(Link.TUNNEL)) == ["wifi-open-with-tunnel"]
    assert codes("network.wifi", wifi=wifi, tunnel=NotChecked(phrase(N_("x")))) == ["wifi-open"]


def test_a_twin_without_encryption():
    twin = WifiFacts(name="x", security=WifiSecurity.WPA2, others_of_that_name=frozenset({WifiSecurity.OPEN}))
    assert codes("network.wifi", wifi=twin) == ["wifi-same-name-less-security"]
    newer = replace(twin, others_of_that_name=frozenset({WifiSecurity.WPA3}))
    assert codes("network.wifi", wifi=newer) == []


def test_joining_by_itself_is_evidence():
    wifi = WifiFacts(name="x", security=WifiSecurity.OPEN, joins_by_itself=Answer.YES)
    assert run("network.wifi", wifi=wifi).findings[0].evidence[0].value is True


def test_portal():
    assert codes("network.portal", portal=PortalFacts(state=Portal.PORTAL)) == ["captive-portal"]
    assert codes("network.portal", portal=PortalFacts(state=Portal.LIMITED)) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"addresses": ("192.168.0.9",)}, ["dns-private-answer"]),
        ({"addresses": ("93.184.215.14", "127.0.0.1")}, ["dns-private-answer"]),
        ({"addresses": ("192.168.0.9",), "host": "mail.home.arpa"}, []),
        ({"second": ("93.184.215.15",)}, []),
        ({"second": ("8.8.8.8",)}, ["dns-differs"]),
        ({"second": ()}, []),
        ({"second": ("93.184.215.14",), "invented": ()}, []),
        ({"second": ("93.184.215.14",), "invented": ("203.0.113.1",)}, ["dns-invents-answers"]),
    ],
)
def test_names(changes, expected):
    assert codes("network.names", names=replace(GOOD.names, **changes)) == expected


def test_names_say_what_was_not_compared():
    assert run("network.names").limits
    assert not run("network.names", names=replace(GOOD.names, second=("93.184.215.14",))).limits
    assert isinstance(run("network.names", names=replace(GOOD.names, addresses=())), NotChecked)


def test_local_names_and_other_answers():
    assert is_local_name("nas")
    assert is_local_name("mail.lan.")
    assert not is_local_name("mail.example.com")
    assert is_other_answer(("2001:db8::1",), ("2001:db9::1",))
    assert not is_other_answer(("2001:db8::1",), ("2001:db8:5::1",))
    assert not is_other_answer((), ("8.8.8.8",))


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (None, []),
        (("192.168.1.1",), []),
        (("198.51.100.7",), ["router-dns-changed"]),
    ],
)
def test_router(before, expected):
    router = RouterFacts(gateways=("192.168.1.1",), name_servers=("192.168.1.1",), before=before)
    assert codes("network.router", router=router) == expected


# --- the event


def test_the_event_comes_once_for_each_network():
    assert open_wifi_news(BARE_OPEN, ()) == OpenWifiEvent(name="Cafe")
    assert open_wifi_news(BARE_OPEN, ("Cafe",)) is None
    assert open_wifi_news(BARE_OPEN, ("Hotel",)) == OpenWifiEvent(name="Cafe")
    assert open_wifi_news(GOOD, ()) is None


def test_the_event_does_not_come_in_a_tunnel():
    in_tunnel = replace(BARE_OPEN, tunnel=tunnel(Link.TUNNEL, others=(Link.TUNNEL,)))
    assert open_wifi_news(in_tunnel, ()) is None


def test_no_event_where_we_could_not_look():
    unseen = NotChecked(phrase(N_("x")))
    assert open_wifi_news(replace(BARE_OPEN, tunnel=unseen), ()) is None
    assert open_wifi_news(replace(BARE_OPEN, wifi=unseen), ()) is None


# --- the use case


class Port:
    def __init__(self, **changes):
        self.facts = replace(GOOD, **changes)

    def look(self, host, addresses, *, cancel):
        self.asked = (host, tuple(addresses))
        return Surroundings(
            tunnel=self.facts.tunnel, wifi=self.facts.wifi, portal=self.facts.portal, router=self.facts.router
        )


class Names:
    def __init__(self, addresses):
        self.known = addresses
        self.asked = []

    def addresses(self, host, *, cancel):
        self.asked.append(host)
        return self.known.get(host, ())


class Dns:
    def __init__(self, answers):
        self.answers = answers

    def ask(self, name, kind, *, cancel):
        if self.answers is None:
            raise Trouble(NETWORK_CUT, host=name)
        return self.answers.get((name, kind), ())


def test_nothing_is_asked_that_is_not_switched_on():
    port, names = Port(), Names({"imap.example.com": ("93.184.215.14",)})
    facts = NetworkLook(port=port, names=names).collect("imap.example.com", cancel=CancelToken())
    assert names.asked == ["imap.example.com"]
    assert port.asked == ("imap.example.com", ("93.184.215.14",))
    assert facts.names.second is None


def test_switched_on_it_compares_and_asks_for_a_name_nobody_has():
    names = Names({"imap.example.com": ("93.184.215.14",)})
    second = Dns({("imap.example.com", "A"): ("8.8.8.8",)})
    look = NetworkLook(port=Port(), names=names, second=second, second_name="9.9.9.9")
    facts = look.collect("imap.example.com", cancel=CancelToken())
    assert facts.names.second == ("8.8.8.8",)
    assert facts.names.invented == ()
    assert names.asked[1].startswith("www.")


def test_a_second_server_that_is_silent_is_said():
    look = NetworkLook(
        port=Port(), names=Names({"h.example": ("93.184.215.14",)}), second=Dns(None), second_name="9.9.9.9"
    )
    facts = look.collect("h.example", cancel=CancelToken())
    assert facts.names.second is None
    assert facts.names.limits


def test_the_last_visit_is_compared_by_gateway():
    look = NetworkLook(port=Port(), names=Names({}))
    facts = look.collect("h.example", known={"192.168.1.1": ("198.51.100.7",)}, cancel=CancelToken())
    assert facts.router.before == ("198.51.100.7",)
    facts = look.collect("h.example", known={"10.0.0.1": ("198.51.100.7",)}, cancel=CancelToken())
    assert facts.router.before is None


def test_a_portal_question_only_where_the_system_does_not_know():
    class Page:
        def ask(self, *, cancel):
            raise Trouble(NETWORK_CUT, host="x")

    unseen = NotChecked(phrase(N_("x")))
    looked = NetworkLook(port=Port(portal=unseen), names=Names({}), portal=Page()).collect(
        "h.example", cancel=CancelToken()
    )
    assert isinstance(looked.portal, Failed)
    known = NetworkLook(port=Port(), names=Names({}), portal=Page()).collect("h.example", cancel=CancelToken())
    assert known.portal == PortalFacts(state=Portal.NONE)


def test_the_report():
    report = NetworkLook(port=Port(), names=Names({})).report("h.example", now=NOW, cancel=CancelToken())
    assert report.account_key == "network"
    assert len(report.results) == len(CHECKS)
