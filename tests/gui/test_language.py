"""Switching the language while the window is open leaves no word of the other one behind."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialog

from sentwatch.core.trouble import BAD_CREDENTIAL, Trouble
from sentwatch.ui.pages import PAGES
from sentwatch.ui.preferences import Preferences
from sentwatch.ui.window import USUAL
from support import window_facts as facts
from support.shown_words import shown_words

NAMES = (
    # The product, people's own names for languages, standards, keys, the licence.
    "Sentwatch|English|SPF|DMARC|DKIM|MTA-STS|TLS-RPT|STARTTLS|TLS|RFC|IMAP|include|PC|MIT|Web|"
    "Ctrl|Esc|"
    # Values of records and subjects, which are what they are.
    "none|Payment overdue: action required within 24 hours|Wichtig: Ihre Zahlung konnte nicht verarbeitet werden|"
    "FastPost|Let's Encrypt|"
    # Services and hosts we name to whoever wants to know whom we talk to.
    "Have I Been Pwned|api[.]pwnedpasswords[.]com|Quad9|Mozilla|detectportal[.]firefox[.]com|DNS|sentwatch-test-\\w+|tmp"
)
DATA = re.compile(
    rf"[\w.+-]+@[\w.-]+|(?:[\w-]+\.)+(?:example|test)|v=[\w;=: .~-]+|(?<![A-Za-z])(?:R11|F\d|B|{NAMES})(?![A-Za-z])"
)
ENGLISH = re.compile(r"[A-Za-z]{2,}")
KANA = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def english(root):
    return [(where, said) for where, said in shown_words(root) if ENGLISH.search(DATA.sub("", said))]


def japanese(root):
    return [
        (where, said)
        for where, said in shown_words(root)
        if KANA.search(said.replace("日本語", "").replace("【重要】お支払い情報の更新が必要です", ""))
    ]


def open_everything(window, qtbot):
    """Each page has been shown once, the letters opened."""
    for entry in PAGES:
        window.frame.open_page(entry.name)
        qtbot.waitUntil(lambda: window.background.is_idle)
        browser = getattr(window.frame.page(entry.name), "browser", None)
        if browser is not None:
            browser.letter.open_evidence()


def each_page(window, qtbot):
    for entry in PAGES:
        window.frame.open_page(entry.name)
        qtbot.waitUntil(lambda: window.background.is_idle)
        yield entry.name


@pytest.mark.parametrize("state", ["attention", "quiet", "first"])
def test_no_english_is_left_after_switching_to_japanese(open_window, qtbot, state):
    known = {"attention": facts.attention, "quiet": facts.quiet, "first": facts.Known}[state]()
    window = open_window(lang="en", known=known, quiet=state == "quiet")
    open_everything(window, qtbot)
    window.frame.take_preferences(Preferences(language="ja"))
    for name in each_page(window, qtbot):
        assert english(window.frame) == [], name
    window.frame.take_preferences(Preferences(language="en"))
    for name in each_page(window, qtbot):
        assert japanese(window.frame) == [], name


def test_the_settings_page_switches_and_remembers(open_window, qtbot):
    window = open_window(lang="en", page="settings")
    page = window.frame.page("settings")
    page.cards["look"].row("language").choice._group.button(2).click()
    assert window.language.words.lang == "ja"
    assert english(window.frame) == []
    assert window._door.read().language == "ja"
    page.cards["look"].row("language").choice._group.button(1).click()
    assert window._door.read().language == "en"
    assert japanese(window.frame) == []


def test_a_running_check_speaks_the_new_language(open_window, qtbot):
    import threading

    window = open_window(lang="en")
    window.session.actions.gate = threading.Event()
    window.session.check_now()
    qtbot.waitUntil(lambda: window.frame._step is not None and window.frame._step.done > 0)
    window.frame.take_preferences(Preferences(language="ja"))
    assert english(window.frame) == []
    window.session.actions.gate.set()
    qtbot.waitUntil(lambda: not window.session.is_checking)


def test_dialogs_speak_japanese(open_window, qtbot):
    window = open_window(lang="ja", size=USUAL)
    window.frame.show_help()
    window.frame.show_about()
    window.session.troubled.emit(Trouble(BAD_CREDENTIAL, host="mail.aoyama-insatsu.example"), lambda: None)
    dialogs = window.frame.findChildren(QDialog)
    assert len(dialogs) == 3
    for dialog in dialogs:
        found = [(where, said) for where, said in english(dialog) if said != "F1"]
        assert found == [], dialog.objectName()
        dialog.reject()


def test_qts_own_words_follow(open_window, qtbot):
    window = open_window(lang="ja")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "キャンセル"
    assert QCoreApplication.translate("QWidgetTextControl", "&Copy").startswith("コピー")
    window.frame.take_preferences(Preferences(language="en"))
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_the_judgements_can_fail(open_window):
    window = open_window(lang="en")
    assert len(english(window.frame)) > 20
    assert japanese(window.frame) == []
    window.frame.take_preferences(Preferences(language="ja"))
    assert len(japanese(window.frame)) > 20
