"""Use case: websites the user has stated to own; no other site is ever looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.website import Site
from sentwatch.store.kept import Kept

_SITES: Final = "website.own"
MAX_SITES: Final = 20


def key_of(host: str) -> str:
    """Under which key a site's reports are kept."""
    return f"website:{host}"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSite:
    """One site, and when its owner said that it is theirs."""

    site: Site
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class OwnSites:
    """The list, in the order it was made."""

    kept: Kept

    def all(self) -> tuple[OwnSite, ...]:
        """The sites."""
        return self.kept.get(_SITES, tuple[OwnSite, ...]) or ()

    def state(self, site: Site, *, at: datetime) -> None:
        """Keep that this site is the user's own; another page of the same host takes the place of the one before."""
        others = tuple(each for each in self.all() if each.site.host != site.host)
        self.kept.put(_SITES, (*others, OwnSite(site=site, stated_at=at))[-MAX_SITES:])

    def remove(self, host: str) -> None:
        """Take a site off the list."""
        self.kept.put(_SITES, tuple(each for each in self.all() if each.site.host != host))
