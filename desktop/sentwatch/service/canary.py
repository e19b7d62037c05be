"""Use case: on request only, let one test message be sent to oneself, and watch what becomes of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.canary import (
    LASTS,
    SETTLE_S,
    CanaryFacts,
    CanaryOutcome,
    canary_message,
    canary_subject,
)
from sentwatch.core.encoded_words import decoded
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.received import ReceivedMessage
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.mail import FolderState, MailPort
from sentwatch.ports.outgoing import OutgoingServer
from sentwatch.ports.progress import Progress, Step
from sentwatch.service.further import KnownFolders, sorted_folders
from sentwatch.service.returned import Place
from sentwatch.store.kept import Kept

CANARY: Final = "canary"
LOOK_EVERY_S: Final = 2.0
TOKEN_BYTES: Final = 6
MAX_NEW: Final = 500
"""Of more new messages in a folder the latest are looked through."""


def known_canary(kept: Kept, *, now: datetime) -> CanaryFacts | None:
    """Return the latest result, as long as it tells something."""
    facts = kept.get(CANARY, CanaryFacts)
    return facts if facts is not None and now - facts.at <= LASTS else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sighting:
    """Where the message was seen, and how it looked."""

    folder: str
    message: ReceivedMessage
    header: bytes


@dataclass(slots=True, kw_only=True)
class Canary:
    """Sends and watches. `enter` signs in to the mailbox, `send` hands the message in, `learn_way` takes its header."""

    enter: Callable[[Account, CancelToken], MailPort]
    send: Callable[[Account, OutgoingServer, bytes, CancelToken], None]
    kept: Kept
    learn_way: Callable[[bytes], None]
    clock: Clock

    def run(
        self, account: Account, server: OutgoingServer, *, wait_s: float, progress: Progress, cancel: CancelToken
    ) -> CanaryFacts:
        """Return what became of the message, and keep it. Raises Trouble and Cancelled; nothing is kept then."""
        mail = self.enter(account, cancel)
        try:
            now = self.clock.now()
            folders = sorted_folders(account, mail.folders(), since=now, now=now)
            before = {state.folder: state for state in mail.states(("INBOX", *folders.places))}
            token = secrets.token_hex(TOKEN_BYTES)
            progress(Step(what=phrase(N_("Sending a test message to yourself"))))
            self.send(account, server, canary_message(account.address, token=token, now=now), cancel)
            facts = _Watched(self, account, mail, folders, before, token, wait_s, progress, cancel).watch()
        finally:
            mail.close()
        self.kept.put(CANARY, facts)
        return facts


@dataclass(slots=True)
class _Watched:
    """One message under watch."""

    canary: Canary
    account: Account
    mail: MailPort
    folders: KnownFolders
    before: dict[str, FolderState]
    token: str
    wait_s: float
    progress: Progress
    cancel: CancelToken

    def watch(self) -> CanaryFacts:
        """Watch until the message is somewhere and has settled, or the wait is over."""
        clock = self.canary.clock
        sent_at, start_s = clock.now(), clock.monotonic_s()
        first: _Sighting | None = None
        found_s, was_gone = 0.0, False
        while True:
            waited_s = clock.monotonic_s() - start_s
            seen = self._look()
            if seen is not None and first is None:
                first, found_s = seen, waited_s
                self.canary.learn_way(seen.header)
            facts = CanaryFacts(
                at=sent_at,
                outcome=CanaryOutcome.MISSING if first is None else self._outcome(seen),
                waited_s=round(waited_s),
                folder=seen.folder if seen is not None else "",
                is_trash=seen is not None and seen.folder in self.folders.trash,
                after_s=None if first is None else round(found_s),
                flags=seen.message.flags if seen is not None else (),
            )
            is_settled = first is not None and waited_s - found_s >= SETTLE_S
            # Moved while we looked from folder to folder, it is seen in none of them: look again.
            is_unsure = facts.outcome is CanaryOutcome.GONE and not was_gone
            was_gone = facts.outcome is CanaryOutcome.GONE
            is_final = facts.outcome not in {CanaryOutcome.MISSING, CanaryOutcome.UNTOUCHED}
            if (is_final and not is_unsure) or is_settled:
                return facts
            if waited_s >= self.wait_s + (SETTLE_S if first is not None else 0.0):
                return facts
            left_s = max(0.0, self.wait_s - waited_s)
            self.progress(Step(what=phrase(N_("Waiting for the test message")), left_s=left_s))
            self.cancel.wait(LOOK_EVERY_S)

    def _look(self) -> _Sighting | None:
        """Look into the inbox, then everywhere else; a rule may make the folder only when it moves something there."""
        now = self.canary.clock.now()
        self.folders = sorted_folders(self.account, self.mail.folders(), since=self.folders.since, now=now)
        for state in self.mail.states(("INBOX", *self.folders.places)):
            before = self.before.get(state.folder)
            start = before.uid_next if before is not None and before.uid_validity == state.uid_validity else 1
            if state.uid_next <= start:
                continue
            seen = self._in_folder(state.folder, start)
            if seen is not None:
                return seen
        return None

    def _in_folder(self, folder: str, first_uid: int) -> _Sighting | None:
        opened = self.mail.examine(folder)
        first_uid = max(first_uid, opened.uid_next - MAX_NEW)
        for window in self.mail.read_received(first_uid=first_uid, last_uid=opened.uid_next - 1):
            for message in window.messages:
                if self._is_it(message):
                    header = dict(self.mail.read_ways([message.uid])).get(message.uid, b"")
                    return _Sighting(folder=folder, message=message, header=header)
        return None

    def _is_it(self, message: ReceivedMessage) -> bool:
        return message.message_id.startswith(f"{self.token}.") or self.token in decoded(message.subject)

    def _outcome(self, seen: _Sighting | None) -> CanaryOutcome:
        if seen is None:
            return CanaryOutcome.GONE
        if seen.folder.upper() != "INBOX":
            is_junk = self.folders.place_of(seen.folder) is Place.JUNK
            return CanaryOutcome.JUNK if is_junk else CanaryOutcome.MOVED
        if set(seen.message.flags) & {"\\seen", "\\deleted", "\\flagged", "\\answered"}:
            return CanaryOutcome.READ
        same = decoded(seen.message.subject).split() == canary_subject(self.token).split()
        return CanaryOutcome.UNTOUCHED if same else CanaryOutcome.CHANGED
