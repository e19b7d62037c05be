"""Nothing is cut and nothing overlaps, on every page, in both languages, at the smallest size and at the usual one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QDialog, QPushButton, QWidget

from sentwatch.ui.pages import PAGES
from sentwatch.ui.widgets.fold import Fold
from sentwatch.ui.widgets.text import Elided, PlainLabel, Prose
from sentwatch.ui.window import SMALLEST, USUAL
from support import window_facts as facts

STATES = {
    "attention": facts.attention,
    "quiet": facts.quiet,
    "first": facts.Known,
}


def shown(root, kind):
    return [w for w in root.findChildren(kind) if w.isVisible() and w.width() > 0]


def named(widget):
    parents = []
    while widget is not None:
        parents.append(widget.objectName() or type(widget).__name__)
        widget = widget.parentWidget()
    return " < ".join(parents[:5])


def cut(root):
    found = []
    for label in shown(root, PlainLabel):
        if not label.text():
            continue
        if isinstance(label, Prose):
            if label.height() < label.heightForWidth(label.width()) - 1:
                found.append(
                    f"{named(label)}: {label.text()!r} is {label.height()} of {label.heightForWidth(label.width())}"
                )
        elif not isinstance(label, Elided) and label.width() < label.sizeHint().width() - 1:
            found.append(f"{named(label)}: {label.text()!r} is {label.width()} of {label.sizeHint().width()} wide")
    for button in shown(root, QPushButton):
        if button.text() and button.width() < button.sizeHint().width() - 1:
            found.append(f"{named(button)}: {button.text()!r} is {button.width()} of {button.sizeHint().width()} wide")
    return found


def overlapping(root):
    """Siblings that hold words or can be pressed and lie on each other."""
    found = []
    for parent in [root, *shown(root, QWidget)]:
        own = [
            c
            for c in parent.children()
            if isinstance(c, PlainLabel | QAbstractButton)
            and c.isVisible()
            and (not isinstance(c, PlainLabel) or c.text())
        ]
        for number, one in enumerate(own):
            for other in own[number + 1 :]:
                both = one.geometry().intersected(other.geometry())
                if both.width() > 1 and both.height() > 1:
                    found.append(f"{named(one)} and {named(other)}")
    return found


def outside(root):
    """What stands beyond the right edge of the window."""
    edge = QRect(QPoint(0, 0), root.size())
    found = []
    for widget in [*shown(root, PlainLabel), *shown(root, QAbstractButton)]:
        place = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())
        if place.right() > edge.right():
            found.append(named(widget))
    return found


@pytest.mark.parametrize("size", [SMALLEST, USUAL], ids=["smallest", "usual"])
@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("state", STATES)
def test_pages(open_window, qtbot, state, lang, size):
    window = open_window(lang=lang, size=size, known=STATES[state]())
    for entry in PAGES:
        window.frame.open_page(entry.name)
        qtbot.waitUntil(lambda: window.background.is_idle)
        qtbot.wait(1)
        assert cut(window.frame) == [], entry.name
        assert overlapping(window.frame) == [], entry.name
        assert outside(window.frame) == [], entry.name


@pytest.mark.parametrize("size", [SMALLEST, USUAL], ids=["smallest", "usual"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_letters_with_their_evidence(open_window, qtbot, lang, size):
    window = open_window(page="sending", lang=lang, size=size)
    window.frame.open_finding(facts.burst_ref())
    page = window.frame.page("sending")
    page.browser.letter.open_evidence()
    page.card.toggle.click()
    qtbot.waitUntil(lambda: window.background.is_idle)
    qtbot.wait(20)
    assert cut(window.frame) == []
    assert overlapping(window.frame) == []
    window.frame.open_page("domain")
    browser = window.frame.page("domain").browser
    for row in browser._rows:
        browser.open_finding(row.ref)
        qtbot.wait(20)
        assert cut(window.frame) == []


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
        qtbot.wait(1)
        assert cut(dialog) == [], dialog.objectName()
        assert overlapping(dialog) == [], dialog.objectName()
        assert outside(dialog) == [], dialog.objectName()
        assert dialog.height() <= window.height(), dialog.objectName()
        seen += 1
    assert seen == 5


def test_these_judgements_can_fail(qtbot, theme):
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
