"""The settings of one account; each change is kept at once and does what follows from it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from sentwatch.core.accounts import Account, Folder, Role
from sentwatch.core.folders import FolderRole, can_hold_mail
from sentwatch.core.trouble import Trouble
from sentwatch.service.change_account import Change
from sentwatch.texts.render import render_trouble
from sentwatch.texts.words import Words
from sentwatch.ui.dialogs.pick import PickView, pick
from sentwatch.ui.one_task import OneTask
from sentwatch.ui.pages.page import PageContext
from sentwatch.ui.presenters.account_settings import AccountSettingsView, FolderChoice, folder_of
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN
from sentwatch.ui.widgets.account_badge import ColourRow
from sentwatch.ui.widgets.buttons import BackButton, Button, Kind
from sentwatch.ui.widgets.form import FormRow, ToggleRow
from sentwatch.ui.widgets.frames import Card, Rule, Scroll, column, row
from sentwatch.ui.widgets.picked import PickedRow
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.text import PlainLabel, Prose


class AccountSettings(QWidget):
    """`removal_wanted` carries the AccountView, `sign_in_wanted` the account's key."""

    left = Signal()
    sign_in_wanted = Signal(str)
    removal_wanted = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("account-settings")
        self._context = context
        self._theme = context.theme
        self._session = context.session
        self._task = OneTask(context.session.background)
        self._account: Account | None = None
        self._view: AccountSettingsView | None = None
        self._words: Words | None = None
        self._folder_trouble: Trouble | None = None
        self.back = BackButton(self._theme, "account-back")
        self.back.clicked.connect(self._leave)
        content = QWidget()
        self._scroll = Scroll(content, parent=self)
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        lines.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        for card in (self._sign_in_card(), self._look_card(), self._folder_card(), self._end_card()):
            lines.addWidget(card)
        lines.addStretch(1)
        column(self, gap=0).addWidget(self._scroll)

    def enter(self) -> None:
        """Somebody opened it."""
        self._scroll.verticalScrollBar().setValue(0)
        self.back.setFocus()

    def show_view(self, account: Account, view: AccountSettingsView, words: Words) -> None:
        """Show the settings as they are kept now; what is being typed stays."""
        self._words = words
        is_other = self._account is None or self._account.id != account.id
        self._account, self._view = account, view
        self.back.say(view.back)
        self._look_heading.setText(view.look_heading)
        self.name.say(view.name, view.name_hint)
        if is_other or not self.name.field.hasFocus():
            self.name.field.setText(account.display_name)
        self._colour_name.setText(view.colour)
        self.colour.say(view.colour, view.colours)
        self.colour.take(account.colour)
        self._role_name.setText(view.role)
        self.role.say(view.role, view.roles)
        self.role.take(account.role)
        self._role_hint.setText(view.role_hint)
        self.zone.say(view.zone, view.zone_value, view.zone_hint)
        self._folders_heading.setText(view.folders_heading)
        for choice in view.folders:
            self.folders[choice.role].say(choice.name, choice.value, choice.hint)
        if is_other:
            self._folder_trouble = None
            self._tell_folders("")
        self._show_folder_trouble()
        self._sign_in_heading.setText(view.sign_in_heading)
        self._sign_in.setText(view.sign_in)
        self._server.setText(view.server)
        self.sign_in.say(view.sign_in_button)
        self._card_sign_in.set_tone("warning" if view.is_refused else "plain")
        self.pause.say(view.pause, view.pause_hint)
        self.pause.switch.setChecked(not account.paused)
        self._remove_heading.setText(view.remove_heading)
        self._remove_hint.setText(view.remove_hint)
        self.remove.say(view.remove)

    def _sign_in_card(self) -> Card:
        self._card_sign_in = card = Card()
        card.setObjectName("account-sign-in-card")
        lines = _inside(card)
        self._sign_in_heading = PlainLabel(role="strong")
        self._sign_in = Prose()
        self._server = Prose(role="muted")
        self.sign_in = Button(self._theme, "account-sign-in")
        self.sign_in.clicked.connect(
            lambda: self.sign_in_wanted.emit(self._account.id) if self._account is not None else None
        )
        lines.addWidget(self._sign_in_heading)
        lines.addWidget(self._sign_in)
        lines.addWidget(self._server)
        lines.addWidget(self.sign_in, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _look_card(self) -> Card:
        card = Card()
        lines = _inside(card)
        self._look_heading = PlainLabel(role="strong")
        self.name = FormRow("account-name")
        self.name.field.editingFinished.connect(self._rename)
        self._colour_name = PlainLabel(role="small-strong")
        self.colour = ColourRow(self._theme, "account-colour")
        self.colour.chosen.connect(self._paint)
        self._role_name = PlainLabel(role="small-strong")
        self.role = Segments(self._theme, "account-role")
        self.role.chosen.connect(self._choose_role)
        self._role_hint = Prose(role="muted")
        self.zone = PickedRow(self._theme, "account-zone")
        self.zone.button.clicked.connect(self._pick_zone)
        lines.addWidget(self._look_heading)
        lines.addWidget(self.name)
        lines.addWidget(self._colour_name)
        lines.addWidget(self.colour)
        lines.addWidget(Rule())
        lines.addWidget(self._role_name)
        lines.addWidget(self.role)
        lines.addWidget(self._role_hint)
        lines.addWidget(Rule())
        lines.addWidget(self.zone)
        return card

    def _folder_card(self) -> Card:
        card = Card()
        lines = _inside(card)
        self._folders_heading = PlainLabel(role="strong")
        self._folder_note = Prose(role="muted")
        lines.addWidget(self._folders_heading)
        lines.addWidget(self._folder_note)
        self.folders: dict[FolderRole, PickedRow] = {}
        for role in FolderRole:
            line = PickedRow(self._theme, f"account-folder-{role.name.lower()}")
            line.button.clicked.connect(lambda _checked=False, role=role: self._ask_folders(role))
            if self.folders:
                lines.addWidget(Rule())
            self.folders[role] = line
            lines.addWidget(line)
        return card

    def _end_card(self) -> Card:
        card = Card()
        lines = _inside(card)
        self.pause = ToggleRow(self._theme, "account-watched")
        self.pause.switch.clicked.connect(self._turn)
        lines.addWidget(self.pause)
        lines.addWidget(Rule())
        end = row(gap=SPACE_BETWEEN)
        told = QWidget()
        both = column(told, gap=2)
        self._remove_heading = Prose()
        self._remove_hint = Prose(role="muted")
        both.addWidget(self._remove_heading)
        both.addWidget(self._remove_hint)
        end.addWidget(told, 1)
        self.remove = Button(self._theme, "account-remove", kind=Kind.CAREFUL)
        self.remove.clicked.connect(
            lambda: self.removal_wanted.emit(self._view.account) if self._view is not None else None
        )
        end.addWidget(self.remove)
        lines.addLayout(end)
        return card

    def _leave(self) -> None:
        self._task.drop()
        self._rename()
        self.left.emit()

    def newest(self, account: Account) -> Account:
        """The account with what was changed here and is still on its way into the store."""
        mine = self._account
        is_on_its_way = mine is not None and mine.id == account.id and self._session.is_waiting_for(account.id)
        return mine if mine is not None and is_on_its_way else account

    def _change(self, change: Change) -> None:
        account = self._account
        if account is not None and change(account) != account:
            self._account = change(account)
            self._session.change_account(account.id, change)

    def _rename(self) -> None:
        name = self.name.field.text().strip()
        self._change(lambda account: replace(account, display_name=name))

    def _paint(self, colour: object) -> None:
        assert colour is None or isinstance(colour, str)
        self._change(lambda account: replace(account, colour=colour))

    def _choose_role(self, role: object) -> None:
        assert isinstance(role, Role)
        self._change(lambda account: replace(account, role=role))

    def _turn(self) -> None:
        if self._account is not None:
            self._session.set_paused(self._account.id, paused=not self.pause.switch.isChecked())

    def _pick_zone(self) -> None:
        app = self._context.app

        def take(zones: tuple[str, ...]) -> None:
            account, view = self._account, self._view
            assert account is not None
            assert view is not None
            taken = pick(self._theme, _pick_view(view.zone, view), zones, account.time_zone, parent=self)
            if taken is not None:
                self._change(lambda account: replace(account, time_zone=taken))

        self._task.run(lambda _cancel, _progress: app.time_zones(), done=take, failed=lambda _problem: None)

    def _ask_folders(self, role: FolderRole) -> None:
        """The list comes from the server as it is now; it may have changed since the account was set up."""
        app, account, view = self._context.app, self._account, self._view
        assert account is not None
        assert view is not None

        def take(folders: tuple[Folder, ...]) -> None:
            self._tell_folders("")
            self._pick_folder(role, folders)

        def failed(problem: Trouble) -> None:
            self._folder_trouble = problem
            self._show_folder_trouble()

        self._folder_trouble = None
        self._tell_folders(view.loading)
        self._task.run(lambda cancel, _progress: app.folders_of(account, cancel=cancel), done=take, failed=failed)

    def _pick_folder(self, role: FolderRole, folders: tuple[Folder, ...]) -> None:
        account, view = self._account, self._view
        assert account is not None
        assert view is not None
        names = sorted((folder.name for folder in folders if can_hold_mail(folder)), key=str.casefold)
        choices = names if role is FolderRole.SENT else [view.no_folder, *names]
        choice: FolderChoice = next(one for one in view.folders if one.role is role)
        taken = pick(self._theme, _pick_view(choice.name, view), choices, folder_of(account, role), parent=self)
        if taken is not None:
            value = None if role is not FolderRole.SENT and taken == view.no_folder else taken
            self._change(lambda account: _with_folder(account, role, value))

    def _show_folder_trouble(self) -> None:
        if self._folder_trouble is not None and self._words is not None:
            message = render_trouble(self._folder_trouble, self._words)
            self._tell_folders(f"{message.title}\n{message.do_first}", is_wrong=True)

    def _tell_folders(self, text: str, *, is_wrong: bool = False) -> None:
        self._folder_note.set_role("error" if is_wrong else "muted")
        self._folder_note.setText(text)
        self._folder_note.setVisible(bool(text))


def _with_folder(account: Account, role: FolderRole, name: str | None) -> Account:
    if role is FolderRole.SENT:
        return replace(account, sent_folder=name)
    return replace(account, trash_folder=name) if role is FolderRole.TRASH else replace(account, junk_folder=name)


def _inside(card: Card) -> QVBoxLayout:
    lines = column(card, gap=12)
    lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
    return lines


def _pick_view(title: str, view: AccountSettingsView) -> PickView:
    return PickView(title=title, search=view.search, take=view.take, cancel=view.cancel)
