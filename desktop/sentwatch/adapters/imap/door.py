"""The door of an IMAP mailbox: sign in once, look, and leave everything as it was."""

from __future__ import annotations

import contextlib
import imaplib
import logging
import re
import ssl
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import TypeVar

from imapclient import IMAPClient
from imapclient.imap_utf7 import encode as encode_utf7

from sentwatch import __version__
from sentwatch.adapters.imap.connect import connect, tls_context
from sentwatch.adapters.imap.fetch import SEARCH_SPAN, WINDOW_MESSAGES, Reader, refusal, spans, spans_of_present
from sentwatch.adapters.imap.headers import HeaderReader
from sentwatch.adapters.imap.names import decoded_name
from sentwatch.adapters.imap.received import RECEIVED_ITEMS, WAY_ITEMS, read_received
from sentwatch.adapters.imap.waiting import Waiting
from sentwatch.adapters.imap.wire import ForbiddenLineError, Limits, Wire
from sentwatch.core.accounts import Account, Folder
from sentwatch.core.received import ReceivedMessage
from sentwatch.core.refusals import judge_refusal
from sentwatch.core.sent import InboxSender, SentMessage
from sentwatch.core.trouble import (
    BAD_CREDENTIAL,
    BROWSER_SIGN_IN_NEEDED,
    ENCRYPTION_REFUSED,
    FOLDER_MISSING,
    NETWORK_CUT,
    SERVER_BROKE_RULES,
    SERVER_REFUSED,
    Trouble,
)
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.mail import (
    Credential,
    CredentialKind,
    FolderState,
    HeaderWindow,
    ReceivedWindow,
    SenderWindow,
    SignInFacts,
    never,
)

T = TypeVar("T")

_REFUSED = re.compile(rb"(?:NO|BAD)\b", re.IGNORECASE)

_SENT_ITEMS = (
    b"UID RFC822.SIZE FLAGS INTERNALDATE BODY.PEEK[HEADER.FIELDS (DATE FROM SENDER TO CC BCC SUBJECT MESSAGE-ID"
    b" IN-REPLY-TO REFERENCES DKIM-SIGNATURE X-MAILER USER-AGENT)]"
)
_SENDER_ITEMS = b"UID INTERNALDATE BODY.PEEK[HEADER.FIELDS (DATE FROM SENDER MESSAGE-ID)]"
_BEGINNING_ITEMS = b"UID INTERNALDATE BODY.PEEK[]<0.65536>"
_ID = f'ID ("name" "Sentwatch" "version" "{__version__}")'.encode()
_MAX_FOLDERS = 10_000


