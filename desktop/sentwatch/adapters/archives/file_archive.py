"""The ArchivePort on files: tells the form of each file by its content, sorts sent from received, counts nothing twice.

Sent is what a folder or a Gmail label calls sent, and what comes From the account's address. Drafts, junk and chats are
left out. Without an address, what nothing calls anything counts as sent, if no folder of the archive says more.
Of a log (CSV) with an address, mail between other people is left out: an office's trace holds everybody's.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sentwatch.adapters.archives.entries import SAMPLE_BYTES, Entry, Hint, damage_at_byte
from sentwatch.adapters.archives.folder_names import hint_of_top
from sentwatch.adapters.archives.forms import Form, form_of_file, refusal_of
from sentwatch.adapters.archives.log import finds_day_first, read_log
from sentwatch.adapters.archives.log_rows import form_of
from sentwatch.adapters.archives.mail_facts import MailFacts
from sentwatch.adapters.archives.mbox import read_mbox
from sentwatch.adapters.archives.seen import SeenMessages
from sentwatch.adapters.archives.single import read_single
from sentwatch.adapters.archives.source import Source, SourceBroken
from sentwatch.adapters.archives.tree import ArchiveFile, shown, walk
from sentwatch.adapters.os_reason import os_reason
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.sent import InboxSender, SentMessage
from sentwatch.core.trouble import ARCHIVE_UNREADABLE, Trouble
from sentwatch.ports.archive import ArchiveBatch, Damage
from sentwatch.ports.cancel import CancelToken

_BATCH = 2_000
_BATCH_BYTES = 32 << 20
_GUESS_RECORDS = 20_000
_GUESS_SENT = 500
_GUESS_ADDRESSES = 100_000
# An empty mailbox is nothing strange, an empty message is.
_SINGLE_ENDINGS = (".eml", ".emlx")
_EXPECTED_ENDINGS = (*_SINGLE_ENDINGS, ".mbox", ".mbx", ".csv", ".mbox.gz", ".csv.gz")


@dataclass(slots=True)
class _Place:
    """How far the reading is, in bytes of the files."""

    total: int = 0
    before: int = 0
    now: int = 0

    @property
    def done(self) -> int:
        return min(self.total, self.before + self.now)


@dataclass(slots=True)
class _Batch:
    """What is being gathered for the next batch."""

    sent: list[SentMessage] = field(default_factory=list)
    received: list[InboxSender] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    since: int = 0

    def is_due(self, done: int) -> bool:
        count = len(self.sent) + len(self.received) + len(self.damages)
        return count >= _BATCH or done - self.since >= _BATCH_BYTES

    def take(self, place: _Place) -> ArchiveBatch:
        batch = ArchiveBatch(
            sent=self.sent, received=self.received, damages=self.damages, done=place.done, total=place.total
        )
        self.sent, self.received, self.damages, self.since = [], [], [], place.done
        return batch


class FileArchive:
    """Reads mail from files. Raises Trouble(ARCHIVE_UNREADABLE) and Cancelled, nothing else."""

    def guess_address(self, path: str, *, cancel: CancelToken) -> str | None:
        """Find the owner: who wrote most of what is called sent, else who stands in most of the mail at all."""
        sent: Counter[str] = Counter()
        wrote: Counter[str] = Counter()
        named: Counter[str] = Counter()
        records = 0
        files = _Files(path, cancel)
        for wanted in (Hint.SENT, None) if files.has_hints else (None,):
            for entry in files.entries(_Place(), only=wanted):
                if isinstance(entry, Damage) or entry.hint is Hint.LEFT_OUT:
                    continue
                message = entry.message
                records += 1
                if entry.hint is Hint.SENT:
                    sent[message.sender] += 1
                if len(named) < _GUESS_ADDRESSES:
                    wrote[message.sender] += 1
                    named.update({message.sender, *message.recipients[:100]})
                if sent.total() >= _GUESS_SENT or records >= _GUESS_RECORDS:
                    break
            if sent:
                break
        if sent:
            return sent.most_common(1)[0][0] or None
        best = sorted(((count, wrote[address], address) for address, count in named.items() if wrote[address]))[-2:]
        if not best or best[-1][0] * 2 <= records or (len(best) == 2 and best[0][:2] == best[-1][:2]):
            return None
        return best[-1][2] or None

    def read(self, path: str, *, address: str | None, cancel: CancelToken) -> Iterator[ArchiveBatch]:
        """Read all records, in batches, in the order of the files."""
        return self._read(_Files(path, cancel), path, address.strip().lower() if address else None)

    def _read(self, files: _Files, path: str, address: str | None) -> Iterator[ArchiveBatch]:
        place = _Place(total=files.total)
        batch = _Batch()
        seen = SeenMessages()
        number = readable = damaged = 0
        for entry in files.entries(place):
            if isinstance(entry, Damage):
                damaged += 1
                batch.damages.append(entry)
            else:
                readable += 1
                is_sent = _is_sent(entry, address, has_hints=files.has_hints)
                message = entry.message
                # Rows of a log without an ID are events: two alike are two.
                is_event = entry.is_log and not message.message_id
                if is_sent is not None and (is_event or seen.is_new(message, is_sent=is_sent)):
                    number += 1
                    if is_sent:
                        batch.sent.append(message._replace(uid=number))
                    elif message.sender:
                        batch.received.append(InboxSender(number, message.at_s, message.sender, message.message_id))
            if batch.is_due(place.done):
                yield batch.take(place)
                files.cancel.check()
        place.before, place.now = place.total, 0
        yield batch.take(place)
        if not readable:
            reason = phrase(N_("no mail was found in it"))
            if damaged:
                reason = Phrase(
                    text=N_("its one record cannot be read"),
                    plural=N_("none of its {count} records can be read"),
                    count="count",
                    params={"count": damaged},
                )
            raise Trouble(ARCHIVE_UNREADABLE, path=shown(path), reason=reason)


class _Files:
    """The files of one archive, looked at once for their sum and their names, then read in order."""

    def __init__(self, path: str, cancel: CancelToken) -> None:
        self._path = path
        self.cancel = cancel
        self.total = 0
        self.has_hints = False
        try:
            status = os.stat(path)  # noqa: PTH116 - names as they are
        except OSError as error:
            raise _unreadable(path, os_reason(error)) from None
        except ValueError:
            raise _unreadable(path, phrase(N_("there is no such file or folder"))) from None
        self._is_folder = stat.S_ISDIR(status.st_mode)
        if self._is_folder:
            for item in walk(path, cancel=cancel):
                if isinstance(item, ArchiveFile):
                    self.total += item.size
                    self.has_hints = self.has_hints or item.hint is not Hint.UNKNOWN
            return
        self.total = status.st_size
        name = os.path.basename(os.path.abspath(path))  # noqa: PTH100, PTH119 - names as they are
        self._single = ArchiveFile(path, shown(name), hint_of_top(name), is_in_maildir=False, size=status.st_size)
        self.has_hints = self._single.hint is not Hint.UNKNOWN
        self._look()

    def _look(self) -> None:
        """Say at once, in words, why a single file cannot be read."""
        try:
            with Source(self._path, follow_link=True) as source:
                sample = source.peek(SAMPLE_BYTES)
                if form_of_file(sample, is_whole=len(sample) < SAMPLE_BYTES) is None:
                    raise _unreadable(self._path, source.broken or refusal_of(sample))
        except SourceBroken as broken:
            raise _unreadable(self._path, broken.reason) from None

    def entries(self, place: _Place, *, only: Hint | None = None) -> Iterator[Entry | Damage]:
        """Read the entries of all files, or of those that a folder's name marks as `only`."""
        facts = MailFacts()
        for item in walk(self._path, cancel=self.cancel) if self._is_folder else (self._single,):
            if isinstance(item, Damage):
                yield item
                continue
            if item.hint is not Hint.LEFT_OUT and (only is None or item.hint is only):
                yield from self._entries_of(item, facts, place)
            place.before += item.size
            place.now = 0

    def _entries_of(self, item: ArchiveFile, facts: MailFacts, place: _Place) -> Iterator[Entry | Damage]:
        try:
            with Source(item.path, follow_link=not self._is_folder) as source:
                sample = source.peek(SAMPLE_BYTES if not item.is_in_maildir else 1 << 12)
                form = Form.SINGLE if item.is_in_maildir else form_of_file(sample, is_whole=len(sample) < SAMPLE_BYTES)
                if form is None:
                    ending = _SINGLE_ENDINGS if not sample else _EXPECTED_ENDINGS
                    if item.name.lower().endswith(ending):
                        yield Damage(where=item.name, reason=refusal_of(sample))
                elif form is Form.MBOX:
                    yield from _mbox_entries(source, item, facts, place, self.cancel)
                elif form is Form.LOG:
                    yield from self._log_entries(source, sample, item, place)
                else:
                    self.cancel.check()
                    file_name = os.path.basename(item.path) if item.is_in_maildir else ""  # noqa: PTH119
                    entry = read_single(source, facts, hint=item.hint, file_name=file_name)
                    yield Damage(where=item.name, reason=entry) if isinstance(entry, Phrase) else entry
                if source.broken is not None:
                    yield Damage(where=item.name, reason=source.broken)
        except SourceBroken as broken:
            yield Damage(where=item.name, reason=broken.reason)

    def _log_entries(self, source: Source, sample: bytes, item: ArchiveFile, place: _Place) -> Iterator[Entry | Damage]:
        form = form_of(sample, is_whole=len(sample) < SAMPLE_BYTES)
        if form is None:
            return
        with Source(item.path, follow_link=not self._is_folder) as ahead:
            is_day_first = finds_day_first(ahead, form, cancel=self.cancel)
        for entry in read_log(source, form, name=item.name, is_day_first=is_day_first, cancel=self.cancel):
            place.now = source.done
            yield entry


def _mbox_entries(
    source: Source, item: ArchiveFile, facts: MailFacts, place: _Place, cancel: CancelToken
) -> Iterator[Entry | Damage]:
    for found in read_mbox(source, cancel=cancel):
        place.now = source.done
        entry = facts.entry(found.header, size=found.size, hint=item.hint, from_line=found.from_line)
        yield damage_at_byte(item.name, found.offset, entry) if isinstance(entry, Phrase) else entry


def _is_sent(entry: Entry, address: str | None, *, has_hints: bool) -> bool | None:
    """Whether the owner wrote it; None where it is nothing to us."""
    if entry.hint is Hint.LEFT_OUT:
        return None
    if entry.hint is Hint.SENT:
        return True
    if address is None:
        return entry.hint is Hint.UNKNOWN and not has_hints
    if entry.message.sender == address:
        return True
    if entry.is_log and address not in entry.message.recipients:
        return None
    return False


def _unreadable(path: str, reason: Phrase) -> Trouble:
    return Trouble(ARCHIVE_UNREADABLE, path=shown(path), reason=reason)
