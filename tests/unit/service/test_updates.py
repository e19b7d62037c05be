"""Hearing of a newer version: off until asked for, once a day, told once, and what failed is no alarm but is shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.phrase import phrase
from sentwatch.core.release_page import ReleasePage
from sentwatch.core.settings import Settings
from sentwatch.core.trouble import SERVER_TROUBLE, Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.service.updates import Updates
from sentwatch.wiring import App

START = datetime(2026, 11, 25, 9, tzinfo=UTC)
ON = Settings(update_notice=True, update_page="https://office.example/sentwatch.json")
BUILD = "https://packager.example/simple/sentwatch/"


@dataclass
class Pages:
    """Says what it was told to, and remembers who was asked."""

    says: object = field(
        default_factory=lambda: ReleasePage(api="1.1", project="sentwatch", versions=("1.2.0", "1.3.0"))
    )
    asked: list[str] = field(default_factory=list)

    def read(self, place, *, cancel):
        cancel.check()
        self.asked.append(place.address)
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


@dataclass
class Place:
    updates: Updates
    pages: Pages
    clock: object
    kept: Settings = ON

    def later(self, **span):
        self.clock.at += timedelta(**span)

    def due(self):
        return self.updates.ask_when_due(cancel=CancelToken())


class Clock:
    at = START

    def now(self):
        return self.at


@pytest.fixture
def place(tmp_path):
    app = App(data_dir=tmp_path / "data", secrets=SessionSecrets())
    pages, clock = Pages(), Clock()
    made = Place(updates=None, pages=pages, clock=clock)
    made.updates = Updates(
        pages=pages, kept=app.kept(), settings=lambda: made.kept, named="", running="1.2.0", clock=clock,
        local=lambda at: at,
    )  # fmt: skip
    yield made
    app.close()


def test_nobody_is_asked_until_it_is_switched_on(place):
    place.kept = replace(ON, update_notice=False)
    assert not place.due()
    assert place.pages.asked == []
    assert place.updates.news() is None
    assert place.updates.to_be_told() is None


@pytest.mark.parametrize("page", ["", "http://office.example/", "not an address", "https://me:pw@office.example/"])
def test_nobody_is_asked_without_an_address_that_may_be(place, page):
    place.kept = replace(ON, update_page=page)
    assert not place.due()
    assert place.updates.ask(cancel=CancelToken()) is None
    assert place.pages.asked == []


def test_what_the_build_names_comes_before_what_was_written(place):
    place.updates = replace(place.updates, named=BUILD)
    assert place.due()
    assert place.pages.asked == [BUILD]


def test_it_is_asked_once_a_day_and_told_once(place):
    assert place.due()
    notice = place.updates.to_be_told()
    assert notice.summary.params == {"version": "1.3.0"}
    assert place.updates.to_be_told() is None
    for _ in range(10):
        place.later(hours=2)
        assert not place.due()
    place.later(hours=4)
    assert place.due()
    assert len(place.pages.asked) == 2
    assert place.updates.to_be_told() is None
    place.pages.says = replace(place.pages.says, versions=("1.4.0",))
    place.later(days=30)
    assert place.due()
    assert place.updates.to_be_told().summary.params == {"version": "1.4.0"}


def test_a_clock_that_was_set_back_does_not_stop_it(place):
    assert place.due()
    place.later(days=-400)
    assert place.due()
    assert not place.due()


def test_a_question_that_fails_is_no_alarm_and_not_asked_again_at_once(place):
    place.pages.says = Trouble(SERVER_TROUBLE, host="office.example")
    assert place.due()
    assert not place.due()
    news = place.updates.news()
    assert (news.newest, news.answered_at) == (None, None)
    assert news.trouble == phrase(SERVER_TROUBLE.title, host="office.example")
    assert place.updates.to_be_told() is None


def test_a_later_failure_forgets_nothing(place):
    place.due()
    place.later(days=2)
    place.pages.says = Trouble(SERVER_TROUBLE, host="office.example")
    place.due()
    news = place.updates.news()
    assert (news.is_newer, news.newest.version, news.answered_at) == (True, "1.3.0", START)
    assert news.asked_at == START + timedelta(days=2)
    assert news.trouble is not None
    place.later(days=2)
    place.pages.says = ReleasePage(api="1.1", project="sentwatch", versions=("1.3.0",))
    place.due()
    assert place.updates.news().trouble is None


def test_asked_by_hand_the_trouble_is_raised_and_kept(place):
    place.pages.says = Trouble(SERVER_TROUBLE, host="office.example")
    with pytest.raises(Trouble):
        place.updates.ask(cancel=CancelToken())
    assert place.updates.news().trouble is not None


def test_what_was_cancelled_says_nothing(place):
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        place.updates.ask(cancel=cancel)
    assert place.updates.news() is None


def test_the_answer_of_another_page_says_nothing(place):
    place.due()
    place.kept = replace(ON, update_page="https://elsewhere.example/")
    assert place.updates.news() is None
    assert place.due()
    assert len(place.pages.asked) == 2


def test_after_the_new_version_is_installed_there_is_no_news(place):
    place.due()
    after = replace(place.updates, running="1.3.0")
    assert not after.news().is_newer
    assert after.to_be_told() is None


def test_it_waits_for_the_end_of_the_quiet_hours(place):
    place.kept = replace(ON, quiet_hours=True, quiet_from="08:00", quiet_until="10:00")
    place.due()
    assert place.updates.to_be_told() is None
    place.later(hours=2)
    assert place.updates.to_be_told() is not None


def test_a_page_without_a_finished_version_is_an_answer(place):
    place.pages.says = ReleasePage(api="1.1", project="sentwatch", versions=("2.0rc1", "x"))
    place.due()
    news = place.updates.news()
    assert (news.newest, news.is_newer, news.answered_at) == (None, False, START)
