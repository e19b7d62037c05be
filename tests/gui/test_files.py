"""Mail in files in the window: every form, dropped or chosen, with nothing of it kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.trouble import Trouble
from sentwatch.ui.wired import WiredActions
from sentwatch.wiring import App
from support import window_facts as facts
from support.shown_words import shown_words

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "archives"
MAIL = facts.FOLDER / facts.ABOUT["mail"]
LONG_MS = 30_000


@pytest.fixture
def files(open_window, tmp_path):
    """Opens the view on a house of its own."""
    app = App(data_dir=tmp_path / "data", secrets=SessionSecrets())

    def make(**more):
        window = open_window(page="accounts", actions=WiredActions(app), app=app, **more)
        window.activateWindow()
        return window

    yield make
    assert not app.has_store
    assert not app.data_dir.exists() or not any(app.data_dir.iterdir())
    app.close()


def done(window):
    view = window.frame.above.view
    return lambda: not view._task.is_busy and (view.found.header is not None or view._trouble is not None)


def drop(widget, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    where = QPointF(50, 50)
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where.toPoint(), copy, data, left, none)
    QApplication.sendEvent(widget, enter)
    if enter.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(where, copy, data, left, none))
    return enter.isAccepted()


def test_a_dropped_mailbox_is_looked_at_and_forgotten(files, qtbot):
    window = files()
    assert drop(window.frame.above, MAIL)
    view = window.frame.above.view
    qtbot.waitUntil(done(window), timeout=LONG_MS)
    assert view.found.header.sentence == "1 thing needs your attention now."
    said = [text for _, text in shown_words(view)]
    assert any("2,017 sent messages" in text for text in said)
    assert any(text.startswith("312 messages between") for text in said)
    qtbot.waitUntil(lambda: window.background.is_idle, timeout=LONG_MS)
    look = view._looks[0]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert window.frame.above.view is None
    with pytest.raises(Trouble):
        look.timeline.span(look.look.report.account_key)
    assert window.session.known.accounts == ()


@pytest.mark.parametrize("name", ["mboxrd.mbox", "one.eml", "google-els.csv"])
def test_each_form(files, qtbot, monkeypatch, name):
    window = files()
    window.frame.look_at_files()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a, **_k: (str(CORPUS / name), ""))
    window.frame.above.view.start.file.click()
    qtbot.waitUntil(done(window), timeout=LONG_MS)
    view = window.frame.above.view
    assert view._trouble is None
    assert view.found.isVisible()
    qtbot.waitUntil(lambda: window.background.is_idle, timeout=LONG_MS)


def test_whose_mail_it_is_can_be_said(files, qtbot):
    window = files()
    window.frame.look_at_files((str(MAIL),))
    view = window.frame.above.view
    qtbot.waitUntil(done(window), timeout=LONG_MS)
    view.found.whose.open()
    view.found.address.field.setText("nobody")
    view.found.again.click()
    assert view.found.address.field.property("wrong")
    view.found.address.field.setText("somebody.else@example.jp")
    QTest.keyClick(view.found.address.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view._looks[0].look.owner.address == "somebody.else@example.jp", timeout=LONG_MS)
    qtbot.waitUntil(lambda: window.background.is_idle, timeout=LONG_MS)


def test_what_cannot_be_read_is_said_with_a_way_on(files, qtbot, tmp_path):
    wrong = tmp_path / "notes.txt"
    wrong.write_text("no mail at all")
    window = files()
    window.frame.look_at_files((str(wrong), str(CORPUS / "one.eml")))
    view = window.frame.above.view
    qtbot.waitUntil(lambda: view.found.header is not None and not view._task.is_busy, timeout=LONG_MS)
    assert view.found.isVisible()
    assert view.trouble.isVisible()
    view._start_anew()
    assert view.start.isVisible()
    window.frame.look_at_files((str(wrong),))
    qtbot.waitUntil(done(window), timeout=LONG_MS)
    assert view.trouble.isVisible()
    assert view.start.isVisible()


def test_reading_can_be_stopped(files, qtbot):
    window = files()
    window.frame.look_at_files((str(MAIL),))
    view = window.frame.above.view
    assert view.reading.isVisible()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not view._task.is_busy, timeout=LONG_MS)
    assert view.start.isVisible()


def test_nothing_is_dropped_onto_the_assistant(files, qtbot):
    window = files()
    window.frame.add_account()
    assert not drop(window.frame.above, MAIL)
    assert not drop(window.frame.above)
    window.frame.above.view.close_now()
