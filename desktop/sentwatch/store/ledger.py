"""The ledger of one account's mail: header facts of what was sent and who wrote, as they are read, window by window."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sentwatch.core.history import SentGap, moment
from sentwatch.core.mail_window import KnownMessage
from sentwatch.core.sent import InboxSender, SentMessage
from sentwatch.ports.seal import Sealer
from sentwatch.store.codec import decode_as, encode_as
from sentwatch.store.database import Database
from sentwatch.store.folder_mark import INBOX, SENT, FolderMark, folder_of, row_of
from sentwatch.store.keys import HASH_BYTES, KeyedHash, number
from sentwatch.store.originals import Originals

_REFERENCES: Final = 8
_TEXT_CHARS: Final = 400
_TEXT_RECIPIENTS: Final = 12
_NO_HASH: Final = bytes(HASH_BYTES)


@dataclass(frozen=True, slots=True)
class SentTexts:
    """What a finding may have to show of one message; plain text, capped."""

    row: int
    subject: str
    recipients: tuple[str, ...]
    mailer: str


class Ledger:
    """The repository of one account's mail."""

    def __init__(self, database: Database, account_id: str, *, hashes: KeyedHash, sealer: Sealer) -> None:
        self._database = database
        self._account = account_id
        self._hashes = hashes
        self._sealer = sealer

    def mark(self, role: str) -> FolderMark | None:
        """How far the folder of this role was read; None where it never was."""
        row = self._database.row(
            "SELECT id, name, uid_validity, scanned_to, uid_next, messages, modseq, looked_s FROM folder"
            " WHERE account = ? AND role = ?",
            (self._account, role),
        )
        if row is None:
            return None
        return FolderMark(
            id=row[0],
            name=row[1],
            uid_validity=row[2],
            scanned_to=row[3],
            uid_next=row[4],
            messages=row[5],
            modseq=row[6],
            looked_s=row[7],
        )

    def begin(self, role: str, *, name: str, uid_validity: int) -> FolderMark:
        """Begin a folder, or a new generation of it: what was read of the one before is dropped."""
        before = self.mark(role)
        with self._database.change() as connection:
            if before is not None:
                self._forget_folder(before)
            connection.execute(
                "INSERT INTO folder (account, role, name, uid_validity) VALUES (?, ?, ?, ?)",
                (self._account, role, name, uid_validity),
            )
        mark = self.mark(role)
        assert mark is not None
        return mark

    def _forget_folder(self, mark: FolderMark) -> None:
        with self._database.change() as connection:
            for table in ("sent", "sent_text", "inbox", "mailed", "sender", "sent_quarter"):
                connection.execute(f"DELETE FROM {table} WHERE folder = ?", (mark.id,))  # noqa: S608 - a table of ours
            connection.execute("DELETE FROM folder WHERE id = ?", (mark.id,))

    def folder_names(self) -> dict[int, str]:
        """The names of all folders that were read, by their numbers."""
        rows = self._database.rows("SELECT id, name FROM folder WHERE account = ?", (self._account,))
        return dict(rows)

    def scanned(self, mark: FolderMark, *, to_uid: int) -> None:
        """Remember how far a folder was read."""
        with self._database.change() as connection:
            connection.execute("UPDATE folder SET scanned_to = ? WHERE id = ?", (to_uid, mark.id))

    def message_number(self, text: str) -> int:
        """The number that stands for a Message-ID, or for another text that is one message's own."""
        return number(self._hashes.once(text))

    def address_hash(self, text: str) -> bytes:
        """The hash that stands for an address or a subject."""
        return self._hashes.often(text)

    def sent_at(self, mark: FolderMark, uid: int) -> float | None:
        """When a message of the Sent folder was sent."""
        value = self._database.value("SELECT at_s FROM sent WHERE id = ?", (mark.row_of(uid),))
        return None if value is None else float(value)

    def originals(self) -> Originals:
        """Where to look up what is answered."""
        return Originals(self._database, self.mark(SENT), self.mark(INBOX))

    def keep_sent(self, mark: FolderMark, messages: Sequence[SentMessage], *, scanned_to: int, seen_s: float) -> None:
        """Keep one window; a message that is there already stays as it is. A kill costs this window at most.

        `seen_s` is now: a message dated later than that counts as sent now.
        """
        hashes = self._hashes
        once, often, joined = hashes.once, hashes.often, hashes.joined
        shift = mark.row_of(0)
        folder = mark.id
        rows = [
            (
                shift | m.uid,
                folder,
                min(m.at_s, seen_s),
                m.date_s,
                number(once(m.message_id)) if m.message_id else None,
                b"".join(map(once, m.references[:_REFERENCES])) if m.references else b"",
                joined(m.recipients),
                often(m.subject) if m.subject else _NO_HASH,
                m.size,
            )
            for m in messages
        ]
        with self._database.change() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO sent (id, folder, at_s, date_s, message_id, refs, recipients, subject, size)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                rows,
            )
            if messages:
                texts = [(m.uid, m.subject[:_TEXT_CHARS], m.recipients[:_TEXT_RECIPIENTS], m.mailer) for m in messages]
                first, last = shift | messages[0].uid, shift | messages[-1].uid
                connection.execute(
                    "INSERT OR REPLACE INTO sent_text (folder, first_id, last_id, last_s, sealed)"
                    " VALUES (?, ?, ?, ?, ?)",
                    (folder, first, last, max(row[2] for row in rows), self._seal(texts)),
                )
                selectors = {
                    (self._account, m.dkim_selector, row[2])
                    for m, row in zip(messages, rows, strict=True)
                    if m.dkim_selector
                }
                if selectors:
                    connection.executemany(
                        "INSERT INTO selector (account, name, last_s) VALUES (?, ?, ?) ON CONFLICT (account, name)"
                        " DO UPDATE SET last_s = max(last_s, excluded.last_s)",
                        selectors,
                    )
            connection.execute("UPDATE folder SET scanned_to = ? WHERE id = ?", (scanned_to, folder))

    def keep_senders(self, mark: FolderMark, senders: Sequence[InboxSender], *, scanned_to: int) -> None:
        """Keep one window of who wrote; as keep_sent."""
        once, often = self._hashes.once, self._hashes.often
        shift = mark.row_of(0)
        with self._database.change() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO inbox (id, folder, at_s, address, message_id) VALUES (?, ?, ?, ?, ?)",
                [
                    (
                        shift | s.uid,
                        mark.id,
                        s.at_s,
                        often(s.address) if s.address else b"",
                        number(once(s.message_id)) if s.message_id else None,
                    )
                    for s in senders
                ],
            )
            connection.execute("UPDATE folder SET scanned_to = ? WHERE id = ?", (scanned_to, mark.id))

    def looked(self, mark: FolderMark, *, uid_next: int, messages: int, modseq: int | None, at_s: float) -> None:
        """Remember what the server said of the folder at this look."""
        with self._database.change() as connection:
            connection.execute(
                "UPDATE folder SET uid_next = ?, messages = ?, modseq = ?, looked_s = ? WHERE id = ?",
                (uid_next, messages, modseq, at_s, mark.id),
            )

    def keep_gone(self, mark: FolderMark, uids: Iterable[int], *, at_s: float, soon_s: float) -> int:
        """Remember that copies were removed; that they were sent stays true. Returns how many went within `soon_s`."""
        rows = [mark.row_of(uid) for uid in uids]
        soon = 0
        with self._database.change() as connection:
            for row in rows:
                done = connection.execute(
                    "UPDATE sent SET gone_s = ? WHERE id = ? AND gone_s IS NULL RETURNING at_s", (at_s, row)
                ).fetchone()
                soon += done is not None and at_s - done[0] <= soon_s
        return soon

    def present_between(self, mark: FolderMark, first_uid: int, last_uid: int) -> set[int]:
        """The UIDs in a range that we read and that are still there as far as we know."""
        rows = self._database.rows(
            "SELECT id FROM sent WHERE id BETWEEN ? AND ? AND gone_s IS NULL",
            (mark.row_of(first_uid), mark.row_of(last_uid)),
        )
        return {row & 0xFFFFFFFF for (row,) in rows}

    def known_between(self, mark: FolderMark, start_s: float, end_s: float, *, limit: int) -> tuple[KnownMessage, ...]:
        """What is held of the messages sent in a span, both ends counted in, by time; at most `limit` of them."""
        rows = self._database.rows(
            "SELECT id, at_s, date_s, size, length(recipients), gone_s FROM sent"
            " WHERE folder = ? AND at_s BETWEEN ? AND ? ORDER BY at_s, id LIMIT ?",
            (mark.id, start_s, end_s, limit),
        )
        return tuple(
            KnownMessage(
                uid=row & 0xFFFFFFFF,
                at_s=at_s,
                date_s=date_s,
                size=size,
                recipients=length // HASH_BYTES,
                gone_s=gone_s,
            )
            for row, at_s, date_s, size, length, gone_s in rows
        )

    def keep_gap(self, gap: SentGap) -> None:
        """Remember copies that came and went between two looks."""
        with self._database.change() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO gap (account, since_s, until_s, missing) VALUES (?, ?, ?, ?)",
                (self._account, gap.since.timestamp(), gap.until.timestamp(), gap.missing),
            )

    def gaps(self) -> tuple[SentGap, ...]:
        """All remembered gaps, the oldest first."""
        rows = self._database.rows(
            "SELECT since_s, until_s, missing FROM gap WHERE account = ? ORDER BY until_s", (self._account,)
        )
        return tuple(
            SentGap(since=moment(since), until=moment(until), missing=missing) for since, until, missing in rows
        )

    def selectors(self) -> tuple[str, ...]:
        """The DKIM selectors seen on own mail (`s1._domainkey.example.jp`), the latest first."""
        rows = self._database.rows(
            "SELECT name FROM selector WHERE account = ? ORDER BY last_s DESC LIMIT 40", (self._account,)
        )
        return tuple(name for (name,) in rows)

    def hashes_of(self, addresses: Iterable[str]) -> Mapping[str, bytes]:
        """How the ledger knows these addresses, written in small letters."""
        return {address: self._hashes.often(address.lower()) for address in addresses}

    def texts_of(self, rows: Iterable[int]) -> Iterator[SentTexts]:
        """What is still kept of the texts of these messages, in the order of the rows."""
        wanted = sorted(rows)
        while wanted:
            first = wanted[0]
            found = self._database.row(
                "SELECT last_id, sealed FROM sent_text WHERE folder = ? AND first_id <= ? AND last_id >= ?"
                " ORDER BY first_id DESC LIMIT 1",
                (folder_of(first), first, first),
            )
            if found is None:
                wanted = wanted[1:]
                continue
            here = {row for row in wanted if row <= found[0]}
            wanted = [row for row in wanted if row > found[0]]
            for uid, subject, recipients, mailer in self._unseal(found[1]):
                row = row_of(folder_of(first), uid)
                if row in here:
                    yield SentTexts(row, subject, tuple(recipients), mailer)

    def forget_texts(self, mark: FolderMark, *, before_s: float, up_to_row: int) -> None:
        """Drop the texts of judged messages that no running incident can ask for any more."""
        with self._database.change() as connection:
            connection.execute(
                "DELETE FROM sent_text WHERE folder = ? AND last_s < ? AND last_id <= ?", (mark.id, before_s, up_to_row)
            )

    def _seal(self, texts: list[tuple[int, str, tuple[str, ...], str]]) -> bytes:
        return self._sealer.seal(encode_as(texts), context="sent-text")

    def _unseal(self, sealed: bytes) -> list[tuple[int, str, list[str], str]]:
        data = self._sealer.unseal(sealed, context="sent-text")
        return [] if data is None else decode_as(data, list[tuple[int, str, list[str], str]])
