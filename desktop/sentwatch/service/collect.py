"""Use case: read what is new in an account's Sent folder and inbox into the ledger. Knows no finding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sentwatch.core.accounts import Account, Folder
from sentwatch.core.folders import FolderRole, find_folder
from sentwatch.core.history import MISSING_COPIES, SentGap, moment
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.trouble import SENT_FOLDER_UNCLEAR, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.mail import FolderState, MailPort
from sentwatch.ports.progress import Progress
from sentwatch.service.pace import Pace
from sentwatch.store.ledger import INBOX, SENT, FolderMark, Ledger

SOON_S = 600.0
"""A copy that is removed within ten minutes of its arrival was not tidied up (the burst definition's own line)."""


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

    def run(self, account: Account) -> Collected:
        """Read what is new. Raises Trouble and Cancelled; what was read so far is kept."""
        sent = account.sent_folder or self._find_sent(account)
        self._read_inbox()
        return self._read_sent(sent)

    def _find_sent(self, account: Account) -> str:
        found = find_folder(self.mail.folders(), FolderRole.SENT)
        if found.folder is None:
            raise Trouble(SENT_FOLDER_UNCLEAR, address=account.address, candidates=_names(found.candidates))
        return found.folder.name

    def _read_inbox(self) -> None:
        state = self.mail.state("INBOX")
        mark = self._mark(INBOX, state)
        if state.uid_next - 1 <= mark.scanned_to:
            return
        state = self.mail.examine("INBOX")
        mark = self._mark(INBOX, state)
        pace = self._pace(N_("Reading who wrote to you"), mark, state)
        for window in self.mail.read_senders(first_uid=mark.scanned_to + 1, last_uid=state.uid_next - 1):
            self.ledger.keep_senders(mark, window.senders, scanned_to=window.last_uid)
            pace.add(len(window.senders))
        pace.end()
        self._looked(mark, state)

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
