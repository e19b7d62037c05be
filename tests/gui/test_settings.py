"""The settings page: each choice is written at once; the data of this computer is taken along and removed there."""

from __future__ import annotations

import json
import logging
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QDialog

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.log import read_log
from sentwatch.core.accounts import Account
from sentwatch.core.settings import Settings
from sentwatch.ports.cancel import CancelToken
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


def test_a_second_way_is_tried_before_it_is_needed(place, qtbot, tmp_path):
    window, app = place
    page = page_of(window)
    out = tmp_path / "out"
    app.settings_file.write(
        replace(app.settings, second_channel="command", second_channel_target=f"/bin/sh -c 'cat > {out}; exit 5'")
    )
    page.telling_wanted.emit()
    page.cards["notifications"].row("try_second_way").button.click()
    qtbot.waitUntil(lambda: "The test message did not arrive: it ended with 5." in texts(page.trying))
    app.settings_file.write(replace(app.settings, second_channel_target=f"/bin/sh -c 'cat > {out}'"))
    page.telling_wanted.emit()
    page.cards["notifications"].row("try_second_way").button.click()
    qtbot.waitUntil(lambda: "Look whether it reached you." in texts(page.cards["notifications"]))
    assert json.loads(out.read_text())["code"] == "test"
    assert not page.trying.isVisible()
    app.settings_file.write(replace(app.settings, second_channel_target="/bin/cat"))
    page.telling_wanted.emit()
    assert "Look whether it reached you." not in texts(page.cards["notifications"])


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


def test_what_was_deleted_is_not_made_anew_by_what_goes_on_beside_the_window(place, qtbot, monkeypatch):
    window, app = place
    monkeypatch.setattr("sentwatch.ui.window.QApplication.quit", lambda: None)
    actions = window.session.actions
    actions.begin_watching(lambda: None, tuple)
    app.settings_file.write(replace(app.settings, update_notice=True, update_page="https://office.example/"))
    (app.data_dir / "notes of somebody.txt").write_text("not ours")
    page_of(window).data.purge.click()
    dialog(window, qtbot, "purge").do.click()
    shown = dialog(window, qtbot, "purged")
    actions.tick()
    assert not actions.ask_for_version(cancel=CancelToken())
    assert actions.version_to_tell() is None
    assert [path.name for path in app.data_dir.iterdir()] == ["notes of somebody.txt"]
    shown.reject()
    qtbot.waitUntil(lambda: window.background.is_idle)
    assert [path.name for path in app.data_dir.iterdir()] == ["notes of somebody.txt"]


PAGE = {"meta": {"api-version": "1.1"}, "name": "sentwatch", "versions": ["0.0.1", "99.0"], "files": []}


@pytest.fixture
def office(place):
    """A release page of an office over real TLS, which the program of `place` trusts."""
    from sentwatch.adapters.release_page import ReleasePages
    from sentwatch.adapters.targets import Targets
    from support.web_on_loopback import Web, serving

    _window, app = place
    with serving(Web(), names=("office.example",)) as web:
        web.pages["office.example", "/sentwatch.json"] = (200, {}, json.dumps(PAGE).encode())
        targets = Targets(resolve=lambda _host, port: [("127.0.0.1", port)], may_connect=lambda _address: True)
        app.updates = replace(app.updates, pages=ReleasePages(targets=targets, context=web.context))
        yield web


def field_of(window):
    return page_of(window).cards["updates"].row("update_page").entry.field


def write_address(window, qtbot, address):
    field_of(window).setText(address)
    field_of(window).setModified(True)
    field_of(window).editingFinished.emit()
    qtbot.waitUntil(lambda: window.background.is_idle)


def test_a_newer_version_is_asked_for_once_a_page_is_named(place, office, qtbot):
    window, app = place
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    page = page_of(window)
    assert "This copy names no page to ask." in texts(page.cards["updates"])
    switch(window, "updates", "tell_of_versions").click()
    assert app.settings.update_notice
    assert field_of(window).hasFocus()
    qtbot.waitUntil(lambda: window.background.is_idle)
    assert switch(window, "network", "update_notice").isChecked()
    write_address(window, qtbot, "http://office.example/")
    assert "The address has to begin with https://." in texts(page.cards["updates"])
    write_address(window, qtbot, "https://me:hunter2@office.example/")
    assert "Write the plain address of the page" in texts(page.cards["updates"])
    assert field_of(window).text() == "https://me:hunter2@office.example/"
    assert "hunter2" not in app.settings_file.path.read_text()
    write_address(window, qtbot, f"https://office.example:{office.port}/sentwatch.json")
    assert "office.example" in texts(page.cards["network"])
    assert "Not asked yet." in texts(page.cards["updates"])
    assert office.asked == []
    page.cards["updates"].row("ask_for_version").button.click()
    qtbot.waitUntil(lambda: "Version 99.0 is there." in texts(page.cards["updates"]))
    assert len(office.asked) == 1
    assert not page.asking.isVisible()
    window.frame.show_about()
    about = dialog(window, qtbot, "about")
    assert "Version 99.0 is there." in texts(about)
    about.reject()
    switch(window, "network", "update_notice").click()
    qtbot.waitUntil(lambda: window.background.is_idle)
    assert not switch(window, "updates", "tell_of_versions").isChecked()
    assert "99.0" not in texts(page)


def test_a_page_that_does_not_answer_is_told_at_its_place_and_can_be_asked_again(place, office, qtbot):
    window, app = place
    office.pages.clear()
    app.settings_file.write(
        replace(app.settings, update_notice=True, update_page=f"https://office.example:{office.port}/sentwatch.json")
    )
    page = page_of(window)
    page.telling_wanted.emit()
    page.cards["updates"].row("ask_for_version").button.click()
    qtbot.waitUntil(lambda: "has no page at the address" in texts(page.asking))
    qtbot.waitUntil(lambda: "No answer just now: office.example has no page" in texts(page.cards["updates"]))
    office.pages["office.example", "/sentwatch.json"] = (200, {}, json.dumps(PAGE).encode())
    page.asking.trouble.retry.click()
    qtbot.waitUntil(lambda: "Version 99.0 is there." in texts(page.cards["updates"]))
    qtbot.waitUntil(lambda: not page.asking.isVisible())


def test_asking_can_be_stopped(place, office, qtbot):
    import threading

    window, app = place
    app.settings_file.write(replace(app.settings, update_notice=True, update_page="https://office.example/x"))
    asked = threading.Event()

    class Silent:
        def read(self, _place, *, cancel):
            asked.set()
            while True:
                cancel.check()
                threading.Event().wait(0.02)

    app.updates = replace(app.updates, pages=Silent())
    page = page_of(window)
    page.telling_wanted.emit()
    page.cards["updates"].row("ask_for_version").button.click()
    qtbot.waitUntil(asked.is_set)
    assert page.asking.progress.isVisible()
    page.asking.progress.cancel.click()
    qtbot.waitUntil(lambda: not page.asking.isVisible())
    qtbot.waitUntil(lambda: window.background.is_idle)
    assert "Not asked yet." in texts(page.cards["updates"])


def test_the_wish_and_the_address_are_taken_along(place, qtbot, tmp_path):
    window, app = place
    app.settings_file.write(replace(app.settings, update_notice=True, update_page="https://office.example/x"))
    page_of(window).data.export_to(tmp_path / "out.json")
    dialog(window, qtbot, "written").reject()
    taken = json.loads((tmp_path / "out.json").read_text())["settings"]
    assert (taken["update_notice"], taken["update_page"]) == (True, "https://office.example/x")