class _Imap4(imaplib.IMAP4):
    """imaplib on our wire, with its own logs (which would hold the last commands, passwords too) switched off."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        super().__init__(wire.host)

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:  # noqa: ARG002
        # Latin-1 lets every byte through as it is: names and passwords are handed in as UTF-8 bytes in disguise.
        self._encoding = "latin-1"
        self.debug = 0
        self.sock = self.wire  # type: ignore[assignment]

    def read(self, size: int) -> bytes:
        return self.wire.read(size)

    def readline(self) -> bytes:
        return self.wire.readline()

    def send(self, data: bytes) -> None:  # type: ignore[override]
        self.wire.send(data)

    def shutdown(self) -> None:
        self.wire.close()

    def _log(self, line: object) -> None:
        """Keep nothing."""

    def _mesg(self, s: object, secs: object = None) -> None:
        """Say nothing."""


class _Client(IMAPClient):  # type: ignore[misc]
    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        # Its debug lines carry header texts and credentials.
        for name in ("imapclient", "imapclient.imaplib", "imapclient.imapclient"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        super().__init__(wire.host, ssl=False, timeout=None)
        self._imap.debug = 0
        self._imap._mesg = _silent  # noqa: SLF001
        self.folder_encode = False

    def _create_IMAP4(self) -> _Imap4:  # noqa: N802
        return _Imap4(self._wire)


def _silent(*_words: object) -> None:
    return


class ImapDoor:
    """Opens the mailbox of one account."""

    def __init__(self, account: Account, *, limits: Limits | None = None) -> None:
        self._account = account
        self._limits = limits or Limits()

    def open(self, *, credential: Credential, cancel: CancelToken) -> ImapMail:
        """Sign in; exactly one attempt with the credential."""
        account = self._account
        cancel.check()
        context = tls_context(account.ca_file, host=account.host)
        wire = connect(
            account.host,
            account.port,
            security=account.security,
            context=context,
            cancel=cancel,
            limits=self._limits,
        )
        leaving = contextlib.ExitStack()
        try:
            leaving.callback(wire.close)
            leaving.enter_context(cancel.on_cancel(wire.abort))
            client = _guard(wire, lambda: _Client(wire))
            capabilities = _guard(wire, lambda: _capabilities(client))
            mechanism = _sign_in(client, wire, account.login_name, credential, capabilities)
            facts = SignInFacts(
                capabilities=capabilities,
                mechanism=mechanism,
                tls_version=(wire.tls and wire.tls.version()) or "",
                certificate_not_after=_not_after(wire.tls),
            )
            mail = ImapMail(client, wire, facts=facts, leaving=leaving.pop_all(), cancel=cancel)
        except BaseException:
            leaving.close()
            raise
        try:
            mail.settle_in()
        except BaseException:
            mail.close()
            raise
        return mail


def _capabilities(client: IMAPClient) -> frozenset[str]:
    # Asked anew, for what the library remembers may stem from before the encryption.
    client._imap.untagged_responses.pop("CAPABILITY", None)  # noqa: SLF001
    client._cached_capabilities = None  # noqa: SLF001
    client._imap._get_capabilities()  # noqa: SLF001
    return frozenset(word.upper() for word in client._imap.capabilities)  # noqa: SLF001


def _sign_in(client: IMAPClient, wire: Wire, name: str, credential: Credential, capabilities: frozenset[str]) -> str:
    if client._imap.state != "NONAUTH":  # noqa: SLF001 - PREAUTH: somebody is signed in, but we did not do it
        raise Trouble(SERVER_BROKE_RULES, host=wire.host)
    secret = credential.secret
    if not secret or any(c in secret or c in name for c in "\r\n\0"):
        raise Trouble(BAD_CREDENTIAL, host=wire.host)
    attempt: Callable[[], object]
    if credential.kind is CredentialKind.ACCESS_TOKEN:
        if "AUTH=XOAUTH2" in capabilities:
            mechanism, answer = "XOAUTH2", f"user={name}\1auth=Bearer {secret}\1\1"
        elif "AUTH=OAUTHBEARER" in capabilities:
            escaped = name.replace("=", "=3D").replace(",", "=2C")
            mechanism, answer = "OAUTHBEARER", f"n,a={escaped},\1auth=Bearer {secret}\1\1"
        else:
            raise Trouble(SERVER_REFUSED, host=wire.host, answer="no OAUTHBEARER, no XOAUTH2")
    elif "AUTH=PLAIN" in capabilities:
        mechanism, answer = "PLAIN", f"\0{name}\0{secret}"
    elif "LOGINDISABLED" not in capabilities:
        mechanism, answer = "LOGIN", ""
    elif capabilities & {"AUTH=XOAUTH2", "AUTH=OAUTHBEARER"}:
        raise Trouble(BROWSER_SIGN_IN_NEEDED, host=wire.host)
    else:
        raise Trouble(ENCRYPTION_REFUSED, host=wire.host)
    if answer:
        answers = iter((answer.encode(),))
        # A second challenge carries the server's reasons for refusing (RFC 7628 3.2.3): answer it with nothing.
        attempt = lambda: client._imap.authenticate(mechanism, lambda _challenge: next(answers, b""))  # noqa: E731, SLF001
    else:
        attempt = lambda: client.login(name.encode().decode("latin-1"), secret.encode().decode("latin-1"))  # noqa: E731
    _guard(wire, attempt, signing_in=True)
    return mechanism


def _guard(wire: Wire, work: Callable[[], T], *, signing_in: bool = False) -> T:
    """Run library code that talks to the server; what it raises becomes Trouble, without its texts."""
    try:
        return work()
    except (Cancelled, ForbiddenLineError):
        raise
    except Trouble as trouble:
        if trouble.kind is NETWORK_CUT and _is_bye(wire.last_line):
            raise refusal(wire.last_line[2:], host=wire.host, goodbye=True) from None
        raise
    except Exception:  # noqa: BLE001 - hostile replies make the library raise all there is; its texts may hold secrets
        raise _meaning(wire, signing_in=signing_in) from None


def _meaning(wire: Wire, *, signing_in: bool) -> Trouble:
    line = wire.last_line
    if _is_bye(line):
        return refusal(line[2:], host=wire.host, goodbye=True)
    answer = line.partition(b" ")[2]
    if not _REFUSED.match(answer):
        return Trouble(SERVER_BROKE_RULES, host=wire.host)
    if signing_in:
        judged = judge_refusal(answer.decode("utf-8", "replace").partition(" ")[2])
        return Trouble(judged.kind, host=wire.host, **judged.params)
    return refusal(answer, host=wire.host)


def _is_bye(line: bytes) -> bool:
    return line[:6].upper() == b"* BYE "


def _not_after(tls: ssl.SSLSocket | None) -> datetime | None:
    certificate = tls.getpeercert() if tls else None
    text = certificate.get("notAfter") if certificate else None
    if not isinstance(text, str):
        return None
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), tz=UTC)


class ImapMail:
    """One signed-in, read-only connection."""

    def __init__(
        self,
        client: IMAPClient,
        wire: Wire,
        *,
        facts: SignInFacts,
        leaving: contextlib.ExitStack,
        cancel: CancelToken,
    ) -> None:
        self._client = client
        self._wire = wire
        self._facts = facts
        self._leaving = leaving
        self._cancel = cancel
        self._reader = Reader(wire)
        self._headers = HeaderReader()
        self._capabilities: frozenset[str] = frozenset()
        self._raw_names: dict[str, str] = {}
        self._opened: FolderState | None = None
        self._has_qresync = False
        self._waiting = Waiting(wire, self._reader, cancel)

    @property
    def capabilities(self) -> frozenset[str]:
        """Upper-case capability words after sign-in."""
        return self._capabilities

    @property
    def facts(self) -> SignInFacts:
        """What the door showed on the way in."""
        return self._facts

    def settle_in(self) -> None:
        """After signing in: ask for capabilities anew, say who we are, compress a long line, enable QRESYNC."""
        self._capabilities = _guard(self._wire, lambda: _capabilities(self._client))
        if "ID" in self._capabilities:
            # NetEase (163.com, 126.com) opens no folder for a program that has not said its name.
            self._granted(_ID)
        if "COMPRESS=DEFLATE" in self._capabilities and not self._wire.is_local and self._granted(b"COMPRESS DEFLATE"):
            self._wire.start_compression()
        if "QRESYNC" in self._capabilities and "ENABLE" in self._capabilities:
            self._has_qresync = self._granted(b"ENABLE QRESYNC")

    def _granted(self, command: bytes) -> bool:
        """Ask for something we can do without."""
        try:
            self._command(command)
        except Trouble as trouble:
            if trouble.kind is not SERVER_REFUSED:
                raise
            return False
        return True

    def _command(self, command: bytes) -> list[bytes]:
        self._cancel.check()
        return list(self._reader.replies(self._reader.say(command)))

    def folders(self) -> tuple[Folder, ...]:
        """All folders, names decoded."""
        listed = self._list(plain=True)
        if "SPECIAL-USE" in self._capabilities and not any("\\sent" in flags for _n, flags, _d in listed):
            # RFC 6154 2: a server may tell the special uses only when asked for them.
            special = {name: flags for name, flags, _delimiter in self._list(plain=False)}
            listed = [(name, flags | special.get(name, frozenset()), delimiter) for name, flags, delimiter in listed]
        found: list[Folder] = []
        for raw, flags, delimiter in listed[:_MAX_FOLDERS]:
            name = decoded_name(raw)
            if name in self._raw_names and self._raw_names[name] != raw:
                name = raw
            self._raw_names[name] = raw
            found.append(Folder(name=name, flags=flags, delimiter=delimiter))
        return tuple(found)

    def _list(self, *, plain: bool) -> list[tuple[str, frozenset[str], str | None]]:
        imap = self._client._imap  # noqa: SLF001
        pattern = '"*"' if plain else '"*" RETURN (SPECIAL-USE)'

        def ask() -> list[tuple[str, frozenset[str], str | None]]:
            imap.untagged_responses.pop("LIST", None)
            typ, data = imap._simple_command("LIST", '""', pattern)  # noqa: SLF001
            if typ != "OK":
                if plain:
                    raise imaplib.IMAP4.error(data[-1])
                return []
            _typ, lines = imap._untagged_response(typ, data, "LIST")  # noqa: SLF001
            rows: list[tuple[str, frozenset[str], str | None]] = []
            for line in lines[: 2 * _MAX_FOLDERS]:
                try:
                    rows += [_list_row(row) for row in self._client._proc_folder_list([line])] if line else []  # noqa: SLF001
                except Exception:  # noqa: BLE001, S112 - one folder line that cannot be read costs itself only
                    continue
            if not rows and len(lines) > 1:
                # Names sent as literals come in pieces; the library reads them all at once only.
                rows = [_list_row(row) for row in self._client._proc_folder_list(lines)]  # noqa: SLF001
            return rows

        return _guard(self._wire, ask)

    def _raw(self, folder: str) -> str:
        raw = self._raw_names.get(folder)
        if raw is None:
            raw = encode_utf7(folder).decode("ascii")
        if any(c in raw for c in "\r\n\0"):
            raise Trouble(FOLDER_MISSING, host=self._wire.host, folder=folder)
        return raw

    def _status_items(self) -> list[str]:
        with_modseq = bool(self._capabilities & {"CONDSTORE", "QRESYNC"})
        return ["MESSAGES", "UIDNEXT", "UIDVALIDITY", *(["HIGHESTMODSEQ"] if with_modseq else [])]

    def state(self, folder: str) -> FolderState:
        """Ask for the folder's state by STATUS, without opening it: one round trip."""
        items = self._status_items()
        raw = self._raw(folder)
        answer = self._of_folder(folder, lambda: self._client.folder_status(raw, items))
        return self._state_from(folder, answer, b"MESSAGES")

    def states(self, folders: Sequence[str]) -> tuple[FolderState, ...]:
        """Ask for the states of many folders, one answer not waiting for the other."""
        by_raw = {self._raw(folder).encode("latin-1", "replace"): folder for folder in folders}
        found: list[FolderState] = []
        self._cancel.check()
        for raw, numbers in self._reader.states(list(by_raw), " ".join(self._status_items()).encode()):
            with contextlib.suppress(Trouble):
                found.append(self._state_from(by_raw[raw], dict(numbers), b"MESSAGES"))
        return tuple(found)

    def examine(self, folder: str) -> FolderState:
        """Open the folder read-only."""
        raw = self._raw(folder)
        self._opened = None
        answer = self._of_folder(folder, lambda: self._client.select_folder(raw, readonly=True))
        if not all(key in answer for key in (b"EXISTS", b"UIDNEXT", b"UIDVALIDITY")):
            self._opened = self.state(folder)
        else:
            self._opened = self._state_from(folder, answer, b"EXISTS")
        return self._opened

    def _of_folder(self, folder: str, work: Callable[[], dict[bytes, object]]) -> dict[bytes, object]:
        self._cancel.check()
        try:
            return _guard(self._wire, work)
        except Trouble as trouble:
            answer = str(trouble.params.get("answer", "")).lower()
            words = ("nonexistent", "doesn't exist", "does not exist", "not found", "no such", "unknown mailbox")
            if trouble.kind is SERVER_REFUSED and any(word in answer for word in words):
                raise Trouble(FOLDER_MISSING, host=self._wire.host, folder=folder) from None
            raise

    def _state_from(self, folder: str, answer: dict[bytes, object], count: bytes) -> FolderState:
        numbers: list[int] = []
        for key in (b"UIDVALIDITY", b"UIDNEXT", count):
            value = answer.get(key)
            if not isinstance(value, int) or not 0 <= value < 1 << 32:
                raise Trouble(SERVER_BROKE_RULES, host=self._wire.host)
            numbers.append(value)
        modseq = answer.get(b"HIGHESTMODSEQ")
        return FolderState(
            folder=folder,
            uid_validity=numbers[0],
            uid_next=numbers[1],
            messages=numbers[2],
            highest_modseq=modseq if isinstance(modseq, int) and 0 < modseq < 1 << 63 else None,
        )

    def _plan(self, first_uid: int, last_uid: int) -> Iterator[tuple[int, int]]:
        # Where most UIDs were removed, windows by number alone would be thousands of empty round trips.
        messages = self._opened.messages if self._opened else 0
        if last_uid - first_uid < 4 * messages + 10 * WINDOW_MESSAGES:
            return spans(first_uid, last_uid, WINDOW_MESSAGES)
        step = last_uid - first_uid + 1 if messages <= SEARCH_SPAN // 2 else SEARCH_SPAN
        found = self._reader.uids(spans(first_uid, last_uid, step), has_esearch="ESEARCH" in self._capabilities)
        present = list(found) if messages <= SEARCH_SPAN // 2 else found
        if isinstance(present, list):
            return spans_of_present(first_uid, last_uid, iter(present))
        return spans(first_uid, last_uid, WINDOW_MESSAGES)

    def read_headers(self, *, first_uid: int, last_uid: int) -> Iterator[HeaderWindow]:
        """Header facts in windows of UIDs, ascending, covering first_uid..last_uid without gaps."""
        plan = self._plan(max(1, first_uid), last_uid)
        for first, last, rows, damaged in self._reader.windows(_SENT_ITEMS, plan, self._headers.sent, _uid):
            yield HeaderWindow(first_uid=first, last_uid=last, messages=rows, damaged=damaged)
            self._cancel.check()

    def read_senders(self, *, first_uid: int, last_uid: int) -> Iterator[SenderWindow]:
        """Who wrote the messages, in windows of UIDs, ascending."""
        plan = self._plan(max(1, first_uid), last_uid)
        read = self._headers.sender

        def make(uid: int, _size: int, _flags: bytes, internal_date: bytes, header: bytes) -> InboxSender:
            return read(uid, internal_date, header)

        for first, last, rows, damaged in self._reader.windows(_SENDER_ITEMS, plan, make, _uid):
            yield SenderWindow(first_uid=first, last_uid=last, senders=rows, damaged=damaged)
            self._cancel.check()

    def read_received(self, *, first_uid: int, last_uid: int) -> Iterator[ReceivedWindow]:
        """Header facts of what arrived, in windows of UIDs, ascending."""

        def make(uid: int, size: int, flags: bytes, internal_date: bytes, header: bytes) -> ReceivedMessage:
            return read_received(self._headers, uid, size=size, flags=flags, internal_date=internal_date, header=header)

        plan = self._plan(max(1, first_uid), last_uid)
        for first, last, rows, damaged in self._reader.windows(RECEIVED_ITEMS, plan, make, _uid):
            yield ReceivedWindow(first_uid=first, last_uid=last, messages=rows, damaged=damaged)
            self._cancel.check()

    def read_beginnings(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Read the first 64 KiB of these messages."""
        yield from self._pieces(_BEGINNING_ITEMS, uids)

    def read_ways(self, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """Read the header fields that say which way these messages went."""
        yield from self._pieces(WAY_ITEMS, uids)

    def _pieces(self, items: bytes, uids: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        def make(uid: int, _size: int, _flags: bytes, _internal_date: bytes, piece: bytes) -> tuple[int, bytes]:
            return uid, piece

        for row in self._reader.messages(items, uids, make, _uid):
            self._cancel.check()
            yield row

    def present_uids(self, *, first_uid: int, last_uid: int) -> Iterator[Sequence[int]]:
        """Read the UIDs that exist, in windows, ascending: what is missing was removed."""
        messages = self._opened.messages if self._opened else 0
        first_uid = max(1, first_uid)
        step = SEARCH_SPAN // 2 if messages > SEARCH_SPAN // 2 else max(1, last_uid - first_uid + 1)
        for _first, _last, uids in self._reader.uids(
            spans(first_uid, last_uid, step), has_esearch="ESEARCH" in self._capabilities
        ):
            self._cancel.check()
            yield uids

    def vanished_since(self, modseq: int) -> Sequence[int] | None:
        """UIDs removed since `modseq`, or None where the server cannot tell."""
        opened = self._opened
        if not self._has_qresync or opened is None or opened.highest_modseq is None or modseq < 1:
            return None
        if opened.uid_next <= 1:
            return ()
        try:
            return self._reader.vanished(modseq, opened.uid_next - 1)
        except Trouble as trouble:
            if trouble.kind is SERVER_REFUSED:
                return None
            raise

    def watch_also(self, *, but: Collection[str] = ()) -> bool:
        """Let waits end for changes in all other folders too, save those named, where the server can tell of them."""
        return self._waiting.watch_also(self._capabilities, but=but)

    def take_changed(self) -> frozenset[str]:
        """Return which other folders the server told of since this was last asked."""
        return self._waiting.take_changed()

    def wait_for_change(self, wait_s: float, *, leave: Callable[[], bool] = never) -> bool:
        """Wait in the examined folder until the server tells of a change, or the time is over."""
        return self._waiting.wait(wait_s, self._capabilities, leave=leave)

    def close(self) -> None:
        """Leave without waiting for the answer."""
        if not self._cancel.is_cancelled:
            with contextlib.suppress(Trouble, Cancelled, ForbiddenLineError):
                self._wire.farewell(b"SWBYE LOGOUT\r\n")
        self._leaving.close()


def _uid(row: SentMessage | InboxSender | ReceivedMessage | tuple[int, bytes]) -> int:
    return row[0]


def _list_row(row: tuple[Sequence[bytes], bytes | None, object]) -> tuple[str, frozenset[str], str | None]:
    flags, delimiter, name = row
    text = name.decode("latin-1") if isinstance(name, bytes) else str(name)
    words = frozenset(flag.decode("latin-1").lower() for flag in flags if isinstance(flag, bytes))
    return text, words, delimiter.decode("latin-1") if isinstance(delimiter, bytes) else None
