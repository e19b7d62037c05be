"""What a scene is, and waiting until it can be taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from support import account_scenes

ROOT = Path(__file__).resolve().parents[2]
SIZES = ((800, 560), (1280, 800))
WAIT_MS = 20_000


@dataclass(frozen=True)
class Scene:
    """One picture: on which page, with what known, and what is done before it is taken."""

    name: str
    page: str = "overview"
    known: str = "attention"
    act: Callable[[object], object] | None = None
    sizes: tuple[tuple[int, int], ...] = SIZES
    store: str = ""
    """Over a store of its own: the sample, or an incident in it that is fresh, under way or over."""
    part: str = ""


def until(done, wait_ms=WAIT_MS):
    """Let the event loop run until something is so."""
    from PySide6.QtTest import QTest

    for _ in range(wait_ms // 10):
        if done():
            return
        QTest.qWait(10)
    raise TimeoutError


def settle(window):
    """Until nothing is running any more and everything is painted."""
    from PySide6.QtTest import QTest

    until(lambda: window.session.is_loaded)
    if not window.session.is_checking and not account_scenes.is_held(window):
        until(lambda: window.background.is_idle)
    QTest.qWait(40)


def scroll_to_end(window):
    from sentwatch.ui.widgets.frames import Scroll

    for bar in (scroll.verticalScrollBar() for scroll in window.frame.findChildren(Scroll) if scroll.isVisible()):
        bar.setValue(bar.maximum())
