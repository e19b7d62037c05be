"""The card of rule files that were opened: what stands out in each, and every rule as it was read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.ui.known import FindingRef
from sentwatch.ui.presenters.letter import LetterView
from sentwatch.ui.presenters.rule_files import FilesView, OpenedView
from sentwatch.ui.theme import Theme
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button, Kind
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.finding_browser import FindingBrowser
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.frames import Card, Rule, cleared, column, put, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.rule_row import RuleRowWidget
from sentwatch.ui.widgets.text import Elided, PlainLabel, Prose


class OpenedRules(Card):
    """`owner_chosen` carries the key of the account the files belong to, empty where it is somebody else's."""

    owner_chosen = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme, *, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("opened-rules")
        self._theme = theme
        self._view: FilesView | None = None
        self._is_wide = True
        self.browsers: dict[str, FindingBrowser] = {}
        self.folds: dict[str, Fold] = {}
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, SPACE_BETWEEN)
        head = row(gap=12)
        told = QWidget(self)
        both = column(told, gap=2)
        self._heading = PlainLabel(role="strong", parent=told)
        self._detail = Prose(role="muted", parent=told)
        both.addWidget(self._heading)
        both.addWidget(self._detail)
        head.addWidget(told, 1)
        self.close_files = Button(theme, "opened-rules-close", kind=Kind.QUIET, icon="cancel", parent=self)
        self.close_files.clicked.connect(self.closed)
        head.addWidget(self.close_files, 0, Qt.AlignmentFlag.AlignTop)
        lines.addLayout(head)
        self._asked = QWidget(self)
        asked = row(self._asked, gap=12)
        self._whose = PlainLabel(role="small-strong", parent=self._asked)
        self.owner = Chooser(theme, "opened-rules-owner", parent=self._asked)
        self.owner.chosen.connect(lambda key: self.owner_chosen.emit(str(key)))
        asked.addWidget(self._whose)
        asked.addWidget(self.owner)
        asked.addStretch(1)
        lines.addWidget(self._asked)
        holder = QWidget(self)
        self._files = column(holder, gap=SPACE_BETWEEN)
        lines.addWidget(holder)

    def show_view(self, view: FilesView, letter_of: Callable[[FindingRef], LetterView | None], *, owner: str) -> None:
        """Show these files."""
        before, self._view = self._view, view
        self._heading.setText(view.heading)
        self.setAccessibleName(view.heading)
        self._detail.setText(view.detail)
        self.close_files.say(view.close)
        self._asked.setVisible(bool(view.owners))
        self._whose.setText(view.whose)
        self.owner.say_choices(view.whose, view.owners)
        self.owner.take(owner)
        if before is not None and before == view:
            return
        cleared(self._files)
        self.browsers, self.folds = {}, {}
        for number, one in enumerate(view.files):
            put(self._files, self._file(number, one, view, letter_of))

    def set_wide(self, *, is_wide: bool) -> None:
        """List and letter side by side, or one after the other."""
        self._is_wide = is_wide
        for browser in self.browsers.values():
            browser.set_wide(is_wide=is_wide)

    def _file(
        self, number: int, view: OpenedView, files: FilesView, letter_of: Callable[[FindingRef], LetterView | None]
    ) -> QWidget:
        made = QWidget()
        lines = column(made, gap=12)
        lines.addWidget(Rule())
        head = row(gap=12)
        shape = Icon(self._theme, "fine", parent=made)
        shape.show_tone(view.tone)
        head.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        told = QWidget(made)
        both = column(told, gap=2)
        both.addWidget(Elided(view.title, role="strong"))
        both.addWidget(Prose(view.facts, role="muted"))
        if view.note:
            both.addWidget(Prose(view.note, role="quiet"))
        head.addWidget(told, 1)
        lines.addLayout(head)
        if view.findings:
            browser = FindingBrowser(self._theme, f"opened-{number}-findings")
            browser.say(list_name=files.list_name, back=files.back)
            browser.set_wide(is_wide=self._is_wide)
            browser.show_rows(view.findings, letter_of)
            self.browsers[view.key] = browser
            lines.addWidget(browser)
        if view.rows:
            fold = Fold(self._theme, f"opened-{number}-rules", self._rules(number, view, files))
            fold.say(view.rules_heading)
            fold.head.setAccessibleDescription(view.title)
            self.folds[view.key] = fold
            lines.addWidget(fold)
            if not view.findings:
                fold.open()
        return made

    def _rules(self, number: int, view: OpenedView, files: FilesView) -> QWidget:
        made = QWidget()
        lines = column(made, gap=12)
        lines.setContentsMargins(12, 4, 0, 0)
        for at, one in enumerate(view.rows):
            shown = RuleRowWidget(
                self._theme,
                f"opened-{number}-rule-{at}",
                one,
                details=files.details,
                raw_heading=files.raw_heading,
            )
            shown.why_wanted.connect(lambda which: self._show_why(view.key, which.ref))
            lines.addWidget(shown)
        return made

    def _show_why(self, key: str, ref: FindingRef | None) -> None:
        if ref is not None and key in self.browsers:
            self.browsers[key].open_finding(ref)
            self.browsers[key].letter.setFocus()
