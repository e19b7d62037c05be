"""Staying away: waiting per host, and no refused credential twice."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.door_states import DoorStatesFile
from sentwatch.adapters.providers import provider_table
from sentwatch.core.accounts import Account
from sentwatch.core.trouble import (
    APP_PASSWORD_NEEDED,
    BAD_CREDENTIAL,
    BROWSER_SIGN_IN_NEEDED,
    CERTIFICATE_REFUSED,
    NETWORK_CUT,
    THROTTLED,
    Trouble,
)
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential, CredentialKind
from sentwatch.service.doors import DoorMemory, MindfulDoor

WRONG = Credential("wrong password")


class Clock:
    def __init__(self):
        self.time = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def now(self):
        return self.time

    def monotonic_s(self):
        return 0.0


class Door:
    def __init__(self):
        self.trouble = None
        self.opened = []

    def open(self, *, credential, cancel):
        self.opened.append(credential)
        if self.trouble is not None:
            raise self.trouble
        return "mail"


class House:
    def __init__(self, folder):
        self.folder = folder
        self.clock = Clock()
        self.doors = {}
        self.start_again()

    def start_again(self):
        self.memory = DoorMemory(DoorStatesFile(self.folder))

    def open(self, credential=WRONG, *, account_id="a1", host="imap.example.com", provider=None, by_hand=False):
        door = self.doors.setdefault(host, Door())
        account = Account(id=account_id, address="a@example.com", host=host)
        mindful = MindfulDoor(
            door=door,
            account=account,
            memory=self.memory,
            clock=self.clock,
            provider=provider_table().by_id(provider),
            by_hand=by_hand,
        )
        return mindful.open(credential=credential, cancel=CancelToken())

    def refused(self, *args, **kwargs):
        with pytest.raises(Trouble) as caught:
            self.open(*args, **kwargs)
        return caught.value

    def door(self, host="imap.example.com"):
        return self.doors.setdefault(host, Door())


@pytest.fixture
def house(tmp_path):
    return House(tmp_path / "data")


def test_a_refused_password_goes_out_once_even_after_a_restart(house):
    house.door().trouble = Trouble(BAD_CREDENTIAL, host="imap.example.com")
    assert house.refused().kind is BAD_CREDENTIAL
    house.start_again()
    house.clock.time += timedelta(days=3)
    again = house.refused()
    assert again.kind is BAD_CREDENTIAL
    assert again.params["host"] == "imap.example.com"
    assert len(house.door().opened) == 1


def test_another_password_is_tried_and_forgets_the_first(house):
    house.door().trouble = Trouble(BAD_CREDENTIAL, host="imap.example.com")
    house.refused()
    house.door().trouble = None
    assert house.open(Credential("right password")) == "mail"
    assert house.open(WRONG) == "mail"


def test_a_person_may_try_again(house):
    house.door().trouble = Trouble(BAD_CREDENTIAL, host="imap.example.com")
    house.refused()
    house.refused(by_hand=True)
    assert len(house.door().opened) == 2


def test_refused_is_per_account(house):
    house.door().trouble = Trouble(BAD_CREDENTIAL, host="imap.example.com")
    house.refused()
    house.refused(account_id="a2")
    assert len(house.door().opened) == 2


def test_an_access_token_is_not_remembered(house):
    token = Credential("token", CredentialKind.ACCESS_TOKEN)
    house.door().trouble = Trouble(BAD_CREDENTIAL, host="imap.example.com")
    house.refused(token)
    house.refused(token)
    assert len(house.door().opened) == 2


def test_waiting_is_per_host_doubles_and_ends_with_success(house):
    house.door().trouble = Trouble(THROTTLED, host="imap.example.com")
    house.refused()
    assert house.open(host="imap.elsewhere.example") == "mail"
    away = house.refused(account_id="a2")
    assert away.kind is THROTTLED
    assert away.params["wait_s"] == 60
    assert len(house.door().opened) == 1
    house.clock.time += timedelta(seconds=61)
    house.refused()
    assert house.refused().params["wait_s"] == 120
    for _ in range(12):
        house.clock.time += timedelta(hours=1, seconds=1)
        house.refused()
    assert house.refused().params["wait_s"] == 3600
    house.clock.time += timedelta(hours=1, seconds=1)
    house.door().trouble = None
    assert house.open() == "mail"
    house.door().trouble = Trouble(NETWORK_CUT, host="imap.example.com")
    house.refused()
    away = house.refused()
    assert away.kind is NETWORK_CUT
    assert away.params["wait_s"] == 60


def test_the_time_the_server_asks_for_counts(house):
    house.door().trouble = Trouble(THROTTLED, host="imap.example.com", wait_s=900.0)
    house.refused()
    house.start_again()
    assert house.refused().params["wait_s"] == 900


def test_a_clock_set_back_does_not_lock_us_out(house):
    house.door().trouble = Trouble(THROTTLED, host="imap.example.com")
    house.refused()
    house.clock.time -= timedelta(days=400)
    house.door().trouble = None
    assert house.open() == "mail"


def test_what_time_does_not_heal_is_not_waited_for(house):
    house.door().trouble = Trouble(CERTIFICATE_REFUSED, host="imap.example.com")
    house.refused()
    house.refused()
    assert len(house.door().opened) == 2


@pytest.mark.parametrize(
    ("provider", "secret", "kind"),
    [
        ("outlook_com", "my password", BROWSER_SIGN_IN_NEEDED),
        ("gmail", "my password", APP_PASSWORD_NEEDED),
        ("gmail", "abcd efgh ijkl mnop", BAD_CREDENTIAL),
        ("posteo", "my password", BAD_CREDENTIAL),
        (None, "my password", BAD_CREDENTIAL),
    ],
)
def test_what_the_provider_is_known_for_makes_it_plainer(house, provider, secret, kind):
    house.door().trouble = Trouble(BAD_CREDENTIAL, host="imap.example.com")
    trouble = house.refused(Credential(secret), provider=provider)
    assert trouble.kind is kind
    assert trouble.params["host"] == "imap.example.com"


def test_nothing_secret_on_the_disk(house):
    house.door().trouble = Trouble(BAD_CREDENTIAL, host="imap.example.com")
    house.refused()
    path = house.folder / "doors.json"
    assert WRONG.secret not in path.read_text()
    if sys.platform != "win32":
        assert os.stat(path).st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b'{"hosts": {"imap.example.com": {"times": 1, "until": "2027-01-01T00:00:00"}}}',
        b'{"refused": {"a1": {"fingerprint": "no", "kind": "unknown"}}}',
        b'{"refused": {"a1": {"fingerprint": "%%%", "kind": "bad-credential"}}}',
    ],
)
def test_a_broken_memory_is_no_memory(house, text):
    house.folder.mkdir()
    (house.folder / "doors.json").write_bytes(text)
    assert house.open() == "mail"
