"""The chart zooms from years to minutes, reads out its bars, asks for what it lacks, and never shows a late answer."""

from __future__ import annotations

import threading
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from sentwatch.core.timeline import Bucket, Measure, Step, TimelineView, edges
from sentwatch.core.trouble import STORE_UNUSABLE, Trouble
from sentwatch.ui.background import Background
from sentwatch.ui.timeline_feed import TimelineFeed
from sentwatch.ui.timeline_scale import NARROWEST_S, Visible
from sentwatch.ui.widgets.timeline import Timeline
from support import window_facts as facts

DAY = 86_400
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def chart(qtbot, theme):
    words = facts.words_for("en")
    made = Timeline(theme, "chart", words)
    qtbot.addWidget(made)
    feed = TimelineFeed(facts.timeline, None, parent=made)
    feed.arrived.connect(made.show_view)
    made.wanted.connect(lambda seen: feed.ask(facts.SHOP, seen, made.step, words.zone))
    made.say(words, name="Sent mail over time", empty="Nothing was sent in this span.")
    made.resize(760, 300)
    made.show()
    first, last = facts.cells()[0].at_s, facts.NOW.timestamp()
    made.show_span(Visible(start_s=first, end_s=last, first_s=first, last_s=last))
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def wheel(chart, notches, at, modifiers=Qt.KeyboardModifier.NoModifier, sideways=0):
    event = QWheelEvent(
        at,
        QPointF(chart.mapToGlobal(at.toPoint())),
        QPoint(0, 0),
        QPoint(sideways * 120, notches * 120),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart, event)
    return event


def middle(chart):
    seen = chart.visible_span
    return chart.place_of((seen.start_s + seen.end_s) / 2)


def test_the_wheel_zooms_around_the_pointer(chart):
    before = chart.visible_span
    at_s = facts.BURST_START.timestamp()
    place = chart.place_of(at_s)
    wheel(chart, 3, place)
    after = chart.visible_span
    assert after.span_s < before.span_s * 0.7
    assert chart.place_of(at_s).x() == pytest.approx(place.x(), abs=10)
    wheel(chart, -30, place)
    assert chart.visible_span.is_everything


def test_the_wheel_scrolls_the_page_where_the_chart_has_no_focus(chart, qtbot):
    chart.clearFocus()
    before = chart.visible_span
    event = wheel(chart, 3, middle(chart))
    assert not event.isAccepted()
    assert chart.visible_span == before
    assert wheel(chart, 3, middle(chart), Qt.KeyboardModifier.ControlModifier).isAccepted()
    assert chart.visible_span != before


def test_sideways_it_goes_along(chart):
    chart.zoom(0.3, around_s=facts.BURST_START.timestamp() - 40 * DAY)
    before = chart.visible_span
    wheel(chart, 0, middle(chart), sideways=2)
    assert chart.visible_span.start_s < before.start_s
    assert chart.visible_span.span_s == pytest.approx(before.span_s)


def test_keys_zoom_go_along_and_reset(chart):
    whole = chart.visible_span
    QTest.keyClicks(chart, "+++")
    assert chart.visible_span.span_s == pytest.approx(whole.span_s / 8)
    before = chart.visible_span
    QTest.keyClick(chart, Qt.Key.Key_PageUp)
    assert chart.visible_span.start_s < before.start_s
    QTest.keyClicks(chart, "-")
    assert chart.visible_span.span_s == pytest.approx(whole.span_s / 4)
    QTest.keyClicks(chart, "0")
    assert chart.visible_span.is_everything
    QTest.keyClicks(chart, "+" * 40)
    assert chart.visible_span.span_s == NARROWEST_S
    assert chart.step is Step.MINUTE


