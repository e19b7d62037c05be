"""The sending chart: bars with what is usual, zoomed from years down to minutes, read out by pointer and by keys."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from sentwatch.core.timeline import Bucket, Measure, Step, TimelineView
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.sending import read_out
from sentwatch.ui.theme import Theme
from sentwatch.ui.timeline_feed import clipped
from sentwatch.ui.timeline_scale import Visible, step_for, to_time, to_x
from sentwatch.ui.widgets.buttons import paint_focus_ring
from sentwatch.ui.widgets.timeline_paint import Plot, Scene, paint, plot_of

_KEY_FACTOR: Final = 0.5
_WHEEL_FACTOR: Final = 0.82
"""One notch of a wheel (15 degrees) shows a fifth less."""
_DRAG_FROM: Final = 6
_NOTHING: Final = TimelineView(step=Step.DAY, buckets=())


class Timeline(QWidget):
    """Paints what it is given and says what it needs: `wanted` carries the visible span whenever bars may be missing.

    `pointed` carries the words of the bar under the pointer or the key cursor, empty where there is none.
    """

    wanted = Signal(object)
    pointed = Signal(str)

    def __init__(self, theme: Theme, name: str, words: Words, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        self._words = words
        self._view = _NOTHING
        self._measure = Measure.MESSAGES
        self._empty = ""
        self._seen: Visible | None = None
        self._cursor_s: float | None = None
        self._hover_s: float | None = None
        self._drag: tuple[float, float] | None = None
        self._pan_from: float | None = None
        self._fixed_step: Step | None = None
        self._said = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(140)
        self.grabGesture(Qt.GestureType.PinchGesture)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A comfortable picture."""
        return QSize(640, 280)

    @property
    def visible_span(self) -> Visible | None:
        """What is shown, None before there is anything."""
        return self._seen

    @property
    def step(self) -> Step:
        """The step of the bars wanted for what is shown."""
        if self._fixed_step is not None:
            return self._fixed_step
        return step_for(self._seen.span_s, self._plot().width) if self._seen is not None else Step.DAY

    @property
    def pointed_bucket(self) -> Bucket | None:
        """The bar under the pointer, else under the key cursor."""
        number = self._pointed_number(self._scene())
        return None if number is None else clipped(self._view, self._span()).buckets[number]

    def say(self, words: Words, *, name: str, empty: str) -> None:
        """Speak another language, or tell times in another zone."""
        self._words, self._empty = words, empty
        self.setAccessibleName(name)
        self._tell()
        self.update()

    def take_measure(self, measure: Measure) -> None:
        """Count something else."""
        self._measure = measure
        self.update()

    def show_span(self, seen: Visible, *, step: Step | None = None) -> None:
        """Show this span within its limits. A fixed `step` makes it a picture that does not zoom."""
        self._fixed_step = step
        self._cursor_s = self._hover_s = None
        self._show(seen)

    def reach_to(self, last_s: float) -> None:
        """Time went on: the limit moves to `last_s`, and what is shown along with it where it showed the end."""
        seen = self._span()
        by_s = max(0.0, last_s - seen.last_s)
        moved = replace(seen, last_s=seen.last_s + by_s)
        self._show(moved.panned(by_s) if seen.end_s >= seen.last_s else moved)

    def show_view(self, view: TimelineView) -> None:
        """Show the bars that were fetched."""
        self._view = view
        self._tell()
        self.update()

    def zoom(self, factor: float, *, around_s: float | None = None) -> None:
        """Show `factor` times as much, around the cursor if there is one."""
        if self._seen is None or self._fixed_step is not None:
            return
        middle = (self._seen.start_s + self._seen.end_s) / 2
        around = around_s if around_s is not None else self._cursor_s if self._cursor_s is not None else middle
        self._show(self._seen.zoomed(factor, around_s=around))

    def reset(self) -> None:
        """Show everything again."""
        if self._seen is not None and self._fixed_step is None:
            self._show(self._seen.everything())

    def go_to(self, start_s: float, end_s: float) -> None:
        """Show a span with some room around it."""
        if self._seen is None or self._fixed_step is not None:
            return
        room = max(600.0, (end_s - start_s) * 0.75)
        self._cursor_s = (start_s + end_s) / 2
        self._show(self._seen.on(start_s - room, end_s + room))

    def go_to_next_burst(self) -> None:
        """Go to the next burst after the one gone to, from the first again after the last."""
        bursts = sorted(self._view.bursts, key=lambda b: b.start_s)
        if not bursts:
            return
        at = self._cursor_s if self._cursor_s is not None else -1e18
        following = next((b for b in bursts if b.start_s > at), bursts[0])
        self.go_to(following.start_s, following.end_s)

    def place_of(self, at_s: float) -> QPointF:
        """Where a moment stands on the chart, in the widget's own pixels."""
        plot, seen = self._plot(), self._span()
        return QPointF(to_x(at_s, seen, plot.left, plot.width), plot.top + plot.height / 2)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the chart, and a ring where it has the focus."""
        scene = self._scene()
        if scene is not None:
            painter = QPainter(self)
            paint(painter, scene, self._plot(scene))
            painter.end()
        if self.hasFocus() and self._fixed_step is None:
            paint_focus_ring(self, QColor(self._theme.palette.accent))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need other bars."""
        super().resizeEvent(event)
        if self._seen is not None:
            self.wanted.emit(self._seen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows read out bars, + and − zoom, Page Up and Down go along, B to the next burst, 0 shows everything."""
        if self._seen is None or self._fixed_step is not None or not self._act_on(event):
            super().keyPressEvent(event)

    def _act_on(self, event: QKeyEvent) -> bool:
        span = self._span()
        key = event.key()
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in moves:
            self._move_cursor(moves[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self._place_cursor(span.start_s)
        elif key == Qt.Key.Key_End:
            self._place_cursor(span.end_s - 1)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Semicolon} and event.text() in {"+", "=", ";"}:
            self.zoom(_KEY_FACTOR)
        elif event.text() in {"-", "−", "_"}:
            self.zoom(1 / _KEY_FACTOR)
        elif key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            self._show(span.panned(span.span_s * (0.8 if key == Qt.Key.Key_PageDown else -0.8)))
        elif key == Qt.Key.Key_0:
            self.reset()
        elif key == Qt.Key.Key_B:
            self.go_to_next_burst()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            bucket = self.pointed_bucket
            if bucket is None:
                return False
            self._show(span.on(bucket.start_s, bucket.end_s))
        else:
            return False
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom where the chart has the focus or Ctrl is held; sideways it goes along. Else the page scrolls."""
        angle = event.angleDelta()
        is_held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self._seen is None or self._fixed_step is not None or not (self.hasFocus() or is_held):
            event.ignore()
            return
        sideways = angle.x() or angle.y()
        if abs(angle.x()) > abs(angle.y()) or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._show(self._seen.panned(-sideways / 120 * self._seen.span_s * 0.1))
        else:
            self.zoom(_WHEEL_FACTOR ** (angle.y() / 120), around_s=self._time_at(event.position().x()))
        event.accept()

    def event(self, event: QEvent) -> bool:
        """Pinches of touch screens and trackpads zoom."""
        if self._fixed_step is None and self._seen is not None:
            if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom(1 / max(0.2, 1 + event.value()), around_s=self._time_at(event.position().x()))
                return True
            if isinstance(event, QGestureEvent):
                pinch = event.gesture(Qt.GestureType.PinchGesture)
                if isinstance(pinch, QPinchGesture):
                    self.zoom(1 / max(0.2, pinch.scaleFactor()), around_s=self._time_at(pinch.centerPoint().x()))
                    event.accept(pinch)
                    return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag a selection, or to go along with Shift or the middle button."""
        if self._seen is None or self._fixed_step is not None:
            return
        x = event.position().x()
        is_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.button() == Qt.MouseButton.MiddleButton or is_shift:
            self._pan_from = x
        elif event.button() == Qt.MouseButton.LeftButton:
            self._drag = (x, x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read out what lies under the pointer; widen the selection; go along."""
        x = event.position().x()
        if self._seen is None:
            return
        if self._pan_from is not None:
            by_s = (self._pan_from - x) / self._plot().width * self._seen.span_s
            self._pan_from = x
            self._show(self._seen.panned(by_s))
            return
        if self._drag is not None:
            self._drag = (self._drag[0], self._within(x))
        self._hover_s = self._time_at(x)
        self._tell()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show what was selected; a mere click puts the cursor there."""
        self._pan_from = None
        drag, self._drag = self._drag, None
        if drag is None or self._seen is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if abs(drag[1] - drag[0]) >= _DRAG_FROM:
            self._show(self._seen.on(self._time_at(drag[0]), self._time_at(drag[1])))
        else:
            self._place_cursor(self._time_at(drag[0]))

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """Show everything again."""
        self._drag = None
        self.reset()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer left: the key cursor counts again."""
        super().leaveEvent(event)
        self._hover_s = None
        self._tell()
        self.update()

    def _show(self, seen: Visible) -> None:
        self._seen = seen
        self.wanted.emit(seen)
        self._tell()
        self.update()

    def _span(self) -> Visible:
        assert self._seen is not None
        return self._seen

    def _scene(self) -> Scene | None:
        if self._seen is None:
            return None
        scene = Scene(
            view=clipped(self._view, self._seen),
            seen=self._seen,
            measure=self._measure,
            words=self._words,
            palette=self._theme.palette,
            font=self.font(),
            empty=self._empty,
            pointed=None,
            selection=self._drag if self._drag is not None and abs(self._drag[1] - self._drag[0]) > 2 else None,
            is_small=self._fixed_step is not None,
        )
        number = self._pointed_number(scene)
        return scene if number is None else replace(scene, pointed=number)

    def _plot(self, scene: Scene | None = None) -> Plot:
        scene = scene if scene is not None else self._scene()
        assert scene is not None
        return plot_of(scene, self.width(), self.height())

    def _pointed_number(self, scene: Scene | None) -> int | None:
        at_s = self._hover_s if self._hover_s is not None else self._cursor_s
        if scene is None or at_s is None:
            return None
        buckets = scene.view.buckets
        return next((n for n, b in enumerate(buckets) if b.start_s <= at_s < b.end_s), None)

    def _move_cursor(self, by: int) -> None:
        span = self._span()
        buckets = clipped(self._view, span).buckets
        if not buckets:
            return
        at_s = self._cursor_s
        number = next((n for n, b in enumerate(buckets) if at_s is not None and b.start_s <= at_s < b.end_s), None)
        if number is None:
            number = len(buckets) - 1 if by < 0 else 0
        else:
            number += by
        if not 0 <= number < len(buckets):
            # Beyond the edge: go along by one bar.
            width = buckets[0].end_s - buckets[0].start_s
            self._seen = span.panned(by * width)
            self.wanted.emit(self._seen)
            buckets = clipped(self._view, self._seen).buckets
            number = 0 if by < 0 else len(buckets) - 1
        self._place_cursor(buckets[number].start_s)

    def _place_cursor(self, at_s: float) -> None:
        self._cursor_s = at_s
        self._hover_s = None
        self._tell(aloud=True)
        self.update()

    def _tell(self, *, aloud: bool = False) -> None:
        bucket = self.pointed_bucket if self._seen is not None else None
        said = read_out(bucket, self._view, self._words) if bucket is not None else ""
        if said == self._said:
            return
        self._said = said
        self.setAccessibleDescription(said)
        self.pointed.emit(said)
        if aloud and said and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def _time_at(self, x: float) -> float:
        plot = self._plot()
        return to_time(self._within(x), self._span(), plot.left, plot.width)

    def _within(self, x: float) -> float:
        plot = self._plot()
        return min(max(x, plot.left), plot.right)
