"""The second stage: the server is looked for step by step, shown as it was found, and can be changed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.core.accounts import Account
from sentwatch.core.discovery import Discovery, FoundServer, Source, StepSeen
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress, Step
from sentwatch.service.add_account import NamedServer, account_by_hand, account_from
from sentwatch.texts.words import Words
from sentwatch.ui.assistant.server_form import ServerForm
from sentwatch.ui.assistant.stage import Desk, Primary, StageView
from sentwatch.ui.dialogs.question import ask
from sentwatch.ui.presenters.accounts import server_question
from sentwatch.ui.presenters.assistant import SearchRow, ServerView, Stage, searching, server_form, server_stage
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.frames import Card, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.text import Elided, PlainLabel, Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchStep(Step):
    """The steps of looking that have ended so far."""

    seen: tuple[StepSeen, ...]


class ServerStage(StageView):
    """`files_wanted` and `guided_wanted` are what still works where no server shows the mail."""

    files_wanted = Signal()
    guided_wanted = Signal()

    stage = Stage.SERVER

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._words: Words | None = None
        self._seen: tuple[StepSeen, ...] = ()
        self._trouble: Trouble | None = None
        self._is_open = False
        self.trouble = TroublePanel(self.theme, "assistant-search-trouble")
        self.trouble.retried.connect(self._search)
        self.rows = SearchRows(self.theme)
        self.card = _ServerCard(self.theme)
        self.card.change.clicked.connect(self._open_form)
        self.form_card = Card()
        self.form = ServerForm(self.theme)
        inside = column(self.form_card, gap=0)
        inside.setContentsMargins(20, 16, 20, 16)
        inside.addWidget(self.form)
        self.blocked = _BlockedCard(self.theme)
        self.blocked.files.clicked.connect(self.files_wanted)
        self.blocked.guided.clicked.connect(self.guided_wanted)
        self.blocked.enter.clicked.connect(self._open_form)
        self.remarks = QWidget()
        self._remarks = column(self.remarks, gap=8)
        self.how_rows = SearchRows(self.theme)
        self.how = Fold(self.theme, "assistant-how", self.how_rows)
        for widget in (self.trouble, self.rows, self.card, self.blocked, self.form_card, self.remarks, self.how):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    @property
    def primary(self) -> Primary:
        """Greyed while the server is being looked for; gone where nothing leads on."""
        if self._words is None or (self._view().blocked and not self._is_open):
            return Primary(text="")
        return Primary(text=self._view().go_on, is_enabled=not self.task.is_busy and self._trouble is None)

    def say(self, words: Words) -> None:
        """What was found, or what is being done."""
        self._words = words
        self.form.say(words)
        self.blocked.say(words)
        self._show()

    def enter(self) -> None:
        """Look for the server, unless that was done for this address."""
        if self.draft.discovery is None and not self.draft.is_again:
            self._search()
        else:
            self._show()

    def show_authority(self) -> None:
        """Somebody is to name the certificate authority of their office."""
        self._open_form()
        self.form.authority.open()
        self.form.ca_file.field.setFocus()

    def open_form(self) -> None:
        """Somebody is to look at the settings."""
        self._open_form()

    def go_on(self) -> None:
        """Take the server, and ask where it lies outside the address's own domain."""
        draft = self.draft
        before = draft.account
        account = before
        if self._is_open or account is None:
            if not self._is_open:
                self._open_form()
            if not self.form.is_filled():
                self.changed.emit()
                return
            account = self.form.taken(account if account is not None else self._blank())
        if not self._may_send_to(account):
            self._open_form()
            self.form.host.field.setFocus()
            return
        draft.account = account
        if before != account:
            draft.change_server()
        self._is_open = False
        self.moved.emit(Stage.SIGN_IN)

    def _may_send_to(self, account: Account) -> bool:
        server = self._found(account)
        if server is None or not server.asks_first or account.host in self.draft.confirmed:
            return True
        assert self._words is not None
        if not ask(self.theme, server_question(account.host, self._words), parent=self):
            return False
        self.draft.confirmed.add(account.host)
        return True

    def _found(self, account: Account) -> FoundServer | None:
        """The found server that is meant; one that somebody named by hand is their own word."""
        servers = self.draft.discovery.servers if self.draft.discovery is not None else ()
        return next((server for server in servers if server.host == account.host), None)

    def _blank(self) -> Account:
        """An account with a server named by hand; what is known of the account stays."""
        draft = self.draft
        account_id = draft.known.id if draft.known is not None else uuid.uuid4().hex
        made = account_by_hand(
            draft.address, NamedServer(host=""), account_id=account_id, table=self.desk.app.providers
        )
        return _with_settings_of(draft.known, made)

    def _search(self) -> None:
        app, address = self.desk.app, self.draft.address
        self._seen, self._trouble, self._is_open = (), None, False

        def work(cancel: CancelToken, progress: Progress) -> Discovery:
            seen: list[StepSeen] = []

            def show(step: StepSeen) -> None:
                seen.append(step)
                progress(SearchStep(what=phrase(N_("Looking …")), seen=tuple(seen)))

            return app.discover.run(address, cancel=cancel, show=show)

        self.task.run(work, done=self._take, failed=self._fail, progressed=self._progressed)
        self._show()

    def _progressed(self, step: Step) -> None:
        if isinstance(step, SearchStep):
            self._seen = step.seen
            self._show()

    def _take(self, discovery: Discovery) -> None:
        draft = self.draft
        draft.discovery = discovery
        best = discovery.best
        if best is not None:
            account_id = draft.known.id if draft.known is not None else uuid.uuid4().hex
            made = account_from(discovery, best, account_id=account_id)
            # Only the table knows that a login is no address; SRV says nothing of it (RFC 6186 section 4: the address).
            is_of_table = best.source in {Source.TABLE, Source.MX}
            draft.needs_username = best.login_name is None and is_of_table and draft.known is None
            draft.account = _with_settings_of(draft.known, made)
        self._is_open = draft.needs_username
        self.form.show_account(draft.account, needs_username=draft.needs_username)
        self._show()
        if self._view().blocked:
            self.blocked.files.setFocus()
        elif draft.account is None:
            self._open_form()

    def _fail(self, problem: Trouble) -> None:
        self._trouble = problem
        self._show()

    def _open_form(self) -> None:
        self._is_open = True
        self.form.show_account(self.draft.account, needs_username=self.draft.needs_username)
        self._show()
        self.form.host.field.setFocus()

    def _view(self) -> ServerView:
        words = self._words
        assert words is not None
        if self.task.is_busy:
            return searching(self.draft.address.rpartition("@")[2], self._seen, words)
        return server_stage(self.draft.discovery, self.draft.account, words)

    def _show(self) -> None:
        words = self._words
        if words is None:
            return
        view, is_busy = self._view(), self.task.is_busy
        self.title.setText(view.title)
        self.trouble.setVisible(self._trouble is not None)
        if self._trouble is not None:
            self.trouble.show_view(trouble_view(self._trouble, words))
        self.rows.setVisible(is_busy)
        self.rows.show_rows(view.rows if is_busy else ())
        self.card.setVisible(bool(view.server) and not self._is_open)
        self.card.show_view(view)
        self.blocked.setVisible(bool(view.blocked) and not self._is_open)
        self.blocked.show_text(view.blocked)
        self.form_card.setVisible(self._is_open and not is_busy)
        self.how.setVisible(bool(view.how))
        self.how.say(view.how)
        self.how_rows.show_rows(view.rows if view.how else ())
        cleared(self._remarks)
        self.remarks.setVisible(bool(view.remarks))
        for remark in view.remarks:
            line = QWidget()
            beside = row(line, gap=10)
            beside.addWidget(Icon(self.theme, "info", colour="muted"), 0, Qt.AlignmentFlag.AlignTop)
            beside.addWidget(Prose(remark), 1)
            put(self._remarks, line)
        self.changed.emit()


