"""How far somebody is with an incident, from the first tick to the end, over restarts and changes of mind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from sentwatch.adapters.incident_journal import MAX_BYTES, incident_from_json, incident_to_json
from sentwatch.adapters.playbooks import packaged_playbooks
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Phase, Situation
from sentwatch.core.playbooks.incident_progress import (
    NOTE_CHARACTERS,
    Closing,
    Incident,
    JournalEntry,
    Mark,
    Remark,
    StepRefused,
    change_guide,
    end,
    mark_step,
    next_step,
    remark,
    reopen,
    standing,
)

BOOKS = packaged_playbooks()
BOOK = BOOKS.book(Situation.MAILBOX_IN_USE)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def incident(audience=Audience.INDIVIDUAL, situation=Situation.MAILBOX_IN_USE):
    return Incident(id="i1", situation=situation, audience=audience, noticed_at=NOW, account="tanaka@example.co.jp")


def minute(n):
    return NOW + timedelta(minutes=n)


def walk(one, book, marks=None):
    """Do every step in its order, as somebody calm would."""
    n = 0
    while (planned := next_step(standing(one, book))) is not None:
        n += 1
        mark = Mark.SKIPPED if planned.step.may_be_skipped and marks == "skip" else Mark.DONE
        one = mark_step(one, book, planned.step.id, mark, at=minute(n))
    return one, n


@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("marks", [None, "skip"])
def test_every_playbook_can_be_walked_to_its_end(situation, audience, marks):
    book = BOOKS.book(situation)
    one, n = walk(incident(audience, situation), book, marks)
    phases = standing(one, book)
    assert n == len(book.steps_for(audience))
    assert all(phase.is_complete for phase in phases)
    assert [phase.phase for phase in phases] == list(Phase)
    assert phases[-1].completed_at == minute(n)


def test_it_begins_with_the_first_step():
    assert next_step(standing(incident(), BOOK)).step.id == "save-evidence"


def test_steps_may_be_done_in_any_order():
    one = mark_step(incident(), BOOK, "new-password", Mark.DONE, at=minute(1))
    assert next_step(standing(one, BOOK)).step.id == "save-evidence"


def test_a_tick_can_be_taken_back_and_the_journal_keeps_both():
    one = mark_step(incident(), BOOK, "new-password", Mark.DONE, at=minute(1))
    one = mark_step(one, BOOK, "new-password", Mark.UNDONE, at=minute(2))
    step = standing(one, BOOK)[0].steps[1]
    assert (step.planned.step.id, step.is_open, step.at) == ("new-password", True, minute(2))
    assert [entry.mark for entry in one.journal] == [Mark.DONE, Mark.UNDONE]


def test_saying_it_again_changes_nothing():
    one = mark_step(incident(), BOOK, "new-password", Mark.DONE, at=minute(1))
    assert mark_step(one, BOOK, "new-password", Mark.DONE, at=minute(5)) is one
    assert mark_step(incident(), BOOK, "new-password", Mark.UNDONE, at=minute(1)) == incident()


def test_a_note_is_kept():
    one = mark_step(incident(), BOOK, "stop-sending", Mark.SKIPPED, at=minute(1), note="it has stopped")
    assert next(s for s in standing(one, BOOK)[0].steps if s.mark is Mark.SKIPPED).note == "it has stopped"


@pytest.mark.parametrize(
    ("step", "mark"),
    [
        ("new-password", Mark.SKIPPED),
        ("privacy-clock", Mark.DONE),
        ("leave-bounces", Mark.DONE),
        ("nothing", Mark.DONE),
    ],
)
def test_what_does_not_belong_here_is_refused(step, mark):
    with pytest.raises(StepRefused):
        mark_step(incident(), BOOK, step, mark, at=minute(1))


def test_the_office_has_the_privacy_clock():
    one = mark_step(incident(Audience.SMALL_OFFICE), BOOK, "privacy-clock", Mark.DONE, at=minute(1))
    assert len(one.journal) == 1


def test_a_clock_set_back_does_not_undo_a_tick():
    one = mark_step(incident(), BOOK, "new-password", Mark.UNDONE, at=minute(9), note="x")
    one = mark_step(one, BOOK, "new-password", Mark.DONE, at=minute(-60))
    assert standing(one, BOOK)[0].steps[1].mark is Mark.DONE


def test_after_the_end_nothing_is_ticked_until_it_is_reopened():
    ended = end(incident(), at=minute(30))
    assert end(ended, at=minute(40)).ended_at == minute(30)
    with pytest.raises(StepRefused):
        mark_step(ended, BOOK, "new-password", Mark.DONE, at=minute(31))
    assert mark_step(reopen(ended, at=minute(31)), BOOK, "new-password", Mark.DONE, at=minute(31)).journal


def test_ticks_of_an_older_file_are_left_aside():
    one = Incident(
        id="i",
        situation=Situation.MAILBOX_IN_USE,
        audience=Audience.INDIVIDUAL,
        noticed_at=NOW,
        journal=(JournalEntry(step="gone", mark=Mark.DONE, at=NOW),),
    )
    assert next_step(standing(one, BOOK)).step.id == "save-evidence"


def test_it_survives_a_restart_at_every_step():
    one = incident(Audience.SMALL_OFFICE)
    while (planned := next_step(standing(one, BOOK))) is not None:
        one = mark_step(incident_from_json(incident_to_json(one)), BOOK, planned.step.id, Mark.DONE, at=NOW, note="済")
        assert incident_from_json(incident_to_json(one)) == one
    ended = end(one, at=minute(99))
    assert incident_from_json(incident_to_json(ended)) == ended


def test_a_newer_journal_is_still_read():
    text = incident_to_json(incident()).replace(b'"schema": 1', b'"schema": 2, "mood": "better"')
    assert incident_from_json(text) == incident()


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b"[" * 100_000,
        b" " * (MAX_BYTES + 1),
        incident_to_json(incident()).replace(b"mailbox-in-use", b"elsewhere"),
        incident_to_json(incident()).replace(b"+00:00", b"").replace(b"Z", b""),
    ],
)
def test_a_damaged_journal_is_refused_in_words(text):
    with pytest.raises(msgspec.ValidationError, match=r"\$|required|Expected|Invalid"):
        incident_from_json(text)


def test_a_line_in_the_journal_says_who_wrote_it_also_after_the_end():
    ended = end(incident(), at=minute(30))
    one = remark(ended, "  The provider called back.\n", at=minute(40), by="Aoi")
    assert one.remarks == (Remark(text="The provider called back.", at=minute(40), by="Aoi"),)
    assert remark(one, " \n", at=minute(41)) is one
    assert incident_from_json(incident_to_json(one)) == one


def test_opening_it_again_keeps_when_it_was_closed():
    one = reopen(end(incident(), at=minute(30)), at=minute(45))
    assert one.closings == (Closing(ended_at=minute(30), reopened_at=minute(45)),)
    assert reopen(one, at=minute(50)) is one
    assert incident_from_json(incident_to_json(one)) == one


def test_another_guide_keeps_the_ticks_of_steps_both_have():
    one = mark_step(incident(), BOOK, "new-password", Mark.DONE, at=minute(1), by="Aoi")
    one = mark_step(one, BOOK, "save-evidence", Mark.DONE, at=minute(2))
    other = change_guide(one, situation=Situation.PASSWORD_LEAKED, audience=Audience.SMALL_OFFICE)
    phases = standing(other, BOOKS.book(Situation.PASSWORD_LEAKED))
    assert [s.planned.step.id for phase in phases for s in phase.steps if s.mark is Mark.DONE] == ["new-password"]
    back = change_guide(other, situation=one.situation, audience=one.audience)
    assert standing(back, BOOK) == standing(one, BOOK)


def test_a_note_is_cut_and_trimmed():
    one = mark_step(incident(), BOOK, "new-password", Mark.DONE, at=minute(1), note=" x" * 9_000)
    assert len(one.journal[0].note) == NOTE_CHARACTERS
