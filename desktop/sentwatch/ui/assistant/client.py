"""The fields for a client id of one's own, where a service wants to know which program asks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.core.oauth import is_client_id
from sentwatch.ui.presenters.assistant_sign_in import ClientView
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, column
from sentwatch.ui.widgets.secret import SecretRow
from sentwatch.ui.widgets.text import Prose


class ClientForm(Card):
    """The guide is one press away."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("assistant-client")
        self._view: ClientView | None = None
        self._title = Prose(role="strong", parent=self)
        self._text = Prose(parent=self)
        self.guide = Button(theme, "assistant-client-guide", icon="guide", parent=self)
        self.client_id = FormRow("assistant-client-id")
        self.client_secret = SecretRow(theme, "assistant-client-secret")
        lines = column(self, gap=12)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.addWidget(self._title)
        lines.addWidget(self._text)
        lines.addWidget(self.guide, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(self.client_id)
        lines.addWidget(self.client_secret)

    def show_view(self, view: ClientView, *, show: str, hide: str) -> None:
        """Name the fields."""
        if view == self._view:
            return
        self._view = view
        self._title.setText(view.title)
        self._text.setText(view.text)
        self.guide.say(view.guide)
        self.client_id.say(view.client_id)
        self.client_secret.setVisible(bool(view.client_secret))
        self.client_secret.say(view.client_secret, view.client_secret_hint)
        self.client_secret.say_show(show, hide)

    def entered(self) -> tuple[str, str | None] | None:
        """The id and the secret; None where the row says what is wrong."""
        assert self._view is not None
        client_id = self.client_id.field.text().strip()
        if not is_client_id(client_id):
            self.client_id.set_error(self._view.client_id_wrong)
            self.client_id.field.setFocus()
            return None
        secret = self.client_secret.field.text().strip() if self._view.client_secret else ""
        return client_id, secret or None

    def empty(self) -> None:
        """Forget what was typed."""
        self.client_id.field.clear()
        self.client_secret.empty()
