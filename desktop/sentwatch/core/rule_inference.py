"""Rules that cannot be read, inferred from what they do to mail: header facts in, clusters and gaps out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

from sentwatch.core.bounces import Returned
from sentwatch.core.rule_addresses import domain_in
from sentwatch.core.rule_indicators import (
    BOUNCE_WORDS,
    MONEY_WORDS,
    SECURITY_WORDS,
    folded,
    is_security_sender,
    words_in,
)


class Arrived(NamedTuple):
    """Header facts of one incoming message. Times are seconds since the epoch; texts are decoded.

    `first_folder` is where the first look that showed the message found it, `flags` (lower case) what it carried then.
    `gone_at_s` is when a look first missed it everywhere but in the trash, None while it is somewhere; `last_folder`
    where it is now. Sender and subject are empty where nothing has to be shown of an ordinary message of the inbox.
    `unwatched_s` is for how long after its arrival nobody watched the inbox (None: until it was first seen).
    `is_confirmed`: the receiving server could confirm the sender.
    """

    message_id: str
    at_s: float
    first_seen_s: float
    first_folder: str
    last_folder: str
    flags: tuple[str, ...]
    sender: str
    subject: str
    gone_at_s: float | None = None
    unwatched_s: float | None = None
    is_confirmed: bool = True


class ForwardedCopy(NamedTuple):
    """A copy in the sent folder that a rule of the server made: its headers say that it was sent automatically."""

    message_id: str
    at_s: float
    recipients: tuple[str, ...]
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InferenceFacts:
    """What the mailbox itself shows. Folder names as decoded.

    `looked_since_s` is when we began to look often enough (every `look_every_s` seconds). `explained` are folders into
    which rules that we could read, or that the user has confirmed, move mail. `usual_per_hour` are the arrivals in the
    inbox by hour of the week (0 is Monday 00:00 in `zone`), averaged over `usual_weeks` weeks.
    """

    now_s: float
    looked_since_s: float
    look_every_s: float
    inbox: str = "INBOX"
    trash: frozenset[str] = frozenset()
    junk: frozenset[str] = frozenset()
    own_folders: frozenset[str] = frozenset()
    """Sent, drafts and the like: what lies there did not arrive."""
    explained: frozenset[str] = frozenset()
    arrived: tuple[Arrived, ...] = ()
    forwarded: tuple[ForwardedCopy, ...] = ()
    returned: tuple[Returned, ...] = ()
    in_inbox: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """How many messages of the inbox share a feature (`features_of`), where `arrived` does not carry their texts."""
    usual_per_hour: Mapping[int, float] = field(default_factory=dict)
    usual_weeks: int = 0
    longest_quiet: float = 0.0
    """The most arrivals that were to be expected in a silence of earlier weeks: holidays come again."""
    zone: tzinfo = UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When a pattern is one. Ours; the looking interval decides what a person could have done in between."""

    least_messages: int = 3
    share: float = 0.8
    """So much of the mail of this kind must go there: a person files by hand less evenly."""
    quick_s: float = 180.0
    """Seen by then after arrival, nobody has read and filed it by hand. At least two looks long."""
    gone_s: float = 900.0
    silence_expected: float = 8.0
    """Arrivals that were to be expected in the silence: none has a chance of 0.03 % then (e^-8)."""
    silence_beyond: float = 1.5
    """And so many times what the longest silence of earlier weeks had missed."""
    silence_weeks: int = 4
    max_clusters: int = 10


POLICY: Final = Policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class InferredMove:
    """Mail of one kind that goes to a folder before anybody sees it. `by` is sender, domain or word."""

    by: str
    value: str
    folder: str
    count: int
    share: float
    already_read: int
    first_at: datetime
    last_at: datetime
    subjects: tuple[str, ...]
    is_trash: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneNotice:
    """A security notice that went to the trash or vanished before its owner can have read it."""

    sender: str
    subject: str
    at: datetime
    after_s: float | None
    """How long after arrival it was gone; None where it was found in the trash at first sight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """The inbox got nothing although it usually does."""

    since: datetime
    hours: int
    expected: float
    elsewhere: int
    """Messages that arrived in other folders meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardTo:
    """Somebody to whom the server forwards mail by itself."""

    address: str
    count: int
    last_at: datetime
    subjects: tuple[str, ...]


