"""The cards that both reviews of a password share: the result, the lists of leaked ones, the exports to compare."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from sentwatch.service.left_files import LeftKind
from sentwatch.ui.file_choice import when_chosen
from sentwatch.ui.pages.sign_in.sub_page import SectionCard
from sentwatch.ui.presenters.progress import ProgressView
from sentwatch.ui.presenters.sign_in_review import (
    BreachView,
    FoundView,
    LoginsView,
    ResultView,
    ScaleView,
    breach,
    result,
    store,
)
from sentwatch.ui.presenters.states import trouble as trouble_view
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_INSIDE
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.form import ToggleRow
from sentwatch.ui.widgets.frames import cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.progress import ProgressRow
from sentwatch.ui.widgets.states import TroublePanel
from sentwatch.ui.widgets.step_scale import StepScale
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.core.password_store import PasswordExport
    from sentwatch.core.trouble import Trouble
    from sentwatch.service.password import PasswordReport
    from sentwatch.texts.words import Words
    from sentwatch.ui.background import Task
    from sentwatch.ui.pages.sign_in.bench import Bench


class ResultCard(SectionCard):
    """What a review came to; hidden where there is none."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__(name)
        self._theme = theme
        self._shown: ResultView | None = None
        self._done: PasswordReport | None = None
        self._is_kept = False
        self._shape = Icon(theme, "fine")
        self._sentence = Prose(role="title")
        head = row(gap=12)
        head.addWidget(self._shape)
        head.addWidget(self._sentence, 1)
        self.lines.addLayout(head)
        self._scales_heading = Prose(role="small-strong")
        self.add(self._scales_heading)
        scales = QWidget()
        self._scales = column(scales, gap=10)
        self.add(scales)
        found = QWidget()
        self._found = column(found, gap=12)
        self.add(found)
        logins = QWidget()
        self._logins = column(logins, gap=12)
        self.add(logins)
        self._kept = Prose(role="muted")
        self.add(self._kept)
        self.hide()

    def take(self, done: PasswordReport | None, *, is_kept: bool = False) -> None:
        """Show this review from now on; None forgets it."""
        self._done, self._is_kept = done, is_kept
        if done is None:
            self.hide()
            self._shown = None
            for lines in (self._scales, self._found, self._logins):
                cleared(lines)

    def tell(self, words: Words) -> None:
        """Say it in these words."""
        self.setVisible(self._done is not None)
        if self._done is None:
            return
        view = result(self._done, words, is_kept=self._is_kept)
        if view == self._shown:
            return
        self._shown = view
        self.say(view.heading)
        self._shape.show_tone(view.tone)
        self._sentence.setText(view.sentence)
        self._scales_heading.setText(view.scales_heading)
        self._scales_heading.setVisible(bool(view.scales))
        for lines in (self._scales, self._found, self._logins):
            cleared(lines)
        for scale in view.scales:
            put(self._scales, scale_row(self._theme, scale))
        for found in view.found:
            put(self._found, found_row(self._theme, found))
        for logins in view.logins:
            put(self._logins, _logins(logins))
        self._kept.setText(view.kept)


class BreachCard(SectionCard):
    """Switches asking on and off, and names a list. What is chosen here holds for all reviews."""

    def __init__(self, bench: Bench, name: str) -> None:
        super().__init__(name)
        self._bench = bench
        self._view: BreachView | None = None
        self._intro = Prose(role="muted")
        self.add(self._intro)
        self.asking = ToggleRow(bench.theme, f"{name}-switch")
        self.asking.switch.clicked.connect(self._switch)
        self.add(self.asking)
        self._list = Prose(role="small")
        self.choose = Button(bench.theme, f"{name}-choose", icon="file")
        self.choose.clicked.connect(self._choose)
        self.remove = Button(bench.theme, f"{name}-remove", kind=Kind.QUIET)
        self.remove.clicked.connect(lambda: self.use_list(""))
        beside = row(gap=SPACE_INSIDE)
        beside.addWidget(self._list, 1)
        beside.addWidget(self.choose)
        beside.addWidget(self.remove)
        self.lines.addLayout(beside)

    def tell(self, words: Words) -> None:
        """Paint what is switched on."""
        view = self._view = breach(self._bench.told, words)
        self.say(view.heading)
        self._intro.setText(view.intro)
        self.asking.say(view.switch, view.what_leaves)
        self.asking.switch.setChecked(view.is_on)
        self._list.setText(view.list_text)
        self.choose.say(view.choose)
        self.remove.say(view.remove)
        self.remove.setVisible(view.has_list)
        self.choose.setVisible(not view.has_list)

    def use_list(self, path: str) -> None:
        """Look passwords up in this list from now on; empty: in none."""
        self._keep(breach_list=path)

    def _switch(self) -> None:
        self._keep(breach_check=self.asking.switch.isChecked())

    def _choose(self) -> None:
        if self._view is not None:
            when_chosen(self, self._view.choose, lambda path: self.use_list(str(path)))

    def _keep(self, **changes: object) -> None:
        file = self._bench.app.settings_file
        self._bench.run(
            lambda _cancel: file.write(replace(file.read(), **changes)),  # type: ignore[arg-type] # our two fields
            lambda _none: self._kept(),
        )

    def _kept(self) -> None:
        self._bench.session.settings_changed.emit()
        self._bench.tell_anew()


