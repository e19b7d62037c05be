"""The journal of an incident as lines and as a text: who did what when, nothing left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.breach_clocks import packaged_clocks
from sentwatch.adapters.playbooks import packaged_playbooks
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Situation
from sentwatch.core.playbooks.incident_file import IncidentFile, with_duty
from sentwatch.core.playbooks.incident_progress import Incident, Mark, change_guide, end, mark_step, remark, reopen
from sentwatch.texts.journal import journal_lines, journal_text
from sentwatch.wiring import words_for

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
BOOKS = packaged_playbooks()
CLOCKS = packaged_clocks()


def minute(n):
    return NOW + timedelta(minutes=n)


def incident():
    book = BOOKS.book(Situation.MAILBOX_IN_USE)
    one = Incident(id="i", situation=book.situation, audience=Audience.SMALL_OFFICE, noticed_at=NOW)
    one = mark_step(one, book, "save-evidence", Mark.DONE, at=minute(1), by="Aoi", note="on the\nstick")
    one = mark_step(one, book, "new-password", Mark.UNDONE, at=minute(2), note="waiting for Ken")
    one = mark_step(one, book, "new-password", Mark.DONE, at=minute(3), by="Ken")
    one = mark_step(one, book, "new-password", Mark.UNDONE, at=minute(4), by="Ken")
    one = mark_step(one, book, "stop-sending", Mark.SKIPPED, at=minute(5))
    one = remark(one, "Called <b>the provider</b>", at=minute(6), by="Aoi")
    one = reopen(end(one, at=minute(8)), at=minute(9))
    return end(change_guide(one, situation=Situation.PASSWORD_LEAKED, audience=one.audience), at=minute(10))


FILE = with_duty(IncidentFile(), "eu-gdpr", "authority", minute(7), by="Aoi")


def test_every_line_is_there_in_its_order_also_of_an_earlier_guide():
    lines = journal_lines(incident(), FILE, BOOKS, CLOCKS, words_for("en"))
    assert [(line.at, line.by, line.what, line.note) for line in lines] == [
        (NOW, "", "The incident was begun", ""),
        (minute(1), "Aoi", "Done: Save what can be seen. Delete nothing", "on the stick"),
        (minute(2), "", "Note on: Set a new password at the provider", "waiting for Ken"),
        (minute(3), "Ken", "Done: Set a new password at the provider", ""),
        (minute(4), "Ken", "Tick taken back: Set a new password at the provider", ""),
        (minute(5), "", "Does not apply: Still sending? Have it stopped", ""),
        (minute(6), "Aoi", "Called <b>the provider</b>", ""),
        (minute(7), "Aoi", "Duty to report fulfilled: Report to the data protection authority", ""),
        (minute(8), "", "Ended", ""),
        (minute(9), "", "Opened again", ""),
        (minute(10), "", "Ended", ""),
    ]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_text_holds_the_same_lines(lang):
    words = words_for(lang).for_zone("Asia/Tokyo")
    text = journal_text(incident(), FILE, BOOKS, CLOCKS, words, account="a@b.example", zone="Asia/Tokyo")
    for line in journal_lines(incident(), FILE, BOOKS, CLOCKS, words):
        assert line.what in text
        assert line.note in text
        assert words.moment(line.at) in text
    assert "a@b.example" in text
    assert "18:00" in text
    assert text.endswith("\n")


def test_hidden_characters_of_a_note_do_not_reach_the_text():
    one = remark(incident(), "a\u202eb\x1b[31m", at=minute(20))
    assert "\u202e" not in journal_text(one, FILE, BOOKS, CLOCKS, words_for("en"), account="", zone="")
