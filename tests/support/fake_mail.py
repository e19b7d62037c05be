"""A mailbox in memory that keeps the promises of MailPort."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from sentwatch.core.accounts import Folder
from sentwatch.core.received import ReceivedMessage
from sentwatch.core.sent import InboxSender, SentMessage
from sentwatch.core.trouble import BAD_CREDENTIAL, FOLDER_MISSING, SERVER_REFUSED, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential, FolderState, HeaderWindow, ReceivedWindow, SenderWindow, SignInFacts, never


@dataclass
class FakeFolder:
    """Messages by UID. Use `add` and `remove`, which keep the counters right."""

    flags: frozenset[str] = frozenset()
    uid_validity: int = 1
    uid_next: int = 1
    modseq: int = 1
    messages: dict[int, SentMessage] = field(default_factory=dict)
    vanished: list[tuple[int, int]] = field(default_factory=list)
    received: dict[int, ReceivedMessage] = field(default_factory=dict)
    bodies: dict[int, bytes] = field(default_factory=dict)
    ways: dict[int, bytes] = field(default_factory=dict)
    is_locked: bool = False
    """It tells its state, and refuses to be opened."""

    def arrive(self, message: ReceivedMessage, *, body: bytes = b"", way: bytes = b"") -> int:
        """Let a message arrive as the next UID; `body` is what it is made of, `way` its header of the way it went."""
        sent = SentMessage(
            0, message.at_s, None, message.message_id, (), message.sender, (), message.subject, message.size,
            message.flags, None, "",
        )  # fmt: skip
        uid = self.add(sent)
        self.received[uid] = message._replace(uid=uid)
        self.bodies[uid] = body
        self.ways[uid] = way
        return uid

    def add(self, message: SentMessage) -> int:
        """Append as the next UID; the message's own uid is replaced."""
        uid = self.uid_next
        self.messages[uid] = message._replace(uid=uid)
        self.uid_next += 1
        self.modseq += 1
        return uid

    def remove(self, uid: int) -> None:
        del self.messages[uid]
        self.modseq += 1
        self.vanished.append((self.modseq, uid))


@dataclass
class FakeMailbox:
    """What lies on the server, and whether it can tell what vanished."""

    folders: dict[str, FakeFolder] = field(
        default_factory=lambda: {
            "INBOX": FakeFolder(),
            "Sent": FakeFolder(flags=frozenset({"\\sent"})),
            "Trash": FakeFolder(flags=frozenset({"\\trash"})),
        }
    )
    secret: str = "correct horse"
    has_qresync: bool = True
    window: int = 2000
    capabilities: frozenset[str] = frozenset({"IMAP4REV1", "CONDSTORE", "QRESYNC", "ESEARCH"})
    trouble_after_windows: tuple[int, Trouble] | None = None
    """Raise this Trouble once so many header windows were read."""
    trouble_when_waiting: Trouble | None = None
    opened: int = 0
    windows_read: int = 0
    bodies_read: int = 0
    states_asked: int = 0
    changed: threading.Event = field(default_factory=threading.Event)
    told_of: frozenset[str] = frozenset()
    """Further folders of which a wait told."""


class FakeDoor:
    """A MailDoor to a FakeMailbox."""

    def __init__(self, mailbox: FakeMailbox, *, host: str = "mail.example.jp") -> None:
        self.mailbox = mailbox
        self._host = host

    def open(self, *, credential: Credential, cancel: CancelToken) -> FakeMail:
        cancel.check()
        self.mailbox.opened += 1
        if credential.secret != self.mailbox.secret:
            raise Trouble(BAD_CREDENTIAL, host=self._host)
        return FakeMail(self.mailbox, host=self._host, cancel=cancel)


