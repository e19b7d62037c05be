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
from support import own_pages
from support import window_facts as facts
from support.incident_facts import MAIL, each_part
from support.window_judgements import DATA, ENGLISH, english, japanese

# Names of people, brands and standards of the guide, hosts of the provider, and what stood in the mail.
GUIDE_DATA = re.compile(
    r"Morishita|Sakura|Google|Microsoft|[a-z.]*google\.com|FTP|DMARC|IPA|JPCERT|GDPR|APPI|KOKO|Aoba Bank|U\+202E|kcehc|https|Message-ID|"
    r"example\[\.\]com|SNS|EU|EWS|POP|ActiveSync|Windows|Bcc|CC|Defender|Asia/Tokyo|PDF|MFA|dmarc=fail|spf=fail|eml"
)


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


def test_no_english_is_left_in_the_guide_and_on_a_mail(open_window, qtbot, tmp_path):
    mail = (
        MAIL.replace("Urgent: your account will be closed today", "KOKO").partition("\n\n")[0] + "\n\nhttps://x.test/\n"
    )
    with each_part(open_window, qtbot, tmp_path / "data", lang="en", mail=mail) as (window, parts):
        assert len(list(parts())) > 20
        window.frame.take_preferences(Preferences(language="ja"))
        left = {}
        for part in parts():
            found = [
                said for _, said in english(window.frame) if ENGLISH.search(GUIDE_DATA.sub("", DATA.sub("", said)))
            ]
            left |= dict.fromkeys(found, part)
        assert left == {}, "; ".join(left)
        window.frame.take_preferences(Preferences(language="en"))
        for part in parts():
            assert japanese(window.frame) == [], part


def test_parts_of_pages_follow(open_window, qtbot):
    window = open_window(lang="en", known=own_pages.known(), app=own_pages.app())
    for _part in own_pages.each_part(window, qtbot):
        pass
    window.frame.take_preferences(Preferences(language="ja"))
    for part in own_pages.each_part(window, qtbot):
        assert english(window.frame) == [], part
    window.frame.take_preferences(Preferences(language="en"))
    for part in own_pages.each_part(window, qtbot):
        assert japanese(window.frame) == [], part


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
