"""Signing in through the browser against a real provider on loopback, and through a real Dovecot."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from sentwatch.adapters.imap import ImapDoor
from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.oauth import OAuth
from sentwatch.core.accounts import Account, SignIn
from sentwatch.core.trouble import (
    BAD_CREDENTIAL,
    BROWSER_SIGN_IN_NEEDED,
    KEYRING_LOCKED,
    NETWORK_CUT,
    OAUTH_CLIENT_MISSING,
    OAUTH_CLIENT_REFUSED,
    SERVER_TROUBLE,
    SIGN_IN_DECLINED,
    SIGN_IN_TIMED_OUT,
    THROTTLED,
    Trouble,
)
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.mail import Credential, CredentialKind
from sentwatch.service.sign_in import Credentials
from support.dovecot import oauth_passdb, running_dovecot
from support.oauth_provider import running_provider

ADDRESS = "hana@corp.example"
ACCOUNT = Account(id="a1", address=ADDRESS, host="127.0.0.1", sign_in=SignIn.OAUTH)


@pytest.fixture
def provider(tmp_path):
    with running_provider(tmp_path / "oauth") as provider:
        yield provider


@pytest.fixture
def oauth(provider):
    return OAuth(context=provider.context, wait_s=20)


class Clock:
    def __init__(self):
        self.time = datetime.now(UTC)

    def now(self):
        return self.time

    def monotonic_s(self):
        return 0.0


def click_through(provider, url):
    """What the browser does: the provider's page, then the redirect, which is returned unopened."""
    with httpx2.Client(verify=provider.context, trust_env=False) as browser:
        answer = browser.get(url)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def open_back(url, **headers):
    with httpx2.Client(trust_env=False) as browser:
        return browser.get(url, headers=headers)


@contextmanager
def browsing(*steps):
    """Run the steps in order beside the waiting sign-in; the results are in the yielded list afterwards."""
    results = []

    def run():
        for step in steps:
            try:
                results.append(step())
            except httpx2.HTTPError as error:
                results.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield results
    finally:
        thread.join(20)
        assert not thread.is_alive()


def sign_in(provider, oauth):
    under_way = oauth.begin(provider.service(), address=ADDRESS)
    back = click_through(provider, under_way.url)
    with browsing(lambda: open_back(back)):
        return under_way.wait(CancelToken())


def refused(call):
    with pytest.raises(Trouble) as caught:
        call()
    return caught.value.kind


def test_code_with_pkce(provider, oauth):
    under_way = oauth.begin(provider.service(), address=ADDRESS)
    asked = parse_qs(urlsplit(under_way.url).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"][0].startswith("http://127.0.0.1:")
    assert asked["login_hint"] == [ADDRESS]
    back = click_through(provider, under_way.url)
    with browsing(lambda: open_back(back)) as seen:
        tokens = under_way.wait(CancelToken())
    assert tokens.access == provider.tokens[0].access_token
    assert tokens.refresh == provider.tokens[0].refresh_token
    assert seen[0].status_code == 200
    assert "Sentwatch" in seen[0].text
    assert parse_qs(urlsplit(back).query)["code"][0] not in seen[0].text
    assert tokens.access not in repr(tokens)
    assert asked["state"][0] not in repr(under_way).replace(under_way.url, "")


def test_two_sign_ins_share_nothing(provider, oauth):
    with oauth_pair(provider, oauth) as (first, second):
        one, two = (parse_qs(urlsplit(sign.url).query) for sign in (first, second))
        assert all(one[name] != two[name] for name in ("state", "code_challenge", "redirect_uri"))


@contextmanager
def oauth_pair(provider, oauth):
    pair = [oauth.begin(provider.service(), address=ADDRESS) for _ in range(2)]
    try:
        yield pair
    finally:
        for sign in pair:
            sign.close()


def test_a_stolen_code_is_worthless_without_the_verifier(provider, oauth):
    under_way = oauth.begin(provider.service(), address=ADDRESS)
    under_way.close()
    back = click_through(provider, under_way.url)
    code = parse_qs(urlsplit(back).query)["code"][0]
    for verifier in ("w" * 43, ""):
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back.partition("?")[0],
            "code_verifier": verifier,
        }
        assert refused(lambda form=form: oauth._tokens(provider.service(), form, scopes=()))
    assert provider.tokens == []


