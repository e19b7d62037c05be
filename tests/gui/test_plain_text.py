"""Text from mail is text: markup in subjects, names and servers' answers is shown as it is and never read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QToolTip, QWidget

from sentwatch.core.findings import Evidence
from sentwatch.core.report import Status
from sentwatch.core.trouble import SERVER_REFUSED, Trouble
from sentwatch.ui.dialogs.trouble import TroubleDialog
from sentwatch.ui.pages import PAGES
from sentwatch.ui.widgets.text import Elided, plain_tool_tip
from support import window_facts as facts
from support.shown_words import shown_words

MARKUP = '<b>bold</b><img src="file:///etc/hostname">&amp; <a href="https://x.example">x</a>'


def hostile():
    known = facts.attention()
    account = replace(facts.SHOP_ACCOUNT, address=MARKUP, host=MARKUP)
    burst = replace(facts.burst(), evidence=(Evidence(label="Subjects", value=(MARKUP, "a & b")),))
    domain = replace(facts.DMARC, params={"domain": MARKUP}, subject=MARKUP)
    certificate = replace(facts.CERTIFICATE, params={**facts.CERTIFICATE.params, "host": MARKUP})
    findings = tuple(facts.reported(f, status=Status.NEW) for f in (burst, domain, certificate))
    shop = replace(known.reports[0], account=MARKUP, findings=findings)
    return replace(known, accounts=(account,), reports=(shop, known.reports[1]))


def test_no_label_reads_markup(open_window, qtbot):
    window = open_window(known=hostile())
    seen = 0
    for entry in PAGES:
        window.frame.open_page(entry.name)
        qtbot.waitUntil(lambda: window.background.is_idle)
        for label in window.frame.findChildren(QLabel):
            assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
        seen += sum(MARKUP in said for _, said in shown_words(window.frame))
        assert not window.frame.findChildren(QTextEdit)
    assert seen > 10


def test_an_ampersand_of_an_address_does_not_become_a_short_cut(open_window, qtbot):
    window = open_window(known=hostile(), page="sending")
    qtbot.waitUntil(lambda: window.background.is_idle)
    chooser = window.frame.findChild(QWidget, "sending-accounts")
    assert chooser.shortcut().isEmpty()
    assert "&&amp;" in chooser.text()


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
def test_tool_tips_show_markup_as_it_is(qtbot, theme):
    label = Elided(MARKUP)
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    qtbot.waitUntil(lambda: bool(label.toolTip()))
    assert "<b>" not in label.toolTip()
    assert "<img" not in label.toolTip()
    assert label.toolTip() == plain_tool_tip(MARKUP)
    place = label.mapToGlobal(QPoint(5, 5))
    QApplication.sendEvent(label, QHelpEvent(QEvent.Type.ToolTip, QPoint(5, 5), place))
    shown = [w for w in QApplication.topLevelWidgets() if w.inherits("QTipLabel")]
    assert shown
    assert shown[0].text() == plain_tool_tip(MARKUP)
    QToolTip.hideText()


def test_a_trouble_with_a_servers_answer_is_plain(open_window):
    from sentwatch.ui.presenters.states import trouble

    window = open_window()
    view = trouble(Trouble(SERVER_REFUSED, host="h.example", answer=MARKUP), window.language.words)
    dialog = TroubleDialog(window.theme, view, close="Close", parent=window.frame)
    dialog.show()
    assert any(MARKUP in label.text() for label in dialog.findChildren(QLabel))
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(QLabel))
    dialog.reject()
