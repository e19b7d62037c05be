"""What the program is, and the help with its keys."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.presenters.help import AboutView, HelpView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.text import PlainLabel, Prose


class AboutDialog(Sheet):
    """Name, version, licence."""

    def __init__(self, theme: Theme, view: AboutView, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "about", title=view.title, icon="mark", parent=parent)
        for line in view.lines:
            self.body.addWidget(Prose(line))
        self.close_button = self.add_button(Button(theme, "about-close", view.close, kind=Kind.PRIMARY))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self.fit()


class HelpDialog(Sheet):
    """What the window is for, and its keys."""

    def __init__(self, theme: Theme, view: HelpView, *, parent: QWidget | None = None) -> None:
        super().__init__(theme, "help", title=view.title, icon="help", parent=parent)
        self.body.setSpacing(6)
        for paragraph in view.paragraphs:
            self.body.addWidget(Prose(paragraph, role="small"))
        self.body.addWidget(PlainLabel(view.keys_heading, role="small-strong"))
        keys = QWidget(self)
        grid = QGridLayout(keys)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_BETWEEN)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        for number, (key, meaning) in enumerate(view.keys):
            grid.addWidget(PlainLabel(key, role="small-strong"), number, 0)
            grid.addWidget(Prose(meaning, role="small"), number, 1)
        self.body.addWidget(keys)
        self.close_button = self.add_button(Button(theme, "help-close", view.close, kind=Kind.PRIMARY))
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        self.fit()
