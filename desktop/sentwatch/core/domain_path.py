"""Where a domain stands on the path from looking to refusing, and whether it is time to go on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.dmarc import DmarcPolicy, read_dmarc
from sentwatch.core.domain_records import Stage
from sentwatch.core.domain_seen import DomainSeen, KeyState, StsSeen
from sentwatch.core.reports_seen import ReportsSeen

STAGES: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """`reached` is the number of the last stage that stands (-1: none), `next` the one to be entered (None: the end).

    `since` is when we first saw the stage reached; `days_left` how long it should still stay.
    """

    reached: int
    next: int | None
    since: datetime | None = None
    days_left: int = 0


def standing(seen: DomainSeen, path: Sequence[Stage], *, now: datetime) -> Standing:
    """Say how far the domain has come. A stage counts only where all before it stand."""
    entered = _entered(seen)
    reached = next((number for number, stands in enumerate(entered) if not stands), STAGES) - 1
    after = reached + 1 if reached + 1 < STAGES else None
    since = seen.policy_since if 0 <= reached <= 2 else None
    if since is None or after is None:
        return Standing(reached=reached, next=after)
    left = since + timedelta(days=path[reached].stay_days) - now
    return Standing(reached=reached, next=after, since=since, days_left=max(0, math.ceil(left / timedelta(days=1))))


def _entered(seen: DomainSeen) -> tuple[bool, ...]:
    own = read_dmarc(seen.own_dmarc) if seen.own_dmarc is not None else None
    policy = own.policy if own is not None and not own.is_testing else None
    at_least = (DmarcPolicy.NONE, DmarcPolicy.QUARANTINE, DmarcPolicy.REJECT)
    return (
        own is not None and len(seen.spf or ()) == 1,
        policy in at_least[1:],
        policy is DmarcPolicy.REJECT,
        seen.sts in {StsSeen.TESTING, StsSeen.ENFORCED},
        seen.sts is StsSeen.ENFORCED,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """What speaks for or against a stricter policy. None says that nothing is known of it."""

    signs: bool | None
    own_passes: bool | None


def readiness(seen: DomainSeen, reports: ReportsSeen | None) -> Readiness:
    """Say whether mail is signed with a good key, and whether the reports show own mail that fails."""
    states = {key.state for key in seen.keys if key.state is not KeyState.UNSEEN}
    known = reports is not None and reports.genuine + reports.failing > 0
    return Readiness(
        signs=bool(states & {KeyState.GOOD, KeyState.SHORT}) if states else None,
        own_passes=reports.failing == 0 if known and reports is not None else None,
    )
