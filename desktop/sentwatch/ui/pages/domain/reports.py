"""What receivers report about a domain: where the reports lie, what they say, and what was sent beside them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress
from sentwatch.service.report_box import Handed
from sentwatch.ui.own_facts import DomainPageFacts
from sentwatch.ui.pages.page import Telling
from sentwatch.ui.pages.parts import Bench, Part
from sentwatch.ui.presenters.reports import ReportsView, handed_over, reports
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.drop_zone import DropZone, dropped_paths
from sentwatch.ui.widgets.frames import Card, Rule, cleared, column, lay_out_now, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.text import Elided, PlainLabel, Prose
from sentwatch.ui.widgets.tiles import Tiles

_READING = N_("Reading the reports")


class ReportsPart(Part[DomainPageFacts]):
    """Reports come from a folder that is read at every look, and from files that are dropped here."""

    def __init__(self, bench: Bench, domain: Callable[[], str | None]) -> None:
        super().__init__(bench, "domain-reports")
        self._domain = domain
        self._now: tuple[Telling, DomainPageFacts] | None = None
        self._handed: tuple[Handed, tuple[str, ...]] | None = None
        self._dialog: QFileDialog | None = None
        self.setAcceptDrops(True)
        self.result = ResultCard(bench)
        self.result.tiles.wanted.connect(self.finding_wanted)
        self.sources = SourcesCard(bench)
        self.sources.choose.clicked.connect(self._ask_for_folder)
        self.sources.files.clicked.connect(self._ask_for_files)
        self.sources.again.clicked.connect(self._read)
        self.sources.stop.clicked.connect(lambda: self.choose_folder(None))
        self.sources.forget.clicked.connect(self._forget)
        for widget in (self.result, self.sources):
            self.lines.addWidget(widget)
        self.lines.addStretch(1)

    def tell(self, telling: Telling, facts: DomainPageFacts) -> None:
        """Paint what was read."""
        self._now = (telling, facts)
        view = reports(self._domain(), facts, telling.known, telling.words, now=telling.now)
        self.result.show_view(view)
        self.sources.show_view(view)
        self._say_handed()

    def show_busy(self, *, is_busy: bool) -> None:
        """Nothing else is begun while something is done."""
        for button in self.sources.buttons:
            button.setEnabled(not is_busy)
        self.setAcceptDrops(not is_busy)

    def set_wide(self, *, is_wide: bool) -> None:
        """All numbers in one line, or two by two."""
        self.result.tiles.set_wide(is_wide=is_wide)
        self.sources.drop.set_wide(is_wide=is_wide)

    def choose_folder(self, folder: str | None) -> None:
        """Read this folder from now on, or none."""
        app, domains = self.bench.app, self._domains()

        def choose(cancel: CancelToken, progress: Progress) -> None:
            app.report_box.choose(folder)
            self._read_all(domains, cancel, progress)

        self.bench.run(phrase(_READING), choose)

    def hand_over(self, paths: Sequence[Path]) -> None:
        """Read these once and keep what they say."""
        app, domains = self.bench.app, self._domains()

        def take(cancel: CancelToken, progress: Progress) -> Handed:
            handed = app.report_box.hand_over(paths, cancel=cancel, progress=progress)
            if handed.reports:
                self._read_all(domains, cancel, progress)
            return handed

        def taken(handed: Handed) -> None:
            self._handed = (handed, domains)
            self._say_handed()

        self.bench.run(phrase(_READING), take, taken)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders of this computer."""
        if dropped_paths(event.mimeData()):
            self.sources.drop.show_over(is_over=True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """It went away again."""
        self.sources.drop.show_over(is_over=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        self.sources.drop.show_over(is_over=False)
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            self.hand_over(paths)

    def _domains(self) -> tuple[str, ...]:
        return self._now[1].domains if self._now is not None else ()

    def _read(self) -> None:
        domains = self._domains()
        self.bench.run(phrase(_READING), lambda cancel, progress: self._read_all(domains, cancel, progress))

    def _read_all(self, domains: Sequence[str], cancel: CancelToken, progress: Progress) -> None:
        """On a working thread: judge the reports about every domain anew."""
        app = self.bench.app
        for domain in domains:
            app.last_reports.take(app.look_after_domain.read_reports(domain, cancel=cancel, progress=progress))

    def _forget(self) -> None:
        app, domains = self.bench.app, self._domains()
        self._handed = None

        def forget(cancel: CancelToken, progress: Progress) -> None:
            app.report_box.forget_handed()
            self._read_all(domains, cancel, progress)

        self.bench.run(phrase(_READING), forget)

    def _say_handed(self) -> None:
        if self._now is None or self._handed is None:
            self.sources.say_handed("")
            return
        handed, domains = self._handed
        foreign = tuple(domain for domain in handed.domains if domain not in domains)
        unread = tuple((one.name, one.reason) for one in handed.unread)
        self.sources.say_handed(handed_over(handed.reports, unread, foreign, self._now[0].words))

    def _ask_for_folder(self) -> None:
        self._open(QFileDialog.FileMode.Directory, lambda paths: self.choose_folder(paths[0]))

    def _ask_for_files(self) -> None:
        self._open(QFileDialog.FileMode.ExistingFiles, lambda paths: self.hand_over(tuple(map(Path, paths))))

    def _open(self, mode: QFileDialog.FileMode, chosen: Callable[[list[str]], None]) -> None:
        """The system's own dialog, beside which the window goes on."""
        if self._dialog is not None:
            self._dialog.raise_()
            return
        dialog = self._dialog = QFileDialog(self.window())
        dialog.setObjectName("domain-reports-dialog")
        dialog.setFileMode(mode)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, mode is QFileDialog.FileMode.Directory)

        def over(result: int) -> None:
            self._dialog = None
            paths = dialog.selectedFiles()
            dialog.deleteLater()
            if result and paths:
                chosen(paths)

        dialog.finished.connect(over)
        dialog.open()


class ResultCard(Card):
    """The sentence, the numbers, and by which ways the mail came."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("domain-reports-result")
        self._shown: tuple[object, ...] = ()
        self._heading = Prose(role="title")
        self._facts = Prose(role="muted")
        self._unseen = Prose(role="error")
        self.tiles = Tiles(bench.theme, "domain-reports-tiles")
        self._rule = Rule()
        self._ways_heading = PlainLabel(role="small-strong")
        self._forged_heading = PlainLabel(role="small-strong")
        self._ways = QWidget()
        self._forged = Prose(role="small")
        self._ways_lines = column(self._ways, gap=4)
        self._notes = Prose(role="muted")
        self._lock = Prose(role="muted")
        lines = column(self, gap=SPACE_BETWEEN)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        said = QWidget()
        both = column(said, gap=2)
        for label in (self._heading, self._facts, self._unseen):
            both.addWidget(label)
        lines.addWidget(said)
        lines.addWidget(self.tiles)
        lines.addWidget(self._rule)
        self._more = QWidget()
        beside = row(self._more, gap=SPACE_AROUND)
        for heading, below in ((self._ways_heading, self._ways), (self._forged_heading, self._forged)):
            one = QWidget()
            told = column(one, gap=4)
            told.addWidget(heading)
            told.addWidget(below)
            told.addStretch(1)
            beside.addWidget(one, 1)
        lines.addWidget(self._more)
        lines.addWidget(self._notes)
        lines.addWidget(self._lock)

    def show_view(self, view: ReportsView) -> None:
        """Show what the reports say."""
        self.setAccessibleName(view.title)
        self._heading.setText(view.heading)
        self._facts.setText(view.facts)
        self._facts.setVisible(bool(view.facts))
        self._unseen.setText(view.unseen)
        self._unseen.setVisible(bool(view.unseen))
        has_numbers = bool(view.tiles)
        self.tiles.show_views(view.tiles)
        self.tiles.setVisible(has_numbers)
        self._rule.setVisible(has_numbers)
        self._more.setVisible(has_numbers)
        self._ways_heading.setText(view.ways_heading)
        self._forged_heading.setText(view.forged_heading)
        for widget in (self._forged_heading, self._forged):
            widget.setVisible(bool(view.forged))
        self._forged.setText("\n".join(view.forged))
        self._notes.setText("\n".join(view.notes))
        self._notes.setVisible(bool(view.notes))
        self._lock.setText(view.not_a_lock)
        self._lock.setVisible(has_numbers)
        if view.ways != self._shown:
            self._shown = view.ways
            cleared(self._ways_lines)
            for way, count in view.ways:
                one = QWidget()
                beside = row(one, gap=12)
                beside.addWidget(Prose(way, role="small"), 1)
                beside.addWidget(PlainLabel(count, role="small-strong"), 0, Qt.AlignmentFlag.AlignTop)
                put(self._ways_lines, one)


class SourcesCard(Card):
    """Where the reports come from."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("domain-reports-sources")
        theme = bench.theme
        self._title = PlainLabel(role="strong")
        self._intro = Prose(role="quiet")
        self.choose = Button(theme, "domain-reports-folder", icon="folder")
        self.files = Button(theme, "domain-reports-files")
        self.drop = DropZone(theme, "domain-reports-drop", self.choose, self.files)
        self.again = Button(theme, "domain-reports-again", kind=Kind.QUIET)
        self.stop = Button(theme, "domain-reports-stop", kind=Kind.QUIET)
        self.forget = Button(theme, "domain-reports-forget", kind=Kind.QUIET)
        self._folder = Elided(role="small", mode=Qt.TextElideMode.ElideMiddle)
        self._handed = Prose(role="small")
        self._said = Prose(role="small-strong")
        self._folder_row = self._line(theme, self._folder, self.again, self.stop)
        self._handed_row = self._line(theme, self._handed, self.forget)
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        for widget in (self._title, self._intro, self._folder_row, self._handed_row, self.drop, self._said):
            lines.addWidget(widget)

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Everything that begins something."""
        return (self.choose, self.files, self.again, self.stop, self.forget)

    def show_view(self, view: ReportsView) -> None:
        """Show where they come from now."""
        self.setAccessibleName(view.title)
        self._title.setText(view.title)
        self._intro.setText(view.intro)
        self.drop.say(view.drop, view.drop_name)
        self.choose.say(view.choose)
        self.files.say(view.files)
        self._folder.setText(view.folder)
        self._folder_row.setVisible(bool(view.folder))
        self.again.say(view.again)
        self.stop.say(view.stop)
        self._handed.setText(view.handed)
        self._handed_row.setVisible(bool(view.handed))
        self.forget.say(view.forget)

    def say_handed(self, said: str) -> None:
        """Say what became of files that were handed over."""
        self._said.setText(said)
        self._said.setVisible(bool(said))
        lay_out_now()

    @staticmethod
    def _line(theme: Theme, label: QWidget, *buttons: Button) -> QWidget:
        made = QWidget()
        beside = row(made, gap=8)
        beside.addWidget(Icon(theme, "done", colour="fine", size=16))
        beside.addWidget(label, 1)
        for button in buttons:
            beside.addWidget(button)
        return made
