"""A list to be read before something is done, or after it was; the careful answer is the one Enter gives."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.presenters.data import ListingView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.text import Prose


class ListingDialog(Sheet):
    """Accepted means: do it."""

    def __init__(self, theme: Theme, name: str, view: ListingView, *, parent: QWidget | None = None) -> None:
        icon = "warning" if view.is_careful else None
        super().__init__(theme, name, title=view.title, icon=icon, colour="warning", parent=parent)
        if view.intro:
            self.body.addWidget(Prose(view.intro))
        for line in view.lines:
            self.body.addWidget(Prose(line, role="muted"))
        if view.do:
            kind = Kind.CAREFUL if view.is_careful else Kind.PRIMARY
            self.do = self.add_button(Button(theme, f"{name}-do", view.do, kind=kind))
            self.do.clicked.connect(self.accept)
        is_first = view.is_careful or not view.do
        self.keep = self.add_button(
            Button(theme, f"{name}-keep", view.keep, kind=Kind.PRIMARY if is_first else Kind.PLAIN)
        )
        self.keep.clicked.connect(self.reject)
        first = self.keep if is_first else self.do
        first.setDefault(True)
        first.setFocus()
        self.fit()
