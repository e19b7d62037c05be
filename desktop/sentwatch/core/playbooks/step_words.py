"""What a checklist step says: title, why it matters, how to do it in which setting, and where it is known from."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

from sentwatch.core.providers import Trust
from sentwatch.core.wording import Wording


class Setting(enum.Enum):
    """Where an instruction applies. ANY is for everybody; the others are shown where they fit."""

    ANY = "any"
    OFFICE = "office"
    WINDOWS = "windows"
    MACOS = "macos"
    LINUX = "linux"
    GOOGLE = "google"
    MICROSOFT = "microsoft"
    HOSTING = "hosting"


@dataclass(frozen=True, slots=True, kw_only=True)
class HowTo:
    """One instruction of a sentence or two, for one setting."""

    setting: Setting
    words: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a statement comes from. `trust` HINT is general knowledge and is worded so."""

    key: str
    title: str
    url: str
    trust: Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class StepWords:
    """All that is shown of a step beside its state. `limits` says what no program can see of it, None where nothing."""

    title: Wording
    why: Wording
    how: tuple[HowTo, ...]
    evidence: Wording
    trust: Trust
    sources: tuple[Source, ...]
    limits: Wording | None = None

    def how_in(self, settings: Iterable[Setting]) -> tuple[HowTo, ...]:
        """The instructions for everybody and for `settings`, in the order of the file."""
        fitting = {Setting.ANY, *settings}
        return tuple(one for one in self.how if one.setting in fitting)