def test_dragging_selects_and_a_double_click_resets(chart):
    start = chart.place_of(facts.BURST_START.timestamp() - 20 * DAY).toPoint()
    end = chart.place_of(facts.BURST_START.timestamp() - 5 * DAY).toPoint()
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(chart, end)
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=end)
    assert chart.visible_span.span_s == pytest.approx(15 * DAY, rel=0.05)
    QTest.mouseDClick(chart, Qt.MouseButton.LeftButton, pos=middle(chart).toPoint())
    assert chart.visible_span.is_everything


def test_dragging_beyond_the_edge_stays_inside(chart):
    start = middle(chart).toPoint()
    QTest.mousePress(chart, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(chart, QPoint(5_000, start.y()))
    QTest.mouseRelease(chart, Qt.MouseButton.LeftButton, pos=QPoint(5_000, start.y()))
    assert chart.visible_span.end_s <= chart.visible_span.last_s


def test_b_goes_to_the_burst_and_arrows_read_it_out(chart):
    said = []
    chart.pointed.connect(said.append)
    QTest.keyClicks(chart, "b")
    assert chart.step.span_s <= Step.TWENTY_MINUTES.span_s
    QTest.keyClick(chart, Qt.Key.Key_Home)
    found = []
    for _ in range(40):
        QTest.keyClick(chart, Qt.Key.Key_Right)
        bucket = chart.pointed_bucket
        assert bucket is not None
        assert said[-1] == chart.accessibleDescription()
        found.append(bucket)
        if "Unusual sending." in said[-1]:
            break
    assert "Unusual sending." in said[-1]
    assert f"{found[-1].messages} message" in said[-1]
    assert "Saturday 18 October 2025, 13:5" in said[-1]
    assert [b.start_s for b in found] == sorted({b.start_s for b in found})


def test_arrows_go_on_beyond_the_edge(chart):
    chart.zoom(0.1, around_s=facts.BURST_START.timestamp() - 60 * DAY)
    QTest.keyClick(chart, Qt.Key.Key_End)
    before = chart.visible_span
    QTest.keyClick(chart, Qt.Key.Key_Right)
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.visible_span.start_s > before.start_s
    assert chart.pointed_bucket is not None


def test_enter_looks_closer_at_the_bar(chart):
    QTest.keyClick(chart, Qt.Key.Key_End)
    bucket = chart.pointed_bucket
    QTest.keyClick(chart, Qt.Key.Key_Return)
    assert chart.visible_span.span_s <= bucket.end_s - bucket.start_s + 1


def test_the_pointer_reads_out_and_leaving_takes_it_back(chart):
    said = []
    chart.pointed.connect(said.append)
    QTest.mouseMove(chart, chart.place_of(facts.BURST_START.timestamp()).toPoint())
    assert "Saturday 18 October 2025" in said[-1]
    assert "313 messages" in said[-1]
    assert chart.pointed_bucket.messages == 313
    from PySide6.QtCore import QEvent

    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert said[-1] == ""
    assert chart.pointed_bucket is None


def test_pinching_zooms(chart):
    before = chart.visible_span
    at = middle(chart)
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        QPointF(chart.mapToGlobal(at.toPoint())),
        0.5,
        QPointF(),
    )
    QApplication.sendEvent(chart, event)
    assert chart.visible_span.span_s == pytest.approx(before.span_s / 1.5)
    # The axis may need more or less room for its numbers then.
    assert chart.place_of(before.start_s + before.span_s / 2).x() == pytest.approx(at.x(), abs=10)


def test_shift_and_the_middle_button_go_along(chart):
    chart.zoom(0.2, around_s=facts.BURST_START.timestamp() - 40 * DAY)
    before = chart.visible_span
    start = middle(chart).toPoint()
    QTest.mousePress(chart, Qt.MouseButton.MiddleButton, pos=start)
    QTest.mouseMove(chart, start + QPoint(80, 0))
    QTest.mouseRelease(chart, Qt.MouseButton.MiddleButton, pos=start + QPoint(80, 0))
    assert chart.visible_span.start_s < before.start_s
    assert chart.visible_span.span_s == pytest.approx(before.span_s)


