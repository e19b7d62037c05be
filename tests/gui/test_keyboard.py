"""Everything that can be operated is reached by keys, in reading order, has a name for screen readers and one for tests."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from sentwatch.ui.pages import PAGES
from sentwatch.ui.window import SMALLEST, USUAL
from support import window_facts as facts
from support.incident_facts import each_part
from support.window_judgements import OPERABLE, nameless, operable, unreached, walk

STATES = {"attention": facts.attention, "quiet": facts.quiet, "first": facts.Known}


@pytest.mark.parametrize("size", [SMALLEST, USUAL], ids=["smallest", "usual"])
@pytest.mark.parametrize("state", STATES)
def test_pages_by_keys_alone(open_window, qtbot, state, size):
    window = open_window(known=STATES[state](), size=size)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for entry in PAGES:
        window.frame.open_page(entry.name)
        qtbot.waitUntil(lambda: window.background.is_idle)
        assert len(operable(window.frame)) >= 3
        assert nameless(window.frame) == [], entry.name
        assert unreached(window.frame) == [], entry.name


def test_the_guide_and_a_mail_by_keys_alone(open_window, qtbot, tmp_path):
    with each_part(open_window, qtbot, tmp_path / "data") as (window, parts):
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        for part in parts():
            assert nameless(window.frame) == [], part
            if part in {"report", "letters", "record", "begin", "mail"}:
                assert unreached(window.frame) == [], part


def test_the_tab_key_follows_the_reading_order(open_window, qtbot):
    window = open_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for entry in PAGES:
        window.frame.open_page(entry.name)
        qtbot.waitUntil(lambda: window.background.is_idle)
        window.setFocus()
        visited = walk(window.frame)
        assert [w.objectName() for w in visited[:3]] == ["sidebar", "check-now", "more"], entry.name
        places = [(w.objectName(), w.mapTo(window.frame, QPoint(0, 0))) for w in visited[3:]]
        # Side by side counts as one line: a list and the letter beside it begin at the same height. A card beside a
        # card is read after it, from its top.
        for (_, earlier), (_, later) in pairwise(places):
            assert later.y() >= earlier.y() - 60 or later.x() > earlier.x() + 200, places


def test_names_are_not_given_twice(open_window, qtbot):
    window = open_window()
    for entry in PAGES:
        window.frame.open_page(entry.name)
        qtbot.waitUntil(lambda: window.background.is_idle)
    names = [w.objectName() for w in window.frame.findChildren(QWidget) if isinstance(w, OPERABLE) and w.objectName()]
    own = [name for name in names if not name.startswith("qt_")]
    assert len(own) == len(set(own))


def test_arrow_keys_go_from_page_to_page(open_window, qtbot):
    window = open_window()
    sidebar = window.frame._sidebar
    sidebar.setFocus()
    for entry in PAGES[1:]:
        QTest.keyClick(sidebar, Qt.Key.Key_Down)
        assert window.frame.page_name == entry.name
        assert window.frame._stack.currentWidget().objectName() == f"page-{entry.name}"
    qtbot.waitUntil(lambda: window.background.is_idle)


def test_number_keys_go_to_pages(open_window, qtbot):
    window = open_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for number, entry in enumerate(PAGES[:9], start=1):
        QTest.keyClick(window.frame, Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.ControlModifier)
        assert window.frame.page_name == entry.name
    QTest.keyClick(window.frame, Qt.Key.Key_Comma, Qt.KeyboardModifier.ControlModifier)
    assert window.frame.page_name == "settings"
    qtbot.waitUntil(lambda: window.background.is_idle)


def test_escape_stops_a_check(open_window, qtbot):
    import threading

    window = open_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.session.actions.gate = threading.Event()
    QTest.keyClick(window.frame, Qt.Key.Key_F5)
    qtbot.waitUntil(lambda: window.session.is_checking and window.frame._header.progress.isVisible())
    QTest.keyClick(window.frame, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.session.is_checking)
    assert not window.frame._header.progress.isVisible()
    assert window.frame._header.check.isEnabled()


def test_f1_opens_the_help_and_escape_closes_it(open_window, qtbot):
    from sentwatch.ui.dialogs.about import HelpDialog

    window = open_window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window.frame, Qt.Key.Key_F1)
    dialog = window.frame.findChild(HelpDialog)
    qtbot.waitUntil(dialog.isVisible)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_page_down_scrolls_from_anywhere(open_window, qtbot):
    from sentwatch.ui.widgets.frames import Scroll

    window = open_window(size=SMALLEST)
    scroll = next(s for s in window.frame.findChildren(Scroll) if s.isVisible())
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0)
    window.frame._header.more.setFocus()
    QTest.keyClick(window.frame._header.more, Qt.Key.Key_PageDown)
    assert scroll.verticalScrollBar().value() > 0


def test_what_gets_the_focus_is_scrolled_into_view(open_window, qtbot):
    from sentwatch.ui.widgets.frames import Scroll

    window = open_window(size=SMALLEST)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    scroll = next(s for s in window.frame.findChildren(Scroll) if s.isVisible())
    for _ in range(40):
        QTest.keyClick(QApplication.focusWidget() or window.frame, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if scroll.isAncestorOf(now):
            top = now.mapTo(scroll.viewport(), QPoint(0, 0)).y()
            assert 0 <= top <= scroll.viewport().height() - now.height(), now.objectName()
        if now.objectName() == "next-step-open":
            break
    assert scroll.verticalScrollBar().value() > 0


def test_the_judgements_can_fail(qtbot, theme):
    from sentwatch.ui.widgets.buttons import Button

    holder = QWidget()
    qtbot.addWidget(holder)
    unreachable = Button(theme, "unreachable", "Reach me", parent=holder)
    unreachable.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    Button(theme, "", "Nameless", parent=holder)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    assert unreached(holder) == ["unreachable"]
    assert len(nameless(holder)) == 1
