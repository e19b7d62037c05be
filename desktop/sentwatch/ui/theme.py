"""Light, dark or as the system has it: puts palette, style sheet and fonts on the application, live."""

from __future__ import annotations

import string
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from sentwatch.adapters.resources import resource
from sentwatch.ui import fonts, icons
from sentwatch.ui.preferences import ThemeChoice
from sentwatch.ui.tokens import COLOURS, DARK, LIGHT, Palette, Type, mixed

_DERIVED: Final = ("hover", "pressed", "chosen", "edge", "on_accent", "accent_hover", "accent_pressed")
_TINTED: Final = ("fine", "notice", "warning", "urgent", "accent", "muted")


_HINTS: Final = {
    ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
    ThemeChoice.LIGHT: Qt.ColorScheme.Light,
    ThemeChoice.DARK: Qt.ColorScheme.Dark,
}


class Theme(QObject):
    """The one place that knows how the window looks. `changed` comes after everything was repainted anew."""

    changed = Signal()

    def __init__(self, app: QApplication, *, choice: ThemeChoice = ThemeChoice.SYSTEM, lang: str = "en") -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        self._lang = lang
        self._applied: tuple[bool, str] | None = None
        # Asked before our own palette hides what the desktop says.
        self._desktop_is_dark = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
        app.setStyle("Fusion")
        app.setWindowIcon(icons.app_icon())
        self._apply()
        app.styleHints().colorSchemeChanged.connect(self._apply)

    @property
    def choice(self) -> ThemeChoice:
        """What was chosen."""
        return self._choice

    @property
    def palette(self) -> Palette:
        """The colours shown now."""
        return DARK if self._is_dark() else LIGHT

    def choose(self, choice: ThemeChoice) -> None:
        """Switch at once."""
        self._choice = choice
        self._apply()

    def speak(self, lang: str) -> None:
        """Take the fonts that suit the language."""
        self._lang = lang
        self._apply()

    def colour(self, name: str) -> QColor:
        """A colour of the scheme."""
        return QColor(self.palette.colour(name))

    def icon(self, name: str, colour: str = "text") -> QIcon:
        """One of our icons in a colour of the scheme."""
        palette = self.palette
        return icons.icon(name, palette.colour(colour), mixed(palette.muted, palette.surface, 0.6))

    def icon_on_accent(self, name: str) -> QIcon:
        """One of our icons for a ground in the accent colour."""
        palette = self.palette
        return icons.icon(name, palette.on_accent, mixed(palette.muted, palette.surface, 0.6))

    def _is_dark(self) -> bool:
        if self._choice is not ThemeChoice.SYSTEM:
            return self._choice is ThemeChoice.DARK
        scheme = self._app.styleHints().colorScheme()
        return self._desktop_is_dark if scheme == Qt.ColorScheme.Unknown else scheme == Qt.ColorScheme.Dark

    def _apply(self) -> None:
        # Native frames and dialogs follow the hint. On bare X and offscreen it does nothing: hence the palette.
        self._app.styleHints().setColorScheme(_HINTS[self._choice])
        wanted = (self._is_dark(), self._lang)
        if wanted == self._applied:
            return
        self._applied = wanted
        palette = self.palette
        self._app.setPalette(qt_palette(palette))
        self._app.setFont(fonts.font(self._lang, Type.BODY))
        self._app.setStyleSheet(style_sheet(palette, fonts.text_scale()))
        self.changed.emit()


def style_sheet(palette: Palette, scale: float) -> str:
    """The style sheet with the scheme's colours and the type sizes filled in."""
    values = {name: palette.colour(name) for name in COLOURS}
    values |= {name: str(getattr(palette, name)) for name in _DERIVED}
    values |= {f"{name}_tint": palette.tint(name) for name in _TINTED}
    values |= {f"{name}_line": mixed(palette.colour(name), palette.surface, 0.45) for name in _TINTED}
    values |= {f"type_{size.name.lower()}": f"{round(size * scale)}px" for size in Type}
    values["handle"] = mixed(palette.muted, palette.surface, 0.45)
    values["faded"] = mixed(palette.muted, palette.surface, 0.6)
    template = resource("styles/window.qss").read_text(encoding="utf-8")
    return string.Template(template).substitute(values)


def qt_palette(palette: Palette) -> QPalette:
    """The scheme as Qt's own roles, for what no style sheet reaches."""
    made = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: palette.background,
        role.WindowText: palette.text,
        role.Base: palette.surface,
        role.AlternateBase: palette.background,
        role.Text: palette.text,
        role.Button: palette.surface,
        role.ButtonText: palette.text,
        role.BrightText: palette.text,
        role.ToolTipBase: palette.surface,
        role.ToolTipText: palette.text,
        role.PlaceholderText: palette.muted,
        role.Highlight: palette.accent,
        role.HighlightedText: palette.on_accent,
        role.Link: palette.accent,
        role.LinkVisited: palette.accent,
        role.Light: palette.surface,
        role.Midlight: palette.hover,
        role.Mid: palette.line,
        role.Dark: palette.edge,
        role.Shadow: palette.line,
        role.Accent: palette.accent,
    }
    for one, colour in colours.items():
        made.setColor(one, QColor(colour))
    faded = QColor(mixed(palette.muted, palette.surface, 0.6))
    for one in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, faded)
    return made