def test_many_bursts_are_painted_without_marks_on_each_other(chart, theme):
    from dataclasses import replace as changed

    from sentwatch.core.findings import Severity
    from sentwatch.core.timeline import BurstMark

    bursts = tuple(
        BurstMark(
            code="sent.burst",
            subject=str(n),
            start_s=facts.NOW.timestamp() - n * DAY / 4,
            end_s=facts.NOW.timestamp() - n * DAY / 4 + 60,
            severity=Severity(1 + n % 3),
        )
        for n in range(300)
    )
    chart.show_view(changed(chart._view, bursts=bursts))
    assert not chart.grab().isNull()


def test_what_is_counted_can_be_switched(chart, qtbot):
    pictures = set()
    for measure in Measure:
        chart.take_measure(measure)
        pictures.add(bytes(chart.grab().toImage().constBits()))
    assert len(pictures) == 3


def test_the_burst_is_marked_by_colour_and_by_shape(chart, theme):
    image = chart.grab().toImage()
    urgent = theme.palette.urgent.lower()
    place = chart.place_of(facts.BURST_START.timestamp())
    rows = [
        y
        for y in range(image.height())
        if any(image.pixelColor(x, y).name() == urgent for x in range(round(place.x()) - 12, round(place.x()) + 12))
    ]
    assert min(rows) < 20
    assert max(rows) > 200
    quiet = [
        image.pixelColor(x, y).name()
        for x in range(60, round(place.x()) - 40)
        for y in range(30, image.height() - 50, 2)
    ]
    assert urgent not in quiet


def test_bars_keep_their_local_days_through_a_clock_change(qtbot, theme):
    words = facts.words_for("en").in_zone(BERLIN)
    start = datetime(2025, 10, 20, tzinfo=BERLIN).timestamp()
    end = datetime(2025, 11, 2, tzinfo=BERLIN).timestamp()
    found = edges(start, end, Step.DAY, BERLIN)
    view = TimelineView(step=Step.DAY, buckets=tuple(Bucket(a, b, 1, 1, 0) for a, b in pairwise(found)))
    chart = Timeline(theme, "chart", words)
    qtbot.addWidget(chart)
    chart.resize(700, 260)
    chart.show_span(Visible(start_s=start, end_s=end, first_s=start, last_s=end))
    chart.show_view(view)
    said = []
    chart.pointed.connect(said.append)
    chart._place_cursor(datetime(2025, 10, 26, 23, 30, tzinfo=BERLIN).timestamp())
    assert said[-1].startswith("Sunday 26 October 2025:")
    chart._move_cursor(1)
    assert said[-1].startswith("Monday 27 October 2025:")


def test_times_are_told_in_the_accounts_zone(chart):
    QTest.keyClicks(chart, "b")
    chart._place_cursor(facts.BURST_START.timestamp() + 60)
    assert "13:5" in chart.accessibleDescription()
    chart.say(facts.words_for("en").in_zone(ZoneInfo("UTC")), name="x", empty="x")
    assert "04:5" in chart.accessibleDescription()


class HeldSource:
    """Answers when it is told to, in any order."""

    def __init__(self):
        self.requests = []
        self.gates = []
        self.lock = threading.Lock()

    def __call__(self, request):
        gate = threading.Event()
        with self.lock:
            self.requests.append(request)
            self.gates.append(gate)
        assert gate.wait(20)
        start, end = request.edges[0], request.edges[-1]
        return TimelineView(step=request.step, buckets=(Bucket(start, end, len(self.requests), 1, 1),))


def seen(start, end):
    return Visible(start_s=start, end_s=end, first_s=0, last_s=400 * DAY)


