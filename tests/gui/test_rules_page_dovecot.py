"""The page of rules against a real Dovecot with Pigeonhole: read, switched off after a question, put back byte for byte."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QPushButton

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.accounts import Account
from sentwatch.ports.mail import Credential
from sentwatch.ui.preferences import ForgetfulPreferences, Preferences
from sentwatch.ui.window import Window, Wired
from sentwatch.ui.wired import WiredActions
from sentwatch.wiring import App
from support import window_facts as facts
from support.dovecot import running_dovecot

pytestmark = pytest.mark.dovecot

ADDRESS = "yuki@aoyama.example"
PASSWORD = "correct horse battery"
MAIN = (
    'require ["fileinto"];\r\n# rule:[Out]\r\nif header :contains "subject" "請求書" {\r\n'
    '    redirect "x@mailhub.example";\r\n    stop;\r\n}\r\n# rule:[News]\r\n'
    'if address :is "from" "news@shop.example" {\r\n    fileinto "News";\r\n}\r\n'
)


@pytest.fixture(scope="module")
def server():
    with running_dovecot() as server:
        server.add_user(ADDRESS, PASSWORD)
        yield server


@pytest.fixture
def window(server, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    app = App(data_dir=tmp_path / "data", secrets=SessionSecrets())
    account = Account(
        id="one", address=ADDRESS, host="127.0.0.1", port=server.imaps_port, sieve_port=server.sieve_port,
        ca_file=str(server.ca_file),
    )  # fmt: skip
    app.keep_account(account, Credential(PASSWORD))
    made = Window(
        ForgetfulPreferences(Preferences(language="en")), lambda: Wired(WiredActions(app), facts.words_for, app)
    )
    made.resize(1280, 800)
    made.show()
    made.begin()
    made.frame.open_page("rules")
    qtbot.waitUntil(lambda: made.session.is_loaded and made.background.is_idle)
    yield made
    assert made.background.shutdown()
    made.close()
    made.theme.deleteLater()
    made.deleteLater()
    app.close()


def idle(window, qtbot):
    qtbot.waitUntil(lambda: window.background.is_idle, timeout=30_000)


def question(window, qtbot):
    def found():
        return next((one for one in window.findChildren(QDialog, "rule-change") if one.isVisible()), None)

    qtbot.waitUntil(lambda: found() is not None, timeout=30_000)
    return found()


def test_read_switched_off_and_put_back(window, server, qtbot):
    scripts = server.put_scripts(ADDRESS, {"main": MAIN, "old": "keep;\r\n"}, active="main")
    before, mail = server.script_fingerprint(ADDRESS), server.fingerprint(ADDRESS)
    page = window.frame.page("rules")
    assert "The rules here were not read yet." in page.cards["one"].view.note
    page.tools.look.click()
    idle(window, qtbot)
    card = page.cards["one"]
    assert card.rows[0].view.mark == "urgent"
    assert "請求書" in card.rows[0].view.sentence
    assert server.script_fingerprint(ADDRESS) == before
    assert server.fingerprint(ADDRESS) == mail
    card.acted.emit("off", card.rows[0].view)
    question(window, qtbot).keep.click()
    idle(window, qtbot)
    assert server.script_fingerprint(ADDRESS) == before
    card.acted.emit("off", card.rows[0].view)
    question(window, qtbot).do.click()
    idle(window, qtbot)
    assert b"if false" in (scripts / "main.sieve").read_bytes()
    assert server.script_fingerprint(ADDRESS)["active"] == before["active"]
    card = page.cards["one"]
    assert any(one.view.mark == "off" or one.view.sentence.startswith("Switched off") for one in card.rows)
    [kept] = card.view.switched_off
    next(one for one in card.findChildren(QPushButton) if one.objectName().startswith("rule-back-")).click()
    question(window, qtbot).do.click()
    idle(window, qtbot)
    assert (scripts / "main.sieve").read_bytes() == MAIN.encode()
    card = page.cards["one"]
    assert card.view.switched_off == ()
    assert kept.digest in {one.view.digest for one in card.rows}
    assert server.fingerprint(ADDRESS) == mail
