"""What follows from changed settings of an account."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sentwatch.core.accounts import Account, Role
from sentwatch.service.change_account import Consequence, consequence

ACCOUNT = Account(id="a", address="a@example.jp", host="imap.example.jp", sent_folder="Sent", time_zone="Asia/Tokyo")


@pytest.mark.parametrize(
    ("changed", "follows"),
    [
        ({"sent_folder": "送信済み"}, Consequence.READ_AGAIN),
        ({"sent_folder": "送信済み", "role": Role.SHARED}, Consequence.READ_AGAIN),
        ({"time_zone": "Europe/Berlin"}, Consequence.JUDGE_AGAIN),
        ({"role": Role.SYSTEM}, Consequence.JUDGE_AGAIN),
        ({"display_name": "The shop", "colour": "blue", "paused": True, "junk_folder": "Junk"}, Consequence.NOTHING),
        ({}, Consequence.NOTHING),
    ],
)
def test_what_follows(changed, follows):
    assert consequence(ACCOUNT, replace(ACCOUNT, **changed)) is follows
