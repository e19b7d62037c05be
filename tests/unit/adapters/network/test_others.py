"""The networks of macOS and Windows on written outputs, in several languages; and the page that shows a portal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_httpserver import HTTPServer

from sentwatch.adapters.commands import CouldNotLook
from sentwatch.adapters.facts import NotHere
from sentwatch.adapters.fetch import Fetch
from sentwatch.adapters.network import macos_outputs, windows_answers
from sentwatch.adapters.network.macos import MacNetwork
from sentwatch.adapters.network.names import PortalPage, SystemNames
from sentwatch.adapters.network.windows import WindowsNetwork
from sentwatch.adapters.targets import Targets
from sentwatch.core.looks import NotChecked
from sentwatch.core.network import Link, Portal, Tunnel, WifiSecurity, tunnel_state
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from support.recorded import Recorded

CORPUS = Path(__file__).resolve().parents[3] / "corpus/network"
MAIL = "203.0.113.9"


def mac(name):
    return (CORPUS / "macos" / name).read_text(encoding="utf-8")


def win(name):
    return (CORPUS / "windows" / name).read_bytes()


# --- macOS


def look_mac(outputs, addresses=(MAIL,)):
    return MacNetwork(commands=Recorded(outputs)).look("imap.example.com", addresses, cancel=CancelToken())


def test_a_mac_in_an_office():
    seen = look_mac(
        {
            "route -n get": mac("route-plain.txt"),
            "scutil --nc list": "",
            "scutil --dns": mac("scutil-dns.txt"),
            "system_profiler": mac("airport-wpa2.json"),
        }
    )
    assert tunnel_state(seen.tunnel) is Tunnel.NONE_SEEN
    assert (seen.wifi.name, seen.wifi.security) == ("Cafe Sakura", WifiSecurity.WPA2)
    assert seen.wifi.others_of_that_name == {WifiSecurity.OPEN}
    assert (seen.router.gateways, seen.router.name_servers) == (("192.168.1.1",), ("192.168.1.1", "fe80::1%en0"))
    assert isinstance(seen.portal, NotChecked)


def test_a_mac_in_a_tunnel():
    seen = look_mac({"route -n get": mac("route-utun.txt"), "scutil --nc list": mac("scutil-nc-list.txt")})
    assert tunnel_state(seen.tunnel) is Tunnel.FULL
    assert seen.tunnel.named == ("Office WireGuard",)


def test_a_silent_mac():
    seen = look_mac({})
    for fact in (seen.tunnel, seen.wifi, seen.portal, seen.router):
        assert isinstance(fact, NotChecked)


def test_a_withheld_name_and_no_wifi():
    seen = macos_outputs.read_airport(mac("airport-open-redacted.json"))
    assert (seen.name, seen.security, seen.others_of_that_name) == ("redacted", WifiSecurity.OPEN, frozenset())
    with pytest.raises(NotHere):
        macos_outputs.read_airport(mac("airport-off.json"))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("spairport_security_mode_wpa2_enterprise", WifiSecurity.ENTERPRISE),
        ("spairport_security_mode_wpa3_transition", WifiSecurity.WPA3),
        ("spairport_security_mode_wpa_personal_mixed", WifiSecurity.WPA),
        ("spairport_security_mode_wep", WifiSecurity.WEP),
        ("spairport_security_mode_none", WifiSecurity.OPEN),
        ("spairport_security_mode_owe", WifiSecurity.ENHANCED_OPEN),
        ("spairport_security_mode_unknown", WifiSecurity.UNKNOWN),
        ("none", WifiSecurity.UNKNOWN),
        ("", WifiSecurity.UNKNOWN),
    ],
)
def test_mac_security_words(word, expected):
    assert macos_outputs.read_security(word) is expected


@pytest.mark.parametrize("broken", ["", "[]", "{}", '{"SPAirPortDataType":3}', '{"SPAirPortDataType":[3]}', "{" * 9999])
def test_broken_airport(broken):
    with pytest.raises(CouldNotLook):
        macos_outputs.read_airport(broken)


# --- Windows


@pytest.mark.parametrize(
    ("name", "page", "ssid", "expected"),
    [
        ("netsh-en-wpa2.txt", "cp850", "Office", WifiSecurity.WPA2),
        ("netsh-en-wpa3.txt", "cp850", "Office", WifiSecurity.WPA3),
        ("netsh-en-open.txt", "cp850", "Cafe Sakura", WifiSecurity.OPEN),
        ("netsh-en-wep.txt", "cp850", "Old", WifiSecurity.WEP),
        ("netsh-en-enterprise.txt", "cp850", "Corp", WifiSecurity.ENTERPRISE),
        ("netsh-ja-wpa2-cp932.txt", "cp932", "事務所", WifiSecurity.WPA2),
        ("netsh-ja-open-cp932.txt", "cp932", "カフェ さくら", WifiSecurity.OPEN),
        ("netsh-ja-enterprise-utf8.txt", "cp932", "Corp", WifiSecurity.ENTERPRISE),
        ("netsh-de-open-cp850.txt", "cp850", "Bahnhof", WifiSecurity.OPEN),
        ("netsh-fr-wpa2-cp850.txt", "cp850", "Maison", WifiSecurity.WPA2),
        ("netsh-xx-unknown.txt", "cp850", "Home", WifiSecurity.UNKNOWN),
    ],
)
def test_netsh(name, page, ssid, expected):
    seen = windows_answers.read_netsh(windows_answers.decode_console(win(name), code_page=page))
    assert (seen.name, seen.security) == (ssid, expected)


def test_netsh_without_wifi_and_without_permission():
    with pytest.raises(NotHere):
        windows_answers.read_netsh(win("netsh-en-disconnected.txt").decode())
    with pytest.raises(CouldNotLook):
        windows_answers.read_netsh(win("netsh-en-24h2-no-location.txt").decode())


@given(st.binary())
def test_any_console_output(raw):
    try:
        windows_answers.read_netsh(windows_answers.decode_console(raw, code_page="cp932"))
    except (NotHere, CouldNotLook):
        return


def look_windows(paths, addresses=(MAIL,), wifi="netsh-ja-wpa2-cp932.txt"):
    def powershell(*words):
        script = words[-1]
        if "Find-NetRoute" in script:
            return win(paths)
        return win("router.json") if "Get-NetRoute" in script else b'{"states":["Internet"]}'

    commands = Recorded({"powershell.exe": powershell, "netsh.exe wlan show interfaces": win(wifi)})
    port = WindowsNetwork(commands=commands, code_page="cp932")
    return port.look("imap.example.com", addresses, cancel=CancelToken()), commands


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("paths-plain.json", Tunnel.NONE_SEEN),
        ("paths-wireguard.json", Tunnel.PARTIAL_OR_UNCLEAR),
        ("paths-builtin-vpn.json", Tunnel.FULL),
    ],
)
def test_windows_tunnels(name, expected):
    seen, _ = look_windows(name)
    assert tunnel_state(seen.tunnel) is expected


def test_windows_all_in_all():
    seen, commands = look_windows("paths-plain.json")
    assert (seen.wifi.name, seen.wifi.security) == ("事務所", WifiSecurity.WPA2)
    assert seen.router.name_servers == ("192.168.1.1",)
    assert seen.portal.state is Portal.NONE
    assert any(f"'{MAIL}'" in line[-1] for line in commands.asked)


def test_nothing_but_addresses_gets_into_a_script():
    seen, commands = look_windows("paths-plain.json", addresses=("1.2.3.4'; rm", "x", "fe80::1%eth0'"))
    scripts = " ".join(" ".join(line) for line in commands.asked)
    assert "rm" not in scripts.split("Find-NetRoute")[0].split("@(")[-1]
    assert "eth0" not in scripts
    assert isinstance(seen.tunnel, NotChecked)


def test_a_silent_windows():
    seen = WindowsNetwork(commands=Recorded({})).look("h.example", (MAIL,), cancel=CancelToken())
    for fact in (seen.tunnel, seen.wifi, seen.portal, seen.router):
        assert isinstance(fact, NotChecked)


@pytest.mark.parametrize(
    "reader", [windows_answers.read_paths, windows_answers.read_router, windows_answers.read_portal]
)
@pytest.mark.parametrize("broken", [b"", b"[]", b'{"paths":3,"gateways":3,"states":3}', b"\xff"])
def test_broken_answers(reader, broken):
    with pytest.raises(CouldNotLook):
        reader(broken)


@pytest.mark.parametrize(
    ("kind", "description", "expected"),
    [
        (71, "Intel(R) Wi-Fi 6 AX201", Link.PLAIN),
        (6, "TAP-Windows Adapter V9", Link.TUNNEL),
        (6, "Cisco AnyConnect Virtual Miniport Adapter", Link.TUNNEL),
        (6, "Hyper-V Virtual Ethernet Adapter", Link.PLAIN),
        (53, "Tailscale Tunnel", Link.TUNNEL),
        (131, "Teredo", Link.TUNNEL),
        (23, "WAN Miniport (PPPOE)", Link.UNCLEAR),
        (23, "WAN Miniport (L2TP)", Link.TUNNEL),
    ],
)
def test_windows_interfaces(kind, description, expected):
    assert windows_answers.link_of(kind, description) is expected


# --- names and the page


def test_system_names_once_each():
    targets = Targets(resolve=lambda host, port: [("192.0.2.1", port), ("192.0.2.1", port), ("2001:db8::1", port)])
    assert SystemNames(targets=targets).addresses("x.example", cancel=CancelToken()) == ("192.0.2.1", "2001:db8::1")


def test_system_names_that_fail():
    def fail(host, port):
        raise OSError

    assert SystemNames(targets=Targets(resolve=fail)).addresses("x.example", cancel=CancelToken()) == ()


def page(server: HTTPServer, **answer):
    server.expect_request("/success.txt").respond_with_data(**answer)
    targets = Targets(resolve=lambda _host, port: [("127.0.0.1", port)], may_connect=lambda _address: True)
    fetch = Fetch(targets=targets, ports=(server.port, 1))
    return PortalPage(url="http://portal.test/success.txt", fetch=fetch).ask(cancel=CancelToken())


def test_the_known_page(httpserver):
    assert page(httpserver, response_data="success\n").state is Portal.NONE


@pytest.mark.parametrize(
    "answer",
    [
        {"response_data": "<html>Welcome to Hotel", "status": 200},
        {"response_data": "success", "status": 302, "headers": {"Location": "http://portal.example/"}},
        {"response_data": "success" * 10_000},
        {"response_data": "", "status": 511},
    ],
)
def test_any_other_page_is_somebody_elses(httpserver, answer):
    assert page(httpserver, **answer).state is Portal.PORTAL


def test_nobody_answers():
    with pytest.raises(Trouble):
        PortalPage(fetch=Fetch(targets=Targets(resolve=lambda _host, _port: []))).ask(cancel=CancelToken())


@given(st.text())
def test_any_text_of_the_mac_programs(text):
    macos_outputs.read_route(text)
    macos_outputs.read_tunnels(text)
    macos_outputs.read_name_servers(text)
