"""What NetworkManager says: the Wi-Fi in use and its encryption, tunnels that are up, and a page in the way."""

from __future__ import annotations

from typing import Any, Final

from sentwatch.adapters.bus import Bus, system_bus
from sentwatch.adapters.commands import CouldNotLook
from sentwatch.adapters.facts import NotHere
from sentwatch.core.connection import Answer
from sentwatch.core.looks import DoesNotApply
from sentwatch.core.network import Portal, PortalFacts, WifiFacts, WifiSecurity
from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken

_SERVICE: Final = "org.freedesktop.NetworkManager"
_PATH: Final = "/org/freedesktop/NetworkManager"
_WIFI_KIND: Final = "802-11-wireless"
_TUNNEL_KINDS: Final = frozenset({"vpn", "wireguard", "tun", "ip-tunnel"})

# NM80211ApFlags and NM80211ApSecurityFlags of libnm (nm-dbus-interface.h).
_PRIVACY: Final = 0x1
_PSK: Final = 0x100
_ENTERPRISE: Final = 0x200 | 0x2000
_SAE: Final = 0x400
_OWE: Final = 0x800 | 0x1000

# NMConnectivityState: 1 none, 2 portal, 3 limited, 4 full; 0 is "not asked".
_CONNECTIVITY: Final = {1: Portal.LIMITED, 2: Portal.PORTAL, 3: Portal.LIMITED, 4: Portal.NONE}
MAX_POINTS: Final = 200


def wifi(*, bus_address: str | None, cancel: CancelToken) -> WifiFacts:
    """Look at the Wi-Fi in use. No new search for networks is started."""
    with system_bus(cancel=cancel, address=bus_address) as bus:
        for active in _actives(bus):
            if bus.get(_SERVICE, active, f"{_SERVICE}.Connection.Active", "Type") == _WIFI_KIND:
                return _in_use(bus, active)
    raise NotHere(DoesNotApply(phrase(N_("No Wi-Fi is in use."))))


def _actives(bus: Bus) -> tuple[str, ...]:
    rows = bus.get(_SERVICE, _PATH, _SERVICE, "ActiveConnections")
    return tuple(str(row) for row in tuple(rows)[:50])


def _in_use(bus: Bus, active: str) -> WifiFacts:
    devices = bus.get(_SERVICE, active, f"{_SERVICE}.Connection.Active", "Devices")
    for device in tuple(devices)[:8]:
        point = str(bus.get(_SERVICE, device, f"{_SERVICE}.Device.Wireless", "ActiveAccessPoint"))
        if point == "/":
            continue
        name, security = _point(bus, point)
        points = bus.get(_SERVICE, device, f"{_SERVICE}.Device.Wireless", "AccessPoints")
        others: set[WifiSecurity] = set()
        for other in tuple(points)[:MAX_POINTS]:
            if str(other) == point:
                continue
            try:
                other_name, other_security = _point(bus, str(other))
            except CouldNotLook:
                continue  # it has gone out of reach meanwhile
            if other_name == name and other_security is not security:
                others.add(other_security)
        return WifiFacts(
            name=name,
            security=security,
            others_of_that_name=frozenset(others),
            joins_by_itself=_joins(bus, active),
        )
    raise CouldNotLook(phrase(N_("How the Wi-Fi is encrypted could not be seen.")))


def _point(bus: Bus, path: str) -> tuple[str, WifiSecurity]:
    interface = f"{_SERVICE}.AccessPoint"
    flags, wpa, rsn, ssid = (
        bus.get(_SERVICE, path, interface, name) for name in ("Flags", "WpaFlags", "RsnFlags", "Ssid")
    )
    try:
        return bytes(ssid).decode("utf-8", "replace")[:32], read_security(int(flags), int(wpa), int(rsn))
    except (TypeError, ValueError):
        raise CouldNotLook(phrase(N_("How the Wi-Fi is encrypted could not be seen."))) from None


def read_security(flags: int, wpa: int, rsn: int) -> WifiSecurity:
    """From the three flag words of an access point to the best that it offers."""
    if (wpa | rsn) & _ENTERPRISE:
        return WifiSecurity.ENTERPRISE
    if rsn & _SAE:
        return WifiSecurity.WPA3
    if rsn & _PSK:
        return WifiSecurity.WPA2
    if rsn & _OWE:
        return WifiSecurity.ENHANCED_OPEN
    if wpa & _PSK:
        return WifiSecurity.WPA
    if wpa or rsn:
        return WifiSecurity.UNKNOWN
    return WifiSecurity.WEP if flags & _PRIVACY else WifiSecurity.OPEN


def _joins(bus: Bus, active: str) -> Answer:
    try:
        settings = bus.get(_SERVICE, active, f"{_SERVICE}.Connection.Active", "Connection")
        rows: Any = bus.call(_SERVICE, str(settings), f"{_SERVICE}.Settings.Connection.GetSettings")[0]
        # A missing word means yes: that is NetworkManager's default.
        joins = rows["connection"].get("autoconnect", ("b", True))[1]
    except (CouldNotLook, KeyError, TypeError, IndexError, AttributeError):
        return Answer.UNKNOWN
    return Answer.YES if joins else Answer.NO


def tunnels_up(*, bus_address: str | None, cancel: CancelToken) -> tuple[str, ...]:
    """Return the names of tunnels that NetworkManager has brought up."""
    with system_bus(cancel=cancel, address=bus_address) as bus:
        names: list[str] = []
        for active in _actives(bus):
            interface = f"{_SERVICE}.Connection.Active"
            is_vpn = bool(bus.get(_SERVICE, active, interface, "Vpn"))
            if is_vpn or bus.get(_SERVICE, active, interface, "Type") in _TUNNEL_KINDS:
                names.append(str(bus.get(_SERVICE, active, interface, "Id"))[:80])
    return tuple(names)


def portal(*, bus_address: str | None, cancel: CancelToken) -> PortalFacts:
    """Read what NetworkManager already knows; it is not told to ask again."""
    with system_bus(cancel=cancel, address=bus_address) as bus:
        number = bus.get(_SERVICE, _PATH, _SERVICE, "Connectivity")
    state = _CONNECTIVITY.get(number) if isinstance(number, int) else None
    if state is None:
        raise CouldNotLook(phrase(N_("The system does not watch for such pages.")), is_expected=True)
    return PortalFacts(state=state)
