"""What a check is and the three ways one can end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from sentwatch.core.findings import Finding, FindingKind
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import Phrase
from sentwatch.core.snapshot import Snapshot

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Checked:
    """We looked. "Nothing found" may be said of this outcome only."""

    findings: tuple[Finding, ...] = ()
    limits: tuple[Phrase, ...] = ()
    """What was looked at only in part, in words to be shown beside the result ("learned from 6 days only")."""


Outcome: TypeAlias = Checked | NotChecked | Failed


def nothing_here(fact: DoesNotApply) -> Checked:
    """The outcome of a check whose matter does not exist here. The reason is shown beside it."""
    return Checked(limits=(fact.reason,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Check(Generic[T]):
    """A named pure function from a part of the snapshot to findings.

    `part` picks what the check looks at; where that part could not be collected, its NotChecked or Failed is the
    check's outcome. `part` gives None where the run did not ask for it: the check is then no part of the report.
    """

    code: str
    title: str
    """What this check looks at, marked with `N_`, for lists of checks."""
    kinds: tuple[FindingKind, ...]
    part: Callable[[Snapshot], T | NotChecked | Failed | None]
    judge: Callable[[T, Snapshot], Iterable[Finding] | Outcome]

    def run(self, snapshot: Snapshot) -> Outcome | None:
        """The outcome for this snapshot, or None where the run did not ask for this check."""
        seen = self.part(snapshot)
        if seen is None or isinstance(seen, NotChecked | Failed):
            return seen
        judged = self.judge(seen, snapshot)
        if isinstance(judged, Checked | NotChecked | Failed):
            return judged
        return Checked(findings=tuple(judged))


AnyCheck: TypeAlias = "Check[object]"
