"""What people add to an incident: facts, moments, laws and what was reported."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.breach_clocks import packaged_clocks
from sentwatch.core.playbooks.breach_clock import Start
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Situation
from sentwatch.core.playbooks.incident_file import (
    FACT_CHARACTERS,
    IncidentFile,
    chosen_laws,
    duty_done,
    proposed_laws,
    starts_of,
    with_duty,
    with_fact,
    with_start,
)
from sentwatch.core.playbooks.incident_progress import Incident

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CLOCKS = packaged_clocks()
INCIDENT = Incident(id="i", situation=Situation.MAILBOX_IN_USE, audience=Audience.SMALL_OFFICE, noticed_at=NOW)


def test_a_fact_is_one_line_of_bounded_length_and_can_be_taken_out():
    file = with_fact(IncidentFile(), "name", "  Aoi \n Tanaka\t ")
    assert file.given == {"name": "Aoi Tanaka"}
    assert len(with_fact(file, "way_in", "x" * 9_000).given["way_in"]) == FACT_CHARACTERS
    assert with_fact(file, "name", "  ").given == {}
    assert with_fact(file, "password", "secret") == file


def test_deadlines_count_from_noticing_unless_somebody_says_otherwise():
    assert starts_of(IncidentFile(), INCIDENT) == {Start.AWARE: NOW}
    file = with_start(IncidentFile(), Start.AWARE, NOW - timedelta(days=2))
    file = with_start(file, Start.TOLD_PEOPLE, NOW)
    assert starts_of(file, INCIDENT) == {Start.AWARE: NOW - timedelta(days=2), Start.TOLD_PEOPLE: NOW}
    assert starts_of(with_start(file, Start.AWARE, None), INCIDENT)[Start.AWARE] == NOW


def test_a_duty_is_noted_once_and_can_be_taken_back():
    file = with_duty(IncidentFile(), "jp-appi", "people", NOW, by="Aoi")
    file = with_duty(file, "jp-appi", "people", NOW + timedelta(hours=1), by="Ken")
    assert len(file.done) == 1
    assert duty_done(file, "jp-appi", "people").by == "Ken"
    assert duty_done(file, "eu-gdpr", "people") is None
    assert with_duty(file, "jp-appi", "people", None).done == ()


@pytest.mark.parametrize(
    ("zone", "lang", "laws"),
    [
        ("Asia/Tokyo", "en", ("jp-appi",)),
        (None, "ja", ("jp-appi",)),
        (None, "en", ()),
        ("Europe/Berlin", "ja", ("eu-gdpr",)),
        ("Europe/London", "en", ("gb-ukgdpr",)),
        ("Europe/Zurich", "en", ()),
        ("Australia/Perth", "en", ("au-ndb",)),
        ("Asia/Seoul", "en", ("kr-pipa",)),
        ("America/New_York", "en", ()),
    ],
)
def test_the_law_of_the_place_is_proposed_and_no_other(zone, lang, laws):
    assert proposed_laws(CLOCKS, time_zone=zone, lang=lang) == laws


def test_what_somebody_chose_stays_chosen_also_none():
    assert chosen_laws(IncidentFile(), CLOCKS, time_zone="Asia/Tokyo", lang="en") == ("jp-appi",)
    assert chosen_laws(IncidentFile(laws=()), CLOCKS, time_zone="Asia/Tokyo", lang="en") == ()
    assert chosen_laws(IncidentFile(laws=("sg-pdpa",)), CLOCKS, time_zone="Asia/Tokyo", lang="en") == ("sg-pdpa",)
