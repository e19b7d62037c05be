"""The guide, its papers and its journal as words: nothing is told that is not known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Situation
from sentwatch.core.playbooks.incident_file import with_fact
from sentwatch.core.playbooks.incident_progress import Mark
from sentwatch.core.providers import Trust
from sentwatch.ui.known import Known
from sentwatch.ui.presenters.incident import begin, guide, link_detail
from sentwatch.ui.presenters.incident_papers import papers, read_moment, report_with_clocks
from sentwatch.ui.presenters.incident_record import record
from support import window_facts as facts
from support.incident_facts import begun, sample_app

EN, JA = facts.words_for("en"), facts.words_for("ja")


@pytest.fixture
def app(tmp_path):
    made = sample_app(tmp_path / "data")
    yield made
    made.close()


def look(app, incident=None):
    return app.look_at_incident.run((incident or app.incidents.all()[0]).id)


def steps_of(view):
    return {step.id: step for phase in view.phases for step in phase.steps}


def test_a_fresh_guide_begins_with_calm_words(app):
    begun(app, steps=())
    view = guide(look(app), EN, now=app.clock.at)
    assert view.lead.startswith("Take a breath.")
    assert [(phase.heading, phase.progress) for phase in view.phases] == [
        ("The first 15 minutes", "0 of 7"),
        ("The first day", "0 of 8"),
        ("The first week", "0 of 6"),
    ]
    assert view.next_id == "save-evidence"
    assert [step.id for step in steps_of(view).values() if step.is_next] == ["save-evidence"]
    assert view.over == ""


def test_who_did_what_when_stands_beside_a_step(app):
    begun(app)
    view = guide(look(app), EN, now=app.clock.at)
    assert view.lead == ""
    done = steps_of(view)["new-password"]
    assert (done.mark, done.facts) == (Mark.DONE, "done 8 minutes ago · Morishita")
    assert steps_of(view)["remove-settings"].facts == "about 4 minutes"


def test_an_office_reads_what_is_for_offices(app):
    begun(app)
    do = steps_of(guide(look(app), EN, now=app.clock.at))["new-password"].do
    assert do[-1].startswith("The administrator resets it")
    app.incidents.change(app.incidents.all()[0], situation=Situation.MAILBOX_IN_USE, audience=Audience.INDIVIDUAL)
    assert len(steps_of(guide(look(app), EN, now=app.clock.at))["new-password"].do) == 1


def test_pages_are_those_of_the_provider_and_say_who_vouches_for_them(app):
    begun(app)
    step = steps_of(guide(look(app), EN, now=app.clock.at))["remove-settings"]
    assert [link.text for link in step.links] == ["Forwarding", "Rules and filters", "Delegates and sender addresses"]
    assert all(link.url.startswith("https://") for link in step.links)
    assert step.by_hand == ""
    assert link_detail("https://www.a.example/x", Trust.HINT, EN) == "a.example · not checked by us"
    assert link_detail("https://a.example/x", Trust.OFFICIAL, EN) == "a.example"


def test_without_a_known_provider_the_person_opens_the_page(app):
    incident = app.incidents.begin(Situation.MAILBOX_IN_USE, account=None, audience=Audience.INDIVIDUAL)
    step = steps_of(guide(look(app, incident), EN, now=app.clock.at))["new-password"]
    assert step.links == ()
    assert step.by_hand.startswith("Open your provider's page by typing its address")


def test_desks_follow_the_language(app):
    begun(app)
    english = steps_of(guide(look(app), EN, now=app.clock.at))["report"].desks
    japanese = steps_of(guide(look(app), JA, now=app.clock.at))["report"].desks
    assert 0 < len(japanese) < len(english)


def test_all_done_and_over_are_said(app):
    incident = begun(app, steps=())
    for phase in app.incidents.standing(incident):
        for step in phase.steps:
            incident = app.incidents.mark(incident, step.planned.step.id, Mark.DONE)
    view = guide(look(app), EN, now=app.clock.at)
    assert view.next_id is None
    assert all(phase.is_complete for phase in view.phases)
    assert view.over.startswith("All steps are done.")
    app.incidents.end(incident)
    view = guide(look(app), EN, now=app.clock.at)
    assert view.over.startswith("This incident is closed.")
    assert not any(step.can_change for step in steps_of(view).values())


def test_letters_hold_what_is_known_and_name_what_is_open(app):
    incident = begun(app)
    view = papers(look(app), EN, now=app.clock.at)
    letter = next(one for one in view.letters if one.id == "recipients-office")
    assert "at least 312 messages" in letter.body
    assert "Telephone for questions" in letter.open
    assert "Your name" not in letter.open
    names = [one.name for one in view.facts]
    assert names[:2] == ["name", "phone"]
    assert "first_at" not in names
    for name in names:
        app.incidents.put_file(incident, with_fact(app.incidents.file(incident), name, f"given {name}"))
    view = papers(look(app), EN, now=app.clock.at)
    assert [one.open for one in view.letters] == [""] * len(view.letters)
    assert report_with_clocks(look(app), EN).given["phone"] == "given phone"


def test_no_law_is_claimed_where_none_is_likely(app):
    incident = app.incidents.begin(Situation.MAILBOX_IN_USE, account=None, audience=Audience.INDIVIDUAL)
    laws = papers(look(app, incident), EN, now=app.clock.at).laws
    assert (laws.chosen, laws.duties, laws.starts) == ("", (), ())
    assert papers(look(app, incident), JA, now=app.clock.at).laws.chosen == "jp-appi"


def test_deadlines_are_told_with_what_is_left(app):
    begun(app)
    first = papers(look(app), EN, now=app.clock.at).laws.duties[0]
    assert first.when == "before Thursday 23 October 2025 00:00 · 4 days left"
    later = papers(look(app), EN, now=app.clock.at + timedelta(days=5)).laws.duties[0]
    assert (later.when, later.tone) == ("was due before Thursday 23 October 2025 00:00", "urgent")


def test_clocks_that_cannot_be_read_are_said(app, tmp_path):
    begun(app)
    (tmp_path / "data" / "breach_clocks.yaml").write_text("clocks: 5", encoding="utf-8")
    laws = papers(look(app), EN, now=app.clock.at).laws
    assert "breach_clocks.yaml" in laws.lead
    assert laws.choices == laws.duties == ()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-10-18 14:40", datetime(2025, 10, 18, 5, 40, tzinfo=UTC)),
        ("  2025-10-18   9:05 ", datetime(2025, 10, 18, 0, 5, tzinfo=UTC)),
        ("２０２５-１０-１８ １４:４０", datetime(2025, 10, 18, 5, 40, tzinfo=UTC)),
        ("2025-02-30 14:40", None),
        ("2025-10-18", None),
        ("", None),
        ("\x00" * 40, None),
    ],
)
def test_moments_as_people_write_them(text, moment):
    assert read_moment(text, ZoneInfo("Asia/Tokyo")) == moment


def test_the_journal_shows_the_latest_line_first(app):
    begun(app)
    view = record(look(app), app.incidents.all(), EN, now=app.clock.at)
    assert [line.what for line in view.lines] == [
        "Sakura: 4711",
        "Done: Sign out everywhere and take back permissions",
        "Done: Set a new password at the provider",
        "The incident was begun",
    ]
    assert view.lines[0].when == "Sat 18 Oct 14:50"
    assert "Times in the zone Asia/Tokyo" in view.text


def test_four_ways_to_begin_in_both_languages(app):
    for words in (EN, JA):
        view = begin(Known(accounts=(facts.SHOP_ACCOUNT,)), app.playbooks, words, can_go_back=False)
        assert [one.situation for one in view.situations] == list(Situation)
        assert [key for key, _ in view.mailboxes] == ["shop", ""]
        assert view.back == ""
