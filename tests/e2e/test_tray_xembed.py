"""The older kind of tray (XEmbed), for real: program, panel, window manager and Dovecot in processes of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor

from sentwatch.core.watching import Overall
from support import tray_states
from support.cli import run_cli
from support.desktop_session import desktop_session
from support.dovecot import running_dovecot
from support.sample import fill
from support.window_program import Program
from support.xembed_tray import DARK, LIGHT, until, xembed_tray

PASSWORD = "correct horse"
ADDRESS = "xembed@aoyama-insatsu.example"


@pytest.fixture(scope="module")
def server():
    with running_dovecot() as server:
        yield server


@pytest.fixture
def desktop(tmp_path, monkeypatch):
    with desktop_session(tmp_path / "desktop", monkeypatch) as session:
        yield session


@pytest.fixture
def panel(desktop, tmp_path):
    with xembed_tray(desktop.environment, tmp_path / "panel") as panel:
        yield panel


@pytest.fixture
def window_manager(desktop, tmp_path):
    rules = tmp_path / "twmrc"
    # A bare X server has this font only.
    fonts = (f'{kind}Font "fixed"' for kind in ("Title", "Resize", "Menu", "Icon", "IconManager"))
    rules.write_text("\n".join(("RandomPlacement", "NoTitle", "NoGrabServer", *fonts)))
    manager = subprocess.Popen(
        ["twm", "-f", str(rules)], env={**os.environ, **desktop.environment},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    yield
    manager.terminate()
    manager.wait(10)


@pytest.fixture
def data(server, tmp_path):
    """An account that was looked at once."""
    fill(server, ADDRESS, with_burst=False)
    folder = tmp_path / "data"
    command = f'"{sys.executable}" -c "print(\\"{PASSWORD}\\")"'
    ran = run_cli("accounts", "add", "--address", ADDRESS, "--host", "127.0.0.1", "--port", server.imaps_port, "--ca",
                  server.ca_file, "--password-command", command, "--role", "person", "--time-zone", "Asia/Tokyo",
                  "--data-dir", folder)  # fmt: skip
    assert ran.code == 0, ran.err
    assert run_cli("check", ADDRESS, "--data-dir", folder).code in {0, 1}
    return folder


class Menu:
    """The menus of a program, as they open on the screen."""

    def __init__(self, panel, file: Path) -> None:
        self.panel, self.file = panel, file

    def open(self):
        """Open the icon's menu; its lines."""
        self.file.unlink(missing_ok=True)
        self.panel.display.click(until(self.panel.icon_place), button=3)
        return self._opened()

    def choose(self, lines, label):
        """Click on a line."""
        line = next(line for line in lines if line["text"] == label)
        self.panel.display.click(QRect(*line["place"]))

    def choose_sub(self, lines, label):
        """Click on a line that opens another menu; the lines of that."""
        self.file.unlink(missing_ok=True)
        self.choose(lines, label)
        return self._opened()

    def close(self):
        """Close the icon's menu."""
        self.panel.display.xdotool("key", "Escape")
        time.sleep(0.5)

    def _opened(self):
        until(self.file.exists)
        time.sleep(0.5)
        return json.loads(self.file.read_text(encoding="utf-8"))


def texts(lines):
    return [line["text"] for line in lines]


def shape(image, ground):
    """Which pixels stand out from the panel."""
    away = QColor(ground).lightness()
    return tuple(
        abs(image.pixelColor(x, y).lightness() - away) > 50
        for y in range(image.height()) for x in range(image.width())
    )  # fmt: skip


def windows(panel):
    """The program's windows on the screen; the icon is one as well, a small one."""
    return [one for one in panel.display.xdotool("search", "--onlyvisible", "--class", "^sentwatch$")
            if panel.display.place(one).width() > 100]  # fmt: skip


def close_window(panel):
    """Close the window by its key, again where it was lost."""

    def is_closed():
        for one in windows(panel):
            panel.display.xdotool("windowfocus", "--sync", one, "key", "--window", one, "ctrl+w")
            time.sleep(1)
        return not windows(panel)

    until(is_closed)


def is_minimised(panel):
    """Whether the window manager keeps the window, off the screen (ICCCM 4.1.3.1: WM_STATE)."""
    return not windows(panel) and any(
        "Iconic" in panel.display.property_of(one, "WM_STATE")
        for one in panel.display.xdotool("search", "--class", "^sentwatch$")
    )


