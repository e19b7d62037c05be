"""Signing in at the terminal: what is shown, what is asked, and that nothing secret is."""

from __future__ import annotations

import gettext
import threading

import httpx2
import pytest

from sentwatch.adapters.oauth import OAuth
from sentwatch.adapters.providers import provider_table
from sentwatch.cli.sign_in import confirm_server, show_remarks, show_step, sign_in_outside
from sentwatch.core.accounts import Security
from sentwatch.core.discovery import Discovery, FoundServer, Source, left_out, remarks_on, server_from_table
from sentwatch.ports.cancel import CancelToken
from sentwatch.texts.words import Words
from support.oauth_provider import running_provider

WORDS = Words("en", gettext.NullTranslations())
ADDRESS = "hana@corp.example"


def known(address):
    provider = provider_table().by_address(address)
    step = server_from_table(provider, address, source=Source.TABLE)
    return Discovery(
        address=address,
        domain=address.partition("@")[2],
        steps=(step, left_out(Source.SRV)),
        provider=provider,
        remarks=remarks_on(provider, (step,)),
    )


def test_steps_and_remarks(capsys: pytest.CaptureFixture[str]):
    discovery = known("hana@gmail.com")
    for step in discovery.steps:
        show_step(step, WORDS)
    show_remarks(discovery, WORDS)
    said = capsys.readouterr()
    assert said.out == ""
    assert "Gmail: imap.gmail.com, port 993" in said.err
    assert "https://myaccount.google.com/apppasswords" in said.err
    assert "app-password-gmail" in said.err
    assert len(said.err.splitlines()) == 4


def test_a_server_elsewhere_is_asked_about():
    server = FoundServer(
        host="imap.elsewhere.example",
        port=993,
        security=Security.TLS,
        login_name=None,
        source=Source.SRV,
        asks_first=True,
    )
    asked = []
    assert not confirm_server(server, WORDS, ask=lambda question: asked.append(question) or False)
    assert "imap.elsewhere.example" in asked[0]


def test_through_the_browser(tmp_path, capsys):
    with running_provider(tmp_path) as provider:
        threads = []

        def open_page(url):
            def browse():
                with httpx2.Client(verify=provider.context, trust_env=False) as browser:
                    back = browser.get(url).headers["Location"]
                with httpx2.Client(trust_env=False) as browser:
                    browser.get(back)

            threads.append(threading.Thread(target=browse, daemon=True))
            threads[0].start()

        tokens = sign_in_outside(
            OAuth(context=provider.context, wait_s=20),
            provider.service(),
            WORDS,
            address=ADDRESS,
            by_code=False,
            cancel=CancelToken(),
            open_page=open_page,
        )
        threads[0].join(20)
        assert tokens.access == provider.tokens[0].access_token
    out, said = capsys.readouterr()
    assert out == "", "the answer's stream is kept for JSON"
    assert provider.base in said
    assert tokens.access not in said
    assert tokens.refresh not in said


def test_with_a_code_for_another_device(tmp_path, capsys):
    with running_provider(tmp_path) as provider:
        oauth = OAuth(context=provider.context, wait_s=20)
        timer = threading.Timer(
            0.3, lambda: provider.approve_device(next(iter(provider.devices.values()))["user_code"])
        )
        timer.start()
        tokens = sign_in_outside(oauth, provider.service(), WORDS, address=ADDRESS, by_code=True, cancel=CancelToken())
        timer.join()
        assert tokens.access == provider.tokens[0].access_token
    assert next(iter(provider.devices.values()))["user_code"] in capsys.readouterr().err
