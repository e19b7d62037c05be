"""How an account stands by all the signs that a snapshot holds."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sentwatch.core.history import SentHistory
from sentwatch.core.incidents import Answer
from sentwatch.core.phrase import N_
from sentwatch.core.returned_mail import (
    OWN,
    ReturnedFacts,
    blocked_senders,
    complaints,
    forged_surges,
    proven_surges,
    unknown_replies,
    unproven_surges,
)
from sentwatch.core.signals import Family, Signal, Weight, families_near, is_authentic, near, weight_of_proven
from sentwatch.core.snapshot import Snapshot

RECENT_S: Final = 7 * 86_400.0
"""How long signs tell how an account stands. Ours: a week is what people remember of their own sending."""


class TakeoverState(enum.Enum):
    """How an account stands."""

    USUAL = "usual"
    WATCH = "watch"
    LIKELY = "likely-takeover"
    CONFIRMED = "confirmed"


STATE_WORDS: Final[Mapping[TakeoverState, str]] = {
    TakeoverState.USUAL: N_("as usual"),
    TakeoverState.WATCH: N_("something to watch"),
    TakeoverState.LIKELY: N_("signs that somebody else sends"),
    TakeoverState.CONFIRMED: N_("strong signs that somebody else sends"),
}
"""For "State of the account: …"."""


def signals_of(snapshot: Snapshot) -> tuple[Signal, ...]:
    """Gather the signs of all families: those in this snapshot, and those of other areas that are known from before."""
    found: list[Signal] = list(snapshot.signs)
    if isinstance(snapshot.sent, SentHistory):
        found += _of_sending(snapshot.sent)
    if isinstance(snapshot.returned, ReturnedFacts):
        found += _of_returned(snapshot.returned)
    return tuple(found)


def _of_sending(sent: SentHistory) -> Iterator[Signal]:
    for evidenced in sent.open_incidents:
        incident = evidenced.incident
        if incident.is_import:
            continue
        weight = Weight.PROOF if incident.answer is Answer.NOT_ME else Weight.NOTICE
        yield Signal(family=Family.SENDING, weight=weight, start_s=incident.start_s, end_s=incident.end_s)
    for gap in sent.gaps or ():
        if gap.is_telling:
            start_s, end_s = gap.since.timestamp(), gap.until.timestamp()
            yield Signal(family=Family.COPIES, weight=Weight.NOTICE, start_s=start_s, end_s=end_s)


def _of_returned(facts: ReturnedFacts) -> Iterator[Signal]:
    forged = forged_surges(facts)
    for surge in proven_surges(facts):
        yield _returned(surge.start_s, surge.end_s, weight_of_proven(surge, facts))
    for surge in unproven_surges(facts):
        yield _returned(surge.start_s, surge.end_s, Weight.NOTICE)
    for surge in unknown_replies(facts):
        # Whoever forges an address causes answers as well: they prove nothing more then.
        if not any(near(surge.start_s, surge.end_s, one.start_s, one.end_s) for one in forged):
            yield _returned(surge.start_s, surge.end_s, Weight.NOTICE)
    for mail in blocked_senders(facts):
        yield _returned(mail.at_s, mail.at_s, Weight.PROOF if is_authentic(mail) else Weight.SUPPORT)
    for mail in complaints(facts):
        if mail.is_known is False and mail.proof in OWN:
            yield _returned(mail.at_s, mail.at_s, Weight.STRONG)
    for notice in facts.notices:
        weight = Weight.PROOF if notice.is_from_host else Weight.SUPPORT
        yield Signal(family=Family.NOTICES, weight=weight, start_s=notice.at_s, end_s=notice.at_s)


def _returned(start_s: float, end_s: float, weight: Weight) -> Signal:
    return Signal(family=Family.RETURNED, weight=weight, start_s=start_s, end_s=end_s)


def state_of(signals: Iterable[Signal], *, now_s: float) -> TakeoverState:
    """Say how an account stands by the signs of the last days."""
    recent = [signal for signal in signals if now_s - signal.end_s <= RECENT_S]
    if any(signal.weight is Weight.PROOF for signal in recent):
        return TakeoverState.CONFIRMED
    standing = [signal for signal in recent if signal.weight >= Weight.NOTICE]
    if any(
        signal.weight is Weight.STRONG or families_near(recent, signal.start_s, signal.end_s, but=signal.family)
        for signal in standing
    ):
        return TakeoverState.LIKELY
    return TakeoverState.WATCH if standing else TakeoverState.USUAL