def inferred_moves(facts: InferenceFacts, policy: Policy = POLICY) -> tuple[InferredMove, ...]:
    """Find the senders, domains and words whose mail skips the inbox, the largest group first."""
    features = {
        message: tuple(features_of(message.sender, message.subject))
        for message in facts.arrived
        if message.first_folder not in facts.own_folders
    }
    everything = Counter(feature for of_one in features.values() for feature in of_one)
    everything.update(facts.in_inbox)
    skipped = [message for message in features if _has_skipped(message, facts, policy)]
    found: list[InferredMove] = []
    while skipped and len(found) < policy.max_clusters:
        best = _largest(skipped, features, everything, policy)
        if best is None:
            break
        feature, group = best
        found.append(_move(feature, group, everything[feature[1:]], facts, policy))
        skipped = [message for message in skipped if message not in group]
    return tuple(found)


def _has_skipped(message: Arrived, facts: InferenceFacts, policy: Policy) -> bool:
    """Whether the message lay elsewhere too early for a person to have put it there."""
    if message.first_folder == facts.inbox or message.first_folder in facts.junk | facts.explained:
        return False
    return message.at_s >= facts.looked_since_s and _unwatched_s(message) <= _quick_s(facts, policy)


def _quick_s(facts: InferenceFacts, policy: Policy) -> float:
    return max(policy.quick_s, 2 * facts.look_every_s)


def _unwatched_s(message: Arrived) -> float:
    return message.first_seen_s - message.at_s if message.unwatched_s is None else message.unwatched_s


_Feature = tuple[str, str, str]
"""Folder, by, value."""


def _largest(
    skipped: Iterable[Arrived],
    features: Mapping[Arrived, tuple[tuple[str, str], ...]],
    everything: Mapping[tuple[str, str], int],
    policy: Policy,
) -> tuple[_Feature, set[Arrived]] | None:
    members: dict[_Feature, set[Arrived]] = {}
    for message in skipped:
        for by, value in features[message]:
            members.setdefault((message.first_folder, by, value), set()).add(message)
    fitting = [
        (feature, group)
        for feature, group in members.items()
        if len(group) >= policy.least_messages and len(group) >= policy.share * everything[feature[1:]]
    ]
    if not fitting:
        return None
    # The largest group; of equal ones the most telling, so that every run says the same.
    return min(fitting, key=lambda entry: (-len(entry[1]), *_rank(entry[0])))


_TELLING: Final = (*SECURITY_WORDS, *BOUNCE_WORDS, *MONEY_WORDS)
_RANKS: Final = {"sender": 0, "domain": 1, "word": 2}


def _rank(feature: _Feature) -> tuple[int, bool, int, _Feature]:
    """Order features by how much they tell: exact ones first, then the words rules look for, the longer first."""
    _folder, by, value = feature
    return _RANKS[by], value not in _TELLING, -len(value), feature


def _move(
    feature: _Feature, group: set[Arrived], everything: int, facts: InferenceFacts, policy: Policy
) -> InferredMove:
    folder, by, value = feature
    quick_s = _quick_s(facts, policy)
    ordered = sorted(group, key=lambda message: message.at_s)
    subjects = tuple(dict.fromkeys(message.subject for message in reversed(ordered)))
    return InferredMove(
        by=by,
        value=value,
        folder=folder,
        count=len(group),
        share=len(group) / max(1, everything),
        # Seen later, its owner may have read it where it lies.
        already_read=sum(
            "\\seen" in message.flags and message.first_seen_s - message.at_s <= quick_s for message in group
        ),
        first_at=_moment(ordered[0].at_s),
        last_at=_moment(ordered[-1].at_s),
        subjects=subjects[:5],
        is_trash=folder in facts.trash,
        words=words_in((value, *subjects[:50]), (*SECURITY_WORDS, *BOUNCE_WORDS)),
    )


