"""Grounds and lines: a card, a rule, rows and columns with the house's spacing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QKeyEvent, QLinearGradient, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN

_KEY_STEPS: Final = 3
_GAP_TO_BAR: Final = 8
_FADE: Final = 20
_LAYOUT_PASSES: Final = 8
"""A height that follows from a width may change the room of the next, as deep as widgets lie in each other. A pass in
which nothing waits costs nothing."""


def column(widget: QWidget, *, gap: int = SPACE_BETWEEN, around: int = 0) -> QVBoxLayout:
    """Lay out the widget's children below each other."""
    made = QVBoxLayout(widget)
    made.setContentsMargins(around, around, around, around)
    made.setSpacing(gap)
    return made


def row(widget: QWidget | None = None, *, gap: int = SPACE_BETWEEN, around: int = 0) -> QHBoxLayout:
    """Lay out children beside each other."""
    made = QHBoxLayout(widget) if widget is not None else QHBoxLayout()
    made.setContentsMargins(around, around, around, around)
    made.setSpacing(gap)
    return made


class Card(QFrame):
    """A ground for what belongs together. `tone` is plain, notice, warning, urgent or blind."""

    def __init__(self, *, tone: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", tone)

    def set_tone(self, tone: str) -> None:
        """Take another colour."""
        if self.property("card") != tone:
            self.setProperty("card", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class Rule(QFrame):
    """A thin line across or down."""

    def __init__(self, *, down: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rule", "down" if down else "across")


class _Fade(QWidget):
    """The edge of what scrolls: where more lies beyond it, what is shown fades into the ground."""

    def __init__(self, *, is_top: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._is_top = is_top
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """From the ground to nothing."""
        ground = self.palette().color(QPalette.ColorRole.Window)
        clear = QColor(ground)
        clear.setAlpha(0)
        fade = QLinearGradient(0, 0, 0, self.height())
        fade.setColorAt(0, ground if self._is_top else clear)
        fade.setColorAt(1, clear if self._is_top else ground)
        QPainter(self).fillRect(self.rect(), fade)


class Scroll(QScrollArea):
    """A page that scrolls up and down, never sideways. Not a stop of its own for the Tab key."""

    def __init__(self, content: QWidget, *, right: int = SPACE_AROUND, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._right = right
        content.setProperty("ground", "none")
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._above, self._below = _Fade(is_top=True, parent=self), _Fade(is_top=False, parent=self)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)
        self.verticalScrollBar().rangeChanged.connect(self._show_fades)
        self.verticalScrollBar().valueChanged.connect(self._show_fades)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The fades lie along the edges of what is seen."""
        super().resizeEvent(event)
        self._show_fades()

    def _show_fades(self) -> None:
        bar, seen = self.verticalScrollBar(), self.viewport().geometry()
        self._above.setVisible(bar.value() > bar.minimum())
        self._below.setVisible(bar.value() < bar.maximum())
        self._above.setGeometry(seen.left(), seen.top(), seen.width(), min(_FADE, bar.value()))
        height = min(_FADE, bar.maximum() - bar.value())
        self._below.setGeometry(seen.left(), seen.bottom() + 1 - height, seen.width(), height)
        for fade in (self._above, self._below):
            fade.raise_()

    def bring_into_view(self, widget: QWidget) -> None:
        """Scroll to what was just said in `widget`, once it is laid out."""
        lay_out_now()
        self.ensureWidgetVisible(widget, 0, _FADE)

    def scroll_by_key(self, event: QKeyEvent) -> bool:
        """Scroll for a key that nobody else wanted; says whether it was one for scrolling."""
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Down: bar.singleStep() * _KEY_STEPS,
            Qt.Key.Key_Up: -bar.singleStep() * _KEY_STEPS,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or bar.maximum() == 0:
            return False
        bar.setValue(bar.value() + step)
        return True

    def _make_room(self, _lowest: int, highest: int) -> None:
        """The bar takes its room from the margin, so that the page's right edge stays where the header's is."""
        content: QWidget | None = self.widget()
        layout = content.layout() if content is not None else None
        if layout is None:
            return
        margins = layout.contentsMargins()
        bar = self.verticalScrollBar().sizeHint().width() if highest > 0 else 0
        margins.setRight(max(_GAP_TO_BAR if bar else 0, self._right - bar))
        layout.setContentsMargins(margins)


def put(layout: QBoxLayout, widget: QWidget) -> None:
    """Put a new widget at the end of a layout that may be on the screen already.

    Qt shows such a widget only in the next turn of the loop and counts it as empty until then: the page would be laid
    out, and painted, once without it.
    """
    layout.addWidget(widget)
    widget.show()


@contextmanager
def unseen(widget: QWidget) -> Iterator[None]:
    """Build what lies below `widget` while it is hidden: every child put in sight would lay out the whole page anew."""
    was_hidden = widget.isHidden()
    widget.hide()
    try:
        yield
    finally:
        widget.setVisible(not was_hidden)


def lay_out_now() -> None:
    """Work off the waiting layout requests before the next paint: else changed words flash in their old places."""
    for _ in range(_LAYOUT_PASSES):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)


def cleared(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            # Hidden first: a widget that waits for its deletion must not be reached by the keyboard.
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        inner = item.layout()
        if inner is not None:
            cleared(inner)
            inner.deleteLater()