class FakeMail:
    """A MailPort on a FakeMailbox."""

    def __init__(self, mailbox: FakeMailbox, *, host: str, cancel: CancelToken) -> None:
        self._mailbox = mailbox
        self._host = host
        self._cancel = cancel
        self._open: FakeFolder | None = None

    @property
    def capabilities(self) -> frozenset[str]:
        return self._mailbox.capabilities

    @property
    def facts(self) -> SignInFacts:
        return SignInFacts(
            capabilities=frozenset({"IMAP4REV1", "AUTH=PLAIN"}),
            mechanism="PLAIN",
            tls_version="TLSv1.3",
            certificate_not_after=None,
        )

    def folders(self) -> tuple[Folder, ...]:
        return tuple(Folder(name=name, flags=folder.flags) for name, folder in self._mailbox.folders.items())

    def _folder(self, name: str) -> FakeFolder:
        self._cancel.check()
        found = self._mailbox.folders.get(name)
        if found is None:
            raise Trouble(FOLDER_MISSING, host=self._host, folder=name)
        return found

    def states(self, folders: Sequence[str]) -> tuple[FolderState, ...]:
        return tuple(self.state(folder) for folder in folders if folder in self._mailbox.folders)

    def state(self, folder: str) -> FolderState:
        self._mailbox.states_asked += 1
        found = self._folder(folder)
        return FolderState(
            folder=folder,
            uid_validity=found.uid_validity,
            uid_next=found.uid_next,
            messages=len(found.messages),
            highest_modseq=found.modseq if self._mailbox.has_qresync else None,
        )

    def examine(self, folder: str) -> FolderState:
        self._open = None
        state = self.state(folder)
        opened = self._folder(folder)
        if opened.is_locked:
            raise Trouble(SERVER_REFUSED, host=self._host, answer="NO permission denied")
        self._open = opened
        return state

    def _spans(self, first_uid: int, last_uid: int) -> Iterator[tuple[int, int, list[SentMessage]]]:
        assert self._open is not None
        step = self._mailbox.window
        for first in range(max(1, first_uid), last_uid + 1, step):
            last = min(first + step - 1, last_uid)
            yield first, last, [m for uid, m in sorted(self._open.messages.items()) if first <= uid <= last]

    def read_headers(self, *, first_uid: int, last_uid: int) -> Iterator[HeaderWindow]:
        for first, last, found in self._spans(first_uid, last_uid):
            self._cancel.check()
            planned = self._mailbox.trouble_after_windows
            if planned is not None and self._mailbox.windows_read >= planned[0]:
                raise planned[1]
            self._mailbox.windows_read += 1
            yield HeaderWindow(first_uid=first, last_uid=last, messages=found)
            self._cancel.check()

    def read_senders(self, *, first_uid: int, last_uid: int) -> Iterator[SenderWindow]:
        for first, last, found in self._spans(first_uid, last_uid):
            self._cancel.check()
            senders = [InboxSender(m.uid, m.at_s, m.sender, m.message_id) for m in found]
            yield SenderWindow(first_uid=first, last_uid=last, senders=senders)

    def read_received(self, *, first_uid: int, last_uid: int) -> Iterator[ReceivedWindow]:
        assert self._open is not None
        known = self._open.received
        for first, last, found in self._spans(first_uid, last_uid):
            self._cancel.check()
            rows = [
                known.get(m.uid)
                or ReceivedMessage(
                    m.uid, m.at_s, m.message_id, m.references[-1] if m.references else "", m.sender, m.subject, m.size,
                    m.flags,
                )
                for m in found
            ]  # fmt: skip
            yield ReceivedWindow(first_uid=first, last_uid=last, messages=rows)

    def read_beginnings(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        assert self._open is not None
        for uid in sorted(uids):
            self._cancel.check()
            if uid in self._open.messages:
                self._mailbox.bodies_read += 1
                yield uid, self._open.bodies.get(uid, b"")[:65_536]

    def read_ways(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        assert self._open is not None
        for uid in sorted(uids):
            if uid in self._open.messages:
                yield uid, self._open.ways.get(uid, b"")

    def present_uids(self, *, first_uid: int, last_uid: int) -> Iterator[Sequence[int]]:
        for _first, _last, found in self._spans(first_uid, last_uid):
            self._cancel.check()
            yield [m.uid for m in found]

    def vanished_since(self, modseq: int) -> Sequence[int] | None:
        if not self._mailbox.has_qresync or self._open is None:
            return None
        return sorted(uid for at, uid in self._open.vanished if at > modseq)

    def watch_also(self, *, but: Collection[str] = ()) -> bool:
        return "NOTIFY" in self._mailbox.capabilities

    def take_changed(self) -> frozenset[str]:
        changed, self._mailbox.told_of = self._mailbox.told_of, frozenset()
        return changed

    def wait_for_change(self, wait_s: float, *, leave: Callable[[], bool] = never) -> bool:
        self._cancel.check()
        if self._mailbox.trouble_when_waiting is not None:
            trouble, self._mailbox.trouble_when_waiting = self._mailbox.trouble_when_waiting, None
            raise trouble
        until_s = time.monotonic() + wait_s
        while not (changed := self._mailbox.changed.wait(0.01)) and not leave() and time.monotonic() < until_s:
            self._cancel.check()
        self._mailbox.changed.clear()
        self._cancel.check()
        return changed

    def close(self) -> None:
        self._open = None
