"""Discovery with a real name server and a real HTTPS server on loopback."""

from __future__ import annotations

import socket
import ssl
import threading

import pytest
import trustme

from sentwatch.adapters.autoconfig import Autoconfig
from sentwatch.adapters.connection_probe import ConnectionProbe
from sentwatch.adapters.providers import provider_table
from sentwatch.adapters.srv import MailDns
from sentwatch.adapters.targets import Targets
from sentwatch.core.accounts import Security
from sentwatch.core.discovery import Ending, Source
from sentwatch.core.trouble import ADDRESS_UNFIT, Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.service.discovery import Discover
from support import mail_dns, web_on_loopback
from support.mail_dns import MailZone
from support.web_on_loopback import Web

XML = b"""<?xml version="1.0" encoding="UTF-8"?><clientConfig version="1.1"><emailProvider id="corp.example">
<incomingServer type="pop3"><hostname>pop.corp.example</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
<incomingServer type="imap"><hostname>imap.corp.example</hostname><port>993</port><socketType>SSL</socketType>
<username>%EMAILLOCALPART%</username></incomingServer></emailProvider></clientConfig>"""

PAGE = ("autoconfig.corp.example", "/mail/config-v1.1.xml")


class Nobody:
    def __init__(self, *, answering=(), private=()):
        self.answering = answering
        self.private = private
        self.asked = []

    def is_private(self, host, port):
        return host in self.private

    def answers(self, host, port, *, security, cancel):
        self.asked.append((host, port))
        return (host, port) in self.answering


@pytest.fixture
def zone():
    with mail_dns.serving(MailZone()) as zone:
        yield zone


@pytest.fixture
def web():
    with web_on_loopback.serving(Web(), names=("corp.example", "*.corp.example", "other.example")) as web:
        yield web


def loopback(port):
    return Targets(may_connect=lambda address: address == "127.0.0.1", resolve=lambda _host, _p: [("127.0.0.1", port)])


def discover(zone, web, knocker=None):
    return Discover(
        table=provider_table(),
        dns=MailDns(nameserver="127.0.0.1", port=zone.port, answer_s=3),
        autoconfig=Autoconfig(targets=loopback(web.port), context=web.context),
        knocker=knocker or Nobody(),
    )


def endings(found):
    return {step.source: step.ending for step in found.steps}


def test_a_known_provider_needs_no_network(zone, web):
    found = discover(zone, web).run("hanako@gmail.com")
    assert (found.best.host, found.best.port, found.best.login_name) == ("imap.gmail.com", 993, "hanako@gmail.com")
    assert found.provider.id == "gmail"
    assert zone.asked == []
    assert web.asked == []
    assert endings(found)[Source.SRV] is Ending.LEFT_OUT


def test_srv(zone, web):
    zone.srv["_imaps._tcp.corp.example"] = [(20, 0, 993, "second.corp.example"), (10, 5, 9993, "first.corp.example")]
    shown = []
    found = discover(zone, web).run("hana@corp.example", show=shown.append)
    assert [(server.host, server.port) for server in found.servers] == [
        ("first.corp.example", 9993),
        ("second.corp.example", 993),
    ]
    assert tuple(shown) == found.steps
    assert web.asked == []


def test_srv_that_says_no(zone, web):
    zone.srv["_imaps._tcp.corp.example"] = [(0, 0, 0, ".")]
    assert discover(zone, web).run("hana@corp.example").best is None


def test_names_that_lead_into_a_private_network_are_left_out(zone, web):
    zone.srv["_imaps._tcp.corp.example"] = [(0, 0, 993, "nas.corp.example"), (1, 0, 993, "imap.corp.example")]
    found = discover(zone, web, Nobody(private={"nas.corp.example"})).run("hana@corp.example")
    assert [server.host for server in found.servers] == ["imap.corp.example"]
    found = discover(zone, web, Nobody(private={"nas.corp.example", "imap.corp.example"})).run("hana@corp.example")
    assert found.servers == ()
    assert endings(found)[Source.SRV] is Ending.REFUSED


@pytest.mark.parametrize(
    ("addresses", "private"),
    [(["192.168.1.2"], True), (["8.8.8.8", "::1"], True), (["8.8.8.8"], False), ([], False)],
)
def test_private_is_judged_by_every_address(addresses, private):
    targets = Targets(resolve=lambda _host, port: [(address, port) for address in addresses])
    assert ConnectionProbe(targets=targets).is_private("imap.corp.example", 993) is private


def test_autoconfig_without_the_local_part(zone, web):
    web.pages[PAGE] = (200, {}, XML)
    found = discover(zone, web).run("secret-name@corp.example")
    assert (found.best.host, found.best.login_name) == ("imap.corp.example", "secret-name")
    assert found.best.source is Source.AUTOCONFIG
    assert not any("secret-name" in path or "emailaddress" in path for _, path in web.asked)
    assert not any("secret-name" in name for name, _ in zone.asked)


def test_well_known_is_asked_second(zone, web):
    web.pages["corp.example", "/.well-known/autoconfig/mail/config-v1.1.xml"] = (200, {}, XML)
    assert discover(zone, web).run("hana@corp.example").best.host == "imap.corp.example"


def test_a_redirect_within_the_domain_is_followed(zone, web):
    web.pages[PAGE] = (302, {"Location": "https://www.corp.example/settings.xml"}, b"")
    web.pages["www.corp.example", "/settings.xml"] = (200, {}, XML)
    assert discover(zone, web).run("hana@corp.example").best.host == "imap.corp.example"


