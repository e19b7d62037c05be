"""The page of rules against a real Dovecot with Pigeonhole: read, switched off after a question, put back byte for byte."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QDialog, QPushButton

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.accounts import Account, Security
from sentwatch.core.discovery import OfferedServer
from sentwatch.ports.mail import Credential
from sentwatch.service.add_account import Opened
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
    app.keep_account(account, Opened(credential=Credential(PASSWORD)))
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
    return dialog(window, qtbot, "rule-change")


def dialog(window, qtbot, name):
    def found():
        return next((one for one in window.findChildren(QDialog, name) if one.isVisible()), None)

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


class Dns:
    """DNS that names a server elsewhere."""

    def __init__(self, port):
        self.port = port

    def servers(self, _domain, *, cancel):
        return (
            OfferedServer(
                protocol="sieve", host="localhost", port=self.port, security=Security.STARTTLS, login_name=None
            ),
        )


def test_a_server_that_dns_names_elsewhere_hears_nothing_before_it_is_confirmed(window, server, qtbot, monkeypatch):
    server.put_scripts(ADDRESS, {"main": MAIN}, active="main")
    app = window.frame.page("rules").app
    monkeypatch.setattr("sentwatch.adapters.managesieve.SieveDns", lambda: Dns(server.sieve_port))
    monkeypatch.setattr("sentwatch.core.sieve_server.is_host_name", lambda _name: True)
    app.accounts.put(replace(app.accounts.get("one"), sieve_port=None))
    window.session.load()
    idle(window, qtbot)
    page = window.frame.page("rules")
    heard = server.log_text().count("managesieve-login")
    page.tools.look.click()
    idle(window, qtbot)
    assert page.cards["one"].view.confirm
    for wanted in ("keep", "do"):
        assert server.log_text().count("managesieve-login") == heard
        page.cards["one"].findChild(QPushButton, "rules-confirm-one").click()
        getattr(dialog(window, qtbot, "question"), wanted).click()
        idle(window, qtbot)
    assert app.accounts.get("one").sieve_host == "localhost"
    assert page.cards["one"].view.confirm == ""
    assert len(page.cards["one"].rows) == 2
