"""The first stage: the address, and what is promised before anything is asked."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from sentwatch.core.accounts import Account
from sentwatch.core.providers import domain_of
from sentwatch.texts.words import Words
from sentwatch.ui.assistant.stage import Desk, Primary, StageView
from sentwatch.ui.presenters.assistant import AddressView, Stage, address_stage
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Prose


class AddressStage(StageView):
    """Asks for the address alone."""

    stage = Stage.ADDRESS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._view: AddressView | None = None
        self._words: Words | None = None
        self.address = FormRow("assistant-address-field")
        self.address.field.setInputMethodHints(Qt.InputMethodHint.ImhEmailCharactersOnly)
        self.address.field.textEdited.connect(lambda _text: self._tell())
        self.known = Prose(role="small", parent=self)
        promises = QWidget(self)
        self._promises = column(promises, gap=12)
        self.files = Button(self.theme, "assistant-files", kind=Kind.QUIET, icon="folder", parent=self)
        self.files.set_flush()
        self.body.addWidget(self.address)
        self.body.addWidget(self.known)
        self.body.addSpacing(8)
        self.body.addWidget(promises)
        self.body.addSpacing(8)
        self.body.addWidget(self.files, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)

    @property
    def primary(self) -> Primary:
        """Always there: what is wrong is said beside the field."""
        return Primary(text=self._view.go_on if self._view is not None else "")

    @property
    def may_go_back(self) -> bool:
        """There is nothing before."""
        return False

    def say(self, words: Words) -> None:
        """The question and the promises."""
        self._words = words
        self._view = view = address_stage(words)
        self.title.setText(view.title)
        self.address.say(view.address, view.hint)
        self.files.say(view.files)
        cleared(self._promises)
        for icon, text in view.promises:
            line = QWidget()
            beside = row(line, gap=12)
            beside.addWidget(Icon(self.theme, icon, colour="accent"), 0, Qt.AlignmentFlag.AlignTop)
            beside.addWidget(Prose(text), 1)
            put(self._promises, line)
        self._tell()

    def enter(self) -> None:
        """The field waits."""
        self.address.field.setFocus()
        self._tell()

    def go_on(self) -> None:
        """Take the address, if it is one."""
        assert self._view is not None
        address = self.address.field.text().strip()
        if domain_of(address) is None or not address.rpartition("@")[0] or any(c.isspace() for c in address):
            self.address.set_error(self._view.wrong)
            self.address.field.setFocus()
            return
        self.draft.begin(address, self._known_account(address))
        self.moved.emit(Stage.SERVER)

    def _tell(self) -> None:
        if self._words is None:
            return
        is_known = self._known_account(self.address.field.text().strip()) is not None
        said = address_stage(self._words, is_known=is_known).known
        self.known.setText(said)
        self.known.setVisible(bool(said))

    def _known_account(self, address: str) -> Account | None:
        accounts = self.desk.session.known.accounts
        return next((one for one in accounts if one.address.casefold() == address.casefold()), None)
