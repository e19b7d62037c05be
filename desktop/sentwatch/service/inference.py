"""Use case: put together what the mailbox itself shows of rules that nobody can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Final

from sentwatch.core.accounts import Account
from sentwatch.core.bounces import Returned
from sentwatch.core.looks import NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_inference import (
    Arrived,
    ForwardedCopy,
    InferenceFacts,
    features_of,
    longest_quiet,
    usual_by_hour,
)
from sentwatch.service.further import FOLDERS, KnownFolders
from sentwatch.service.judge import zone_of
from sentwatch.store import arrivals as arrivals_store
from sentwatch.store.arrivals import Arrivals, KeptArrival
from sentwatch.store.folder_mark import INBOX, FolderMark
from sentwatch.store.keys import split

if TYPE_CHECKING:
    from sentwatch.store.account_store import AccountStore

LOOK_EVERY_S: Final = 60.0
"""How often the inbox is looked at while it is watched; between two looks nobody files a message by hand unseen."""
USUAL_S: Final = 84 * 86_400.0
"""Twelve weeks tell how much mail is usual at each hour of the week."""
USUAL_UNTIL_S: Final = 3 * 86_400.0
"""The last days are left out, so that a silence does not teach itself."""
WEEK_S: Final = 7 * 86_400.0


def inference_facts(account: Account, store: AccountStore, *, now: datetime) -> InferenceFacts | NotChecked:
    """Return what was seen so far; nothing is asked of the server here."""
    folders = store.kept.get(FOLDERS, KnownFolders)
    inbox = store.ledger.mark(INBOX)
    if folders is None or inbox is None:
        return NotChecked(phrase(N_("Other folders than inbox and Sent have not been looked at yet.")))
    now_s = now.timestamp()
    zone = zone_of(account)
    rows = list(store.arrivals.all_since(now_s - arrivals_store.KEPT_S))
    names = store.ledger.folder_names()
    arrived = tuple(_arrived(row, names, folders, inbox) for row in rows)
    usual, weeks, quiet = _usual(store.arrivals, inbox, now_s=now_s, zone=zone)
    return InferenceFacts(
        now_s=now_s,
        # INTERNALDATE knows whole seconds only.
        looked_since_s=float(int(folders.since.timestamp())),
        look_every_s=LOOK_EVERY_S,
        inbox=inbox.name,
        trash=frozenset(folders.trash),
        junk=frozenset(folders.junk),
        own_folders=frozenset(folders.own),
        arrived=arrived,
        forwarded=tuple(
            ForwardedCopy(f"{message}", at_s, recipients, subject)
            for message, at_s, recipients, subject in store.arrivals.forwarded_since(now_s - arrivals_store.KEPT_S)
        ),
        returned=_returned(store, since_s=now_s - arrivals_store.KEPT_S),
        in_inbox=_in_inbox(store, inbox, rows, arrived),
        usual_per_hour=usual,
        usual_weeks=weeks,
        longest_quiet=quiet,
        zone=zone or UTC,
    )


def _arrived(row: KeptArrival, names: dict[int, str], folders: KnownFolders, inbox: FolderMark) -> Arrived:
    last = names.get(row.last_in, inbox.name)
    gone_s = row.gone_s
    first = names.get(row.first_in, last)
    if gone_s is None and first == inbox.name and last in folders.trash and row.moved_s is not None:
        # What was put into the trash is out of sight as well.
        gone_s = row.moved_s
    return Arrived(
        message_id="",
        at_s=row.at_s,
        first_seen_s=row.seen_s,
        first_folder=first,
        last_folder=last,
        flags=row.flags,
        sender=row.shown.sender if row.shown else "",
        subject=row.shown.subject if row.shown else "",
        gone_at_s=gone_s,
        unwatched_s=row.unwatched_s,
        is_confirmed=row.is_confirmed,
    )


def _returned(store: AccountStore, *, since_s: float) -> tuple[Returned, ...]:
    return tuple(
        row.returned
        for row in store.returned.all_since(since_s)
        if row.returned is not None and row.returned.is_blocked_forward
    )


def _in_inbox(
    store: AccountStore, inbox: FolderMark, rows: Iterable[KeptArrival], arrived: Iterable[Arrived]
) -> dict[tuple[str, str], int]:
    """Count, for what messages elsewhere have in common, how many messages of the inbox share it: by hashes alone."""
    counts: Counter[bytes] = Counter()
    for row in rows:
        if row.shown is None and row.first_in == inbox.id:
            counts.update(split(row.features))
    hashed = store.ledger.address_hash
    wanted = {feature for one in arrived for feature in features_of(one.sender, one.subject)}
    return {feature: count for feature in wanted if (count := counts[hashed("\n".join(feature))])}


def _usual(
    arrivals: Arrivals, inbox: FolderMark, *, now_s: float, zone: tzinfo | None
) -> tuple[dict[int, float], int, float]:
    """Average the arrivals by hour of the week; over how many weeks; and the most that one silence has missed."""
    since_s, until_s = now_s - USUAL_S, now_s - USUAL_UNTIL_S
    times = [at_s for at_s in arrivals.inbox_times(inbox, since_s=now_s - 366 * 86_400.0) if at_s < until_s]
    recent = [at_s for at_s in times if at_s >= since_s]
    if not recent:
        return {}, 0, 0.0
    more = {} if zone is None else {"zone": zone}
    usual = usual_by_hour(recent, since_s=min(recent), until_s=until_s, **more)
    return usual, int((until_s - min(recent)) // WEEK_S), longest_quiet(times, usual, **more)
