"""The settings page: each choice is written at once; the data of this computer is taken along and removed there."""

from __future__ import annotations

import json
import logging

import pytest
from PySide6.QtWidgets import QDialog

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.log import read_log
from sentwatch.core.accounts import Account
from sentwatch.core.settings import Settings
from sentwatch.ports.mail import Credential
from sentwatch.service.add_account import Opened
from sentwatch.ui.preferences import ForgetfulPreferences, Preferences
from sentwatch.wiring import App
from support import window_facts as facts


@pytest.fixture
def place(qtbot, tmp_path, monkeypatch):
    """The page over a data folder of its own, with one real account in it, and starting at login kept in the folder."""
    from sentwatch.ui.window import Window, Wired
    from sentwatch.ui.wired import WiredActions

    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    app = App(data_dir=tmp_path / "data", secrets=SessionSecrets())
    account = Account(id="one", address="me@example.jp", host="mail.example.jp")
    app.keep_account(account, Opened(credential=Credential("correct horse")))
    window = Window(
        ForgetfulPreferences(Preferences(language="en")), lambda: Wired(WiredActions(app), facts.words_for, app)
    )
    window.resize(1000, 700)
    window.show()
    window.begin()
    window.frame.open_page("settings")
    qtbot.waitUntil(lambda: window.session.is_loaded and window.background.is_idle)
    yield window, app
    assert window.background.shutdown()
    window.close()
    window.theme.deleteLater()
    window.deleteLater()
    app.close()


def page_of(window):
    return window.frame.page("settings")


def switch(window, section, name):
    return page_of(window).cards[section].row(name).toggle.switch


def dialog(window, qtbot, name):
    def found():
        return next((one for one in window.findChildren(QDialog, name) if one.isVisible()), None)

    qtbot.waitUntil(lambda: found() is not None)
    return found()


def test_a_choice_is_written_at_once_and_brings_what_belongs_to_it(place, qtbot):
    window, app = place
    told = []
    window.session.settings_changed.connect(lambda: told.append(True))
    rows = page_of(window).cards["notifications"]
    assert not rows.findChildren(object, "setting-quiet_from")
    switch(window, "notifications", "quiet_hours").click()
    assert app.settings.quiet_hours
    assert told == [True]
    choice = rows.row("quiet_from").choice
    assert choice.value == "22:00"
    next(action for action in choice._menu.actions() if action.text() == "23:30").trigger()
    assert app.settings.quiet_from == "23:30"
    switch(window, "notifications", "quiet_hours").click()
    assert not app.settings.quiet_hours
    assert app.settings.quiet_from == "23:30"


def test_a_second_way_takes_its_address_when_the_field_is_left(place, qtbot):
    window, app = place
    rows = page_of(window).cards["notifications"]
    rows.row("second_channel").choice._menu.actions()[1].trigger()
    field = rows.row("second_channel_target").entry.field
    for typed, is_wrong in (("http://hooks.example.net/x", True), ("https://hooks.example.net/x", False)):
        field.setText(typed)
        field.editingFinished.emit()
        assert app.settings.second_channel_target == typed
        assert bool(field.property("wrong")) is is_wrong
    assert "hooks.example.net" in texts(page_of(window).cards["network"])


def texts(widget):
    from PySide6.QtWidgets import QLabel

    return "\n".join(label.text() for label in widget.findChildren(QLabel))


def test_whom_it_talks_to_is_listed_and_optional_ones_are_switched_there(place):
    window, app = place
    card = page_of(window).cards["network"]
    assert "mail.example.jp" in texts(card)
    assert "api.pwnedpasswords.com" in texts(card)
    switch(window, "network", "breach_check").click()
    assert app.settings.breach_check
    switch(window, "network", "breach_check").click()
    assert not app.settings.breach_check


def test_starting_at_login_is_an_entry_of_the_desktop(place, qtbot, tmp_path):
    window, app = place
    switch(window, "starting", "start_at_login").click()
    qtbot.waitUntil(lambda: window.background.is_idle)
    entry = (tmp_path / "config" / "autostart" / "sentwatch.desktop").read_text()
    assert "--minimised" in entry
    assert str(app.data_dir) in entry
    assert switch(window, "starting", "start_at_login").isChecked()
    switch(window, "starting", "start_at_login").click()
    qtbot.waitUntil(lambda: window.background.is_idle)
    assert not (tmp_path / "config" / "autostart" / "sentwatch.desktop").exists()


@pytest.mark.expects_log("no answer for")
def test_the_log_shows_what_a_copy_would_hold(place, qtbot, tmp_path):
    window, app = place
    app.set_up_log()
    logging.getLogger("sentwatch").error("no answer for me@example.jp, password=hunter2")
    page_of(window).data.log.click()
    shown = dialog(window, qtbot, "log")
    assert "no answer for …@…" in shown.text.toPlainText()
    assert "hunter2" not in shown.text.toPlainText()
    shown.save_wanted.emit(tmp_path / "copy.txt")
    qtbot.waitUntil((tmp_path / "copy.txt").exists)
    assert (tmp_path / "copy.txt").read_text() == shown.text.toPlainText() == read_log(app.data_dir)
    assert (tmp_path / "copy.txt").stat().st_mode & 0o777 == 0o600
    shown.reject()


def test_settings_are_taken_along_and_brought_in_after_a_look(place, qtbot, tmp_path):
    window, app = place
    page_of(window).data.export_to(tmp_path / "out.json")
    dialog(window, qtbot, "written").reject()
    file = json.loads((tmp_path / "out.json").read_text())
    assert "correct horse" not in json.dumps(file)
    file["settings"]["blind_after_min"] = 60
    file["accounts"].append({"address": "other@example.jp", "host": "mail.example.jp"})
    (tmp_path / "in.json").write_text(json.dumps(file))
    page_of(window).data.read(tmp_path / "in.json")
    shown = dialog(window, qtbot, "import")
    assert "New account other@example.jp at mail.example.jp" in texts(shown)
    assert app.settings == Settings()
    shown.do.click()
    qtbot.waitUntil(lambda: app.settings.blind_after_min == 60)
    qtbot.waitUntil(lambda: len(window.session.known.accounts) == 2)


def test_a_file_that_is_none_is_told(place, qtbot, tmp_path):
    window, _app = place
    (tmp_path / "in.json").write_text("[]")
    page_of(window).data.read(tmp_path / "in.json")
    shown = dialog(window, qtbot, "trouble")
    assert "in.json" in shown.windowTitle()
    shown.reject()


def test_everything_is_removed_after_a_question_and_nothing_is_written_on_the_way_out(place, qtbot, monkeypatch):
    window, app = place
    ended = []
    monkeypatch.setattr("sentwatch.ui.window.QApplication.quit", lambda: ended.append(True))
    page_of(window).data.purge.click()
    shown = dialog(window, qtbot, "purge")
    assert "In the keyring: the password of me@example.jp" in texts(shown)
    assert shown.keep.isDefault()
    shown.reject()
    assert app.data_dir.exists()
    page_of(window).data.purge.click()
    dialog(window, qtbot, "purge").do.click()
    dialog(window, qtbot, "purged").reject()
    qtbot.waitUntil(lambda: ended == [True])
    assert not app.data_dir.exists()
    assert app.secrets.get("one") is None
