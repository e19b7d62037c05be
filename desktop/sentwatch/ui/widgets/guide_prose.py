"""A paragraph of a guide: words, with some in bold, some as they are typed, and links told by their colour."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QColor, QFont, QFontDatabase, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QWidget

from sentwatch.texts.guide import Span, SpanKind
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.text import Prose, is_wide

_LINKS: Final = frozenset({SpanKind.GUIDE, SpanKind.WEB})


class GuideProse(Prose):
    """Plain text all the same: the label knows no markup, the parts are set by place."""

    def __init__(self, theme: Theme, spans: tuple[Span, ...], *, role: str, parent: QWidget | None = None) -> None:
        self._parts = spans
        self._theme = theme
        super().__init__("".join(span.text for span in spans), role=role, parent=parent)

    def spans(self) -> list[QTextLayout.FormatRange]:
        """The parts that are not plain."""
        found: list[QTextLayout.FormatRange] = []
        start = 0
        for span in self._parts:
            # Counted as Qt counts: what lies beyond the basic plane takes two places.
            length = len(span.text.encode("utf-16-le")) // 2
            if span.kind is not SpanKind.PLAIN:
                part = QTextLayout.FormatRange()
                part.start, part.length, part.format = start, length, self._format(span)
                found.append(part)
            start += length
        return found

    def _format(self, span: Span) -> QTextCharFormat:
        made = QTextCharFormat()
        palette = self._theme.palette
        if span.kind is SpanKind.STRONG:
            made.setFontWeight(QFont.Weight.DemiBold)
        elif span.kind is SpanKind.CODE:
            made.setBackground(QColor(palette.hover))
            if not is_wide(span.text):
                made.setFontFamilies([QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()])
        elif span.kind in _LINKS:
            made.setForeground(QColor(palette.accent))
        return made
