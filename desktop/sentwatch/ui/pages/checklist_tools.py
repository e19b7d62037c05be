"""What belongs to the checklist beside its steps: contacts, self-check, lessons, the office's shared addresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from sentwatch.core.office import OfficeFacts
from sentwatch.core.playbooks.lessons import Lesson, mark_quiz
from sentwatch.ui.dialogs.question import ask
from sentwatch.ui.outside import open_outside
from sentwatch.ui.presenters import contacts as contact_words
from sentwatch.ui.presenters import lessons as lesson_words
from sentwatch.ui.presenters import office as office_words
from sentwatch.ui.presenters.checklist_tools import Tool
from sentwatch.ui.presenters.papers import PaperWish
from sentwatch.ui.presenters.self_check import self_check_view
from sentwatch.ui.widgets.contacts_pane import ContactsPane
from sentwatch.ui.widgets.lesson_pane import LessonPane
from sentwatch.ui.widgets.lessons_pane import LessonsPane
from sentwatch.ui.widgets.office_pane import OfficePane
from sentwatch.ui.widgets.self_check_pane import SelfCheckPane
from sentwatch.ui.widgets.tool_pane import ToolPane

if TYPE_CHECKING:
    from sentwatch.core.playbooks.contacts import Contact
    from sentwatch.core.playbooks.self_check import SelfAnswer
    from sentwatch.ui.checklist_book import ChecklistBook
    from sentwatch.ui.checklist_desk import ChecklistDesk
    from sentwatch.ui.pages.page import Telling
    from sentwatch.ui.theme import Theme
    from sentwatch.wiring import App


class ChecklistTools(QObject):
    """`wanted` carries the pane to show, `paper_wanted` a wish and which paper; `left` comes with the way back."""

    wanted = Signal(object)
    left = Signal()
    paper_wanted = Signal(object, object)
    finding_wanted = Signal(object)

    def __init__(self, theme: Theme, desk: ChecklistDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._desk = desk
        self._page = parent
        self._telling: Telling | None = None
        self._lesson: Lesson | None = None
        self._reading = 0
        self._chosen: dict[str, int] = {}
        self._person = lesson_words.NOBODY
        self.contacts = ContactsPane(theme)
        self.self_check = SelfCheckPane(theme)
        self.lessons = LessonsPane(theme)
        self.lesson = LessonPane(theme)
        self.office = OfficePane(theme)
        self._of = {
            Tool.CONTACTS: self.contacts,
            Tool.SELF_CHECK: self.self_check,
            Tool.LESSONS: self.lessons,
            Tool.OFFICE: self.office,
        }
        self._paints: dict[ToolPane, Callable[[ChecklistBook, Telling], None]] = {
            self.contacts: self._paint_contacts,
            self.self_check: self._paint_self_check,
            self.lessons: self._paint_lessons,
            self.lesson: self._paint_lesson,
            self.office: self._paint_office,
        }
        self._connect()

    @property
    def panes(self) -> tuple[ToolPane, ...]:
        """All of them."""
        return tuple(self._paints)

    def open(self, tool: Tool) -> None:
        """Show one of them."""
        self.wanted.emit(self._of[tool])

    def paint(self, pane: ToolPane, telling: Telling) -> None:
        """Paint the one that is shown."""
        self._telling = telling
        if self._desk.book is not None:
            self._paints[pane](self._desk.book, telling)

    def _connect(self) -> None:
        for pane in self._of.values():
            pane.back_wanted.connect(self.left)
            pane.paper_wanted.connect(lambda wish, pane=pane: self._hand_on(pane, wish))
        self.contacts.changed.connect(self._keep_contacts)
        self.contacts.remove_wanted.connect(self._remove_contact)
        self.contacts.right_today.connect(self._contacts_are_right)
        self.contacts.outside_wanted.connect(open_outside)
        self.self_check.answered.connect(lambda question, answer: self._answer({question: answer}))
        self.self_check.seen_taken.connect(self._take_seen)
        self.self_check.finished.connect(lambda: self._desk.change(lambda app: app.office_steps.self_check_finished()))
        self.lessons.lesson_wanted.connect(self._open_lesson)
        self.lessons.person_chosen.connect(self._choose_person)
        self.lessons.person_added.connect(self._add_person)
        self.lessons.person_forgotten.connect(self._forget_person)
        self.lesson.back_wanted.connect(lambda: self.wanted.emit(self.lessons))
        self.lesson.turned.connect(self._turn)
        self.lesson.picked.connect(self._pick)
        self.lesson.again_wanted.connect(self._take_again)
        self.office.shared_changed.connect(lambda rows: self._keep_office(shared=rows))
        self.office.leavers_changed.connect(lambda rows: self._keep_office(leavers=rows))
        self.office.shared_removed.connect(self._remove_shared)
        self.office.leaver_removed.connect(self._remove_leaver)
        self.office.finding_wanted.connect(self.finding_wanted)

    def _hand_on(self, pane: ToolPane, wish: PaperWish) -> None:
        self.paper_wanted.emit(wish, next(tool for tool, one in self._of.items() if one is pane))

    # Contacts

    def _paint_contacts(self, book: ChecklistBook, telling: Telling) -> None:
        self.contacts.show_view(contact_words.contacts_view(book, telling.words, now=telling.now))

    def _keep_contacts(self, contacts: tuple[Contact, ...]) -> None:
        self._desk.change(lambda app: app.office.keep_contacts(contacts))

    def _remove_contact(self, contact: Contact) -> None:
        left = list(self.contacts.contacts)
        if contact not in left or self._telling is None:
            return
        has_something = bool(contact.name or contact.phone or contact.note)
        question = contact_words.remove_question(contact, self._telling.words)
        if not has_something or ask(self._theme, question, parent=self._page):
            left.remove(contact)
            self._keep_contacts(tuple(left))

    def _contacts_are_right(self) -> None:
        if self._desk.book is not None:
            audience = self._desk.book.now.audience
            self._desk.change(lambda app: app.office_steps.contacts_looked_through(audience))

    # Self-check

    def _paint_self_check(self, book: ChecklistBook, telling: Telling) -> None:
        self.self_check.show_view(self_check_view(book, book.notes.answers, telling.words, now=telling.now))

    def _answer(self, answers: Mapping[str, SelfAnswer]) -> None:
        def act(app: App) -> None:
            app.office.put_self_check({**app.office.self_check(), **answers})

        self._desk.change(act)

    def _take_seen(self) -> None:
        book, telling = self._desk.book, self._telling
        if book is not None and telling is not None:
            self._answer(self_check_view(book, book.notes.answers, telling.words, now=telling.now).suggested)

    # Lessons

    def _paint_lessons(self, book: ChecklistBook, telling: Telling) -> None:
        self.lessons.show_view(
            lesson_words.lessons_view(book, self._learner, telling.words, now=telling.now), self._learner
        )
        self.lessons.offer_paper(lesson_words.record_papers(telling.words))
        self.lessons.paper.setVisible(bool(book.notes.people))

    def _paint_lesson(self, _book: ChecklistBook, telling: Telling) -> None:
        lesson = self._lesson
        if lesson is None:
            return
        if self._reading < len(lesson.pages):
            self.lesson.show_page(lesson_words.lesson_page(lesson, self._reading, telling.words))
        else:
            self.lesson.show_quiz(lesson_words.quiz(lesson, self._chosen, self._learner, telling.words))

    @property
    def _learner(self) -> str:
        """Who is learning, where that is somebody on the list."""
        known = self._desk.book.notes.people if self._desk.book is not None else ()
        return self._person if self._person in known else lesson_words.NOBODY

    def _open_lesson(self, lesson_id: str) -> None:
        if self._desk.book is not None:
            self._lesson = next(one for one in self._desk.book.lessons if one.id == lesson_id)
            self._reading, self._chosen = 0, {}
            self.wanted.emit(self.lesson)

    def _turn(self, way: int) -> None:
        if self._lesson is None:
            return
        self._reading += way
        self.wanted.emit(self.lessons if self._reading < 0 else self.lesson)

    def _pick(self, question: str, place: int) -> None:
        lesson = self._lesson
        if lesson is None or question in self._chosen:
            return
        self._chosen[question] = place
        self._repaint(self.lesson)
        if len(self._chosen) < len(lesson.quiz):
            return
        result, person = mark_quiz(lesson, self._chosen), self._learner
        if result.is_passed and person:

            def act(app: App) -> None:
                app.office.finish(lesson, result, person=person)
                app.office_steps.lesson_finished()

            self._desk.change(act)

    def _take_again(self) -> None:
        self._chosen = {}
        self.wanted.emit(self.lesson)

    def _choose_person(self, person: str) -> None:
        self._person = person
        self._repaint(self.lessons)

    def _add_person(self, person: str) -> None:
        self._person = person
        self._desk.change(lambda app: app.office.put_people((*app.office.people(), person)))

    def _forget_person(self, person: str) -> None:
        if self._telling is None or not person:
            return
        if ask(self._theme, lesson_words.forget_question(person, self._telling.words), parent=self._page):
            self._desk.change(lambda app: app.office.forget_person(person))

    # The office

    def _paint_office(self, book: ChecklistBook, telling: Telling) -> None:
        self.office.zone, self.office.lang = telling.words.zone, telling.words.lang
        self.office.show_view(office_words.office_view(book, telling.known, telling.words))

    def _keep_office(
        self,
        *,
        shared: tuple[office_words.SharedRow, ...] | None = None,
        leavers: tuple[office_words.LeaverRow, ...] | None = None,
    ) -> None:
        """Keep what was typed and judge it anew."""
        book, telling = self._desk.book, self._telling
        if book is None or telling is None:
            return
        facts, zone, now = book.notes.facts, telling.words.zone, telling.now
        kept = OfficeFacts(
            shared=facts.shared if shared is None else tuple(office_words.shared_address(one, zone) for one in shared),
            leavers=facts.leavers if leavers is None else tuple(
                office_words.leaver(one, facts.leavers, now=now, zone=zone) for one in leavers
            ),
        )  # fmt: skip
        self._desk.change_office(kept)

    def _remove_shared(self, number: int) -> None:
        book, telling = self._desk.book, self._telling
        if book is None or telling is None or number >= len(book.notes.facts.shared):
            return
        facts = book.notes.facts
        question = office_words.remove_shared_question(facts.shared[number].address, telling.words)
        if ask(self._theme, question, parent=self._page):
            shared = (*facts.shared[:number], *facts.shared[number + 1 :])
            self._desk.change_office(OfficeFacts(shared=shared, leavers=facts.leavers))

    def _remove_leaver(self, number: int) -> None:
        book, telling = self._desk.book, self._telling
        if book is None or telling is None or number >= len(book.notes.facts.leavers):
            return
        facts = book.notes.facts
        question = office_words.remove_leaver_question(facts.leavers[number].name, telling.words)
        if ask(self._theme, question, parent=self._page):
            leavers = (*facts.leavers[:number], *facts.leavers[number + 1 :])
            self._desk.change_office(OfficeFacts(shared=facts.shared, leavers=leavers))

    def _repaint(self, pane: ToolPane) -> None:
        """Something changed that nothing was read for."""
        if self._telling is not None:
            self.paint(pane, self._telling)
            self.wanted.emit(None)
