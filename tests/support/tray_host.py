"""A desktop's tray on a session bus: the StatusNotifierWatcher that programs register with, and a hand for their menus.

Specifications: freedesktop.org StatusNotifierItem 0.1; com.canonical.dbusmenu 3 (libdbusmenu).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from jeepney import DBusAddress, HeaderFields, MessageType, Properties, new_error, new_method_call, new_method_return
from jeepney.bus_messages import DBus
from jeepney.io.blocking import DBusConnection, open_dbus_connection

WATCHER = "org.kde.StatusNotifierWatcher"


class Watcher:
    """Owns the watcher's name and remembers who registers."""

    def __init__(self, bus: str) -> None:
        self._connection = open_dbus_connection(bus=bus)
        self.items: list[str] = []
        self._connection.send_and_get_reply(DBus().RequestName(WATCHER))
        self._stopped = False
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def stop(self) -> None:
        self._stopped = True
        self._thread.join(5)
        self._connection.close()

    def _serve(self) -> None:
        while not self._stopped:
            with suppress(TimeoutError):
                self._answer(self._connection.receive(timeout=0.2))

    def _answer(self, message) -> None:
        if message.header.message_type is not MessageType.method_call:
            return
        fields = message.header.fields
        member, interface = fields.get(HeaderFields.member), fields.get(HeaderFields.interface)
        if member == "RegisterStatusNotifierItem":
            self.items.append(fields[HeaderFields.sender])
            reply = new_method_return(message)
        elif member == "RegisterStatusNotifierHost":
            reply = new_method_return(message)
        elif interface == "org.freedesktop.DBus.Properties" and member == "Get":
            values = {
                "IsStatusNotifierHostRegistered": ("b", True),
                "ProtocolVersion": ("i", 0),
                "RegisteredStatusNotifierItems": ("as", self.items),
            }
            reply = new_method_return(message, "v", (values[message.body[1]],))
        else:
            reply = new_error(message, "org.freedesktop.DBus.Error.UnknownMethod")
        self._connection.send(reply)


@dataclass
class Item:
    """One program's tray icon, as the desktop sees it."""

    connection: DBusConnection
    name: str

    def properties(self) -> dict:
        address = DBusAddress("/StatusNotifierItem", bus_name=self.name, interface="org.kde.StatusNotifierItem")
        [values] = self.connection.send_and_get_reply(Properties(address).get_all(), timeout=5).body
        return {name: value for name, (_signature, value) in values.items()}

    @property
    def tooltip(self) -> str:
        """Its title."""
        return self.properties()["ToolTip"][2]

    def picture(self, width: int) -> bytes:
        """The icon's pixels (ARGB) at one size."""
        return next(bytes(pixels) for wide, _high, pixels in self.properties()["IconPixmap"] if wide == width)

    def menu(self) -> list:
        """The menu as (id, label, is_enabled, children)."""
        layout = self._call("GetLayout", "iias", (0, -1, []))[1]
        return [self._entry(child) for _signature, child in layout[2]]

    def press(self, *labels: str) -> None:
        """Choose an entry by the labels on the way to it."""
        entries = self.menu()
        for label in labels:
            found = next(entry for entry in entries if entry[1] == label)
            entries = found[3]
        assert found[2], f"{labels} is disabled"
        self._call("Event", "isvu", (found[0], "clicked", ("i", 0), 0))

    def labels(self) -> list[str]:
        """The labels of the menu, those of submenus after a slash."""
        found = []
        for _id, label, _is_enabled, children in self.menu():
            found.append(label)
            found += [f"{label}/{child[1]}" for child in children]
        return [label for label in found if label and not label.endswith("/")]

    def activate(self) -> None:
        """Click on the icon."""
        address = DBusAddress("/StatusNotifierItem", bus_name=self.name, interface="org.kde.StatusNotifierItem")
        self.connection.send_and_get_reply(new_method_call(address, "Activate", "ii", (0, 0)), timeout=5)

    def _call(self, method: str, signature: str, body: tuple):
        path = self.properties()["Menu"]
        address = DBusAddress(path, bus_name=self.name, interface="com.canonical.dbusmenu")
        reply = self.connection.send_and_get_reply(new_method_call(address, method, signature, body), timeout=5)
        assert reply.header.message_type is MessageType.method_return, reply.body
        return reply.body

    def _entry(self, node) -> tuple:
        number, properties, children = node
        values = {name: value for name, (_signature, value) in properties.items()}
        # A single underscore marks a key, two stand for one.
        label = values.get("label", "").replace("__", "\0").replace("_", "").replace("\0", "_")
        return number, label, values.get("enabled", True), [self._entry(child) for _signature, child in children]


@dataclass
class TrayHost:
    """The tray of the desktop."""

    watcher: Watcher
    connection: DBusConnection

    def wait_for_item(self, seconds: float = 30) -> Item:
        """The icon of the program that registered last."""
        until = time.monotonic() + seconds
        while not self.watcher.items:
            assert time.monotonic() < until, "nobody registered"
            time.sleep(0.05)
        return Item(self.connection, self.watcher.items[-1])


@contextmanager
def tray_host(bus: str) -> Iterator[TrayHost]:
    """A tray on the bus at this address."""
    watcher = Watcher(bus)
    connection = open_dbus_connection(bus=bus)
    try:
        yield TrayHost(watcher, connection)
    finally:
        connection.close()
        watcher.stop()
