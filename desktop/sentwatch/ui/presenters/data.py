"""The log, and what is taken along, brought in or removed, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sentwatch.core.phrase import N_
from sentwatch.texts.words import Words

if TYPE_CHECKING:
    from sentwatch.service.data import ImportPreview
    from sentwatch.service.purge import Purged, PurgePlan


@dataclass(frozen=True, slots=True, kw_only=True)
class LogView:
    """The log as it may be handed on; `save` is empty where there is nothing to save."""

    title: str
    intro: str
    text: str
    save: str
    close: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingView:
    """A list that is read before something is done. `do` is empty where there is nothing to do."""

    title: str
    intro: str
    lines: tuple[str, ...]
    do: str
    keep: str
    is_careful: bool = False


def log_view(text: str, words: Words) -> LogView:
    """The log viewer."""
    return LogView(
        title=words(N_("What Sentwatch logged")),
        intro=words(N_("Addresses and secrets are left out. What you see here is all that a saved copy holds.")),
        text=text or words(N_("Nothing was logged so far.")),
        save=words(N_("Save a copy …")) if text else "",
        close=words(N_("Close")),
    )


def preview_view(preview: ImportPreview, words: Words) -> ListingView:
    """What an import would do."""
    return ListingView(
        title=words(N_("Bring in settings")),
        intro=words(N_("New accounts stay unseen until you give their passwords here.")) if preview.new else "",
        lines=tuple(words(line) for line in preview.said()),
        do="" if preview.is_empty else words(N_("Bring in")),
        keep=words(N_("Close")) if preview.is_empty else words(N_("Cancel")),
    )


def plan_view(plan: PurgePlan, words: Words) -> ListingView:
    """What a purge would delete."""
    return ListingView(
        title=words(N_("Remove everything from this computer?")),
        intro=words(N_("It cannot be taken back. Your mailboxes and their mail stay as they are.")),
        lines=tuple(words(line) for line in plan.said()),
        do="" if plan.is_empty else words(N_("Delete all of this")),
        keep=words(N_("Keep it")),
        is_careful=True,
    )


def purged_view(left: Purged, words: Words) -> ListingView:
    """What is left of it."""
    if left.is_clean:
        return ListingView(
            title=words(N_("Deleted")),
            intro=words(N_("We looked again, and nothing of it is left. Sentwatch ends now.")),
            lines=(),
            do="",
            keep=words(N_("Quit")),
        )
    troubles = tuple(words(trouble.title, **trouble.params) for trouble in left.troubles)
    return ListingView(
        title=words(N_("Not everything could be deleted")),
        intro=words(N_("This is still there:")),
        lines=(*(words.value(name) for name in left.names), *troubles),
        do="",
        keep=words(N_("Close")),
    )


def written_view(path: str, words: Words) -> ListingView:
    """A file was written."""
    return ListingView(
        title=words(N_("Written")), intro=words.value(path), lines=(), do="", keep=words(N_("Close"))
    )  # fmt: skip
