"""Looking providers up by address and by mail exchanger."""

from __future__ import annotations

import pytest

from sentwatch.adapters.providers import provider_table
from sentwatch.core.providers import Kind, domain_of, is_address, login_name_for, matches_pattern

TABLE = provider_table()


@pytest.mark.parametrize(
    ("address", "provider"),
    [
        ("hanako@gmail.com", "gmail"),
        ("HANAKO@GoogleMail.com", "gmail"),
        ("a@hotmail.co.jp", "outlook_com"),
        ("a@icloud.com", "icloud"),
        ("a@yahoo.co.jp", "yahoo_jp"),
        ("a@yahoo.com", "yahoo"),
        ("a@shop.sakura.ne.jp", "sakura"),
        ("a@tenant.onmicrosoft.com", "microsoft365"),
        ("a@docomo.ne.jp", "docomo"),
        ("a@proton.me", "proton"),
        ("a@example.com", None),
        ("a@fake-gmail.com", None),
        ("a@gmail.com.example.com", None),
        ("a@sub.gmail.com", None),
        ("not an address", None),
        ("a@", None),
        ("a@" + "x" * 300 + ".com", None),
        ("a@bad..dots", None),
    ],
)
def test_by_address(address, provider):
    found = TABLE.by_address(address)
    assert (found.id if found else None) == provider


@pytest.mark.parametrize(
    ("hosts", "provider"),
    [
        (["aspmx.l.google.com."], "google_workspace"),
        (["ALT1.ASPMX.L.GOOGLE.COM"], "google_workspace"),
        (["example-com.mail.protection.outlook.com"], "microsoft365"),
        (["in1-smtp.messagingengine.com"], "fastmail"),
        (["sv1234.xserver.jp"], "xserver"),
        (["mx.example.com", "aspmx.l.google.com"], "google_workspace"),
        (["notgoogle.com"], None),
        (["evil.sv1.xserver.jp.example.com"], None),
        ([], None),
    ],
)
def test_by_mail_exchanger(hosts, provider):
    found = TABLE.by_mx(hosts)
    assert (found.id if found else None) == provider


def test_every_domain_finds_its_own_provider():
    for provider in TABLE.providers:
        for domain in provider.domains:
            assert TABLE.by_domain(domain) is provider


def test_login_names():
    icloud = TABLE.by_id("icloud")
    gmail = TABLE.by_id("gmail")
    docomo = TABLE.by_id("docomo")
    assert login_name_for(icloud.imap, "hanako@icloud.com") == "hanako"
    assert login_name_for(gmail.imap, "hanako@gmail.com") == "hanako@gmail.com"
    assert login_name_for(docomo.imap, "hanako@docomo.ne.jp") is None


def test_what_the_ways_in_say_together():
    assert TABLE.by_id("outlook_com").ways_in.only_browser
    assert TABLE.by_id("microsoft365").ways_in.only_browser
    assert TABLE.by_id("gmail").ways_in.only_app_password
    assert TABLE.by_id("icloud").ways_in.only_app_password
    assert not TABLE.by_id("gmail").ways_in.only_browser
    assert not TABLE.by_id("gmx").ways_in.only_app_password
    assert TABLE.by_id("proton").needs_bridge
    assert TABLE.by_id("tuta").imap is None


def test_pattern_is_no_wildcard_for_other_hosts():
    xserver = TABLE.by_id("xserver").imap
    assert matches_pattern(xserver, "sv9.xserver.jp")
    assert not matches_pattern(xserver, "sv9.evil.xserver.jp")
    assert not matches_pattern(TABLE.by_id("gmail").imap, "imap.gmail.com")


def test_domains_in_other_scripts():
    assert domain_of("花子@例え.jp") == "xn--r8jz45g.jp"
    assert TABLE.by_id("sakura").kind is Kind.HOSTING


@pytest.mark.parametrize("text", ["a@b", "hana@example.jp", "a+b.c@x.example", "ä@bücher.example", "jp@日本.example"])
def test_addresses(text):
    assert is_address(text)


@pytest.mark.parametrize(
    "text", ["", "a", "@", "a@", "@b", "a@b@c", "a b@c", "a@b c", "a@b\n", "<a@b>", "a@b,c@d", "a@b;c@d", "a\0@b"]
)
def test_what_is_no_address(text):
    assert not is_address(text)
