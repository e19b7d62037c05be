"""Credentials and entering: one password try, one renewed token, and each trouble as it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from sentwatch.adapters.file_lock import FileLocks
from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.accounts import Account, SignIn
from sentwatch.core.oauth import OAuthService, Purpose, Tokens
from sentwatch.core.trouble import (
    BAD_CREDENTIAL,
    BROWSER_SIGN_IN_NEEDED,
    OAUTH_CLIENT_MISSING,
    OAUTH_CLIENT_REFUSED,
    PERMISSION_MISSING,
    SECRET_MISSING,
    SERVER_TROUBLE,
    THROTTLED,
    Trouble,
)
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.sign_in import Credentials, enter

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PASSWORD = Account(id="p", address="a@example.com", host="imap.example.com")
OAUTH = Account(id="o", address="a@example.com", host="imap.example.com", sign_in=SignIn.OAUTH)
SERVICE = OAuthService(
    id="s", name="S", authorize_url="https://x", token_url="https://x", scopes=("m",), hosts=("imap.example.com",)
)


class Clock:
    def now(self):
        return NOW

    def monotonic_s(self):
        return 0.0


class Provider:
    """Renews with a new refresh token each time, as rotating providers do, or not at all."""

    def __init__(self, *, rotates=True, trouble=None):
        self.rotates = rotates
        self.trouble = trouble
        self.renewed = []
        self.scopes = []

    def renew(self, service, refresh_token, *, scopes=()):
        self.renewed.append(refresh_token)
        self.scopes.append(tuple(scopes))
        if self.trouble:
            raise self.trouble
        n = len(self.renewed)
        refresh = f"refresh-{n}" if self.rotates else None
        return Tokens(access=f"access-{n}", ends_at=NOW + timedelta(hours=1), refresh=refresh)


class Door:
    def __init__(self, *troubles):
        self.troubles = list(troubles)
        self.opened = []

    def open(self, *, credential, cancel):
        self.opened.append(credential.secret)
        if self.troubles:
            raise self.troubles.pop(0)
        return MAIL


MAIL = SimpleNamespace(facts="what the door showed")


def house(provider=None, services=(SERVICE,), **kept):
    secrets = SessionSecrets()
    for name, secret in kept.items():
        secrets.put(name, secret)
    return Credentials(secrets=secrets, oauth=provider or Provider(), services=lambda: services, clock=Clock()), secrets


def go(account, door, credentials):
    return enter(account, door=door, credentials=credentials, cancel=CancelToken())


def refused(call):
    with pytest.raises(Trouble) as caught:
        call()
    return caught.value.kind


def bad():
    return Trouble(BAD_CREDENTIAL, host="imap.example.com")


def test_a_refused_password_is_one_try():
    credentials, _ = house(p="word")
    door = Door(bad())
    assert refused(lambda: go(PASSWORD, door, credentials)) is BAD_CREDENTIAL
    assert door.opened == ["word"]


def test_a_password_is_asked_for_anew_each_time_so_a_changed_one_counts():
    credentials, secrets = house(p="old")
    door = Door()
    go(PASSWORD, door, credentials)
    secrets.put("p", "new")
    go(PASSWORD, door, credentials)
    assert door.opened == ["old", "new"]


def test_no_password():
    credentials, _ = house()
    assert refused(lambda: go(PASSWORD, Door(), credentials)) is SECRET_MISSING


def test_a_token_refused_before_its_time_is_renewed_once():
    provider = Provider()
    credentials, secrets = house(provider, o="refresh-0")
    door = Door(bad())
    assert go(OAUTH, door, credentials) is MAIL
    assert door.opened == ["access-1", "access-2"]
    assert provider.renewed == ["refresh-0", "refresh-1"]
    assert secrets.get("o") == "refresh-2"


def test_a_renewed_token_refused_too_means_the_browser():
    credentials, _ = house(o="refresh-0")
    door = Door(bad(), bad())
    assert refused(lambda: go(OAUTH, door, credentials)) is BROWSER_SIGN_IN_NEEDED
    assert len(door.opened) == 2


@pytest.mark.parametrize("kind", [THROTTLED, SERVER_TROUBLE])
def test_other_troubles_renew_nothing(kind):
    provider = Provider()
    credentials, _ = house(provider, o="refresh-0")
    door = Door(Trouble(kind, host="imap.example.com"))
    assert refused(lambda: go(OAUTH, door, credentials)) is kind
    assert len(provider.renewed) == 1


def test_a_provider_that_does_not_rotate_keeps_its_token():
    credentials, secrets = house(Provider(rotates=False), o="refresh-0")
    go(OAUTH, Door(), credentials)
    assert secrets.get("o") == "refresh-0"


def test_a_failed_renewal_keeps_the_refresh_token():
    credentials, secrets = house(Provider(trouble=Trouble(SERVER_TROUBLE, host="x")), o="refresh-0")
    assert refused(lambda: go(OAUTH, Door(), credentials)) is SERVER_TROUBLE
    assert secrets.get("o") == "refresh-0"


def test_a_refresh_token_that_is_over_is_sent_once():
    provider = Provider(trouble=Trouble(BROWSER_SIGN_IN_NEEDED, host="x"))
    credentials, secrets = house(provider, o="refresh-0")
    for _ in range(3):
        assert refused(lambda: go(OAUTH, Door(), credentials)) is BROWSER_SIGN_IN_NEEDED
    assert provider.renewed == ["refresh-0"]
    assert secrets.get("o") is None


def test_renewing_is_exclusive_over_processes(tmp_path):
    seen = []

    class Watching(Provider):
        def renew(self, service, refresh_token, *, scopes=()):
            with FileLocks(tmp_path, wait_s=0.1).hold("o") as held:
                seen.append(held)
            return Provider.renew(self, service, refresh_token, scopes=scopes)

    credentials, _ = house(Watching(), o="refresh-0")
    credentials.exclusive = FileLocks(tmp_path).hold
    go(OAUTH, Door(), credentials)
    assert seen == [False]
    with FileLocks(tmp_path, wait_s=0.1).hold("o") as held:
        assert held


BOTH = replace(SERVICE, rules_scopes=("https://graph.example/rules",))


def test_rules_get_a_token_of_their_own_where_the_service_wants_it():
    provider = Provider()
    credentials, _secrets = house(provider, services=(BOTH,), o="refresh-0")
    mail = credentials.for_account(OAUTH)
    rules = credentials.for_account(OAUTH, purpose=Purpose.RULES)
    assert mail.secret != rules.secret
    assert provider.scopes == [("m",), ("https://graph.example/rules",)]
    assert credentials.for_account(OAUTH).secret == mail.secret
    assert credentials.for_account(OAUTH, purpose=Purpose.RULES).secret == rules.secret


def test_one_token_serves_both_where_it_may():
    provider = Provider()
    credentials, _secrets = house(provider, o="refresh-0")
    assert credentials.for_account(OAUTH) == credentials.for_account(OAUTH, purpose=Purpose.RULES)
    assert provider.scopes == [()]


@pytest.mark.parametrize("kind", [BROWSER_SIGN_IN_NEEDED, OAUTH_CLIENT_REFUSED])
def test_what_nobody_agreed_to_costs_the_rules_and_not_the_mail(kind):
    provider = Provider(trouble=Trouble(kind, host="login.example"))
    credentials, secrets = house(provider, services=(BOTH,), o="refresh-0")
    with pytest.raises(Trouble) as caught:
        credentials.for_account(OAUTH, purpose=Purpose.RULES)
    assert (caught.value.kind, caught.value.params["host"]) == (PERMISSION_MISSING, "graph.example")
    assert secrets.get("o") == "refresh-0"
    provider.trouble = None
    assert credentials.for_account(OAUTH).secret == "access-2"


def test_no_service_and_no_token():
    credentials, _ = house(services=(), o="refresh-0")
    assert refused(lambda: go(OAUTH, Door(), credentials)) is OAUTH_CLIENT_MISSING
    credentials, _ = house()
    assert refused(lambda: go(OAUTH, Door(), credentials)) is BROWSER_SIGN_IN_NEEDED


def test_a_sign_in_without_a_refresh_token_is_none():
    credentials, secrets = house()
    tokens = Tokens(access="a", ends_at=NOW, refresh=None)
    assert refused(lambda: credentials.keep(OAUTH, tokens)) is BROWSER_SIGN_IN_NEEDED
    assert secrets.get("o") is None


def test_nothing_secret_is_shown():
    credentials, _ = house(o="refresh-0", p="pass-word")
    go(OAUTH, Door(), credentials)
    assert not any(word in repr(credentials) for word in ("refresh-", "access-", "pass-word"))


def test_a_sign_in_that_worked_is_noted_with_what_opened_the_door():
    credentials, _secrets = house(p="secret")
    noted = []
    enter(
        PASSWORD, door=Door(), credentials=credentials, cancel=CancelToken(), entered=lambda *seen: noted.append(seen)
    )
    [(account, credential, facts)] = noted
    assert (account, credential.secret, facts) == (PASSWORD, "secret", MAIL.facts)
