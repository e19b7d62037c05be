"""Backup codes in the keyring: kept on request, used up one by one, and gone without a trace."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from sentwatch.core.accounts import Account
from sentwatch.core.trouble import KEYRING_LOCKED, KEYRING_MISSING, Trouble
from sentwatch.service.add_account import Removal
from sentwatch.service.backup_codes import MAX_SETS, PREFIX
from sentwatch.texts.report_json import reports_json
from sentwatch.texts.report_text import report_text
from sentwatch.wiring import App, words_for
from support.canaries import Canaries
from support.lived_in import DictSecrets

NOW = datetime(2026, 11, 25, 1, 30, tzinfo=UTC)
ACCOUNT = Account(id="a1", address="hana.sato@gmail.com", host="imap.gmail.com", provider="gmail")
CODES = ("4821 9037", "7710 2256", "9043 1187")
CANARIES = Canaries(**{f"code{n}": code for n, code in enumerate(CODES)})


class Clock:
    def now(self):
        return NOW


class Shut(DictSecrets):
    """A keyring that can be shut."""

    trouble = None

    def get(self, name):
        self._maybe()
        return super().get(name)

    def put(self, name, secret):
        self._maybe()
        super().put(name, secret)

    def remove(self, name):
        self._maybe()
        super().remove(name)

    def _maybe(self):
        if self.trouble is not None:
            raise Trouble(self.trouble)


@pytest.fixture
def secrets():
    return Shut()


@pytest.fixture
def app(tmp_path, secrets):
    made = App(data_dir=tmp_path / "data", secrets=secrets, clock=Clock())
    made.accounts.put(ACCOUNT)
    yield made
    made.close()


def test_kept_shown_used_and_forgotten(app, secrets, tmp_path):
    book = app.backup_codes(ACCOUNT)
    kept = book.keep(ACCOUNT.address, CODES)
    assert (kept.name, kept.kept_at, kept.count, kept.left) == (ACCOUNT.address, NOW, 3, 3)
    opened = book.opened(kept.id)
    assert opened.codes == CODES
    assert CANARIES.in_text(repr(opened) + repr(book.known())) == []
    left = book.use(kept.id, CODES[1])
    assert (left.codes, left.kept.left) == ((CODES[0], CODES[2]), 2)
    assert book.known()[0].left == 2
    assert book.use(kept.id, "never one of them").kept.left == 2
    for code in left.codes:
        book.use(kept.id, code)
    assert (book.known()[0].left, book.opened(kept.id).codes) == (0, ())
    assert PREFIX + kept.id not in secrets.kept
    book.forget(kept.id)
    assert book.known() == ()
    assert CANARIES.in_files(tmp_path) == []


def test_what_is_taken_along_and_reported_holds_none(app, tmp_path):
    book = app.backup_codes(ACCOUNT)
    kept = book.keep(ACCOUNT.address, CODES)
    book.use(kept.id, CODES[0])
    report = app.sign_in_review(ACCOUNT).judge()
    app.data_mover.export(tmp_path / "export.json")
    words = words_for("en")
    told = report_text(report, words) + json.dumps(reports_json([report], words, now=NOW)) + repr(report)
    assert "2 of 3 are left" in told
    assert CANARIES.in_text(told) == []
    assert CANARIES.in_files(tmp_path) == []


def test_new_codes_take_the_place_of_the_old_ones(app, secrets):
    book = app.backup_codes()
    first = book.keep("Library  card", CODES[:2])
    again = book.keep("library card", CODES[2:])
    assert first.id == again.id
    assert [(one.name, one.left) for one in book.known()] == [("library card", 1)]
    assert secrets.kept[PREFIX + first.id] == CODES[2]
    assert app.backup_codes(ACCOUNT).known() == ()


def test_nothing_to_keep_and_too_much(app):
    book = app.backup_codes()
    assert book.keep("Library", ()) is None
    for number in range(MAX_SETS):
        assert book.keep(f"Service {number}", CODES[:1])
    assert book.keep("One more", CODES) is None
    assert book.keep("service 3", CODES).left == 3


@pytest.mark.parametrize("kind", [KEYRING_LOCKED, KEYRING_MISSING])
def test_a_keyring_that_is_shut_keeps_nothing_and_no_file_does(app, secrets, tmp_path, kind):
    book = app.backup_codes(ACCOUNT)
    kept = book.keep(ACCOUNT.address, CODES[:2])
    secrets.trouble = kind
    for act in (
        lambda: book.keep("Library", CODES),
        lambda: book.keep(ACCOUNT.address, CODES),
        lambda: book.opened(kept.id),
        lambda: book.use(kept.id, CODES[0]),
        lambda: book.forget(kept.id),
    ):
        with pytest.raises(Trouble) as caught:
            act()
        assert caught.value.kind is kind
        assert CANARIES.in_text(repr(caught.value)) == []
    assert book.known() == (kept,)
    assert CANARIES.in_files(tmp_path) == []


def test_what_somebody_else_took_out_of_the_keyring(app, secrets):
    book = app.backup_codes()
    kept = book.keep("Library", CODES)
    secrets.kept.pop(PREFIX + kept.id)
    assert book.opened(kept.id).codes is None
    assert book.use(kept.id, CODES[0]).codes is None
    assert book.opened("another") is None
    book.forget(kept.id)
    assert book.known() == ()


def test_they_go_with_their_account(app, secrets):
    app.backup_codes(ACCOUNT).keep(ACCOUNT.address, CODES)
    app.backup_codes().keep("Library", CODES[:1])
    secrets.trouble = KEYRING_LOCKED
    with pytest.raises(Trouble):
        app.remove_account(ACCOUNT)
    assert app.backup_codes(ACCOUNT).known() != ()
    secrets.trouble = None
    assert app.remove_account(ACCOUNT) == Removal(rows_left=0, is_secret_gone=True)
    assert [name for name in secrets.kept if name.startswith(PREFIX)] == [
        PREFIX + app.backup_codes().known()[0].id
    ]  # fmt: skip


def test_a_keyring_that_is_gone_is_not_called_empty(app, secrets):
    app.backup_codes(ACCOUNT).keep(ACCOUNT.address, CODES)
    secrets.trouble = KEYRING_MISSING
    assert not app.remove_account(ACCOUNT).is_secret_gone


def test_few_left_is_told_and_new_ones_end_it(app):
    book, review = app.backup_codes(ACCOUNT), app.sign_in_review(ACCOUNT)
    kept = book.keep(ACCOUNT.address, CODES)

    def told():
        review.judge()
        return [code for code, _ in app.findings(ACCOUNT.id).known() if code.startswith("sign-in.backup")]

    assert told() == []
    assert review.seen().backup_codes == (kept,)
    book.use(kept.id, CODES[0])
    assert told() == ["sign-in.backup-codes-few"]
    book.keep(ACCOUNT.address, CODES)
    assert told() == []
    for code in CODES:
        book.use(kept.id, code)
    assert told() == ["sign-in.backup-codes-few"]
    book.forget(kept.id)
    assert told() == []
