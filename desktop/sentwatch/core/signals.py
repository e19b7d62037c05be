"""Signs of a takeover from facts of different kinds, each kind counted once."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sentwatch.core.bounces import Proof
from sentwatch.core.findings import Severity
from sentwatch.core.phrase import N_
from sentwatch.core.returned_mail import (
    OWN,
    ReturnedFacts,
    ReturnedMail,
    Surge,
)

if TYPE_CHECKING:
    from sentwatch.core.findings import KnownFinding

TOGETHER_S: Final = 86_400.0
"""Signs within 24 hours speak of one thing (the burst definition's own span)."""


class Family(enum.Enum):
    """Kinds of sign that do not follow from each other."""

    SENDING = "sending"
    COPIES = "copies"
    RETURNED = "returned"
    NOTICES = "notices"
    RULES = "rules"


class Weight(enum.IntEnum):
    """What a sign does: raise what others show, stand as a notice, be critical by itself, or be as good as proof."""

    SUPPORT = 1
    NOTICE = 2
    STRONG = 3
    PROOF = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One sign. Times are seconds since the epoch."""

    family: Family
    weight: Weight
    start_s: float
    end_s: float


FAMILY_WORDS: Final[Mapping[Family, str]] = {
    Family.SENDING: N_("unusual sending"),
    Family.COPIES: N_("removed copies of sent mail"),
    Family.RETURNED: N_("bounces or answers to mail that is not in Sent"),
    Family.NOTICES: N_("a security notice of the provider"),
    Family.RULES: N_("a new rule"),
}


def weight_of_proven(surge: Surge, facts: ReturnedFacts) -> Weight:
    """Say how far such bounces prove it: where much leaves no copy anyway, our own servers alone prove less."""
    is_weak = facts.completeness.is_weak and not surge.count(Proof.OWN_LOGIN)
    return Weight.STRONG if is_weak else Weight.PROOF


def is_authentic(mail: ReturnedMail) -> bool:
    """Whether a notice about our own sending comes from our own provider, and not from somebody who imitates one."""
    return mail.is_from_provider or mail.proof in OWN or mail.is_known is True


# Rules that send mail on, hide it or answer for us, as this program finds them.
_RULE_CODES: Final = frozenset(
    f"rule.{what}"
    for what in (
        "forwards-out", "runs-program", "notifies-out", "reply-to-changed", "sends-as", "gives-access", "deletes",
        "hides", "hides-sent", "rejects", "replies", "inferred-move", "inferred-forward", "inferred-forward-blocked",
    )
)  # fmt: skip
_NOTICE_CODES: Final = frozenset({"rule.inferred-notice-gone"})


def signs_from_before(
    known: Mapping[tuple[str, str], KnownFinding], *, looked_since: Mapping[str, datetime]
) -> Iterator[Signal]:
    """Take signs from findings of other areas.

    A rule counts from when it was first seen, and only where there was an earlier look without it: `looked_since` says
    of each finding code when it was first looked for.
    """
    for (code, _subject), one in known.items():
        if one.finding.severity < Severity.NOTICE:
            continue
        at_s = one.first_seen.timestamp()
        since = looked_since.get(code)
        if code in _RULE_CODES and since is not None and one.first_seen > since:
            weight = Weight.NOTICE if one.finding.severity >= Severity.WARNING else Weight.SUPPORT
            yield Signal(family=Family.RULES, weight=weight, start_s=at_s, end_s=at_s)
        elif code in _NOTICE_CODES:
            yield Signal(family=Family.NOTICES, weight=Weight.NOTICE, start_s=at_s, end_s=at_s)


def near(start_s: float, end_s: float, other_start_s: float, other_end_s: float) -> bool:
    """Whether two spans lie within a day of each other."""
    return start_s <= other_end_s + TOGETHER_S and other_start_s <= end_s + TOGETHER_S


def families_near(signals: Iterable[Signal], start_s: float, end_s: float, *, but: Family) -> frozenset[Family]:
    """Return the other families with a sign near a span, each once."""
    return frozenset(
        signal.family
        for signal in signals
        if signal.family is not but and near(start_s, end_s, signal.start_s, signal.end_s)
    )


def raised(severity: Severity, families: Iterable[Family]) -> Severity:
    """Return what a finding at notice or above becomes where other families show something at the same time."""
    return Severity(min(Severity.URGENT, severity + 1)) if tuple(families) else severity
