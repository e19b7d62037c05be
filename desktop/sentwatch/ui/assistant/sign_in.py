"""The third stage: the way in for this provider, and what to do where it sends us away."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from sentwatch.core.accounts import Account, SignIn
from sentwatch.core.folders import FolderRole
from sentwatch.core.phrase import N_
from sentwatch.core.sign_in_ways import Way, Ways
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.progress import Progress, Step
from sentwatch.service.add_account import Opened, proposed_role
from sentwatch.texts.words import Words
from sentwatch.ui.assistant.client import ClientForm
from sentwatch.ui.assistant.outside import OutsidePanel
from sentwatch.ui.assistant.sign_in_work import PageStep, Tried, tried, tried_outside
from sentwatch.ui.assistant.stage import Desk, Primary, StageView
from sentwatch.ui.background import Work
from sentwatch.ui.outside import open_outside
from sentwatch.ui.presenters.assistant import Stage
from sentwatch.ui.presenters.assistant_sign_in import Aid, client_form, refusal, sign_in_stage
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.frames import Card, column, row
from sentwatch.ui.widgets.refusal import RefusalCard
from sentwatch.ui.widgets.secret import SecretRow
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.text import PlainLabel, Prose


class SignInStage(StageView):
    """One try for each press; what was typed stays in its field until the account is kept or left."""

    stage = Stage.SIGN_IN

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._words: Words | None = None
        self._trouble: Trouble | None = None
        self._is_outside = False
        self._detail = Prose(role="quiet", parent=self)
        self.ways = Segments(self.theme, "assistant-ways", parent=self)
        self.ways.chosen.connect(self._choose)
        self.note = Card(tone="blind", parent=self)
        self._note = Prose(parent=self.note)
        column(self.note, gap=0, around=16).addWidget(self._note)
        self.page_card = Card(parent=self)
        self._page_text = Prose(parent=self.page_card)
        self.page = Button(self.theme, "assistant-password-page", icon="open", parent=self.page_card)
        self.page.clicked.connect(self._open_page)
        self._page_host = PlainLabel(role="muted", parent=self.page_card)
        self.guide = Button(self.theme, "assistant-guide", icon="guide", parent=self.page_card)
        self.guide.clicked.connect(self._show_guide)
        self._build_page_card()
        self.secret = SecretRow(self.theme, "assistant-secret", parent=self)
        self._browser_text = Prose(parent=self)
        self.client = ClientForm(self.theme)
        self.client.guide.clicked.connect(self._show_guide)
        self.outside = OutsidePanel(self.theme)
        self.outside.cancel.clicked.connect(self.task.cancel)
        self.refusal = RefusalCard(self.theme, "assistant-refusal")
        self.refusal.wanted.connect(self._help)
        self._busy = Prose(role="muted", parent=self)
        self.body.setSpacing(12)
        self.body.addWidget(self._detail)
        self.body.addWidget(self.ways)
        for widget in (
            self.refusal,
            self.page_card,
            self._browser_text,
            self.client,
            self.secret,
            self.note,
            self.outside,
            self._busy,
        ):
            self.body.addWidget(widget)
        self.body.addStretch(1)

    def _build_page_card(self) -> None:
        lines = column(self.page_card, gap=12)
        lines.setContentsMargins(20, 16, 20, 16)
        lines.addWidget(self._page_text)
        there = row(gap=12)
        there.addWidget(self.page)
        there.addWidget(self._page_host)
        there.addStretch(1)
        lines.addLayout(there)
        lines.addWidget(self.guide, 0, Qt.AlignmentFlag.AlignLeft)

    @property
    def primary(self) -> Primary:
        """Sign in, open the browser, get a code, or keep the client id."""
        draft, words = self.draft, self._words
        if words is None or draft.ways is None or draft.way is None or draft.account is None or self._is_outside:
            return Primary(text="")
        is_free = not self.task.is_busy
        if self._wants_client(draft.ways, draft.way):
            return Primary(text=client_form(draft.ways, words).submit, is_enabled=is_free)
        view = sign_in_stage(draft.account, draft.ways, draft.way, words, has_keyring=self._keeps)
        return Primary(text=view.submit, is_enabled=is_free)

    @property
    def _keeps(self) -> bool:
        return self.draft.has_keyring and not self.draft.for_session

    def say(self, words: Words) -> None:
        """The way that is chosen, in these words."""
        self._words = words
        self.outside.say(words)
        self._show()

    def enter(self) -> None:
        """Find out which ways there are, and whether a keyring is there to keep what is entered."""
        app, draft = self.desk.app, self.draft
        account = draft.account
        assert account is not None
        self._trouble = None
        self._is_outside = False

        def look(_cancel: CancelToken, _progress: Progress) -> tuple[Ways, bool]:
            return app.ways_into(account), app.has_keyring()

        def take(found: tuple[Ways, bool]) -> None:
            draft.ways, draft.has_keyring = found
            if draft.way is None or draft.way not in draft.ways.offered:
                draft.way = _way_of(account, draft.ways) if draft.is_again else draft.ways.first
            self._show()
            self._focus()

        self.task.run(look, done=take, failed=self._fail)
        self._show()

    def leave(self) -> None:
        """Stop waiting; what was typed does not stay."""
        super().leave()
        self._come_back()
        self.secret.empty()
        self.client.empty()

    def go_on(self) -> None:
        """Try once."""
        draft = self.draft
        if self.task.is_busy or draft.ways is None or draft.way is None:
            return
        if self._wants_client(draft.ways, draft.way):
            self._keep_client(draft.ways)
        elif draft.way.is_typed:
            self._try_typed()
        else:
            self._try_outside(draft.ways, draft.way)

    def _try_typed(self) -> None:
        words, account = self._words, self.draft.account
        assert words is not None
        assert account is not None
        if not self.secret.field.text():
            self.secret.set_error(words(N_("Enter the password.")))
            self.secret.field.setFocus()
            return
        app, credential = self.desk.app, Credential(self.secret.field.text())
        typed = replace(account, sign_in=SignIn.PASSWORD)

        def work(cancel: CancelToken, _progress: Progress) -> Tried:
            return tried(app, typed, Opened(credential=credential), cancel)

        self._begin(work)

    def _try_outside(self, ways: Ways, way: Way) -> None:
        app, account, service = self.desk.app, self.draft.account, ways.service
        assert account is not None
        assert service is not None
        signed = replace(account, sign_in=SignIn.OAUTH)

        def work(cancel: CancelToken, progress: Progress) -> Tried:
            return tried_outside(app, signed, service, way, cancel=cancel, progress=progress)

        self._is_outside = True
        self.outside.begin(way)
        self._begin(work)

    def _come_back(self) -> None:
        self._is_outside = False
        self.outside.end()

    def _begin(self, work: Work[Tried]) -> None:
        self._trouble = None
        self.task.run(work, done=self._take, failed=self._fail, cancelled=self._stopped, progressed=self._progressed)
        self._show()

    def _progressed(self, step: Step) -> None:
        if isinstance(step, PageStep):
            self.outside.show_step(step)
        else:
            self._come_back()
            self._show()

    def _take(self, tried: Tried) -> None:
        self._come_back()
        if tried.result.trouble is not None:
            self._fail(tried.result.trouble)
            return
        draft = self.draft
        draft.account, draft.result, draft.opened = tried.account, tried.result, tried.opened
        draft.local_zone = tried.local_zone
        if draft.known is None:
            draft.account = replace(
                tried.account,
                role=proposed_role(tried.account.address),
                time_zone=tried.account.time_zone or tried.local_zone,
            )
        if draft.account is not None and draft.account.sent_folder is None:
            draft.account = replace(draft.account, sent_folder=tried.result.folder(FolderRole.SENT))
        if draft.is_again:
            self._keep_again()
        else:
            self.moved.emit(Stage.MAILBOX)

    def _keep_again(self) -> None:
        """An account that is set up already needs no further question."""
        draft = self.draft
        assert draft.account is not None
        assert draft.opened is not None
        self.desk.session.keep_account(
            draft.account,
            draft.opened,
            for_session=draft.for_session,
            done=self._kept,
            failed=self._fail,
        )

    def _kept(self) -> None:
        if self.is_here:
            self.draft.opened = None
            self.moved.emit(Stage.LOOK)

    def _fail(self, problem: Trouble) -> None:
        if not self.is_here:
            return
        self._come_back()
        self._trouble = problem
        self.draft.refuse()
        self._show()
        draft = self.draft
        if draft.way is not None and draft.way.is_typed:
            self.secret.field.setFocus()
            self.secret.field.selectAll()
        self.pointed.emit(self.refusal)

    def _stopped(self) -> None:
        self._come_back()
        self._show()

    def _keep_client(self, ways: Ways) -> None:
        entered = self.client.entered()
        service, account, app = ways.service, self.draft.account, self.desk.app
        if entered is None or service is None or account is None:
            return
        client_id, client_secret = entered

        def work(_cancel: CancelToken, _progress: Progress) -> Ways:
            app.keep_oauth_client(service.id, client_id=client_id, client_secret=client_secret)
            return app.ways_into(account)

        def take(found: Ways) -> None:
            self.draft.ways, self._trouble = found, None
            self.client.empty()
            self._show()
            self.changed.emit()

        self.task.run(work, done=take, failed=self._fail)
        self._show()

    def _choose(self, way: object) -> None:
        assert isinstance(way, Way)
        self.draft.way = way
        self._trouble = None
        self.task.drop()
        self.secret.empty()
        self._show()
        self._focus()

    def _help(self, aid: object) -> None:
        """The one button of a refusal."""
        draft = self.draft
        if aid is Aid.SHOW_GUIDE:
            self._show_guide()
        elif aid in {Aid.USE_APP_PASSWORD, Aid.USE_BROWSER} and draft.ways is not None:
            way = Way.APP_PASSWORD if aid is Aid.USE_APP_PASSWORD else Way.BROWSER
            if way not in draft.ways.offered:
                draft.ways = replace(draft.ways, offered=(way, *draft.ways.offered))
            self._choose(way)
        elif aid is Aid.ENTER_CLIENT and draft.ways is not None and draft.ways.service is not None:
            draft.ways = replace(draft.ways, service=replace(draft.ways.service, client_id=None))
            self._choose(Way.BROWSER)
        elif aid in {Aid.NAME_CA, Aid.CHECK_SERVER}:
            self.moved.emit(aid)
        elif aid is Aid.FOR_SESSION:
            draft.for_session = True
            self._trouble = None
            if draft.is_again and draft.opened is not None:
                self._keep_again()
            self._show()

    def _open_page(self) -> None:
        page = self.draft.ways.password_page if self.draft.ways is not None else None
        if page is not None:
            open_outside(page.url)

    def _show_guide(self) -> None:
        draft = self.draft
        name = draft.ways.guide(draft.way) if draft.ways is not None and draft.way is not None else None
        if name is not None:
            self.guide_wanted.emit(name)

    def _focus(self) -> None:
        if self.client.isVisibleTo(self):
            self.client.client_id.field.setFocus()
        elif self.secret.isVisibleTo(self):
            self.secret.field.setFocus()

    @staticmethod
    def _wants_client(ways: Ways, way: Way) -> bool:
        return not way.is_typed and ways.needs_client

    def _show(self) -> None:
        words, draft = self._words, self.draft
        if words is None or draft.account is None:
            return
        self.title.setText(words(N_("Sign in to {provider}"), provider=draft.account.host))
        everything = (self.ways, self.note, self.page_card, self.secret, self._browser_text, self.client, self.outside)
        if draft.ways is None or draft.way is None:
            for widget in everything:
                widget.hide()
            self._show_trouble(words)
            self._busy.hide()
            self.changed.emit()
            return
        way, ways = draft.way, draft.ways
        self._show_trouble(words)
        view = sign_in_stage(draft.account, ways, way, words, has_keyring=self._keeps)
        wants_client = self._wants_client(ways, way)
        is_busy = self.task.is_busy
        self.title.setText(view.title)
        self._detail.setText(view.detail)
        self.ways.setVisible(bool(view.ways) and not self._is_outside)
        self.ways.setEnabled(not is_busy)
        self.ways.say(view.ways_name, view.ways)
        self.ways.take(way)
        self.note.setVisible(bool(view.note) and not self._is_outside)
        self._note.setText(view.note)
        self._show_page(view.page_text, view.page_button, view.page_host, view.guide, is_typed=way.is_typed)
        self.secret.setVisible(way.is_typed)
        self.secret.setEnabled(not is_busy)
        if way.is_typed:
            self.secret.say(view.secret, view.secret_hint)
            self.secret.say_show(view.show, view.hide)
        self._browser_text.setText(view.browser_text)
        self._browser_text.setVisible(bool(view.browser_text) and not wants_client and not self._is_outside)
        self.client.setVisible(wants_client)
        if wants_client:
            self.client.show_view(client_form(ways, words), show=view.show, hide=view.hide)
        self.outside.setVisible(self._is_outside)
        self._busy.setText(words(N_("Signing in …")))
        self._busy.setVisible(is_busy and not self._is_outside)
        self.changed.emit()

    def _show_page(self, text: str, button: str, host: str, guide: str, *, is_typed: bool) -> None:
        shows_guide = bool(guide) and self.refusal.aid is not Aid.SHOW_GUIDE
        # Where a refusal points to the guide, the page is one press further on; the card would only be in the way.
        is_said = self._trouble is None or shows_guide
        self.page_card.setVisible(is_typed and is_said and bool(text or guide))
        self._page_text.setText(text)
        # After a refusal its words come first, and its button may be the guide already.
        self._page_text.setVisible(bool(text) and self._trouble is None)
        self.page.say(button)
        self.page.setVisible(bool(button))
        self._page_host.setText(host)
        self._page_host.setVisible(bool(host))
        self.guide.say(guide)
        self.guide.setVisible(bool(guide) and self.refusal.aid is not Aid.SHOW_GUIDE)

    def _show_trouble(self, words: Words) -> None:
        draft = self.draft
        if self._trouble is None:
            self.refusal.show_view(None)
            return
        ways = draft.ways or Ways(offered=(Way.PASSWORD,))
        way = draft.way or Way.PASSWORD
        self.refusal.show_view(refusal(self._trouble, ways, way, words, has_tried_session=draft.has_tried_session))


def _way_of(account: Account, ways: Ways) -> Way:
    """The way an account was signed in to so far."""
    wanted = {True: (Way.BROWSER, Way.CODE), False: (Way.APP_PASSWORD, Way.PASSWORD)}[account.sign_in is SignIn.OAUTH]
    return next((way for way in wanted if way in ways.offered), ways.first)
