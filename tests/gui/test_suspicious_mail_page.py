"""A suspicious mail in the window: pasted, opened, dropped; judged by the real use case, shown as text."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from sentwatch.core.sent import InboxSender
from sentwatch.core.trouble import KEYRING_LOCKED, Trouble
from sentwatch.store.folder_mark import INBOX
from sentwatch.ui.preferences import Preferences
from sentwatch.wiring import App
from support import window_facts as facts
from support.incident_facts import MAIL
from support.shown_words import shown_words

HONEST = """From: "Tanaka" <tanaka@partner.test>
To: shop@aoyama-insatsu.example
Subject: Minutes
Message-ID: <2@partner.test>

Here are the minutes of our meeting.
"""
MARKUP = """From: "<b>bold</b><img src='file:///etc/hostname'>" <a@b.test>
Subject: <a href="https://x.test">x</a> &amp;

<b>text</b>
"""


@pytest.fixture
def opened(open_window):
    return open_window(page="mail")


def page_of(window):
    return window.frame.page("mail")


def rest(window, qtbot):
    qtbot.waitUntil(lambda: window.background.is_idle, timeout=20_000)


def sentence(window):
    return window.frame._header._sentence.text()


def words(window):
    return " | ".join(said for _, said in shown_words(window.frame))


def test_a_pasted_mail_is_looked_at_and_nothing_of_it_stays(opened, qtbot):
    page = page_of(opened)
    assert not page.look.isEnabled()
    page.paste.setPlainText(MAIL)
    page.look.click()
    rest(opened, qtbot)
    assert sentence(opened).startswith("Be careful: 2 strong signs")
    codes = [row.ref.code for row in page.browser._rows]
    assert codes[:2] == ["office.mail-sender-not-confirmed", "office.mail-link-leads-elsewhere"]
    said = words(opened)
    assert "https[://]aoba-bank.example.invoices.test/login" in said
    assert "[U+202E]" in said
    assert "\u202e" not in said
    assert "Do not click its links" in said
    page.another.click()
    assert page.paste.toPlainText() == ""
    assert sentence(opened) == "Is this mail what it claims to be?"
    assert "aoba-bank" not in words(opened)
    assert page.text.toPlainText() == ""


def test_a_sign_reads_like_a_letter_without_news(opened, qtbot):
    page = page_of(opened)
    page.take_text(MAIL)
    rest(opened, qtbot)
    page.browser.open_finding(page.browser._rows[1].ref)
    assert page.browser.letter.view.title.startswith("A link shows www.aoba-bank.example")
    assert page.browser.letter.view.facts == ""
    assert not page.browser.letter.guide.isVisible()


def test_a_mail_without_signs_is_not_called_honest(opened, qtbot):
    page = page_of(opened)
    page.take_text(HONEST)
    rest(opened, qtbot)
    assert sentence(opened) == "Nothing in this mail stands out."
    assert "That is no proof that the mail is honest." in page._none_text.text()
    assert "Whether this sender wrote before was not compared." in words(opened)


def test_text_alone_says_what_cannot_be_seen(opened, qtbot):
    page = page_of(opened)
    page.take_text("Please send the code you got on your phone within 24 hours, or your account is closed")
    rest(opened, qtbot)
    assert "Only the text was given" in words(opened)
    assert not page._facts.isVisible()
    assert page.browser._rows


def test_a_file_is_opened(opened, qtbot, tmp_path, monkeypatch):
    from sentwatch.ui.pages import suspicious_mail as module

    path = tmp_path / "mail.eml"
    path.write_text(MAIL, encoding="utf-8")
    monkeypatch.setattr(module, "file_to_open", lambda *_: path)
    page_of(opened).open.click()
    rest(opened, qtbot)
    assert sentence(opened).startswith("Be careful")


@pytest.mark.parametrize("what", ["missing", "folder", "outlook", "picture"])
def test_what_is_no_mail_is_said_in_words(opened, qtbot, tmp_path, what):
    path = tmp_path / f"{what}.eml"
    if what == "folder":
        path.mkdir()
    elif what == "outlook":
        path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    elif what == "picture":
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    page = page_of(opened)
    page.take_file(path)
    rest(opened, qtbot)
    assert page.trouble.isVisible()
    assert f"{what}.eml could not be read" in page.trouble.accessibleName()
    assert page._ask.isVisible()
    page.take_text(HONEST)
    rest(opened, qtbot)
    assert not page.trouble.isVisible()


def drop(page, data):
    actions = Qt.DropAction.CopyAction
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPointF(50, 50).toPoint(), actions, data, buttons, keys)
    QApplication.sendEvent(page, entering)
    QApplication.sendEvent(page, QDropEvent(QPointF(50, 50), actions, data, buttons, keys))
    return entering.isAccepted()


def test_a_file_and_text_can_be_dropped(opened, qtbot, tmp_path):
    path = tmp_path / "mail.eml"
    path.write_text(MAIL, encoding="utf-8")
    page = page_of(opened)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    assert drop(page, data)
    rest(opened, qtbot)
    assert sentence(opened).startswith("Be careful")
    page.another.click()
    data = QMimeData()
    data.setText(HONEST)
    assert drop(page, data)
    rest(opened, qtbot)
    assert sentence(opened) == "Nothing in this mail stands out."


def test_a_link_dropped_is_not_fetched(opened, qtbot):
    page = page_of(opened)
    data = QMimeData()
    data.setUrls([QUrl("https://x.test/mail.eml")])
    drop(page, data)
    rest(opened, qtbot)
    assert "Only the text was given" in words(opened) or page._ask.isVisible()


def test_markup_is_text(opened, qtbot):
    page = page_of(opened)
    page.take_text(MARKUP)
    rest(opened, qtbot)
    said = words(opened)
    assert "<b>bold</b>" in said
    assert '<a href="https://x.test">x</a> &amp;' in said


def test_the_language_follows(opened, qtbot):
    page = page_of(opened)
    page.take_text(MAIL)
    rest(opened, qtbot)
    opened.frame.take_preferences(Preferences(language="ja"))
    assert sentence(opened) == "ご注意ください。なりすましを疑う強いしるしが 2 件あります。"
    assert page.another.accessibleName() == "別のメールを調べる"
    opened.frame.take_preferences(Preferences(language="en"))


def test_the_sender_is_compared_with_all_mailboxes(tmp_path, open_window, qtbot):
    from sentwatch.ui.wired import WiredActions

    app = App(data_dir=tmp_path / "data", secrets=facts.SessionSecrets(), clock=facts.app().clock)
    app.accounts.put(facts.OFFICE_ACCOUNT)
    store = app.account_store(facts.OFFICE)
    inbox = store.ledger.begin(INBOX, name="INBOX", uid_validity=1)
    wrote_s = facts.NOW.timestamp() - 90 * 86_400
    store.ledger.keep_senders(inbox, [InboxSender(1, wrote_s, "tanaka@partner.test", "1@p")], scanned_to=1)
    store.ledger.looked(inbox, uid_next=2, messages=1, modseq=None, at_s=facts.NOW.timestamp())
    window = open_window(actions=WiredActions(app), app=app, page="mail")
    page = page_of(window)
    page.take_text(HONEST)
    rest(window, qtbot)
    said = words(window)
    assert "morishita@aoyama-insatsu.example: wrote 1 time, the first on" in said
    page.another.click()
    page.take_text(HONEST.replace("partner.test", "partner-x.test"))
    rest(window, qtbot)
    assert "Nobody with this address is known in your mailbox." in words(window)
    app.close()


def test_a_locked_keyring_keeps_nobody_from_seeing_the_signs(tmp_path, open_window, qtbot, monkeypatch):
    from sentwatch.ui.wired import WiredActions
    from support.incident_facts import sample_app

    app = sample_app(tmp_path / "data")
    window = open_window(actions=WiredActions(app), app=app, page="mail")

    def locked(*_args, **_more):
        raise Trouble(KEYRING_LOCKED)

    monkeypatch.setattr(app, "known_about", locked)
    page_of(window).take_text(MAIL)
    rest(window, qtbot)
    assert sentence(window).startswith("Be careful")
    assert page_of(window).trouble.isVisible()
    app.close()


def test_it_can_be_stopped(opened, qtbot, monkeypatch):
    from sentwatch.adapters import eml

    gate = threading.Event()

    def slow(text):
        gate.wait(10)
        return read(text)

    read = eml.read_pasted
    monkeypatch.setattr(eml, "read_pasted", slow)
    page = page_of(opened)
    page.take_text(HONEST)
    assert page.progress.isVisible()
    page.take_text(MAIL)
    page.progress.cancel.click()
    gate.set()
    rest(opened, qtbot)
    assert not page.progress.isVisible()
