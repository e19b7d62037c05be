"""Text as plain text: wrapped prose with the line height of its script, and one line that is elided."""

from __future__ import annotations

import html
import math
import re
import unicodedata
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from sentwatch.ui.line_breaks import line_end, phrase_starts
from sentwatch.ui.tokens import LINE_HEIGHT, LINE_HEIGHT_JAPANESE

_WIDEST_HINT: Final = 560
_NARROWEST: Final = 96
_BALANCE_STEP: Final = 8
_BEYOND_16_BITS: Final = re.compile("[\U00010000-\U0010ffff]")
_HALF_EMPTY: Final = frozenset("「『【")
_BLANK_OF_BRACKET: Final = 0.45
"""The left half of these brackets is blank: at the beginning of a line it stands out to the left, so that what is seen
begins where the other lines begin."""


def is_wide(text: str) -> bool:
    """Whether the text holds kana, kanji or other characters of full width."""
    return any(unicodedata.east_asian_width(c) in "WF" for c in text)


def line_height(text: str, font: QFont) -> int:
    """Pixels from one line to the next: Japanese needs more air between its lines."""
    return round(font.pixelSize() * (LINE_HEIGHT_JAPANESE if is_wide(text) else LINE_HEIGHT))


def plain_tool_tip(text: str) -> str:
    """A tool tip that shows `text` as it is: Qt would take what looks like HTML for HTML."""
    return f"<span>{html.escape(text)}</span>" if text else ""


class PlainLabel(QLabel):
    """A label that never reads its text as anything but text. `role` is its type style in the style sheet."""

    def __init__(self, text: str = "", *, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setText(text)

    def set_role(self, role: str) -> None:
        """Take another type style."""
        if self.property("role") != role:
            self.setProperty("role", role)
            self.style().unpolish(self)
            self.style().polish(self)


class Prose(PlainLabel):
    """Wrapped text. Its height follows from its width; line breaks follow the script's rules."""

    def __init__(self, text: str = "", *, role: str = "body", parent: QWidget | None = None) -> None:
        super().__init__(text, role=role, parent=parent)
        self._laid_out: tuple[tuple[str, str, int], QTextLayout, int] | None = None
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """It has."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the text when wrapped at `width`."""
        margins = self.contentsMargins()
        # A layout that aligns its items asks with its own width.
        inner = min(width, self.maximumWidth()) - margins.left() - margins.right()
        return self._layout_at(inner)[1] + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:
        """As wide as the longest line, within reason."""
        self.ensurePolished()
        metrics = QFontMetricsF(self.font())
        natural = max((metrics.horizontalAdvance(line) for line in self.text().split("\n")), default=0.0)
        width = max(min(_WIDEST_HINT, int(natural) + 2, self.maximumWidth()), self.minimumWidth())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow, one line high: what is needed more follows from the width."""
        hint = self.sizeHint()
        layout, _ = self._layout_at(hint.width())
        return QSize(min(_NARROWEST, hint.width()), self._first_line(layout))

    def changeEvent(self, event: QEvent) -> None:
        """Lay out anew with another font."""
        self._laid_out = None
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint line by line."""
        inner = self.contentsRect()
        layout, height = self._layout_at(inner.width())
        step = line_height(self.text(), self.font())
        first = self._first_line(layout)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        top = inner.top() + (
            max(0, inner.height() - height) // 2 if self.alignment() & Qt.AlignmentFlag.AlignVCenter else 0
        )
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            free = inner.width() - line.naturalTextWidth()
            if self.alignment() & Qt.AlignmentFlag.AlignHCenter:
                shift = free / 2
            else:
                is_quoted = self.text()[line.textStart() :][:1] in _HALF_EMPTY
                shift = -_BLANK_OF_BRACKET * self.font().pixelSize() if is_quoted else 0.0
            line.draw(painter, QPointF(inner.left() + shift, top + number * step + (first - line.height()) / 2))

    def _first_line(self, layout: QTextLayout) -> int:
        """The height of a line without the air between two: above the first and below the last there is none.

        So an icon beside it stands where the words are, and text stands as far from an edge in every script.
        """
        if not self.text():
            return 0
        return min(line_height(self.text(), self.font()), math.ceil(layout.lineAt(0).height()))

    def spans(self) -> list[QTextLayout.FormatRange]:
        """Parts of the text that are set otherwise; none in plain prose."""
        return []

    def _layout_at(self, width: int) -> tuple[QTextLayout, int]:
        self.ensurePolished()
        text = self.text()
        key = (text, self.font().toString(), width)
        if self._laid_out is not None and self._laid_out[0] == key:
            return self._laid_out[1], self._laid_out[2]
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        # The dot between two facts ends a line; none begins with it.
        laid_out = text.replace("\n", "\u2028").replace(" · ", "\u00a0· ")
        layout = QTextLayout(laid_out, self.font(), self)
        layout.setTextOption(option)
        layout.setFormats(self.spans())
        lines = break_lines(layout, max(1, width))
        if lines > 1 and self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            _balance(layout, max(1, width), lines)
        height = self._first_line(layout) + (lines - 1) * line_height(text, self.font()) if text else 0
        self._laid_out = (key, layout, height)
        return layout, height


def break_lines(layout: QTextLayout, width: float) -> int:
    """Lay the text out in lines of `width`, between phrases and not within names; how many lines that makes."""
    # Qt counts in UTF-16: what takes two places there takes two here, and is never parted.
    text = _BEYOND_16_BITS.sub("〓〓", layout.text())
    layout.beginLayout()
    lines = 0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        fits = line.textStart() + line.textLength()
        end = line_end(text, line.textStart(), fits)
        columns = end - line.textStart()
        # Qt does not always count the space at the end of a line, and then takes one sign of the next word.
        while columns > 0 and line.textStart() + line.textLength() > end:
            line.setNumColumns(columns, width)
            columns -= 1
        line.setPosition(QPointF(0, 0))
        lines += 1
    layout.endLayout()
    return lines


def _balance(layout: QTextLayout, width: int, lines: int) -> None:
    """Make centred lines about as long as each other, and none torn: no last line of one word below a full one."""
    text = _BEYOND_16_BITS.sub("〓〓", layout.text())
    starts = phrase_starts(text) if is_wide(text) else frozenset()

    def cost(tried: int) -> float:
        if break_lines(layout, tried) > lines:
            return math.inf
        shown = [layout.lineAt(number) for number in range(lines)]
        lengths = [line.naturalTextWidth() for line in shown]
        torn = sum(line.textStart() not in starts for line in shown[1:]) if starts else 0
        return max(lengths) - min(lengths) + torn * width

    break_lines(layout, min(range(width, width // lines, -_BALANCE_STEP), key=cost))


class Elided(PlainLabel):
    """One line that ends in … where there is no room; the tool tip then holds all of it."""

    def __init__(
        self,
        text: str = "",
        *,
        role: str = "body",
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, role=role, parent=parent)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Narrow: the rest is elided."""
        return QSize(min(48, super().sizeHint().width()), super().sizeHint().height())

    def shown_text(self, room: QRect) -> str:
        """What fits into `room`."""
        return self.fontMetrics().elidedText(self.text(), self._mode, room.width())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what fits."""
        room = self.contentsRect()
        shown = self.shown_text(room)
        wanted = plain_tool_tip(self.text()) if shown != self.text() else ""
        if self.toolTip() != wanted:
            self.setToolTip(wanted)
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(
            room, int(self.alignment() | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown
        )
