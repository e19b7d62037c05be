"""A text of a data file in both languages, for tables and guides that are data and not marked source texts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The same words in English and Japanese, as a data file holds them."""

    en: str
    ja: str

    def said(self, lang: str) -> str:
        """The words in `lang`; any other language than Japanese reads the English ones."""
        return self.ja if lang == "ja" else self.en