@pytest.mark.parametrize("ground", [LIGHT, DARK], ids=["light panel", "dark panel"])
def test_every_state_has_a_shape_of_its_own_in_the_panel(desktop, tmp_path, ground):
    with xembed_tray(desktop.environment, tmp_path / "panel", ground=ground) as panel:
        shower = subprocess.Popen(
            [sys.executable, tray_states.__file__],
            env={**os.environ, **desktop.environment, "QT_QPA_PLATFORM": "xcb"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        shapes = {}
        for state in Overall:
            shower.stdin.write(f"{state.value}\n")
            shower.stdin.flush()
            assert shower.stdout.readline().strip() == state.value
            shapes[state] = until(lambda: _settled(panel, ground, other_than=tuple(shapes.values())))
        for end in (shower.stdin, shower.stdout):
            end.close()
        assert shower.wait(10) == 0
    for one, other in combinations(Overall, 2):
        differing = sum(a is not b for a, b in zip(shapes[one], shapes[other], strict=True))
        assert differing > 20, (one, other)


def _settled(panel, ground, *, other_than):
    """The shape in the panel, where it is a new one and stays."""
    seen = panel.icon()
    if seen is None or sum(found := shape(seen, ground)) < 60 or found in other_than:
        return None
    time.sleep(0.6)
    again = panel.icon()
    return found if again is not None and shape(again, ground) == found else None


@pytest.mark.parametrize(("lang", "said"), [
    ("en", {"all": ["Check now", "Pause watching", "Open Sentwatch", "Settings", "Quit"], "pause": "Pause watching",
            "pauses": ["For an hour", "Until tomorrow"], "resume": "Watch again", "quit": "Quit", "looked": "looked"}),
    ("ja", {"all": ["今すぐ点検", "見守りを一時停止", "Sentwatch を開く", "設定", "終了"], "pause": "見守りを一時停止",
            "pauses": ["1 時間", "明日まで"], "resume": "見守りを再開", "quit": "終了", "looked": "確認"}),
], ids=["en", "ja"])  # fmt: skip
def test_the_menu_has_its_lines_and_pausing_repaints_the_icon(panel, desktop, data, tmp_path, lang, said):
    file = tmp_path / "menu.json"
    menu = Menu(panel, file)
    with Program(data, desktop.environment, "--minimised", lang=lang, overheard=file) as program:
        until(panel.icon_place)

        def has_looked():
            lines = menu.open()
            menu.close()
            return said["looked"] in lines[0]["text"]

        until(has_looked)
        calm = panel.icon()
        lines = menu.open()
        assert not lines[0]["is_enabled"]
        assert [text for text in texts(lines) if text in said["all"]] == said["all"]
        pauses = menu.choose_sub(lines, said["pause"])
        assert texts(pauses) == said["pauses"]
        menu.choose(pauses, said["pauses"][0])
        until(lambda: panel.icon() != calm)
        lines = menu.open()
        assert said["resume"] in texts(lines)
        menu.choose(lines, said["resume"])
        until(lambda: panel.icon() == calm)
        menu.choose(menu.open(), said["quit"])
        assert program.ended() == (0, "")


def test_a_click_opens_the_window_and_a_panel_may_go_and_come_back(panel, desktop, window_manager, data, tmp_path):
    with Program(data, desktop.environment, "--minimised") as program:
        until(panel.icon_place)
        assert not windows(panel)
        panel.display.click(panel.icon_place())
        until(lambda: windows(panel))
        close_window(panel)
        until(lambda: told(desktop, "You find it in the tray.") == 1)
        panel.go_away()
        until(lambda: told(desktop, "This desktop has no tray now.") == 1, seconds=120)
        until(lambda: is_minimised(panel))
        panel.start()
        until(panel.icon_place)
        panel.display.click(panel.icon_place())
        until(lambda: windows(panel))
        panel.go_away()
        close_window(panel)
        until(lambda: is_minimised(panel))
        assert told(desktop, "This desktop has no tray now.") == 1
        assert program.stop() == (0, "")


def told(desktop, beginning):
    """How often something was said on the desktop."""
    desktop.dunstctl("close-all")
    return sum(shown["body"].startswith(beginning) for shown in desktop.closed())
