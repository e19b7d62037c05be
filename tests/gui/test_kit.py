"""The small widgets one by one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QTextLayout, QTextOption
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QVBoxLayout, QWidget

from sentwatch.core.findings import Severity
from sentwatch.ui.models.nav import NavEntry
from sentwatch.ui.models.rows import Row
from sentwatch.ui.presenters.states import Next, StateView, TroubleView
from sentwatch.ui.widgets.buttons import Button, Kind, escaped
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.form import CopyField, FormRow, ToggleRow
from sentwatch.ui.widgets.frames import Scroll
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.shapes import Badge
from sentwatch.ui.widgets.sidebar import Sidebar
from sentwatch.ui.widgets.states import StatePanel, TroublePanel
from sentwatch.ui.widgets.table import Table
from sentwatch.ui.widgets.text import Elided, PlainLabel, Prose, break_lines, is_wide


@pytest.fixture
def place(qtbot, theme):
    """A window of its own for the widget under test."""
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)

    def put(widget):
        layout.addWidget(widget)
        holder.resize(600, 300)
        holder.show()
        widget.show()
        holder.activateWindow()
        qtbot.waitUntil(holder.isActiveWindow)
        return widget

    return put


def test_a_toggle_turns_by_key_by_switch_and_by_its_words(theme, place):
    row = place(ToggleRow(theme, "toggle"))
    row.say("Start at login", "Off until you ask for it.")
    turned = []
    row.switch.toggled.connect(turned.append)
    row.switch.setFocus()
    QTest.keyClick(row.switch, Qt.Key.Key_Space)
    QTest.mouseClick(row.switch, Qt.MouseButton.LeftButton)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(20, 10))
    assert turned == [True, False, True]
    assert row.switch.accessibleName() == "Start at login"
    assert row.switch.accessibleDescription() == "Off until you ask for it."


def test_a_switch_shows_its_state_by_place(theme, place):
    row = place(ToggleRow(theme, "toggle"))
    off = row.switch.grab().toImage()
    row.switch.setChecked(True)
    on = row.switch.grab().toImage()
    assert off.pixelColor(14, 14) != on.pixelColor(14, 14)
    assert off.pixelColor(41, 14) != on.pixelColor(41, 14)


def test_a_field_to_copy_from(theme, place, qtbot):
    field = place(CopyField(theme, "code"))
    field.say("Code", copy="Copy", copied="Copied")
    field.show_text("a<b>&c")
    assert field.field.isReadOnly()
    field.button.click()
    assert QGuiApplication.clipboard().text() == "a<b>&c"
    assert field.button.accessibleName() == "Copied"
    field._back.timeout.emit()
    assert field.button.accessibleName() == "Copy"


def test_a_form_row_says_what_is_wrong_and_takes_it_back(theme, place):
    row = place(FormRow("host"))
    row.say("Server", "A hint")
    assert row._note.text() == "A hint"
    row.set_error("Wrong")
    assert (row._note.text(), row._note.property("role")) == ("Wrong", "error")
    assert row.field.accessibleDescription() == "Wrong"
    QTest.keyClicks(row.field, "x")
    assert (row._note.text(), row._note.property("role")) == ("A hint", "muted")
    assert not row.field.property("wrong")


def test_segments_by_arrow_keys(theme, place):
    switch = place(Segments(theme, "measure"))
    switch.say("What is counted", [("m", "Messages"), ("r", "Recipients"), ("n", "Never mailed")])
    chosen = []
    switch.chosen.connect(chosen.append)
    first = switch.findChildren(QAbstractButton)[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert switch.value == "n"
    switch.say("数える対象", [("m", "メール"), ("r", "宛先"), ("n", "初めて")])
    assert switch.value == "n"
    assert [b.accessibleName() for b in switch.findChildren(QAbstractButton)] == ["メール", "宛先", "初めて"]
    switch.say("Fewer", [("m", "Messages")])
    assert switch.value == "m"


def test_a_chooser_keeps_what_was_taken(theme, place):
    chooser = place(Chooser(theme, "account"))
    chosen = []
    chooser.chosen.connect(chosen.append)
    chooser.say_choices("Account", [("a", "a & b@example.jp"), ("c", "c@example.jp")])
    assert chooser.value == "a"
    assert chooser.accessibleName() == "Account: a & b@example.jp"
    chooser._menu.actions()[1].trigger()
    chooser._menu.actions()[1].trigger()
    assert chosen == ["c"]
    chooser.say_choices("アカウント", [("c", "c@example.jp")])
    assert chooser.accessibleName() == "アカウント: c@example.jp"
    chooser.say_choices("Account", [])
    assert chooser.value is None


def test_the_sidebar_keeps_its_place_when_words_change(theme, place):
    bar = place(Sidebar(theme))
    opened = []
    bar.opened.connect(opened.append)
    entries = (NavEntry(page="a", text="A", icon="overview"), NavEntry(page="b", text="B", icon="sending", badge=3))
    bar.show_entries(entries)
    bar.choose("b")
    bar.show_entries((NavEntry(page="a", text="あ", icon="overview"), NavEntry(page="b", text="い", icon="sending")))
    assert bar.page == "b"
    bar.choose("nowhere")
    assert bar.page == "b"
    assert opened == ["b"]


def test_a_table_opens_rows_by_enter_and_is_left_by_tab(theme, place):
    table = place(Table(theme, "table", numbers=frozenset({1})))
    beside = place(Button(theme, "beside", "Beside"))
    opened, pointed = [], []
    table.opened.connect(opened.append)
    table.pointed.connect(pointed.append)
    table.show_rows(
        ("日時", "メールの数"),
        [
            Row(cells=("月", "1"), value=1),
            Row(cells=("火", "<b>2</b>"), value=2, severity=Severity.URGENT, spoken="all"),
        ],
    )
    assert table.model().headerData(0, Qt.Orientation.Horizontal) == "日時"
    assert table.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "all"
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened == [2]
    assert pointed == [1, 2]
    QTest.keyClick(table, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is beside


def test_a_badge_says_its_severity_in_words_and_shape(theme, place):
    badge = place(Badge(theme))
    pictures = set()
    for severity in Severity:
        badge.show_severity(severity, "x")
        pictures.add(bytes(badge._icon.grab().toImage().constBits()))
    assert len(pictures) == len(Severity)


def test_progress_without_a_known_whole_has_no_bar(theme, place):
    from sentwatch.ui.presenters.progress import ProgressView

    stopped = []
    row = place(ProgressRow(theme, "progress", lambda: stopped.append(1)))
    row.say("Cancel")
    row.show_view(ProgressView(what="Reading", detail="1,204", share=None))
    assert not row._bar.isVisible()
    row.show_view(ProgressView(what="Reading", detail="50 of 200", share=0.25))
    assert (row._bar.isVisible(), row._bar.value(), row._bar.maximum()) == (True, 250, 1000)
    assert row._bar.accessibleDescription() == "50 of 200"
    row.cancel.click()
    assert stopped == [1]


def test_states_and_troubles_have_one_button(theme, place):
    panel = place(StatePanel(theme, "state"))
    wanted = []
    panel.wanted.connect(wanted.append)
    panel.show_view(StateView(icon="mark", sentence="s", detail="d", button="b", does=Next.ADD_ACCOUNT))
    panel.button.click()
    assert wanted == [Next.ADD_ACCOUNT]
    trouble = place(TroublePanel(theme, "trouble"))
    retried = []
    trouble.retried.connect(lambda: retried.append(1))
    trouble.show_view(TroubleView(title="t", do_first="d", retry="again"))
    trouble.retry.click()
    assert retried == [1]
    trouble.show_view(TroubleView(title="t", do_first="d", retry=""))
    assert not trouble.retry.isVisible()


def test_elided_text_is_whole_in_its_tool_tip_only_when_cut(place):
    label = place(Elided("A line that does not need to be cut"))
    label.repaint()
    assert label.toolTip() == ""
    label.setFixedWidth(60)
    label.repaint()
    assert "A line that does not need to be cut" in label.toolTip()


def test_prose_breaks_japanese_by_its_rules(place):
    text = "メールボックスに入り込んだ人は、それを使って大量のメールを送ることがよくあります。"
    label = place(Prose(text))
    metrics = QFontMetrics(label.font())
    for width in range(60, 400, 7):
        layout, _ = label._layout_at(width)
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            shown = text[line.textStart() : line.textStart() + line.textLength()]
            assert shown[0] not in "、。ー", (width, shown)
            assert metrics.horizontalAdvance(shown) <= width + metrics.averageCharWidth() * 2
    assert is_wide(text)
    assert not is_wide("plain – text")


def test_a_label_changes_its_style(place):
    label = place(PlainLabel("text", role="small"))
    small = label.font().pixelSize()
    label.set_role("title")
    assert label.font().pixelSize() > small
    assert label.text() == "text"


@pytest.mark.parametrize("kind", list(Kind))
def test_the_focus_is_seen_on_every_kind_of_button(theme, place, kind):
    button = place(Button(theme, "button", "Press", kind=kind, icon="check"))
    other = place(Button(theme, "other", "Other"))
    other.setFocus()
    without = button.grab().toImage()
    button.setFocus()
    assert button.grab().toImage() != without


def test_ampersands_stay_ampersands():
    assert escaped("a & b") == "a && b"


def test_what_scrolls_fades_at_the_edge_beyond_which_there_is_more(place):
    content = QWidget()
    content.setFixedHeight(400)
    scroll = place(Scroll(content))
    scroll.setFixedSize(200, 100)
    bar = scroll.verticalScrollBar()
    seen = []
    for value in (0, bar.maximum() // 2, bar.maximum()):
        bar.setValue(value)
        seen.append((scroll._above.isVisible(), scroll._below.isVisible()))
    assert seen == [(False, True), (True, True), (True, False)]
    content.setFixedHeight(50)
    QTest.qWait(20)
    assert not scroll._above.isVisible()
    assert not scroll._below.isVisible()


def test_an_icon_beside_text_stands_at_its_first_line_in_every_script(place):
    latin, japanese = place(Prose("Plain")), place(Prose("日本語"))
    assert abs(latin.heightForWidth(200) - japanese.heightForWidth(200)) <= 2
    japanese.setText("日本語\n日本語")
    assert japanese.heightForWidth(200) > latin.heightForWidth(200) * 2


def test_centred_lines_are_about_as_long_as_each_other(place):
    label = place(Prose("送信済みメールのヘッダーだけを読み、何も変更せずにふだんの様子を学びます。"))
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    layout, _ = label._layout_at(460)
    widths = [layout.lineAt(number).naturalTextWidth() for number in range(layout.lineCount())]
    assert len(widths) == 2
    assert min(widths) > max(widths) * 0.7


@pytest.mark.parametrize("pixels", [13, 15])
def test_a_name_with_a_hyphen_is_in_one_line(qapp, pixels):
    said = "Your mail server could not confirm that this mail is from aoba-bank.example."
    font = QFont(qapp.font())
    font.setPixelSize(pixels)
    for width in range(300, 470):
        layout = QTextLayout(said, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        starts = [layout.lineAt(number).textStart() for number in range(break_lines(layout, width))]
        assert not [start for start in starts if said.index("aoba") < start < len(said)], width


def test_no_sign_is_parted_at_the_end_of_a_line(place):
    label = place(Prose("送信\U0001f600済みの\U0001f600\U0001f600メールを\U0001f600読み取ります。" * 3))
    text = label.text().encode("utf-16-le")
    for width in range(40, 400, 9):
        layout, _ = label._layout_at(width)
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            shown = text[2 * line.textStart() : 2 * (line.textStart() + line.textLength())]
            assert shown.decode("utf-16-le")
