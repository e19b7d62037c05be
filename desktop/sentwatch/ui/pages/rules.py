"""The page of rules: what stands out, every rule place by place, files to be judged, and what can be done about one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from sentwatch.core.trouble import Trouble
from sentwatch.ui.known import FindingRef, Known
from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.pages.rule_actions import RuleActions
from sentwatch.ui.presenters import states
from sentwatch.ui.presenters.areas import Area
from sentwatch.ui.presenters.findings import area_page, letter_for
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.overview import unseen
from sentwatch.ui.presenters.rule_files import files_view, known_of
from sentwatch.ui.presenters.rules import PlaceView, place_view, tools
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN
from sentwatch.ui.widgets.finding_browser import FindingBrowser
from sentwatch.ui.widgets.frames import Scroll, cleared, column, lay_out_now, put
from sentwatch.ui.widgets.looks import LooksCard
from sentwatch.ui.widgets.opened_rules import OpenedRules
from sentwatch.ui.widgets.rule_place import PlaceCard
from sentwatch.ui.widgets.rule_tools import RuleToolsCard
from sentwatch.ui.widgets.states import StatePanel, TroublePanel
from sentwatch.ui.widgets.text import Prose
from sentwatch.ui.widgets.unseen import UnseenCard

if TYPE_CHECKING:
    from sentwatch.service.known_rules import RulePlace
    from sentwatch.ui.rule_work import OpenedFile, RulesSeen

SHOWN_AT_FIRST: Final = 25
"""Rules of one place that are shown before somebody asks for more."""


class RulesPage(Page):
    """What is remembered is read beside the window; looking, and everything that changes something, has its button."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, Area.RULES.value)
        self.telling: Telling | None = None
        self._places: tuple[RulePlace, ...] | None = None
        self._loaded_for: Known | None = None
        self._trouble: Trouble | None = None
        self._seen: dict[str, RulesSeen] = {}
        self._shown: dict[str, int] = {}
        self._views: tuple[PlaceView, ...] = ()
        self._files: tuple[OpenedFile, ...] = ()
        self._owner = ""
        self.cards: dict[str, PlaceCard] = {}
        self.actions_on_rules = RuleActions(self, on_seen=self._take_seen, on_files=self._take_files)
        self._build()
        self.setAcceptDrops(True)
        self.session.check_began.connect(self._tell_running)
        self.session.check_ended.connect(self._tell_running)

    def _build(self) -> None:
        content = QWidget()
        self._scroll = Scroll(content, parent=self)
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        self._question = Prose(role="quiet")
        self._state = StatePanel(self.theme, "rules-state")
        self._state.wanted.connect(self.next_wanted)
        self._store_trouble = TroublePanel(self.theme, "rules-trouble")
        self._store_trouble.retried.connect(self._load)
        self.browser = FindingBrowser(self.theme, "rules-findings")
        self.browser.answered.connect(self.session.answer)
        self.browser.guide_wanted.connect(self.guide_wanted)
        self.tools = RuleToolsCard(self.theme, self.actions_on_rules.cancel)
        self.tools.look.clicked.connect(self.actions_on_rules.look_everywhere)
        self.tools.open_files.clicked.connect(self._choose_files)
        self.opened = OpenedRules(self.theme)
        self.opened.owner_chosen.connect(self._judge_for)
        self.opened.closed.connect(lambda: self._take_files(()))
        holder = QWidget()
        self._places_box = column(holder, gap=SPACE_BETWEEN)
        self._unseen = UnseenCard(self.theme, "rules-unseen")
        self._looks = LooksCard(self.theme, "rules-looks")
        for widget in (
            self._question, self._state, self._store_trouble, self.browser, self.tools, self.opened, holder,
            self._unseen, self._looks,
        ):  # fmt: skip
            lines.addWidget(widget)
        lines.addStretch(1)
        self._holder = holder
        self._store_trouble.hide()
        self.opened.hide()
        column(self, gap=0).addWidget(self._scroll)

    def tell(self, telling: Telling) -> HeaderView:
        """Paint what is known, and read what is remembered where that is of another moment."""
        self.telling = telling
        view = area_page(Area.RULES, telling.known, telling.words, now=telling.now)
        is_first = not telling.known.accounts and not telling.known.reports
        self._question.setText(view.question)
        self._question.setVisible(not is_first)
        self._state.setVisible(is_first)
        if is_first:
            self._state.show_view(states.first(telling.words))
        self.browser.say(list_name=view.list_name, back=view.back)
        self.browser.setVisible(bool(view.rows))
        self.browser.show_rows(view.rows, lambda ref: letter_for(ref, telling.known, telling.words, now=telling.now))
        self.tools.say(tools(telling.words), telling.words)
        self._looks.show_rows(view.looks_heading, view.looks)
        self._looks.setVisible(bool(view.looks))
        self._tell_running()
        self._paint()
        if telling.known is not self._loaded_for:
            self._load()
        return view.header

    def open_finding(self, ref: FindingRef) -> None:
        """Read a finding of this area."""
        self.browser.open_finding(ref)
        self._scroll.verticalScrollBar().setValue(0)

    def set_wide(self, *, is_wide: bool) -> None:
        """List and letter side by side, or one after the other."""
        self.browser.set_wide(is_wide=is_wide)
        self.opened.set_wide(is_wide=is_wide)

    def place(self, key: str) -> RulePlace | None:
        """What is remembered of one place."""
        return next((one for one in self._places or () if one.key == key), None)

    def _load(self) -> None:
        """Read the store, beside the window. What comes after the next question is not taken."""
        if self.telling is None:
            return
        known, app = self.telling.known, self.app
        self._loaded_for = known

        def work() -> tuple[RulePlace, ...]:
            from sentwatch.ui import rule_work

            return rule_work.places(app, known.accounts)

        def done(found: tuple[RulePlace, ...]) -> None:
            if self._loaded_for is known:
                self._places, self._trouble = found, None
                self._paint()

        def failed(problem: Exception) -> None:
            if not isinstance(problem, Trouble):
                raise problem
            if self._loaded_for is known:
                self._trouble = problem
                self._paint()

        self.session.background.task(lambda _c, _p: work()).then(done, failed=failed).start()

    def _paint(self) -> None:
        telling = self.telling
        if telling is None:
            return
        self._store_trouble.setVisible(self._trouble is not None)
        if self._trouble is not None:
            self._store_trouble.show_view(states.trouble(self._trouble, telling.words))
        self._paint_files(telling)
        self._paint_places(telling)
        rest = unseen(self._untold(telling.known), telling.words, Area.RULES)
        self._unseen.setVisible(rest is not None)
        if rest is not None:
            self._unseen.show_view(rest)
        lay_out_now()

    def _paint_places(self, telling: Telling) -> None:
        is_first = not telling.known.accounts and not telling.known.reports
        places = () if is_first else self._places or ()
        views = tuple(
            place_view(
                one,
                telling.known,
                telling.words,
                now=telling.now,
                seen=self._seen.get(one.key),
                shown=self._shown.get(one.key, SHOWN_AT_FIRST),
            )
            for one in places
        )
        self._holder.setVisible(bool(views))
        if views == self._views:
            return
        self._views = views
        opened = {key: card.opened for key, card in self.cards.items()}
        cleared(self._places_box)
        self.cards = {}
        for view in views:
            card = PlaceCard(self.theme, view, opened=opened.get(view.key, frozenset()))
            card.acted.connect(self._actor(view.key))
            self.cards[view.key] = card
            put(self._places_box, card)

    def _paint_files(self, telling: Telling) -> None:
        self.opened.setVisible(bool(self._files))
        if not self._files:
            return
        words, now = telling.words, telling.now
        known = known_of(self._files)
        view = files_view(self._files, telling.known.accounts, words, now=now)
        self.opened.show_view(view, lambda ref: letter_for(ref, known, words, now=now), owner=self._owner)

    def _untold(self, known: Known) -> Known:
        """What the cards of the places do not tell of what could not be seen."""
        if not self._places:
            return known
        from sentwatch.service.rules import CHECKS

        told, keys = {check.code for check in CHECKS}, {one.key for one in self._places}
        return replace(
            known,
            reports=tuple(
                replace(one, results=tuple(r for r in one.results if r.code not in told))
                if one.account_key in keys
                else one
                for one in known.reports
            ),
        )

    def _actor(self, key: str) -> Callable[[str, object], None]:
        def act(what: str, which: object) -> None:
            if what == "more":
                self._shown[key] = self._shown.get(key, SHOWN_AT_FIRST) * 4
                self._paint()
            elif what == "why":
                self.open_finding(which.ref)  # type: ignore[attr-defined] # a RuleRow
            else:
                self.actions_on_rules.act(key, what, which)

        return act

    def _take_seen(self, seen: dict[str, RulesSeen]) -> None:
        self._seen.update(seen)

    def _take_files(self, files: tuple[OpenedFile, ...]) -> None:
        self._files = files
        self._paint()
        if files:
            self._scroll.ensureWidgetVisible(self.opened, 0, SPACE_AROUND)

    def _judge_for(self, key: str) -> None:
        self._owner = key
        self.actions_on_rules.open_files(tuple(one.path for one in self._files), owner=key)

    def open_files(self, paths: tuple[Path, ...]) -> None:
        """Judge these; the one account there is, is taken for theirs until somebody says otherwise."""
        if not self._files and self.telling is not None:
            accounts = self.telling.known.accounts
            self._owner = accounts[0].id if len(accounts) == 1 else ""
        before = tuple(one.path for one in self._files if one.path not in paths)
        self.actions_on_rules.open_files((*before, *paths), owner=self._owner)

    def _choose_files(self) -> None:
        from sentwatch.ui.file_choice import when_files_chosen

        if self.telling is not None:
            when_files_chosen(self, tools(self.telling.words).open, self.open_files)

    def _tell_running(self) -> None:
        self.tools.set_running(is_running=self.actions_on_rules.is_running, can_look=not self.session.is_checking)

    def show_running(self) -> None:
        """Whether something is going on has changed."""
        self._tell_running()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped."""
        if _dropped(event):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.tools.set_dropping(is_dropping=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing was dropped."""
        self.tools.set_dropping(is_dropping=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Judge what was dropped."""
        self.tools.set_dropping(is_dropping=False)
        paths = _dropped(event)
        if paths:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.open_files(paths)


def _dropped(event: QDropEvent) -> tuple[Path, ...]:
    """The files of a drop."""
    return tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
