"""Opens the window: on the user's own data folder, or on the made-up mailbox."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sentwatch.ui.app import make_application, run
from sentwatch.ui.kept_preferences import KeptPreferences
from sentwatch.ui.preferences import ForgetfulPreferences, Preferences
from sentwatch.ui.single_instance import SingleInstance

if TYPE_CHECKING:
    from sentwatch.ui.desk import Desk
    from sentwatch.ui.window import Window, Wired
    from sentwatch.ui.wired import WiredActions


def open_window(data_dir: Path | None, *, lang: str = "", minimised: bool = False) -> int:
    """The window on a data folder, the user's own where none is named; the exit code.

    A second start shows the window of the first and leaves.
    """
    from sentwatch.wiring import App, default_data_dir, words_for

    make_application()
    folder = data_dir or default_data_dir()
    instance = SingleInstance(folder)
    if not instance.take():
        return 0
    app = App(data_dir=folder)
    app.set_up_log()

    begins_hidden = minimised or app.settings.start_minimised

    @cache
    def actions() -> WiredActions:
        from sentwatch.ui.wired import WiredActions

        return WiredActions(app)

    def wire() -> Wired:
        from sentwatch.ui.window import Wired

        return Wired(actions(), words_for, app)

    def furnish(window: Window) -> Desk:
        from sentwatch.ui.desk import Desk

        instance.shown.connect(window.show_again)
        return Desk(window, app, actions())

    try:
        return run(KeptPreferences(app.settings_file, lang=lang), wire, furnish=furnish, begins_hidden=begins_hidden)
    finally:
        instance.release()
        app.close()


def open_sample(*, lang: str = "") -> int:
    """The window on the made-up mailbox; nothing of it stays. The exit code."""
    from sentwatch.wiring import sample_app, sample_words

    with sample_app() as app:

        def wire() -> Wired:
            from sentwatch.ui.window import Wired
            from sentwatch.ui.wired import SampleActions

            return Wired(SampleActions(app), sample_words, app)

        return run(ForgetfulPreferences(Preferences(language=lang)), wire)
