"""Keeps a single setting that is switched on a page, beside the GUI."""

from __future__ import annotations

from collections.abc import Callable

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.settings import Settings
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress
from sentwatch.ui.pages.parts import Bench


def keep_setting(bench: Bench, change: Callable[[Settings], Settings]) -> None:
    """Change one setting and leave all others as they are."""
    file = bench.app.settings_file

    def keep(_cancel: CancelToken, _progress: Progress) -> None:
        file.write(change(file.read()))

    bench.run(phrase(N_("Keeping the setting")), keep)
