"""The test mail to oneself from the page of rules: nothing goes before the question is answered, and a rule shows itself."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.accounts import Account, Security
from sentwatch.ports.mail import Credential
from sentwatch.ports.outgoing import OutgoingServer
from sentwatch.service.add_account import Opened
from sentwatch.ui.preferences import ForgetfulPreferences, Preferences
from sentwatch.ui.window import Window, Wired
from sentwatch.ui.wired import WiredActions
from sentwatch.wiring import App
from support import window_facts as facts
from support.delivery import LDA, deliver, set_sieve
from support.dovecot import running_dovecot
from support.returned_mail import received
from support.smtp_on_loopback import NAME, Outgoing, outgoing_server

pytestmark = pytest.mark.dovecot

ADDRESS, PASSWORD = "yuki@kaede.example", "correct horse"
HIDE = """require ["fileinto", "imap4flags", "mailbox"];
if header :contains "subject" "請求書" { addflag "\\\\Seen"; fileinto :create "RSS Feeds"; }
"""


@pytest.fixture
def house(qtbot, tmp_path, monkeypatch):
    with running_dovecot(extra=LDA) as server, outgoing_server(tmp_path, Outgoing(starttls=False)) as outgoing:
        server.add_user(ADDRESS)
        set_sieve(server, ADDRESS, HIDE)
        outgoing.users[ADDRESS] = PASSWORD

        def arrive(handed):
            way = received(NAME, login=handed.login).encode()
            deliver(server, ADDRESS, way + handed.raw, sender=handed.sender)

        outgoing.on_message = arrive
        bundle = tmp_path / "bundle.pem"
        bundle.write_bytes(server.ca_file.read_bytes() + outgoing.ca_file.read_bytes())
        app = App(data_dir=tmp_path / "data", secrets=SessionSecrets())
        account = Account(
            id="one", address=ADDRESS, host="127.0.0.1", port=server.imaps_port, sieve_port=server.sieve_port,
            ca_file=str(bundle),
        )  # fmt: skip
        app.keep_account(account, Opened(credential=Credential(PASSWORD)))
        # Its port is one of this test's; which server takes the mail has tests of its own.
        there = OutgoingServer(host="127.0.0.1", port=outgoing.port, security=Security.TLS)
        monkeypatch.setattr(App, "outgoing_server", lambda _app, _account, _named: there)
        window = Window(
            ForgetfulPreferences(Preferences(language="en")), lambda: Wired(WiredActions(app), facts.words_for, app)
        )
        window.resize(1280, 800)
        window.show()
        window.begin()
        window.frame.open_page("rules")
        qtbot.waitUntil(lambda: window.session.is_loaded and window.background.is_idle)
        yield window, app, outgoing
        assert window.background.shutdown()
        window.close()
        window.theme.deleteLater()
        window.deleteLater()
        app.close()


def dialog(window, qtbot, name, seconds=60):
    def found():
        return next((one for one in window.findChildren(QDialog, name) if one.isVisible()), None)

    qtbot.waitUntil(lambda: found() is not None, timeout=seconds * 1000)
    return found()


def test_a_rule_shows_itself_after_a_question(house, qtbot):
    window, _app, outgoing = house
    button = window.frame.findChild(QPushButton, "rules-canary-one")
    button.click()
    asked = dialog(window, qtbot, "question")
    assert ADDRESS in "\n".join(label.text() for label in asked.findChildren(QLabel))
    asked.reject()
    qtbot.waitUntil(lambda: window.background.is_idle)
    assert outgoing.handed == []
    window.frame.findChild(QPushButton, "rules-canary-one").click()
    dialog(window, qtbot, "question").do.click()
    told = dialog(window, qtbot, "canary", seconds=120)
    assert told.windowTitle() == "The test message was moved out of the inbox."
    assert len(outgoing.handed) == 1
    told.reject()
    qtbot.waitUntil(lambda: window.background.is_idle, timeout=30_000)
    assert "rule.canary-moved" in {one.finding.kind.code for _, one in window.session.known.present()}
