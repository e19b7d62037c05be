"""Notifications on a real daemon in both languages: text, updates, buttons, no markup from mail; and the second channel."""

from __future__ import annotations

import json
import queue
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import trustme
from pytest_httpserver import HTTPServer

from sentwatch.adapters.notifications.freedesktop import SHOW, THAT_WAS_ME, FreedesktopNotifier
from sentwatch.adapters.notifications.second_channel import Command, Webhook
from sentwatch.core.checks import KINDS
from sentwatch.core.findings import Finding, Severity
from sentwatch.core.notify import Notification
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.wiring import words_for
from support.desktop_session import desktop_session
from support.keyring_session import keyring_session

END = datetime(2026, 11, 24, 5, 20, tzinfo=UTC)
BURST = Notification(
    account_key="one",
    account="noreply@example.jp",
    finding=Finding(
        kind=KINDS["sent.burst"],
        subject="x",
        params={
            "start": END - timedelta(minutes=20), "end": END, "messages": 312, "recipients": 330, "never_mailed": 320,
            "replies": 0, "usual_max": 2, "window_s": 1200,
        },
        own_severity=Severity.URGENT,
    ),
    time_zone="Asia/Tokyo",
)  # fmt: skip
TLS = Notification(
    account_key="one",
    account="<b>evil</b>@example.jp",
    finding=Finding(kind=KINDS["connection.tls-old"], subject="h", params={"host": "<img src=x>&amp;host"}),
)


@pytest.fixture
def desktop(tmp_path, monkeypatch):
    with desktop_session(tmp_path / "desktop", monkeypatch) as session:
        yield session


@pytest.fixture
def actions():
    return queue.SimpleQueue()


def started(lang, actions):
    notifier = FreedesktopNotifier(words=lambda: words_for(lang), on_action=lambda n, action: actions.put((n, action)))
    assert notifier.start()
    return notifier


@pytest.mark.parametrize(("lang", "summary", "body"), [
    ("en", "Urgent: noreply@example.jp", "312 messages between 14:00 and 14:20 on Tuesday 24 November 2026."),
    ("ja", "至急: noreply@example.jp", "2026年11月24日(火) 14:00 から 14:20 までに 312 通送られました。"),
])  # fmt: skip
def test_what_it_says(desktop, actions, lang, summary, body):
    notifier = started(lang, actions)
    notifier.notify(BURST)
    desktop.wait_for_displayed(1)
    desktop.dunstctl("close-all")
    [shown] = desktop.closed()
    assert shown["summary"] == summary
    assert body in shown["body"]
    assert shown["appname"] == "Sentwatch"
    notifier.close()


def test_an_update_takes_the_place_of_what_was_shown(desktop, actions):
    notifier = started("en", actions)
    notifier.notify(BURST)
    finding = replace(BURST.finding, params={**BURST.finding.params, "messages": 700})
    notifier.notify(replace(BURST, finding=finding, is_update=True))
    notifier.notify(TLS)
    desktop.wait_for_displayed(2)
    desktop.dunstctl("close-all")
    assert sorted(shown["body"][:12] for shown in desktop.closed() if "messages" in shown["body"]) == ["700 messages"]
    notifier.close()


def test_what_comes_from_outside_is_no_markup(desktop, actions):
    notifier = started("en", actions)
    notifier.notify(TLS)
    desktop.wait_for_displayed(1)
    desktop.dunstctl("close-all")
    [shown] = desktop.closed()
    # dunst keeps markup as it came: ours came escaped.
    assert "&lt;img src=x&gt;" in shown["body"]
    assert "<img" not in shown["body"]
    notifier.close()


def test_a_click_is_told_with_what_was_shown(desktop, actions):
    notifier = started("en", actions)
    notifier.notify(BURST)
    desktop.wait_for_displayed(1)
    desktop.dunstctl("action", "0")
    clicked, action = actions.get(timeout=10)
    assert (clicked, action) == (BURST, SHOW)
    notifier.close()


def test_without_a_desktop_there_is_no_such_channel(tmp_path, monkeypatch, actions):
    with keyring_session(tmp_path, monkeypatch, keyring=False):
        notifier = FreedesktopNotifier(words=lambda: words_for("en"), on_action=lambda *_: None)
        assert notifier.start() is False
        notifier.notify(BURST)
        notifier.close()


@pytest.fixture
def receiver():
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    server = HTTPServer(host="localhost", ssl_context=context)
    server.start()
    yield server, trusting
    server.stop()


def wait_until(what):
    until = time.monotonic() + 10
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_webhook_carries_nothing_personal_unless_allowed(receiver):
    server, trusting = receiver
    got = []
    server.expect_request("/hook", method="POST").respond_with_handler(
        lambda request: got.append(request.get_json()) or _ok()
    )
    for with_details in (False, True):
        hook = Webhook(
            url=server.url_for("/hook"), words=lambda: words_for("en"), with_details=with_details, context=trusting
        )
        hook.notify(BURST)
        wait_until(lambda with_details=with_details: len(got) == 1 + with_details)
    bare, full = got
    assert bare["code"] == "sent.burst"
    assert bare["severity"] == "urgent"
    assert not any(text in json.dumps(bare) for text in ("noreply", "312", "14:00", "example"))
    assert full["account"] == "noreply@example.jp"
    assert "312 messages" in full["text"]


