"""What was found in files: whose mail it is, the chart, the letters, and what could not be read."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.core.providers import domain_of
from sentwatch.core.timeline import TimelineRequest, TimelineView, fold
from sentwatch.core.trouble import Trouble
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef
from sentwatch.ui.pages.sending_chart import ChartCard, Subject
from sentwatch.ui.presenters.files import FilesView, FoundInFiles, found_in_files, letter_in_files, name_of
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.letter import LetterView
from sentwatch.ui.presenters.sending import span_of
from sentwatch.ui.presenters.times import zone_of
from sentwatch.ui.tokens import SPACE_BETWEEN
from sentwatch.ui.widgets.buttons import Button
from sentwatch.ui.widgets.chooser import Chooser
from sentwatch.ui.widgets.finding_browser import FindingBrowser
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.form import FormRow
from sentwatch.ui.widgets.frames import Card, column
from sentwatch.ui.widgets.text import PlainLabel, Prose
from sentwatch.ui.widgets.unseen import UnseenCard

if TYPE_CHECKING:
    from sentwatch.ui.background import Background
    from sentwatch.ui.theme import Theme
    from sentwatch.wiring import FilesLook


class FilesFound(QWidget):
    """`address_given` says whose mail it is; `chosen` carries another FilesLook."""

    address_given = Signal(str)
    chosen = Signal(object)

    def __init__(self, theme: Theme, background: Background, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("files-found")
        self._words: Words | None = None
        self._view: FilesView | None = None
        self._look: FilesLook | None = None
        self._looks: tuple[FilesLook, ...] = ()
        self._now: datetime | None = None
        self._found: FoundInFiles | None = None
        self.which = Chooser(theme, "files-which", parent=self)
        self.which.chosen.connect(self._choose)
        card = Card(parent=self)
        self._facts = Prose(role="strong", parent=card)
        self.address = FormRow("files-address")
        self.address.field.returnPressed.connect(self._give_address)
        self.again = Button(theme, "files-again")
        self.again.clicked.connect(self._give_address)
        self.address.put_beside(self.again)
        self.whose = Fold(theme, "files-whose", self.address, parent=card)
        inside = column(card, gap=4)
        inside.setContentsMargins(20, 16, 20, 12)
        inside.addWidget(self._facts)
        inside.addWidget(self.whose)
        self.chart = ChartCard(theme, self, background, name="files")
        self.chart.troubled.connect(self._lose_chart)
        self._heading = PlainLabel(role="strong", parent=self)
        self._quiet = Prose(role="quiet", parent=self)
        self.browser = FindingBrowser(theme, "files-findings", parent=self)
        self.browser.pointed.connect(self._go_to)
        self.unseen = UnseenCard(theme, "files-unseen", parent=self)
        lines = column(self, gap=SPACE_BETWEEN)
        lines.addWidget(self.which, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (card, self.chart, self._heading, self._quiet, self.browser, self.unseen):
            lines.addWidget(widget)

    @property
    def header(self) -> HeaderView | None:
        """The sentence over it, None where nothing was looked at."""
        return self._found.header if self._found is not None else None

    def timeline(self, request: TimelineRequest) -> TimelineView:
        """The bars of what is looked at (a ChartSource); on a working thread."""
        look = self._look
        if look is None:
            return TimelineView(step=request.step, buckets=fold((), request.edges))
        return look.timeline(request)

    def history_span(self, account_key: str) -> tuple[float, float] | None:
        """When its first and its last message was sent; on a working thread."""
        look = self._look
        return look.timeline.span(account_key) if look is not None else None

    def show_look(self, look: FilesLook, looks: tuple[FilesLook, ...], *, now: datetime) -> None:
        """Show what came of one of them."""
        is_other = look is not self._look
        self._look, self._looks, self._now = look, looks, now
        if is_other:
            self.address.field.setText(look.look.owner.address)
        self._show()

    def forget(self) -> None:
        """Show nothing any more."""
        self.chart.stop()
        self._look, self._looks, self._found = None, (), None

    def say(self, view: FilesView, words: Words) -> None:
        """Say everything in these words."""
        self._view, self._words = view, words
        self.whose.say(view.whose)
        self.address.say(view.address, view.address_hint)
        self.again.say(view.again)
        self._show()

    def set_wide(self, *, is_wide: bool) -> None:
        """Use the room."""
        self.chart.set_wide(is_wide=is_wide)
        self.browser.set_wide(is_wide=is_wide)

    def _show(self) -> None:
        words, look, view = self._words, self._look, self._view
        if words is None or look is None or view is None or self._now is None:
            return
        report, owner = look.look.report, look.look.owner
        told = words.in_zone(zone_of(report.time_zone, words))
        found = self._found = found_in_files(look.path, report, owner, look.look.history, words, now=self._now)
        self.which.setVisible(len(self._looks) > 1)
        self.which.say_choices(view.which, [(one, name_of(one.path)) for one in self._looks])
        self.which.take(look)
        self._facts.setText(found.facts)
        self.chart.say(found.sending)
        self.chart.show()
        self.chart.show_subject(
            Subject(account_key=report.account_key, words=told, now_s=self._last_s(self._now.timestamp()))
        )
        rows = found.sending.rows
        self._heading.setText(found.sending.findings_heading)
        self._quiet.setText(found.sending.quiet)
        self._quiet.setVisible(not rows)
        self.browser.setVisible(bool(rows))
        self.browser.say(list_name=found.sending.findings_heading, back=found.sending.back)
        self.browser.show_rows(rows, self._letter)
        self.unseen.setVisible(found.unseen is not None)
        if found.unseen is not None:
            self.unseen.show_view(found.unseen)

    def _last_s(self, now_s: float) -> float:
        """The chart ends where the mail ends: a file may be years old."""
        history = self._look.look.history if self._look is not None else None
        judged_to = history.judged_to if history is not None else None
        return min(now_s, judged_to.timestamp()) if judged_to is not None else now_s

    def _letter(self, ref: FindingRef) -> LetterView | None:
        look, words = self._look, self._words
        if look is None or words is None or self._now is None:
            return None
        return letter_in_files(ref, look.look.report, look.look.owner, words, now=self._now)

    def _go_to(self, ref: FindingRef) -> None:
        from sentwatch.ui.presenters.files import known_of

        if self._look is not None:
            self.chart.go_to(span_of(ref, known_of(self._look.look.report, self._look.look.owner)))

    def _choose(self, look: object) -> None:
        self.chosen.emit(look)

    def _give_address(self) -> None:
        assert self._view is not None
        address = self.address.field.text().strip()
        if domain_of(address) is None or not address.rpartition("@")[0]:
            self.address.set_error(self._view.address_wrong)
            self.address.field.setFocus()
            return
        self.address_given.emit(address)

    def _lose_chart(self, _problem: Trouble) -> None:
        """The letters say the same; a chart that cannot be read is not worth an alarm."""
        self.chart.hide()
