"""Reads what Apple's network programs print."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from sentwatch.adapters.commands import CouldNotLook
from sentwatch.adapters.facts import NotHere
from sentwatch.core.looks import DoesNotApply
from sentwatch.core.network import Link, WifiFacts, WifiSecurity
from sentwatch.core.phrase import N_, phrase

# Words of system_profiler after "spairport_security_mode_" (public code; macOS 12 to 15).
_SECURITY: Final = (
    ("enterprise", WifiSecurity.ENTERPRISE),
    ("wpa3", WifiSecurity.WPA3),
    ("wpa2", WifiSecurity.WPA2),
    ("wpa", WifiSecurity.WPA),
    ("wep", WifiSecurity.WEP),
    ("owe", WifiSecurity.ENHANCED_OPEN),
    ("none", WifiSecurity.OPEN),
)
_PREFIX: Final = "spairport_security_mode_"


def read_route(text: str) -> tuple[str, str]:
    """Read `route -n get`: interface and gateway, empty where not told."""
    interface = re.search(r"^\s*interface: (\S{1,32})\s*$", text, re.MULTILINE)
    gateway = re.search(r"^\s*gateway: ([0-9A-Fa-f.:]{2,64}(?:%\S{1,32})?)\s*$", text, re.MULTILINE)
    return interface.group(1) if interface else "", gateway.group(1) if gateway else ""


def link_of(interface: str) -> Link:
    """Say what an interface is by its name: utun and ipsec are tunnels; ppp may be a DSL line."""
    if re.fullmatch(r"(utun|ipsec|tun|wg)\d{1,4}", interface):
        return Link.TUNNEL
    return Link.UNCLEAR if re.fullmatch(r"(ppp|tap|feth)\d{1,4}", interface) else Link.PLAIN


def read_tunnels(text: str) -> tuple[str, ...]:
    """Read `scutil --nc list`: the names of services that are connected."""
    found = re.findall(r'^\*? {0,3}\(Connected\).{0,200}?"([^"\n]{1,80})"', text, re.MULTILINE)
    return tuple(found[:20])


def read_name_servers(text: str) -> tuple[str, ...]:
    """Read `scutil --dns`: the servers of the first resolver, which is the one for all names."""
    first = text.partition("resolver #2")[0]
    found = re.findall(r"^\s*nameserver\[\d{1,3}\] : ([0-9A-Fa-f.:]{2,64}(?:%\S{1,32})?)\s*$", first, re.MULTILINE)
    return tuple(dict.fromkeys(found))[:8]


def read_airport(text: str) -> WifiFacts:
    """Read `system_profiler -json SPAirPortDataType`. Since macOS 14.4 the name of the network is often withheld."""
    try:
        rows: Any = json.loads(text)["SPAirPortDataType"]
        interfaces = [each for row in rows[:8] for each in row.get("spairport_airport_interfaces", [])[:8]]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        raise CouldNotLook(phrase(N_("How the Wi-Fi is encrypted could not be seen."))) from None
    for interface in interfaces:
        current = interface.get("spairport_current_network_information") if isinstance(interface, dict) else None
        if not isinstance(current, dict):
            continue
        name = str(current.get("_name", "")).strip("<>")[:64]
        security = read_security(str(current.get("spairport_security_mode", "")))
        others = interface.get("spairport_airport_other_local_wireless_networks")
        return WifiFacts(name=name, security=security, others_of_that_name=_others(others, name, security))
    raise NotHere(DoesNotApply(phrase(N_("No Wi-Fi is in use."))))


def _others(rows: Any, name: str, security: WifiSecurity) -> frozenset[WifiSecurity]:
    found = {
        read_security(str(row.get("spairport_security_mode", "")))
        for row in (rows[:200] if isinstance(rows, list) else [])
        if isinstance(row, dict) and row.get("_name") == name and name != "redacted"
    }
    return frozenset(found - {security, WifiSecurity.UNKNOWN})


def read_security(word: str) -> WifiSecurity:
    """Read one security mode; a name we do not know is unknown and never open."""
    rest = word.removeprefix(_PREFIX) if word.startswith(_PREFIX) else ""
    return next((security for part, security in _SECURITY if part in rest), WifiSecurity.UNKNOWN)
