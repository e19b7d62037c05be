"""Every host the program contacts stands in the list, and optional ones are off until they are switched on."""

import re
from dataclasses import fields, replace
from pathlib import Path

import sentwatch
from sentwatch.adapters.oauth_services import packaged_services
from sentwatch.core import network_list as listed
from sentwatch.core.accounts import Account, SignIn
from sentwatch.core.network_list import network_list
from sentwatch.core.settings import Settings

PERSON = Account(id="1", address="me@example.jp", host="mail.example.jp")
GOOGLE = Account(
    id="2", address="you@gmail.com", host="imap.gmail.com", provider="gmail", sign_in=SignIn.OAUTH
)  # fmt: skip
# Hosts in the source that nobody contacts: documents that are cited, and pages that are opened in the browser on request.
DOCUMENTS = re.compile(
    r'"""|#|source|SOURCE|www\.|ssd\.eff|support\.|help\.|learn\.|developers\.|docs\.|myaccount|account\.'
)


def hosts_of(*accounts, settings=None, **more):
    found = network_list(settings or Settings(), accounts, packaged_services(), **more)
    return {contact.code: contact.hosts for contact in found}


def test_own_servers_are_named():
    assert hosts_of(PERSON, GOOGLE)["mail-server"] == ("imap.gmail.com", "mail.example.jp")
    assert hosts_of(PERSON, outgoing=("smtp.b", "smtp.a", "smtp.b"))["outgoing-server"] == ("smtp.a", "smtp.b")
    own = hosts_of(PERSON, domains=("example.jp", "example.com"), sites=("www.example.com",))
    assert own["own-domain"] == ("mta-sts.example.jp", "mta-sts.example.com")
    assert own["website"] == ("www.example.com",)


def test_the_sign_in_of_a_provider_is_named_where_it_is_used():
    assert "browser-sign-in" not in hosts_of(PERSON)
    assert hosts_of(GOOGLE)["browser-sign-in"] == (
        "accounts.google.com", "gmail.googleapis.com", "oauth2.googleapis.com",
    )  # fmt: skip


def test_a_web_hook_is_named_by_its_host_alone():
    settings = Settings(second_channel="webhook", second_channel_target="https://hooks.example.net/T0/secret")
    assert hosts_of(settings=settings)["second-channel"] == ("hooks.example.net",)
    assert "second-channel" not in hosts_of(settings=replace(settings, second_channel="off"))


def test_a_release_page_is_named_by_its_host():
    assert hosts_of()["release-page"] == ()
    assert hosts_of(release_page="office.example")["release-page"] == ("office.example",)


def test_what_is_optional_is_off_until_it_is_switched_on():
    optional = [contact for contact in network_list(Settings()) if contact.setting]
    assert len(optional) == 5
    names = {field.name for field in fields(Settings)}
    for contact in optional:
        assert contact.setting in names
        assert not contact.is_on
        [after] = [
            one for one in network_list(replace(Settings(), **{contact.setting: True})) if one.code == contact.code
        ]
        assert after.is_on


def test_no_host_is_contacted_that_is_not_listed():
    named = {
        value for name, value in vars(listed).items() if name.endswith("_HOST")
    }  # fmt: skip
    contacted = set()
    for room in ("adapters", "service", "store"):
        for path in (Path(sentwatch.__file__).parent / room).rglob("*.py"):
            for line in path.read_text(encoding="utf-8").splitlines():
                code = line.strip()
                if re.search(r'f?"https?://', code) and not DOCUMENTS.search(code):
                    contacted |= set(re.findall(r"https?://([a-z0-9.-]+\.[a-z]+)", code))
    assert contacted <= named
    source = (Path(sentwatch.__file__).parent / "core" / "network_list.py").read_text(encoding="utf-8")
    assert all(f'"{host}"' in source for host in named)
