"""A newer version of this program: where it is asked for, what was said there, and what people are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.findings import Severity
from sentwatch.core.notify import Notice, may_tell, waits_for_digest
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.settings import Settings

EVERY: Final = timedelta(days=1)
"""How often it is asked for at most. Ours: what is told once a version needs no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePlace:
    """A release page: an https address without a name, a password, a query or a fragment. `is_built_in`: of the build.

    `host` is in ASCII, `path` as it goes over the line.
    """

    host: str
    port: int
    path: str
    is_built_in: bool = False

    @property
    def address(self) -> str:
        """As it is shown and kept."""
        port = "" if self.port == 443 else f":{self.port}"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"https://{host}{port}{self.path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A finished version that can be had, and since when, where the page says so."""

    version: str
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionNews:
    """What is known of newer versions. `newest` is that of the last answer, None where none is finished.

    `is_newer` compares it with `running`, the version that runs. `trouble` says why the last question had no answer;
    `answered_at` is None where there never was one.
    """

    running: str
    asked_at: datetime
    answered_at: datetime | None
    newest: Release | None = None
    is_newer: bool = False
    trouble: Phrase | None = None


def there_is(news: VersionNews) -> Phrase | None:
    """That there is a newer version, and what to do; None where there is none."""
    if not news.is_newer or news.newest is None:
        return None
    if news.newest.since is None:
        return phrase(
            N_("Version {there} is there. You run {here}. Get it where you got this one."),
            there=news.newest.version, here=news.running,
        )  # fmt: skip
    return phrase(
        N_("Version {there} is there since {since:date}. You run {here}. Get it where you got this one."),
        there=news.newest.version, since=news.newest.since, here=news.running,
    )  # fmt: skip


def version_notice(news: VersionNews) -> Notice | None:
    """What is told once of a version: the quietest there is."""
    if not news.is_newer or news.newest is None:
        return None
    if news.newest.since is None:
        body = phrase(N_("You run {here}. Get it where you got this one."), here=news.running)
    else:
        body = phrase(
            N_("Since {since:date}. You run {here}. Get it where you got this one."),
            since=news.newest.since, here=news.running,
        )  # fmt: skip
    return Notice(
        code="update.there",
        severity=Severity.INFO,
        summary=phrase(N_("Sentwatch {version} is there"), version=news.newest.version),
        body=body,
    )


def may_be_told_now(settings: Settings, *, local_now: datetime) -> bool:
    """Whether a notification may come now: as the least of what people want to be told of, and never with a summary.

    The tray's menu and the window show it in any case.
    """
    least = Severity.NOTICE
    return (
        settings.notify_severity <= least
        and not waits_for_digest(least, settings)
        and may_tell(least, settings, local_time=local_now.time())
    )
