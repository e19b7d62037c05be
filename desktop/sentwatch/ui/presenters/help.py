"""The help and the box about the program, in words."""

from __future__ import annotations

from dataclasses import dataclass

from sentwatch.core.phrase import N_
from sentwatch.core.updates import VersionNews, there_is
from sentwatch.texts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpView:
    """What the window is for, and its keys."""

    title: str
    paragraphs: tuple[str, ...]
    keys_heading: str
    keys: tuple[tuple[str, str], ...]
    close: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutView:
    """Name, version, licence."""

    title: str
    lines: tuple[str, ...]
    close: str


def help_view(words: Words, *, check_key: str, settings_key: str, quit_key: str) -> HelpView:
    """The help: short, for one look."""
    return HelpView(
        title=words(N_("Help")),
        paragraphs=(
            words(
                N_(
                    "Sentwatch learns how much you usually send and to whom, and tells you when something leaves the "
                    "usual. It reads; it changes nothing in your mailbox."
                )
            ),
            words(
                N_(
                    "Each finding says what we saw, why it matters, what may be harmless about it, how to check it in "
                    "a minute, and what to do first."
                )
            ),
            words(
                N_("What could not be looked at is marked with a crossed-out eye. It does not mean that all is well.")
            ),
        ),
        keys_heading=words(N_("Keys")),
        keys=(
            (check_key, words(N_("Check now"))),
            ("Ctrl+1 … 9", words(N_("Go to a page"))),
            (settings_key, words(N_("Settings"))),
            ("F1", words(N_("This help"))),
            ("Esc", words(N_("Cancel the running check; close a dialog"))),
            ("← →", words(N_("In the chart: read out bar by bar"))),
            ("+ − 0", words(N_("In the chart: closer, further away, everything"))),
            ("B", words(N_("In the chart: go to what stood out"))),
            (quit_key, words(N_("Quit"))),
        ),
        close=words(N_("Close")),
    )


def about_view(words: Words, *, version: str, news: VersionNews | None = None) -> AboutView:
    """About the program, and about a newer one where somebody asked for that and there is one."""
    newer = there_is(news) if news is not None else None
    return AboutView(
        title=words(N_("About Sentwatch")),
        lines=(
            words(N_("Version {version}"), version=version),
            *(() if newer is None else (words(newer),)),
            words(
                N_("Tells you when somebody else sends from your mailbox, and leads you to one that is hard to take.")
            ),
            words(N_("Free software under the MIT licence.")),
        ),
        close=words(N_("Close")),
    )
