"""The assistant in words: what is proposed, what a refusal offers, and what the first look came to."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from sentwatch.adapters.oauth_services import packaged_services
from sentwatch.adapters.providers import provider_table
from sentwatch.core.accounts import Account, Role, SignIn
from sentwatch.core.check import Checked
from sentwatch.core.discovery import Discovery, Source, left_out, remarks_on, server_from_table
from sentwatch.core.looks import Failed
from sentwatch.core.oauth import service_for
from sentwatch.core.report import CheckResult
from sentwatch.core.sign_in_ways import Way, ways_into
from sentwatch.core.trouble import (
    APP_PASSWORD_NEEDED,
    BAD_CREDENTIAL,
    BROWSER_SIGN_IN_NEEDED,
    CERTIFICATE_REFUSED,
    KEYRING_LOCKED,
    NETWORK_CUT,
    OAUTH_CLIENT_REFUSED,
    SERVER_TROUBLE,
    THROTTLED,
    Trouble,
)
from sentwatch.ui.presenters.assistant import AGAIN, NEW, Stage, address_stage, assistant_frame, server_stage
from sentwatch.ui.presenters.assistant_mailbox import found, mailbox_stage
from sentwatch.ui.presenters.assistant_sign_in import Aid, outside, refusal, sign_in_stage
from support import window_facts as facts

EN, JA = facts.words_for("en"), facts.words_for("ja")
ACCOUNT = Account(id="a", address="hana@gmail.com", host="imap.gmail.com", provider="gmail")


def ways_of(address, *, client=None):
    provider = provider_table().by_address(address)
    account = replace(ACCOUNT, address=address, provider=provider.id, host=provider.imap.host or "")
    service = service_for(account, packaged_services())
    return ways_into(provider, replace(service, client_id=client) if service is not None else None)


def discovered(address):
    provider = provider_table().by_address(address)
    step = server_from_table(provider, address, source=Source.TABLE)
    return Discovery(
        address=address,
        domain=address.partition("@")[2],
        steps=(step, left_out(Source.SRV)),
        provider=provider,
        remarks=remarks_on(provider, (step,)),
    )


def test_where_one_stands():
    view = assistant_frame(NEW, Stage.SIGN_IN, EN)
    assert (view.title, view.position) == ("Add an account", "Step 3 of 5: Sign in")
    assert [stage for stage, _ in assistant_frame(AGAIN, Stage.SIGN_IN, EN).stages] == list(AGAIN)
    assert address_stage(EN).known == ""
    assert address_stage(EN, is_known=True).known


def test_a_found_server_and_a_provider_that_has_none():
    view = server_stage(discovered("hana@gmail.com"), ACCOUNT, EN)
    assert view.title == "Gmail, found."
    assert (view.server, view.blocked) == ("imap.gmail.com", "")
    assert view.facts == "Port 993 · encrypted (TLS) · signs in as hana@gmail.com"
    # Steps that were not needed are not told.
    assert len(view.rows) == 1
    none = server_stage(discovered("hana@rakumail.jp"), None, JA)
    assert none.server == ""
    assert none.blocked.startswith("楽メール")
    assert "Rakuten" not in none.title


def test_gmail_takes_an_app_password_until_a_client_id_is_there():
    ways = ways_of("hana@gmail.com")
    assert ways.offered == (Way.APP_PASSWORD, Way.BROWSER)
    assert ways.needs_client
    view = sign_in_stage(ACCOUNT, ways, ways.first, EN, has_keyring=True)
    assert urlsplit(ways.password_page.url).hostname == view.page_host == "myaccount.google.com"
    assert view.guide
    assert ways_of("hana@gmail.com", client="1234.apps.googleusercontent.com").first is Way.BROWSER


def test_a_provider_that_takes_only_the_browser_offers_no_password():
    ways = ways_of("hana@outlook.jp")
    assert all(not way.is_typed for way in ways.offered)
    assert sign_in_stage(ACCOUNT, ways, ways.first, EN, has_keyring=True).secret == ""


def test_without_a_keyring_it_says_where_the_password_goes():
    ways = ways_of("hana@gmail.com")
    view = sign_in_stage(ACCOUNT, ways, Way.APP_PASSWORD, EN, has_keyring=False)
    assert view.submit == "Sign in for this session"
    assert "never written into a file" in view.note
    assert sign_in_stage(ACCOUNT, ways, Way.APP_PASSWORD, EN, has_keyring=True).note == ""


@pytest.mark.parametrize(
    ("kind", "way", "aid"),
    [
        (APP_PASSWORD_NEEDED, Way.PASSWORD, Aid.USE_APP_PASSWORD),
        (APP_PASSWORD_NEEDED, Way.APP_PASSWORD, Aid.SHOW_GUIDE),
        (BROWSER_SIGN_IN_NEEDED, Way.APP_PASSWORD, Aid.USE_BROWSER),
        (BROWSER_SIGN_IN_NEEDED, Way.BROWSER, Aid.NONE),
        (BAD_CREDENTIAL, Way.APP_PASSWORD, Aid.SHOW_GUIDE),
        (BAD_CREDENTIAL, Way.BROWSER, Aid.NONE),
        (CERTIFICATE_REFUSED, Way.APP_PASSWORD, Aid.NAME_CA),
        (NETWORK_CUT, Way.APP_PASSWORD, Aid.CHECK_SERVER),
        (OAUTH_CLIENT_REFUSED, Way.BROWSER, Aid.ENTER_CLIENT),
        (KEYRING_LOCKED, Way.APP_PASSWORD, Aid.FOR_SESSION),
        (THROTTLED, Way.APP_PASSWORD, Aid.NONE),
        (SERVER_TROUBLE, Way.APP_PASSWORD, Aid.NONE),
    ],
)
def test_a_refusal_offers_the_one_thing_that_helps(kind, way, aid):
    view = refusal(Trouble(kind, host="imap.gmail.com"), ways_of("hana@gmail.com"), way, EN)
    assert view.aid is aid
    assert bool(view.button) is (aid is not Aid.NONE)
    assert view.title
    assert view.do_first


def test_what_was_tried_for_this_session_is_not_offered_twice():
    ways = ways_of("hana@gmail.com")
    view = refusal(Trouble(KEYRING_LOCKED), ways, Way.APP_PASSWORD, EN, has_tried_session=True)
    assert (view.aid, view.button) == (Aid.NONE, "")


def test_a_folder_that_is_unclear_is_asked_for():
    account = replace(ACCOUNT, sign_in=SignIn.PASSWORD)
    view = mailbox_stage(account, EN, candidates=("Sent", "Sent Items"), is_missing=True)
    assert (view.sent_value, view.sent_missing) == ("Choose …", "Choose the folder first.")
    assert "Sent Items" in view.sent_hint
    sure = mailbox_stage(replace(account, sent_folder="Sent", role=Role.SYSTEM), EN)
    assert (sure.sent_value, sure.sent_missing) == ("Sent", "")
    assert sure.role_hint != view.role_hint


def test_what_the_first_look_came_to():
    view = found(facts.sample_report(), None, EN)
    assert view.title == "1 thing to look at."
    assert view.ref is not None
    assert view.button == "Read what we saw"
    quiet = replace(facts.sample_report(), findings=(), results=(facts.looked("sent.burst", "Unusual sending"),))
    assert found(quiet, None, EN).title == "Nothing unusual in this mailbox."
    trouble = Trouble(NETWORK_CUT, host="imap.example.jp")
    cut = CheckResult(code="sent.burst", title="Unusual sending", outcome=Failed(trouble))
    blind = replace(quiet, results=(cut,))
    assert not any(isinstance(result.outcome, Checked) for result in blind.results)
    # What could not be looked at is never called quiet.
    assert found(blind, None, EN).title == "We could not look at anything this time."
    assert [line.tone for line in found(blind, None, EN).lines] == ["blind"]
    partly = replace(quiet, results=(*quiet.results, cut))
    assert found(partly, None, EN).title == "Nothing unusual where we could look."


def test_waiting_for_the_browser_counts_down():
    assert outside(Way.BROWSER, EN, left_s=300, host="login.example").left == "5 minutes left"
    assert outside(Way.CODE, EN, left_s=-3, host="login.example", code="AB").left.startswith("0")