def test_strangers_are_sent_away_and_the_real_answer_still_counts(provider, oauth):
    under_way = oauth.begin(provider.service(), address=ADDRESS)
    back = click_through(provider, under_way.url)
    here = back.partition("?")[0]
    state = parse_qs(urlsplit(back).query)["state"][0]
    steps = [
        lambda: open_back(here + "favicon.ico"),
        lambda: open_back(here + "?code=evil&state=guessed"),
        lambda: open_back(here + "?code=evil"),
        lambda: open_back(here + f"?code=evil&state={state}&state=x"),
        lambda: open_back(here + f"?code=a&code=b&state={state[:-1]}"),
        lambda: open_back(back, Host="evil.example"),
        lambda: open_back(back, Host="localhost:" + here.rpartition(":")[2].rstrip("/")),
        lambda: raw(here, b"POST /?" + urlsplit(back).query.encode() + b" HTTP/1.1\r\nHost: x\r\n\r\n"),
        lambda: raw(here, b"\0\xff" * 6000),
        lambda: raw(here, b""),
        lambda: open_back(back),
    ]
    with browsing(*steps) as seen:
        tokens = under_way.wait(CancelToken())
    assert [answer.status_code for answer in seen[:7]] == [404] * 7
    assert seen[-1].status_code == 200
    assert tokens.access == provider.tokens[0].access_token
    assert len(provider.tokens) == 1


def raw(here, data):
    with socket.create_connection(("127.0.0.1", urlsplit(here).port), timeout=10) as sock:
        try:
            sock.sendall(data)
            sock.shutdown(socket.SHUT_WR)
            return sock.recv(4096)
        except OSError:
            return b""


def test_nobody_listens_after_the_answer(provider, oauth):
    under_way = oauth.begin(provider.service(), address=ADDRESS)
    back = click_through(provider, under_way.url)
    with browsing(lambda: open_back(back), lambda: open_back(back)) as seen:
        under_way.wait(CancelToken())
    assert seen[0].status_code == 200
    assert isinstance(seen[1], httpx2.HTTPError)


def test_listens_on_loopback_only(provider, oauth):
    under_way = oauth.begin(provider.service(), address=ADDRESS)
    assert under_way.listener.getsockname()[0] == "127.0.0.1"
    under_way.close()


def test_declined(provider, oauth):
    provider.declines = True
    under_way = oauth.begin(provider.service(), address=ADDRESS)
    back = click_through(provider, under_way.url)
    with browsing(lambda: open_back(back)):
        assert refused(lambda: under_way.wait(CancelToken())) is SIGN_IN_DECLINED


def test_nobody_came(provider):
    under_way = OAuth(context=provider.context, wait_s=0.3).begin(provider.service(), address=ADDRESS)
    assert refused(lambda: under_way.wait(CancelToken())) is SIGN_IN_TIMED_OUT


