"""Use case: hear of a newer version where somebody asked for that: once a day, told once, nothing fetched."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sentwatch.adapters.release_place import read_place
from sentwatch.core.notify import Notice
from sentwatch.core.phrase import phrase
from sentwatch.core.schedule import is_due
from sentwatch.core.settings import Settings
from sentwatch.core.trouble import Trouble
from sentwatch.core.updates import (
    EVERY,
    Release,
    ReleasePlace,
    VersionNews,
    may_be_told_now,
    version_notice,
)
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.updates import ReleasePagePort
from sentwatch.store.codec import decode_phrase, encode_phrase
from sentwatch.store.kept import Kept

ANSWER: Final = "update.answer"
TOLD: Final = "update.told"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """What is kept of the last questions to one page. A question without an answer leaves the earlier answer as it is.

    `trouble` says why the last one had none, sealed with the rest.
    """

    address: str
    asked_at: datetime
    answered_at: datetime | None = None
    newest: Release | None = None
    trouble: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Updates:
    """Asks the page the build names, else the one in the settings. `running` is the version that runs.

    `local` tells a moment in the time of this computer, for the quiet hours.
    """

    pages: ReleasePagePort
    kept: Kept
    settings: Callable[[], Settings]
    named: str
    running: str
    clock: Clock
    local: Callable[[datetime], datetime]

    @property
    def place(self) -> ReleasePlace | None:
        """The page that is asked; None where none is named."""
        return release_place(self.settings(), self.named)

    def ask(self, *, cancel: CancelToken) -> VersionNews | None:
        """Ask now. Raises Trouble, which is kept as well; None where no page is named."""
        place = self.place
        if place is None:
            return None
        at = self.clock.now()
        answer = replace(self._answer() or _Answer(address=place.address, asked_at=at), asked_at=at)
        # Before it is asked: whatever becomes of this, it is not asked again by itself within the day.
        self.kept.put(ANSWER, answer)
        try:
            from sentwatch.core.release_page import newest_release

            newest = newest_release(self.pages.read(place, cancel=cancel), now=at)
        except Trouble as trouble:
            said = encode_phrase(phrase(trouble.title, **trouble.params))
            self.kept.put(ANSWER, replace(answer, trouble=said))
            raise
        self.kept.put(ANSWER, replace(answer, answered_at=at, newest=newest, trouble=None))
        return self.news()

    def ask_when_due(self, *, cancel: CancelToken) -> bool:
        """Ask if that is switched on and a day has passed; whether it was asked.

        A question that fails is no alarm: the settings show it.
        """
        if not self.settings().update_notice or self.place is None:
            return False
        answer = self._answer()
        if not is_due(self.clock.now(), None if answer is None else answer.asked_at, every=EVERY):
            return False
        with suppress(Trouble):
            self.ask(cancel=cancel)
        return True

    def news(self) -> VersionNews | None:
        """What the last question brought, compared with the version that runs; None where nothing was asked."""
        answer = self._answer() if self.settings().update_notice else None
        if answer is None or (answer.answered_at is None and answer.trouble is None):
            return None
        from sentwatch.core.release_page import is_newer

        return VersionNews(
            running=self.running,
            asked_at=answer.asked_at,
            answered_at=answer.answered_at,
            newest=answer.newest,
            is_newer=answer.newest is not None and is_newer(answer.newest, self.running),
            trouble=None if answer.trouble is None else decode_phrase(answer.trouble),
        )

    def to_be_told(self) -> Notice | None:
        """The notice of a newer version nobody was told of, if it may come now. It counts as told from now on."""
        news = self.news()
        notice = None if news is None else version_notice(news)
        if news is None or news.newest is None or notice is None or self.kept.get(TOLD, str) == news.newest.version:
            return None
        if not may_be_told_now(self.settings(), local_now=self.local(self.clock.now())):
            return None
        self.kept.put(TOLD, news.newest.version)
        return notice

    def _answer(self) -> _Answer | None:
        """The last answer of the page that is asked now: that of another page says nothing."""
        answer = self.kept.get(ANSWER, _Answer)
        place = self.place
        return answer if answer is not None and place is not None and answer.address == place.address else None


def release_place(settings: Settings, named: str) -> ReleasePlace | None:
    """The page the build names, else the one in the settings; None where neither names one that may be asked."""
    return read_place(named, is_built_in=True) or read_place(settings.update_page)
