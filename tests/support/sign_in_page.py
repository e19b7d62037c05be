"""The page about signing in, in a window over an App of its own."""

from __future__ import annotations

from contextlib import contextmanager

from sentwatch.ui.dialogs.question import QuestionDialog
from support import sign_in_facts as told


@contextmanager
def sign_in_page(app, open_window, qtbot):
    """The page; its `show_view(key, name)` opens what is behind a row, `idle()` waits until all work is done."""
    window = open_window(page="sign-in", actions=told.Actions(app), app=app)
    made = window.frame.page("sign-in")

    def idle():
        qtbot.waitUntil(lambda: window.background.is_idle, timeout=20_000)
        qtbot.wait(1)

    def show(key, name):
        made.open_view(key, name)
        idle()
        return made.view

    made.idle, made.show_view, made.window_of_test = idle, show, window
    yield made
    # As at the end of the program: clipboard data of Python's own must not outlive the interpreter (PySide 6.11 crashes).
    made.bench.clipboard.clear()


def answer(page, *, accepted):
    """Answer the question that is open."""
    dialog = next(d for d in page.window().findChildren(QuestionDialog) if d.isVisible())
    (dialog.do if accepted else dialog.keep).click()
    page.idle()