def _with_settings_of(known: Account | None, made: Account) -> Account:
    """An account that is set up again keeps what was set; only the way to its server is new."""
    if known is None:
        return made
    return replace(
        known,
        host=made.host,
        port=made.port,
        security=made.security,
        username=made.username or known.username,
        provider=made.provider,
    )


class _ServerCard(Card):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("assistant-server-card")
        self._host = Elided(role="strong", parent=self)
        self._facts = Prose(role="muted", parent=self)
        self.change = Button(theme, "assistant-change", parent=self)
        lines = row(self, gap=12)
        lines.setContentsMargins(20, 16, 16, 16)
        lines.addWidget(Icon(theme, "done", colour="fine", size=24, parent=self))
        told = QWidget(self)
        beside = column(told, gap=2)
        beside.addWidget(self._host)
        beside.addWidget(self._facts)
        lines.addWidget(told, 1)
        lines.addWidget(self.change)

    def show_view(self, view: ServerView) -> None:
        """Show the server."""
        self._host.setText(view.server)
        self._facts.setText(view.facts)
        self.change.say(view.change)
        self.change.setAccessibleDescription(view.server)


class _BlockedCard(Card):
    """What still works where no server shows the mail."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(tone="blind")
        self.setObjectName("assistant-blocked")
        self._text = Prose(parent=self)
        self._heading = PlainLabel(role="strong", parent=self)
        self.files = Button(theme, "assistant-blocked-files", kind=Kind.PRIMARY, icon="folder", parent=self)
        self.guided = Button(theme, "assistant-blocked-guided", icon="checklist", parent=self)
        self.enter = Button(theme, "assistant-blocked-enter", kind=Kind.QUIET, parent=self)
        lines = column(self, gap=12)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.addWidget(self._heading)
        lines.addWidget(self._text)
        for button in (self.files, self.guided, self.enter):
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def say(self, words: Words) -> None:
        """Name the buttons."""
        view = server_form(words)
        self._heading.setText(view.what_works)
        self.files.say(view.files)
        self.guided.say(view.guided)
        self.enter.say(view.enter)

    def show_text(self, text: str) -> None:
        """Say why."""
        self._text.setText(text)


class SearchRows(QWidget):
    """The steps of looking, each as it ends."""

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = column(self, gap=12)
        self._shown: tuple[SearchRow, ...] | None = None

    def show_rows(self, rows: tuple[SearchRow, ...]) -> None:
        """Show these."""
        if rows == self._shown:
            return
        self._shown = rows
        cleared(self._lines)
        for entry in rows:
            line = QWidget()
            beside = row(line, gap=12)
            beside.addWidget(Icon(self._theme, entry.icon, colour=entry.colour), 0, Qt.AlignmentFlag.AlignTop)
            told = QWidget()
            both = column(told, gap=0)
            both.addWidget(Prose(entry.what, role="small-strong"))
            both.addWidget(Prose(entry.result, role="muted"))
            beside.addWidget(told, 1)
            put(self._lines, line)
