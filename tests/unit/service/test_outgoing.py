"""Through which server a test message goes: the named one, the provider's, our own; never one a token is not for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sentwatch.adapters.oauth_services import oauth_services
from sentwatch.adapters.providers import provider_table
from sentwatch.core.accounts import Account, Security, SignIn
from sentwatch.core.oauth import service_for
from sentwatch.core.trouble import Trouble
from sentwatch.service.outgoing import NOTHING_NAMED, NamedServer, outgoing_server

PASSWORD = Account(id="1", address="me@kaede.example", host="mail.kaede.example")
GMAIL = Account(id="2", address="me@gmail.com", host="imap.gmail.com", provider="gmail", sign_in=SignIn.OAUTH)
OUTLOOK = Account(
    id="3", address="me@outlook.com", host="outlook.office365.com", provider="outlook_com", sign_in=SignIn.OAUTH
)


@pytest.fixture
def choose(tmp_path):
    def of(account, named=NOTHING_NAMED):
        provider = provider_table().by_id(account.provider) if account.provider else None
        service = service_for(account, oauth_services(tmp_path))
        server = outgoing_server(account, provider=provider, service=service, named=named)
        return server.host, server.port, server.security

    return of


def refusal(choose, *arguments):
    with pytest.raises(Trouble) as caught:
        choose(*arguments)
    return caught.value.kind.code


def test_without_a_provider_it_is_the_accounts_own_server(choose):
    assert choose(PASSWORD) == ("mail.kaede.example", 465, Security.TLS)
    assert choose(PASSWORD, NamedServer(starttls=True)) == ("mail.kaede.example", 587, Security.STARTTLS)
    assert choose(PASSWORD, NamedServer(host="smtp.kaede.example", port=2465)) == (
        "smtp.kaede.example", 2465, Security.TLS,
    )  # fmt: skip
    assert refusal(choose, replace(PASSWORD, host="")) == "outgoing-server-unknown"


def test_a_provider_knows_its_own(choose):
    assert choose(replace(GMAIL, sign_in=SignIn.PASSWORD)) == ("smtp.gmail.com", 465, Security.TLS)
    assert choose(replace(OUTLOOK, sign_in=SignIn.PASSWORD))[2] is Security.STARTTLS


def test_a_token_goes_to_the_provider_alone(choose):
    assert choose(GMAIL) == ("smtp.gmail.com", 465, Security.TLS)
    assert choose(GMAIL, NamedServer(host="smtp.gmail.com", port=587, starttls=True))[0] == "smtp.gmail.com"
    assert refusal(choose, GMAIL, NamedServer(host="smtp.evil.example")) == "outgoing-not-the-providers"
    assert refusal(choose, replace(GMAIL, provider=None)) == "outgoing-not-the-providers"


def test_a_permission_to_read_is_none_to_send(choose):
    assert refusal(choose, OUTLOOK) == "outgoing-not-permitted"
    assert refusal(choose, replace(PASSWORD, sign_in=SignIn.OAUTH)) == "outgoing-not-permitted"
