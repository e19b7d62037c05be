"""Use case: read what is new in an account's Sent folder and inbox into the ledger. Knows no finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sentwatch.core.accounts import Account, Folder
from sentwatch.core.folders import FolderRole, find_folder
from sentwatch.core.history import MISSING_COPIES, SentGap, moment
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.sent import InboxSender
from sentwatch.core.trouble import SENT_FOLDER_UNCLEAR, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.mail import FolderState, MailPort
from sentwatch.ports.progress import Progress
from sentwatch.service.pace import Pace
from sentwatch.service.returned import Place, ReceivedMail
from sentwatch.store.folder_mark import INBOX, SENT, FolderMark
from sentwatch.store.ledger import Ledger

SOON_S = 600.0
"""A copy that is removed within ten minutes of its arrival was not tidied up (the burst definition's own line)."""
FIRST_RECEIVED: Final = 5_000
"""So far back what arrived is read in full when an inbox is first seen; of older mail only who wrote."""
GONE_WITHIN_S: Final = 86_400.0
"""Of what arrived within a day it is noticed when it leaves the inbox."""
_OWN_IDS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """What one look brought: the folder that was read, new messages in it, and replies that could not be read."""

    sent_folder: str
    new: int
    damaged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Collect:
    """Reads through one signed-in connection."""

    mail: MailPort
    ledger: Ledger
    clock: Clock
    progress: Progress
    cancel: CancelToken
    received: ReceivedMail | None = None
    """Takes what arrived; without it only who wrote is read."""

    def run(self, account: Account) -> Collected:
        """Read what is new. Raises Trouble and Cancelled; what was read so far is kept."""
        self.read_inbox()
        return self.read_sent(account)

    def read_sent(self, account: Account) -> Collected:
        """Read what is new in the Sent folder. Raises Trouble(SENT_FOLDER_UNCLEAR) where somebody must name it."""
        return self._read_sent(account.sent_folder or self._find_sent(account))

    def _find_sent(self, account: Account) -> str:
        found = find_folder(self.mail.folders(), FolderRole.SENT)
        if found.folder is None:
            raise Trouble(SENT_FOLDER_UNCLEAR, address=account.address, candidates=_names(found.candidates))
        return found.folder.name

    def read_inbox(self) -> bool:
        """Read what is new in the inbox; whether something worth looking for elsewhere has left it since."""
        state = self.mail.state("INBOX")
        mark = self._mark(INBOX, state)
        has_pending = self.received is not None and self.received.has_pending(mark)
        if _is_unchanged(mark, state) and not has_pending:
            return False
        state = self.mail.examine("INBOX")
        mark = self._mark(INBOX, state)
        new = 0
        if state.uid_next - 1 > mark.scanned_to:
            new = self._read_arrivals(mark, state)
        if self.received is not None:
            self.received.finish(mark)
        is_missed = self._note_left(mark, state, new)
        self._looked(mark, state)
        return is_missed

    def _read_arrivals(self, mark: FolderMark, state: FolderState) -> int:
        pace = self._pace(N_("Reading who wrote to you"), mark, state)
        last_uid = state.uid_next - 1
        full_from = last_uid + 1 if self.received is None else max(mark.scanned_to + 1, state.uid_next - FIRST_RECEIVED)
        if full_from > mark.scanned_to + 1:
            for window in self.mail.read_senders(first_uid=mark.scanned_to + 1, last_uid=full_from - 1):
                self.ledger.keep_senders(mark, window.senders, scanned_to=window.last_uid)
                pace.add(len(window.senders))
        if self.received is not None:
            for received in self.mail.read_received(first_uid=full_from, last_uid=last_uid):
                self.received.take(mark, received.messages, place=Place.INBOX)
                senders = [InboxSender(m.uid, m.at_s, m.sender, m.message_id) for m in received.messages]
                self.ledger.keep_senders(mark, senders, scanned_to=received.last_uid)
                pace.add(len(senders))
        pace.end()
        return pace.done

    def _note_left(self, mark: FolderMark, state: FolderState, new: int) -> bool:
        """Notice what arrived lately and has left the inbox; whether it is worth looking for it elsewhere at once."""
        if self.received is None or mark.messages is None or mark.messages + new <= state.messages:
            return False
        since_s = self.clock.now().timestamp() - GONE_WITHIN_S
        recent = self.received.arrivals.present(mark, since_s=since_s)
        if not recent:
            return False
        gone = self.mail.vanished_since(mark.modseq) if mark.modseq is not None else None
        if gone is None:
            there: set[int] = set()
            for uids in self.mail.present_uids(first_uid=min(recent), last_uid=max(recent)):
                there.update(uids)
            gone = sorted(recent - there)
        left = sorted(recent.intersection(gone))
        return self.received.arrivals.keep_gone(mark, left, at_s=self.clock.now().timestamp())

    def _read_sent(self, folder: str) -> Collected:
        state = self.mail.state(folder)
        mark = self._mark(SENT, state)
        if _is_unchanged(mark, state):
            self._looked(mark, state)
            return Collected(sent_folder=folder, new=0, damaged=0)
        state = self.mail.examine(folder)
        mark = self._mark(SENT, state)
        new = damaged = 0
        if state.uid_next - 1 > mark.scanned_to:
            pace = self._pace(N_("Reading the sent mail"), mark, state)
            seen_s = self.clock.now().timestamp()
            for window in self.mail.read_headers(first_uid=mark.scanned_to + 1, last_uid=state.uid_next - 1):
                self.ledger.keep_sent(mark, window.messages, scanned_to=window.last_uid, seen_s=seen_s)
                if self.received is not None:
                    self.received.learn_ids(m.message_id for m in window.messages[-_OWN_IDS:])
                new += len(window.messages)
                damaged += window.damaged
                pace.add(len(window.messages))
            pace.end()
        removed_soon = self._note_removed(mark, state, new)
        self._note_gap(mark, state, new=new + damaged, removed_soon=removed_soon)
        self._looked(mark, state)
        return Collected(sent_folder=folder, new=new, damaged=damaged)

    def _mark(self, role: str, state: FolderState) -> FolderMark:
        mark = self.ledger.mark(role)
        if mark is None or mark.uid_validity != state.uid_validity or mark.name != state.folder:
            mark = self.ledger.begin(role, name=state.folder, uid_validity=state.uid_validity)
        return mark

    def _note_removed(self, mark: FolderMark, state: FolderState, new: int) -> int:
        """Find out which copies are gone; how many of them went within minutes of their arrival."""
        if mark.messages is None or mark.messages + new <= state.messages:
            return 0
        last_uid = mark.scanned_to
        gone = self.mail.vanished_since(mark.modseq) if mark.modseq is not None else None
        if gone is None:
            there: set[int] = set()
            for uids in self.mail.present_uids(first_uid=1, last_uid=last_uid):
                there.update(uids)
            gone = sorted(self.ledger.present_between(mark, 1, last_uid) - there)
        return self.ledger.keep_gone(mark, gone, at_s=self.clock.now().timestamp(), soon_s=SOON_S)

    def _note_gap(self, mark: FolderMark, state: FolderState, *, new: int, removed_soon: int) -> None:
        if mark.uid_next is None or mark.looked_s is None:
            return
        missing = max(0, state.uid_next - mark.uid_next - new) + removed_soon
        if missing >= MISSING_COPIES:
            self.ledger.keep_gap(SentGap(since=moment(mark.looked_s), until=self.clock.now(), missing=missing))

    def _looked(self, mark: FolderMark, state: FolderState) -> None:
        self.ledger.looked(
            mark,
            uid_next=state.uid_next,
            messages=state.messages,
            modseq=state.highest_modseq,
            at_s=self.clock.now().timestamp(),
        )

    def _pace(self, what: str, mark: FolderMark, state: FolderState) -> Pace:
        # The server tells how many messages there are, not how many of them are new: the span of numbers is an upper
        # bound, and so is the count.
        total = min(state.messages, state.uid_next - 1 - mark.scanned_to)
        pace = Pace(what=phrase(what), clock=self.clock, progress=self.progress, total=total)
        pace.begin()
        return pace


def _is_unchanged(mark: FolderMark, state: FolderState) -> bool:
    return (
        mark.looked_s is not None
        and mark.scanned_to >= state.uid_next - 1
        and (mark.uid_next, mark.messages) == (state.uid_next, state.messages)
    )


def _names(folders: Sequence[Folder]) -> tuple[str, ...]:
    return tuple(folder.name for folder in folders)
