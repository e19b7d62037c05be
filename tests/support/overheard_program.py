"""The program itself, which tells a file of each menu it shows: what a screen reader would say, and where the lines are.

python overheard_program.py FILE [ARGUMENT ...]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMenu

from sentwatch.__main__ import main
from sentwatch.ui import start


class Ear(QObject):
    """Hears of every menu that opens."""

    def __init__(self, file: Path, app: QApplication) -> None:
        super().__init__(app)
        self._file = file
        app.installEventFilter(self)

    def eventFilter(self, heard: QObject, event: QEvent) -> bool:
        if isinstance(heard, QMenu) and event.type() == QEvent.Type.Show:
            lines = []
            for action in heard.actions():
                place = heard.actionGeometry(action)
                corner = heard.mapToGlobal(place.topLeft())
                lines.append(
                    {
                        "text": action.text().replace("&&", "&"),
                        "is_enabled": action.isEnabled(),
                        "place": [corner.x(), corner.y(), place.width(), place.height()],
                    }
                )
            self._file.write_text(json.dumps([line for line in lines if line["text"]]), encoding="utf-8")
        return False


if __name__ == "__main__":
    told = Path(sys.argv.pop(1))
    make = start.make_application

    def make_and_listen() -> QApplication:
        app = make()
        Ear(told, app)
        return app

    start.make_application = make_and_listen
    sys.exit(main())
