"""What is told of a newer version, and when it may be."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sentwatch.core.findings import Severity
from sentwatch.core.settings import Settings
from sentwatch.core.updates import Release, VersionNews, may_be_told_now, there_is, version_notice
from support import window_facts as facts

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)
THERE = Release(version="1.3.0", since=datetime(2026, 11, 3, 10, tzinfo=UTC))


def news(newest=THERE, *, is_newer=True):
    return VersionNews(running="1.2.0", asked_at=AT, answered_at=AT, newest=newest, is_newer=is_newer)


def test_it_is_told_with_what_runs_and_where_to_get_it():
    english, japanese = facts.words_for("en"), facts.words_for("ja")
    assert english(there_is(news())) == (
        "Version 1.3.0 is there since Tuesday 3 November 2026. You run 1.2.0. Get it where you got this one."
    )
    assert "2026年11月3日(火)" in japanese(there_is(news()))
    undated = english(there_is(news(Release(version="1.3.0"))))
    assert undated == "Version 1.3.0 is there. You run 1.2.0. Get it where you got this one."


def test_what_is_not_newer_is_not_told():
    assert there_is(news(is_newer=False)) is None
    assert version_notice(news(is_newer=False)) is None
    assert version_notice(news(None, is_newer=False)) is None


def test_the_notice_is_the_quietest_there_is():
    notice = version_notice(news())
    assert notice.severity is Severity.INFO
    assert facts.words_for("en")(notice.body) == (
        "Since Tuesday 3 November 2026. You run 1.2.0. Get it where you got this one."
    )
    undated = version_notice(news(Release(version="1.3.0")))
    assert facts.words_for("en")(undated.body) == "You run 1.2.0. Get it where you got this one."


@pytest.mark.parametrize(
    ("settings", "hour", "may"),
    [
        (Settings(), 3, True),
        (Settings(quiet_hours=True), 3, False),
        (Settings(quiet_hours=True), 8, True),
        (Settings(notify_from="warning"), 8, False),
        (Settings(notify_from="urgent"), 8, False),
        (Settings(daily_digest=True), 8, False),
    ],
)
def test_it_comes_as_the_least_of_what_people_want_to_hear(settings, hour, may):
    assert may_be_told_now(settings, local_now=datetime(2026, 11, 25, hour, tzinfo=UTC)) is may
