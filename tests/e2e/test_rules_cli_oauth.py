"""Gmail's and Outlook's rules through the command line: a sign-in in the browser, the right token for each door."""

from __future__ import annotations

import json
import threading
import webbrowser

import httpx2
import pytest

from support.canaries import Canaries
from support.cli import run_cli
from support.dovecot import oauth_passdb, running_dovecot
from support.keyring_session import keyring_session
from support.oauth_provider import CLIENT_ID, RULES_SCOPE, SCOPES, running_provider
from support.rest_on_loopback import gmail, google_error, graph, serving

pytestmark = pytest.mark.dovecot
ADDRESSES = {"gmail": "hana@gmail.com", "graph": "hana@outlook.com"}
MAKE = {"gmail": gmail, "graph": graph}


class Browser(webbrowser.BaseBrowser):
    """Clicks through the provider's page and comes back."""

    def __init__(self, provider):
        super().__init__("test")
        self.provider = provider
        self.threads = []

    def open(self, url, new=0, autoraise=True):
        def click():
            with httpx2.Client(verify=self.provider.context, trust_env=False) as browser:
                back = browser.get(url).headers["Location"]
            with httpx2.Client(trust_env=False) as browser:
                browser.get(back)

        self.threads.append(threading.Thread(target=click, daemon=True))
        self.threads[-1].start()
        return True


class House:
    """A mail server that takes tokens, a web interface for rules, and who gives the tokens."""

    def __init__(self, tmp_path, monkeypatch, *, kind, server, provider, rest):
        self.kind, self.server, self.provider, self.rest = kind, server, provider, rest
        self.data = tmp_path / "data"
        self.data.mkdir()
        self.outputs = ""
        service = {
            "id": "local", "name": "Local", "authorize_url": provider.base + "/authorize",
            "token_url": provider.base + "/token", "scopes": list(SCOPES), "client_id": CLIENT_ID,
            "hosts": ["127.0.0.1"],
            **({"rules_scopes": [RULES_SCOPE]} if kind == "graph" else {}),
        }  # fmt: skip
        (self.data / "oauth.json").write_text(json.dumps({"services": [service]}))
        trusted = tmp_path / "trusted.pem"
        trusted.write_bytes(provider.ca_file.read_bytes() + rest.ca_pem)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        monkeypatch.setenv("HOME", str(tmp_path / "home"))
        monkeypatch.setattr(f"sentwatch.adapters.{kind}.BASE", rest.base)
        browser = Browser(provider)
        monkeypatch.setattr(webbrowser, "_tryorder", ["test"])
        monkeypatch.setattr(webbrowser, "_browsers", {"test": [None, browser]})

    @property
    def address(self):
        return ADDRESSES[self.kind]

    def run(self, *arguments, **more):
        ran = run_cli(*arguments, "--data-dir", self.data, **more)
        self.outputs += ran.out + ran.err
        return ran

    def add(self, *how):
        ran = self.run("accounts", "add", "--address", self.address, "--host", "127.0.0.1", "--port",
                       self.server.imaps_port, "--ca", self.server.ca_file, *(how or ("--oauth",)),
                       stdin="correct horse\n")  # fmt: skip
        assert ran.code == 0, ran.err
        return self

    def rules(self):
        return self.run("rules", self.address, "--json")

    def token(self, access):
        return next(token for token in self.provider.tokens if token.access_token == access)


@pytest.fixture(params=["gmail", "graph"])
def house(request, tmp_path, monkeypatch):
    kind = request.param
    with running_provider(tmp_path / "oauth", address=ADDRESSES[kind]) as provider:
        extra = oauth_passdb(tmp_path, base=provider.base, ca_file=provider.ca_file)
        rest = MAKE[kind]()
        with (
            running_dovecot(mechanisms="plain xoauth2 oauthbearer", extra=extra) as server,
            serving(rest),
            keyring_session(tmp_path / "session", monkeypatch),
        ):
            server.add_user(ADDRESSES[kind])
            made = House(tmp_path, monkeypatch, kind=kind, server=server, provider=provider, rest=rest)
            # Graph is another resource than IMAP: a token for the one opens nothing at the other.
            wanted = RULES_SCOPE if kind == "graph" else "mail"
            rest.accepts = lambda access: any(
                token.access_token == access and wanted in token.scope.split() for token in provider.tokens
            )
            yield made


