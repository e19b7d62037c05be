"""Each scene of the assistant, of an account's settings and of mail in files: nothing cut, all by keys, both languages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from sentwatch.ui.preferences import Preferences
from sentwatch.ui.window import SMALLEST, USUAL
from support import account_scenes
from support.window_judgements import cut, english, nameless, outside, overlapping, torn, unreached

FOREIGN = ("tanaka", "INBOX", "SRV", "autoconfig", "MX", "PEM", "mbox", "Maildir", "eml", "CSV", "URL")
"""What is the same in every language: names of folders, of standards, of forms of files."""


def looks_wrong(root):
    return [*cut(root), *overlapping(root), *outside(root), *torn(root)]


def foreign(root):
    """English words that are no names: services, time zones and addresses of pages stay as they are."""
    names = (*FOREIGN, "Sentwatch", "Sent", "Trash", "Gmail", "Google", "Microsoft", "Outlook", "Hotmail", "Rakuten", "Mobile",
             "mail", "Thunderbird", "Apple", "Asia", "Tokyo", "UTC", "ID", "H7K9", "QTMD", "etc", "hostname",
             "imap", "com", "gmail", "google", "myaccount", "www", "microsoft", "https", "https://")  # fmt: skip
    found = []
    for where, said in english(root):
        if said.startswith("https://") or "/" in said or "pick-list" in where:
            continue
        rest = said
        for name in sorted(names, key=len, reverse=True):
            rest = rest.replace(name, "")
        if any("a" <= c.lower() <= "z" for c in rest):
            found.append((where, said))
    return found


@pytest.mark.parametrize(("name", "act"), account_scenes.SCENES, ids=[name for name, _ in account_scenes.SCENES])
def test_scene(open_window, qtbot, name, act):
    window = open_window(page="accounts", size=SMALLEST)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    act(window)
    qtbot.wait(60)
    dialogs = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.objectName() == "pick"]
    root = dialogs[0] if dialogs else window.frame
    assert looks_wrong(root) == []
    assert nameless(root) == []
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in root.findChildren(QLabel))
    if name == "assistant-guide":
        # Tab goes from link to link first; walking stops where the focus stays in the same widget.
        guide = window.frame.above.view.guide
        for _ in range(20):
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is not guide
    elif not dialogs:
        assert unreached(window.frame) == []
    if not dialogs:
        window.frame.take_preferences(Preferences(language="ja"))
        qtbot.wait(60)
        assert looks_wrong(root) == []
        assert foreign(root) == []
        window.resize(*USUAL)
        qtbot.wait(60)
        assert looks_wrong(root) == []
    else:
        dialogs[0].reject()
    account_scenes.end(window)
