"""What the log shows and hands on: readable lines without addresses, without secrets, without the user's name."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from sentwatch.adapters.log import close_log, read_log, redacted, set_up_log

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
    for text in (kept, shown):
        assert "went wrong" in text
        assert "ValueError" in text
        assert SECRET not in text
        assert "me@example.jp" not in text
