"""The frame: sidebar and pages, the sentence above them, keys, language and look switched live."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from sentwatch.ui.above import Above
from sentwatch.ui.incident_desk import IncidentDesk
from sentwatch.ui.language import Language
from sentwatch.ui.models.nav import NavEntry
from sentwatch.ui.pages import PAGES
from sentwatch.ui.preferences import Preferences, PreferencesDoor
from sentwatch.ui.presenters.frame import FrameView, HeaderView, frame
from sentwatch.ui.session import Session
from sentwatch.ui.theme import Theme
from sentwatch.ui.widgets.brand import Brand
from sentwatch.ui.widgets.frames import Scroll, column, lay_out_now, row
from sentwatch.ui.widgets.header import Header
from sentwatch.ui.widgets.reading_order import follow_reading_order
from sentwatch.ui.widgets.sidebar import Sidebar

if TYPE_CHECKING:
    from sentwatch.core.trouble import Trouble
    from sentwatch.ports.progress import Step
    from sentwatch.texts.words import Words
    from sentwatch.ui.known import FindingRef
    from sentwatch.ui.pages.page import Page, PageContext
    from sentwatch.ui.presenters.states import Next
    from sentwatch.wiring import App


_SIDEBAR: Final = 208
_SIDEBAR_NARROW: Final = 184
_WIDE_FROM: Final = 960
"""Width of the page from which things stand side by side."""
_WIDEST: Final = 1280
_MINUTE_MS: Final = 60_000


class MainWindow(QWidget):
    """Shows one page at a time. Pages are built when they are first opened."""

    leave_wanted = Signal()

    def __init__(
        self, theme: Theme, language: Language, session: Session, preferences: PreferencesDoor, app: App
    ) -> None:
        super().__init__()
        self.setObjectName("frame")
        self._theme = theme
        self._language = language
        self._session = session
        self._app = app
        self._door = preferences
        self._preferences = preferences.read()
        self._pages: dict[str, Page] = {}
        self.incidents = IncidentDesk(app, session, parent=self)
        self._is_wide = False
        self._step: Step | None = None
        self._build()
        self._bind_keys()
        session.changed.connect(self._tell)
        self.incidents.changed.connect(self._tell)
        self.incidents.opened.connect(self.open_incident)
        session.check_began.connect(self._show_progress)
        session.check_progressed.connect(self._take_step)
        session.check_ended.connect(self._end_progress)
        session.troubled.connect(self._show_trouble)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self._tell)
        self._minute.start()
        self._say_frame()

    @property
    def words(self) -> Words:
        """The words spoken now."""
        return self._language.words

    @property
    def page_name(self) -> str:
        """The page shown now."""
        return self._sidebar.page

    def page(self, name: str) -> Page:
        """A page, built if it was not yet."""
        made = self._pages.get(name)
        if made is None:
            entry = next(entry for entry in PAGES if entry.name == name)
            made = self._pages[name] = entry.build(self._context)
            made.page_wanted.connect(self.open_page)
            made.finding_wanted.connect(self.open_finding)
            made.header_changed.connect(partial(self._take_header, name))
            made.guide_wanted.connect(self.begin_guide)
            made.step_wanted.connect(self.open_step)
            made.next_wanted.connect(self._do_next)
            made.preferences_wanted.connect(self.take_preferences)
            made.sign_in_wanted.connect(self.sign_in_again)
            made.telling_wanted.connect(self._tell)
            made.set_wide(is_wide=self._is_wide)
            self._stack.addWidget(made)
        return made

    def open_first_page(self) -> None:
        """Show what answers first; apart from the frame, so that the frame can be seen before it."""
        self.open_page(PAGES[0].name)

    def open_page(self, name: str) -> None:
        """Show a page."""
        self._sidebar.choose(name)

    def open_finding(self, ref: FindingRef) -> None:
        """Show a finding on its area's page."""
        from sentwatch.ui.presenters.areas import area_of

        area = area_of(ref.code)
        self.open_page(area.value)
        self.page(area.value).open_finding(ref)

    def open_versions(self) -> None:
        """Show what is known of newer versions."""
        from sentwatch.ui.pages.settings import SettingsPage

        self.open_page("settings")
        page = self.page("settings")
        assert isinstance(page, SettingsPage)
        page.show_section("updates")

    def begin_guide(self, ref: FindingRef) -> None:
        """Lead through what a finding suggests, or go on with what is under way."""
        situation = self.incidents.situation_of(ref)
        if situation is not None:
            account = ref.account_key if self._session.known.account(ref.account_key) is not None else None
            self.incidents.begin(situation, account=account, audience=self.incidents.audience)

    def open_incident(self) -> None:
        """Show the steps of the incident the desk holds."""
        from sentwatch.ui.pages.incident.page import IncidentPage

        page = self.page("incident")
        assert isinstance(page, IncidentPage)
        page.show_incident()
        self.open_page("incident")
        self._tell()

    def open_step(self, step_id: str) -> None:
        """Show a step of the checklist."""
        from sentwatch.ui.pages.checklist import ChecklistPage

        self.open_page("checklist")
        page = self.page("checklist")
        assert isinstance(page, ChecklistPage)
        page.open_step(step_id)

    def take_preferences(self, preferences: Preferences) -> None:
        """Speak and look as is wanted, from now on and at the next start."""
        before, self._preferences = self._preferences, preferences
        if preferences.theme is not before.theme:
            self._theme.choose(preferences.theme)
        if preferences.language != before.language:
            self._language.choose(preferences.language)
            self._theme.speak(self._language.words.lang)
            self._say_frame()
            self.above.say(self.words)
        self._tell()
        self._door.write(preferences)

    def _build(self) -> None:
        self._brand = Brand(self._theme, parent=self)
        self._sidebar = Sidebar(self._theme, parent=self)
        self._sidebar.opened.connect(self._open)
        self._side = QWidget(self)
        side = column(self._side, gap=0)
        side.addWidget(self._brand)
        side.addWidget(self._sidebar, 1)
        self._header = Header(self._theme, self._session.cancel_check, parent=self)
        self._header.check.clicked.connect(self._session.check_now)
        self._actions = {name: QAction(self) for name in ("files", "help", "about", "quit")}
        for name, action in self._actions.items():
            action.setObjectName(f"menu-{name}")
            self._header.menu.addAction(action)
            if name in {"files", "about"}:
                self._header.menu.addSeparator()
        self._actions["files"].triggered.connect(self.choose_files)
        self._actions["help"].triggered.connect(self.show_help)
        self._actions["about"].triggered.connect(self.show_about)
        self._actions["quit"].triggered.connect(self.leave_wanted)
        self._stack = QStackedWidget(self)
        content = QWidget(self)
        content.setMaximumWidth(_WIDEST)
        told = column(content, gap=0)
        told.addWidget(self._header)
        told.addWidget(self._stack, 1)
        pages = QWidget(self)
        lines = row(pages, gap=0)
        lines.addWidget(self._side)
        lines.addWidget(content, 1)
        lines.addStretch(0)
        self.above = Above(pages, parent=self)
        self.above.closed.connect(self._come_back)
        self.above.dropped.connect(self.look_at_files)
        column(self, gap=0).addWidget(self.above)

    def _bind_keys(self) -> None:
        def quit_window() -> None:
            self.window().close()

        keys: list[tuple[QKeySequence | QKeySequence.StandardKey, Callable[[], object]]] = [
            (QKeySequence.StandardKey.Refresh, self._session.check_now),
            (QKeySequence.StandardKey.HelpContents, self.show_help),
            (QKeySequence("Ctrl+Q"), self.leave_wanted.emit),
            (QKeySequence.StandardKey.Close, lambda: self.window().close()),
            (QKeySequence.StandardKey.Open, self.choose_files),
            (QKeySequence("Ctrl+,"), lambda: self.open_page("settings")),
            (QKeySequence("Esc"), self._session.cancel_check),
        ]
        for number, entry in enumerate(PAGES[:9], start=1):
            keys.append((QKeySequence(f"Ctrl+{number}"), partial(self.open_page, entry.name)))
        of_pages: list[QShortcut] = []
        for key, act in keys:
            shortcut = QShortcut(key, self)
            shortcut.activated.connect(act)
            if act not in {self.show_help, quit_window}:
                of_pages.append(shortcut)
        self.above.silence(of_pages)

    def _open(self, name: str) -> None:
        self._stack.setCurrentWidget(self.page(name))
        self._tell()

    def _tell(self) -> None:
        """Tell the page that is shown what is known, in the words spoken now."""
        name = self._sidebar.page
        if not name:
            return
        self._show_entries()
        if not self._session.is_loaded:
            return
        from sentwatch.ui.pages.page import Telling

        telling = Telling(
            known=self.incidents.told(self._session.known),
            words=self.words,
            now=self._session.actions.now(),
            preferences=self._preferences,
        )
        self._header.show_view(self.page(name).tell(telling))
        follow_reading_order(self)
        lay_out_now()

    def _take_header(self, name: str, view: HeaderView) -> None:
        """A page has changed by itself: the sentence over it, and the order of what takes the focus."""
        if name == self._sidebar.page:
            self._header.show_view(view)
            follow_reading_order(self)
            lay_out_now()

    def _show_entries(self) -> None:
        entries = [
            NavEntry(page=e.name, text=self.words(e.title), icon=e.icon, opens_group=e.opens_group) for e in PAGES
        ]
        if self._session.is_loaded:
            entries = self._with_badges(entries)
        self._sidebar.show_entries(tuple(entries))

    def _with_badges(self, entries: list[NavEntry]) -> list[NavEntry]:
        from sentwatch.ui.presenters.badges import badges, spoken_entry
        from sentwatch.ui.severity_look import SEVERITY_COLOURS

        found = badges(self._session.known)
        under_way = sum(one.ended_at is None for one in self.incidents.incidents)
        told: list[NavEntry] = []
        for page, entry in zip(PAGES, entries, strict=True):
            if page.name == "incident" and under_way:
                said = spoken_entry(entry.text, under_way, self.words)
                told.append(replace(entry, badge=under_way, tone="accent", spoken=said))
                continue
            if page.area is None or page.area not in found:
                told.append(entry)
                continue
            count, worst = found[page.area]
            spoken = spoken_entry(entry.text, count, self.words)
            told.append(replace(entry, badge=count, tone=SEVERITY_COLOURS[worst], spoken=spoken))
        return told

    def _say_frame(self) -> None:
        view = frame(self.words)
        self._frame: FrameView = view
        self._brand.say(view)
        self._sidebar.setAccessibleName(view.navigation)
        self._header.say(view)
        for name, text in (("files", view.files), ("help", view.help), ("about", view.about), ("quit", view.quit)):
            self._actions[name].setText(text)
        self._show_entries()
        if self._session.is_checking:
            self._show_progress()

    def _show_progress(self) -> None:
        from sentwatch.ui.presenters.progress import ProgressView, progress

        if self._step is None:
            shown = ProgressView(what=self._frame.begins, detail="", share=None)
        else:
            shown = progress(self._step, self.words)
        self._header.show_progress(shown)

    def _take_step(self, step: Step) -> None:
        self._step = step
        if self._session.is_checking:
            self._show_progress()

    def _end_progress(self) -> None:
        self._step = None
        self._header.show_progress(None)

    def _show_trouble(self, trouble: Trouble, again: Callable[[], None] | None) -> None:
        from sentwatch.ui.dialogs.trouble import TroubleDialog
        from sentwatch.ui.presenters.states import trouble as trouble_view

        view = trouble_view(trouble, self.words)
        shown = view if again is not None else replace(view, retry="")
        dialog = TroubleDialog(self._theme, shown, close=self._frame.close, parent=self)
        if again is not None:
            dialog.accepted.connect(again)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _do_next(self, what: Next) -> None:
        from sentwatch.ui.presenters.states import Next

        if what is Next.CHECK_NOW:
            self._session.check_now()
        elif what is Next.SHOW_OVERVIEW:
            self.open_page("overview")
        elif what is Next.LOOK_AT_FILES:
            self.look_at_files()
        else:
            self.add_account()

    def add_account(self) -> None:
        """Lead to a new account."""
        if self._session.known.is_sample:
            from sentwatch.core.trouble import ONLY_A_SAMPLE, Trouble

            self._session.troubled.emit(Trouble(ONLY_A_SAMPLE), None)
            return
        self.above.open_assistant(self._context, self.words)

    def sign_in_again(self, account_key: str) -> None:
        """Lead to signing in anew to an account that is set up already."""
        account = self._session.known.account(account_key)
        if account is not None:
            self.above.open_assistant(self._context, self.words, account=account)

    def choose_files(self) -> None:
        """Choose mail in files to look at."""
        self.look_at_files()

    def look_at_files(self, paths: tuple[str, ...] = ()) -> None:
        """Look at mail in files; nothing of it is kept."""
        self.above.open_files(self._context, self.words, paths=paths)

    def _come_back(self, what: object) -> None:
        """Back to the pages, to the one that `what` names or to the finding it is."""
        from sentwatch.ui.known import FindingRef

        self._tell()
        if isinstance(what, FindingRef):
            self.open_finding(what)
        elif isinstance(what, str):
            self.open_page(what if any(entry.name == what for entry in PAGES) else PAGES[0].name)
        self._sidebar.setFocus()

    @property
    def _context(self) -> PageContext:
        from sentwatch.ui.pages.page import PageContext

        return PageContext(theme=self._theme, session=self._session, app=self._app, incidents=self.incidents)

    def show_help(self) -> None:
        """What the window is for, and its keys."""
        from sentwatch.ui.dialogs.about import HelpDialog
        from sentwatch.ui.presenters.help import help_view

        native = QKeySequence.SequenceFormat.NativeText
        view = help_view(
            self.words,
            check_key=QKeySequence("F5").toString(native),
            settings_key=QKeySequence("Ctrl+,").toString(native),
            quit_key=QKeySequence("Ctrl+Q").toString(native),
        )
        dialog = HelpDialog(self._theme, view, parent=self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_about(self) -> None:
        """Name, version, licence."""
        from sentwatch import __version__
        from sentwatch.ui.dialogs.about import AboutDialog
        from sentwatch.ui.presenters.help import about_view

        news = self._session.known.version_news
        dialog = AboutDialog(self._theme, about_view(self.words, version=__version__, news=news), parent=self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys for scrolling reach the page also from the sidebar and the header."""
        scrolls = [scroll for scroll in self._stack.findChildren(Scroll) if scroll.isVisible()]
        if not any(scroll.scroll_by_key(event) for scroll in scrolls):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use the room there is."""
        super().resizeEvent(event)
        width = event.size().width()
        self._side.setFixedWidth(_SIDEBAR if width >= _WIDE_FROM else _SIDEBAR_NARROW)
        is_wide = min(_WIDEST, width - _SIDEBAR) >= _WIDE_FROM
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self._header.set_wide(is_wide=is_wide)
            self.above.set_wide(is_wide=is_wide)
            for page in self._pages.values():
                page.set_wide(is_wide=is_wide)