class StoreCard(SectionCard):
    """Reads exports and holds them in memory; `changed` comes with each that is read or forgotten."""

    changed = Signal()

    def __init__(self, bench: Bench, name: str) -> None:
        super().__init__(name)
        self._bench = bench
        self._words: Words | None = None
        self._trouble: Trouble | None = None
        self._task: Task[PasswordExport] | None = None
        self._shown: tuple[str, ...] = ()
        self.exports: tuple[PasswordExport, ...] = ()
        self._intro = Prose(role="muted")
        self.add(self._intro)
        rows = QWidget()
        self._rows = column(rows, gap=SPACE_INSIDE)
        self.add(rows)
        self.trouble = TroublePanel(bench.theme, f"{name}-trouble")
        self.trouble.hide()
        self.add(self.trouble)
        self.progress = ProgressRow(bench.theme, f"{name}-progress", self._cancel)
        self.add(self.progress)
        self.choose = Button(bench.theme, f"{name}-choose", icon="file")
        self.choose.clicked.connect(self._choose)
        self.add(self.choose, keeps_width=True)
        self._note = Prose(role="muted")
        self.add(self._note)

    def tell(self, words: Words) -> None:
        """Paint what was read."""
        self._words = words
        view = store(self.exports, words)
        self.say(view.heading)
        self._intro.setText(view.intro)
        self.choose.say(view.choose)
        self._note.setText(view.note)
        self._note.setVisible(bool(self.exports))
        if view.rows != self._shown:
            self._shown = view.rows
            cleared(self._rows)
            for number, text in enumerate(view.rows):
                put(self._rows, self._row(number, text, view.remove))
        self.progress.say(view.cancel)
        self.progress.setVisible(self._task is not None)
        self.progress.show_view(ProgressView(what=view.busy, detail="", share=None))
        self.choose.setEnabled(self._task is None)
        self.trouble.setVisible(self._trouble is not None)
        if self._trouble is not None:
            self.trouble.show_view(replace(trouble_view(self._trouble, words), retry=""))

    def forget(self) -> None:
        """Forget everything that was read, and what is being read."""
        self._cancel()
        self._task, self._trouble = None, None
        self.exports, self._shown = (), ()
        cleared(self._rows)

    def read(self, path: Path) -> None:
        """Read an export in the background."""
        from sentwatch.adapters.password_exports import read_export_file

        self._trouble = None
        left = self._bench.app.left_files

        def do(_cancel: object) -> PasswordExport:
            found = read_export_file(path)
            left.remind_of(str(path), LeftKind.PASSWORDS)
            return found

        def take(found: PasswordExport) -> None:
            if task is self._task:
                self.exports = (*self.exports, found)
                self._bench.is_stale = True
            self._over(task)

        def fail(problem: Trouble) -> None:
            if task is self._task:
                self._trouble = problem
            self._over(task)

        task = self._task = self._bench.run(do, take, failed=fail, cancelled=lambda: self._over(task), lane=None)
        self.changed.emit()

    def _over(self, task: object) -> None:
        if task is self._task:
            self._task = None
            self.changed.emit()

    def _cancel(self) -> None:
        """Stop reading; what still comes of it is dropped."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            self.changed.emit()

    def _choose(self) -> None:
        if self._words is not None:
            when_chosen(self, self.choose.accessibleName(), self.read)

    def _row(self, number: int, text: str, remove: str) -> QWidget:
        made = QWidget()
        beside = row(made, gap=SPACE_INSIDE)
        beside.addWidget(Icon(self._bench.theme, "done", colour="fine"), 0, Qt.AlignmentFlag.AlignTop)
        beside.addWidget(Prose(text), 1)
        off = Button(self._bench.theme, f"{self.objectName()}-off-{number}", kind=Kind.QUIET, icon="cancel")
        off.say_by_icon(remove)
        off.setAccessibleDescription(text)
        off.clicked.connect(lambda: self._drop(number))
        beside.addWidget(off)
        return made

    def _drop(self, number: int) -> None:
        self.exports = tuple(one for place, one in enumerate(self.exports) if place != number)
        self.changed.emit()


def scale_row(theme: Theme, view: ScaleView) -> QWidget:
    """Who guesses, the scale, and how long it takes."""
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(4)
    scale = StepScale(theme, width=168)
    scale.show_step(view.reached, view.steps, view.colour)
    grid.addWidget(Prose(view.title, role="muted"), 0, 0, 1, 2)
    grid.addWidget(scale, 1, 0, Qt.AlignmentFlag.AlignVCenter)
    grid.addWidget(Prose(view.time, role="strong"), 1, 1)
    grid.setColumnStretch(1, 1)
    return made


def found_row(theme: Theme, view: FoundView) -> QWidget:
    """One thing that was found, beside its shape."""
    made = QWidget()
    beside = row(made, gap=12)
    shape = Icon(theme, "fine")
    shape.show_tone(view.tone)
    beside.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
    told = QWidget()
    lines = column(told, gap=2)
    lines.addWidget(Prose(view.title, role="strong"))
    if view.detail:
        lines.addWidget(Prose(view.detail, role="muted"))
    if view.do_first:
        lines.addWidget(Prose(view.do_first, role="small"))
    beside.addWidget(told, 1)
    return made


def _logins(view: LoginsView) -> QWidget:
    made = QWidget()
    lines = column(made, gap=4)
    lines.addWidget(Prose(view.heading, role="small-strong"))
    lines.addWidget(Prose("\n".join(view.rows), role="small"))
    return made
