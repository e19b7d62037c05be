"""What a person does in the window: look, read, answer, add, pause, remove, be told of trouble, leave."""

from __future__ import annotations

import sys
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sentwatch.core.incidents import Answer
from sentwatch.core.trouble import NETWORK_CUT, STORE_UNUSABLE, Trouble
from sentwatch.ui.dialogs.crash import CrashDialog
from sentwatch.ui.dialogs.question import QuestionDialog
from sentwatch.ui.dialogs.trouble import TroubleDialog
from sentwatch.ui.preferences import Preferences
from sentwatch.ui.window import SMALLEST
from support import window_facts as facts


def test_the_first_sentence_and_the_way_to_the_finding(open_window, qtbot):
    window = open_window()
    assert window.frame._header._sentence.text() == "Good afternoon. 2 things need your attention now."
    window.frame.findChild(QWidget, "attention-open").click()
    qtbot.waitUntil(lambda: window.background.is_idle)
    page = window.frame.page("sending")
    assert window.frame.page_name == "sending"
    assert page.browser.letter.view.ref == facts.burst_ref()
    seen = page.card.chart.visible_span
    assert seen.start_s <= facts.burst().params["start"].timestamp() < seen.end_s
    assert seen.span_s < 86_400


def test_a_card_opens_its_area(open_window, qtbot):
    window = open_window()
    QTest.mouseClick(window.frame.findChild(QWidget, "card-domain"), Qt.MouseButton.LeftButton)
    assert window.frame.page_name == "domain"
    qtbot.waitUntil(lambda: window.background.is_idle)
    assert window.frame.page("domain").browser.letter.view.ref.code == "domain.spf-multiple"


@pytest.mark.parametrize(("button", "answer"), [("me", Answer.THAT_WAS_ME), ("not_me", Answer.NOT_ME)])
def test_an_answer_is_kept_and_can_be_changed(open_window, qtbot, button, answer):
    window = open_window(page="sending")
    letter = window.frame.page("sending").browser.letter
    getattr(letter._answers, button).click()
    qtbot.waitUntil(lambda: bool(window.session.known.answers))
    assert window.session.actions.calls == [(facts.burst_ref(), answer)]
    assert not getattr(letter._answers, button).isEnabled()
    assert letter._answers._given.isVisible()
    other = letter._answers.not_me if button == "me" else letter._answers.me
    other.click()
    qtbot.waitUntil(lambda: len(window.session.actions.calls) == 2)
    qtbot.waitUntil(lambda: window.background.is_idle)


def test_evidence_is_folded_and_can_be_copied(open_window, qtbot):
    window = open_window(page="sending")
    letter = window.frame.page("sending").browser.letter
    assert not letter._evidence.isVisible()
    letter._fold.head.click()
    assert letter._evidence.isVisible()
    letter._evidence.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("312 messages between 13:58 and 14:16 on Saturday 18 October 2025.")
    assert "Recipients never mailed before: 330" in copied
    assert letter._evidence.copy.accessibleName() == "Copied"


def test_a_check_shows_where_it_stands_and_ends_with_what_is_known(open_window, qtbot):
    window = open_window()
    actions = window.session.actions
    actions.gate = threading.Event()
    window.frame._header.check.click()
    qtbot.waitUntil(lambda: window.frame._step is not None and window.frame._step.done == 331 * 4)
    progress = window.frame._header.progress
    assert progress.isVisible()
    assert progress._what.text() == "Reading the sent mail"
    assert progress._detail.text() == "1,324 of 3,310 · 412 a second · 5 seconds left"
    assert not window.frame._header.check.isEnabled()
    window.session.check_now()
    actions._known = facts.quiet()
    actions.gate.set()
    qtbot.waitUntil(lambda: not window.session.is_checking)
    assert actions.calls == ["check"]
    assert not progress.isVisible()
    assert window.frame._header._sentence.text() == "Good afternoon. Nothing unusual in 2 mailboxes."


def test_cancelling_leaves_everything_as_it_was(open_window, qtbot):
    window = open_window()
    window.session.actions.gate = threading.Event()
    window.session.check_now()
    qtbot.waitUntil(lambda: window.frame._step is not None)
    before = window.session.known
    window.frame._header.progress.cancel.click()
    qtbot.waitUntil(lambda: not window.session.is_checking)
    assert window.session.known is before
    assert window.frame.findChild(TroubleDialog) is None


def test_a_trouble_comes_with_a_way_to_try_again(open_window, qtbot):
    window = open_window()
    window.session.actions.trouble = Trouble(NETWORK_CUT, host="mail.example.jp")
    window.session.check_now()
    qtbot.waitUntil(lambda: window.frame.findChild(TroubleDialog) is not None)
    dialog = window.frame.findChild(TroubleDialog)
    window.session.actions.trouble = None
    dialog.retry.click()
    qtbot.waitUntil(lambda: window.session.actions.calls == ["check", "check"] and not window.session.is_checking)


