"""The settings page in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.frame import HeaderView

_OWN_NAMES: Final = (("en", "English"), ("ja", "日本語"))
"""Each language by its own name, so that it is found by those who read no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    """Choices as (value, words)."""

    header: HeaderView
    look: str
    language: str
    languages: tuple[tuple[str, str], ...]
    theme: str
    themes: tuple[tuple[str, str], ...]


def settings(words: Words) -> SettingsView:
    """The page."""
    system = words(N_("As the system"))
    return SettingsView(
        header=HeaderView(sentence=words(N_("Settings"))),
        look=words(N_("Language and look")),
        language=words(N_("Language")),
        languages=(("", system), *_OWN_NAMES),
        theme=words(N_("Appearance")),
        themes=(("system", system), ("light", words(N_("Light"))), ("dark", words(N_("Dark")))),
    )
