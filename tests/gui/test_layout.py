"""Nothing is cut and nothing overlaps, on every page, in both languages, at the smallest size and at the usual one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from sentwatch.ui.pages import PAGES
from sentwatch.ui.widgets import text
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.text import Prose
from sentwatch.ui.window import SMALLEST, USUAL
from support import own_pages
from support import window_facts as facts
from support.incident_facts import each_part
from support.window_judgements import cut, outside, overlapping, torn

STATES = {
    "attention": facts.attention,
    "quiet": facts.quiet,
    "first": facts.Known,
}


@pytest.mark.parametrize("size", [SMALLEST, USUAL], ids=["smallest", "usual"])
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("state", STATES)
def test_pages(open_window, qtbot, state, lang, size):
    window = open_window(lang=lang, size=size, known=STATES[state]())
    for entry in PAGES:
        window.frame.open_page(entry.name)
        qtbot.waitUntil(lambda: window.background.is_idle)
        qtbot.wait(30)
        assert cut(window.frame) == [], entry.name
        assert overlapping(window.frame) == [], entry.name
        assert outside(window.frame) == [], entry.name
        assert torn(window.frame) == [], entry.name


@pytest.mark.parametrize("size", [SMALLEST, USUAL], ids=["smallest", "usual"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_parts_of_pages(open_window, qtbot, lang, size):
    window = open_window(lang=lang, size=size, known=own_pages.known(), app=own_pages.app())
    for part in own_pages.each_part(window, qtbot):
        assert cut(window.frame) == [], part
        assert overlapping(window.frame) == [], part
        assert outside(window.frame) == [], part
        assert torn(window.frame) == [], part


@pytest.mark.parametrize("size", [SMALLEST, USUAL], ids=["smallest", "usual"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_letters_with_their_evidence(open_window, qtbot, lang, size):
    window = open_window(page="sending", lang=lang, size=size)
    window.frame.open_finding(facts.burst_ref())
    page = window.frame.page("sending")
    page.browser.letter.open_evidence()
    page.card.toggle.click()
    qtbot.waitUntil(lambda: window.background.is_idle)
    qtbot.wait(40)
    assert cut(window.frame) == []
    assert overlapping(window.frame) == []
    window.frame.open_page("domain")
    browser = window.frame.page("domain").browser
    for row in browser._rows:
        browser.open_finding(row.ref)
        qtbot.wait(40)
        assert cut(window.frame) == []


@pytest.mark.parametrize("size", [SMALLEST, USUAL], ids=["smallest", "usual"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_parts_of_the_guide_and_a_mail(open_window, qtbot, tmp_path, lang, size):
    with each_part(open_window, qtbot, tmp_path / "data", lang=lang, size=size) as (window, parts):
        for part in parts():
            assert cut(window.frame) == [], part
            assert overlapping(window.frame) == [], part
            assert outside(window.frame) == [], part
        assert torn(window.frame) == [], part


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_saving_evidence(open_window, qtbot, tmp_path, lang, monkeypatch):
    from sentwatch.ui.dialogs import save_evidence

    monkeypatch.setattr(save_evidence, "place_to_save", lambda *_: tmp_path / "evidence.zip")
    with each_part(open_window, qtbot, tmp_path / "data", lang=lang, size=SMALLEST) as (window, _parts):
        qtbot.waitUntil(lambda: window.background.is_idle)
        window.frame.page("incident").steps.evidence_wanted.emit()
        dialog = window.frame.findChild(save_evidence.SaveEvidenceDialog)
        for _ in range(2):
            qtbot.wait(30)
            assert cut(dialog) == []
            assert overlapping(dialog) == []
            assert outside(dialog) == []
            assert dialog.height() <= window.height()
            dialog.lock.switch.click()
            dialog._is_filled()
        assert not dialog.lock.switch.isChecked()
        dialog.save.click()
        qtbot.waitUntil(dialog._result.isVisible, timeout=20_000)
        qtbot.wait(30)
        assert cut(dialog) == []
        assert overlapping(dialog) == []
        assert dialog.height() <= window.height()
        dialog.reject()
        qtbot.waitUntil(lambda: window.background.is_idle)


def dialogs_of(window):
    """Each dialog in turn, as it is opened."""
    from sentwatch.core.trouble import CERTIFICATE_REFUSED, Trouble
    from sentwatch.ui.dialogs.question import QuestionDialog
    from sentwatch.ui.presenters.accounts import server_question

    def question():
        view = server_question("imap.a-very-long-name-of-a-server.elsewhere.example", window.language.words)
        QuestionDialog(window.theme, view, parent=window.frame).open()

    def crash():
        try:
            raise LookupError
        except LookupError as problem:
            window.show_crash(problem)

    trouble = Trouble(CERTIFICATE_REFUSED, host="mail.aoyama-insatsu.example")
    for show in (
        window.frame.show_help,
        window.frame.show_about,
        question,
        crash,
        lambda: window.session.troubled.emit(trouble, lambda: None),
    ):
        show()
        dialog = next(d for d in window.frame.findChildren(QDialog) if d.isVisible())
        yield dialog
        dialog.done(0)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_dialogs(open_window, qtbot, lang):
    window = open_window(lang=lang, size=SMALLEST)
    seen = 0
    for dialog in dialogs_of(window):
        for fold in dialog.findChildren(Fold):
            fold.open()
        if hasattr(dialog, "is_filled"):
            assert not dialog.is_filled()
        qtbot.wait(30)
        assert cut(dialog) == [], dialog.objectName()
        assert overlapping(dialog) == [], dialog.objectName()
        assert outside(dialog) == [], dialog.objectName()
        assert dialog.height() <= window.height(), dialog.objectName()
        seen += 1
    assert seen == 5


def test_these_judgements_can_fail(qtbot, theme, monkeypatch):
    holder = QWidget()
    qtbot.addWidget(holder)
    holder.resize(100, 20)
    for _ in range(2):
        label = Prose("A text that needs a good deal more room than there is here", parent=holder)
        label.setGeometry(60, 0, 80, 20)
    holder.show()
    assert len(cut(holder)) == 2
    assert len(overlapping(holder)) == 1
    assert len(outside(holder)) == 2
    monkeypatch.setattr(text, "line_end", lambda _text, _start, fits: fits)
    ended = Prose("このメールは、あなたの知らないうちに外部のアドレスへ転送されています。", parent=holder)
    ended.show()
    ended.resize(next(width for width in range(241, 600) if _last_line(ended, width) == 2), 60)
    assert len(torn(holder)) == 1


def _last_line(label, width):
    layout, _ = label._layout_at(width)
    return layout.lineAt(layout.lineCount() - 1).textLength() if layout.lineCount() > 1 else 0
