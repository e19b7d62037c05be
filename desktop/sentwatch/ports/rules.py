"""Rules of one account, read where the provider keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sentwatch.core.phrase import Phrase
from sentwatch.core.rules import RuleSet
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesRead:
    """What was read, and in words what could not be looked at beside it."""

    sets: tuple[RuleSet, ...]
    unseen: tuple[Phrase, ...] = ()


class RulesPort(Protocol):
    """Reads the rules of an account by the provider's own interface. Changes nothing."""

    def read(self, *, credential: Credential, cancel: CancelToken) -> RulesRead:
        """Read everything there is. Raises Trouble where the rules themselves cannot be read, and Cancelled."""
