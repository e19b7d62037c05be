"""Writes a picture of every page and dialog, in both languages, both schemes and two sizes, into tests/shots/out.

`make.py [NAME…] [--scale 2]`: only scenes whose name begins so; at another scale of the screen.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]

from shots.scene import SIZES  # noqa: E402 - found by the line above

OUT = ROOT / "tests" / "shots" / "out"
LANGUAGES = ("en", "ja")
THEMES = ("light", "dark")


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--theme", choices=THEMES)
    parser.add_argument("--size", choices=("small", "large"))
    chosen = parser.parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(chosen.scale)
    from sentwatch.ui.app import make_application
    from shots.scenes import SCENES
    from shots.taken import take

    app = make_application()
    app.setQuitOnLastWindowClosed(False)
    OUT.mkdir(parents=True, exist_ok=True)
    sizes = {"small": SIZES[:1], "large": SIZES[1:]}.get(chosen.size, SIZES)
    taken = 0
    for scene in SCENES:
        if chosen.names and not any(scene.name.startswith(name) for name in chosen.names):
            continue
        for lang in [chosen.lang] if chosen.lang else LANGUAGES:
            for theme in [chosen.theme] if chosen.theme else THEMES:
                for size in (one for one in scene.sizes if one in sizes):
                    suffix = f"@{chosen.scale}x" if chosen.scale > 1 else ""
                    path = OUT / f"{scene.name}-{lang}-{theme}-{size[0]}x{size[1]}{suffix}.png"
                    if not take(app, scene, lang, theme, size).save(str(path)):
                        raise OSError(path)
                    taken += 1
    print(f"{taken} pictures are in {OUT.relative_to(ROOT)}.")
    return 0 if taken else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
