"""All settings: language and look, notifications, watching, starting, new versions, the network, and the data here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from sentwatch import __version__
from sentwatch.adapters.release_place import read_place
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.settings import Settings
from sentwatch.core.trouble import Trouble
from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.pages.settings_data import DataCard
from sentwatch.ui.preferences import ThemeChoice
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.new_versions import ASK, PAGE, SECTION, TELL_OF_VERSIONS, VersionFacts
from sentwatch.ui.presenters.settings import NOTIFICATIONS, TRY_SECOND_WAY, SettingsFacts, changed, settings
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN
from sentwatch.ui.tray import Tray
from sentwatch.ui.widgets.frames import Scroll, column, put
from sentwatch.ui.widgets.setting_rows import SectionCard
from sentwatch.ui.widgets.work import WorkPanel

if TYPE_CHECKING:
    from sentwatch.texts.words import Words


class SettingsPage(Page):
    """Each choice counts at once. Asks the frame for another language or look; the frame keeps those."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "settings")
        self._telling: Telling | None = None
        self._starts_at_login: bool | None = None
        self.cards: dict[str, SectionCard] = {}
        self.data = DataCard(context)
        self._tried: tuple[str, str] | None = None
        self._refused_page = ""
        self.trying = self._work_panel("second-way")
        self.asking = self._work_panel("version")
        self._below = {NOTIFICATIONS: self.trying, SECTION: self.asking}
        content = QWidget()
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        sections = QWidget()
        self._lines = column(sections, gap=SPACE_BETWEEN)
        lines.addWidget(sections)
        lines.addWidget(self.data)
        lines.addStretch(1)
        both = column(self, gap=0)
        self._scroll = Scroll(content, parent=self)
        both.addWidget(self._scroll)
        self._read_start()

    def tell(self, telling: Telling) -> HeaderView:
        """Paint the choices."""
        self._telling = telling
        preferences = telling.preferences
        is_sample = telling.known.is_sample
        language = preferences.language if preferences.language in {"en", "ja"} else "system"
        kept = changed(changed(self.app.settings, "language", language), "theme", preferences.theme.value)
        if self._refused_page:
            kept = changed(kept, "update_page", self._refused_page)
        facts = SettingsFacts(
            kept=kept,
            contacts=self.app.network_contacts(),
            has_tray=Tray.is_available(),
            starts_at_login=None if is_sample else self._starts_at_login,
            place=str(self.app.data_dir),
            versions=VersionFacts(
                running=__version__,
                now=telling.now,
                is_on=kept.update_notice,
                address=kept.update_page,
                place=self.app.release_place,
                news=telling.known.version_news,
            ),
            was_tried=self._tried == _second_way(kept),
        )
        view = settings(facts, telling.words)
        for section in view.sections:
            card = self.cards.get(section.name)
            if card is None:
                card = self.cards[section.name] = SectionCard(self.theme, section.name)
                card.wanted.connect(self._choose)
                put(self._lines, card)
                if section.name in self._below:
                    put(self._lines, self._below[section.name])
            card.show_view(section)
        for panel in self._below.values():
            panel.say(telling.words, is_sample=is_sample)
        self.data.setVisible(not is_sample)
        self.data.show_view(view.data, telling.words)
        return view.header

    def show_section(self, name: str) -> None:
        """Bring one section into sight."""
        card = self.cards.get(name)
        if card is not None:
            self._bring_into_sight(card)

    def _bring_into_sight(self, shown: QWidget) -> None:
        # Once the page is laid out: it may have been built just now.
        QTimer.singleShot(0, shown, lambda: self._scroll.ensureWidgetVisible(shown, 0, SPACE_AROUND))

    def _choose(self, name: str, value: object) -> None:
        telling = self._telling
        if telling is None:
            return
        if name == "language":
            language = "" if value == "system" else str(value)
            self.preferences_wanted.emit(replace(telling.preferences, language=language))
        elif name == "theme":
            self.preferences_wanted.emit(replace(telling.preferences, theme=ThemeChoice(str(value))))
        elif name == "start_at_login":
            self._start_at_login(wanted=bool(value))
        elif name in {TELL_OF_VERSIONS, "update_notice"}:
            self._tell_of_versions(wanted=bool(value))
        elif name == PAGE:
            self._name_page(str(value))
        elif name == ASK:
            self._ask_for_version()
        elif name == TRY_SECOND_WAY:
            self._try_second_way(telling.words)
        else:
            self._keep(changed(self.app.settings, name, value))

    def _tell_of_versions(self, *, wanted: bool) -> None:
        self._keep(changed(self.app.settings, "update_notice", wanted))
        if wanted and self.app.release_place is None:
            # Nothing can be asked before the page is named.
            self.cards[SECTION].give_focus(PAGE)
            self.show_section(SECTION)
        self.session.load()

    def _name_page(self, address: str) -> None:
        """Keep the address of the release page. One that may not be asked is only shown: it may hold a secret."""
        is_fit = read_place(address) is not None
        self._refused_page = "" if is_fit else address
        self._keep(changed(self.app.settings, "update_page", address if is_fit else ""))
        self.session.load()

    def _try_second_way(self, words: Words) -> None:
        app = self.app
        tried = _second_way(app.settings)

        def took(_none: None) -> None:
            self._tried = tried
            self._tell_again()

        self.trying.run(
            phrase(N_("Sending a test message")),
            lambda cancel, _progress: app.try_second_channel(lambda: words, cancel=cancel),
            took,
        )

    def _work_panel(self, name: str) -> WorkPanel:
        made = WorkPanel(self.theme, name, self.session.background)
        made.busy_changed.connect(lambda: self._bring_into_sight(made))
        return made

    def _ask_for_version(self) -> None:
        app = self.app
        self.asking.run(
            phrase(N_("Asking for newer versions")),
            lambda cancel, _progress: app.updates.ask(cancel=cancel),
            lambda _news: None,
            over=self.session.load,
        )

    def _keep(self, wanted: Settings) -> None:
        try:
            self.app.settings_file.write(wanted)
        except Trouble as trouble:
            self.session.troubled.emit(trouble, lambda: self._keep(wanted))
        else:
            self.session.settings_changed.emit()
        self._tell_again()

    def _read_start(self) -> None:
        app = self.app
        self.session.background.task(lambda _c, _p: app.autostart.read() is not None).then(self._take_start).start()

    def _take_start(self, starts: bool) -> None:  # noqa: FBT001 - a result
        self._starts_at_login = starts
        self._tell_again()

    def _start_at_login(self, *, wanted: bool) -> None:
        app = self.app

        def change() -> bool:
            app.start_at_login(wanted=wanted)
            return app.autostart.read() is not None

        def failed(problem: Exception) -> None:
            if not isinstance(problem, Trouble):
                raise problem
            self.session.troubled.emit(problem, lambda: self._start_at_login(wanted=wanted))
            self._read_start()

        self.session.background.task(lambda _c, _p: change()).then(self._take_start, failed=failed).start()

    def _tell_again(self) -> None:
        # By the frame: what has just appeared takes its place in the order of the Tab key.
        self.telling_wanted.emit()


def _second_way(kept: Settings) -> tuple[str, str]:
    return kept.second_channel, kept.second_channel_target
