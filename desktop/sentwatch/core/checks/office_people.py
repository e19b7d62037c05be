"""Check: addresses too many people know the password of, and people who left, as the office wrote them down."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.findings import Finding
from sentwatch.core.office import KINDS, OfficeFacts, judge_office
from sentwatch.core.phrase import N_
from sentwatch.core.snapshot import Snapshot


def judge(facts: OfficeFacts, snapshot: Snapshot) -> Iterator[Finding]:
    """What the notes mean on the day they are looked at."""
    return judge_office(facts, now=snapshot.taken_at)


CHECK = Check(
    code="office.people",
    title=N_("Shared addresses and people who left"),
    kinds=KINDS,
    part=lambda snapshot: snapshot.office,
    judge=judge,
)
