"""A mailbox that is read and never changed."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from sentwatch.core.accounts import Folder
from sentwatch.core.received import ReceivedMessage
from sentwatch.core.sent import InboxSender, SentMessage
from sentwatch.ports.cancel import CancelToken


class CredentialKind(enum.Enum):
    """What the secret is, which decides the mechanism of signing in."""

    PASSWORD = "password"  # noqa: S105 - a kind of credential, not a secret
    ACCESS_TOKEN = "access-token"  # noqa: S105 - a kind of credential, not a secret


@dataclass(frozen=True, slots=True)
class Credential:
    """What opens the door, for one attempt. Never shown, never kept here."""

    secret: str = field(repr=False)
    kind: CredentialKind = CredentialKind.PASSWORD


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFacts:
    """What the door showed on the way in. `capabilities` are those offered under TLS before signing in."""

    capabilities: frozenset[str]
    mechanism: str
    tls_version: str
    certificate_not_after: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """What the server says of a folder. `highest_modseq` is None without CONDSTORE (RFC 7162)."""

    folder: str
    uid_validity: int
    uid_next: int
    messages: int
    highest_modseq: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderWindow:
    """The messages with UIDs from `first_uid` to `last_uid`, ascending; the unit of resuming.

    `damaged` counts replies that could not be read (each costs itself only).
    """

    first_uid: int
    last_uid: int
    messages: Sequence[SentMessage]
    damaged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SenderWindow:
    """As HeaderWindow, for those who wrote to the inbox."""

    first_uid: int
    last_uid: int
    senders: Sequence[InboxSender]
    damaged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedWindow:
    """As HeaderWindow, for what arrived."""

    first_uid: int
    last_uid: int
    messages: Sequence[ReceivedMessage]
    damaged: int = 0


def never() -> bool:
    """Nothing else ends a wait."""
    return False


class MailPort(Protocol):
    """One signed-in, read-only connection. Raises Trouble for what the world does and Cancelled on cancel."""

    @property
    def capabilities(self) -> frozenset[str]:
        """Upper-case capability words after sign-in."""

    @property
    def facts(self) -> SignInFacts:
        """What the door showed on the way in."""

    def folders(self) -> tuple[Folder, ...]:
        """All folders (LIST), names decoded."""

    def state(self, folder: str) -> FolderState:
        """Ask for the folder's state by STATUS, without opening it: one round trip."""

    def states(self, folders: Sequence[str]) -> tuple[FolderState, ...]:
        """Ask for many folders' states by STATUS, one answer not waiting for the other; what fails is left out."""

    def examine(self, folder: str) -> FolderState:
        """Open the folder read-only (EXAMINE). The reading calls below speak of this folder."""

    def read_headers(self, *, first_uid: int, last_uid: int) -> Iterator[HeaderWindow]:
        """Header facts in windows of UIDs, ascending, covering first_uid..last_uid without gaps."""

    def read_senders(self, *, first_uid: int, last_uid: int) -> Iterator[SenderWindow]:
        """Who wrote the messages, in windows of UIDs, ascending."""

    def read_received(self, *, first_uid: int, last_uid: int) -> Iterator[ReceivedWindow]:
        """Header facts of what arrived, in windows of UIDs, ascending."""

    def read_beginnings(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Read the first 64 KiB of these messages, by UID ascending. For returned mail only, never for other mail."""

    def read_ways(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Read the header fields of these messages that say which way they went and whether a rule sent them on."""

    def present_uids(self, *, first_uid: int, last_uid: int) -> Iterator[Sequence[int]]:
        """Read the UIDs that exist, in windows, ascending: what is missing was removed."""

    def vanished_since(self, modseq: int) -> Sequence[int] | None:
        """UIDs removed since `modseq` (QRESYNC), or None where the server cannot tell."""

    def watch_also(self, *, but: Collection[str] = ()) -> bool:
        """Let waits in the examined folder end for changes in all other folders too (NOTIFY), save those named.

        It stays so for all later waits; False where the server cannot tell. Asking again costs nothing.
        """

    def take_changed(self) -> frozenset[str]:
        """Return which other folders the server told of since this was last asked; perhaps names that are none."""

    def wait_for_change(self, wait_s: float, *, leave: Callable[[], bool] = never) -> bool:
        """Wait in the examined folder until the server tells of a change (True) or `wait_s` is over (False).

        IDLE where offered, else one NOOP at the end of the wait. `leave` is asked about twice a second and ends the
        wait as the time does. A cut line raises Trouble(NETWORK_CUT).
        """

    def close(self) -> None:
        """Leave (LOGOUT where possible, never blocking)."""


class MailDoor(Protocol):
    """Opens mailboxes."""

    def open(self, *, credential: Credential, cancel: CancelToken) -> MailPort:
        """Sign in; exactly one attempt with the credential. Raises Trouble."""
