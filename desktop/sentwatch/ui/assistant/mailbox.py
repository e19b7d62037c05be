"""The fourth stage: the folder with sent mail, who sends, a name, the time zone; each with its proposal."""

from __future__ import annotations

from dataclasses import replace

from sentwatch.core.accounts import Account, Role
from sentwatch.core.folders import FolderRole, can_hold_mail
from sentwatch.core.trouble import Trouble
from sentwatch.service.add_account import filled_in
from sentwatch.texts.words import Words
from sentwatch.ui.assistant.stage import Desk, Primary, StageView
from sentwatch.ui.dialogs.pick import PickView, pick
from sentwatch.ui.presenters.assistant import Stage
from sentwatch.ui.presenters.assistant_mailbox import MailboxView, mailbox_stage
from sentwatch.ui.presenters.assistant_sign_in import Aid, refusal
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, Rule, column
from sentwatch.ui.widgets.picked import PickedRow
from sentwatch.ui.widgets.refusal import RefusalCard
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.text import PlainLabel, Prose


class MailboxStage(StageView):
    """Keeps the account when it is left by the button that leads on."""

    stage = Stage.MAILBOX

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._words: Words | None = None
        self._trouble: Trouble | None = None
        self._is_missing = False
        self._is_keeping = False
        self._detail = Prose(role="quiet", parent=self)
        card = Card(parent=self)
        self.sent = PickedRow(self.theme, "assistant-sent", parent=card)
        self.sent.button.clicked.connect(self._pick_sent)
        self._role_name = PlainLabel(role="small-strong", parent=card)
        self.role = Segments(self.theme, "assistant-role", parent=card)
        self.role.chosen.connect(self._choose_role)
        self._role_hint = Prose(role="muted", parent=card)
        self.name = FormRow("assistant-name", parent=card)
        self.zone = PickedRow(self.theme, "assistant-zone", parent=card)
        self.zone.button.clicked.connect(self._pick_zone)
        self.refusal = RefusalCard(self.theme, "assistant-keep-refusal", parent=self)
        self.refusal.wanted.connect(self._help)
        lines = column(card, gap=14)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.addWidget(self.sent)
        lines.addWidget(Rule())
        lines.addWidget(self._role_name)
        lines.addWidget(self.role)
        lines.addWidget(self._role_hint)
        lines.addWidget(Rule())
        lines.addWidget(self.zone)
        lines.addWidget(Rule())
        lines.addWidget(self.name)
        self.body.setSpacing(12)
        self.body.addWidget(self._detail)
        self.body.addWidget(self.refusal)
        self.body.addWidget(card)
        self.body.addStretch(1)

    @property
    def primary(self) -> Primary:
        """Begin the first look."""
        return Primary(text=self._view().go_on if self._words is not None else "", is_enabled=not self._is_keeping)

    @property
    def may_go_back(self) -> bool:
        """Not while the account is being kept."""
        return not self._is_keeping

    def say(self, words: Words) -> None:
        """The questions in these words."""
        self._words = words
        if self.draft.account is not None:
            self._show()

    def enter(self) -> None:
        """Show what is proposed."""
        self._trouble, self._is_missing, self._is_keeping = None, False, False
        account = self._account
        self.name.field.setText(account.display_name)
        self._show()
        (self.sent.button if account.sent_folder is None else self.name.field).setFocus()

    def go_on(self) -> None:
        """Keep the account."""
        draft, account = self.draft, self._account
        if account.sent_folder is None:
            self._is_missing = True
            self.sent.button.setFocus()
            self._show()
            return
        assert draft.result is not None
        assert draft.opened is not None
        account = filled_in(
            replace(account, display_name=self.name.field.text().strip()), draft.result, time_zone=draft.local_zone
        )
        draft.account = account
        self._is_keeping = True
        self._trouble = None
        self.desk.session.keep_account(
            account, draft.opened, for_session=draft.for_session, done=self._kept, failed=self._fail
        )
        self._show()

    def _kept(self) -> None:
        if not self.is_here:
            return
        self._is_keeping = False
        self.draft.opened = None
        self.moved.emit(Stage.LOOK)

    def _fail(self, problem: Trouble) -> None:
        if not self.is_here:
            return
        self._is_keeping = False
        self._trouble = problem
        self.draft.refuse()
        self._show()
        self.pointed.emit(self.refusal)

    def _help(self, aid: object) -> None:
        if aid is Aid.FOR_SESSION:
            self.draft.for_session = True
            self.go_on()

    @property
    def _account(self) -> Account:
        assert self.draft.account is not None
        return self.draft.account

    def _candidates(self) -> tuple[str, ...]:
        result = self.draft.result
        return result.candidates(FolderRole.SENT) if result is not None else ()

    def _folders(self) -> list[str]:
        """Those that may be meant first, then all others that can hold mail."""
        result = self.draft.result
        first = self._candidates()
        rest = [f.name for f in result.folders if can_hold_mail(f)] if result is not None else []
        return [*first, *sorted(set(rest) - set(first), key=str.casefold)]

    def _pick_sent(self) -> None:
        view = self._view()
        words = PickView(title=view.sent, search=view.filter, take=view.take, cancel=view.cancel)
        taken = pick(self.theme, words, self._folders(), self._account.sent_folder, parent=self)
        if taken is not None:
            self._is_missing = False
            self._change(replace(self._account, sent_folder=taken))

    def _pick_zone(self) -> None:
        view, app = self._view(), self.desk.app
        words = PickView(title=view.zone, search=view.filter, take=view.take, cancel=view.cancel)

        def take(zones: tuple[str, ...]) -> None:
            taken = pick(self.theme, words, zones, self._account.time_zone, parent=self)
            if taken is not None:
                self._change(replace(self._account, time_zone=taken))

        self.task.run(lambda _cancel, _progress: app.time_zones(), done=take, failed=self._fail)

    def _choose_role(self, role: object) -> None:
        assert isinstance(role, Role)
        self._change(replace(self._account, role=role))

    def _change(self, account: Account) -> None:
        self.draft.account = account
        self._show()

    def _view(self) -> MailboxView:
        assert self._words is not None
        return mailbox_stage(self._account, self._words, candidates=self._candidates(), is_missing=self._is_missing)

    def _show(self) -> None:
        words = self._words
        if words is None:
            return
        view, account = self._view(), self._account
        self.title.setText(view.title)
        self._detail.setText(view.detail)
        self.sent.say(view.sent, view.sent_value, view.sent_hint, error=view.sent_missing)
        self._role_name.setText(view.role)
        self.role.say(view.role, view.roles)
        self.role.take(account.role)
        self._role_hint.setText(view.role_hint)
        self.zone.say(view.zone, view.zone_value, view.zone_hint)
        self.name.say(view.name, view.name_hint)
        shown = None
        if self._trouble is not None and self.draft.ways is not None and self.draft.way is not None:
            shown = refusal(
                self._trouble, self.draft.ways, self.draft.way, words, has_tried_session=self.draft.has_tried_session
            )
        self.refusal.show_view(shown)
        self.changed.emit()