def _ok():
    from werkzeug import Response

    return Response("ok")


@pytest.mark.expects_log("webhook")
@pytest.mark.parametrize("answer", [302, 500])
def test_a_webhook_that_fails_costs_itself_only(receiver, answer, caplog):
    server, trusting = receiver
    server.expect_request("/hook").respond_with_data(
        "", status=answer, headers={"Location": server.url_for("/elsewhere")}
    )
    Webhook(url=server.url_for("/hook"), words=lambda: words_for("en"), context=trusting).notify(BURST)
    wait_until(lambda: f"answered {answer}" in caplog.text)


@pytest.mark.expects_log("webhook")
def test_a_webhook_without_encryption_is_not_used(caplog):
    Webhook(url="http://localhost:1/hook", words=lambda: words_for("en")).notify(BURST)
    wait_until(lambda: "no https" in caplog.text)


def test_a_command_reads_json_and_sees_nothing_in_argv(tmp_path):
    script = tmp_path / "told.py"
    script.write_text(
        "import sys, json, pathlib\npathlib.Path(sys.argv[1]).write_text(json.dumps([json.load(sys.stdin), sys.argv[2:]]))\n"
    )
    out = tmp_path / "out.json"
    line = f'"{sys.executable}" "{script}" "{out}" "$HOME; touch {tmp_path}/shell"'
    Command(line=line, words=lambda: words_for("ja"), with_details=True).notify(BURST)
    wait_until(lambda: out.exists() and out.read_text().endswith("]"))
    said, argv = json.loads(out.read_text())
    assert said["summary"] == "至急: noreply@example.jp"
    assert argv == [f"$HOME; touch {tmp_path}/shell"]
    assert not (tmp_path / "shell").exists()


@pytest.mark.expects_log("notification command")
@pytest.mark.parametrize("line", ["/no/such/program", "", '"unclosed', f"{sys.executable} -c 'raise SystemExit(3)'"])
def test_a_command_that_fails_costs_itself_only(line, caplog):
    Command(line=line, words=lambda: words_for("en")).notify(BURST)
    wait_until(lambda: "notification command" in caplog.text)


def test_a_way_can_be_tried(receiver, tmp_path):
    server, trusting = receiver
    got = []
    server.expect_request("/hook", method="POST").respond_with_handler(lambda asked: got.append(asked.json) or _ok())
    hook = Webhook(url=server.url_for("/hook"), words=lambda: words_for("en"), context=trusting)
    hook.try_out(cancel=CancelToken())
    [said] = got
    assert said == {
        "code": "test",
        "severity": "info",
        "summary": "Sentwatch: a test",
        "text": "You asked for this message. What Sentwatch has to tell will come the same way.",
    }
    out = tmp_path / "out"
    line = f"{sys.executable} -c \"import sys; open('{out}', 'w').write(sys.stdin.read())\""
    Command(line=line, words=lambda: words_for("ja")).try_out(cancel=CancelToken())
    assert json.loads(out.read_text())["summary"] == "Sentwatch: テスト"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("/no/such/program", "the program could not be started"),
        ("", "the program could not be started"),
        (f"{sys.executable} -c 'raise SystemExit(3)'", "it ended with 3"),
    ],
)
def test_a_command_that_fails_is_told_to_who_tries_it(line, reason):
    with pytest.raises(Trouble) as caught:
        Command(line=line, words=lambda: words_for("en")).try_out(cancel=CancelToken())
    assert words_for("en")(caught.value.params["reason"]) == reason


def test_a_webhook_that_fails_is_told_to_who_tries_it(receiver):
    server, trusting = receiver
    server.expect_request("/hook").respond_with_data("", status=404)
    for url, context, reason in (
        (server.url_for("/hook"), trusting, "it answered 404"),
        (server.url_for("/hook"), None, "it could not be reached"),
        ("http://localhost:1/hook", trusting, "its address does not begin with https://"),
    ):
        with pytest.raises(Trouble) as caught:
            Webhook(url=url, words=lambda: words_for("en"), context=context).try_out(cancel=CancelToken())
        assert words_for("en")(caught.value.params["reason"]) == reason


def test_trying_can_be_stopped(tmp_path):
    cancel = CancelToken()
    begun = tmp_path / "begun"
    line = f"{sys.executable} -c \"import sys; open('{begun}', 'w'); sys.stdin.read(); import time; time.sleep(3)\""
    stopping = threading.Thread(target=lambda: (wait_until(begun.exists), cancel.cancel()))
    stopping.start()
    with pytest.raises(Cancelled):
        Command(line=line, words=lambda: words_for("en")).try_out(cancel=cancel)
    stopping.join(10)


def test_that_was_me_is_offered_for_sending_only():
    from sentwatch.texts.notification import render_notification

    assert render_notification(BURST, words_for("ja")).answer == "自分です"
    assert render_notification(TLS, words_for("ja")).answer is None
    assert THAT_WAS_ME == "that-was-me"