def test_cancelled_while_waiting(provider, oauth):
    cancel = CancelToken()
    under_way = oauth.begin(provider.service(), address=ADDRESS)
    timer = threading.Timer(0.2, cancel.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        under_way.wait(cancel)
    timer.join()


def test_no_client_id(provider, oauth):
    assert refused(lambda: oauth.begin(provider.service(client_id=None), address=ADDRESS)) is OAUTH_CLIENT_MISSING


def test_wrong_client_id(provider, oauth):
    assert refused(lambda: oauth.renew(provider.service(client_id="x"), "token")) is OAUTH_CLIENT_REFUSED


@pytest.mark.parametrize(("status", "kind"), [(500, SERVER_TROUBLE), (503, SERVER_TROUBLE), (429, THROTTLED)])
def test_a_provider_in_trouble_does_not_end_the_sign_in(provider, oauth, status, kind):
    provider.status = status
    assert refused(lambda: oauth.renew(provider.service(), "token")) is kind


def test_an_unknown_certificate_gets_no_token(provider):
    assert refused(lambda: OAuth().renew(provider.service(), "refresh")) is NETWORK_CUT
    assert provider.forms == []


def test_device_code(provider, oauth):
    code = oauth.begin_device(provider.service())
    provider.approve_device(code.user_code)
    tokens = oauth.wait_device(provider.service(), code, cancel=CancelToken())
    assert tokens.access == provider.tokens[0].access_token
    assert code.device_code not in repr(code)


def test_device_code_waits_and_can_be_cancelled(provider, oauth):
    code = oauth.begin_device(provider.service())
    cancel = CancelToken()
    timer = threading.Timer(0.3, cancel.cancel)
    timer.start()
    with pytest.raises(Cancelled):
        oauth.wait_device(provider.service(), code, cancel=cancel)
    timer.join()
    assert sum("device_code" in form for form in provider.forms) >= 1


def test_device_code_declined(provider, oauth):
    code = oauth.begin_device(provider.service())
    provider.approve_device(code.user_code, allow=False)
    assert refused(lambda: oauth.wait_device(provider.service(), code, cancel=CancelToken())) is SIGN_IN_DECLINED


class Lockable(SessionSecrets):
    locked = False

    def put(self, name, secret):
        if self.locked:
            raise Trouble(KEYRING_LOCKED)
        SessionSecrets.put(self, name, secret)


def credentials(provider, oauth, secrets):
    clock = Clock()
    oauth = replace(oauth, now=clock.now)
    return Credentials(secrets=secrets, oauth=oauth, services=lambda: [provider.service()], clock=clock), clock


def test_only_the_refresh_token_is_kept_and_each_new_one(provider, oauth):
    secrets = SessionSecrets()
    kept, clock = credentials(provider, oauth, secrets)
    tokens = sign_in(provider, oauth)
    kept.keep(ACCOUNT, tokens)
    assert secrets.get("a1") == tokens.refresh
    assert kept.for_account(ACCOUNT) == Credential(tokens.access, CredentialKind.ACCESS_TOKEN)
    clock.time += timedelta(hours=2)
    renewed = kept.for_account(ACCOUNT)
    assert renewed.secret == provider.tokens[1].access_token
    assert secrets.get("a1") == provider.tokens[1].refresh_token
    assert kept.for_account(ACCOUNT) == renewed
    assert len(provider.tokens) == 2


def test_a_refresh_token_used_twice_ends_the_family(provider, oauth):
    first = sign_in(provider, oauth)
    second = oauth.renew(provider.service(), first.refresh)
    assert refused(lambda: oauth.renew(provider.service(), first.refresh)) is BROWSER_SIGN_IN_NEEDED
    assert refused(lambda: oauth.renew(provider.service(), second.refresh)) is BROWSER_SIGN_IN_NEEDED


def test_many_threads_renew_once(provider, oauth):
    kept, clock = credentials(provider, oauth, SessionSecrets())
    kept.keep(ACCOUNT, sign_in(provider, oauth))
    clock.time += timedelta(hours=2)
    seen = []
    threads = [threading.Thread(target=lambda: seen.append(kept.for_account(ACCOUNT).secret)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(seen) == 6
    assert len(set(seen)) == 1
    assert len(provider.tokens) == 2


def test_a_keyring_that_locks_during_renewal_loses_nothing(provider, oauth):
    secrets = Lockable()
    kept, clock = credentials(provider, oauth, secrets)
    kept.keep(ACCOUNT, sign_in(provider, oauth))
    clock.time += timedelta(hours=2)
    Lockable.locked = True
    try:
        assert refused(lambda: kept.for_account(ACCOUNT)) is KEYRING_LOCKED
        assert refused(lambda: kept.for_account(ACCOUNT)) is KEYRING_LOCKED
    finally:
        Lockable.locked = False
    assert kept.for_account(ACCOUNT).secret == provider.tokens[1].access_token
    assert secrets.get("a1") == provider.tokens[1].refresh_token
    assert len(provider.tokens) == 2


def test_forgotten_everywhere(provider, oauth):
    secrets = SessionSecrets()
    kept, _clock = credentials(provider, oauth, secrets)
    kept.keep(ACCOUNT, sign_in(provider, oauth))
    kept.forget("a1")
    assert secrets.get("a1") is None
    assert refused(lambda: kept.for_account(ACCOUNT)) is BROWSER_SIGN_IN_NEEDED


@pytest.mark.dovecot
@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_through_dovecot(provider, oauth, tmp_path, mechanism):
    extra = oauth_passdb(tmp_path, base=provider.base, ca_file=provider.ca_file)
    with running_dovecot(mechanisms=mechanism, extra=extra) as dovecot:
        dovecot.add_user(ADDRESS)
        account = Account(
            id="a1",
            address=ADDRESS,
            host="127.0.0.1",
            port=dovecot.imaps_port,
            ca_file=str(dovecot.ca_file),
            sign_in=SignIn.OAUTH,
        )
        tokens = sign_in(provider, oauth)
        good = Credential(tokens.access, CredentialKind.ACCESS_TOKEN)
        mail = ImapDoor(account).open(credential=good, cancel=CancelToken())
        assert mail.facts.mechanism.lower() == mechanism
        assert mail.folders()
        mail.close()
        bad = Credential("no-such-token", CredentialKind.ACCESS_TOKEN)
        kind = refused(lambda: ImapDoor(account).open(credential=bad, cancel=CancelToken()))
        assert kind is BAD_CREDENTIAL
