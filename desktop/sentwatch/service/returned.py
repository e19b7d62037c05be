"""Use case: take what arrived, read the beginning of what came back, and settle whether its originals lie in Sent."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.bounces import Returned, ReturnedKind, ReturnedRecipient, Sort, parse_returned, way_of
from sentwatch.core.encoded_words import decoded
from sentwatch.core.mime_parts import read_header
from sentwatch.core.own_ways import Given, OwnWays
from sentwatch.core.received import ReceivedMessage, is_host_letter
from sentwatch.core.returned_mail import BOUNCES
from sentwatch.core.rule_inference import features_of, is_notice
from sentwatch.core.server_notes import confirms
from sentwatch.core.suspicious_mail import org
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.mail import MailPort
from sentwatch.store import arrivals as arrivals_store
from sentwatch.store import returned as returned_store
from sentwatch.store.arrivals import Arrivals, NewArrival, Shown
from sentwatch.store.folder_mark import FolderMark
from sentwatch.store.kept import Kept
from sentwatch.store.ledger import Ledger
from sentwatch.store.originals import Originals
from sentwatch.store.returned import IN_SENT, OF_OTHERS, UNKNOWN, KeptReturned, NewReturned, ReturnedStore

OWN_WAYS: Final = "own-ways"
MAX_BODIES: Final = 300
"""Bodies of returned mail that one look reads; the rest waits for the next. 64 KiB each."""
MAX_OWN: Final = 5
"""Messages to oneself whose way one look reads."""
SETTLES_S: Final = 48 * 3600.0
"""A copy in Sent may come later than the bounce: mail programs save it after sending, some from a phone a day later."""
SENT_BEFORE_S: Final = 14 * 86_400.0
"""Servers give up after five days (RFC 5321 4.5.4.1); holiday notices come for as long as somebody is away."""

_HASHED: Final = 12
_KEPT_RECIPIENTS: Final = 8
_KEPT_HOSTS: Final = 12
_CHARS: Final = 200


class Place(enum.Enum):
    """What it means that a message lies in a folder."""

    INBOX = "inbox"
    FOLDER = "folder"
    JUNK = "junk"
    VIEW = "view"
    """The folder shows what lies elsewhere (Gmail's All Mail): nothing was moved there."""


@dataclass(slots=True, kw_only=True)
class ReceivedMail:
    """Takes what one look finds in the inbox and in further folders of one account.

    `inbox_watched_since_s` is since when the inbox has been watched without a break, None where it is not.
    """

    account: Account
    mail: MailPort
    ledger: Ledger
    arrivals: Arrivals
    returned: ReturnedStore
    kept: Kept
    clock: Clock
    cancel: CancelToken
    given: Given
    inbox_watched_since_s: float | None = None
    _ways: OwnWays | None = field(default=None, init=False)
    _own: list[int] = field(default_factory=list, init=False)
    _took: bool = field(default=False, init=False)

    @property
    def ways(self) -> OwnWays:
        """What is learned of our own ways so far."""
        if self._ways is None:
            self._ways = self.kept.get(OWN_WAYS, OwnWays) or OwnWays()
        return self._ways

    def _learn(self, ways: OwnWays) -> None:
        if ways != self.ways:
            self._ways = ways
            self.kept.put(OWN_WAYS, ways)

    def learn_ids(self, message_ids: Iterable[str]) -> None:
        """Learn from Message-IDs of sent mail what our own end in."""
        self._learn(self.ways.with_id_domains(one.rpartition("@")[2] for one in message_ids if "@" in one))

    def learn_way(self, header: bytes) -> None:
        """Learn from the header of a message that is surely ours."""
        self._learn(self.ways.with_way(way_of(read_header(header))))

    def take(self, mark: FolderMark, messages: Sequence[ReceivedMessage], *, place: Place) -> None:
        """Keep what is worth keeping of these messages; taking them again changes nothing."""
        now_s = self.clock.now().timestamp()
        own = self.account.address.lower()
        # A server's own bounces carry no note, and hundreds of them must not unlearn who writes the notes.
        noted = (m.note_writer for m in messages if m.sender != own and m.sort is not Sort.REPORT)
        self._learn(self.ways.with_notes(noted))
        arrived: list[NewArrival] = []
        came_back: list[NewReturned] = []
        for message in messages:
            number = self._number(message)
            is_confirmed = self._is_confirmed(message)
            if message.sender == own:
                if is_confirmed or self._is_in_sent(message):
                    self._own.append(message.uid)
            elif place is not Place.VIEW and message.at_s > now_s - arrivals_store.KEPT_S:
                arrived.append(self._arrival(message, number, place, now_s=now_s, is_confirmed=is_confirmed))
            if message.at_s > now_s - returned_store.KEPT_S:
                found = self._came_back(message, number, is_confirmed=is_confirmed)
                came_back += [found] if found is not None else []
        self._took = self._took or bool(messages)
        self.arrivals.keep(mark, arrived, seen_s=now_s)
        self.returned.keep(mark, came_back)

    def _number(self, message: ReceivedMessage) -> int:
        own_mark = message.message_id or f"{message.sender}\n{message.at_s}\n{message.size}\n{message.subject}"
        return self.ledger.message_number(own_mark)

    def _is_confirmed(self, message: ReceivedMessage) -> bool:
        writer = self.ways.note_writer
        return writer is not None and message.note_writer == writer and confirms(message.confirmed, message.sender)

    def _is_in_sent(self, message: ReceivedMessage) -> bool:
        number = self.ledger.message_number(message.message_id)
        return bool(message.message_id) and bool(self.ledger.originals().sent_at({number}))

    def _arrival(
        self, message: ReceivedMessage, number: int, place: Place, *, now_s: float, is_confirmed: bool
    ) -> NewArrival:
        subject = decoded(message.subject)
        hashed = self.ledger.address_hash
        # Of ordinary mail in the inbox and of junk nothing is ever shown: hashes do.
        is_shown = place is Place.FOLDER or (is_confirmed and is_notice(message.sender, subject))
        watched_s = self.inbox_watched_since_s
        return NewArrival(
            message=number,
            uid=message.uid,
            at_s=message.at_s,
            unwatched_s=0.0 if watched_s is not None and message.at_s >= watched_s else max(0.0, now_s - message.at_s),
            flags=message.flags,
            features=b"".join(hashed("\n".join(one)) for one in features_of(message.sender, subject)),
            is_confirmed=is_confirmed,
            shown=Shown(message.sender, subject[:_CHARS]) if is_shown else None,
        )

    def _came_back(self, message: ReceivedMessage, number: int, *, is_confirmed: bool) -> NewReturned | None:
        is_from_provider = is_confirmed and org(message.sender.rpartition("@")[2]) in self.given.provider_sites
        found = NewReturned(number, message.uid, message.at_s, "", is_from_provider=is_from_provider)
        subject = decoded(message.subject)
        if message.sort is Sort.REPORT:
            return found._replace(kind=returned_store.UNREAD, is_pending=True)
        if is_from_provider and is_host_letter(subject):
            return found._replace(kind=returned_store.HOST_NOTICE, returned=_letter(message.sender, subject))
        if is_confirmed and is_notice(message.sender, subject):
            return found._replace(kind=returned_store.SECURITY_NOTICE, returned=_letter(message.sender, subject))
        if not message.answers or message.is_list or message.sender == self.account.address.lower():
            return None
        kind = ReturnedKind.AUTO_REPLY if message.sort is Sort.AUTO_REPLY else ReturnedKind.REPLY
        return found._replace(
            kind=kind.value,
            returned=replace(
                _letter("", subject), kind=kind, recipients=(ReturnedRecipient(address=message.sender[:_CHARS]),)
            ),
            original=self.ledger.message_number(message.answers),
            id_domain=self._id_domain(message.answers),
            addresses=self.ledger.address_hash(message.sender),
        )

    def _id_domain(self, message_id: str) -> int:
        return self.ledger.message_number(id_domain_text(message_id.rpartition("@")[2]))

    def finish(self, mark: FolderMark) -> None:
        """Read, in the folder that is open, the beginnings of what came back and the ways of mail to ourselves."""
        own, self._own = self._own[-MAX_OWN:], []
        for _uid, header in self.mail.read_ways(own) if own else ():
            self.learn_way(header)
        waiting = {uid: (message, at_s, provider) for uid, message, at_s, provider in self._pending(mark)}
        if not waiting:
            return
        gone = set(waiting)
        drop: list[int] = []
        for uid, raw in self.mail.read_beginnings(sorted(waiting)):
            self.cancel.check()
            gone.discard(uid)
            message, at_s, is_from_provider = waiting[uid]
            returned = parse_returned(raw)
            if returned is None:
                drop.append(message)
                continue
            found = NewReturned(message, uid, at_s, returned.kind.value, is_from_provider=is_from_provider)
            self.returned.keep(mark, [self._with_original(found, returned)])
        self.returned.drop([*drop, *(waiting[uid][0] for uid in gone)])

    def _pending(self, mark: FolderMark) -> list[tuple[int, int, float, bool]]:
        return self.returned.pending(mark, limit=MAX_BODIES)

    def has_pending(self, mark: FolderMark) -> bool:
        """Whether bodies in this folder are still to be read."""
        return bool(self.returned.pending(mark, limit=1))

    def _with_original(self, found: NewReturned, returned: Returned) -> NewReturned:
        hashed = self.ledger.address_hash
        named = returned.original_id
        addresses = (one.address.lower() for one in returned.recipients[:_HASHED] if one.address)
        return found._replace(
            returned=_capped(returned),
            original=self.ledger.message_number(named) if named else None,
            id_domain=self._id_domain(named) if named else None,
            addresses=b"".join(map(hashed, addresses)),
            subject=hashed(returned.original_subject) if returned.original_subject else b"",
        )

    def settle(self) -> None:
        """Look for the originals of what came back, learn from those that are ours, and drop what is old."""
        now_s = self.clock.now().timestamp()
        waiting = self.returned.unsettled(since_s=now_s - SETTLES_S)
        if waiting:
            settled = list(_settled(waiting, self.ledger.originals()))
            self.returned.settle(settled)
            known = {message for message, state, _at_s in settled if state == IN_SENT}
            for row in waiting:
                if row.message in known and row.returned is not None and row.returned.kind in BOUNCES:
                    self._learn(self.ways.with_way(row.returned.way))
        if self._took:
            self.arrivals.forget(before_s=now_s - arrivals_store.KEPT_S)
            self.returned.forget(before_s=now_s - returned_store.KEPT_S)


def learn_way(kept: Kept, header: bytes) -> None:
    """Learn from the header of a message that is surely ours, outside of a look."""
    known = kept.get(OWN_WAYS, OwnWays) or OwnWays()
    learned = known.with_way(way_of(read_header(header)))
    if learned != known:
        kept.put(OWN_WAYS, learned)


def id_domain_text(domain: str) -> str:
    """What the number of a Message-ID's domain is made of."""
    return "@" + domain.lower()


def _letter(sender: str, subject: str) -> Returned:
    return Returned(kind=ReturnedKind.REPLY, original_sender=sender[:_CHARS], original_subject=subject[:_CHARS])


def _capped(returned: Returned) -> Returned:
    """What is kept of it: enough to show, and to tell whose it is once more is learned."""
    way = returned.way
    return replace(
        returned,
        original_subject=decoded(returned.original_subject)[:_CHARS],
        recipients=tuple(replace(one, said=one.said[:_CHARS]) for one in returned.recipients[:_KEPT_RECIPIENTS]),
        way=replace(way, hosts=way.hosts[:_KEPT_HOSTS], logins=way.logins[:_KEPT_HOSTS]),
    )


def _settled(waiting: Sequence[KeptReturned], originals: Originals) -> Iterator[tuple[int, int, float | None]]:
    named = {row.original for row in waiting if row.original is not None}
    sent = originals.sent_at(named)
    others = originals.of_others(named - sent.keys())
    by_address, by_both = originals.sent_to(since_s=min(row.at_s for row in waiting) - SENT_BEFORE_S)
    for row in waiting:
        if row.original in sent:
            yield row.message, IN_SENT, sent[row.original]
            continue
        addresses = [row.addresses[at : at + 8] for at in range(0, len(row.addresses), 8)]
        if row.kind in {kind.value for kind in (ReturnedKind.REPLY, ReturnedKind.AUTO_REPLY)}:
            # Somebody we wrote to lately may answer a message whose number a server has changed.
            is_of_others = row.original in others or any(_was_before(by_address.get(one), row) for one in addresses)
            yield row.message, OF_OTHERS if is_of_others else UNKNOWN, None
            continue
        if row.subject:
            found = [by_both.get((one, row.subject)) for one in addresses]
        else:
            found = [by_address.get(one) for one in addresses] if row.original is None else []
        times = [at_s for at_s in found if at_s is not None and _was_before(at_s, row)]
        if times:
            yield row.message, IN_SENT, max(times)
        else:
            names_nothing = row.original is None and not addresses
            yield row.message, OF_OTHERS if names_nothing else UNKNOWN, None


def _was_before(sent_s: float | None, row: KeptReturned) -> bool:
    return sent_s is not None and row.at_s - SENT_BEFORE_S <= sent_s <= row.at_s + SETTLES_S
