"""A tray of the older kind on a display: a real panel that icons are put into (freedesktop.org System Tray, XEmbed)."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage

LIGHT: Final = "#E8E6E3"
DARK: Final = "#202124"
_HEIGHT: Final = 26
_SEEN: Final = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
app.primaryScreen().grabWindow(0).save(sys.argv[1])
"""


@dataclass
class Display:
    """What is to be seen on a display, and a hand for mouse and keys."""

    environment: dict[str, str]
    folder: Path

    def xdotool(self, *arguments: str) -> list[str]:
        """The words it answers with."""
        ran = subprocess.run(
            ["xdotool", *arguments], env=self._whole(), capture_output=True, text=True, timeout=20, check=False
        )
        return ran.stdout.split()

    def picture(self) -> QImage:
        """The whole screen."""
        file = self.folder / "screen.png"
        environment = {**self._whole(), "QT_QPA_PLATFORM": "xcb"}
        subprocess.run([sys.executable, "-c", _SEEN, str(file)], env=environment, check=True, stderr=subprocess.DEVNULL)
        return QImage(str(file))

    def click(self, place: QRect, *, button: int = 1) -> None:
        """Click in the middle of a place."""
        middle = place.center()
        self.xdotool("mousemove", str(middle.x()), str(middle.y()), "click", str(button))

    def place(self, window: str) -> QRect:
        """Where a window stands."""
        lines = (line.partition("=") for line in self.xdotool("getwindowgeometry", "--shell", window))
        told = {name: value for name, _, value in lines}
        return QRect(*(int(told.get(name, "0")) for name in ("X", "Y", "WIDTH", "HEIGHT")))

    def property_of(self, window: str, name: str) -> str:
        """A property of a window, in words."""
        return subprocess.run(
            ["xprop", "-id", window, name], env=self._whole(), capture_output=True, text=True, timeout=20, check=False
        ).stdout

    def _whole(self) -> dict[str, str]:
        return {**os.environ, **self.environment}


@dataclass
class XEmbedTray:
    """The panel: it can go away and come back."""

    display: Display
    ground: str
    _panel: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        colour = QColor(self.ground)
        self._panel = subprocess.Popen(
            ["trayer", "--edge", "top", "--align", "left", "--widthtype", "request", "--height", str(_HEIGHT),
             "--transparent", "true", "--alpha", "0", "--tint", f"0x{colour.rgb() & 0xFFFFFF:06x}"],
            env={**os.environ, **self.display.environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def go_away(self) -> None:
        if self._panel is not None:
            self._panel.kill()
            self._panel.wait(10)
            self._panel = None

    def icon_place(self) -> QRect | None:
        """Where the program's icon stands, None where there is none: the small window of the program at the edge."""
        for window in self.display.xdotool("search", "--onlyvisible", "--class", "^sentwatch$"):
            place = self.display.place(window)
            if 0 < place.height() <= _HEIGHT and place.bottom() <= _HEIGHT:
                return place
        return None

    def icon(self) -> QImage | None:
        """The icon as it is seen in the panel."""
        place = self.icon_place()
        return None if place is None else self.display.picture().copy(place)


@contextmanager
def xembed_tray(environment: dict[str, str], folder: Path, *, ground: str = LIGHT) -> Iterator[XEmbedTray]:
    """A panel whose ground has this colour."""
    folder.mkdir(parents=True, exist_ok=True)
    tray = XEmbedTray(Display(environment, folder), ground)
    tray.start()
    try:
        yield tray
    finally:
        tray.go_away()


def until(condition: Callable[[], object], seconds: float = 60) -> object:
    """Wait for something that is not empty, and give it."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end
        time.sleep(0.1)
    return found
