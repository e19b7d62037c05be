"""Backup codes in the window: read in memory, kept after a yes, shown for a minute, used up one by one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from sentwatch.core.recovery import RecoveryPath
from sentwatch.core.trouble import KEYRING_LOCKED, Trouble
from sentwatch.ui.dialogs.question import QuestionDialog
from sentwatch.ui.dialogs.trouble import TroubleDialog
from sentwatch.ui.widgets.text import PlainLabel
from support import sign_in_facts as told
from support.canaries import Canaries
from support.sign_in_page import answer, sign_in_page

CODES = ("4821 9037", "7710 2256", "9043 1187")
LIST = "SAVE YOUR BACKUP CODES\n" + "".join(f"{n}. {code}\n" for n, code in enumerate(CODES, start=1))
CANARIES = Canaries(**{f"code{n}": code for n, code in enumerate(CODES)})


@pytest.fixture
def app(tmp_path):
    made = told.app(tmp_path)
    yield made
    made.close()


@pytest.fixture
def page(app, open_window, qtbot):
    with sign_in_page(app, open_window, qtbot) as made:
        yield made


def on_the_screen(page):
    """Every word that can be read, typed or heard in the window."""
    window = page.window()
    said = [label.text() for label in window.findChildren(PlainLabel)]
    said += [field.displayText() for field in window.findChildren(QLineEdit)]
    for widget in window.findChildren(QWidget):
        said += [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(), widget.objectName()]
    return "\n".join(said).replace("\u00a0", " ")


def kept_one(page, app, account=told.SHOP):
    kept = app.backup_codes(account).keep(account.address, CODES)
    page.bench.tell_anew()
    page.idle()
    view = page.show_view("tools", "backup-codes")
    return kept, view


def test_a_pasted_list_is_kept_only_after_a_yes(page, app, tmp_path):
    view = page.show_view("tools", "backup-codes")
    taking = view.taking
    assert not view.kept.isVisible()
    assert not taking.keep.isEnabled()
    QGuiApplication.clipboard().setText(LIST)
    taking.paste.click()
    assert taking.keep.isEnabled()
    assert CANARIES.in_text(on_the_screen(page)) == []
    assert "•••• ••••" in on_the_screen(page)
    taking.show_read.click()
    assert CANARIES.in_text(on_the_screen(page)) != []
    taking.show_read.click()
    taking.keep.click()
    dialog = next(d for d in page.window().findChildren(QuestionDialog) if d.isVisible())
    assert any("without the phone" in label.text() for label in dialog.findChildren(PlainLabel))
    answer(page, accepted=False)
    assert app.backup_codes(told.SHOP).known() == ()
    taking.keep.click()
    answer(page, accepted=True)
    [kept] = app.backup_codes(told.SHOP).known()
    assert (kept.name, kept.left) == (told.SHOP.address, 3)
    assert app.backup_codes(told.SHOP).opened(kept.id).codes == CODES
    assert view.kept.isVisible()
    assert taking._read.codes == ()
    assert CANARIES.in_text(on_the_screen(page)) == []
    assert CANARIES.in_files(tmp_path) == []


def test_codes_are_typed_one_after_the_other(page, app):
    view = page.show_view("tools", "backup-codes")
    taking = view.taking
    assert taking.codes.field.echoMode() is QLineEdit.EchoMode.Password
    for code in ("abcdefgh", "1234-5678"):
        taking.codes.field.setText(code)
        QTest.keyClick(taking.codes.field, Qt.Key.Key_Return)
        assert taking.codes.field.text() == ""
    assert taking._read.codes == ("abcdefgh", "1234-5678")
    taking.codes.field.setText("too few")
    taking.take_typed.click()
    assert taking.codes.field.property("wrong")
    taking.whose._choose("")
    taking.keep.click()
    assert taking.name.field.property("wrong")
    taking.name.field.setText("1234 5678 9012")
    taking.keep.click()
    assert taking.name.field.property("wrong")
    taking.name.field.setText("Tax office")
    taking.keep.click()
    answer(page, accepted=True)
    [kept] = app.backup_codes().known()
    assert (kept.name, kept.count) == ("Tax office", 2)


def test_the_address_of_a_mailbox_is_that_mailbox(page, app):
    taking = page.show_view("tools", "backup-codes").taking
    taking.whose._choose("")
    taking.name.field.setText(told.OFFICE.address.upper())
    taking.take(LIST)
    taking.keep.click()
    answer(page, accepted=True)
    assert app.backup_codes(told.OFFICE).known()[0].name == told.OFFICE.address
    assert app.backup_codes().known() == ()


def test_shown_for_a_while_copied_and_used(page, app, tmp_path):
    kept, view = kept_one(page, app)
    row = view.kept.rows[kept.id]
    assert row.lines == []
    row.show_button.click()
    page.idle()
    assert [line.code.text() for line in row.lines] == list(CODES)
    assert view.kept.until_hidden.isActive()
    row.lines[1].copy.click()
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == "77102256"
    assert clipboard.mimeData().data("x-kde-passwordManagerHint") == b"secret"
    page.bench.clipboard.clear()
    assert clipboard.text() == ""
    row.lines[1].used.click()
    answer(page, accepted=False)
    assert app.backup_codes(told.SHOP).known()[0].left == 3
    row.lines[1].used.click()
    answer(page, accepted=True)
    assert [line.code.text() for line in view.kept.rows[kept.id].lines] == [CODES[0], CODES[2]]
    assert "sign-in.backup-codes-few" in {code for code, _ in app.findings(told.SHOP.id).known()}
    view.kept.until_hidden.timeout.emit()
    assert view.kept.rows[kept.id].lines == []
    assert CANARIES.in_text(on_the_screen(page)) == []
    assert CANARIES.in_files(tmp_path) == []


def test_leaving_the_page_hides_and_forgets_them(page, app):
    kept, view = kept_one(page, app)
    view.kept.rows[kept.id].show_button.click()
    view.taking.take(LIST)
    view.taking.show_read.click()
    view.taking.codes.field.setText(CODES[0])
    page.idle()
    assert CANARIES.in_text(on_the_screen(page)) != []
    view.back.click()
    assert CANARIES.in_text(on_the_screen(page)) == []
    assert view.kept.rows[kept.id].lines == []
    assert view.kept._open is None
    assert view.taking._read.codes == ()
    assert view.taking.codes.field.text() == ""
    page.idle()


def test_an_answer_that_comes_late_is_dropped(page, app):
    kept, view = kept_one(page, app)
    view.kept.rows[kept.id].show_button.click()
    view.back.click()
    page.idle()
    assert view.kept._open is None


def test_new_codes_end_the_old_ones_after_saying_so(page, app):
    kept, view = kept_one(page, app)
    view.taking.take("99990000")
    view.taking.keep.click()
    dialog = next(d for d in page.window().findChildren(QuestionDialog) if d.isVisible())
    assert any("new codes end the old ones" in label.text() for label in dialog.findChildren(PlainLabel))
    answer(page, accepted=True)
    assert app.backup_codes(told.SHOP).opened(kept.id).codes == ("99990000",)


def test_forgetting_asks_first(page, app):
    kept, view = kept_one(page, app)
    view.kept.rows[kept.id].forget.click()
    answer(page, accepted=False)
    assert app.backup_codes(told.SHOP).known() == (kept,)
    view.kept.rows[kept.id].forget.click()
    answer(page, accepted=True)
    assert app.backup_codes(told.SHOP).known() == ()
    assert app.keyring.get(f"backup-codes:{kept.id}") is None
    assert not view.kept.isVisible()


def test_a_locked_keyring_is_told_and_what_was_read_stays(page, app, tmp_path):
    view = page.show_view("tools", "backup-codes")
    view.taking.take(LIST)

    class Locked:
        def put(self, name, secret):
            raise Trouble(KEYRING_LOCKED)

        def get(self, name):
            raise Trouble(KEYRING_LOCKED)

    app.__dict__["keyring"] = Locked()
    view.taking.keep.click()
    answer(page, accepted=True)
    dialog = next(d for d in page.window_of_test.findChildren(TroubleDialog) if d.isVisible())
    assert CANARIES.in_text("\n".join(label.text() for label in dialog.findChildren(PlainLabel))) == []
    dialog.reject()
    assert view.taking._read.codes == CODES
    assert app.backup_codes(told.SHOP).known() == ()
    assert CANARIES.in_files(tmp_path) == []


def test_what_the_keyring_lost_is_told(page, app):
    kept, view = kept_one(page, app)
    app.keyring.remove(f"backup-codes:{kept.id}")
    view.kept.rows[kept.id].show_button.click()
    page.idle()
    assert "The keyring has them no longer." in on_the_screen(page)


def test_the_question_about_recovery_leads_here(page):
    page.show_view("shop", "methods")
    page.go_home()
    view = page.show_view(told.OFFICE.id, "recovery")
    card = view.cards[RecoveryPath.BACKUP_CODES]
    assert [c for c in view.cards.values() if c.elsewhere.isVisible()] == [card]
    card.elsewhere.click()
    page.idle()
    assert page.view.taking.whose.value == told.OFFICE.id
    page.view.back.click()
    assert page.view is None
    assert page._came_from == (told.OFFICE.id, "recovery")
    page.idle()