def test_a_store_that_cannot_be_read_is_said_on_the_page(open_window, qtbot):
    actions = facts.SampleActions(facts.attention())
    actions.trouble = Trouble(STORE_UNUSABLE, path="sentwatch.db", reason="disk full")
    window = open_window(actions=actions)
    state = window.frame.findChild(QWidget, "overview-state")
    assert state._sentence.text() == "The local store sentwatch.db could not be used: disk full"
    assert window.frame.findChild(TroubleDialog) is None
    actions.trouble = None
    state.button.click()
    qtbot.waitUntil(lambda: not window.session.is_checking and bool(window.session.known.reports))
    qtbot.waitUntil(lambda: window.background.is_idle)
    assert not state.isVisible()


def test_accounts_are_paused_and_removed_only_after_a_question(open_window, qtbot, monkeypatch):
    window = open_window(page="accounts")
    page = window.frame.page("accounts")
    window.frame.findChild(QWidget, "account-settings-office").click()
    page.settings.pause.switch.click()
    qtbot.waitUntil(lambda: window.session.known.accounts[1].paused)
    asked = []

    def answer(dialog, accept):
        asked.append(dialog.windowTitle())
        (dialog.do if accept else dialog.keep).click()
        return dialog.result()

    monkeypatch.setattr(QuestionDialog, "exec", lambda dialog: answer(dialog, False))
    page.settings.remove.click()
    monkeypatch.setattr(QuestionDialog, "exec", lambda dialog: answer(dialog, True))
    page.settings.remove.click()
    qtbot.waitUntil(lambda: len(window.session.known.accounts) == 1)
    assert [account.id for account in window.session.known.accounts] == [facts.SHOP]
    assert asked == ["Remove morishita@aoyama-insatsu.example from Sentwatch?"] * 2
    assert window.session.actions.calls == [(facts.OFFICE, True), ("remove", facts.OFFICE)]
    qtbot.waitUntil(page.note.isVisible)


def test_the_questions_safe_answer_is_the_one_enter_gives(open_window, qtbot):
    from sentwatch.ui.presenters.accounts import QuestionView

    window = open_window()
    dialog = QuestionDialog(
        window.theme, QuestionView(title="t", detail="d", do="do", keep="keep"), parent=window.frame
    )
    dialog.open()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == 0


def test_a_fault_of_ours_is_told_once_without_anything_private(open_window, qtbot):
    window = open_window()
    try:
        raise KeyError("the password is hunter2")
    except KeyError as problem:
        window.show_crash(problem)
        window.show_crash(problem)
    dialogs = window.frame.findChildren(CrashDialog)
    assert len(dialogs) == 1
    assert "hunter2" not in dialogs[0].details.toPlainText()
    assert "KeyError" in dialogs[0].details.toPlainText()
    assert "test_window.py" in dialogs[0].details.toPlainText()
    dialogs[0].code.button.click()
    assert QGuiApplication.clipboard().text().startswith(dialogs[0].code.field.text())
    dialogs[0].accept()


def another(window):
    from sentwatch.ui.window import Window, Wired

    return Window(window._door, lambda: Wired(facts.SampleActions(facts.quiet()), facts.words_for, facts.app()))


def test_the_place_is_remembered(open_window, qtbot):
    window = open_window()
    # The screen without a screen is 800 pixels wide and high.
    window.setGeometry(20, 30, 800, 640)
    window.close()
    assert window._door.read().window == {"x": 20, "y": 30, "width": 800, "height": 640, "maximised": 0}
    assert another(window).geometry().getRect() == (20, 30, 800, 640)


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"x": 5},
        {"x": 90_000, "y": -90_000, "width": 900, "height": 700},
        {"width": 1, "height": -5},
        {"width": 10**9, "height": 10**9, "maximised": 0},
    ],
)
def test_a_place_that_cannot_be_reached_is_not_taken(open_window, kept):
    window = open_window()
    window._door.write(Preferences(window=kept))
    second = another(window)
    screen = second.screen().availableGeometry()
    assert second.width() >= SMALLEST[0]
    assert second.height() >= SMALLEST[1]
    assert screen.intersects(second.geometry())


def test_maximised_stays_maximised(open_window, qtbot):
    window = open_window()
    window._door.write(Preferences(window={"maximised": 1}))
    second = another(window)
    second.begin()
    second.show_as_before()
    assert second.isMaximized()
    second.close()
    assert second._door.read().window["maximised"] == 1
    qtbot.waitUntil(lambda: second.background.is_idle)
    assert second.shutdown()


def test_the_window_is_there_before_what_is_in_it(qtbot, qapp):
    from sentwatch.ui.preferences import ForgetfulPreferences, ThemeChoice
    from sentwatch.ui.tokens import DARK
    from sentwatch.ui.window import Window

    class Unfilled(Window):
        def fill(self):
            pass

    wired = []
    window = Unfilled(ForgetfulPreferences(Preferences(theme=ThemeChoice.DARK)), lambda: wired.append(1))
    qtbot.addWidget(window)
    assert window.grab().toImage().pixelColor(5, 5).name().upper() == DARK.background
    assert wired == []


