"""A private bus in the place of the system bus, with stand-ins for systemd, logind, NetworkManager and others on it."""

# dbus-fast reads its own type words from the annotations, which are no Python.
# ruff: noqa: F722, F821
import asyncio
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dbus_fast import PropertyAccess, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_property, method

_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""
NM = "org.freedesktop.NetworkManager"
NM_PATH = "/org/freedesktop/NetworkManager"
READ = PropertyAccess.READ


def is_missing() -> bool:
    return shutil.which("dbus-daemon") is None


@dataclass
class Exported:
    """One service on the bus: its name, and its interfaces by object path."""

    name: str
    objects: dict[str, list[ServiceInterface]] = field(default_factory=dict)


class Systemd(ServiceInterface):
    """`units` is the active state by unit name; whatever else is asked for is not found."""

    def __init__(self, units):
        super().__init__("org.freedesktop.systemd1.Manager")
        self.units = units

    @method()
    def ListUnitsByNames(self, names: "as") -> "a(ssssssouso)":
        return [
            [
                name,
                name,
                "loaded" if name in self.units else "not-found",
                self.units.get(name, "inactive"),
                "running",
                "",
                "/org/freedesktop/systemd1/unit/x",
                0,
                "",
                "/",
            ]
            for name in names
        ]


class LogindSeats(ServiceInterface):
    """`sessions` are (id, user id, user name, object path)."""

    def __init__(self, sessions, *, idle_action="ignore", idle_us=1_800_000_000):
        super().__init__("org.freedesktop.login1.Manager")
        self.sessions, self.idle_action, self.idle_us = sessions, idle_action, idle_us

    @method()
    def ListSessions(self) -> "a(susso)":
        return [[one, uid, user, "seat0", path] for one, uid, user, path in self.sessions]

    @dbus_property(access=READ)
    def IdleAction(self) -> "s":
        return self.idle_action

    @dbus_property(access=READ)
    def IdleActionUSec(self) -> "t":
        return self.idle_us


class LogindSession(ServiceInterface):
    def __init__(self, kind, desktop):
        super().__init__("org.freedesktop.login1.Session")
        self.kind, self.desktop = kind, desktop

    @dbus_property(access=READ)
    def Type(self) -> "s":
        return self.kind

    @dbus_property(access=READ)
    def Desktop(self) -> "s":
        return self.desktop


class Nothing(ServiceInterface):
    """A service of which only the name matters."""

    def __init__(self, name):
        super().__init__(name)


class Networks(ServiceInterface):
    def __init__(self, actives, connectivity):
        super().__init__(NM)
        self.actives, self.connectivity = actives, connectivity

    @dbus_property(access=READ)
    def ActiveConnections(self) -> "ao":
        return self.actives

    @dbus_property(access=READ)
    def Connectivity(self) -> "u":
        return self.connectivity


class ActiveConnection(ServiceInterface):
    def __init__(self, name, kind, *, vpn, devices, settings):
        super().__init__(f"{NM}.Connection.Active")
        self.shown, self.kind, self.vpn, self.devices, self.settings = name, kind, vpn, devices, settings

    @dbus_property(access=READ)
    def Id(self) -> "s":
        return self.shown

    @dbus_property(access=READ)
    def Type(self) -> "s":
        return self.kind

    @dbus_property(access=READ)
    def Vpn(self) -> "b":
        return self.vpn

    @dbus_property(access=READ)
    def Devices(self) -> "ao":
        return self.devices

    @dbus_property(access=READ)
    def Connection(self) -> "o":
        return self.settings


class WirelessDevice(ServiceInterface):
    def __init__(self, active, points):
        super().__init__(f"{NM}.Device.Wireless")
        self.active, self.points = active, points

    @dbus_property(access=READ)
    def ActiveAccessPoint(self) -> "o":
        return self.active

    @dbus_property(access=READ)
    def AccessPoints(self) -> "ao":
        return self.points


class AccessPoint(ServiceInterface):
    def __init__(self, ssid, flags, wpa, rsn):
        super().__init__(f"{NM}.AccessPoint")
        self.ssid, self.flags, self.wpa, self.rsn = ssid, flags, wpa, rsn

    @dbus_property(access=READ)
    def Ssid(self) -> "ay":
        return self.ssid

    @dbus_property(access=READ)
    def Flags(self) -> "u":
        return self.flags

    @dbus_property(access=READ)
    def WpaFlags(self) -> "u":
        return self.wpa

    @dbus_property(access=READ)
    def RsnFlags(self) -> "u":
        return self.rsn