_TOKEN: Final = re.compile(r"[0-9a-z\u00c0-\u024f\u0400-\u04ff]{4,30}")


def features_of(sender: str, subject: str) -> Iterator[tuple[str, str]]:
    """Yield what a rule may sort a message by: its sender, the domain, words of the subject; as (by, value)."""
    if sender:
        yield "sender", sender.lower()
        domain = domain_in(sender)
        if domain:
            yield "domain", domain
    subject = folded(subject)[:500]
    for word in dict.fromkeys(_TOKEN.findall(subject)[:20]):
        yield "word", word
    # Japanese has no spaces between words: only those that rules are known to look for.
    for word in words_in((subject,), _TELLING):
        if not word.isascii():
            yield "word", word


def gone_notices(facts: InferenceFacts, policy: Policy = POLICY) -> tuple[GoneNotice, ...]:
    """Find security notices in the trash at first sight, or gone from everywhere within minutes."""
    found: list[GoneNotice] = []
    for message in facts.arrived:
        if (
            message.at_s < facts.looked_since_s
            or not message.is_confirmed
            or not is_notice(message.sender, message.subject)
        ):
            continue
        after_s = None if message.gone_at_s is None else message.gone_at_s - message.at_s
        is_binned = message.first_folder in facts.trash and _unwatched_s(message) <= _quick_s(facts, policy)
        if is_binned or (after_s is not None and 0 <= after_s <= max(policy.gone_s, 2 * facts.look_every_s)):
            found.append(
                GoneNotice(
                    sender=message.sender,
                    subject=message.subject,
                    at=_moment(message.at_s),
                    after_s=None if is_binned else after_s,
                )
            )
    return tuple(sorted(found, key=lambda notice: notice.at))


# Subjects of such notices: those of Elastic's rule on MFA mails that are deleted, and what providers write in both
# languages.
_NOTICE_SUBJECTS: Final = (
    "security alert", "new sign-in", "new login", "unusual sign-in", "suspicious sign-in", "password changed",
    "password was changed", "password reset", "recovery email", "recovery phone", "two-step verification",
    "app password", "security info", "forwarding", "new inbox rule", "filter was created", "critical security",
    "セキュリティ通知", "セキュリティ 通知", "新しいログイン", "ログインがありました", "不審なログイン",
    "パスワードが変更",
    "パスワードの変更", "パスワード変更", "再設定用の", "2 段階認証", "2段階認証", "二段階認証", "アプリ パスワード",
    "アプリパスワード", "転送設定", "不正アクセス",
)  # fmt: skip


def is_notice(sender: str, subject: str) -> bool:
    """Whether a message looks like a provider's security notice: by its sender, or by subject and a no-reply sender."""
    if is_security_sender(sender):
        return True
    subject = folded(subject)
    sender = sender.lower()
    is_machine = any(
        mark in sender for mark in ("no-reply", "noreply", "no_reply", "security", "account", "donotreply")
    )
    return is_machine and any(mark in subject for mark in _NOTICE_SUBJECTS)


