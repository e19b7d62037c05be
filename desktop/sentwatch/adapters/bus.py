"""Reads from the D-Bus of a Linux system or session by jeepney; starts no service and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from socket import SHUT_RDWR
from typing import Any, Final

from sentwatch.adapters.commands import CouldNotLook
from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken

ANSWER_S: Final = 4.0


@dataclass(frozen=True, slots=True)
class Bus:
    """One open connection. Every method raises CouldNotLook where the service is not there, refuses or is silent."""

    _connection: Any
    _cancel: CancelToken

    def call(self, service: str, path: str, method: str, *, signature: str = "", body: tuple[Any, ...] = ()) -> Any:
        """Call `interface.Method` and return the body of the answer. A service that does not run is not started."""
        import jeepney
        from jeepney.low_level import MessageFlag

        self._cancel.check()
        interface, _, name = method.rpartition(".")
        try:
            address = jeepney.DBusAddress(path, bus_name=service, interface=interface)
            message = jeepney.new_method_call(address, name, signature or None, body)
            message.header.flags = MessageFlag.no_auto_start
            reply = self._connection.send_and_get_reply(message, timeout=ANSWER_S)
        except (OSError, TimeoutError, ValueError, TypeError, EOFError):
            raise CouldNotLook(phrase(N_("The service {name} did not answer."), name=service)) from None
        if reply.header.message_type is not jeepney.MessageType.method_return:
            raise CouldNotLook(
                phrase(N_("The service {name} is not there or did not tell."), name=service), is_expected=True
            )
        return reply.body

    def get(self, service: str, path: str, interface: str, name: str) -> Any:
        """Read one property."""
        body = self.call(service, path, "org.freedesktop.DBus.Properties.Get", signature="ss", body=(interface, name))
        try:
            return body[0][1]
        except (IndexError, TypeError):
            raise CouldNotLook(phrase(N_("The service {name} did not answer."), name=service)) from None

    def has(self, service: str) -> bool:
        """Whether a service is running."""
        body = self.call(
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.NameHasOwner",
            signature="s",
            body=(service,),
        )
        return bool(body and body[0])


@contextmanager
def system_bus(*, cancel: CancelToken, address: str | None = None) -> Iterator[Bus]:
    """Connect to the system bus; `address` is for tests."""
    named = address or os.environ.get("DBUS_SYSTEM_BUS_ADDRESS") or "SYSTEM"
    with _connected(named, N_("This computer has no system bus we could ask."), cancel) as bus:
        yield bus


@contextmanager
def session_bus(*, cancel: CancelToken) -> Iterator[Bus]:
    """Connect to the bus of this desktop."""
    with _connected("SESSION", N_("This desktop has no session bus we could ask."), cancel) as bus:
        yield bus


@contextmanager
def _connected(address: str, missing: str, cancel: CancelToken) -> Iterator[Bus]:
    from jeepney.io.blocking import open_dbus_connection

    try:
        connection = open_dbus_connection(address)
    except (OSError, ValueError, KeyError, RuntimeError, StopIteration):
        raise CouldNotLook(phrase(missing), is_expected=True) from None
    try:
        with cancel.on_cancel(lambda: _hang_up(connection)):
            yield Bus(connection, cancel)
    finally:
        connection.close()


def _hang_up(connection: Any) -> None:
    with suppress(OSError):
        connection.sock.shutdown(SHUT_RDWR)