def test_rules_are_read_with_the_token_they_need(house):
    ran = house.add().rules()
    [report] = ran.json["reports"]
    assert {check["outcome"] for check in report["checks"]} == {"checked"}, ran.err
    assert house.rest.methods == {"GET"}
    languages = {rule["language"] for rule in report["rules"]}
    if house.kind == "gmail":
        assert (ran.code, languages) == (1, {"gmail"})
        filters = next(rule for rule in report["rules"] if not rule["setting"])
        forwards = next(one for one in ran.findings("rule.forwards-out") if one["subject"] == filters["hash"])
        assert (forwards["severity"], forwards["params"]["targets"]) == ("urgent", ["x@mailhub.example"])
        assert {rule["remove"]["pages"][0]["url"] for rule in report["rules"]} >= {
            "https://mail.google.com/mail/u/0/#settings/filters"
        }
    else:
        assert languages == {"outlook"}
        assert {one["code"] for one in ran.findings()} >= {"rule.hides"}
        assert "RSS フィード" in {target for rule in report["rules"] for target in rule["targets"]}
    again = house.rules()
    assert {one["status"] for one in again.findings()} == {"still"}
    assert house.run("check", "--json").code == ran.code


def test_each_door_gets_a_token_of_its_own_where_it_must(house):
    house.add().rules()
    asked = [form for form in house.provider.forms if "grant_type" in form]
    scopes = [form.get("scope") for form in asked]
    if house.kind == "gmail":
        assert set(scopes) == {None}
    else:
        assert scopes[0] == " ".join(SCOPES)
        assert RULES_SCOPE in scopes


def test_a_token_that_ended_early_is_renewed_once(house):
    house.add().rules()
    accepts = house.rest.accepts
    first = [token.access_token for token in house.provider.tokens]
    house.rest.accepts = lambda access: access not in first and accepts(access)
    assert {check["outcome"] for check in house.rules().json["reports"][0]["checks"]} == {"checked"}


def test_without_consent_to_the_rules_the_mail_is_looked_at_all_the_same(house):
    if house.kind == "gmail":
        forbidden = google_error(403, "insufficientPermissions")
        house.rest.pages = dict.fromkeys(house.rest.pages, forbidden)
    else:
        house.provider.consents = SCOPES
    house.add()
    for command in (("rules", house.address), ("check", house.address)):
        ran = house.run(*command, "--json")
        assert ran.code == 3
        outcomes = {check["code"]: check["outcome"] for check in ran.json["reports"][0]["checks"]}
        assert outcomes["rule.hides"] == "failed"
        assert "does not show the rules with the permission that was given" in ran.err
        assert outcomes.get("sent.burst", "checked") == "checked"
    house.provider.consents = (*SCOPES, RULES_SCOPE)


def test_an_account_with_a_password_is_told_where_to_look(house):
    ran = house.add("--password-stdin").rules()
    assert ran.code == 0
    [check, *_others] = ran.json["reports"][0]["checks"]
    assert check["outcome"] == "not-checked"
    assert "signed in with the browser" in check["reason"]
    assert "https://" in check["reason"]
    assert house.rest.asked == []


def test_secrets_stand_nowhere(house):
    house.add()
    house.rules()
    house.run("check", "--json")
    secrets = {}
    for number, token in enumerate(house.provider.tokens):
        secrets |= {f"access{number}": token.access_token, f"refresh{number}": token.refresh_token}
    canaries = Canaries(**secrets)
    assert canaries.in_files(house.data) == []
    assert canaries.in_text(house.outputs) == []
    assert canaries.in_processes() == []
