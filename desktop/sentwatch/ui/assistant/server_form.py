"""The server's fields: name, port, encryption, user name, and the certificate authority of an office."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from sentwatch.core.accounts import Account, Security
from sentwatch.service.add_account import PORTS
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.assistant import ServerFormView, server_form
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.text import PlainLabel

_HIGHEST_PORT: Final = 65_535
_PORT_DIGITS: Final = 5
_LONGEST_HOST: Final = 253


class ServerForm(QWidget):
    """What is wrong is said beside the entry."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: ServerFormView | None = None
        self._needs_username = False
        lines = column(self, gap=12)
        server = row(gap=12)
        self.host = FormRow("assistant-host")
        self.port = FormRow("assistant-port")
        self.port.setFixedWidth(120)
        server.addWidget(self.host, 1, Qt.AlignmentFlag.AlignTop)
        server.addWidget(self.port, 0, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(server)
        encryption = row(gap=12)
        self._security_name = PlainLabel(role="small-strong")
        self.security = Segments(theme, "assistant-security", parent=self)
        self.security.chosen.connect(self._turn_security)
        encryption.addWidget(self._security_name)
        encryption.addWidget(self.security)
        encryption.addStretch(1)
        lines.addLayout(encryption)
        self.username = FormRow("assistant-username")
        lines.addWidget(self.username)
        self.ca_file = FormRow("assistant-ca-file")
        self.choose = Button(theme, "assistant-ca-choose", icon="folder")
        self.choose.clicked.connect(self._choose_file)
        self.ca_file.put_beside(self.choose)
        self.authority = Fold(theme, "assistant-authority", self.ca_file)
        lines.addWidget(self.authority)

    def say(self, words: Words) -> None:
        """Name the fields."""
        self._view = view = server_form(words)
        self.host.say(view.host)
        self.port.say(view.port)
        self._security_name.setText(view.security)
        self.security.say(view.security, view.securities)
        self._say_username()
        self.authority.say(view.authority)
        self.ca_file.say(view.ca_file, view.ca_file_hint)
        self.choose.say(view.choose_file)

    def show_account(self, account: Account | None, *, needs_username: bool) -> None:
        """Show what is known; everything can be changed."""
        self._needs_username = needs_username
        self.host.field.setText(account.host if account is not None else "")
        security = account.security if account is not None else Security.TLS
        self.security.take(security)
        self.port.field.setText(str(account.port if account is not None else PORTS[security]))
        self.username.field.setText(account.username if account is not None else "")
        self.ca_file.field.setText((account.ca_file or "") if account is not None else "")
        self._say_username()
        if self.ca_file.field.text():
            self.authority.open()

    def is_filled(self) -> bool:
        """Whether everything needed was entered rightly; the rows say what is wrong."""
        view = self._view
        assert view is not None
        host = self.host.field.text().strip()
        port = self.port.field.text().strip()
        ca_file = self.ca_file.field.text().strip()
        is_host = len(host) <= _LONGEST_HOST and all(c.isalnum() or c in ".-:_" for c in host)
        is_port = port.isascii() and port.isdigit() and 1 <= int(port[: _PORT_DIGITS + 1]) <= _HIGHEST_PORT
        is_named = bool(self.username.field.text().strip()) or not self._needs_username
        is_file = not ca_file or Path(ca_file).is_file()
        self.host.set_error(("" if is_host else view.host_wrong) if host else view.host_missing)
        self.port.set_error("" if is_port else view.port_wrong)
        self.username.set_error("" if is_named else view.username_needed)
        self.ca_file.set_error("" if is_file else view.ca_file_wrong)
        if not is_file:
            self.authority.open()
        for is_right, line in (
            (bool(host) and is_host, self.host),
            (is_port, self.port),
            (is_named, self.username),
            (is_file, self.ca_file),
        ):
            if not is_right:
                line.field.setFocus()
                return False
        return True

    def taken(self, account: Account) -> Account:
        """The account with what was entered."""
        security = self.security.value
        assert isinstance(security, Security)
        username = self.username.field.text().strip()
        return replace(
            account,
            host=self.host.field.text().strip().lower(),
            port=int(self.port.field.text().strip()),
            security=security,
            username="" if username == account.address else username,
            ca_file=self.ca_file.field.text().strip() or None,
        )

    def _say_username(self) -> None:
        if self._view is not None:
            hint = self._view.username_needed if self._needs_username else self._view.username_hint
            self.username.say(self._view.username, hint)

    def _turn_security(self, security: object) -> None:
        """The usual port follows the encryption; one of somebody's own stays."""
        assert isinstance(security, Security)
        if self.port.field.text().strip() in {str(port) for port in PORTS.values()}:
            self.port.field.setText(str(PORTS[security]))

    def _choose_file(self) -> None:
        view = self._view
        assert view is not None
        chosen, _filter = QFileDialog.getOpenFileName(self, view.ca_file, self.ca_file.field.text())
        if chosen:
            self.ca_file.field.setText(chosen)
            self.ca_file.set_error("")
