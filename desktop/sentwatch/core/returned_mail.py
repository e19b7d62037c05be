"""What came back to a mailbox, against what is known to have been sent: surges, shares, and how whole Sent is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from sentwatch.core.bounces import Proof, Returned, ReturnedKind

DAY_S: Final = 86_400.0
SHORT_S: Final = 1_200.0
SHORT: Final = 5
LONG_S: Final = DAY_S
LONG: Final = 10
"""Bounces of unknown mail: five within 20 minutes or ten within a day are told (the burst definition's own lines)."""
REPLIES_S: Final = 3_600.0
REPLIES: Final = 3
"""Answers to unknown mail: three within an hour (the same)."""
ONE_SURGE_S: Final = DAY_S
BOUNCED_SHARE: Final = 0.2
BOUNCED_FROM: Final = 10
BOUNCED_TERM: Final = 0.5
"""A fifth of at least ten messages came back: half a point more (the same)."""
QUARANTINE_S: Final = 7 * DAY_S
"""What is younger teaches nothing about what is usual, so that a running attack cannot teach itself (the same)."""
WHOLE_FROM: Final = 10
WHOLE_SHARE: Final = 0.8
"""The Sent copies count as whole from so large a share of so many answers on. Ours."""


class ReturnedMail(NamedTuple):
    """One message that came back. `is_known`: its original lies in the Sent folder, None where that cannot be told.

    `original_s` is when the original was sent, where it is known; `original` tells originals apart (0: not named).
    """

    at_s: float
    returned: Returned
    is_known: bool | None
    proof: Proof = Proof.UNKNOWN
    original: int = 0
    original_s: float | None = None
    is_from_provider: bool = False
    """The receiving server confirmed that it comes from the mailbox's own provider."""
    folder: str = ""


class Notice(NamedTuple):
    """A message by which a provider warns; the receiving server confirmed the sender. `is_from_host`: our own one."""

    at_s: float
    sender: str
    subject: str
    is_from_host: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """How many answers to our own mail were seen, and how many of them answer a message that lies in Sent."""

    answers: int = 0
    in_sent: int = 0

    @property
    def share(self) -> float | None:
        """The share, None where too few were seen."""
        return self.in_sent / self.answers if self.answers >= WHOLE_FROM else None

    @property
    def is_weak(self) -> bool:
        """Whether much of what is sent leaves no copy, so that unknown originals mean little."""
        return self.share is not None and self.share < WHOLE_SHARE


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnedFacts:
    """What came back within the last weeks, in order of time.

    The `usual_…` are the most of unknown originals in 20 minutes, a day and (answers) an hour that this mailbox saw
    before the quarantine. `waiting` counts returned mail whose body was not read yet. `knows_own_servers`: we know our
    outgoing servers from mail of ours; `notes_senders`: the receiving server notes which senders it could confirm.
    """

    mails: tuple[ReturnedMail, ...] = ()
    notices: tuple[Notice, ...] = ()
    completeness: Completeness = Completeness()
    usual_short: int = 0
    usual_long: int = 0
    usual_replies: int = 0
    waiting: int = 0
    own_hosts: tuple[str, ...] = ()
    knows_own_servers: bool = False
    notes_senders: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Surge:
    """Messages that came back closer together than they usually do. Times are seconds since the epoch."""

    mails: tuple[ReturnedMail, ...]
    most_short: int

    @property
    def start_s(self) -> float:
        """When the first came."""
        return self.mails[0].at_s

    @property
    def end_s(self) -> float:
        """When the last came."""
        return self.mails[-1].at_s

    def count(self, *proofs: Proof) -> int:
        """How many of them prove this."""
        return sum(mail.proof in proofs for mail in self.mails)

    @property
    def recipients(self) -> tuple[str, ...]:
        """Whom the originals went to, each once."""
        return tuple(
            dict.fromkeys(one.address for mail in self.mails for one in mail.returned.recipients if one.address)
        )

    @property
    def subjects(self) -> tuple[str, ...]:
        """The subjects of the originals, each once."""
        return tuple(
            dict.fromkeys(mail.returned.original_subject for mail in self.mails if mail.returned.original_subject)
        )

    @property
    def hosts(self) -> tuple[str, ...]:
        """Where the originals were taken in, each server once."""
        return tuple(dict.fromkeys(mail.returned.way.entry_host for mail in self.mails if mail.returned.way.entry_host))


BOUNCES: Final = frozenset({ReturnedKind.BOUNCE, ReturnedKind.DELAY})
ANSWERS: Final = frozenset({ReturnedKind.REPLY, ReturnedKind.AUTO_REPLY})
OWN: Final = frozenset({Proof.OWN_LOGIN, Proof.OWN_RELAY})


def proven_surges(facts: ReturnedFacts) -> tuple[Surge, ...]:
    """Find surges of bounces of mail that left through our own account or servers and does not lie in Sent."""
    return tuple(surge for surge in _bounce_surges(facts, _may_be_own) if _is_proven(surge, facts))


def forged_surges(facts: ReturnedFacts) -> tuple[Surge, ...]:
    """Find surges of bounces of mail that others sent in our name, from their own servers."""
    return tuple(
        surge
        for surge in _bounce_surges(facts, lambda mail: mail.proof not in OWN)
        if 2 * surge.count(Proof.FOREIGN) >= len(surge.mails)
    )


def unproven_surges(facts: ReturnedFacts) -> tuple[Surge, ...]:
    """Find surges of bounces that do not tell which way their originals went; those that others explain left out."""
    explained = (*proven_surges(facts), *forged_surges(facts))
    return tuple(
        surge for surge in _bounce_surges(facts, _may_be_own) if not any(_overlap(surge, other) for other in explained)
    )


def _may_be_own(mail: ReturnedMail) -> bool:
    return mail.proof is not Proof.FOREIGN


def _is_proven(surge: Surge, facts: ReturnedFacts) -> bool:
    """Enough of it is proven by itself, or the proven ones stand for those that quote nothing."""
    own = [mail for mail in surge.mails if mail.proof in OWN]
    is_enough = bool(_surges(own, _lines(facts)))
    return is_enough or (len(own) > 1 and 2 * len(own) >= len(surge.mails))


def _overlap(one: Surge, other: Surge) -> bool:
    return one.start_s <= other.end_s + ONE_SURGE_S and other.start_s <= one.end_s + ONE_SURGE_S


Lines = tuple[tuple[float, int], ...]
"""Windows in seconds, and how many within one of them are told."""


def _lines(facts: ReturnedFacts) -> Lines:
    """Twice the usual most is no ordinary day: mailboxes that programs send from have bounces of unknown mail daily."""
    return (SHORT_S, max(SHORT, 2 * facts.usual_short + 1)), (LONG_S, max(LONG, 2 * facts.usual_long + 1))


def _bounce_surges(facts: ReturnedFacts, fits: Callable[[ReturnedMail], bool]) -> tuple[Surge, ...]:
    unknown = [mail for mail in facts.mails if mail.returned.kind in BOUNCES and mail.is_known is False and fits(mail)]
    return _surges(unknown, _lines(facts))


def unknown_replies(facts: ReturnedFacts) -> tuple[Surge, ...]:
    """Find surges of answers to messages that were never in Sent."""
    unknown = [mail for mail in facts.mails if mail.returned.kind in ANSWERS and mail.is_known is False]
    return _surges(unknown, ((REPLIES_S, max(REPLIES, 2 * facts.usual_replies + 1)),))


def _surges(mails: list[ReturnedMail], lines: Lines) -> tuple[Surge, ...]:
    """Take the messages that lie in a window with enough of them; those a day apart are surges of their own."""
    times = [mail.at_s for mail in mails]
    marked = [False] * len(mails)
    for window_s, least in lines:
        for first, last in windows(times, window_s):
            if last - first + 1 >= least:
                marked[first : last + 1] = [True] * (last + 1 - first)
    found: list[list[ReturnedMail]] = []
    for mail, is_marked in zip(mails, marked, strict=True):
        if not is_marked:
            continue
        if found and mail.at_s - found[-1][-1].at_s <= ONE_SURGE_S:
            found[-1].append(mail)
        else:
            found.append([mail])
    return tuple(
        Surge(mails=tuple(group), most_short=most_within([mail.at_s for mail in group], lines[0][0])) for group in found
    )


def windows(times: list[float], window_s: float) -> Iterator[tuple[int, int]]:
    """Yield, for each moment, the first and the last index of what lies in the window that ends with it."""
    first = 0
    for last, at_s in enumerate(times):
        while times[first] <= at_s - window_s:
            first += 1
        yield first, last


def most_within(times: Iterable[float], window_s: float) -> int:
    """Return the most that lay within one window."""
    return max((last - first + 1 for first, last in windows(sorted(times), window_s)), default=0)


def bounced_share(facts: ReturnedFacts, start_s: float, end_s: float, *, messages: int) -> float:
    """Return which share of the messages sent in a span came back; each original counts once."""
    if messages <= 0:
        return 0.0
    back = {
        mail.original or (mail.original_s, mail.returned.original_subject)
        for mail in facts.mails
        if mail.returned.kind in BOUNCES
        and mail.is_known
        and mail.original_s is not None
        and start_s <= mail.original_s <= end_s
    }
    return min(1.0, len(back) / messages)


def blocked_senders(facts: ReturnedFacts) -> tuple[ReturnedMail, ...]:
    """Return the notices that our own account or office sends too much or was stopped."""
    return tuple(mail for mail in facts.mails if mail.returned.is_sender_blocked)


def complaints(facts: ReturnedFacts) -> tuple[ReturnedMail, ...]:
    """Return the reports that somebody called our mail junk."""
    return tuple(mail for mail in facts.mails if mail.returned.kind is ReturnedKind.COMPLAINT)
