"""The record builder: the path of a domain's records, stage by stage, and the questions they are made from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from sentwatch.core.domain_path import STAGES
from sentwatch.ui.own_facts import DomainPageFacts
from sentwatch.ui.pages.domain.senders import SendersCard
from sentwatch.ui.pages.page import Telling
from sentwatch.ui.pages.parts import Bench, Part
from sentwatch.ui.presenters.builder_questions import Answers, QuestionsView, first_answers, no_domain, questions
from sentwatch.ui.presenters.record_builder import BuilderView, builder
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN
from sentwatch.ui.widgets.frames import Card, Rule, cleared, column, lay_out_now, put, row
from sentwatch.ui.widgets.reading_order import follow_reading_order
from sentwatch.ui.widgets.record import RecordFrame
from sentwatch.ui.widgets.stages import StageList
from sentwatch.ui.widgets.text import PlainLabel, Prose

_STAGES_WIDTH = 280


class RecordsPart(Part[DomainPageFacts]):
    """What stands answers the questions first; what is typed afterwards stays until another look."""

    def __init__(self, bench: Bench, domain: Callable[[], str | None]) -> None:
        super().__init__(bench, "domain-records")
        self._domain = domain
        self._now: tuple[Telling, DomainPageFacts, str] | None = None
        self._answers: dict[str, Answers] = {}
        self._chosen: dict[str, int] = {}
        self._empty = Prose(role="quiet")
        self.path = PathCard(bench)
        self.path.stages.chosen.connect(self._choose)
        self.senders = SendersCard(bench)
        self.senders.changed.connect(self._answer)
        for widget in (self._empty, self.path, self.senders):
            self.lines.addWidget(widget)
        self.lines.addStretch(1)

    def tell(self, telling: Telling, facts: DomainPageFacts) -> None:
        """Paint the path of the domain."""
        domain = self._domain()
        self._empty.setText(no_domain(telling.words))
        self._empty.setVisible(domain is None)
        self.path.setVisible(domain is not None)
        self.senders.setVisible(domain is not None)
        if domain is None:
            self._now = None
            return
        self._now = (telling, facts, domain)
        seen = facts.memory(domain).seen
        answers = self._answers.get(domain) or first_answers(domain, seen, facts.mailboxes.get(domain, ""))
        said = questions(domain, seen, telling.words)
        is_new = seen is None or not seen.spf
        self.senders.say(said, answers, telling.words, domain=domain, is_new=is_new)
        self._show(answers, said)

    def show_busy(self, *, is_busy: bool) -> None:
        """Nothing else is begun while something is done."""
        self.senders.hold(is_held=is_busy)

    def set_wide(self, *, is_wide: bool) -> None:
        """Stages beside their records, or above them."""
        self.path.set_wide(is_wide=is_wide)
        self.senders.set_wide(is_wide=is_wide)

    def _show(self, answers: Answers, said: QuestionsView) -> None:
        if self._now is None:
            return
        telling, facts, domain = self._now
        memory = facts.memory(domain)
        chosen = self._chosen.get(domain)
        view = builder(domain, answers, memory.seen, memory.reports, telling.words, now=telling.now, chosen=chosen)
        self.path.show_view(view, said)
        self.senders.show_view(view)

    def _choose(self, stage: int) -> None:
        if self._now is not None:
            self._chosen[self._now[2]] = stage
            self._again()

    def _answer(self, answers: Answers) -> None:
        if self._now is not None:
            self._answers[self._now[2]] = answers
            self._again()

    def _again(self) -> None:
        if self._now is None:
            return
        telling, facts, domain = self._now
        seen = facts.memory(domain).seen
        answers = self._answers.get(domain) or first_answers(domain, seen, facts.mailboxes.get(domain, ""))
        self._show(answers, questions(domain, seen, telling.words))
        follow_reading_order(self.window())
        lay_out_now()


class PathCard(Card):
    """The stages, and what is to be entered for the one that is read."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.setObjectName("domain-path")
        self._theme = bench.theme
        self._shown: tuple[object, ...] = ()
        self._heading = PlainLabel(role="strong", parent=self)
        self.stages = StageList(bench.theme, "domain-stage", STAGES, parent=self)
        read = QWidget(self)
        self._title = Prose(role="title")
        self._why = Prose(role="quiet")
        self._error = Prose(role="error")
        holder = QWidget(read)
        self._frames = column(holder, gap=12)
        self._where = Prose(role="small")
        self._go_on_heading = Prose(role="small-strong")
        self._go_on = Prose(role="small")
        self._signs = Prose(role="small")
        self._notes = Prose(role="small")
        self._stays_heading = Prose(role="small-strong")
        self._stays = Prose(role="muted")
        inside = column(read, gap=12)
        inside.addWidget(_pair(self._title, self._why))
        for widget in (self._error, holder, self._notes, self._where):
            inside.addWidget(widget)
        inside.addWidget(_pair(self._go_on_heading, self._go_on, self._signs))
        inside.addWidget(_pair(self._stays_heading, self._stays))
        inside.addStretch(1)
        self._line = Rule(down=True, parent=self)
        self._beside = row(gap=SPACE_AROUND)
        self._beside.addWidget(self.stages)
        self._beside.addWidget(self._line)
        self._beside.addWidget(read, 1)
        lines = column(self, gap=12)
        lines.setContentsMargins(20, SPACE_BETWEEN, 20, 20)
        lines.addWidget(self._heading)
        lines.addLayout(self._beside)

    def show_view(self, view: BuilderView, said: QuestionsView) -> None:
        """Show the stages, and the one that is read."""
        self._heading.setText(said.path)
        self.setAccessibleName(said.path)
        self.stages.show_rows(view.stages, view.chosen)
        self._title.setText(view.title)
        self._why.setText(view.why)
        self._say(self._error, view.error)
        self._say(self._where, "" if view.error or not view.records else view.where)
        self._go_on_heading.setText(said.go_on)
        self._go_on.setText(view.go_on)
        self._say(self._signs, "\n".join(view.signs))
        self._say(self._notes, "\n".join(view.notes))
        self._stays_heading.setText(said.stays)
        self._stays.setText(view.stays)
        if self._shown != (view.records, view.files, said):
            self._shown = (view.records, view.files, said)
            cleared(self._frames)
            for number, record in enumerate(view.records):
                frame = RecordFrame(self._theme, f"domain-record-{number}")
                frame.show_record(record, said)
                put(self._frames, frame)
            for number, file in enumerate(view.files):
                frame = RecordFrame(self._theme, f"domain-file-{number}")
                frame.show_file(file, said)
                put(self._frames, frame)

    def set_wide(self, *, is_wide: bool) -> None:
        """Side by side, or one below the other."""
        self._beside.setDirection(QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom)
        self._beside.setSpacing(SPACE_AROUND if is_wide else SPACE_BETWEEN)
        self._line.setVisible(is_wide)
        if is_wide:
            self.stages.setFixedWidth(_STAGES_WIDTH)
        else:
            self.stages.setMinimumWidth(0)
            self.stages.setMaximumWidth(16_777_215)
        self._beside.setAlignment(self.stages, Qt.AlignmentFlag.AlignTop if is_wide else Qt.AlignmentFlag(0))

    @staticmethod
    def _say(label: Prose, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))


def _pair(*widgets: QWidget) -> QWidget:
    both = QWidget()
    lines = column(both, gap=2)
    for widget in widgets:
        lines.addWidget(widget)
    return both
