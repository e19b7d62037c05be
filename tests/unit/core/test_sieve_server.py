"""Where Sieve scripts may be read: the order of places, and which of them may hear a secret unasked."""

from __future__ import annotations

from dataclasses import replace

from sentwatch.adapters.providers import provider_table
from sentwatch.core.accounts import Security
from sentwatch.core.discovery import OfferedServer, Source
from sentwatch.core.providers import SievePort, Trust
from sentwatch.core.sieve_server import PORT, sieve_servers

TABLE = provider_table()


def offer(host, port=4190):
    return OfferedServer(protocol="sieve", host=host, port=port, security=Security.STARTTLS, login_name=None)


def servers(*offers, provider=None, address="yuki@example.co.jp", imap_host="imap.example.co.jp"):
    found = sieve_servers(
        address=address, login_name=address, imap_host=imap_host, provider=provider, offered=offers, ca_file=None
    )
    return [(one.host, one.port, one.source, one.asks_first) for one in found]


def test_without_service_records_the_mail_server_is_tried_on_the_usual_port():
    assert servers() == [("imap.example.co.jp", PORT, Source.COMMON_NAMES, False)]


def test_service_records_come_first_and_strangers_are_asked_about():
    assert servers(offer("sieve.example.co.jp", 2001), offer("mail.host.example"), offer("imap.example.co.jp")) == [
        ("sieve.example.co.jp", 2001, Source.SRV, False),
        ("mail.host.example", 4190, Source.SRV, True),
        ("imap.example.co.jp", 4190, Source.SRV, False),
    ]


def test_names_that_are_none_are_left_out():
    assert servers(offer("127.0.0.1"), offer("localhost"), offer("sieve.example.co.jp", 0)) == servers()


def test_the_same_server_is_named_once():
    assert servers(offer("IMAP.example.co.jp.")) == [("imap.example.co.jp", 4190, Source.SRV, False)]


def provider(**sieve):
    known = next(one for one in TABLE.providers if one.imap is not None)
    base = {"offered": "unknown", "host": None, "port": None, "probe": True, "trust": Trust.DATABASE}
    return replace(known, sieve=SievePort(**{**base, **sieve}))


def test_the_table_wins_and_may_say_no():
    known = provider(offered="yes", host="sieve.host.example", port=4190)
    assert servers(provider=known)[0] == ("sieve.host.example", 4190, Source.TABLE, False)
    assert servers(provider=provider(offered="no", probe=False)) == []


def test_what_the_owner_names_is_the_only_one():
    for named in ({"named_host": "sieve.example.org"}, {"named_port": 2001}):
        [server] = sieve_servers(
            address="a@example.jp", login_name="a", imap_host="imap.example.jp", provider=provider(offered="no"),
            offered=(offer("x.example.jp"),), **named,
        )  # fmt: skip
        assert server.is_promised
        assert server.source is None
        assert (server.host, server.port) == (named.get("named_host", "imap.example.jp"), named.get("named_port", PORT))


def test_only_what_somebody_names_is_promised():
    found = sieve_servers(
        address="a@example.co.jp", login_name="a", imap_host="imap.example.co.jp",
        provider=provider(offered="unknown", host="sieve.host.example"), offered=(offer("sieve.example.co.jp"),),
    )  # fmt: skip
    assert [(one.host, one.is_promised) for one in found] == [
        ("sieve.host.example", False), ("sieve.example.co.jp", True), ("imap.example.co.jp", False),
    ]  # fmt: skip
    [first, *_rest] = sieve_servers(
        address="a@b.jp", login_name="a", imap_host="i.b.jp", provider=provider(offered="yes", host="s.host.example")
    )
    assert first.is_promised


def test_every_row_of_the_table_gives_an_answer():
    for one in TABLE.providers:
        servers(provider=one)
