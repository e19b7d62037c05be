"""Opens the window: on the user's own data folder, or on the made-up mailbox."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sentwatch.ui.app import run
from sentwatch.ui.kept_preferences import KeptPreferences
from sentwatch.ui.preferences import ForgetfulPreferences, Preferences

if TYPE_CHECKING:
    from sentwatch.ui.window import Wired


def open_window(data_dir: Path | None, *, lang: str = "") -> int:
    """The window on a data folder, the user's own where none is named; the exit code."""
    from sentwatch.wiring import App, default_data_dir, words_for

    app = App(data_dir=data_dir or default_data_dir())
    app.set_up_log()

    def wire() -> Wired:
        from sentwatch.ui.window import Wired
        from sentwatch.ui.wired import WiredActions

        return Wired(WiredActions(app), words_for, app)

    try:
        return run(KeptPreferences(app.settings_file, lang=lang), wire)
    finally:
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
