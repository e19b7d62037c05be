"""From the finding to saved evidence in the window, over a real mailbox that stays as it was."""

from __future__ import annotations

import csv
import io
import os
import zipfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QWidget

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.accounts import Account
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.progress import silent
from sentwatch.service.add_account import Opened
from sentwatch.service.evidence import verify
from sentwatch.ui.preferences import ForgetfulPreferences, Preferences
from sentwatch.ui.window import Window, Wired
from sentwatch.ui.wired import WiredActions
from sentwatch.wiring import App
from support import window_facts as facts
from support.clocks import HandClock
from support.dovecot import running_dovecot
from support.sample import ADDRESS, fill


@pytest.fixture
def server():
    with running_dovecot() as server:
        fill(server)
        yield server


@pytest.fixture
def app(server, tmp_path):
    app = App(data_dir=tmp_path / "data", secrets=SessionSecrets(), clock=HandClock(facts.NOW))
    account = Account(
        id="mine",
        address=ADDRESS,
        host="127.0.0.1",
        port=server.imaps_port,
        ca_file=str(server.ca_file),
        time_zone="Asia/Tokyo",
    )
    app.keep_account(account, Opened(credential=Credential("correct horse")))
    app.last_reports.take(app.check_account(by_hand=True).run(account, progress=silent, cancel=CancelToken()))
    yield app
    app.close()


@pytest.mark.usefixtures("qapp")
def test_three_presses_from_the_finding(server, app, qtbot, tmp_path, monkeypatch):
    from sentwatch.ui.dialogs import save_evidence as module

    before = server.fingerprint(ADDRESS)
    window = Window(
        ForgetfulPreferences(Preferences(language="en")), lambda: Wired(WiredActions(app), facts.words_for, app)
    )
    window.show()
    window.fill()

    def rest():
        qtbot.waitUntil(lambda: window.session.is_loaded and window.background.is_idle, timeout=30_000)

    rest()
    guide = window.frame.findChild(QWidget, "attention-guide")
    qtbot.waitUntil(guide.isVisible, timeout=30_000)
    guide.click()
    qtbot.waitUntil(lambda: window.frame.page_name == "incident", timeout=30_000)
    rest()
    window.frame.findChild(QWidget, "step-save-evidence-save").click()
    dialog = window.frame.findChild(module.SaveEvidenceDialog)
    place = tmp_path / "evidence.zip"
    monkeypatch.setattr(module, "place_to_save", lambda *_: place)
    dialog.save.click()
    qtbot.waitUntil(dialog._result.isVisible, timeout=30_000)
    rest()
    said = [label.text() for label in dialog.findChildren(module.Prose)]
    assert "The evidence is saved." in said
    assert any(text.startswith("It holds the headers of 312 messages") for text in said)
    assert verify(place, own_key=app.signer.public_key).is_whole
    with zipfile.ZipFile(place) as box:
        rows = list(csv.reader(io.StringIO(box.read("messages.csv").decode("utf-8-sig"))))
    assert len(rows) == 313
    [incident] = app.incidents.all()
    assert [entry.step for entry in incident.journal] == ["save-evidence"]
    assert server.fingerprint(ADDRESS) == before
    dialog.reject()
    assert window.shutdown()
    window.close()
    window.deleteLater()