def test_late_answers_are_dropped(qtbot):
    background = Background()
    source = HeldSource()
    feed = TimelineFeed(source, background)
    arrived = []
    feed.arrived.connect(arrived.append)
    feed.ask("a", seen(0, 10 * DAY), Step.DAY, BERLIN)
    qtbot.waitUntil(lambda: len(source.gates) == 1)
    feed.ask("a", seen(200 * DAY, 210 * DAY), Step.DAY, BERLIN)
    qtbot.waitUntil(lambda: len(source.gates) == 2)
    source.gates[1].set()
    qtbot.waitUntil(lambda: len(arrived) == 1)
    source.gates[0].set()
    qtbot.waitUntil(lambda: background.is_idle)
    assert len(arrived) == 1
    assert arrived[0].buckets[0].start_s >= 190 * DAY
    background.shutdown()


def test_what_is_there_is_not_asked_for_again(qtbot):
    asked = []

    def source(request):
        asked.append(request)
        return TimelineView(step=request.step, buckets=())

    feed = TimelineFeed(source, None)
    feed.ask("a", seen(100 * DAY, 110 * DAY), Step.DAY, BERLIN)
    feed.ask("a", seen(101 * DAY, 111 * DAY), Step.DAY, BERLIN)
    assert len(asked) == 1
    feed.ask("a", seen(130 * DAY, 140 * DAY), Step.DAY, BERLIN)
    feed.ask("a", seen(130 * DAY, 140 * DAY), Step.HOUR, BERLIN)
    feed.ask("b", seen(130 * DAY, 140 * DAY), Step.HOUR, BERLIN)
    assert len(asked) == 4
    feed.forget()
    feed.ask("b", seen(130 * DAY, 140 * DAY), Step.HOUR, BERLIN)
    assert len(asked) == 5


def test_a_trouble_is_told_and_asked_again(qtbot):
    background = Background()
    answers = [Trouble(STORE_UNUSABLE, path="x", reason="y"), None]

    def source(request):
        problem = answers.pop(0)
        if problem is not None:
            raise problem
        return TimelineView(step=request.step, buckets=())

    feed = TimelineFeed(source, background)
    troubles, arrived = [], []
    feed.troubled.connect(troubles.append)
    feed.arrived.connect(arrived.append)
    feed.ask("a", seen(0, 10 * DAY), Step.DAY, BERLIN)
    qtbot.waitUntil(lambda: bool(troubles))
    feed.ask("a", seen(0, 10 * DAY), Step.DAY, BERLIN)
    qtbot.waitUntil(lambda: bool(arrived))
    background.shutdown()


def test_time_goes_on(chart):
    before = chart.visible_span
    chart.reach_to(before.last_s + 3600)
    assert chart.visible_span.last_s == before.last_s + 3600
    assert chart.visible_span.end_s == chart.visible_span.last_s
    chart.zoom(0.1, around_s=before.first_s)
    looked_at = chart.visible_span
    chart.reach_to(before.last_s + 7200)
    assert (chart.visible_span.start_s, chart.visible_span.end_s) == (looked_at.start_s, looked_at.end_s)
    chart.reach_to(0)
    assert chart.visible_span.last_s == before.last_s + 7200


def test_a_picture_of_nothing_says_so(qtbot, theme):
    chart = Timeline(theme, "chart", facts.words_for("ja"))
    qtbot.addWidget(chart)
    chart.resize(400, 200)
    chart.say(facts.words_for("ja"), name="n", empty="この期間の送信はありません。")
    blank = bytes(chart.grab().toImage().constBits())
    chart.show_span(seen(0, DAY))
    chart.show_view(TimelineView(step=Step.HOUR, buckets=()))
    assert bytes(chart.grab().toImage().constBits()) != blank
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_B, Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(chart, key)


def test_a_fixed_picture_does_not_zoom(qtbot, theme):
    chart = Timeline(theme, "chart", facts.words_for("en"))
    qtbot.addWidget(chart)
    span = seen(0, 14 * DAY)
    chart.show_span(span, step=Step.DAY)
    chart.zoom(0.5)
    chart.reset()
    chart.go_to(0, DAY)
    assert chart.visible_span == span
