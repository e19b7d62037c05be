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
sys.path[:0] = [str(ROOT / "tests")]

from support.installed_python import installed_python  # noqa: E402

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
    def fill(self):
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
    def fill(self):
        super().fill()
        self.session.changed.connect(lambda: QTimer.singleShot(0, lambda: os._exit(0)))
def wire():
    from sentwatch.wiring import App, words_for
    return Wired(Actions(), words_for, App())
app = make_application()
window = Leaving(ForgetfulPreferences(), wire)
window.show()
app.exec()
"""


def seconds(program: str, environment: dict[str, str]) -> float:
    """From the start of the process to its first paint."""
    environment = {**environment, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, env=environment, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begun


CHART = """
import os, random, sqlite3, statistics, sys, time
from PySide6.QtWidgets import QApplication
from zoneinfo import ZoneInfo
from sentwatch.core.timeline import Cell, Measure, Step, TimelineView, Usual, fold
from sentwatch.ui.preferences import ThemeChoice
from sentwatch.ui.theme import Theme
from sentwatch.ui.timeline_feed import TimelineFeed
from sentwatch.ui.timeline_scale import Visible
from sentwatch.ui.widgets.timeline import Timeline
from sentwatch.wiring import words_for

rows = int(sys.argv[1])
zone = ZoneInfo("Asia/Tokyo")
first, last = 1_700_000_000, 1_700_000_000 + 2 * 365 * 86_400
chance = random.Random(7)
store = sqlite3.connect(":memory:")
store.execute("CREATE TABLE sent (at_s REAL, recipients INTEGER, never_mailed INTEGER)")
store.executemany(
    "INSERT INTO sent VALUES (?, ?, ?)",
    ((chance.uniform(first, last), 1 + n % 3, n % 5 == 0) for n in range(rows)),
)
store.execute("CREATE INDEX by_time ON sent (at_s)")
store.execute(
    "CREATE TABLE cell AS SELECT cast(at_s / 3600 AS INTEGER) * 3600 AS at_s, count(*) AS messages,"
    " sum(recipients) AS recipients, sum(never_mailed) AS never_mailed FROM sent GROUP BY 1"
)
store.execute("CREATE INDEX cell_by_time ON cell (at_s)")


def source(request):
    span = (request.edges[0], request.edges[-1])
    if request.step.span_s >= Step.HOUR.span_s:
        found = store.execute("SELECT * FROM cell WHERE at_s >= ? AND at_s < ?", span)
    else:
        found = store.execute("SELECT at_s, 1, recipients, never_mailed FROM sent WHERE at_s >= ? AND at_s < ?", span)
    buckets = fold((Cell(*row) for row in found), request.edges)
    return TimelineView(step=request.step, buckets=buckets, usual={Measure.MESSAGES: Usual(low=0, high=9)})


app = QApplication([])
theme = Theme(app, choice=ThemeChoice.LIGHT)
words = words_for("en").in_zone(zone)
chart = Timeline(theme, "chart", words)
feed = TimelineFeed(source, None, parent=chart)
feed.arrived.connect(chart.show_view)
chart.wanted.connect(lambda seen: feed.ask("a", seen, chart.step, zone))
chart.resize(1000, 300)
chart.show()
chart.show_span(Visible(start_s=last - 365 * 86_400, end_s=last, first_s=first, last_s=last))
took = []
for turn in range(3):
    feed.forget()
    chart.reset()
    chart.go_to(last - 365 * 86_400, last)
    for _ in range(14):
        begun = time.perf_counter()
        chart.zoom(0.5, around_s=last - 100 * 86_400)
        chart.grab()
        took.append(time.perf_counter() - begun)
print(f"{statistics.median(took) * 1000:.1f} {max(took) * 1000:.1f}")
os._exit(0)
"""


def chart_times(rows: int) -> tuple[float, float]:
    """Milliseconds for one step of zooming, question, answer and painting together: median and slowest."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    environment["PYTHONPATH"] = str(ROOT / "desktop")
    ran = subprocess.run(
        [sys.executable, "-c", CHART, str(rows)], check=True, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    )
    middle, slowest = ran.stdout.split()
    return float(middle), float(slowest)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11)
    runs = parser.parse_args(arguments).runs
    programs = (BARE, OURS, FILLED)
    with installed_python() as environment:
        for program in programs:
            seconds(program, environment)
        rounds = [[seconds(program, environment) for program in programs] for _ in range(runs)]
    bare, ours, filled = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(f"bare window {bare * 1000:.0f} ms, ours {ours * 1000:.0f} ms: {ours / bare:.2f} times (wanted: at most 1.5)")
    print(f"filled with the first page: {filled * 1000:.0f} ms, {filled / bare:.2f} times")
    for rows in (1_000, 1_000_000):
        middle, slowest = chart_times(rows)
        print(f"chart on {rows:,} rows: a step of zooming takes {middle:.0f} ms, the slowest {slowest:.0f} ms")
    return 0 if ours <= 1.5 * bare else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
