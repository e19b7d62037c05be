"""The settings in words: what belongs together appears together, and nothing that was written by hand gets lost."""

from __future__ import annotations

from sentwatch.core.network_list import network_list
from sentwatch.core.settings import Settings
from sentwatch.ui.presenters.settings import SettingsFacts, settings
from support import window_facts as facts

EN, JA = facts.words_for("en"), facts.words_for("ja")


def told(kept=None, *, words=EN, has_tray=True, starts=False):
    given = kept or Settings()
    return settings(
        SettingsFacts(
            kept=given, contacts=network_list(given), has_tray=has_tray, starts_at_login=starts, place="/data"
        ),
        words,
    )


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
