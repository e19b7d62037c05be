"""The sign-in page over the real use cases: what is answered is kept, what is secret is not."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from sentwatch.adapters.otp_exports import OtpSources
from sentwatch.adapters.qr import make_qr_png, read_qr
from sentwatch.core.access_ledger import AccessAnswer
from sentwatch.core.otp.codes import code_at
from sentwatch.core.otp.uri import read_uri
from sentwatch.core.password_age import ChangeReason
from sentwatch.core.recovery import RecoveryPath, RecoverySaid
from sentwatch.core.sign_in import MfaMethod
from sentwatch.ui.pages.sign_in.otp_sheets import CompareSheet, QrSheet
from sentwatch.ui.pages.sign_in.screen_area import ScreenArea
from sentwatch.ui.presenters.sign_in_generator import Sort
from sentwatch.ui.widgets.text import Prose
from support import sign_in_facts as told
from support.canaries import Canaries
from support.sign_in_page import answer, sign_in_page

SEED = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXQ"
TYPED = "Kirschbaum-7-Fenster"


@pytest.fixture
def app(tmp_path):
    made = told.app(tmp_path)
    yield made
    made.close()


@pytest.fixture
def page(app, open_window, qtbot):
    with sign_in_page(app, open_window, qtbot) as made:
        yield made


def seen(app, account=told.SHOP):
    return app.sign_in_review(account).seen()


def codes(app, account=told.OFFICE):
    return {code for code, _ in app.findings(account.id).known()}


def choose(choices, *values):
    for value in values:
        choices._rows[value].click()


def test_which_second_steps_are_set_up(page, app):
    view = page.show_view("shop", "methods")
    assert not view.keep.isEnabled()
    choose(view.choices, MfaMethod.NONE, MfaMethod.PASSKEY, MfaMethod.SMS)
    assert view.choices.taken == (MfaMethod.PASSKEY, MfaMethod.SMS)
    view.keep.click()
    page.idle()
    assert seen(app).evidence.answer.methods == (MfaMethod.PASSKEY, MfaMethod.SMS)
    assert "sign-in.mfa-sms" in codes(app, told.SHOP)
    view.take_back.click()
    page.idle()
    assert seen(app).evidence is None
    assert view.choices.taken == ()


def test_a_way_back_is_answered_and_the_codes_themselves_are_refused(page, app):
    view = page.show_view("shop", "recovery")
    card = view.cards[RecoveryPath.BACKUP_CODES]
    choose(card.choices, RecoverySaid.MINE)
    card.place.field.setText("1234 5678 9012 3456")
    card.keep.click()
    page.idle()
    assert all(one.answer is None for one in seen(app).recovery)
    assert card.place.field.property("wrong")
    card.place.field.setText("blue folder")
    card.keep.click()
    page.idle()
    given = {one.answer.path: one.answer for one in seen(app).recovery if one.answer is not None}
    assert given[RecoveryPath.BACKUP_CODES].place == "blue folder"
    assert not card.keep.isVisible()
    card.again.click()
    assert card.keep.isVisible()


def test_the_ledger_of_keys(page, app):
    view = page.show_view("shop", "access")
    view.add.click()
    page.idle()
    assert seen(app).access == ()
    view.name.field.setText("Old phone")
    view.made.field.setText("18.10.")
    view.add.click()
    page.idle()
    assert seen(app).access == ()
    view.made.field.setText("2025-10-01")
    view.add.click()
    page.idle()
    (one,) = seen(app).access
    assert (one.entry.label, one.entry.made_at.day) == ("Old phone", 1)
    page.window().activateWindow()
    choice = view.findChild(QWidget, f"access-answer-{one.entry.id}")
    choice.setFocus()
    choice._choose(AccessAnswer.NOT_MINE)
    page.idle()
    assert QApplication.focusWidget().objectName() == f"access-answer-{one.entry.id}"
    assert "sign-in.access-not-mine" in codes(app, told.SHOP)
    view._take_off(one.entry.id)
    page.idle()
    assert seen(app).access == ()
    view.undo.click()
    page.idle()
    assert seen(app).access[0].entry.answer is AccessAnswer.NOT_MINE


def test_the_password_in_use_is_reviewed_only_after_a_yes(page, app, tmp_path):
    view = page.show_view("office", "password")
    assert view.review.isVisible()
    view.review.click()
    answer(page, accepted=False)
    assert seen(app, told.OFFICE).verdict is None
    view.review.click()
    answer(page, accepted=True)
    found = seen(app, told.OFFICE)
    assert "password.too-short" in found.verdict.codes
    assert "password.contains-name" in codes(app)
    assert view.result.isVisible()
    assert Canaries(password=told.OFFICE_PASSWORD).in_files(tmp_path) == []
    view.changed.click()
    page.idle()
    assert seen(app, told.OFFICE).verdict is None
    assert "password.too-short" not in codes(app)


def test_a_password_that_is_in_no_keyring_is_said_so(page, app):
    app.keyring.remove(told.OFFICE.id)
    view = page.show_view("office", "password")
    view._review()
    page.idle()
    assert view.trouble.isVisible()
    assert not view.result.isVisible()
    view.back.click()
    assert not page.show_view("office", "password").trouble.isVisible()


def test_reasons_are_kept_with_each_press(page, app):
    view = page.show_view("office", "password")
    choose(view.reasons, ChangeReason.PHISHED, ChangeReason.LEAVER)
    page.idle()
    assert {one.reason for one in seen(app, told.OFFICE).told} == {ChangeReason.PHISHED, ChangeReason.LEAVER}
    assert "password.change-advised" in codes(app)
    choose(view.reasons, ChangeReason.PHISHED, ChangeReason.LEAVER)
    page.idle()
    assert seen(app, told.OFFICE).told == ()
    assert "password.change-advised" not in codes(app)


def test_an_office_interval_needs_its_reason(page, app):
    view = page.show_view("office", "password")
    office = view.office
    assert app.office_rule.get() is None
    office.on.switch.click()
    office.keep.click()
    page.idle()
    assert app.office_rule.get() is None
    assert office.reason.field.property("wrong")
    office.reason.field.setText(" Contract  with a customer ")
    office.every._group.button(1).click()
    office.keep.click()
    page.idle()
    kept = app.office_rule.get()
    assert (kept.every, kept.reason) == (timedelta(days=180), "Contract with a customer")
    assert not office.keep.isVisible()
    office.on.switch.click()
    page.idle()
    assert app.office_rule.get() is None


def test_a_typed_password_leaves_nothing_behind(page, app, tmp_path):
    view = page.show_view("tools", "check-password")
    view.submit.click()
    assert view.secret.field.property("wrong")
    view.secret.field.setText(TYPED)
    assert view.secret.field.echoMode() is view.secret.field.EchoMode.Password
    view.submit.click()
    page.idle()
    assert view.result.isVisible()
    assert Canaries(password=TYPED).in_files(tmp_path) == []
    view.back.click()
    assert view.secret.field.text() == ""
    assert not view.result.isVisible()
    assert app.last_reports.all(()) == ()


def test_another_page_forgets_what_was_typed(page):
    view = page.show_view("tools", "check-password")
    view.secret.field.setText(TYPED)
    page.window_of_test.frame.open_page("settings")
    assert view.secret.field.text() == ""
    assert page.view is None
    page.idle()


def test_names_are_looked_for(page):
    view = page.show_view("tools", "check-password")
    view.names.field.setText("森下、Kirschbaum")
    view.secret.field.setText(TYPED)
    view.submit.click()
    page.idle()
    assert "password.contains-name" in {one.finding.kind.code for one in view.result._done.report.findings}


def test_nobody_is_asked_about_leaks_until_it_is_switched_on(page, app, tmp_path):
    assert not app.settings.breach_check
    assert app.password_review().breach is None
    view = page.show_view("tools", "check-password")
    assert not view.breach.asking.switch.isChecked()
    assert "api.pwnedpasswords.com" in view.breach.asking.switch.accessibleDescription()
    leaked = hashlib.sha1(TYPED.encode(), usedforsecurity=False).hexdigest().upper()
    listed = tmp_path / "list.txt"
    listed.write_text(f"{leaked}:12\n")
    view.breach.choose.click()
    page.window().findChild(QFileDialog).fileSelected.emit(str(listed))
    page.idle()
    assert app.settings.breach_list == str(listed)
    view.secret.field.setText(TYPED)
    view.submit.click()
    page.idle()
    assert "password.breached" in {one.finding.kind.code for one in view.result._done.report.findings}
    view.breach.remove.click()
    view.breach.asking.switch.click()
    page.idle()
    assert (app.settings.breach_list, app.settings.breach_check) == ("", True)
    view.breach.asking.switch.click()
    page.idle()
    assert not app.settings.breach_check
    for dialog in page.window().findChildren(QFileDialog):
        dialog.done(0)


def test_an_export_is_compared_forgotten_and_reminded_of(page, app, tmp_path):
    export = tmp_path / "passwords.csv"
    export.write_text(
        f"name,url,username,password\nShop,https://shop.example/,hana,{TYPED}\n"
        f"Forum,https://forum.example/,{told.SHOP.address},Something else 81!\n"
    )
    view = page.show_view("tools", "check-password")
    view.account.take(told.SHOP.id)
    view.store.read(export)
    page.idle()
    view.secret.field.setText(TYPED)
    view.submit.click()
    page.idle()
    reuse = view.result._done.reuse
    assert [one.site for one in reuse.same] == ["shop.example"]
    assert [one.site for one in reuse.resets_here] == ["forum.example"]
    assert Canaries(password=TYPED).in_files(tmp_path / "data") == []
    view.back.click()
    page.idle()
    assert view.store.exports == ()
    assert page.home._left_box.isVisible()
    export.unlink()
    page.bench.tell_anew()
    page.idle()
    assert not page.home._left_box.isVisible()


def test_a_foreign_file_is_no_export(page, tmp_path):
    foreign = tmp_path / "letter.txt"
    foreign.write_text("Dear Hana, how are you?")
    view = page.show_view("tools", "check-password")
    view.store.read(foreign)
    page.idle()
    assert view.store.trouble.isVisible()
    assert view.store.exports == ()


def test_passphrases_and_passwords_are_made_by_chance(page):
    from sentwatch.adapters.word_lists import passphrase_words

    view = page.show_view("tools", "make-password")
    first = view.text.text()
    assert len(first.split("-")) == 6
    assert set(first.split("-")) <= set(passphrase_words("en"))
    view.again.click()
    assert view.text.text() != first
    view.language._group.button(1).click()
    page.idle()
    assert set(view.text.text().split("-")) <= set(passphrase_words("ja"))
    assert view._reading.isVisible()
    view.words.more.click()
    assert len(view.text.text().split("-")) == 7
    view.sort._group.button(1).click()
    assert view.sort.value is Sort.RANDOM
    assert len(view.text.text()) == 20
    view.length.less.click()
    assert len(view.text.text()) == 19
    view.back.click()
    assert view.text.text() == ""


def test_a_copy_is_taken_back_from_the_clipboard(page):
    view = page.show_view("tools", "make-password")
    view.copy.click()
    clipboard = QGuiApplication.clipboard()
    assert clipboard.text() == view.text.text()
    assert clipboard.mimeData().data("x-kde-passwordManagerHint") == b"secret"
    hint = view._hint.text()
    page.bench.clipboard.clear()
    assert clipboard.text() == ""
    assert view._hint.text() != hint
    view.copy.click()
    clipboard.setText("something of somebody else")
    page.bench.clipboard.clear()
    assert clipboard.text() == "something of somebody else"


def picture(uri=told.URI):
    image = QImage()
    assert image.loadFromData(make_qr_png(uri))
    return image


def audited(view):
    return [one.facts.name for one in view.list._audited.entries]


def test_pictures_are_read_from_a_file_the_clipboard_and_a_drop(page, tmp_path):
    view = page.show_view("tools", "authenticator")
    file = tmp_path / "code.png"
    file.write_bytes(make_qr_png(told.WEAK_URI))
    view.file.click()
    page.window().findChild(QFileDialog).fileSelected.emit(str(file))
    page.idle()
    assert audited(view) == ["Shop: hana"]
    QGuiApplication.clipboard().setImage(picture())
    view.paste.click()
    page.idle()
    assert audited(view) == ["Shop: hana", "Aoyama Mail: hana"]
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(file))])
    assert view.take(dropped)
    page.idle()
    assert len(audited(view)) == 2
    QGuiApplication.clipboard().setText("a shopping list")
    view.paste.click()
    assert view.trouble.isVisible()
    view.back.click()
    assert view.list._audited is None
    page.idle()
    for dialog in page.window().findChildren(QFileDialog):
        dialog.done(0)


def test_what_an_audit_found_is_remembered_without_any_secret(page, app, tmp_path):
    view = page.show_view("tools", "authenticator")
    view.address.field.setText(told.WEAK_URI)
    view._add_typed()
    page.idle()
    assert view.address.field.text() == ""
    found = {code for code, _ in app.findings("mfa").known()}
    assert {"mfa.secret-short", "mfa.issuer-mismatch"} <= found
    assert Canaries(seed=read_uri(told.WEAK_URI).secret).in_files(tmp_path) == []
    view.address.field.setText("hello")
    view._add_typed()
    assert view.address.field.property("wrong")


def test_an_encrypted_export_asks_for_its_password(page, monkeypatch):
    from sentwatch.core.otp.troubles import OTP_PASSWORD_NEEDED, OTP_PASSWORD_WRONG
    from sentwatch.core.trouble import Trouble

    asked = []
    real = OtpSources.read

    def read(self, data, *, name, password=None):
        """As an encrypted export answers; the readers of real ones have tests of their own."""
        asked.append(password)
        if password != "opens it":
            raise Trouble(OTP_PASSWORD_NEEDED if password is None else OTP_PASSWORD_WRONG, name=name)
        return real(self, data, name=name)

    monkeypatch.setattr(OtpSources, "read", read)
    view = page.show_view("tools", "authenticator")
    view.read_bytes(told.URI.encode())
    page.idle()
    assert view._asking.isVisible()
    for typed in ("does not", "opens it"):
        view.password.field.setText(typed)
        view.open_it.click()
        page.idle()
        assert view.password.field.text() == ""
    assert asked == [None, "does not", "opens it"]
    assert not view._asking.isVisible()
    assert audited(view) == ["Aoyama Mail: hana"]


def test_an_entry_is_kept_on_request_and_shows_its_codes(page, app, tmp_path):
    view = page.show_view("tools", "authenticator")
    view.read_bytes(told.URI.encode())
    page.idle()
    view.list._keep("Aoyama Mail: hana")
    answer(page, accepted=False)
    assert app.authenticator.known() == ()
    view.list._keep("Aoyama Mail: hana")
    answer(page, accepted=True)
    (code,) = app.authenticator.known()
    row = view.kept.rows[code.id]
    assert not row.code.isVisible()
    view.kept.show_codes.click()
    page.idle()
    wanted = {code_at(read_uri(told.URI), app.clock.now() + timedelta(seconds=s)) for s in (-30, 0)}
    assert row.code.text().replace(" ", "") in wanted
    row.copy.click()
    assert QGuiApplication.clipboard().text() in wanted
    assert Canaries(seed=read_uri(told.URI).secret).in_files(tmp_path) == []
    view.back.click()
    assert view.kept._open == ()
    view = page.show_view("tools", "authenticator")
    view.kept.rows[code.id].forget.click()
    answer(page, accepted=True)
    assert app.authenticator.known() == ()
    assert app.keyring.get(f"otp:{code.id}") is None


def visible(page, kind):
    return next(d for d in page.window().findChildren(kind) if d.isVisible())


def test_the_phones_code_is_compared(page, app):
    view = page.show_view("tools", "authenticator")
    view.read_bytes(told.URI.encode())
    page.idle()
    view.list._compare("Aoyama Mail: hana")
    sheet = visible(page, CompareSheet)
    entry = read_uri(told.URI)
    right = code_at(entry, app.clock.now())
    sheet.first.field.setText(str((int(right) + 1) % 10**6).zfill(6))
    sheet.submit.click()
    page.idle()
    assert "mfa.code-wrong" in {code for code, _ in app.findings("mfa").known()}
    assert sheet.second.isVisible()
    sheet.first.field.setText(code_at(entry, app.clock.now()))
    sheet.submit.click()
    page.idle()
    assert "mfa.code-wrong" not in {code for code, _ in app.findings("mfa").known()}
    sheet.close_button.click()
    page.idle()


def test_an_entry_is_moved_by_a_qr_code(page):
    from PySide6.QtCore import QBuffer

    view = page.show_view("tools", "authenticator")
    view.read_bytes(told.URI.encode())
    page.idle()
    view.list._move("Aoyama Mail: hana")
    page.idle()
    sheet = visible(page, QrSheet)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    sheet.grab().save(buffer, "PNG")
    (text,) = read_qr(bytes(buffer.data().data()))
    assert read_uri(text).secret == read_uri(told.URI).secret
    sheet.accept()
    page.idle()


def test_a_code_is_framed_on_the_screen(page, qtbot):
    screen = QPixmap(900, 700)
    screen.fill(Qt.GlobalColor.white)
    from PySide6.QtGui import QPainter

    painter = QPainter(screen)
    painter.drawImage(QPoint(300, 100), picture())
    painter.end()
    view = page.show_view("tools", "authenticator")
    area = ScreenArea(screen, "Draw a frame", accent="#0A6A6A")
    qtbot.addWidget(area)
    area.resize(900, 700)
    area.taken.connect(view.read_picture)
    ended = []
    area.over.connect(lambda: ended.append(True))
    area.show()
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(area, left, pos=QPoint(10, 10))
    QTest.mouseMove(area, QPoint(200, 90))
    QTest.mouseRelease(area, left, pos=QPoint(200, 90))
    page.idle()
    assert view.list._audited is None
    assert view.trouble.isVisible()
    QTest.mousePress(area, left, pos=QPoint(280, 80))
    QTest.mouseMove(area, QPoint(800, 600))
    QTest.mouseRelease(area, left, pos=QPoint(800, 650))
    page.idle()
    assert audited(view) == ["Aoyama Mail: hana"]
    QTest.keyClick(area, Qt.Key.Key_Escape)
    assert len(ended) == 3


def test_the_clock_is_compared_when_somebody_asks(page, app):
    from dataclasses import replace

    from sentwatch.core.clock_offset import CLOCK_NOT_GREETED, ClockOffset, ClockWay
    from sentwatch.core.trouble import Trouble

    class Told:
        def offset(self, server, *, cancel, ca_file=None):
            host = getattr(server, "host", server)
            asked.append(host)
            if host in silent:
                raise Trouble(CLOCK_NOT_GREETED, host=host)
            return ClockOffset(host=host, least_s=99.0, most_s=100.0, way=ClockWay.GREETING)

    def said():
        return " ".join(prose.text() for prose in view.clock.findChildren(Prose) if prose.isVisible())

    asked, silent = [], {"smtp.gmail.com", "imap.gmail.com"}
    clocks = replace(app.clocks, greeting=Told(), web=Told())
    app.__dict__["authenticator"] = replace(app.authenticator, clocks=clocks)
    view = page.show_view("tools", "authenticator")
    assert (asked, view.clock.whom.value) == ([], told.SHOP.id)
    assert not view.clock.host.isVisible()
    view.clock.ask.click()
    page.idle()
    assert asked == ["smtp.gmail.com", "imap.gmail.com"]
    assert "Nobody told the time." in said()
    assert "smtp.gmail.com does not tell the time" in said()
    assert app.findings("mfa").known() == {}
    view.clock.whom._choose(told.OFFICE.id)
    view.clock.ask.click()
    page.idle()
    assert asked[2:] == [told.OFFICE.host]
    assert f"Compared with {told.OFFICE.host}" in said()
    assert "mfa.clock-wrong" in {code for code, _ in app.findings("mfa").known()}
    view.clock.whom._choose("")
    view.clock.ask.click()
    assert len(asked) == 3
    view.clock.host.field.setText("https://time.example/now")
    view.clock.ask.click()
    page.idle()
    assert asked[3:] == ["time.example"]


def test_the_tools_work_without_any_account(open_window, qtbot):
    from support import window_facts as facts

    window = open_window(page="sign-in", known=facts.Known())
    page = window.frame.page("sign-in")
    assert page.home._notice.isVisible()
    page.open_view("tools", "make-password")
    qtbot.waitUntil(lambda: window.background.is_idle and bool(page.view.text.text()))
    page.view.back.click()
    assert page.view is None
    assert not [d for d in window.frame.findChildren(QDialog) if d.isVisible()]
    qtbot.waitUntil(lambda: window.background.is_idle)


def test_a_removed_account_leads_back(page, app):
    from dataclasses import replace

    page.show_view("office", "methods")
    session = page.window_of_test.session
    session.actions.known = lambda: replace(told.known(app), accounts=(told.SHOP,))
    session.load()
    page.idle()
    page.idle()
    assert page.view is None
