"""Saves the evidence of an incident: what goes in, locked or not, then progress, and what was saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QWidget

from sentwatch.core.trouble import Trouble
from sentwatch.ui.dialogs.sheet import Sheet
from sentwatch.ui.file_choice import place_to_save
from sentwatch.ui.presenters.progress import ProgressView
from sentwatch.ui.presenters.save_evidence import evidence_form, evidence_saved
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.form import CopyField, FormRow, ToggleRow
from sentwatch.ui.widgets.frames import column
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.text import PlainLabel, Prose

if TYPE_CHECKING:
    from datetime import datetime

    from sentwatch.service.evidence import Gathered, Saved
    from sentwatch.texts.words import Words
    from sentwatch.ui.background import Background, Task, Work
    from sentwatch.ui.theme import Theme

Making = Callable[[Path, "str | None", "Words"], "Work[tuple[Gathered, Saved]]"]
"""Makes the work that saves the evidence at a place, locked where there is a passphrase."""


class SaveEvidenceDialog(Sheet):
    """`saved` carries a line for the journal."""

    saved = Signal(str)

    def __init__(
        self,
        theme: Theme,
        background: Background,
        making: Making,
        words: Words,
        *,
        address: str,
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        form = evidence_form(words, address=address, now=now)
        super().__init__(theme, "save-evidence", title=form.title, icon="save", parent=parent)
        self._background, self._making, self._words, self._form = background, making, words, form
        self._task: Task[tuple[Gathered, Saved]] | None = None
        self._is_closed = False
        self._ask()
        self._result = QWidget()
        self._result.hide()
        self.trouble = TroublePanel(theme, "save-evidence-trouble")
        self.trouble.hide()
        self.progress = ProgressRow(theme, "save-evidence-progress", self._cancel)
        self.progress.say(form.cancel)
        self.progress.hide()
        for widget in (self._result, self.trouble, self.progress):
            self.body.addWidget(widget)
        self.close_button = self.add_button(Button(theme, "save-evidence-close", form.cancel))
        self.close_button.clicked.connect(self.reject)
        self.save = self.add_button(Button(theme, "save-evidence-place", form.save, kind=Kind.PRIMARY, icon="save"))
        self.save.setDefault(True)
        self.save.clicked.connect(self._submit)
        self.fit()

    def reject(self) -> None:
        """Closing stops what is under way, and forgets the passphrase."""
        self._cancel()
        self._is_closed = True
        self._forget()
        super().reject()

    def _ask(self) -> None:
        form = self._form
        self._asked = QWidget()
        lines = column(self._asked, gap=12)
        lines.addWidget(Prose(form.lead))
        self.lock = ToggleRow(self.theme, "save-evidence-lock")
        self.lock.say(form.lock, form.lock_detail)
        self.lock.switch.toggled.connect(self._show_lock)
        self._secrets = QWidget()
        inside = column(self._secrets, gap=SPACE_INSIDE)
        self.passphrase = FormRow("save-evidence-passphrase")
        self.passphrase.say(form.passphrase, form.passphrase_hint)
        self.again = FormRow("save-evidence-again")
        self.again.say(form.again)
        self.show_button = Button(self.theme, "save-evidence-show", form.show, kind=Kind.QUIET)
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self._show_secret)
        for one in (self.passphrase, self.again):
            one.field.setEchoMode(QLineEdit.EchoMode.Password)
            inside.addWidget(one)
        inside.addWidget(self.show_button)
        self._secrets.hide()
        lines.addWidget(self.lock)
        lines.addWidget(self._secrets)
        self.body.addWidget(self._asked)

    def _show_lock(self, is_locked: bool) -> None:  # noqa: FBT001 - Qt's signal
        self._secrets.setVisible(is_locked)
        self.fit()
        if is_locked:
            self.passphrase.field.setFocus()

    def _show_secret(self, is_shown: bool) -> None:  # noqa: FBT001 - Qt's signal
        mode = QLineEdit.EchoMode.Normal if is_shown else QLineEdit.EchoMode.Password
        for one in (self.passphrase, self.again):
            one.field.setEchoMode(mode)
        self.show_button.say(self._form.hide if is_shown else self._form.show)

    def _submit(self) -> None:
        if self._task is not None or not self._is_filled():
            return
        locked = self.lock.switch.isChecked()
        form = self._form
        path = place_to_save(self, form.where, form.locked_name if locked else form.name, form.patterns[locked])
        if path is None:
            return
        self.trouble.hide()
        self.progress.show_view(ProgressView(what=form.reading, detail="", share=None))
        self._set_busy(is_busy=True)
        work = self._making(path, self.passphrase.field.text() if locked else None, self._words)
        task = self._background.task(work)
        self._task = task.then(self._done, failed=self._failed, cancelled=self._over).start()

    def _is_filled(self) -> bool:
        if not self.lock.switch.isChecked():
            return True
        secret = self.passphrase.field.text()
        self.passphrase.set_error("" if secret else self._form.empty)
        self.again.set_error("" if secret == self.again.field.text() else self._form.differs)
        self.fit()
        self.point(self.again if secret else self.passphrase)
        return bool(secret) and secret == self.again.field.text()

    def _done(self, found: tuple[Gathered, Saved]) -> None:
        if self._is_closed:
            return
        self._over()
        self._forget()
        view = evidence_saved(*found, self._words)
        self._asked.hide()
        lines = column(self._result, gap=12)
        lines.addWidget(Prose(view.title, role="strong"))
        for text in view.facts:
            lines.addWidget(Prose(text))
        for name, label, text in (
            ("path", view.path_label, view.path),
            ("fingerprint", view.fingerprint_label, view.fingerprint),
        ):
            lines.addWidget(PlainLabel(label, role="small-strong"))
            field = CopyField(self.theme, f"save-evidence-{name}")
            field.say(label, copy=view.copy, copied=view.copied)
            field.show_text(text)
            lines.addWidget(field)
        lines.addWidget(Prose(view.advice, role="muted"))
        folder = Button(self.theme, "save-evidence-folder", view.open_folder, kind=Kind.QUIET, icon="outside")
        folder.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(Path(view.path).parent))))
        lines.addWidget(folder)
        self._result.show()
        self.save.hide()
        self.close_button.say(self._form.close)
        self.fit()
        self.saved.emit(view.note)

    def _failed(self, problem: Exception) -> None:
        if self._is_closed:
            return
        self._over()
        if not isinstance(problem, Trouble):
            raise problem
        view = trouble_view(problem, self._words)
        self.trouble.show_view(type(view)(title=view.title, do_first=view.do_first, retry=""))
        self.trouble.show()
        self.fit()

    def _over(self) -> None:
        if not self._is_closed:
            self._task = None
            self._set_busy(is_busy=False)

    def _set_busy(self, *, is_busy: bool) -> None:
        self.progress.setVisible(is_busy)
        self.save.setEnabled(not is_busy)
        self._asked.setEnabled(not is_busy)
        self.fit()

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _forget(self) -> None:
        for one in (self.passphrase, self.again):
            one.field.clear()
