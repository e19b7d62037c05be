"""What can be done with a paper, in words: print it, or save it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.texts.words import Words


class PaperWish(enum.Enum):
    """What is done with it."""

    PRINT = "print"
    PDF = "pdf"
    HTML = "html"


_WISHES: Final = (
    (PaperWish.PRINT, N_("Print …")),
    (PaperWish.PDF, N_("Save as PDF …")),
    (PaperWish.HTML, N_("Save as a web page …")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersView:
    """The button with its menu."""

    name: str
    entries: tuple[tuple[object, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """Where something was saved."""

    text: str
    open_it: str
    close: str


def papers(words: Words) -> PapersView:
    """The button and its entries."""
    return PapersView(name=words(N_("Print or save")), entries=tuple((wish, words(text)) for wish, text in _WISHES))


def saved(path: Path, words: Words) -> SavedView:
    """Say where it was saved."""
    return SavedView(
        text=words(N_("Saved: {path}"), path=str(path)), open_it=words(N_("Open")), close=words(N_("Close"))
    )
