"""A guide in large type: headings, paragraphs, numbered steps, lines to type, and its links as rows to press."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from sentwatch.texts.guide import BlockKind, Guide, GuideBlock, Span, SpanKind
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row, unseen
from sentwatch.ui.widgets.guide_prose import GuideProse
from sentwatch.ui.widgets.link_row import LinkRow
from sentwatch.ui.widgets.text import Prose

_MARK = 28


class GuideView(QWidget):
    """`guide_wanted` carries the name of another guide, `page_wanted` the address of a page."""

    guide_wanted = Signal(str)
    page_wanted = Signal(str)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        self._shown: Guide | None = None
        self._count = 0
        self._lines = column(self, gap=SPACE_INSIDE)

    def show_guide(self, guide: Guide) -> bool:
        """Show this guide, without its title; says whether it is another one."""
        if guide == self._shown:
            return False
        self._shown = guide
        self._count = 0
        with unseen(self):
            cleared(self._lines)
            for number, block in enumerate(guide.blocks):
                put(self._lines, self._block(block, is_first=number == 0))
        return True

    def _block(self, block: GuideBlock, *, is_first: bool) -> QWidget:
        if block.kind is BlockKind.HEADING:
            heading = Prose(block.text, role="strong")
            heading.setContentsMargins(0, 0 if is_first else 12, 0, 0)
            return heading
        if block.kind is BlockKind.CODE:
            card = Card(tone="blind")
            inside = column(card, gap=0, around=10)
            inside.addWidget(GuideProse(self._theme, block.spans, role="body"))
            return card
        links = [span for span in block.spans if span.kind in {SpanKind.GUIDE, SpanKind.WEB}]
        if block.kind is BlockKind.ITEM and len(links) == 1 and _is_only_a_link(block, links[0]):
            return self._link(links[0], said=_without_colon(block.text.partition(links[0].text)[0]))
        made = QWidget()
        lines = column(made, gap=2)
        lines.addLayout(self._words(block))
        for link in links:
            line = row()
            line.setContentsMargins(_MARK - SPACE_INSIDE if block.mark else 0, 0, 0, 0)
            line.addWidget(self._link(link, said=""))
            lines.addLayout(line)
        return made

    def _words(self, block: GuideBlock) -> QHBoxLayout:
        line = row(gap=0)
        if block.mark:
            mark = Prose(block.mark, role="reading-mark")
            mark.setFixedWidth(_MARK)
            line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(GuideProse(self._theme, block.spans, role="reading"), 1)
        return line

    def _link(self, span: Span, *, said: str) -> LinkRow:
        self._count += 1
        name = f"{self.objectName()}-link-{self._count}"
        if span.kind is SpanKind.GUIDE:
            made = LinkRow(self._theme, name, span.text, icon="chevron-right")
            made.clicked.connect(lambda _checked=False, target=span.target: self.guide_wanted.emit(target))
            return made
        host = urlsplit(span.target).hostname or ""
        made = LinkRow(self._theme, name, said or host, detail=host if said else "", icon="outside")
        made.clicked.connect(lambda _checked=False, target=span.target: self.page_wanted.emit(target))
        return made


def _is_only_a_link(block: GuideBlock, link: Span) -> bool:
    """A name with its address, as under "Read more": one row says both."""
    return link.kind is SpanKind.WEB and block.mark == "•" and block.spans[-1] is link


def _without_colon(text: str) -> str:
    return re.sub(r"[\s::,、]+$", "", text)
