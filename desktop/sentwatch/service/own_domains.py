"""Use case: domains the user owns beside those of the accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sentwatch.store.kept import Kept

_ADDED: Final = "domain.added"
MAX_DOMAINS: Final = 50


def key_of(domain: str) -> str:
    """Under which key a domain's reports and values are kept."""
    return f"domain:{domain}"


@dataclass(frozen=True, slots=True)
class OwnDomains:
    """The list, in the order it was made; names in ASCII form."""

    kept: Kept

    def added(self) -> tuple[str, ...]:
        """The domains that were added."""
        return self.kept.get(_ADDED, tuple[str, ...]) or ()

    def add(self, domain: str) -> None:
        """Add a domain; one that stands already stays where it is."""
        self.kept.put(_ADDED, tuple(dict.fromkeys((*self.added(), domain)))[:MAX_DOMAINS])

    def remove(self, domain: str) -> None:
        """Take a domain off the list."""
        self.kept.put(_ADDED, tuple(each for each in self.added() if each != domain))
