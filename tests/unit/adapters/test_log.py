"""What the log shows and hands on: readable lines without addresses, without secrets, without the user's name."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sentwatch.adapters.log import close_log, read_log, redacted, set_up_log
from sentwatch.adapters.watch_lines import log_event
from sentwatch.core.accounts import Account
from sentwatch.core.check import Checked
from sentwatch.core.looks import Failed
from sentwatch.core.report import CheckResult, Report
from sentwatch.core.schedule import Watched
from sentwatch.core.takeover import TakeoverState
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.core.watching import AccountState, Looked, SeesAgain, Sight, StateChanged, WentBlind

SECRET = "hunter2-and-more"


@pytest.mark.parametrize(
    "text",
    [
        f"password={SECRET}",
        f"password: {SECRET}",
        f"Password {SECRET}",
        f"Authorization: Bearer {SECRET}",
        f"authorization=Basic {SECRET}",
        f"Bearer {SECRET}",
        f'{{"password": "{SECRET}"}}',
        f"{{'access_token': '{SECRET}', 'x': 1}}",
        f'"client_secret":"{SECRET}"',
        f'passphrase = "one two {SECRET}"',
        f"passwd={SECRET}",
        f"api_key={SECRET}",
        f"https://x.example/?token={SECRET}",
    ],
)
def test_what_follows_a_word_that_announces_a_secret_is_left_out(text):
    assert SECRET not in redacted(text)
    assert redacted(text) != "…"


def test_addresses_and_the_own_name_are_left_out():
    told = redacted(f"no answer for me@example.jp in {Path.home()}/mail")
    assert told == "no answer for …@… in ~/mail"


def test_other_lines_stay_readable():
    text = "fault 1A2B3C: the passwordless door of 192.0.2.1 was tried at 09:14"
    assert redacted(text) == text


@pytest.mark.timeout(10)
@pytest.mark.parametrize("text", ["password" * 40_000, "token" + " " * 200_000, 'secret="' * 40_000, "a@" * 100_000])
def test_lines_made_to_hurt_cost_little(text):
    assert redacted(text)


@pytest.mark.expects_log("went wrong")
def test_the_file_and_the_view_hold_the_same(tmp_path):
    set_up_log(tmp_path)
    try:
        raise ValueError(f"password={SECRET} of me@example.jp")
    except ValueError:
        logging.getLogger("sentwatch").exception("went wrong")
    close_log()
    kept, shown = (tmp_path / "sentwatch.log").read_text(), read_log(tmp_path)
    assert "Sentwatch" in shown.splitlines()[0]
    assert "begins" in shown.splitlines()[0]
    for text in (kept, shown):
        assert "went wrong" in text
        assert "ValueError" in text
        assert SECRET not in text
        assert "me@example.jp" not in text


ACCOUNT = Account(id="0123456789abcdef", address="me@example.jp", host="mail.example.jp")
AT = datetime(2026, 11, 25, 9, 14, tzinfo=UTC)


def looked(*outcomes):
    results = tuple(CheckResult(code=f"x.{number}", title="", outcome=one) for number, one in enumerate(outcomes))
    report = Report(
        account_key=ACCOUNT.id, account=ACCOUNT.address, role=None, taken_at=AT, results=results, findings=()
    )
    return Looked(report=report)


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (StateChanged(state=AccountState(account=ACCOUNT, sight=Sight.LIVE, since=AT)), "mailbox 01234567: live"),
        (
            StateChanged(
                state=AccountState(account=ACCOUNT, sight=Sight.POLLING, since=AT, takeover=TakeoverState.USUAL)
            ),
            "mailbox 01234567: polling, usual",
        ),
        (
            WentBlind(
                state=AccountState(
                    account=ACCOUNT, sight=Sight.BLIND, since=AT, trouble=Trouble(NETWORK_CUT, host="mail.example.jp")
                )
            ),
            "mailbox 01234567: not seen since 09:14 (network-cut)",
        ),
        (
            SeesAgain(
                state=AccountState(account=ACCOUNT, sight=Sight.LIVE, since=AT), blind=Watched(since=AT, until=AT)
            ),
            "mailbox 01234567: seen again",
        ),
        (looked(Failed(Trouble(NETWORK_CUT, host="x")), Checked(())), "look at 01234567: network-cut"),
        (looked(Checked(())), None),
    ],
)
def test_the_watch_leaves_a_line_for_each_change_and_names_nobody(event, line, caplog):
    caplog.set_level(logging.INFO, logger="sentwatch.watch")
    log_event(event)
    assert caplog.messages == ([] if line is None else [line])
