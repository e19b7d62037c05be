"""The system's own fonts, with a Japanese Gothic beside them so that no kanji comes out in another country's form."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication, QScreen

_GOTHIC: Final = {
    "win32": ("Yu Gothic UI", "Meiryo UI", "Meiryo", "MS UI Gothic"),
    "darwin": ("Hiragino Sans", "Hiragino Kaku Gothic ProN"),
}
_GOTHIC_ELSEWHERE: Final = ("Noto Sans CJK JP", "Noto Sans JP", "Source Han Sans JP", "IPAexGothic", "VL PGothic")

# Where no desktop names a font, Qt takes what fontconfig falls back to; these are calmer, if they are there.
_FALLBACKS: Final = frozenset({"DejaVu Sans", "Bitstream Vera Sans"})
_BEFORE_FALLBACK: Final = ("Inter", "Noto Sans", "Cantarell", "Open Sans", "Noto Sans CJK JP")


def families(lang: str) -> tuple[str, ...]:
    """Font families for a language, the preferred first; only such as are installed, besides the system's own."""
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    own = system.family()
    if QFontInfo(system).family() in _FALLBACKS:
        own = next((name for name in _BEFORE_FALLBACK if QFontDatabase.hasFamily(name)), own)
    gothic = tuple(n for n in _GOTHIC.get(sys.platform, _GOTHIC_ELSEWHERE) if QFontDatabase.hasFamily(n))[:1]
    ordered = (*gothic, own) if lang == "ja" else (own, *gothic)
    return tuple(dict.fromkeys(ordered))


def text_scale() -> float:
    """How much larger than usual this desktop wants text: its dots per inch against the platform's own."""
    screen: QScreen | None = QGuiApplication.primaryScreen()
    if screen is None:
        return 1.0
    usual = 72.0 if sys.platform == "darwin" else 96.0
    return min(2.0, max(1.0, screen.logicalDotsPerInch() / usual))


def font(lang: str, pixels: int) -> QFont:
    """The window's font at a size in pixels of a usual screen."""
    made = QFont()
    made.setFamilies(list(families(lang)))
    made.setPixelSize(round(pixels * text_scale()))
    return made
