"""Use case: the checklist steps that are answered elsewhere: by the contact list, the self-check and the lessons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sentwatch.core.playbooks.checklist import Audience, EvidenceKind, StepAnswer, StepState
from sentwatch.core.playbooks.contacts import contacts_answer
from sentwatch.core.playbooks.lessons import Lesson, standings
from sentwatch.core.playbooks.self_check import SelfCheck, self_check_answer
from sentwatch.service.checklist import ChecklistProgress
from sentwatch.service.office import OfficeBook

CONTACTS_STEP: Final = "inc.contacts"
SELF_CHECK_STEP: Final = "people.ipa25"
LESSONS_STEP: Final = "people.training"
OFFICE_STEP: Final = "acct.shared-and-leavers"
PAYMENT_STEP: Final = "people.payment"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeSteps:
    """Lets what the office wrote down count for the checklist."""

    book: OfficeBook
    checklist: ChecklistProgress
    questions: SelfCheck
    lessons: Sequence[Lesson]

    def contacts_looked_through(self, audience: Audience) -> None:
        """The contact list is right today: the step is done, or names what is still open."""
        contacts = self.book.contacts()
        self.book.put_contacts(contacts)
        answer = contacts_answer(contacts, audience, reviewed_at=self.book.contacts_reviewed_at())
        if answer is not None:
            self.checklist.take(CONTACTS_STEP, answer)

    def self_check_finished(self) -> None:
        """The answers given so far are a self-check of today."""
        result = self.book.finish_self_check(self.book.self_check())
        self.checklist.take(SELF_CHECK_STEP, self_check_answer(self.questions, result))

    def lesson_finished(self) -> None:
        """Once everybody has done every lesson within the year, the step is done."""
        people, now = self.book.people(), self.book.clock.now()
        if not people or any(one.missing for one in standings(self.lessons, self.book.completions(), people, now=now)):
            return
        said = StepAnswer(state=StepState.OK, evidence_kind=EvidenceKind.SELF_REPORTED, at=now)
        self.checklist.take(LESSONS_STEP, said)
