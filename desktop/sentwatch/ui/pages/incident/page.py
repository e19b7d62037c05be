"""The page of the incident guide: begin one, or go on with it, in three parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.breach_clock import Start
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Situation
from sentwatch.core.playbooks.incident_file import with_duty, with_fact, with_start
from sentwatch.core.playbooks.incident_progress import Mark
from sentwatch.core.trouble import Trouble
from sentwatch.ui.dialogs.question import ask
from sentwatch.ui.dialogs.save_evidence import SaveEvidenceDialog
from sentwatch.ui.file_choice import place_to_save
from sentwatch.ui.pages.incident.begin import Begin
from sentwatch.ui.pages.incident.papers import Papers
from sentwatch.ui.pages.incident.record import Record
from sentwatch.ui.pages.incident.saving import evidence_work, report_work, text_work
from sentwatch.ui.pages.incident.steps import Steps
from sentwatch.ui.pages.page import Page, PageContext, Telling
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.incident import EVIDENCE_STEP, LETTERS, RECORD, STEPS, begin, ending, guide
from sentwatch.ui.presenters.incident_papers import papers, read_moment
from sentwatch.ui.presenters.incident_record import record
from sentwatch.ui.presenters.times import zone_of
from sentwatch.ui.tokens import SPACE_AROUND, SPACE_BETWEEN
from sentwatch.ui.widgets.frames import Scroll, column, row
from sentwatch.ui.widgets.icon import Icon
from sentwatch.ui.widgets.segments import Segments
from sentwatch.ui.widgets.text import Prose

if TYPE_CHECKING:
    from sentwatch.ui.background import Work


class IncidentPage(Page):
    """Shows the incident the desk holds; every change goes through the desk."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context, "incident")
        self.desk = context.incidents
        self._telling: Telling | None = None
        self._begins = False
        content = QWidget()
        self._scroll = Scroll(content, parent=self)
        lines = column(content, gap=SPACE_BETWEEN)
        lines.setContentsMargins(SPACE_AROUND, 0, SPACE_AROUND, SPACE_AROUND)
        self.begin = Begin(self.theme)
        self.begin.begun.connect(self._begin)
        self.begin.back_wanted.connect(lambda: self._show_begin(is_shown=False))
        self.parts = Segments(self.theme, "incident-parts")
        self.parts.chosen.connect(self._turn_to)
        self._saved = QWidget()
        told = row(self._saved, gap=8)
        told.addWidget(Icon(self.theme, "done", colour="fine", parent=self._saved))
        self.saved_text = Prose(role="small", parent=self._saved)
        told.addWidget(self.saved_text, 1)
        self._saved.hide()
        self.steps = Steps(self.theme)
        self.steps.marked.connect(self._mark)
        self.steps.letter_wanted.connect(self._open_letter)
        self.steps.evidence_wanted.connect(self._save_evidence)
        self.steps.another_wanted.connect(lambda: self._show_begin(is_shown=True))
        self.papers = Papers(self.theme)
        self.papers.told.connect(self._tell_fact)
        self.papers.letter_save_wanted.connect(lambda name, text: self._save_text(f"sentwatch-{name}.txt", text))
        self.papers.report_wanted.connect(self._save_report)
        self.papers.law_chosen.connect(self._choose_law)
        self.papers.fulfilled.connect(self._fulfil)
        self.papers.started.connect(self._start)
        self.record = Record(self.theme)
        self.record.said.connect(lambda text: self.desk.do(lambda guide, one: guide.remark(one, text)))
        self.record.named.connect(lambda name: self.desk.do(lambda guide, _one: guide.put_worker(name)))
        self.record.chosen.connect(self.desk.choose)
        self.record.save_wanted.connect(self._save_journal)
        self.record.end_wanted.connect(self._end)
        self.record.another_wanted.connect(lambda: self._show_begin(is_shown=True))
        self._parts: dict[str, QWidget] = {STEPS: self.steps, LETTERS: self.papers, RECORD: self.record}
        for widget in (self.begin, self.parts, self._saved, *self._parts.values()):
            lines.addWidget(widget)
        lines.addStretch(1)
        column(self, gap=0).addWidget(self._scroll)

    def tell(self, telling: Telling) -> HeaderView:
        """Paint the incident, or the ways to begin one."""
        self._telling = telling
        look, books = self.desk.look, self.desk.books
        begins = look is None or self._begins
        self.begin.setVisible(begins and books is not None)
        self.parts.setVisible(not begins)
        if look is None or self._begins:
            for part in (*self._parts.values(), self._saved):
                part.hide()
            if books is None:
                return HeaderView(sentence="")
            view = begin(telling.known, books, telling.words, can_go_back=look is not None)
            self.begin.show_view(view, audience=self.desk.audience)
            return view.header
        shown = guide(look, telling.words, now=telling.now)
        self.parts.say(shown.parts_name, shown.parts)
        self._show_part(self.parts.value)
        return shown.header

    def set_wide(self, *, is_wide: bool) -> None:
        """Fields side by side, or below each other."""
        self.papers.set_wide(is_wide=is_wide)

    def show_incident(self) -> None:
        """Show the steps of the incident the desk holds, from the top."""
        self._begins = False
        self.parts.take(STEPS)
        self._scroll.verticalScrollBar().setValue(0)

    def _show_part(self, part: object) -> None:
        """Show a part, then fill it: what is filled while it is hidden is laid out without its style."""
        look, telling = self.desk.look, self._telling
        if look is None or telling is None:
            return
        for name, widget in self._parts.items():
            widget.setVisible(name == part)
        if part == STEPS:
            self.steps.show_view(guide(look, telling.words, now=telling.now), can_save=look.account is not None)
        elif part == LETTERS:
            self.papers.show_view(papers(look, telling.words, now=telling.now))
        else:
            self.record.show_view(record(look, self.desk.incidents, telling.words, now=telling.now))
        self._saved.setVisible(bool(self.saved_text.text()) and part != STEPS)

    def _turn_to(self, part: object) -> None:
        self._scroll.verticalScrollBar().setValue(0)
        self._show_part(part)
        if self._telling is not None:
            self.header_changed.emit(self.tell(self._telling))

    def _show_begin(self, *, is_shown: bool) -> None:
        self._begins = is_shown
        self._scroll.verticalScrollBar().setValue(0)
        if self._telling is not None:
            self.header_changed.emit(self.tell(self._telling))

    def _begin(self, situation: Situation, account: str | None, audience: Audience) -> None:
        self.desk.begin(situation, account=account, audience=audience)

    def _mark(self, step: str, mark: Mark) -> None:
        self.desk.do(lambda guide, one: guide.mark(one, step, mark))

    def _open_letter(self, notice: str) -> None:
        self.parts.take(LETTERS)
        self._turn_to(LETTERS)
        self.papers.choose_letter(notice)

    def _tell_fact(self, name: str, text: str) -> None:
        self.desk.do(lambda guide, one: guide.put_file(one, with_fact(guide.file(one), name, text)))

    def _choose_law(self, law: str) -> None:
        laws = (law,) if law else ()
        self.desk.do(lambda guide, one: guide.put_file(one, replace(guide.file(one), laws=laws)))

    def _fulfil(self, law: str, duty: str, is_done: bool) -> None:  # noqa: FBT001 - Qt's signal
        at = self.session.actions.now() if is_done else None
        self.desk.do(
            lambda guide, one: guide.put_file(one, with_duty(guide.file(one), law, duty, at, by=guide.worker()))
        )

    def _start(self, start: Start, text: str) -> None:
        """Take the moment from which times are counted; an empty one is taken out again."""
        look, telling = self.desk.look, self._telling
        if look is None or telling is None:
            return
        at = read_moment(text, zone_of(look.time_zone, telling.words))
        if at is None and text.strip():
            laws = papers(look, telling.words, now=telling.now).laws
            self.papers.duties.show_wrong(start, laws.wrong if laws is not None else "")
            return
        self.desk.do(lambda guide, one: guide.put_file(one, with_start(guide.file(one), start, at)))

    def _end(self) -> None:
        look, telling = self.desk.look, self._telling
        if look is None or telling is None:
            return
        if look.incident.ended_at is not None:
            self.desk.do(lambda guide, one: guide.reopen(one))
        elif ask(self.theme, ending(telling.words), parent=self):
            self.desk.do(lambda guide, one: guide.end(one))

    def _save_evidence(self) -> None:
        look, telling = self.desk.look, self._telling
        if look is None or look.account is None or telling is None:
            return
        dialog = SaveEvidenceDialog(
            self.theme,
            self.session.background,
            lambda path, passphrase, words: evidence_work(self.app, look, path, passphrase, words),
            telling.words.for_zone(look.time_zone),
            address=look.account.address,
            now=telling.now,
            parent=self,
        )
        dialog.saved.connect(self._note_evidence)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _note_evidence(self, note: str) -> None:
        self.desk.do(lambda guide, one: guide.mark(one, EVIDENCE_STEP, Mark.DONE, note=note))

    def _save_report(self, ending: str) -> None:
        look, telling = self.desk.look, self._telling
        if look is not None and telling is not None:
            words = telling.words
            self._save(
                f"sentwatch-incident-report{ending}",
                lambda path: report_work(self.app, look, path, words, is_pdf=ending == ".pdf"),
            )

    def _save_journal(self) -> None:
        look, telling = self.desk.look, self._telling
        if look is not None and telling is not None:
            view = record(look, self.desk.incidents, telling.words, now=telling.now)
            self._save_text("sentwatch-journal.txt", view.text)

    def _save_text(self, name: str, text: str) -> None:
        self._save(name, lambda path: text_work(path, text))

    def _save(self, name: str, work: Callable[[Path], Work[Path]]) -> None:
        """Ask for a place, write, and say where it lies."""
        if self._telling is None:
            return
        words = self._telling.words
        path = place_to_save(self, words(N_("Save")), name, f"*{Path(name).suffix}")
        if path is None:
            return

        def done(written: Path) -> None:
            self.saved_text.setText(words(N_("Saved: {path}"), path=str(written)))
            self._show_part(self.parts.value)

        def failed(problem: Exception) -> None:
            if not isinstance(problem, Trouble):
                raise problem
            self.session.troubled.emit(problem, lambda: self._save(name, work))

        self.session.background.task(work(path)).then(done, failed=failed).start()
