"""The form for a new account: address and password first, server settings only where somebody wants to see them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

from sentwatch.core.accounts import Security
from sentwatch.core.discovery import Discovery
from sentwatch.core.trouble import Trouble
from sentwatch.ports.progress import Step
from sentwatch.texts.words import Words
from sentwatch.ui.actions import NewAccount
from sentwatch.ui.background import Task
from sentwatch.ui.dialogs.question import ask
from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.known import Known
from sentwatch.ui.presenters.accounts import account_form, server_question
from sentwatch.ui.presenters.progress import ProgressView, progress
from sentwatch.ui.presenters.states import trouble
from sentwatch.ui.session import Session
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import column, row
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.text import PlainLabel, Prose

_HIGHEST_PORT: Final = 65_535
_PORT_DIGITS: Final = 5
_PORTS: Final = {Security.TLS: 993, Security.STARTTLS: 143}
"""RFC 8314 and RFC 9051: IMAP with encryption from the start, and begun with STARTTLS."""


class AddAccountDialog(Sheet):
    """Signs in once before anything is kept; what went wrong is said in the form."""

    def __init__(self, theme: Theme, session: Session, words: Words, *, parent: QWidget | None = None) -> None:
        view = account_form(words)
        super().__init__(theme, "add-account", title=view.title, parent=parent)
        self._session = session
        self._words = words
        self._form = view
        self._task: Task[Known] | Task[Discovery] | None = None
        self._is_closed = False
        self.body.addWidget(Prose(view.intro, role="quiet"))
        self.trouble = TroublePanel(theme, "add-trouble")
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.address = FormRow("add-address")
        self.address.say(view.address, view.address_hint)
        self.secret = FormRow("add-secret")
        self.secret.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.say(view.secret, view.secret_hint)
        self.body.addWidget(self.address)
        self.body.addWidget(self.secret)
        more = QWidget(self)
        inside = column(more, gap=12)
        server = row(gap=12)
        self.host = FormRow("add-host")
        self.host.say(view.host, view.host_hint)
        self.port = FormRow("add-port")
        self.port.say(view.port)
        self.port.setFixedWidth(120)
        server.addWidget(self.host, 1, Qt.AlignmentFlag.AlignTop)
        server.addWidget(self.port, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(server)
        encryption = row(gap=12)
        encryption.addWidget(PlainLabel(view.security, role="small-strong"))
        self.security = Segments(theme, "add-security", parent=more)
        self.security.say(view.security, view.securities)
        encryption.addWidget(self.security)
        encryption.addStretch(1)
        inside.addLayout(encryption)
        self.username = FormRow("add-username")
        self.username.say(view.username, view.username_hint)
        inside.addWidget(self.username)
        self.more = Fold(theme, "add-more", more)
        self.more.say(view.more)
        self.more.head.toggled.connect(lambda _is_open: self.fit())
        self.body.addWidget(self.more)
        self.progress = ProgressRow(theme, "add-progress", self._cancel)
        self.progress.say(view.cancel)
        self.progress.hide()
        self.body.addWidget(self.progress)
        self.close_button = self.add_button(Button(theme, "add-cancel", view.cancel))
        self.close_button.clicked.connect(self.reject)
        self.submit = self.add_button(Button(theme, "add-submit", view.submit, kind=Kind.PRIMARY))
        self.submit.setDefault(True)
        self.submit.clicked.connect(self._submit)
        self.address.field.setFocus()
        self.fit()

    def is_filled(self) -> bool:
        """Whether everything needed was entered; the rows say what is wrong."""
        address = self.address.field.text().strip()
        name, _, domain = address.rpartition("@")
        is_address = bool(name) and "." in domain and " " not in address
        port = self.port.field.text().strip()
        is_port = not port or (
            port.isascii() and port.isdigit() and 1 <= int(port[: _PORT_DIGITS + 1]) <= _HIGHEST_PORT
        )
        has_secret = bool(self.secret.field.text())
        self.address.set_error("" if is_address else self._form.address_wrong)
        self.secret.set_error("" if has_secret else self._form.secret_missing)
        self.port.set_error("" if is_port else self._form.port_wrong)
        if not is_port:
            self.more.open()
        for is_right, line in ((is_address, self.address), (has_secret, self.secret), (is_port, self.port)):
            if not is_right:
                line.field.setFocus()
                self.fit()
                return False
        return True

    def entry(self) -> NewAccount:
        """What was entered."""
        security = self.security.value
        assert isinstance(security, Security)
        port = self.port.field.text().strip()
        return NewAccount(
            address=self.address.field.text().strip(),
            secret=self.secret.field.text(),
            host=self.host.field.text().strip(),
            port=int(port) if port else _PORTS[security],
            security=security,
            username=self.username.field.text().strip(),
        )

    def reject(self) -> None:
        """Closing stops a sign-in that is under way; what still comes of it finds no form to be shown in."""
        self._cancel()
        self._is_closed = True
        super().reject()

    def _submit(self) -> None:
        if self._task is not None or not self.is_filled():
            return
        self.trouble.hide()
        if self.host.field.text().strip():
            self._sign_in()
            return
        self._set_busy(self._form.looking)
        self._task = self._session.find_server(
            self.address.field.text().strip(), done=self._found, failed=self._failed, cancelled=self._cancelled
        )

    def _found(self, discovery: Discovery) -> None:
        """Fill in what was found, and ask where it lies outside the address's own domain."""
        if self._is_closed:
            return
        self._task = None
        self._set_busy("")
        server = discovery.best
        if server is None:
            self.more.open()
            self.host.set_error(self._form.host_missing)
            self.host.field.setFocus()
            self.fit()
            return
        self.host.field.setText(server.host)
        self.port.field.setText(str(server.port))
        self.security.take(server.security)
        if server.login_name and server.login_name != discovery.address and not self.username.field.text():
            self.username.field.setText(server.login_name)
        if server.asks_first and not ask(self.theme, server_question(server.host, self._words), parent=self):
            self.more.open()
            self.host.field.setFocus()
            return
        self._sign_in()

    def _sign_in(self) -> None:
        self._set_busy(self._form.signing_in)
        self._task = self._session.add_account(
            self.entry(), done=self._done, failed=self._failed, cancelled=self._cancelled, progressed=self._progressed
        )

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _progressed(self, step: Step) -> None:
        if self._is_closed:
            return
        self.progress.show_view(progress(step, self._words))

    def _done(self) -> None:
        if self._is_closed:
            return
        self._task = None
        self.accept()

    def _failed(self, problem: Trouble) -> None:
        if self._is_closed:
            return
        self._task = None
        self._set_busy("")
        # The form's own button tries again.
        self.trouble.show_view(replace(trouble(problem, self._words), retry=""))
        self.trouble.show()
        self.fit()

    def _cancelled(self) -> None:
        if self._is_closed:
            return
        self._task = None
        self._set_busy("")

    def _set_busy(self, what: str) -> None:
        is_busy = bool(what)
        if is_busy:
            self.progress.show_view(ProgressView(what=what, detail="", share=None))
        self.progress.setVisible(is_busy)
        self.submit.setEnabled(not is_busy)
        for line in (self.address, self.secret, self.host, self.port, self.username):
            line.setEnabled(not is_busy)
        self.fit()
