"""Asks the ledgers of all accounts whether an address is known there; only hashes are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from sentwatch.core.acquaintance import Meeting
from sentwatch.core.history import moment
from sentwatch.store.database import Database
from sentwatch.store.folder_mark import INBOX
from sentwatch.store.keys import KeyedHash, number

_IN_ONE_QUESTION = 450


class Acquaintances:
    """Who wrote to whom, over all accounts."""

    def __init__(self, database: Database, *, hashes: KeyedHash) -> None:
        self._database = database
        self._hashes = hashes

    def mailboxes(self) -> int:
        """How many accounts' incoming mail was read."""
        return int(
            self._database.value("SELECT count(*) FROM folder WHERE role = ? AND looked_s IS NOT NULL", (INBOX,))
        )

    def reads_since_s(self) -> float | None:
        """When the earliest incoming mail known here arrived."""
        value = self._database.value("SELECT min(at_s) FROM inbox WHERE at_s > 0")
        return None if value is None else float(value)

    def meetings(self, address: str, *, besides: str = "") -> tuple[Meeting, ...]:
        """What each account knows of an address, the message with the Message-ID `besides` left out.

        Looks at every known message once: mails are compared by hand, and an index for that would cost all others.
        """
        wanted = self._hashes.once(address)
        left_out = number(self._hashes.once(besides)) if besides else None
        found: dict[str, Meeting] = {}
        wrote = self._database.rows(
            "SELECT folder.account, count(*), min(at_s), max(at_s) FROM inbox JOIN folder ON folder.id = inbox.folder"
            " WHERE inbox.address = ? AND (? IS NULL OR message_id IS NULL OR message_id <> ?) GROUP BY folder.account",
            (wanted, left_out, left_out),
        )
        for account, count, first_s, last_s in wrote:
            found[account] = Meeting(
                account=account, wrote=count, wrote_first_at=moment(first_s), wrote_last_at=moment(last_s)
            )
        mailed = self._database.rows(
            "SELECT folder.account, min(first_s) FROM folder JOIN mailed ON mailed.folder = folder.id"
            " AND mailed.address = ? GROUP BY folder.account",
            (wanted,),
        )
        for account, first_s in mailed:
            before = found.get(account, Meeting(account=account))
            found[account] = Meeting(
                account=account,
                wrote=before.wrote,
                wrote_first_at=before.wrote_first_at,
                wrote_last_at=before.wrote_last_at,
                mailed_first_at=moment(first_s),
            )
        return tuple(found[account] for account in sorted(found))

    def known_among(self, addresses: Iterable[str]) -> tuple[str, ...]:
        """Those of the addresses that wrote to an account or were written to, in their order."""
        found: list[str] = []
        for part in _parts(addresses):
            by_hash = {self._hashes.once(address): address for address in part}
            marks = ",".join("?" * len(by_hash))
            union = " UNION ".join(
                f"SELECT {table}.address FROM folder JOIN {table} ON {table}.folder = folder.id"  # noqa: S608 - tables of ours
                f" AND {table}.address IN ({marks})"
                for table in ("mailed", "sender")
            )
            known = {value for (value,) in self._database.rows(union, (*by_hash, *by_hash))}
            found += [address for digest, address in by_hash.items() if digest in known]
        return tuple(found)


def _parts(addresses: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(addresses)
    while part := list(islice(rest, _IN_ONE_QUESTION)):
        yield part
