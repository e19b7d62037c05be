"""The service record of ManageSieve, on a name server of our own."""

from __future__ import annotations

import pytest

from sentwatch.adapters.managesieve import SieveDns
from sentwatch.core.accounts import Security
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from support.mail_dns import MailZone, serving


def ask(zone, domain="example.co.jp"):
    with serving(zone):
        return SieveDns(nameserver="127.0.0.1", port=zone.port).servers(domain, cancel=CancelToken())


def test_servers_come_by_priority_and_weight():
    records = [
        (20, 0, 4190, "late.example.co.jp"),
        (10, 1, 4191, "light.example.co.jp"),
        (10, 9, 4190, "heavy.example.co.jp"),
    ]
    zone = MailZone(srv={"_sieve._tcp.example.co.jp": records})
    found = ask(zone)
    assert [(one.host, one.port) for one in found] == [
        ("heavy.example.co.jp", 4190),
        ("light.example.co.jp", 4191),
        ("late.example.co.jp", 4190),
    ]
    assert all(one.security is Security.STARTTLS and one.protocol == "sieve" for one in found)
    assert zone.asked == [("_sieve._tcp.example.co.jp", "SRV")]


def test_a_dot_says_that_the_service_is_not_offered():
    assert ask(MailZone(srv={"_sieve._tcp.example.co.jp": [(0, 0, 0, ".")]})) == ()


def test_no_record_is_no_server():
    assert ask(MailZone()) == ()


def test_a_server_that_fails_is_a_trouble_not_an_empty_answer():
    with pytest.raises(Trouble) as caught:
        ask(MailZone(broken=True))
    assert caught.value.kind.code == "network-cut"


def test_a_cancelled_question_is_not_asked():
    zone, cancel = MailZone(), CancelToken()
    cancel.cancel()
    with serving(zone), pytest.raises(Cancelled):
        SieveDns(nameserver="127.0.0.1", port=zone.port).servers("example.co.jp", cancel=cancel)
    assert zone.asked == []