def test_the_first_paint_fills_the_window(qtbot, qapp):
    from sentwatch.ui.preferences import ForgetfulPreferences
    from sentwatch.ui.window import Window, Wired

    window = Window(
        ForgetfulPreferences(Preferences(language="en")),
        lambda: Wired(facts.SampleActions(facts.quiet()), facts.words_for, facts.app()),
    )
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window._has_begun and window.session.is_loaded and window.background.is_idle)
    assert window.frame._header._sentence.text() == "Good afternoon. Nothing unusual in 2 mailboxes."
    assert window.shutdown()


def test_a_window_that_begins_hidden_is_filled_when_something_is_to_be_shown(qtbot, qapp):
    from sentwatch.ui.preferences import ForgetfulPreferences
    from sentwatch.ui.window import Window, Wired

    actions = facts.SampleActions(facts.quiet())
    window = Window(
        ForgetfulPreferences(Preferences(language="en")), lambda: Wired(actions, facts.words_for, facts.app())
    )
    qtbot.addWidget(window)
    window.begin()
    qtbot.waitUntil(lambda: window.session.is_loaded and window.background.is_idle)
    assert window.findChild(QWidget, "frame") is None
    actions.trouble = Trouble(NETWORK_CUT, host="mail.example.jp")
    window.session.check_now()
    qtbot.waitUntil(lambda: window.frame.findChild(TroubleDialog) is not None)
    window.show()
    qtbot.waitUntil(lambda: window.background.is_idle)
    assert window.frame._header._sentence.text() == "Good afternoon. Nothing unusual in 2 mailboxes."
    window.frame.findChild(TroubleDialog).reject()
    assert window.shutdown()


def test_it_does_not_become_smaller_than_it_can_be_read(open_window):
    window = open_window()
    window.resize(300, 200)
    assert window.size().toTuple() == SMALLEST


def test_the_table_says_the_same_as_the_chart(open_window, qtbot):
    window = open_window(page="sending")
    page = window.frame.page("sending")
    qtbot.waitUntil(lambda: page.card.table.model().rowCount() > 0)
    bucket = page.card.table.model().row(0).value
    assert page.card.table.model().index(0, 1).data() == "313"
    assert page.card.table.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole).endswith("Unusual sending.")
    page.card.table.setFocus()
    page.card.table.setCurrentIndex(page.card.table.model().index(0, 0))
    QTest.keyClick(page.card.table, Qt.Key.Key_Return)
    assert page.card.chart.visible_span.span_s < 4 * 86_400
    assert page.card.chart.visible_span.start_s <= bucket.start_s
    qtbot.waitUntil(lambda: window.background.is_idle)


def test_another_account_shows_its_own_mail(open_window, qtbot):
    window = open_window(page="sending")
    page = window.frame.page("sending")
    assert any(b.severity for b in page.card.bars.bursts)
    page.accounts._menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: window.background.is_idle and not page.card.bars.bursts)
    assert page.accounts.accessibleName() == f"Account: {facts.OFFICE_ACCOUNT.address}"


def test_a_trouble_of_the_chart_stands_on_the_page(open_window, qtbot):
    actions = facts.SampleActions(facts.attention())
    window = open_window(actions=actions, page="settings")
    actions.trouble = Trouble(NETWORK_CUT, host="store")
    window.frame.open_page("sending")
    page = window.frame.page("sending")
    qtbot.waitUntil(page.trouble.isVisible)
    actions.trouble = None
    page.trouble.retry.click()
    qtbot.waitUntil(lambda: page.card.bars is not None)
    assert not page.trouble.isVisible()


def test_the_overview_tells_the_time_anew(open_window, qtbot, monkeypatch):
    from datetime import timedelta

    window = open_window()
    assert "2 minutes ago" in window.frame._header._detail.text()
    monkeypatch.setattr(facts.SampleActions, "now", lambda self: facts.NOW + timedelta(minutes=30))
    window.frame._minute.timeout.emit()
    assert "32 minutes ago" in window.frame._header._detail.text()
    qtbot.waitUntil(lambda: window.background.is_idle)


def test_faults_in_the_background_reach_the_excepthook(open_window, qtbot):
    window = open_window()
    window.session.actions.check_now = lambda **_: 1 / 0
    with qtbot.captureExceptions() as faults:
        window.session.check_now()
        qtbot.waitUntil(lambda: bool(faults))
    assert faults[0][0] is ZeroDivisionError
    assert not window.session.is_checking


def test_run_leaves_with_the_windows_code(qapp, monkeypatch):
    from sentwatch.ui import app as ui_app
    from sentwatch.ui.preferences import ForgetfulPreferences

    hook = sys.excepthook
    monkeypatch.setattr(ui_app, "make_application", lambda _arguments: qapp)
    monkeypatch.setattr(QApplication, "exec", staticmethod(lambda: 3))
    assert ui_app.run(ForgetfulPreferences(), lambda: None) == 3
    assert sys.excepthook is hook
