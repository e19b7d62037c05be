"""Paints the sending chart: grid, usual band, bars, marks of bursts, cursor, and the two lines of the time axis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from sentwatch.core.timeline import Bucket, BurstMark, Measure, TimelineView
from sentwatch.texts.words import Words
from sentwatch.ui import icons
from sentwatch.ui.presenters.sending import burst_of
from sentwatch.ui.severity_look import SEVERITY_COLOURS, SEVERITY_ICONS
from sentwatch.ui.timeline_scale import Tick, Visible, time_ticks, to_x, top_of
from sentwatch.ui.tokens import Palette, mixed

_MARK: Final = 16.0
_MARK_TOP: Final = 4.0
"""Room for the focus ring above the marks."""
_RIGHT: Final = 12.0
_TICK: Final = 4.0
_ROUND: Final = 2.0
_LEAST_HEIGHT: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that is painted."""

    view: TimelineView
    seen: Visible
    measure: Measure
    words: Words
    palette: Palette
    font: QFont
    empty: str
    pointed: int | None = None
    selection: tuple[float, float] | None = None
    is_small: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """Where the bars stand, and how counts become pixels."""

    left: float
    top: float
    width: float
    height: float
    highest: int
    ticks: tuple[int, ...]

    @property
    def bottom(self) -> float:
        """The base line."""
        return self.top + self.height

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    def y(self, count: float) -> float:
        """The pixel of a count."""
        return self.bottom - min(1.0, count / self.highest) * self.height

    def span_of(self, bucket: Bucket, seen: Visible) -> tuple[float, float]:
        """The pixels a bar's slot goes from and to."""
        return (
            to_x(bucket.start_s, seen, self.left, self.width),
            to_x(bucket.end_s, seen, self.left, self.width),
        )


def small_font(font: QFont) -> QFont:
    """The font of the axes."""
    made = QFont(font)
    made.setPixelSize(max(11, font.pixelSize() - 3))
    return made


def plot_of(scene: Scene, width: float, height: float) -> Plot:
    """Lay out the chart in a widget of this size."""
    metrics = QFontMetricsF(small_font(scene.font))
    usual = scene.view.usual.get(scene.measure)
    highest = max((bucket.count(scene.measure) for bucket in scene.view.buckets), default=0)
    top, ticks = top_of(max(highest, usual.high if usual is not None else 0))
    left = max(metrics.horizontalAdvance(scene.words.number(tick)) for tick in ticks) + 16
    above = _MARK_TOP + _MARK + 8 if scene.view.bursts else 12.0
    lines = 1 if scene.is_small else 2
    below = _TICK + 4 + metrics.height() * lines + 2
    return Plot(
        left=left,
        top=above,
        width=max(20.0, width - left - _RIGHT),
        height=max(20.0, height - above - below),
        highest=top,
        ticks=ticks,
    )


