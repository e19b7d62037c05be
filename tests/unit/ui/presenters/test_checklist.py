"""The checklist in words: states and their evidence, what is next, what changed, lessons, self-check, office notes."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from sentwatch.adapters.checklist import packaged_checklist
from sentwatch.adapters.lessons import packaged_lessons
from sentwatch.core.office import Leaver
from sentwatch.core.playbooks.checklist import Audience, EvidenceKind, StepState, StepView
from sentwatch.core.playbooks.self_check import SelfAnswer
from sentwatch.core.providers import Trust
from sentwatch.service.checklist import StepDetail
from sentwatch.texts.provider_pages import PAGE_NAMES
from sentwatch.ui.checklist_book import read_book
from sentwatch.ui.presenters.checklist import checklist
from sentwatch.ui.presenters.checklist_step import step_page
from sentwatch.ui.presenters.contacts import contacts_view
from sentwatch.ui.presenters.lessons import lesson_page, lessons_view, quiz
from sentwatch.ui.presenters.office import (
    LeaverRow,
    SharedRow,
    leaver,
    names_text,
    read_day,
    read_names,
    shared_address,
)
from sentwatch.ui.presenters.self_check import self_check_view
from sentwatch.ui.presenters.step_states import look_of
from sentwatch.ui.step_look import STEP_ICONS, StepLook
from support import window_facts as facts
from support.checklist_facts import fresh_app, lived_app

EN, JA = facts.words_for("en"), facts.words_for("ja")
NOW = facts.NOW
KANA = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return read_book(lived_app(tmp_path_factory.mktemp("office") / "data"))


@pytest.fixture
def empty(tmp_path):
    return read_book(fresh_app(tmp_path))


def page(book, step_id, words=EN, *, known=None, system="linux"):
    return step_page(step_id, book, known or facts.attention(), words, now=NOW, system=system)


def everything_done(book):
    def done(detail):
        view = replace(
            detail.view,
            state=StepState.OK,
            evidence_kind=EvidenceKind.SELF_REPORTED,
            checked_at=NOW,
            due=NOW + timedelta(days=90),
            is_due=False,
        )
        return replace(detail, view=view)

    return replace(book, now=replace(book.now, details=tuple(map(done, book.now.details)), changed=()))


def test_the_page_counts_names_the_next_step_and_what_is_due(book):
    view = checklist(book, EN, now=NOW)
    assert view.header.detail == "6 of 49 done · 1 step is due again"
    assert (view.far.next_heading, view.far.title) == ("Go on with", "A long password used for mail only")
    assert view.far.share == pytest.approx(6 / 49)
    assert len(view.news.rows) == 5
    assert view.finish is None
    assert sum(len(section.rows) for section in view.sections) == 50


def test_with_nothing_kept_it_begins_and_every_state_is_open(empty):
    view = checklist(empty, EN, now=NOW)
    assert view.far.next_heading == "Begin here"
    assert view.news is None
    assert {row.look for section in view.sections for row in section.rows} == {StepLook.OPEN}


def test_a_finished_list_says_what_it_rests_on_and_promises_nothing(book):
    view = checklist(everything_done(book), EN, now=NOW)
    assert view.far.step == ""
    assert view.finish.sentence == "Every step is done."
    assert "0 of them for itself; 50 are as you said" in view.finish.detail
    assert "cannot make it impossible" in view.finish.detail
    assert "Due next:" in view.finish.detail


def test_a_list_put_off_is_not_called_done(book):
    def later(detail):
        view = replace(detail.view, state=StepState.NOT_OK, due=NOW + timedelta(days=3), is_due=False)
        return replace(detail, view=view)

    put_off = replace(book, now=replace(book.now, details=tuple(map(later, book.now.details))))
    view = checklist(put_off, EN, now=NOW)
    assert view.finish.sentence == "Nothing waits for you today."
    assert "50 steps are put off." in view.finish.detail
    assert {row.look for section in view.sections for row in section.rows} == {StepLook.LATER}


def test_every_look_has_a_shape_of_its_own():
    assert set(STEP_ICONS) == set(StepLook)
    assert len({icon for icon, _ in STEP_ICONS.values()}) == len(StepLook)


@pytest.mark.parametrize(
    ("state", "is_due", "look"),
    [
        (StepState.OK, False, StepLook.DONE),
        (StepState.OK, True, StepLook.AGAIN),
        (StepState.NOT_APPLICABLE, False, StepLook.LEFT_OUT),
        (StepState.NOT_APPLICABLE, True, StepLook.AGAIN),
        (StepState.UNKNOWN, True, StepLook.OPEN),
        (StepState.UNKNOWN, False, StepLook.LATER),
        (StepState.NOT_OK, True, StepLook.TO_DO),
        (StepState.ATTENTION, True, StepLook.LOOK),
    ],
)
def test_looks(state, is_due, look):
    step = packaged_checklist().steps[0]
    assert look_of(StepView(step=step, state=state, is_due=is_due)) is look


def test_what_was_found_is_evidence_and_nobody_can_answer_over_it(book):
    view = page(book, "dom.dmarc")
    assert [one.ref is not None for one in view.stand.evidence] == [True]
    assert view.answer.choices == ()
    assert view.answer.heading == "Sentwatch sees for itself when this is done."
    assert view.stand.again == "Check again"


def test_where_nothing_was_looked_at_it_is_said_and_can_be_answered(book):
    view = page(book, "acct.password-unique")
    assert view.stand.state == "Not known yet"
    assert view.stand.evidence[0].text == "Sentwatch has not looked at this yet."
    assert view.stand.hint.startswith("A password can be looked at only when you type it in")
    assert view.stand.again == ""
    assert len(view.answer.choices) == 3


def test_a_blind_look_says_why_and_is_never_done(book):
    view = page(book, "dom.mta-sts")
    assert view.stand.state != "Done"
    assert any("Could not be looked at" in one.text for one in view.stand.evidence)


def test_every_step_is_told_in_both_languages_for_every_system(book, empty):
    for one, audience in ((book, Audience.SMALL_OFFICE), (empty, Audience.INDIVIDUAL)):
        assert one.now.audience is audience
        for seen in one.now.views:
            for system in ("linux", "darwin", "win32"):
                en, ja = page(one, seen.step.id, EN, system=system), page(one, seen.step.id, JA, system=system)
                assert en.hows
                assert KANA.search(ja.title + ja.why)
                assert not KANA.search("".join((en.title, en.why, *en.hows, en.stand.facts)))
                assert en.links_note == "" or any(not link.is_verified for link in en.links)
                assert all(link.url.startswith("https://") for link in en.links)


def test_steps_lead_on_in_order_and_around_the_end(book):
    ids = [view.step.id for view in book.now.views]
    assert page(book, ids[0]).previous_id == ""
    assert page(book, ids[-1]).following_id == ""
    assert page(book, ids[0]).following_id == ids[1]
    due = {view.step.id for view in book.now.views if view.is_due}
    assert page(book, ids[-1]).go_on_id in due
    assert page(book, "no.such-step") is None


def test_general_knowledge_is_called_so(book):
    hints = [v.step.id for v in book.now.views if v.step.words.trust is Trust.HINT]
    for step_id in hints:
        assert "general knowledge" in page(book, step_id).sources[0]


def test_pages_a_step_leads_to_have_names():
    named = {page for step in packaged_checklist().steps for page in step.pages}
    assert named <= set(PAGE_NAMES)


def test_contacts_begin_with_the_roles_nobody_can_do_without(book):
    view = contacts_view(book, EN, now=NOW)
    assert [row.is_needed for row in view.rows] == [True] * 5
    assert view.state == "Numbers still missing: 2"
    assert {desk.url for desk in contacts_view(book, JA, now=NOW).desks} < {desk.url for desk in view.desks}


def test_lessons_stand_for_the_person_chosen(book):
    looks = [row.look for row in lessons_view(book, "Aoki Mari", EN, now=NOW).rows]
    assert looks == [StepLook.DONE] * 2 + [StepLook.OPEN] * 3
    year = NOW + timedelta(days=366)
    assert lessons_view(book, "Aoki Mari", EN, now=year).rows[0].look is StepLook.AGAIN
    assert lessons_view(book, "", EN, now=NOW).rows[0].facts.startswith("1 of 2 done")


@pytest.mark.parametrize("lesson", packaged_lessons(), ids=lambda one: one.id)
def test_every_lesson_is_told_to_its_end(lesson):
    for words in (EN, JA):
        pages = [lesson_page(lesson, number, words) for number in range(len(lesson.pages))]
        assert [one.is_last for one in pages] == [False] * (len(pages) - 1) + [True]
        assert pages[0].share < pages[-1].share < 1.0
        asked = quiz(lesson, {}, "", words)
        assert asked.result == ""
        assert not any(one.because or any(choice.mark for choice in one.choices) for one in asked.questions)
        right = quiz(lesson, {one.id: one.right for one in lesson.quiz}, "", words)
        assert right.is_passed
        assert all(one.because for one in right.questions)
        wrong = quiz(lesson, {one.id: (one.right + 1) % len(one.choices) for one in lesson.quiz}, "A", words)
        assert not wrong.is_passed
        assert all([c.mark for c in one.choices].count("wrong") == 1 for one in wrong.questions)


def test_the_self_check_counts_suggests_and_says_what_comes_first(book):
    view = self_check_view(book, book.notes.answers, EN, now=NOW)
    assert (view.points, view.facts) == ("18 points", "6 of 25 answered")
    assert view.result == ""
    assert not view.can_finish
    assert not set(view.suggested) & set(book.notes.answers)
    whole = {question.id: SelfAnswer.NOT_DONE for question in book.questions.questions}
    done = self_check_view(book, whole, EN, now=NOW)
    assert done.can_finish
    assert len(done.first) == 3
    assert not done.suggested


def test_days_are_read_as_people_write_them():
    for text in ("2025-10-18", " 2025/10/18 ", "2025年10月18日", "2025.10.18"):
        assert read_day(text, facts.ZONE).astimezone(facts.ZONE).date().isoformat() == "2025-10-18"
    for text in ("", "soon", "2025-13-01", "18.10.2025", "9" * 5_000, "2025-10-18 extra"):
        assert read_day(text, facts.ZONE) is None


def test_names_are_read_with_any_comma_each_once():
    assert read_names("Aoki, Tanaka、Kimura;Aoki,, ") == ("Aoki", "Tanaka", "Kimura")
    assert len(read_names(",".join(map(str, range(500))))) == 60
    assert read_names(names_text(("A", "B"), "ja")) == read_names(names_text(("A", "B"), "en"))


def test_what_is_typed_of_the_office_becomes_what_is_kept():
    kept = shared_address(SharedRow(address=" info@a.example ", people="A, B", changed="2025-10-18"), UTC)
    assert (kept.address, kept.people) == ("info@a.example", ("A", "B"))
    before = (Leaver(name="A", left_at=NOW, closed_at=NOW - timedelta(days=3)),)
    row = LeaverRow(name="A", left="2025-10-01", is_closed=True)
    assert leaver(row, before, now=NOW, zone=UTC).closed_at == before[0].closed_at
    assert leaver(row, (), now=NOW, zone=UTC).closed_at == NOW
    assert leaver(replace(row, is_closed=False), before, now=NOW, zone=UTC).closed_at is None


def test_a_detail_without_words_is_no_page(book):
    bare = replace(book.now.details[0].view.step, words=None)
    detail = StepDetail(view=StepView(step=bare, state=StepState.UNKNOWN), answer=None, look=None)
    assert page(replace(book, now=replace(book.now, details=(detail,))), bare.id) is None
