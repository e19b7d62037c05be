"""Lets somebody frame a QR code on the screen; the picture stays in memory and is forgotten after the look."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QGuiApplication, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from sentwatch.core.phrase import N_

if TYPE_CHECKING:
    from sentwatch.ui.pages.sign_in.sub_page import SubPage

_UNSEEN_MS: Final = 300
"""Until a window that became transparent is gone from the picture as well."""
_LEAST: Final = 8
HINT: Final = N_("Draw a frame around the QR code. Enter takes the whole screen, Esc goes back.")


def can_see_the_screen() -> bool:
    """Whether programs may take pictures of the screen here; Wayland's do not let them (`grabWindow` is empty)."""
    return not QGuiApplication.platformName().startswith("wayland")


class ScreenArea(QWidget):
    """A picture of one screen over that screen. `taken` carries a QImage, `over` comes in any case."""

    taken = Signal(object)
    over = Signal()

    def __init__(self, picture: QPixmap, hint: str, *, accent: str) -> None:
        super().__init__(None, Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("screen-area")
        self.setWindowTitle(hint)
        self.setAccessibleName(hint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._picture, self._hint, self._accent = picture, hint, accent
        self._from: QPoint | None = None
        self._frame = QRect()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a frame."""
        self._from = event.position().toPoint()
        self._frame = QRect(self._from, self._from)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw it."""
        if self._from is not None:
            self._frame = QRect(self._from, event.position().toPoint()).normalized()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take what is in it."""
        self.mouseMoveEvent(event)
        self._from = None
        if min(self._frame.width(), self._frame.height()) >= _LEAST:
            self._take(self._frame)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes all of it, Esc goes back."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self.rect())
        elif event.key() == Qt.Key.Key_Escape:
            self.over.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The screen, dimmed but for the frame."""
        painter = QPainter(self)
        painter.drawPixmap(self.rect(), self._picture)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 110))
        if not self._frame.isEmpty():
            painter.drawPixmap(self._frame, self._picture, self._in_pixels(self._frame))
            painter.setPen(QPen(QColor(self._accent), 2))
            painter.drawRect(self._frame)
        room = painter.fontMetrics().boundingRect(self._hint).adjusted(-16, -10, 16, 10)
        room.moveCenter(QPoint(self.width() // 2, 48))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(20, 22, 24, 220))
        painter.drawRoundedRect(room, 8, 8)
        painter.setPen(QColor("white"))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._hint)

    def _in_pixels(self, frame: QRect) -> QRect:
        """The frame in the picture's own pixels."""
        across, down = self._picture.width() / max(1, self.width()), self._picture.height() / max(1, self.height())
        return QRect(
            round(frame.x() * across),
            round(frame.y() * down),
            round(frame.width() * across),
            round(frame.height() * down),
        )

    def _take(self, frame: QRect) -> None:
        image: QImage = self._picture.copy(self._in_pixels(frame)).toImage()
        self.taken.emit(image)
        self.over.emit()


def pick_area(page: SubPage, taken: Callable[[QImage], None]) -> None:
    """Take a picture of all screens without our own window, and let a part of it be framed."""
    window = page.window()
    words = page.bench.words
    hint = words(HINT) if words is not None else HINT
    window.setWindowOpacity(0.0)

    def show() -> None:
        pictures = [(screen, screen.grabWindow(0)) for screen in QGuiApplication.screens()]
        window.setWindowOpacity(1.0)
        areas: list[ScreenArea] = []

        def end() -> None:
            for area in areas:
                area.close()
            window.activateWindow()

        for screen, picture in pictures:
            if picture.isNull():
                continue
            area = ScreenArea(picture, hint, accent=page.theme.palette.accent)
            area.setGeometry(screen.geometry())
            area.taken.connect(taken)
            area.over.connect(end)
            areas.append(area)
        for area in areas:
            area.showFullScreen()
            area.activateWindow()

    QTimer.singleShot(_UNSEEN_MS, window, show)
