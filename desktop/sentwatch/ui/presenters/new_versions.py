"""The settings about newer versions, in words: the switch, the page that is asked, and what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.updates import ReleasePlace, VersionNews, there_is
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.setting_rows import Entry, Press, Row, Section, Toggle
from sentwatch.ui.presenters.times import ago

SECTION: Final = "updates"
TELL_OF_VERSIONS: Final = "tell_of_versions"
"""The switch: the same as the one in the list of the network, which is named by the field of Settings."""
PAGE: Final = "update_page"
ASK: Final = "ask_for_version"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionFacts:
    """`running` is the version that runs, `address` what was written, `place` the page that is asked, if any may be.

    `news` is what it said, None where it was not asked.
    """

    running: str
    now: datetime
    is_on: bool
    address: str = ""
    place: ReleasePlace | None = None
    news: VersionNews | None = None


def new_versions(facts: VersionFacts, words: Words) -> Section:
    """The section. The address is asked for where the build names no page."""
    place = facts.place
    if place is not None:
        is_asked = N_("{host} is asked once a day. Nothing is fetched and nothing installed.")
        would_be = N_("{host} would be asked once a day. Nothing is fetched and nothing installed.")
        detail = words(is_asked if facts.is_on else would_be, host=place.host)
    elif facts.is_on:
        detail = words(N_("Nobody is asked until the page is named here."))
    else:
        detail = words(N_("This copy names no page to ask. Once this is switched on you can write one down here."))
    label = words(N_("Tell me when there is a newer version"))
    rows: list[Row] = [Toggle(name=TELL_OF_VERSIONS, label=label, detail=detail, is_on=facts.is_on)]
    if facts.is_on and (place is None or not place.is_built_in):
        rows.append(
            Entry(
                name=PAGE,
                label=words(N_("Address of the release page")),
                text=facts.address,
                hint=words(N_("Ask whoever gave you Sentwatch. It is a project page of the Simple repository API.")),
                error=_page_error(facts, words),
            )
        )
    if facts.is_on and place is not None:
        button = words(N_("Ask now"))
        rows.append(Press(name=ASK, label=_standing(facts, words), button=button, detail=_asked(facts, words)))
    return Section(name=SECTION, title=words(N_("New versions")), rows=tuple(rows))


def _page_error(facts: VersionFacts, words: Words) -> str:
    if not facts.address or facts.place is not None:
        return ""
    if not facts.address.startswith("https://"):
        return words(N_("The address has to begin with https://."))
    return words(N_("Write the plain address of the page: no name, no password, nothing after a question mark."))


def _standing(facts: VersionFacts, words: Words) -> str:
    news = facts.news
    newer = there_is(news) if news is not None else None
    if newer is not None:
        return words(newer)
    if news is None or news.answered_at is None:
        return words(N_("You run {version}."), version=facts.running)
    if news.newest is None:
        return words(N_("You run {version}. The page lists no finished version."), version=facts.running)
    return words(N_("You run {version}. The page has none that is newer."), version=facts.running)


def _asked(facts: VersionFacts, words: Words) -> str:
    """When the page last answered, and why it did not when it was asked after that."""
    news = facts.news
    if news is None:
        return words(N_("Not asked yet."))
    answered = asked = ""
    if news.answered_at is not None:
        answered = words(N_("Answered {when}."), when=ago(news.answered_at, words, now=facts.now))
    if news.trouble is not None:
        when = ago(news.asked_at, words, now=facts.now)
        asked = words(N_("No answer {when}: {reason}"), when=when, reason=news.trouble)
    return "\n".join(filter(None, (answered, asked)))
