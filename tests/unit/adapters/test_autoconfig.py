"""Reading settings pages and addresses of strangers: hostile input ends in nothing or in a Trouble, soon."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.adapters.autoconfig import MAX_SERVERS, read_autoconfig
from sentwatch.adapters.targets import Targets
from sentwatch.core.accounts import Security
from sentwatch.core.trouble import NETWORK_CUT, SERVER_BROKE_RULES, Trouble

SERVER = (
    '<incomingServer type="imap"><hostname>{host}</hostname><port>{port}</port><socketType>{socket}</socketType>'
    "<username>{user}</username></incomingServer>"
)


def page(*servers):
    return f"<clientConfig><emailProvider id='x'>{''.join(servers)}</emailProvider></clientConfig>".encode()


def server(host="imap.example.com", port="993", socket="SSL", user="%EMAILADDRESS%"):
    return SERVER.format(host=host, port=port, socket=socket, user=user)


def read(text):
    return read_autoconfig(text, address="hana@example.com", host="example.com")


def test_an_ordinary_page():
    (first, second) = read(page(server(), server(host="imap.%EMAILDOMAIN%", port="143", socket="STARTTLS")))
    assert (first.host, first.port, first.security, first.login_name) == (
        "imap.example.com",
        993,
        Security.TLS,
        "hana@example.com",
    )
    assert (second.host, second.security) == ("imap.example.com", Security.STARTTLS)


@pytest.mark.parametrize("port", ["", "x", "-1", "99999999", "９９３", "9 93"])
def test_a_port_that_is_none(port):
    assert read(page(server(port=port), server()))[0].port == 993
    assert len(read(page(server(port=port), server()))) == 1


@pytest.mark.parametrize("socket", ["plain", "", "TLS1", "none"])
def test_plaintext_has_no_security(socket):
    assert read(page(server(socket=socket)))[0].security is None


def test_many_servers_are_capped():
    assert len(read(page(*[server()] * 200))) == MAX_SERVERS


def test_what_is_no_xml():
    with pytest.raises(Trouble) as caught:
        read(b"<!DOCTYPE x [<!ENTITY a 'b'>]><clientConfig/>")
    assert caught.value.kind is SERVER_BROKE_RULES


@given(st.binary(max_size=2000))
def test_no_bytes_make_it_raise_anything_else(text):
    try:
        read(text)
    except Trouble:
        return


@given(st.text(max_size=60), st.text(max_size=8), st.text(max_size=60))
def test_no_values_make_it_raise_anything_else(host, port, user):
    try:
        read(page(server(host=host, port=port, user=user)))
    except Trouble:
        return


def test_a_resolver_that_never_answers_is_left_behind():
    answered = threading.Event()

    def resolve(_host, _port):
        answered.wait(30)
        return []

    try:
        with pytest.raises(Trouble) as caught:
            Targets(connect_s=0.05, resolve=resolve).connect("imap.example.com", 993)
        assert caught.value.kind is NETWORK_CUT
    finally:
        answered.set()
