"""Where mail in files is dropped or chosen."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from sentwatch.ui.presenters.files import FilesView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import RADIUS, SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose

_WIDTH = 480


class FilesStart(QWidget):
    """A place to drop something, and two buttons for those who rather choose."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("files-start")
        self._theme = theme
        self._drop = Prose(role="title", parent=self)
        self._forms = Prose(role="quiet", parent=self)
        for text in (self._drop, self._forms):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            text.setFixedWidth(_WIDTH)
        self.file = Button(theme, "files-choose-file", kind=Kind.PRIMARY, parent=self)
        self.folder = Button(theme, "files-choose-folder", parent=self)
        lines = column(self, gap=16)
        lines.setContentsMargins(24, 48, 24, 48)
        lines.addWidget(Icon(theme, "folder", colour="accent", size=48, parent=self), 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addWidget(self._drop, 0, Qt.AlignmentFlag.AlignHCenter)
        lines.addWidget(self._forms, 0, Qt.AlignmentFlag.AlignHCenter)
        buttons = row(gap=SPACE_INSIDE)
        buttons.addStretch(1)
        buttons.addWidget(self.file)
        buttons.addWidget(self.folder)
        buttons.addStretch(1)
        lines.addSpacing(4)
        lines.addLayout(buttons)
        theme.changed.connect(self.update)

    def say(self, view: FilesView) -> None:
        """Name everything."""
        self._drop.setText(view.drop)
        self._forms.setText(view.forms)
        self.file.say(view.file)
        self.folder.say(view.folder)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A dashed frame, as a place to drop something has."""
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(palette.edge), 1.5, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 4])
        painter.setPen(pen)
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
