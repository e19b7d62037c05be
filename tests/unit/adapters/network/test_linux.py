"""The network of a Linux computer: routes as recorded, NetworkManager and resolved on a private bus."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest

from sentwatch.adapters.network.linux import LinuxNetwork, read_resolv_conf
from sentwatch.adapters.network.linux_routes import (
    best_interface,
    link_of,
    read_ipv4,
    read_ipv6,
    read_route_get,
    read_tables,
)
from sentwatch.adapters.network.linux_wifi import read_security
from sentwatch.core.connection import Answer
from sentwatch.core.looks import DoesNotApply, NotChecked
from sentwatch.core.network import Link, Portal, Tunnel, WifiSecurity, tunnel_state
from sentwatch.ports.cancel import CancelToken
from support import system_bus as fake
from support.recorded import Recorded

CORPUS = Path(__file__).resolve().parents[3] / "corpus/network/linux"
NO_BUS = "unix:path=/nonexistent/bus"
MAIL = "93.184.215.14"

needs_bus = pytest.mark.skipif(fake.is_missing(), reason="needs dbus-daemon")


def text(name):
    return (CORPUS / name).read_text()


def interface(root, name, *, kind="1", devtype=None, tun_flags=None):
    folder = root / "sys/class/net" / name
    folder.mkdir(parents=True)
    (folder / "type").write_text(kind + "\n")
    (folder / "uevent").write_text(f"INTERFACE={name}\n" + (f"DEVTYPE={devtype}\n" if devtype else ""))
    if tun_flags:
        (folder / "tun_flags").write_text(tun_flags + "\n")


def routes(root, ipv4=None, ipv6=None):
    (root / "proc/net").mkdir(parents=True, exist_ok=True)
    if ipv4:
        (root / "proc/net/route").write_text(text(ipv4))
    if ipv6:
        (root / "proc/net/ipv6_route").write_text(text(ipv6))


def look(root, *, addresses=(MAIL,), bus=NO_BUS, outputs=None):
    port = LinuxNetwork(commands=Recorded(outputs or {}), root=root, bus_address=bus)
    return port.look("imap.example.com", addresses, cancel=CancelToken())


def via(**devices):
    """An `ip route get` that leads addresses by these devices; what is not named is unreachable."""
    names = {name.replace("_", "."): device for name, device in devices.items()}

    def answer(*words):
        from sentwatch.adapters.commands import Output

        device = names.get(words[-1])
        if device is None:
            return Output(status=2, raw=b"")
        return f'[{{"dst":"{words[-1]}","dev":"{device}","flags":[],"uid":0,"cache":[]}}]'

    return {"ip -j route get": answer}


# --- routes


def test_a_recorded_answer():
    assert read_route_get(text("ip-route-get.json")) == "eth0"


@pytest.mark.parametrize(
    "broken",
    ["", "[]", "{}", "[1]", '[{"dev":3}]', '[{"dev":"a b"}]', '[{"type":"unreachable","dev":"lo"}]', "[" * 100_000],
)
def test_broken_answers(broken):
    assert read_route_get(broken) is None


def test_tables_as_recorded(tmp_path):
    routes(tmp_path, "route-plain.txt", "ipv6_route-plain.txt")
    table = read_tables(tmp_path)
    assert best_interface(ipaddress.ip_address(MAIL), table) == "eth0"
    assert best_interface(ipaddress.ip_address("2001:4860::1"), table) == "eth0"


@pytest.mark.parametrize(
    ("name", "address", "expected"),
    [
        ("route-openvpn-full.txt", MAIL, "tun0"),
        ("route-openvpn-full.txt", "203.0.113.9", "tun0"),
        ("route-openvpn-full.txt", "192.168.1.7", "wlp2s0"),
        ("route-split.txt", MAIL, "eth0"),
        ("route-split.txt", "10.20.5.5", "tun0"),
        ("route-split.txt", "169.254.1.1", "eth0"),
    ],
)
def test_the_longest_match_counts(name, address, expected):
    assert best_interface(ipaddress.ip_address(address), read_ipv4(text(name))) == expected


@pytest.mark.parametrize(
    "broken", ["", "x\n", "h\neth0 zz 0 3 0 0 0 0", "h\neth0 00000000 0 0003 0 0 x 00000000", "h\neth0", "\x00"]
)
def test_broken_tables(broken):
    assert read_ipv4(broken) == ()
    assert read_ipv6(broken) == ()


@pytest.mark.parametrize(
    ("name", "facts", "expected"),
    [
        ("eth0", {}, Link.PLAIN),
        ("wg0", {"kind": "65534", "devtype": "wireguard"}, Link.TUNNEL),
        ("tun0", {"kind": "65534", "tun_flags": "0x1001"}, Link.TUNNEL),
        ("tap0", {"tun_flags": "0x1002"}, Link.UNCLEAR),
        ("ppp0", {"kind": "512"}, Link.UNCLEAR),
        ("wlp2s0", {"devtype": "wlan"}, Link.PLAIN),
        ("sit0", {"kind": "776"}, Link.TUNNEL),
        ("br0", {"devtype": "bridge"}, Link.PLAIN),
    ],
)
def test_what_an_interface_is(tmp_path, name, facts, expected):
    interface(tmp_path, name, **facts)
    assert link_of(name, tmp_path) is expected


def test_a_wireguard_for_everything(tmp_path):
    interface(tmp_path, "wg0", kind="65534", devtype="wireguard")
    seen = look(tmp_path, outputs=via(**{MAIL.replace(".", "_"): "wg0", "192_0_2_1": "wg0"})).tunnel
    assert tunnel_state(seen) is Tunnel.FULL


def test_ipv6_beside_the_tunnel_is_partial(tmp_path):
    interface(tmp_path, "wg0", kind="65534", devtype="wireguard")
    interface(tmp_path, "eth0")
    outputs = via(**{MAIL.replace(".", "_"): "wg0", "192_0_2_1": "wg0", "2001:db8::1": "eth0"})
    assert tunnel_state(look(tmp_path, outputs=outputs).tunnel) is Tunnel.PARTIAL_OR_UNCLEAR


def test_without_the_program_the_tables_are_read_and_that_is_said(tmp_path):
    interface(tmp_path, "tun0", kind="65534", tun_flags="0x1001")
    routes(tmp_path, "route-openvpn-full.txt")
    seen = look(tmp_path).tunnel
    assert tunnel_state(seen) is Tunnel.FULL
    assert any("main routing table" in limit.text for limit in seen.limits)


def test_offline_is_could_not_look(tmp_path):
    seen = look(tmp_path, outputs=via())
    assert isinstance(seen.tunnel, NotChecked)
    assert isinstance(seen.router, NotChecked)
    assert isinstance(look(tmp_path, addresses=()).tunnel, NotChecked)


def test_no_bus_is_could_not_look(tmp_path):
    seen = look(tmp_path)
    assert isinstance(seen.wifi, NotChecked)
    assert isinstance(seen.portal, NotChecked)


def test_router_and_resolv_conf(tmp_path):
    routes(tmp_path, "route-plain.txt", "ipv6_route-plain.txt")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/resolv.conf").write_text("# x\nsearch lan\nnameserver 192.0.2.53\nnameserver ::1\n")
    seen = look(tmp_path).router
    assert seen.gateways == ("192.0.2.1", "fd00::1")
    assert seen.name_servers == ("192.0.2.53", "::1")
    assert read_resolv_conf("nameserver\nrubbish") == ()


@needs_bus
def test_resolved_knows_more_than_resolv_conf(tmp_path):
    routes(tmp_path, "route-plain.txt")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/resolv.conf").write_text("nameserver 127.0.0.53\n")
    servers = ([192, 168, 1, 1], list(ipaddress.ip_address("2001:db8::53").packed), [192, 168, 1, 1])
    with fake.private_bus(tmp_path / "bus", fake.resolved(*servers)) as bus:
        assert look(tmp_path, bus=bus).router.name_servers == ("192.168.1.1", "2001:db8::53")


# --- NetworkManager

PSK, ENTERPRISE, SAE, OWE = 0x100, 0x200, 0x400, 0x800
PAIR = 0x8 | 0x80


@pytest.mark.parametrize(
    ("flags", "wpa", "rsn", "expected"),
    [
        (0, 0, 0, WifiSecurity.OPEN),
        (2, 0, 0, WifiSecurity.OPEN),  # WPS only
        (1, 0, 0, WifiSecurity.WEP),
        (1, PAIR | PSK, 0, WifiSecurity.WPA),
        (1, PAIR | PSK, PAIR | PSK, WifiSecurity.WPA2),
        (1, 0, PAIR | PSK, WifiSecurity.WPA2),
        (1, 0, PAIR | PSK | SAE, WifiSecurity.WPA3),
        (1, 0, PAIR | SAE, WifiSecurity.WPA3),
        (1, 0, PAIR | ENTERPRISE, WifiSecurity.ENTERPRISE),
        (1, 0, PAIR | 0x2000, WifiSecurity.ENTERPRISE),
        (0, 0, PAIR | OWE, WifiSecurity.ENHANCED_OPEN),
        (1, 0, PAIR, WifiSecurity.UNKNOWN),
    ],
)
def test_access_point_flags(flags, wpa, rsn, expected):
    assert read_security(flags, wpa, rsn) is expected


@needs_bus
def test_an_open_wifi_with_a_twin(tmp_path):
    points = ((b"Cafe", 1, 0, PAIR | PSK), (b"Cafe", 0, 0, 0), (b"Other", 1, 0, 0))
    with fake.private_bus(tmp_path / "bus", fake.network_manager(points=points, autoconnect=False)) as bus:
        seen = look(tmp_path, bus=bus)
    assert (seen.wifi.name, seen.wifi.security) == ("Cafe", WifiSecurity.WPA2)
    assert seen.wifi.others_of_that_name == {WifiSecurity.OPEN}
    assert seen.wifi.joins_by_itself is Answer.NO
    assert seen.portal.state is Portal.NONE


@needs_bus
def test_a_japanese_name_that_joins_by_itself(tmp_path):
    points = (("カフェ さくら".encode(), 0, 0, 0),)
    with fake.private_bus(tmp_path / "bus", fake.network_manager(points=points, connectivity=2)) as bus:
        seen = look(tmp_path, bus=bus)
    assert (seen.wifi.name, seen.wifi.security) == ("カフェ さくら", WifiSecurity.OPEN)
    assert seen.wifi.joins_by_itself is Answer.YES
    assert seen.portal.state is Portal.PORTAL


@needs_bus
def test_a_cable_is_no_wifi_and_connectivity_unknown_is_could_not_look(tmp_path):
    with fake.private_bus(tmp_path / "bus", fake.network_manager(connectivity=0)) as bus:
        seen = look(tmp_path, bus=bus)
    assert isinstance(seen.wifi, DoesNotApply)
    assert isinstance(seen.portal, NotChecked)


@needs_bus
def test_tunnels_by_name(tmp_path):
    interface(tmp_path, "eth0")
    tunnels = (("Office", "vpn"), ("Home", "wireguard"), ("Bridge", "bridge"))
    outputs = via(**{MAIL.replace(".", "_"): "eth0", "192_0_2_1": "eth0"})
    with fake.private_bus(tmp_path / "bus", fake.network_manager(tunnels=tunnels)) as bus:
        seen = look(tmp_path, bus=bus, outputs=outputs).tunnel
    assert seen.named == ("Office", "Home")
    assert tunnel_state(seen) is Tunnel.PARTIAL_OR_UNCLEAR
