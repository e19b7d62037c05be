"""Rules of one account, read where the provider keeps them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from sentwatch.core.phrase import Phrase
from sentwatch.core.rules import RuleSet
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.sieve import SieveScript


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesRead:
    """What was read, and in words what could not be looked at beside it.

    `scripts` are the texts behind the sets, where rules can be switched off in them.
    """

    sets: tuple[RuleSet, ...]
    unseen: tuple[Phrase, ...] = ()
    scripts: tuple[SieveScript, ...] = ()


class RulesPort(Protocol):
    """Reads the rules of an account by the provider's own interface. Changes nothing."""

    def read(self, *, credential: Credential, cancel: CancelToken) -> RulesRead:
        """Read everything there is. Raises Trouble where the rules themselves cannot be read, and Cancelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFile:
    """A rule file of a mail program here. `host` and `user` say whose mailbox it is, as far as the program tells."""

    path: str
    host: str = ""
    user: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFiles:
    """What was found on this computer; `closed` are folders that are there and may not be looked into."""

    files: tuple[RuleFile, ...] = ()
    closed: tuple[str, ...] = ()


class RuleFilesPort(Protocol):
    """The rule files of the mail programs on this computer. Changes nothing."""

    def find(self) -> RuleFiles:
        """Return every rule file of this user."""

    def read(self, path: str) -> tuple[RuleSet, ...] | Phrase:
        """Read one file, told by its content; a Phrase says why it is none. Raises Trouble(RULES_UNREADABLE)."""
