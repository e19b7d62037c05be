"""Deadlines from a moment: strict, by the calendar of the place, and dated so that nobody trusts an old law."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sentwatch.adapters.breach_clocks import packaged_clocks
from sentwatch.core.playbooks.breach_clock import Start, Unit, deadlines

TOKYO = ZoneInfo("Asia/Tokyo")
BERLIN = ZoneInfo("Europe/Berlin")
CLOCKS = {clock.id: clock for clock in packaged_clocks()}


def due(clock, zone, **starts):
    found = deadlines(CLOCKS[clock], {Start(name.replace("_", "-")): at for name, at in starts.items()}, zone)
    return {deadline.duty.id: deadline for deadline in found}


def test_japan_counts_the_day_itself_as_the_first():
    aware = datetime(2026, 11, 24, 23, 30, tzinfo=TOKYO)
    found = due("jp-appi", TOKYO, aware=aware)
    first = found["first-report"]
    assert first.soft_at == datetime(2026, 11, 27, tzinfo=TOKYO)  # the end of 26 November, the third day
    assert first.due_at == datetime(2026, 11, 29, tzinfo=TOKYO)  # the end of 28 November, the fifth day
    assert found["final-report"].due_at == datetime(2026, 12, 24, tzinfo=TOKYO)
    assert found["final-report-improper"].due_at == datetime(2027, 1, 23, tzinfo=TOKYO)
    assert found["people"].due_at is None


def test_the_day_is_that_of_the_place_and_not_of_utc():
    late = datetime(2026, 11, 24, 16, tzinfo=UTC)  # already the 25th in Tokyo
    assert due("jp-appi", TOKYO, aware=late)["first-report"].due_at == datetime(2026, 11, 30, tzinfo=TOKYO)
    assert due("jp-appi", UTC, aware=late)["first-report"].due_at == datetime(2026, 11, 29, tzinfo=UTC)


def test_72_hours_are_72_hours_also_when_clocks_change():
    aware = datetime(2026, 10, 24, 12, tzinfo=BERLIN)  # summer time ends on the 25th
    found = due("eu-gdpr", BERLIN, aware=aware.astimezone(UTC))
    assert found["authority"].due_at - aware.astimezone(UTC) == timedelta(hours=72)


def test_days_end_at_midnight_also_when_clocks_change():
    aware = datetime(2026, 10, 24, 12, tzinfo=BERLIN).astimezone(UTC)
    ends = due("us-new-york", BERLIN, aware=aware)["people"].due_at.astimezone(BERLIN)
    assert (ends.month, ends.day, ends.hour, ends.minute) == (11, 24, 0, 0)


def test_a_start_not_known_yet_has_no_date():
    found = due("us-california", UTC, aware=datetime(2026, 1, 1, tzinfo=UTC))
    assert found["people"].due_at == datetime(2026, 2, 1, tzinfo=UTC)
    assert found["attorney-general"].due_at is None
    later = due("us-california", UTC, told_people=datetime(2026, 1, 20, tzinfo=UTC))
    assert later["attorney-general"].due_at == datetime(2026, 2, 5, tzinfo=UTC)


def test_what_is_due_promptly_is_never_told_as_over():
    found = due("ca-pipeda", UTC, aware=datetime(2020, 1, 1, tzinfo=UTC))
    assert not found["authority-and-people"].is_over(datetime(2026, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(("hours", "is_over"), [(71, False), (72, True)])
def test_over_begins_with_the_first_moment_that_is_too_late(hours, is_over):
    aware = datetime(2026, 11, 24, tzinfo=UTC)
    assert due("eu-gdpr", UTC, aware=aware)["authority"].is_over(aware + timedelta(hours=hours)) is is_over


def test_an_entry_goes_stale():
    clock = CLOCKS["jp-appi"]
    assert not clock.is_stale(clock.checked_on + timedelta(days=365))
    assert clock.is_stale(clock.checked_on + timedelta(days=366))


@pytest.mark.parametrize("clock", CLOCKS.values(), ids=lambda clock: clock.id)
def test_every_clock_has_its_source_and_day(clock):
    assert clock.sources
    assert clock.checked_on >= date(2026, 11, 24)
    assert all((duty.within is None) is (duty.unit is Unit.PROMPTLY) for duty in clock.duties)
