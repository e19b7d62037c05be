"""How soon the window paints, against a bare PySide6 window; and how the chart draws, whatever the ledger's size."""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

BARE = """
from PySide6.QtWidgets import QApplication, QWidget
import os
class Window(QWidget):
    def paintEvent(self, event):
        os._exit(0)
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""

OURS = """
import os
from sentwatch.ui.app import make_application
from sentwatch.ui.preferences import ForgetfulPreferences
from sentwatch.ui.window import Window
class Leaving(Window):
    def begin(self):
        os._exit(0)
app = make_application()
window = Leaving(ForgetfulPreferences(), lambda: None)
window.show()
app.exec()
"""

FILLED = """
import os
from PySide6.QtCore import QTimer
from sentwatch.ui.app import make_application
from sentwatch.ui.preferences import ForgetfulPreferences
from sentwatch.ui.window import Window, Wired
class Actions:
    def known(self):
        from sentwatch.ui.known import Known
        return Known()
    def now(self):
        from datetime import UTC, datetime
        return datetime.now(UTC)
    timeline = None
class Leaving(Window):
    def begin(self):
        super().begin()
        self.session.changed.connect(lambda: QTimer.singleShot(0, lambda: os._exit(0)))
def wire():
    from sentwatch.wiring import words_for
    return Wired(Actions(), words_for)
app = make_application()
window = Leaving(ForgetfulPreferences(), wire)
window.show()
app.exec()
"""


def seconds(program: str) -> float:
    """From the start of the process to its first paint."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    environment["PYTHONPATH"] = str(ROOT / "desktop")
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11)
    runs = parser.parse_args(arguments).runs
    programs = (BARE, OURS, FILLED)
    for program in programs:
        seconds(program)
    rounds = [[seconds(program) for program in programs] for _ in range(runs)]
    bare, ours, filled = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"bare window {bare * 1000:.0f} ms, ours {ours * 1000:.0f} ms: {ours / bare:.2f} times (wanted: at most 1.5)")
    print(f"filled with the first page: {filled * 1000:.0f} ms, {filled / bare:.2f} times")
    return 0 if ours <= 1.5 * bare else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