def silence(facts: InferenceFacts, policy: Policy = POLICY) -> Silence | None:
    """Tell whether the inbox has been silent for longer than it ever is: measured by its own hours of the week."""
    if facts.usual_weeks < policy.silence_weeks or not facts.usual_per_hour:
        return None
    into_inbox = [message.at_s for message in facts.arrived if message.first_folder == facts.inbox]
    since_s = max((*into_inbox, facts.looked_since_s))
    hours = int((facts.now_s - since_s) // 3600)
    # Only whole hours count; more than a week of them is told as a week.
    expected = sum(_usual(since_s + 3600 * number, facts) for number in range(min(hours, 168)))
    if expected < max(policy.silence_expected, policy.silence_beyond * facts.longest_quiet):
        return None
    elsewhere = sum(
        1
        for message in facts.arrived
        if message.at_s > since_s
        and message.first_folder != facts.inbox
        and message.first_folder not in facts.own_folders | facts.junk
    )
    return Silence(since=_moment(since_s), hours=hours, expected=expected, elsewhere=elsewhere)


def _usual(at_s: float, facts: InferenceFacts) -> float:
    return facts.usual_per_hour.get(_hour_of_week(at_s, facts.zone), 0.0)


def _hour_of_week(at_s: float, zone: tzinfo) -> int:
    local = datetime.fromtimestamp(at_s, tz=zone)
    return local.weekday() * 24 + local.hour


def longest_quiet(times_s: Iterable[float], usual: Mapping[int, float], *, zone: tzinfo = UTC) -> float:
    """Return the most arrivals that were to be expected in one silence of the past, counted as `silence` does."""
    longest = 0.0
    before: float | None = None
    for at_s in sorted(times_s):
        hours = 0 if before is None else int((at_s - before) // 3600)
        if before is not None and hours:
            start_s = before
            expected = sum(usual.get(_hour_of_week(start_s + 3600 * n, zone), 0.0) for n in range(min(hours, 168)))
            longest = max(longest, expected)
        before = at_s
    return longest


def forwards(facts: InferenceFacts) -> tuple[ForwardTo, ...]:
    """Gather to whom the server forwarded by itself, as the copies in the sent folder show."""
    by_address: dict[str, list[ForwardedCopy]] = {}
    for copy in facts.forwarded:
        for address in copy.recipients:
            by_address.setdefault(address.lower(), []).append(copy)
    return tuple(
        ForwardTo(
            address=address,
            count=len(copies),
            last_at=_moment(max(copy.at_s for copy in copies)),
            subjects=tuple(dict.fromkeys(copy.subject for copy in copies))[:5],
        )
        for address, copies in sorted(by_address.items(), key=lambda entry: -len(entry[1]))
    )


def blocked_forwards(facts: InferenceFacts) -> tuple[Returned, ...]:
    """Return the bounces that say that forwarding to the outside was stopped."""
    return tuple(returned for returned in facts.returned if returned.is_blocked_forward)


# What servers write into mail that a rule of theirs sends on: Exchange's rules agent and loop mark, and RFC 3834.
_FORWARD_HEADERS: Final = ("x-ms-exchange-inbox-rules-loop", "x-autoforwarded", "x-auto-forwarded", "x-forwarded-for")


def is_automatic_forward(header: Mapping[str, str]) -> bool:
    """Whether a sent copy's header (lower-case names) says that a rule of the server sent it on."""
    agent = header.get("x-ms-exchange-generated-message-source", "").lower()
    if "rules agent" in agent or any(header.get(name) for name in _FORWARD_HEADERS):
        return True
    is_resent = any(header.get(name) for name in ("resent-to", "resent-from", "x-forwarded-to"))
    return is_resent and header.get("auto-submitted", "").lower().startswith("auto-")


def usual_by_hour(times_s: Iterable[float], *, since_s: float, until_s: float, zone: tzinfo = UTC) -> dict[int, float]:
    """Average the arrivals of past weeks by hour of the week; each hour learns a little from its neighbours."""
    weeks = max(1.0, (until_s - since_s) / (7 * 86400))
    counts = [0] * 168
    for at_s in times_s:
        if since_s <= at_s < until_s:
            counts[_hour_of_week(at_s, zone)] += 1
    return {hour: (counts[hour - 1] + 2 * counts[hour] + counts[(hour + 1) % 168]) / 4 / weeks for hour in range(168)}


def _moment(at_s: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=min(max(at_s, 0.0), 32_503_680_000.0))
