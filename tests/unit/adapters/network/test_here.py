"""The computer's own addresses change with its network, and asking for them sends nothing."""

from __future__ import annotations

import ipaddress
import socket

from sentwatch.adapters.network.here import own_addresses


def test_what_is_found_are_addresses_of_this_computer():
    for address in own_addresses():
        family = socket.AF_INET6 if ipaddress.ip_address(address).version == 6 else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as own:
            own.bind((address, 0))


def test_without_a_way_out_there_are_none(monkeypatch):
    class NoWay(socket.socket):
        def connect(self, _address):
            raise OSError("Network is unreachable")

    monkeypatch.setattr(socket, "socket", NoWay)
    assert own_addresses() == ()


def test_only_a_way_is_picked(monkeypatch):
    def refuse(*_args):
        raise AssertionError("something was sent")

    for name in ("send", "sendto", "sendmsg", "sendall"):
        monkeypatch.setattr(socket.socket, name, refuse, raising=False)
    assert all(isinstance(each, str) for each in own_addresses())
