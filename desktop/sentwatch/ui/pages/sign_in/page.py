"""The page about signing in: its first view, and the pages behind the rows, each built when it is first opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget

from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.pages.sign_in.bench import Bench
from sentwatch.ui.pages.sign_in.home import Home
from sentwatch.ui.pages.sign_in.sub_page import SubPage
from sentwatch.ui.presenters.areas import Area
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in import (
    ACCESS,
    BACKUP,
    CHECK,
    CODES,
    MAKE,
    METHODS,
    PASSWORD,
    RECOVERY,
    TOOLS,
)
from sentwatch.ui.widgets.frames import column

if TYPE_CHECKING:
    from sentwatch.ui.known import FindingRef, Known
    from sentwatch.ui.widgets.finding_browser import FindingBrowser


class SignInPage(Page):
    """Shows one of its views at a time. Leaving it forgets what was typed and read there."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, Area.SIGN_IN.value)
        self.bench = Bench(context, parent=self)
        self.bench.loaded.connect(self.telling_wanted)
        self._known: Known | None = None
        self._came_from = ("", "")
        self.home = Home(self.bench)
        self.home.opened.connect(self.open_view)
        self.home.next_wanted.connect(self.next_wanted)
        self._views: dict[str, SubPage] = {}
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.home)
        column(self, gap=0).addWidget(self._stack)
        back = QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._back)

    @property
    def browser(self) -> FindingBrowser:
        """The findings."""
        return self.home.browser

    @property
    def view(self) -> SubPage | None:
        """The page behind a row that is open now."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, SubPage) else None

    def tell(self, telling: Telling) -> HeaderView:
        """Paint the view that is open; what is not read yet is read first."""
        known = telling.known
        accounts = () if known.is_sample or known.trouble is not None else known.accounts
        if self._known is not known or self.bench.is_stale:
            self._known = known
            self.bench.load(accounts)
        view = self.view
        if view is not None and self.bench.overview is not None and view.account_id and view.seen is None:
            self.go_home()
            view = None
        before, self.bench.words = self.bench.words, telling.words
        if before is not None and before.lang != telling.words.lang:
            for hidden in self._views.values():
                hidden.tell(telling.words)
        if view is not None:
            return view.tell(telling.words)
        return self.home.tell(telling, self.bench.told)

    def open_view(self, key: str, name: str) -> None:
        """Open the page behind a row."""
        view = self._views.get(name)
        if view is None:
            view = self._views[name] = self._made(name)
            view.back_wanted.connect(self._back)
            view.telling_wanted.connect(self.telling_wanted)
            view.view_wanted.connect(self._open_other)
            self._stack.addWidget(view)
        self._came_from = (key, name)
        view.opened("" if key == TOOLS else key)
        self._stack.setCurrentWidget(view)
        self.telling_wanted.emit()
        view.back.setFocus()

    def go_home(self) -> None:
        """Show the first view; the one that was open forgets its secrets."""
        view = self.view
        if view is not None:
            self._stack.setCurrentWidget(self.home)
            view.left()

    def open_finding(self, ref: FindingRef) -> None:
        """Read a finding."""
        self.go_home()
        self.telling_wanted.emit()
        self.home.browser.open_finding(ref)
        self.home.show_browser()

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room."""
        self.home.set_wide(is_wide=is_wide)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is shown, or the window went into the tray: nothing secret stays behind."""
        if not event.spontaneous():
            self.go_home()
            # What the settings page changes is read when this one is shown again.
            self.bench.is_stale = True
        super().hideEvent(event)

    def _open_other(self, key: str, name: str) -> None:
        """Go on to another view; the one that was open forgets its secrets. The way back leads to the same row."""
        came_from = self._came_from
        self.go_home()
        self.open_view(key, name)
        self._came_from = came_from

    def _back(self) -> None:
        if self.view is None:
            return
        self.go_home()
        self.telling_wanted.emit()
        self.home.focus_door(*self._came_from)

    def _made(self, name: str) -> SubPage:
        """Build one; the imports are as late as that."""
        from sentwatch.ui.pages.sign_in import (
            access,
            authenticator,
            backup_codes,
            generator,
            methods,
            password,
            recovery,
            typed,
        )

        return {
            METHODS: methods.MethodsPage,
            PASSWORD: password.PasswordPage,
            RECOVERY: recovery.RecoveryPage,
            ACCESS: access.AccessPage,
            CHECK: typed.TypedPasswordPage,
            MAKE: generator.GeneratorPage,
            CODES: authenticator.AuthenticatorPage,
            BACKUP: backup_codes.BackupCodesPage,
        }[name](self.bench)