def paint(painter: QPainter, scene: Scene, plot: Plot) -> None:
    """Paint the whole chart."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(small_font(scene.font))
    bursts = [burst_of(bucket, scene.view) for bucket in scene.view.buckets]
    _paint_grid(painter, scene, plot)
    painter.save()
    painter.setClipRect(QRectF(plot.left - 1, 0, plot.width + 2, plot.bottom + 1))
    _paint_band(painter, scene, plot)
    _paint_bars(painter, scene, plot, bursts)
    _paint_selection(painter, scene, plot)
    painter.restore()
    _paint_marks(painter, scene, plot, bursts)
    _paint_time(painter, scene, plot)
    if not any(bucket.messages for bucket in scene.view.buckets):
        painter.setPen(QColor(scene.palette.muted))
        painter.setFont(scene.font)
        room = QRectF(plot.left, plot.top, plot.width, plot.height)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, scene.empty)


def _paint_grid(painter: QPainter, scene: Scene, plot: Plot) -> None:
    palette = scene.palette
    metrics = painter.fontMetrics()
    for tick in plot.ticks:
        y = round(plot.y(tick)) + 0.5
        painter.setPen(QPen(QColor(palette.edge if tick == 0 else palette.line), 1))
        painter.drawLine(QPointF(plot.left, y), QPointF(plot.right, y))
        painter.setPen(QColor(palette.muted))
        text = scene.words.number(tick)
        painter.drawText(QPointF(plot.left - 8 - metrics.horizontalAdvance(text), y + metrics.ascent() / 2 - 1), text)


def _paint_band(painter: QPainter, scene: Scene, plot: Plot) -> None:
    usual = scene.view.usual.get(scene.measure)
    if usual is None:
        return
    palette = scene.palette
    top, bottom = plot.y(usual.high), plot.y(usual.low)
    painter.fillRect(QRectF(plot.left, top, plot.width, bottom - top), QColor(palette.tint("fine", 0.14)))
    pen = QPen(QColor(mixed(palette.fine, palette.surface, 0.65)), 1, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    y = round(top) + 0.5
    painter.drawLine(QPointF(plot.left, y), QPointF(plot.right, y))


def _paint_bars(painter: QPainter, scene: Scene, plot: Plot, bursts: list[BurstMark | None]) -> None:
    palette = scene.palette
    usual = QColor(mixed(palette.accent, palette.surface, 0.72))
    for number, (bucket, burst) in enumerate(zip(scene.view.buckets, bursts, strict=True)):
        left, right = plot.span_of(bucket, scene.seen)
        if right < plot.left or left > plot.right:
            continue
        is_pointed = number == scene.pointed
        if is_pointed:
            shade = QColor(palette.text)
            shade.setAlphaF(0.08)
            painter.fillRect(QRectF(left, plot.top, max(1.0, right - left), plot.height), shade)
        count = bucket.count(scene.measure)
        if not count:
            continue
        colour = QColor(palette.colour(SEVERITY_COLOURS[burst.severity])) if burst is not None else usual
        if is_pointed and burst is None:
            colour = QColor(palette.accent)
        _paint_bar(painter, QRectF(left, plot.y(count), right - left, plot.bottom - plot.y(count)), colour)


def _paint_bar(painter: QPainter, slot: QRectF, colour: QColor) -> None:
    gap = 0.0 if slot.width() < 3 else min(3.0, max(1.0, slot.width() * 0.16))
    height = max(_LEAST_HEIGHT, slot.height())
    rect = QRectF(slot.left() + gap / 2, slot.bottom() - height, max(1.0, slot.width() - gap), height)
    if rect.width() < 5 or height < 3:
        painter.fillRect(rect, colour)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(rect, _ROUND, _ROUND)
    # The foot stands square on the base line.
    painter.fillRect(QRectF(rect.left(), rect.bottom() - _ROUND, rect.width(), _ROUND), colour)


def _paint_selection(painter: QPainter, scene: Scene, plot: Plot) -> None:
    if scene.selection is None:
        return
    start, end = sorted(scene.selection)
    shade = QColor(scene.palette.accent)
    shade.setAlphaF(0.18)
    painter.fillRect(QRectF(start, plot.top, end - start, plot.height), shade)
    painter.setPen(QPen(QColor(scene.palette.accent), 1))
    for x in (start, end):
        painter.drawLine(QPointF(x, plot.top), QPointF(x, plot.bottom))


def _paint_marks(painter: QPainter, scene: Scene, plot: Plot, bursts: list[BurstMark | None]) -> None:
    """Above each burst its shape: colour is never alone. Where two would overlap, the graver stands."""
    taken: list[float] = []
    for burst in sorted(scene.view.bursts, key=lambda b: (-b.severity, b.start_s)):
        x = _place_of(burst, scene, plot, bursts)
        if x is None or any(abs(x - other) < _MARK for other in taken):
            continue
        taken.append(x)
        colour = scene.palette.colour(SEVERITY_COLOURS[burst.severity])
        highest = _highest_of(burst, scene)
        foot = min(plot.y(highest) - 2, plot.bottom - 2)
        painter.setPen(QPen(QColor(colour), 1, Qt.PenStyle.DotLine))
        start = _MARK_TOP + _MARK + 2
        painter.drawLine(QPointF(x, start), QPointF(x, max(start, foot)))
        icons.draw(painter, SEVERITY_ICONS[burst.severity], colour, QRectF(x - _MARK / 2, _MARK_TOP, _MARK, _MARK))


def _place_of(burst: BurstMark, scene: Scene, plot: Plot, bursts: list[BurstMark | None]) -> float | None:
    """The middle of the bars the burst touches, as far as they are visible."""
    spans = [plot.span_of(b, scene.seen) for b, has in zip(scene.view.buckets, bursts, strict=True) if has is burst]
    if spans:
        start, end = spans[0][0], spans[-1][1]
    else:
        start = to_x(burst.start_s, scene.seen, plot.left, plot.width)
        end = to_x(burst.end_s, scene.seen, plot.left, plot.width)
    if end < plot.left or start > plot.right:
        return None
    middle = (max(start, plot.left) + min(end, plot.right)) / 2
    return min(max(middle, plot.left + _MARK / 2), plot.right - _MARK / 2)


def _highest_of(burst: BurstMark, scene: Scene) -> int:
    touched = [b for b in scene.view.buckets if b.start_s < burst.end_s and b.end_s > burst.start_s]
    return max((b.count(scene.measure) for b in touched), default=0)


def _paint_time(painter: QPainter, scene: Scene, plot: Plot) -> None:
    palette = scene.palette
    small = small_font(scene.font)
    painter.setFont(small)
    metrics = painter.fontMetrics()
    room = max(metrics.horizontalAdvance("00:00"), metrics.horizontalAdvance("Wed 30")) + 22.0
    free_from = -1.0
    ticks = time_ticks(scene.seen, plot.width, scene.words, room=room)
    slot = _slot_of(ticks, scene, plot)
    for tick in ticks:
        if tick.at_s >= scene.seen.end_s:
            continue
        x = to_x(tick.at_s, scene.seen, plot.left, plot.width)
        painter.setPen(QPen(QColor(palette.edge), 1))
        if not slot:
            painter.drawLine(QPointF(round(x) + 0.5, plot.bottom), QPointF(round(x) + 0.5, plot.bottom + _TICK))
        x += slot / 2
        base = plot.bottom + _TICK + 4 + metrics.ascent()
        painter.setPen(QColor(palette.text))
        _paint_label(painter, tick.label, x, base, plot)
        if tick.context and not scene.is_small:
            painter.setPen(QColor(palette.muted))
            free_from = _paint_context(painter, tick, QPointF(x, base + metrics.height()), plot, free_from=free_from)


def _slot_of(ticks: tuple[Tick, ...], scene: Scene, plot: Plot) -> float:
    """The width of a bar where each bar has its own tick: the label then stands below the bar's middle."""
    span = scene.view.step.span_s
    if len(ticks) < 2 or abs((ticks[-1].at_s - ticks[-2].at_s) - span) > span * 0.1:
        return 0.0
    return span / scene.seen.span_s * plot.width


def _paint_label(painter: QPainter, text: str, x: float, y: float, plot: Plot) -> None:
    width = painter.fontMetrics().horizontalAdvance(text)
    left = min(max(x - width / 2, 0.0), plot.right + _RIGHT - width)
    painter.drawText(QPointF(left, y), text)


def _paint_context(painter: QPainter, tick: Tick, at: QPointF, plot: Plot, *, free_from: float) -> float:
    """The day, month or year begins where its first tick stands; it never runs into the one before."""
    metrics = painter.fontMetrics()
    width = metrics.horizontalAdvance(tick.context)
    first_width = metrics.horizontalAdvance(tick.label)
    left = min(max(at.x() - first_width / 2, 0.0), plot.right + _RIGHT - width)
    if left < free_from:
        return free_from
    painter.drawText(QPointF(left, at.y()), tick.context)
    return left + width + 12
