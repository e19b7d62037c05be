"""Use case: what an office keeps beside its mailboxes: people, contacts, lessons done, its self-check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.office import Leaver, OfficeFacts, SharedAddress
from sentwatch.core.playbooks.contacts import Contact
from sentwatch.core.playbooks.lessons import Completion, Lesson, QuizResult, completed
from sentwatch.core.playbooks.self_check import SelfAnswer, SelfCheckResult
from sentwatch.ports.clock import Clock
from sentwatch.store.kept import Kept

CONTACTS: Final = "contacts"
CONTACTS_REVIEWED: Final = "contacts-reviewed"
PEOPLE: Final = "people"
LESSONS: Final = "lesson-completions"
SELF_CHECK: Final = "self-check-answers"
SELF_CHECK_RESULTS: Final = "self-check-results"
KEPT_RESULTS: Final = 20
"""One a year is asked for; twenty are more than anybody compares."""
FACTS: Final = "office-facts"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeBook:
    """The office's own notes, kept sealed in the store."""

    kept: Kept
    clock: Clock

    def contacts(self) -> tuple[Contact, ...]:
        """The own list of whom to call."""
        return self.kept.get(CONTACTS, tuple[Contact, ...]) or ()

    def put_contacts(self, contacts: Iterable[Contact]) -> None:
        """Keep the list; it counts as looked through today."""
        self.keep_contacts(contacts)
        self.kept.put(CONTACTS_REVIEWED, self.clock.now())

    def keep_contacts(self, contacts: Iterable[Contact]) -> None:
        """Keep what was typed so far; whether all of it is right, nobody has said yet."""
        self.kept.put(CONTACTS, tuple(contacts))

    def contacts_reviewed_at(self) -> datetime | None:
        """When somebody last looked the list through."""
        return self.kept.get(CONTACTS_REVIEWED, datetime)

    def people(self) -> tuple[str, ...]:
        """Those who take the lessons, by the names the office gives them."""
        return self.kept.get(PEOPLE, tuple[str, ...]) or ()

    def put_people(self, people: Iterable[str]) -> None:
        """Keep who takes the lessons; each name once."""
        self.kept.put(PEOPLE, tuple(dict.fromkeys(name.strip() for name in people if name.strip())))

    def forget_person(self, person: str) -> None:
        """Forget somebody and what they did."""
        self.put_people(name for name in self.people() if name != person)
        self.kept.put(LESSONS, tuple(done for done in self.completions() if done.person != person))

    def completions(self) -> tuple[Completion, ...]:
        """Who finished which lesson when."""
        return self.kept.get(LESSONS, tuple[Completion, ...]) or ()

    def finish(self, lesson: Lesson, result: QuizResult, *, person: str) -> Completion | None:
        """Keep that somebody passed a quiz; None, and nothing kept, where it was not passed."""
        done = completed(lesson, result, person=person, at=self.clock.now())
        if done is not None:
            self.kept.put(LESSONS, (*self.completions(), done))
        return done

    def self_check(self) -> Mapping[str, SelfAnswer]:
        """The answers of the self-check."""
        return self.kept.get(SELF_CHECK, dict[str, SelfAnswer]) or {}

    def put_self_check(self, answers: Mapping[str, SelfAnswer]) -> None:
        """Keep the answers of the self-check."""
        self.kept.put(SELF_CHECK, dict(answers))

    def self_check_results(self) -> tuple[SelfCheckResult, ...]:
        """The self-checks that were finished, the latest last."""
        return self.kept.get(SELF_CHECK_RESULTS, tuple[SelfCheckResult, ...]) or ()

    def finish_self_check(self, answers: Mapping[str, SelfAnswer]) -> SelfCheckResult:
        """Keep these answers with the day they were given."""
        self.put_self_check(answers)
        result = SelfCheckResult(at=self.clock.now(), answers=dict(answers))
        self.kept.put(SELF_CHECK_RESULTS, (*self.self_check_results(), result)[-KEPT_RESULTS:])
        return result

    def facts(self) -> OfficeFacts:
        """Shared addresses and people who left."""
        return self.kept.get(FACTS, OfficeFacts) or OfficeFacts()

    def put_facts(self, *, shared: Iterable[SharedAddress], leavers: Iterable[Leaver]) -> None:
        """Keep shared addresses and people who left."""
        self.kept.put(FACTS, OfficeFacts(shared=tuple(shared), leavers=tuple(leavers)))
