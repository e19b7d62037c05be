"""Which way an account's rules are read, what counts as a trouble, and what is only the usual case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.providers import provider_table
from sentwatch.core.accounts import Account, Security, SignIn
from sentwatch.core.discovery import OfferedServer
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.oauth import OAuthService, Tokens
from sentwatch.core.rules import RuleLanguage, RuleSet
from sentwatch.core.trouble import (
    BAD_CREDENTIAL,
    CERTIFICATE_REFUSED,
    NETWORK_CUT,
    RULES_ENCRYPTION_REFUSED,
    SERVER_BROKE_RULES,
    SERVER_SILENT,
    THROTTLED,
    Trouble,
)
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.rules import RulesRead
from sentwatch.service.doors import DoorMemory, Threshold
from sentwatch.service.rule_sources import KNOCK_AGAIN, ReadRules, RuleSources
from sentwatch.service.sign_in import Credentials
from sentwatch.wiring import words_for
from support.clocks import HandClock
from support.stores import account_store, database_in

ACCOUNT = Account(id="one", address="yuki@corp.example", host="mail.corp.example")
READ = RulesRead(sets=(RuleSet(language=RuleLanguage.SIEVE, name="main"),))


class Doors:
    """Reads, or does what it is told to."""

    def __init__(self):
        self.troubles = {}
        self.tried = []
        self.credentials = []

    def at(self, name):
        doors = self

        class Port:
            def read(self, *, credential, cancel):
                doors.tried.append(name)
                doors.credentials.append(credential.secret)
                if name in doors.troubles:
                    raise doors.troubles[name]
                return READ

        return Port()


class States:
    def __init__(self):
        self.kept = None

    def read(self):
        from sentwatch.core.backoff import DoorStates

        return self.kept or DoorStates()

    def write(self, states):
        self.kept = states


class Dns:
    def __init__(self, *offers):
        self.offers, self.asked, self.trouble = offers, [], None

    def servers(self, domain, *, cancel):
        self.asked.append(domain)
        if self.trouble:
            raise self.trouble
        return self.offers


class Provider:
    def __init__(self):
        self.renewed = []

    def renew(self, service, refresh_token, *, scopes=()):
        from datetime import timedelta

        self.renewed.append(tuple(scopes))
        return Tokens(access=f"access-{len(self.renewed)}", ends_at=HandClock().at + timedelta(hours=1))


class House:
    def __init__(self, folder):
        self.clock = HandClock()
        self.doors = Doors()
        self.dns = Dns()
        self.oauth = Provider()
        self.database = database_in(folder)
        self.store = account_store(self.database)
        secrets = SessionSecrets()
        secrets.put("one", "correct horse")
        memory = DoorMemory(States())
        service = OAuthService(
            id="s", name="S", authorize_url="https://s", token_url="https://s", scopes=("mail",),
            rules_scopes=("https://graph.example/rules",), client_id="c",
            providers=("gmail", "outlook_com"),
        )  # fmt: skip
        self.sources = RuleSources(
            provider_of=lambda account: provider_table().by_id(account.provider),
            credentials=Credentials(
                secrets=secrets,
                oauth=self.oauth,
                services=lambda: (service,),
                clock=self.clock,
                beside=(secrets_of(secrets),),
            ),
            sieve=lambda server: self.doors.at(f"{server.host}:{server.port}"),
            gmail=self.doors.at("gmail"),
            outlook=self.doors.at("outlook"),
            threshold=lambda account, host, *, by_hand: Threshold(
                host=host, key=f"{account.id}:rules", memory=memory, clock=self.clock, by_hand=by_hand
            ),
            dns=self.dns,
            clock=self.clock,
        )

    def read(self, account=ACCOUNT, *, was_read=False, by_hand=False):
        return self.sources.read(
            account, self.store.kept, was_read=lambda _place: was_read, by_hand=by_hand, cancel=CancelToken()
        )


def secrets_of(secrets):
    return lambda account: secrets.get(account.id)


@pytest.fixture
def house(tmp_path):
    house = House(tmp_path)
    yield house
    house.database.close()


def offer(host, port=4190):
    return OfferedServer(protocol="sieve", host=host, port=port, security=Security.STARTTLS, login_name=None)


def shut(*names, kind=NETWORK_CUT):
    return {name: Trouble(kind, host=name) for name in names}


def said(outcome, lang="en"):
    return words_for(lang)(outcome.reason)


def test_the_mail_servers_own_port_is_read(house):
    found = house.read()
    assert isinstance(found, ReadRules)
    assert (found.place, found.server.host, found.server.port) == ("sieve", "mail.corp.example", 4190)
    assert house.dns.asked == ["corp.example"]
    assert house.doors.credentials == ["correct horse"]


@pytest.mark.parametrize("kind", [NETWORK_CUT, SERVER_SILENT])
def test_a_guessed_port_that_stays_shut_is_the_usual_case_and_tried_once_a_day(house, kind):
    house.doors.troubles = shut("mail.corp.example:4190", kind=kind)
    for _ in range(3):
        outcome = house.read()
        assert isinstance(outcome, NotChecked)
        assert outcome.expected
        house.clock.turn(3600)
    assert house.doors.tried == ["mail.corp.example:4190"]
    assert "mail.corp.example does not answer on port 4190" in said(outcome)
    assert "ポート 4190" in said(outcome, "ja")
    house.read(by_hand=True)
    assert len(house.doors.tried) == 2
    house.clock.turn(KNOCK_AGAIN.total_seconds())
    house.read()
    assert len(house.doors.tried) == 3


@pytest.mark.parametrize(
    "kind", [BAD_CREDENTIAL, CERTIFICATE_REFUSED, RULES_ENCRYPTION_REFUSED, SERVER_BROKE_RULES, THROTTLED]
)
def test_a_door_that_answers_and_refuses_is_a_trouble(house, kind):
    house.doors.troubles = shut("mail.corp.example:4190", kind=kind)
    outcome = house.read()
    assert isinstance(outcome, Failed)
    assert outcome.trouble.kind is kind


def test_a_refused_password_is_not_sent_again_by_itself(house):
    house.doors.troubles = shut("mail.corp.example:4190", kind=BAD_CREDENTIAL)
    assert house.read().trouble.kind is BAD_CREDENTIAL
    assert house.read().trouble.kind is BAD_CREDENTIAL
    assert len(house.doors.tried) == 1
    house.read(by_hand=True)
    assert len(house.doors.tried) == 2


def test_a_door_that_worked_before_and_stays_shut_is_a_trouble(house):
    house.doors.troubles = shut("mail.corp.example:4190")
    assert isinstance(house.read(was_read=True), Failed)


@pytest.mark.parametrize("named", [{"sieve_port": 2001}, {"sieve_host": "sieve.corp.example"}])
def test_what_the_owner_names_is_tried_alone_and_must_answer(house, named):
    account = replace(ACCOUNT, provider="gmail", **named)
    assert isinstance(house.read(account), ReadRules)
    assert house.dns.asked == []
    [place] = house.doors.tried
    house.doors.troubles = shut(place)
    assert isinstance(house.read(account), Failed)


def test_what_dns_names_is_tried_first_and_must_answer(house):
    house.dns.offers = (offer("sieve.corp.example"),)
    assert house.read().server.host == "sieve.corp.example"
    house.doors.troubles = shut("sieve.corp.example:4190")
    # The mail server itself answers: all is well.
    assert house.read().server.host == "mail.corp.example"
    house.doors.troubles |= shut("mail.corp.example:4190")
    assert house.read(by_hand=True).trouble.params["host"] == "sieve.corp.example:4190"


def test_a_server_outside_is_asked_only_once_it_is_confirmed(house):
    house.dns.offers = (offer("sieve.stranger.example"),)
    house.doors.troubles = shut("mail.corp.example:4190")
    outcome = house.read()
    assert (isinstance(outcome, NotChecked), outcome.expected) == (True, True)
    assert "sieve.stranger.example" in said(outcome)
    assert house.doors.tried == ["mail.corp.example:4190"]


def test_without_dns_the_mail_server_is_tried(house):
    house.dns.trouble = Trouble(NETWORK_CUT, host="dns")
    assert isinstance(house.read(), ReadRules)


def test_a_provider_without_any_way_names_its_page(house):
    outcome = house.read(replace(ACCOUNT, provider="icloud"))
    assert (isinstance(outcome, NotChecked), outcome.expected) == (True, True)
    assert "https://www.icloud.com/mail/" in said(outcome)
    assert house.doors.tried == []
    assert house.dns.asked == []


@pytest.mark.parametrize(("provider", "place"), [("gmail", "gmail"), ("outlook_com", "outlook")])
def test_interfaces_take_a_token_of_their_own_and_nothing_else(house, provider, place):
    by_password = house.read(replace(ACCOUNT, provider=provider))
    assert (isinstance(by_password, NotChecked), by_password.expected) == (True, True)
    assert house.doors.tried == []
    found = house.read(replace(ACCOUNT, provider=provider, sign_in=SignIn.OAUTH))
    assert (found.place, found.server) == (place, None)
    assert house.doors.tried == [place]
    assert house.oauth.renewed == [("https://graph.example/rules",)]
    house.doors.troubles = shut(place, kind=THROTTLED)
    for _ in range(2):
        assert house.read(replace(ACCOUNT, provider=provider, sign_in=SignIn.OAUTH)).trouble.kind is THROTTLED
    assert len(house.doors.tried) == 2


def test_every_provider_of_the_table_ends_in_an_answer(house):
    house.doors.troubles = {}
    for provider in provider_table().providers:
        for sign_in in SignIn:
            outcome = house.read(replace(ACCOUNT, provider=provider.id, sign_in=sign_in))
            assert isinstance(outcome, ReadRules | NotChecked | Failed)
