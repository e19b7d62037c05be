"""How a look at one fact of this computer can end: seen, not there at all, or could not look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from sentwatch.core.check import Checked
from sentwatch.core.phrase import Phrase
from sentwatch.core.snapshot import Failed, NotChecked

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DoesNotApply:
    """There is nothing to look at here, and why: a server without a desktop has no screen to lock."""

    reason: Phrase


Fact: TypeAlias = T | DoesNotApply | NotChecked | Failed


def nothing_here(fact: DoesNotApply) -> Checked:
    """The outcome of a check whose matter does not exist here. The reason is shown beside it."""
    return Checked(limits=(fact.reason,))
