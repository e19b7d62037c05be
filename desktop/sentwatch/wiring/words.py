"""The words and guides of one language."""

from __future__ import annotations

import gettext

from sentwatch.adapters.resources import resource
from sentwatch.adapters.system_clock import LocalZone
from sentwatch.texts.words import Words


def words_for(lang: str) -> Words:
    """The words of one language, times as this computer tells them."""
    translations = gettext.translation("sentwatch", str(resource("locale")), [lang], fallback=True)
    return Words(lang, translations, zone=LocalZone())


def guide_names() -> tuple[str, ...]:
    """The names of all guides."""
    return tuple(sorted(one.name.removesuffix(".md") for one in resource("guides/en").iterdir()))


def guide_text(name: str, lang: str) -> str:
    """One guide as Markdown."""
    return resource(f"guides/{lang}/{name}.md").read_text(encoding="utf-8")


def guide_title(name: str, lang: str) -> str:
    """What a guide is about: its first heading."""
    return guide_text(name, lang).partition("\n")[0].lstrip("# ").strip()
