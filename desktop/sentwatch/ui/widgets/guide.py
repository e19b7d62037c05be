"""Reads out one of our guides: our own Markdown, links to the allowed pages opened in the browser, nothing loaded."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QFont, QFontDatabase, QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat, QTextList
from PySide6.QtWidgets import QTextBrowser, QWidget

from sentwatch.adapters.guides import allowed_hosts, read_guide
from sentwatch.ui.outside import open_outside
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import LINE_HEIGHT, LINE_HEIGHT_JAPANESE, Type
from sentwatch.ui.widgets.text import is_wide

_HEADINGS: Final = {1: Type.TITLE, 2: Type.BODY}
_ABOVE: Final = {1: 0, 2: 18}
_BELOW: Final = 8
_INDENT: Final = 28
_AFTER_NUMBER: Final = ".\u2009"


class GuideReader(QTextBrowser):
    """`moved` comes where a link led to another guide."""

    moved = Signal(str)

    def __init__(self, theme: Theme, name: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._shown: tuple[str, str] = ("", "")
        self.setOpenLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(False)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.document().setIndentWidth(_INDENT)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._follow)
        theme.changed.connect(self._paint_anew)

    def show_guide(self, name: str, lang: str) -> None:
        """Show a guide of ours; KeyError for no such guide."""
        text = read_guide(name, lang)
        self._shown = (name, lang)
        self.document().setMarkdown(
            text, QTextDocument.MarkdownFeature.MarkdownDialectCommonMark | QTextDocument.MarkdownFeature.MarkdownNoHTML
        )
        self.setAccessibleName(self.document().firstBlock().text())
        self._set_type(wide=is_wide(text))
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Load nothing: a guide is text."""
        return None

    def _set_type(self, *, wide: bool) -> None:
        """Our type sizes and line heights in the place of Qt's own."""
        height = round((LINE_HEIGHT_JAPANESE if wide else LINE_HEIGHT) * 100 / 1.2)
        block = self.document().firstBlock()
        cursor = QTextCursor(self.document())
        while block.isValid():
            cursor.setPosition(block.position())
            form = block.blockFormat()
            level = form.headingLevel()
            form.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            self._set_number(block.textList())
            form.setTopMargin(_ABOVE.get(level, 0))
            form.setBottomMargin(_BELOW if level or block.textList() is None else 4)
            cursor.setBlockFormat(form)
            if level in _HEADINGS:
                self._set_heading(cursor, _HEADINGS[level])
            elif form.hasProperty(QTextFormat.Property.BlockCodeLanguage) or form.nonBreakableLines():
                self._set_code(cursor)
            block = block.next()

    @staticmethod
    def _set_number(numbered: QTextList | None) -> None:
        """A little air after the number: "1." and "2 steps" beside each other would read as 1.2."""
        if numbered is not None and numbered.format().numberSuffix() != _AFTER_NUMBER:
            form = numbered.format()
            form.setNumberSuffix(_AFTER_NUMBER)
            numbered.setFormat(form)

    def _set_heading(self, cursor: QTextCursor, size: Type) -> None:
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        form = cursor.charFormat()
        font = QFont(self.font())
        font.setPixelSize(size)
        font.setWeight(QFont.Weight.DemiBold)
        form.setFont(font)
        form.clearProperty(QTextFormat.Property.FontSizeAdjustment)
        cursor.setCharFormat(form)

    @staticmethod
    def _set_code(cursor: QTextCursor) -> None:
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        form = cursor.charFormat()
        form.setFontFamilies([QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()])
        cursor.setCharFormat(form)

    def _follow(self, url: QUrl) -> None:
        target = url.toString()
        if url.scheme() == "https" and url.host() in allowed_hosts():
            open_outside(target)
        elif not url.scheme() and target.endswith(".md"):
            name = target.removesuffix(".md")
            try:
                self.show_guide(name, self._shown[1])
            except KeyError:
                return
            self.moved.emit(name)

    def _paint_anew(self) -> None:
        """Take the link colour of the scheme: a document keeps the one it was made with."""
        if self._shown[0]:
            self.show_guide(*self._shown)
