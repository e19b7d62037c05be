"""Qt's binding neither reads nor keeps the sources of our modules."""

from __future__ import annotations

import os
import subprocess
import sys

PROGRAM = """
import linecache
from sentwatch.ui.app import make_application
app = make_application()
before = set(linecache.cache)
import sentwatch.ui.main_window
import sentwatch.service.watch
print(len(set(linecache.cache) - before))
"""


def test_what_is_imported_after_it_stays_unread():
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ran.stdout.split() == ["0"]
