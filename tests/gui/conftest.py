"""The window on the sample's facts, offscreen; each test gets one of its own and leaves nothing running."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest

from sentwatch.ui.preferences import ForgetfulPreferences, Preferences, ThemeChoice
from sentwatch.ui.theme import Theme
from support import window_facts as facts


@pytest.fixture(autouse=True)
def _application(qapp):
    """Qt ends the process at the first picture where no application is, whichever test comes first."""


@pytest.fixture
def theme(qapp):
    made = Theme(qapp, choice=ThemeChoice.LIGHT)
    yield made
    made.deleteLater()


@pytest.fixture
def open_window(qtbot, qapp):
    """Make a window: `open_window(lang="ja", page="sending", known=facts.quiet())`."""
    from sentwatch.ui.window import Window, Wired

    made = []

    def make(
        *, lang="en", theme="light", page="overview", size=(1280, 800), known=None, quiet=False, actions=None, app=None
    ):
        chosen = Preferences(language=lang, theme=ThemeChoice(theme))
        used = actions or facts.SampleActions(known if known is not None else facts.attention(), quiet=quiet)
        window = Window(ForgetfulPreferences(chosen), lambda: Wired(used, facts.words_for, app or facts.app()))
        made.append(window)
        window.resize(*size)
        window.show()
        window.begin()
        window.frame.open_page(page)
        qtbot.waitUntil(lambda: window.session.is_loaded and window.background.is_idle, timeout=20_000)
        return window

    yield make
    for window in made:
        if getattr(window.session.actions, "gate", None) is not None:
            window.session.actions.gate.set()
        assert window.background.shutdown()
        # Takes Qt's own Japanese words back from the application that all tests share.
        window.language.choose("en")
        window.close()
        window.theme.deleteLater()
        window.deleteLater()
