"""Writes a report as PDF on A4: Qt's rich text, sheet by sheet, with a small line and the page number at the foot."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QGuiApplication,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from sentwatch.ui.fonts import families
from sentwatch.ui.paper_breaks import keep_together

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_DOTS_PER_INCH: Final = 300
_MARGINS_MM: Final = QMarginsF(17, 16, 17, 14)
_FOOT_MM: Final = 9.0
_TEXT: Final = "#1B1C1E"
_MUTED: Final = "#5A5E65"


def document(html: str, lang: str) -> QTextDocument:
    """The report as a document, for the preview as well as for paper."""
    made = QTextDocument()
    option = QTextOption()
    # Addresses and Message-IDs are longer than a column.
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    made.setDefaultTextOption(option)
    made.setDefaultFont(_font(lang, 10))
    made.setDocumentMargin(0)
    made.setHtml(html)
    _set_line_height(made, lang)
    return made


def write_pdf(html: str, path: Path, *, lang: str, title: str, foot: str) -> None:
    """Write the PDF. OSError where the file cannot be written."""
    # Qt only logs what it cannot write; Python says it.
    path.open("ab").close()
    writer = QPdfWriter(str(path))
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageLayout(_layout())
    writer.setTitle(title)
    writer.setCreator("Sentwatch")
    _paint_sheets(writer, html, lang=lang, foot=foot)


def new_printer(title: str) -> QPrinter:
    """A printer for A4 sheets with the house's margins, to be set up in the system's own dialog."""
    from PySide6.QtPrintSupport import QPrinter

    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setPageLayout(_layout())
    made.setDocName(title)
    made.setCreator("Sentwatch")
    return made


def print_on(printer: QPrinter, html: str, *, lang: str, foot: str) -> None:
    """Print the report on the paper that was chosen."""
    _paint_sheets(printer, html, lang=lang, foot=foot)


def _layout() -> QPageLayout:
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, _MARGINS_MM, QPageLayout.Unit.Millimeter
    )


def _paint_sheets(device: QPagedPaintDevice, html: str, *, lang: str, foot: str) -> None:
    made = document(html, lang)
    made.documentLayout().setPaintDevice(device)
    dots = device.logicalDpiY()
    whole = QRectF(device.pageLayout().paintRectPixels(dots))
    foot_height = _FOOT_MM / 25.4 * dots
    size = QSizeF(whole.width(), whole.height() - foot_height)
    made.setPageSize(size)
    keep_together(made, size.height())
    painter = QPainter(device)
    for number in range(made.pageCount()):
        if number:
            device.newPage()
        _paint_sheet(painter, made, number, size)
        _paint_foot(painter, whole.size(), lang, foot, f"{number + 1} / {made.pageCount()}")
    painter.end()


def _paint_sheet(painter: QPainter, made: QTextDocument, number: int, size: QSizeF) -> None:
    context = QAbstractTextDocumentLayout.PaintContext()
    context.clip = QRectF(0, number * size.height(), size.width(), size.height())
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Text, QColor(_TEXT))
    context.palette = palette
    painter.save()
    painter.translate(0, -number * size.height())
    painter.setClipRect(context.clip)
    made.documentLayout().draw(painter, context)
    painter.restore()


def _paint_foot(painter: QPainter, size: QSizeF, lang: str, foot: str, number: str) -> None:
    painter.save()
    painter.setFont(_font(lang, 8))
    painter.setPen(QColor(_MUTED))
    line = QRectF(0, 0, size.width(), size.height())
    bottom = Qt.AlignmentFlag.AlignBottom
    painter.drawText(line, int(bottom | Qt.AlignmentFlag.AlignLeft), foot)
    painter.drawText(line, int(bottom | Qt.AlignmentFlag.AlignRight), number)
    painter.restore()


def _font(lang: str, points: float) -> QFont:
    made = QFont()
    made.setFamilies(list(families(lang)))
    made.setPointSizeF(points)
    # Noto's CJK fonts draw Latin digits as glyphs that no text belongs to: nobody could search or copy them. And what
    # is copied is to have letters, not ligatures.
    for feature in ("locl", "liga"):
        made.setFeature(QFont.Tag(feature), 0)
    return made


def _set_line_height(made: QTextDocument, lang: str) -> None:
    """The style sheet of Qt's rich text knows no line height."""
    wanted = QTextBlockFormat()
    kind = QTextBlockFormat.LineHeightTypes.ProportionalHeight
    wanted.setLineHeight(130 if lang == "ja" else 118, kind.value)
    block = made.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        cursor.mergeBlockFormat(wanted)
        block = block.next()


def main() -> int:
    """The small process the command line starts for a PDF; what it needs comes as JSON on standard input."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    asked = json.loads(sys.stdin.buffer.read())
    app = QGuiApplication(["sentwatch"])
    try:
        write_pdf(asked["html"], Path(asked["path"]), lang=asked["lang"], title=asked["title"], foot=asked["foot"])
    except OSError:
        return 1
    finally:
        app.shutdown()
    return 0
