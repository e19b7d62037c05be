"""Shows the tray's states one after another: each line on stdin names one, which is answered once it is shown."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

from sentwatch.core.watching import Overall
from sentwatch.ui.known import Known
from sentwatch.ui.presenters.tray import tray
from sentwatch.ui.tray import Tray
from sentwatch.wiring import words_for


def main() -> int:
    """Until stdin ends."""
    app = QApplication(["sentwatch"])
    view = tray(Known(), words_for("en"), now=datetime.now(UTC))
    shown = Tray(parent=app)
    shown.begin()

    def take() -> None:
        name = sys.stdin.readline().strip()
        if not name:
            app.quit()
            return
        shown.show_view(replace(view, state=Overall(name)))
        print(name, flush=True)

    reading = QSocketNotifier(0, QSocketNotifier.Type.Read)
    reading.activated.connect(take)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
