"""The checklist on a real store: answers, notes, undo, news since last time, and what the office's notes answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.lessons import packaged_lessons
from sentwatch.core.office import Leaver, SharedAddress
from sentwatch.core.playbooks.checklist import Audience, EvidenceKind, StepState
from sentwatch.core.playbooks.contacts import NEEDED, Contact
from sentwatch.core.playbooks.lessons import mark_quiz
from sentwatch.core.playbooks.self_check import SelfAnswer
from sentwatch.core.report import Status
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import silent
from sentwatch.service.checklist import NOTE_CHARACTERS
from sentwatch.service.office_look import KEY
from sentwatch.service.office_steps import CONTACTS_STEP, LESSONS_STEP, OFFICE_STEP, SELF_CHECK_STEP
from sentwatch.wiring import App
from support.clocks import HandClock

ALONE, OFFICE = Audience.INDIVIDUAL, Audience.SMALL_OFFICE


@pytest.fixture
def app(tmp_path):
    made = App(data_dir=tmp_path / "data", secrets=SessionSecrets(), clock=HandClock())
    yield made
    made.close()


def state(app, step, audience=OFFICE):
    return app.checklist.everything(audience).detail(step).view.state


def test_an_answer_can_be_taken_back_to_what_it_was(app):
    progress = app.checklist
    step = "acct.sessions"
    progress.answer(step, StepState.OK)
    before = progress.detail(step).answer
    progress.answer(step, StepState.NOT_APPLICABLE)
    progress.put_back(step, before)
    assert progress.detail(step).answer == before
    progress.put_back(step, None)
    assert progress.detail(step).answer is None
    assert state(app, step) is StepState.UNKNOWN


def test_a_note_outlives_answers_and_is_capped(app):
    progress = app.checklist
    progress.write_note("acct.mfa", "  key in the drawer " + "x" * 600)
    progress.answer("acct.mfa", StepState.OK)
    progress.take_back("acct.mfa")
    kept = progress.everything(ALONE).detail("acct.mfa").note
    assert kept.startswith("key in the drawer x")
    assert len(kept) == NOTE_CHARACTERS
    progress.write_note("acct.mfa", "  ")
    progress.write_note("no.such-step", "lost")
    assert progress.everything(ALONE).detail("acct.mfa").note == ""


def test_news_is_what_others_changed_and_not_what_its_owner_did(app):
    progress = app.checklist
    assert progress.everything(ALONE).changed == ()
    progress.answer("acct.sessions", StepState.OK)
    progress.snooze("acct.recovery", until=app.clock.now() + timedelta(days=3))
    assert progress.everything(ALONE).changed == ()
    app.look_at_device(cancel=CancelToken())
    found = {view.step.id for view in progress.everything(ALONE).changed}
    assert found
    assert all(name.startswith(("dev.", "acct.password-manager", "net.")) for name in found)
    # It stays news until it was seen, however often it is read.
    assert {view.step.id for view in progress.everything(ALONE).changed} == found
    progress.seen(ALONE)
    assert progress.everything(ALONE).changed == ()


def test_reading_writes_nothing_while_nothing_changed(app):
    app.checklist.everything(ALONE)
    before = app.database.value("SELECT total_changes()")
    app.checklist.everything(ALONE)
    assert app.database.value("SELECT total_changes()") == before


def test_the_contact_list_answers_its_step(app):
    contacts = tuple(Contact(role=role, name="N", phone="1") for role in NEEDED[OFFICE])
    app.office.keep_contacts(contacts[1:])
    assert state(app, CONTACTS_STEP) is StepState.UNKNOWN
    app.office_steps.contacts_looked_through(OFFICE)
    assert state(app, CONTACTS_STEP) is StepState.ATTENTION
    app.office.keep_contacts(contacts)
    app.office_steps.contacts_looked_through(OFFICE)
    seen = app.checklist.detail(CONTACTS_STEP)
    assert (seen.view.state, seen.view.evidence_kind) == (StepState.OK, EvidenceKind.SELF_REPORTED)


@pytest.mark.parametrize(("answer", "expected"), [("done", StepState.OK), ("not-done", StepState.ATTENTION)])
def test_the_self_check_answers_its_step_with_its_points_and_day(app, answer, expected):
    questions = app.office_steps.questions.questions
    app.office.put_self_check({question.id: SelfAnswer(answer) for question in questions})
    app.office_steps.self_check_finished()
    seen = app.checklist.detail(SELF_CHECK_STEP)
    assert seen.view.state is expected
    assert seen.answer.evidence == f"{100 if answer == 'done' else 0}/100"
    assert seen.view.checked_at == app.clock.now()
    first = app.office.self_check_results()[0].at
    app.clock.turn(86_400)
    app.office_steps.self_check_finished()
    assert [one.at for one in app.office.self_check_results()] == [first, app.clock.now()]


def test_lessons_answer_their_step_when_everybody_did_all(app):
    app.office.put_people(("Aoki", "Tanaka"))
    for person in ("Aoki", "Tanaka"):
        for lesson in packaged_lessons():
            assert state(app, LESSONS_STEP) is StepState.UNKNOWN
            app.office.finish(lesson, mark_quiz(lesson, {q.id: q.right for q in lesson.quiz}), person=person)
            app.office_steps.lesson_finished()
    assert state(app, LESSONS_STEP) is StepState.OK
    app.office.forget_person("Aoki")
    assert {done.person for done in app.office.completions()} == {"Tanaka"}


def facts(app, **leaver):
    gone = Leaver(name="Tanaka", left_at=app.clock.now() - timedelta(days=3), **leaver)
    app.office.put_facts(shared=(SharedAddress(address="info@example.jp", people=("Aoki",)),), leavers=(gone,))
    return gone


def test_the_offices_notes_are_looked_at_for_an_office_only(app):
    facts(app)
    assert not app.has_office_notes
    app.set_audience(OFFICE)
    assert [one.key for one in app.surroundings()][-1] == KEY
    report = app.look_at_office(cancel=CancelToken())
    assert [one.finding.kind.code for one in report.findings] == ["office.leaver-open"]
    assert state(app, OFFICE_STEP) is StepState.NOT_OK
    assert [one.account_key for one in app.last_reports.all(())] == [KEY]
    app.set_audience(ALONE)
    assert app.last_reports.all(()) == ()
    assert [one.key for one in app.surroundings()] == ["device", "rule-files"]


def test_a_leaver_who_is_closed_is_gone_from_the_findings(app):
    gone = facts(app)
    app.set_audience(OFFICE)
    app.look_at_office(cancel=CancelToken())
    app.office.put_facts(shared=(), leavers=(replace(gone, closed_at=app.clock.now()),))
    report = app.look_at_office(cancel=CancelToken())
    assert [one.status for one in report.findings] == [Status.GONE]
    app.office.put_facts(shared=(), leavers=())
    assert app.has_office_notes, "what was found before has to be seen gone"


def test_a_step_takes_the_looks_it_needs_and_no_others(app):
    facts(app)
    app.set_audience(OFFICE)
    told = []
    step = app.checklist.checklist.step(OFFICE_STEP)
    reports = list(app.step_looks.run(step, progress=told.append, cancel=CancelToken()))
    assert [report.account_key for report in reports] == [KEY]
    assert len(told) == 1
    device = app.checklist.checklist.step("dev.lock")
    assert [one.account_key for one in app.step_looks.run(device, progress=silent, cancel=CancelToken())] == ["device"]
    for name in ("people.payment", "acct.password-unique"):
        step = app.checklist.checklist.step(name)
        assert list(app.step_looks.run(step, progress=silent, cancel=CancelToken())) == []
