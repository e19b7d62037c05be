"""Our icons: small SVG files drawn in the colours of the scheme, and the mark with its state for the tray."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from sentwatch.adapters.resources import resource
from sentwatch.ui.tokens import DARK, ICON, LIGHT, Palette

if TYPE_CHECKING:
    from sentwatch.core.watching import Overall

TRAY_SIZES: Final = (16, 22, 24, 32, 44, 64)
_SCALES: Final = (1, 2, 3)


@lru_cache(maxsize=64)
def source(name: str) -> str:
    """The SVG text of an icon."""
    return resource(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=256)
def pixmap(name: str, colour: str, size: int = ICON, scale: float = 1.0) -> QPixmap:
    """The icon `size` units wide, drawn for a screen of `scale` pixels a unit."""
    made = _empty(size, scale)
    painter = QPainter(made)
    draw(painter, name, colour, QRectF(0, 0, size, size))
    painter.end()
    return made


@lru_cache(maxsize=128)
def icon(name: str, colour: str, disabled: str | None = None, *, size: int = ICON) -> QIcon:
    """The icon for buttons and menus, sharp on every screen."""
    made = QIcon()
    for scale in _SCALES:
        made.addPixmap(pixmap(name, colour, size, scale))
        if disabled is not None:
            made.addPixmap(pixmap(name, disabled, size, scale), QIcon.Mode.Disabled)
    return made


def tray_icon(state: Overall, *, on_dark_panel: bool) -> QIcon:
    """The mark with its state. The panel's colour is not the window's: say which it is."""
    made = QIcon()
    for size in TRAY_SIZES:
        made.addPixmap(tray_pixmap(state, size, on_dark_panel=on_dark_panel))
    return made


def tray_pixmap(state: Overall, size: int, *, on_dark_panel: bool) -> QPixmap:
    """One size of the tray's icon."""
    palette = DARK if on_dark_panel else LIGHT
    made = _empty(size, 1)
    painter = QPainter(made)
    rect = QRectF(0, 0, size, size)
    if state.value in {"blind", "paused"}:
        draw(painter, f"tray-{state.value}", palette.text if state.value == "blind" else palette.muted, rect)
    else:
        draw(painter, "tray-mark", palette.text, rect)
    if state.value in {"notice", "warning", "urgent"}:
        _draw_badge(painter, f"badge-{state.value}", palette, state.value, rect)
    painter.end()
    return made


def app_icon() -> QIcon:
    """The mark on a ground of its own, for the window and the task switcher."""
    made = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(QPixmap.fromImage(app_icon_of(size)))
    return made


def app_icon_of(size: int) -> QImage:
    """One size of the program's icon."""
    drawn = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(LIGHT.accent))
    inset = size / 32
    ground = QRectF(0, 0, size, size).adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(ground, size * 0.22, size * 0.22)
    # The smallest sizes need every pixel for the mark.
    room = size * (0.17 if size >= 32 else 0.06)
    draw(painter, "tray-mark", LIGHT.surface, QRectF(0, 0, size, size).adjusted(room, room, -room, -room))
    painter.end()
    return drawn


def _draw_badge(painter: QPainter, name: str, palette: Palette, colour: str, rect: QRectF) -> None:
    """A solid shape in the corner, with a gap around it so that it does not melt into the mark."""
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    _renderer(source(name).replace('stroke-width="1.5"', 'stroke-width="4.5"'), "#000000").render(painter, rect)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    draw(painter, name, palette.colour(colour), rect)


def draw(painter: QPainter, name: str, colour: str, rect: QRectF) -> None:
    """Draw the icon into `rect`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _renderer(source(name), colour).render(painter, rect)


def _renderer(text: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))


def _empty(size: int, scale: float) -> QPixmap:
    made = QPixmap(QSize(round(size * scale), round(size * scale)))
    made.setDevicePixelRatio(scale)
    made.fill(Qt.GlobalColor.transparent)
    return made
