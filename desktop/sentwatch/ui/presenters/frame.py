"""The words of the frame around the pages: navigation, buttons, menu. Light: the window appears with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.texts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderView:
    """The sentence over a page and the small line below it."""

    sentence: str
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameView:
    """What the frame says on its own."""

    brand: str
    brand_detail: str
    navigation: str
    check_now: str
    cancel: str
    begins: str
    more: str
    files: str
    help: str
    about: str
    quit: str
    close: str


NAME: Final = "Sentwatch"


def frame(words: Words) -> FrameView:
    """The frame's words."""
    return FrameView(
        brand=NAME,
        brand_detail=words(N_("watches what you send")),
        navigation=words(N_("Pages")),
        check_now=words(N_("Check now")),
        cancel=words(N_("Cancel")),
        begins=words(N_("Beginning …")),
        more=words(N_("More")),
        files=words(N_("Look at mail in files …")),
        help=words(N_("Help")),
        about=words(N_("About Sentwatch")),
        quit=words(N_("Quit")),
        close=words(N_("Close")),
    )
