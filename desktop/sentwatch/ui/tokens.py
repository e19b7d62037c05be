"""The look in numbers: colours of both schemes, type sizes, spacing; and the arithmetic of contrast. Knows no Qt."""

from __future__ import annotations

import enum
from dataclasses import dataclass, fields
from typing import Final

SPACE_INSIDE: Final = 8
SPACE_BETWEEN: Final = 16
SPACE_AROUND: Final = 24
RADIUS: Final = 8
ICON: Final = 20

LINE_HEIGHT: Final = 1.5
LINE_HEIGHT_JAPANESE: Final = 1.7

MIN_CONTRAST: Final = 4.5
"""WCAG 2.2, success criterion 1.4.3 (level AA) for text of normal size."""
MIN_CONTRAST_SHAPES: Final = 3.0
"""WCAG 2.2, success criterion 1.4.11 for what must be seen and is no text."""


class Type(enum.IntEnum):
    """Type sizes in pixels at 96 dots per inch."""

    SMALL = 13
    BODY = 15
    READING = 17
    TITLE = 20
    HEADLINE = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """The colours of one scheme as #RRGGBB. The last ones follow from the first ten."""

    background: str
    surface: str
    text: str
    muted: str
    accent: str
    fine: str
    notice: str
    warning: str
    urgent: str
    line: str
    is_dark: bool

    def tint(self, name: str, share: float = 0.10) -> str:
        """The surface with a breath of the colour `name`."""
        return mixed(self.colour(name), self.surface, share)

    def colour(self, name: str) -> str:
        """The colour called `name`; KeyError for an unknown one."""
        if name not in COLOURS:
            raise KeyError(name)
        return str(getattr(self, name))

    @property
    def hover(self) -> str:
        """What lies under the pointer."""
        return mixed(self.text, self.surface, 0.06)

    @property
    def pressed(self) -> str:
        """What is being pressed."""
        return mixed(self.text, self.surface, 0.12)

    @property
    def chosen(self) -> str:
        """What is chosen in a list."""
        return mixed(self.accent, self.surface, 0.12)

    @property
    def edge(self) -> str:
        """Borders of what can be operated: told apart from both grounds by 3:1."""
        return mixed(self.muted, self.surface, 0.80)

    @property
    def on_accent(self) -> str:
        """Text on the accent colour."""
        return self.background if self.is_dark else self.surface

    @property
    def accent_hover(self) -> str:
        """The accent under the pointer."""
        return mixed(self.text, self.accent, 0.14)

    @property
    def accent_pressed(self) -> str:
        """The accent being pressed."""
        return mixed(self.text, self.accent, 0.26)


COLOURS: Final = tuple(f.name for f in fields(Palette) if f.name != "is_dark")

LIGHT: Final = Palette(
    background="#F6F6F3",
    surface="#FFFFFF",
    text="#1B1C1E",
    muted="#5A5E65",
    accent="#0A6A6A",
    fine="#1B7443",
    notice="#855600",
    warning="#AD4209",
    urgent="#AF1429",
    line="#E2E3E0",
    is_dark=False,
)
DARK: Final = Palette(
    background="#16181A",
    surface="#1F2124",
    text="#ECEDEE",
    muted="#A5AAB1",
    accent="#55C7C5",
    fine="#63CE8F",
    notice="#E2B555",
    warning="#F3935F",
    urgent="#FF7F8A",
    line="#33363A",
    is_dark=True,
)

ACCOUNT_COLOURS: Final = {
    "teal": ("#0A6A6A", "#55C7C5"),
    "blue": ("#2257B0", "#8DB8FF"),
    "violet": ("#6B3FA0", "#C4A4F0"),
    "rose": ("#A32B5E", "#F59AC0"),
    "amber": ("#855600", "#E2B555"),
    "green": ("#1B7443", "#63CE8F"),
}
"""By which accounts can be told apart: on light, on dark. Kept by name."""
_TINT_OF_ACCOUNT: Final = 0.16


def account_colours(name: str | None, palette: Palette) -> tuple[str, str]:
    """The colour of an account and the ground it stands on; grey for one that has none, or one we do not know."""
    pair = ACCOUNT_COLOURS.get(name or "")
    colour = palette.muted if pair is None else pair[1 if palette.is_dark else 0]
    return colour, mixed(colour, palette.surface, _TINT_OF_ACCOUNT if not palette.is_dark else 0.22)


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue of #RRGGBB."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mixed(colour: str, ground: str, share: float) -> str:
    """`share` of `colour` laid over `ground`."""
    pairs = zip(rgb(colour), rgb(ground), strict=True)
    return "#" + "".join(f"{round(c * share + g * (1 - share)):02X}" for c, g in pairs)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 for black to 1 for white."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (c / 255 for c in rgb(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)