@pytest.mark.parametrize(
    "place",
    [
        "https://other.example/settings.xml",
        "http://www.corp.example/settings.xml",
        "https://www.corp.example:8443/settings.xml",
        "https://corp.example.other.example/settings.xml",
        "https://user@www.corp.example/settings.xml",
        "//[",
        "",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(zone, web, place):
    web.pages[PAGE] = (302, {"Location": place}, b"")
    for host in ("other.example", "www.corp.example", "corp.example.other.example"):
        web.pages[host, "/settings.xml"] = (200, {}, XML)
    found = discover(zone, web).run("hana@corp.example")
    assert found.best is None
    assert {host for host, _ in web.asked} <= {"autoconfig.corp.example", "corp.example"}


def test_redirects_end(zone, web):
    web.pages[PAGE] = (302, {"Location": PAGE[1]}, b"")
    assert discover(zone, web).run("hana@corp.example").best is None
    assert len(web.asked) < 10


@pytest.mark.parametrize(
    "body",
    [
        b"not xml",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><clientConfig>&a;</clientConfig>',
        b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><clientConfig/>',
        b"<a>" * 20_000,
        b"x" * 200_000,
        XML.replace(b"imap.corp.example", b"127.0.0.1"),
        XML.replace(b"imap.corp.example", b"localhost"),
        XML.replace(b"<socketType>SSL</socketType>\n", b"<socketType>plain</socketType>\n"),
        XML.replace(b"<port>993</port>", b"<port>99999</port>"),
        b"",
    ],
)
def test_hostile_pages_offer_nothing(zone, web, body):
    web.pages[PAGE] = (200, {}, body)
    assert discover(zone, web).run("hana@corp.example").best is None


def test_private_targets_are_not_connected_to(web):
    web.pages[PAGE] = (200, {}, XML)
    guarded = Targets(resolve=lambda _host, _port: [("127.0.0.1", web.port)])
    assert (
        Autoconfig(targets=guarded, context=web.context).offers(
            "a@corp.example", domain="corp.example", cancel=CancelToken()
        )
        == ()
    )
    assert web.asked == []


def test_one_private_address_among_public_ones_is_a_trick(web):
    mixed = Targets(resolve=lambda _host, _port: [("8.8.8.8", 1), ("192.168.0.1", 1)])
    with pytest.raises(Trouble):
        mixed.connect("corp.example", 443)


def test_mx_names_the_provider(zone, web):
    zone.mx["corp.example"] = [(10, "alt.aspmx.l.google.com"), (1, "aspmx.l.google.com")]
    found = discover(zone, web).run("hana@corp.example")
    assert found.provider.id == "google_workspace"
    assert (found.best.host, found.best.source) == ("imap.gmail.com", Source.MX)


def test_mx_of_a_japanese_host_gives_the_contract_server(zone, web):
    zone.mx["corp.example"] = [(0, "sv1234.xserver.jp")]
    assert discover(zone, web).run("hana@corp.example").best.host == "sv1234.xserver.jp"


def test_usual_names_come_last(zone, web):
    knocker = Nobody(answering={("mail.corp.example", 993)})
    found = discover(zone, web, knocker).run("hana@corp.example")
    assert (found.best.host, found.best.source) == ("mail.corp.example", Source.COMMON_NAMES)
    assert ("imap.corp.example", 993) in knocker.asked


def test_no_imap_there_is_said_and_not_guessed_around(zone, web):
    knocker = Nobody()
    found = discover(zone, web, knocker).run("hana@tutanota.com")
    assert found.best is None
    assert any("archive" in remark.text for remark in found.remarks)
    assert zone.asked == []
    assert knocker.asked == []


def test_pop_only_is_said(zone, web):
    zone.srv["_pop3s._tcp.corp.example"] = [(0, 0, 995, "pop.corp.example")]
    found = discover(zone, web).run("hana@corp.example")
    assert found.best is None
    assert any("POP" in remark.text for remark in found.remarks)


def test_a_broken_name_server_is_a_failed_step(zone, web):
    zone.broken = True
    web.pages[PAGE] = (200, {}, XML)
    found = discover(zone, web).run("hana@corp.example")
    assert endings(found)[Source.SRV] is Ending.FAILED
    assert found.best.host == "imap.corp.example"


def test_no_address(zone, web):
    with pytest.raises(Trouble) as caught:
        discover(zone, web).run("hana")
    assert caught.value.kind is ADDRESS_UNFIT


def test_cancelled(zone, web):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        discover(zone, web).run("hana@corp.example", cancel=cancel)


def imap_greeter(context, *, lines=(b"* OK ready\r\n",)):
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        try:
            with listener.accept()[0] as raw, context.wrap_socket(raw, server_side=True) as tls:
                for line in lines:
                    tls.sendall(line)
                tls.recv(100)
        except OSError:
            return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    return listener, thread


@pytest.mark.parametrize(
    ("name", "lines", "answers"),
    [
        ("imap.corp.example", (b"* OK ready\r\n",), True),
        ("imap.corp.example", (b"220 smtp ready\r\n",), False),
        ("elsewhere.example", (b"* OK ready\r\n",), False),
    ],
)
def test_knocking_verifies_the_certificate(name, lines, answers):
    authority = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(server)
    client = ssl.create_default_context()
    authority.configure_trust(client)
    listener, thread = imap_greeter(server, lines=lines)
    with listener:
        probe = ConnectionProbe(targets=loopback(listener.getsockname()[1]), context=client)
        assert probe.answers("imap.corp.example", 993, security=Security.TLS, cancel=CancelToken()) is answers
    thread.join(10)
