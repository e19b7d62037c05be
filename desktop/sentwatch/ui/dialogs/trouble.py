"""The one door for troubles: what happened, what to do first, and a way to try again."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.presenters.states import TroubleView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.text import Prose


class TroubleDialog(Sheet):
    """Accepted means: try again. Without words for that, it can only be closed."""

    def __init__(self, theme: Theme, view: TroubleView, *, close: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "trouble", title=view.title, icon="notice", colour="notice", parent=parent)
        self.body.addWidget(Prose(view.do_first))
        self.close_button = self.add_button(Button(theme, "trouble-close", close))
        self.close_button.clicked.connect(self.reject)
        self.retry = self.add_button(Button(theme, "trouble-retry", view.retry, kind=Kind.PRIMARY, icon="check"))
        self.retry.setVisible(bool(view.retry))
        (self.retry if view.retry else self.close_button).setDefault(True)
        self.retry.clicked.connect(self.accept)
        self.fit()
