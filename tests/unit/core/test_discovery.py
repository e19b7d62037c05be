"""Judging what strangers name as a mail server."""

from __future__ import annotations

import pytest

from sentwatch.core.accounts import Security
from sentwatch.core.discovery import (
    POP_ONLY,
    Discovery,
    Ending,
    OfferedServer,
    Source,
    fill_in,
    is_host_name,
    is_public_address,
    judge_offers,
)


def offer(host="imap.example.com", protocol="imap", security=Security.TLS, port=993):
    return OfferedServer(protocol=protocol, host=host, port=port, security=security, login_name=None)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1%eth0", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        "ff02::1", "::", "not an address", "",
    ],
)  # fmt: skip
def test_not_public(address):
    assert not is_public_address(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_public(address):
    assert is_public_address(address)


@pytest.mark.parametrize(
    "host",
    ["localhost", "imap.localhost", "printer.local", "10.0.0.1", "[::1]", "", "a b.com", "x" * 64 + ".com", "..",
     "imap.example.com/evil", "box.home.arpa", "imap\r\n.example.com", "vault.internal"],
)  # fmt: skip
def test_no_host_name(host):
    assert not is_host_name(host)


def test_encrypted_imap_is_kept_and_tls_comes_first():
    step = judge_offers(
        [
            offer(host="a.example.com", security=Security.STARTTLS, port=143),
            offer(host="B.example.com."),
            offer(host="c.example.com", security=None, port=143),
            offer(protocol="pop3"),
            offer(protocol="smtp"),
        ],
        domain="example.com",
        source=Source.SRV,
    )
    assert step.ending is Ending.FOUND
    assert [(server.host, server.port) for server in step.servers] == [("b.example.com", 993), ("a.example.com", 143)]


def test_a_server_elsewhere_must_be_confirmed():
    step = judge_offers([offer(), offer(host="imap.elsewhere.net"), offer(host="imap.notexample.com")],
                        domain="example.com", source=Source.SRV)  # fmt: skip
    assert [server.asks_first for server in step.servers] == [False, True, True]


def test_plaintext_only_is_refused():
    step = judge_offers([offer(security=None, port=143)], domain="example.com", source=Source.AUTOCONFIG)
    assert step.ending is Ending.REFUSED
    assert step.servers == ()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "router.lan"])
def test_local_targets_are_refused(host):
    assert judge_offers([offer(host=host)], domain="example.com", source=Source.SRV).ending is Ending.REFUSED


def test_pop_only_is_said():
    step = judge_offers([offer(protocol="pop3", port=995)], domain="example.com", source=Source.SRV)
    assert step.words == POP_ONLY


def test_each_server_is_listed_once():
    first = judge_offers([offer()], domain="example.com", source=Source.SRV)
    second = judge_offers([offer(), offer(host="x.example.com")], domain="example.com", source=Source.AUTOCONFIG)
    found = Discovery(address="a@example.com", domain="example.com", steps=(first, second))
    assert [(server.host, server.source) for server in found.servers] == [
        ("imap.example.com", Source.SRV),
        ("x.example.com", Source.AUTOCONFIG),
    ]
    assert found.best is found.servers[0]


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("%EMAILADDRESS%", "hana@example.com"),
        ("%EMAILLOCALPART%", "hana"),
        ("imap.%EMAILDOMAIN%", "imap.example.com"),
        ("%SOMETHING%", None),
        ("", None),
        ("a\r\nb", None),
        ("x" * 400, None),
    ],
)
def test_placeholders(text, filled):
    assert fill_in(text, "hana@example.com") == filled
