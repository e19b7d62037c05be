"""Renders the program's icon from the packaged mark: PNGs by size for Linux, .ico for Windows, .icns for macOS."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PIL import Image
from PySide6.QtGui import QGuiApplication

ROOT = Path(__file__).resolve().parents[1]
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 128, 256)


def render(target: Path) -> list[Path]:
    """Write all icons below `target` and return what was written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT / "desktop"))
    from sentwatch.ui.icons import app_icon_of

    app = QGuiApplication.instance() or QGuiApplication(["icons"])
    written: list[Path] = []
    for size in SIZES:
        path = target / "hicolor" / f"{size}x{size}" / "apps" / "sentwatch.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not app_icon_of(size).save(str(path)):
            raise OSError(f"{path} could not be written")
        written.append(path)
    largest = Image.open(written[-1])
    ico, icns = target / "sentwatch.ico", target / "sentwatch.icns"
    largest.save(ico, sizes=[(size, size) for size in ICO_SIZES])
    largest.save(icns)
    del app
    return [*written, ico, icns]


if __name__ == "__main__":
    for one in render(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "icons"):
        print(one)
