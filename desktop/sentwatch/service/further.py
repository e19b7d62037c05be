"""Use case: look into folders beside inbox and Sent, and at the ways of sent copies: hourly, or when one has news."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account, Folder
from sentwatch.core.encoded_words import decoded
from sentwatch.core.folders import FolderRole, find_folder
from sentwatch.core.mime_parts import Header, read_header
from sentwatch.core.rule_addresses import addresses_in
from sentwatch.core.rule_inference import is_automatic_forward
from sentwatch.core.trouble import FOLDER_MISSING, SERVER_REFUSED, Trouble
from sentwatch.ports.mail import FolderState, MailPort
from sentwatch.service.returned import Place, ReceivedMail
from sentwatch.store.folder_mark import ALSO, SENT, FolderMark
from sentwatch.store.ledger import Ledger

FOLDERS: Final = "further-folders"
MAX_FOLDERS: Final = 60
"""Of more folders than that the first ones by name are looked at. Each costs one STATUS an hour."""
FIRST_LOOK: Final = 200
"""So far back a folder is read when it is first seen; rules show by what comes from now on."""
MAX_NEWS: Final = 5_000
"""Of more news than that in one folder at once the latest are read."""
MAX_WAYS: Final = 200
"""Copies in Sent whose way one look reads."""

_WAYS: Final = "ways"
_EVERYTHING: Final = "\\all"
# Views of what lies elsewhere (RFC 6154, Gmail), and folders of what did not arrive.
_NO_PLACES: Final = frozenset(("\\flagged", "\\important", "\\starred", "\\noselect", "\\nonexistent"))
_OWN_FLAGS: Final = frozenset(("\\drafts", "\\sent"))
_OWN_NAMES: Final = frozenset(
    ("drafts", "draft", "outbox", "templates", "下書き", "草稿", "送信トレイ", "テンプレート", "entwürfe", "brouillons")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFolders:
    """The folders of an account as they were last listed, by what they are for. Names as decoded."""

    since: datetime
    """When further folders were first looked at."""
    looked_at: datetime
    trash: tuple[str, ...] = ()
    junk: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    """Sent, drafts and the like: what lies there did not arrive."""
    places: tuple[str, ...] = ()
    """All others in which mail can lie, trash and junk among them."""
    everything: tuple[str, ...] = ()
    """Views of all mail."""

    def place_of(self, folder: str) -> Place:
        """What it means that a message lies there."""
        if folder in self.everything:
            return Place.VIEW
        return Place.JUNK if folder in self.junk else Place.FOLDER


@dataclass(slots=True, kw_only=True)
class FurtherFolders:
    """Looks through one signed-in connection."""

    mail: MailPort
    ledger: Ledger
    received: ReceivedMail

    def look(self, account: Account, *, only: Collection[str] | None = None) -> None:
        """Look at all further folders, or at those named `only`. Raises Trouble and Cancelled."""
        known = self.known(account)
        if only is not None:
            wanted = [name for name in (*known.places, *known.everything) if name in frozenset(only)]
        else:
            wanted = [*known.places[:MAX_FOLDERS], *known.everything]
        for state in self.mail.states(wanted):
            try:
                self._look_into(state, known.place_of(state.folder))
            except Trouble as trouble:
                # One folder that is shared without the right to read it must not hide all others.
                if trouble.kind not in {SERVER_REFUSED, FOLDER_MISSING}:
                    raise
        if only is None:
            self._look_at_ways()

    def known(self, account: Account) -> KnownFolders:
        """List the folders, and remember what they are for."""
        now = self.received.clock.now()
        before = self.received.kept.get(FOLDERS, KnownFolders)
        found = sorted_folders(account, self.mail.folders(), since=before.since if before else now, now=now)
        self.received.kept.put(FOLDERS, found)
        return found

    def _look_into(self, state: FolderState, place: Place) -> None:
        mark = self._mark(ALSO + state.folder, state)
        last_uid = state.uid_next - 1
        if last_uid <= mark.scanned_to and not self.received.has_pending(mark):
            return
        opened = self.mail.examine(state.folder)
        back = FIRST_LOOK if mark.scanned_to == 0 else MAX_NEWS
        first_uid = max(mark.scanned_to + 1, opened.uid_next - back)
        for window in self.mail.read_received(first_uid=first_uid, last_uid=opened.uid_next - 1):
            self.received.take(mark, window.messages, place=place)
            self.ledger.scanned(mark, to_uid=window.last_uid)
        self.received.finish(mark)

    def _mark(self, role: str, state: FolderState) -> FolderMark:
        mark = self.ledger.mark(role)
        if mark is None or mark.uid_validity != state.uid_validity:
            mark = self.ledger.begin(role, name=state.folder, uid_validity=state.uid_validity)
        return mark

    def _look_at_ways(self) -> None:
        """Learn from copies that the server itself keeps which way they went, and see what a rule sent on."""
        sent = self.ledger.mark(SENT)
        if sent is None:
            return
        before = self.ledger.mark(_WAYS)
        if before is None or (before.name, before.uid_validity) != (sent.name, sent.uid_validity):
            before = self.ledger.begin(_WAYS, name=sent.name, uid_validity=sent.uid_validity)
        first_uid = max(before.scanned_to + 1, sent.scanned_to + 1 - MAX_WAYS)
        if first_uid > sent.scanned_to:
            return
        self.mail.examine(sent.name)
        copies: list[tuple[int, float, tuple[str, ...], str]] = []
        for uid, raw in self.mail.read_ways(range(first_uid, sent.scanned_to + 1)):
            header = read_header(raw)
            if is_automatic_forward({name: values[0] for name, values in header.fields.items()}):
                copies.append(self._forwarded(sent, uid, header))
            elif header.first("received"):
                self.received.learn_way(raw)
        self.received.arrivals.keep_forwarded(copies)
        self.ledger.scanned(before, to_uid=sent.scanned_to)

    def _forwarded(self, sent: FolderMark, uid: int, header: Header) -> tuple[int, float, tuple[str, ...], str]:
        # A rule names its target in Resent-To or puts it into To.
        named = ", ".join((header.first("resent-to") or header.first("to"), header.first("cc"), header.first("bcc")))
        return (
            self.ledger.message_number(header.first("message-id") or f"{sent.id}:{uid}"),
            self.ledger.sent_at(sent, uid) or self.received.clock.now().timestamp(),
            addresses_in(named)[:8],
            decoded(header.first("subject"))[:200],
        )


def has_news(ledger: Ledger, state: FolderState) -> bool:
    """Whether something came into a further folder since it was last looked at."""
    mark = ledger.mark(ALSO + state.folder)
    return mark is None or mark.uid_validity != state.uid_validity or mark.scanned_to < state.uid_next - 1


def sorted_folders(account: Account, folders: Iterable[Folder], *, since: datetime, now: datetime) -> KnownFolders:
    """Sort listed folders by what they are for."""
    listed = tuple(folders)
    by_role = {role: _names_of(role, listed) for role in FolderRole}
    trash = by_role[FolderRole.TRASH] | ({account.trash_folder} if account.trash_folder else set())
    junk = by_role[FolderRole.JUNK] | ({account.junk_folder} if account.junk_folder else set())
    own = by_role[FolderRole.SENT] | ({account.sent_folder} if account.sent_folder else set())
    own |= {folder.name for folder in listed if folder.flags & _OWN_FLAGS or _last_part(folder) in _OWN_NAMES}
    everything = [folder.name for folder in listed if _EVERYTHING in folder.flags and not folder.flags & _NO_PLACES]
    places = [
        folder.name
        for folder in listed
        if folder.name.upper() != "INBOX"
        and folder.name not in own
        and folder.name not in everything
        and not folder.flags & _NO_PLACES
    ]
    # Trash and junk first, should there be too many.
    places.sort(key=lambda name: (name not in trash, name not in junk, name))
    return KnownFolders(
        since=since,
        looked_at=now,
        trash=tuple(sorted(trash)),
        junk=tuple(sorted(junk)),
        own=tuple(sorted(own)),
        places=tuple(places),
        everything=tuple(everything),
    )


def _names_of(role: FolderRole, folders: tuple[Folder, ...]) -> set[str]:
    found = find_folder(folders, role)
    return {folder.name for folder in (*((found.folder,) if found.folder else ()), *found.candidates)}


def _last_part(folder: Folder) -> str:
    name = folder.name.rpartition(folder.delimiter)[2] if folder.delimiter else folder.name
    return name.casefold()