class ConnectionSettings(ServiceInterface):
    def __init__(self, values):
        super().__init__(f"{NM}.Settings.Connection")
        self.values = values

    @method()
    def GetSettings(self) -> "a{sa{sv}}":
        return {"connection": {name: Variant("b", value) for name, value in self.values.items()}}


class Resolved(ServiceInterface):
    def __init__(self, servers):
        super().__init__("org.freedesktop.resolve1.Manager")
        self.servers = servers

    @dbus_property(access=READ)
    def DNS(self) -> "a(iiay)":
        return self.servers


def systemd(**units):
    """Units by name, with `_` for `-` and the ending left out: systemd(clamav_daemon="active")."""
    named = {name.replace("_", "-") + ".service": state for name, state in units.items()}
    return Exported("org.freedesktop.systemd1", {"/org/freedesktop/systemd1": [Systemd(named)]})


def logind(*sessions, uid=1000, **manager):
    """Sessions as (kind, desktop) of the user `uid`."""
    objects = {"/org/freedesktop/login1": []}
    rows = []
    for number, (kind, desktop) in enumerate(sessions):
        path = f"/org/freedesktop/login1/session/_{number}"
        rows.append((str(number), uid, "user", path))
        objects[path] = [LogindSession(kind, desktop)]
    objects["/org/freedesktop/login1"] = [LogindSeats(rows, **manager)]
    return Exported("org.freedesktop.login1", objects)


def firewalld():
    return Exported(
        "org.fedoraproject.FirewallD1", {"/org/fedoraproject/FirewallD1": [Nothing("org.fedoraproject.FirewallD1")]}
    )


def resolved(*servers):
    return Exported(
        "org.freedesktop.resolve1", {"/org/freedesktop/resolve1": [Resolved([[2, 2, bytes(each)] for each in servers])]}
    )


def network_manager(*, points=(), tunnels=(), connectivity=4, autoconnect=None):
    """A computer in the first of `points` (ssid, flags, wpa, rsn), with `tunnels` as (name, kind)."""
    objects = {}
    actives = []
    settings = f"{NM_PATH}/Settings/1"
    objects[settings] = [ConnectionSettings({} if autoconnect is None else {"autoconnect": autoconnect})]
    if points:
        paths = [f"{NM_PATH}/AccessPoint/{number}" for number in range(len(points))]
        for path, point in zip(paths, points, strict=True):
            objects[path] = [AccessPoint(*point)]
        device = f"{NM_PATH}/Devices/1"
        objects[device] = [WirelessDevice(paths[0], paths)]
        actives.append(
            (
                f"{NM_PATH}/ActiveConnection/1",
                ActiveConnection("wifi", "802-11-wireless", vpn=False, devices=[device], settings=settings),
            )
        )
    for number, (name, kind) in enumerate(tunnels, 2):
        one = ActiveConnection(name, kind, vpn=kind == "vpn", devices=[], settings=settings)
        actives.append((f"{NM_PATH}/ActiveConnection/{number}", one))
    for path, one in actives:
        objects[path] = [one]
    objects[NM_PATH] = [Networks([path for path, _ in actives], connectivity)]
    return Exported(NM, objects)


@contextmanager
def private_bus(folder: Path, *services: Exported) -> Iterator[str]:
    """Run a bus with these services on it; gives its address."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "bus"
    config = folder / "bus.conf"
    config.write_text(_CONFIG.format(path=path))
    daemon = subprocess.Popen(
        ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ["PATH"]},
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().decode().strip()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="bus services", daemon=True)
    thread.start()

    async def serve():
        buses = []
        for service in services:
            bus = await MessageBus(bus_address=address).connect()
            for object_path, interfaces in service.objects.items():
                for interface in interfaces:
                    bus.export(object_path, interface)
            await bus.request_name(service.name)
            buses.append(bus)
        return buses

    async def leave(buses):
        for bus in buses:
            bus.disconnect()
            await bus.wait_for_disconnect()

    try:
        buses = asyncio.run_coroutine_threadsafe(serve(), loop).result(20)
        try:
            yield address
        finally:
            asyncio.run_coroutine_threadsafe(leave(buses), loop).result(20)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
        daemon.terminate()
        daemon.wait(10)
        daemon.stdout.close()
