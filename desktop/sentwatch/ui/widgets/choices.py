"""A list of choices below each other, each with a word on it; one or several may be taken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from sentwatch.ui import icons
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import ICON
from sentwatch.ui.widgets.buttons import paint_focus_ring
from sentwatch.ui.widgets.frames import cleared, column, put, row
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.ui.presenters.choices import ChoiceView


class Choices(QWidget):
    """`changed` comes when the user takes or gives back a choice. `many`: several may be taken."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, *, many: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._theme = theme
        self._many = many
        self._rows: dict[object, _ChoiceRow] = {}
        self._alone: frozenset[object] = frozenset()
        self._lines = column(self, gap=2)

    def show_choices(self, name: str, choices: Sequence[ChoiceView], *, alone: frozenset[object] = frozenset()) -> None:
        """Show these; what is taken stays taken. Those in `alone` exclude all others."""
        self.setAccessibleName(name)
        self._alone = alone
        if tuple(choice.value for choice in choices) != tuple(self._rows):
            before = self.taken
            cleared(self._lines)
            self._rows = {}
            for number, choice in enumerate(choices):
                made = _ChoiceRow(self._theme, f"{self.objectName()}-{number}", is_round=not self._many, parent=self)
                made.setChecked(choice.value in before)
                made.clicked.connect(lambda _checked=False, value=choice.value: self._pressed(value))
                self._rows[choice.value] = made
                put(self._lines, made)
        for choice in choices:
            self._rows[choice.value].show_view(choice)

    @property
    def taken(self) -> tuple[object, ...]:
        """The values taken, in the order shown."""
        return tuple(value for value, shown in self._rows.items() if shown.isChecked())

    def take(self, values: Sequence[object]) -> None:
        """Take these without telling anybody."""
        for value, shown in self._rows.items():
            shown.setChecked(value in values)

    def _pressed(self, value: object) -> None:
        if not self._many:
            self.take([value])
        elif self._rows[value].isChecked():
            others = [value] if value in self._alone else [*(one for one in self.taken if one not in self._alone)]
            self.take(others)
        self.changed.emit()


class _ChoiceRow(QAbstractButton):
    def __init__(self, theme: Theme, name: str, *, is_round: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._is_round = is_round
        self.setObjectName(name)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._title = Prose(parent=self)
        self._detail = Prose(role="muted", parent=self)
        lines = row(self, gap=12)
        lines.setContentsMargins(8 + ICON + 12, 6, 8, 6)
        told = QWidget(self)
        beside = column(told, gap=0)
        beside.addWidget(self._title)
        beside.addWidget(self._detail)
        lines.addWidget(told, 1)
        for child in (told, self._title, self._detail):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self.update)

    def show_view(self, view: ChoiceView) -> None:
        self._title.setText(view.title)
        self._detail.setText(view.detail)
        self._detail.setVisible(bool(view.detail))
        self.setAccessibleName(view.title)
        self.setAccessibleDescription(view.detail)

    def sizeHint(self) -> QSize:
        layout = self.layout()
        assert layout is not None
        return layout.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = self._theme.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        is_on = self.isChecked()
        mark = QRectF(8, 8, ICON, ICON).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.setPen(QPen(QColor(palette.accent if is_on else palette.edge), 1.5))
        painter.setBrush(QColor(palette.accent) if is_on else QColor(palette.surface))
        if self._is_round:
            painter.drawEllipse(mark)
            if is_on:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(palette.on_accent))
                painter.drawEllipse(mark.adjusted(5, 5, -5, -5))
        else:
            painter.drawRoundedRect(mark, 4, 4)
            if is_on:
                icons.draw(painter, "done", palette.on_accent, mark.adjusted(1, 1, -1, -1))
        painter.end()
        if self.hasFocus():
            paint_focus_ring(self, QColor(palette.accent))
