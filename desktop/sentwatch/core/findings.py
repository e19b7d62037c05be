"""Findings: the one definition of each (FindingKind) and the one thing the user should know (Finding)."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sentwatch.core.phrase import Param, Params, Phrase


class Severity(enum.IntEnum):
    """How soon to act. Compare with < and >=; `.word` is the name used in JSON and in the store."""

    INFO = 0
    NOTICE = 1
    WARNING = 2
    URGENT = 3

    @property
    def word(self) -> str:
        """Lower-case name: info, notice, warning, urgent."""
        return self.name.lower()

    @classmethod
    def from_word(cls, word: str) -> Severity:
        """The severity named by `word`; KeyError for an unknown one."""
        return cls[word.upper()]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingKind:
    """The one definition of a finding. All texts are source texts marked with `N_` and may hold `{fields}`.

    `code` is `area.what` in kebab case, a fact and never a verdict, and stays for ever. `sentences` makes the title
    from the params where one template cannot say it (plurals, parts that may be missing); `title` is then the short
    form.
    """

    code: str
    severity: Severity
    title: str
    why: str
    harmless: tuple[str, ...]
    how_to_check: str
    do_first: tuple[str, ...]
    sentences: Callable[[Params], tuple[Phrase, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the user can see and confirm: a marked label and a value shown as plain text."""

    label: str
    value: Param


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing the user should know.

    `subject` tells findings of one kind apart and is stable from run to run (an incident's start, a rule's hash,
    a domain). `severity` is the kind's unless given.
    """

    kind: FindingKind
    subject: str
    params: Params = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    own_severity: Severity | None = None

    @property
    def severity(self) -> Severity:
        """The finding's own severity, else its kind's."""
        return self.kind.severity if self.own_severity is None else self.own_severity

    @property
    def key(self) -> tuple[str, str]:
        """Code and subject: what identifies this finding in one account from run to run."""
        return (self.kind.code, self.subject)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFinding:
    """A finding as the store remembers it from earlier runs."""

    finding: Finding
    first_seen: datetime


KindsByCode = Mapping[str, FindingKind]
