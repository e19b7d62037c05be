"""The settings in words: what belongs together appears together, and nothing that was written by hand gets lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.network_list import network_list
from sentwatch.core.phrase import phrase
from sentwatch.core.settings import Settings
from sentwatch.core.trouble import SERVER_TROUBLE
from sentwatch.core.updates import Release, ReleasePlace, VersionNews
from sentwatch.ui.presenters.new_versions import VersionFacts
from sentwatch.ui.presenters.settings import SettingsFacts, settings
from support import window_facts as facts

EN, JA = facts.words_for("en"), facts.words_for("ja")

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)


def told(kept=None, *, words=EN, has_tray=True, starts=False, **more):
    given = kept or Settings()
    return settings(
        SettingsFacts(
            kept=given, contacts=network_list(given), has_tray=has_tray, starts_at_login=starts, place="/data",
            versions=VersionFacts(
                running="1.2.0", now=NOW, is_on=given.update_notice, address=given.update_page, **more
            ),
        ),
        words,
    )  # fmt: skip


def row(view, name):
    return next((one for section in view.sections for one in section.rows if one.name == name), None)


def test_each_language_is_named_in_itself():
    assert row(told(), "language").choices == (("system", "As the system"), ("en", "English"), ("ja", "日本語"))
    assert row(told(words=JA), "language").choices[1:] == row(told(), "language").choices[1:]


def test_details_come_with_what_they_belong_to():
    assert row(told(), "quiet_from") is None
    assert row(told(Settings(quiet_hours=True)), "quiet_from").value == "22:00"
    assert row(told(), "second_channel_target") is None
    view = told(Settings(second_channel="webhook", second_channel_target="http://x.example"))
    assert row(view, "second_channel_target").error == "The address has to begin with https://."
    assert (
        row(told(Settings(second_channel="command", second_channel_target="say")), "second_channel_target").error == ""
    )


def test_a_value_written_by_hand_is_one_of_the_choices():
    choice = row(told(Settings(sent_every_min=7)), "sent_every_min")
    assert choice.value == 7
    assert (7, "7 minutes") in choice.choices
    assert [number for number, _ in choice.choices] == [5, 7, 15, 30, 60]
    assert row(told(Settings(quiet_hours=True, quiet_from="22:10")), "quiet_from").value == "22:10"


def test_without_a_tray_nothing_starts_there():
    assert row(told(has_tray=False), "start_minimised") is None
    assert "minimised" in row(told(has_tray=False), "close_to_tray").detail
    assert row(told(starts=None), "start_at_login") is None


ON = Settings(update_notice=True)
PLACE = ReleasePlace(host="office.example", port=443, path="/")
NEWS = VersionNews(running="1.2.0", asked_at=NOW, answered_at=NOW)


def rows_of_updates(view):
    [section] = [one for one in view.sections if one.name == "updates"]
    return {one.name: one for one in section.rows}


def test_without_a_page_the_switch_leads_to_the_field():
    off = rows_of_updates(told())
    assert list(off) == ["tell_of_versions"]
    assert off["tell_of_versions"].detail == (
        "This copy names no page to ask. Once this is switched on you can write one down here."
    )
    assert list(rows_of_updates(told(ON))) == ["tell_of_versions", "update_page"]


def test_a_page_the_build_names_is_not_to_be_written():
    rows = rows_of_updates(told(ON, place=replace(PLACE, is_built_in=True)))
    assert list(rows) == ["tell_of_versions", "ask_for_version"]
    assert rows["tell_of_versions"].detail.startswith("office.example is asked once a day.")
    off = rows_of_updates(told(place=PLACE))
    assert list(off) == ["tell_of_versions"]
    assert off["tell_of_versions"].detail.startswith("office.example would be asked once a day.")


@pytest.mark.parametrize(
    ("written", "error"),
    [
        ("", ""),
        ("http://office.example/", "The address has to begin with https://."),
        ("https://me:pw@office.example/",
         "Write the plain address of the page: no name, no password, nothing after a question mark."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_address_is_said_at_the_field(written, error):
    assert rows_of_updates(told(replace(ON, update_page=written)))["update_page"].error == error


@pytest.mark.parametrize(
    ("news", "label", "detail"),
    [
        (None, "You run 1.2.0.", "Not asked yet."),
        (NEWS, "You run 1.2.0. The page lists no finished version.", "Answered just now."),
        (replace(NEWS, newest=Release(version="1.2.0")), "You run 1.2.0. The page has none that is newer.",
         "Answered just now."),
        (replace(NEWS, newest=Release(version="1.3.0"), is_newer=True),
         "Version 1.3.0 is there. You run 1.2.0. Get it where you got this one.", "Answered just now."),
        (replace(NEWS, answered_at=None, trouble=phrase(SERVER_TROUBLE.title, host="office.example")),
         "You run 1.2.0.", "No answer just now: office.example answered that it has trouble of its own."),
        (replace(NEWS, answered_at=NOW - timedelta(hours=2), trouble=phrase(SERVER_TROUBLE.title, host="x.example"),
                 newest=Release(version="1.3.0"), is_newer=True),
         "Version 1.3.0 is there. You run 1.2.0. Get it where you got this one.",
         "Answered 2 hours ago.\nNo answer just now: x.example answered that it has trouble of its own."),
    ],
)  # fmt: skip
def test_what_the_page_said(news, label, detail):
    row = rows_of_updates(told(ON, place=PLACE, news=news))["ask_for_version"]
    assert (row.label, row.detail) == (label, detail)
