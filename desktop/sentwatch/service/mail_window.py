"""Use case: read the sent mail of one span again, for evidence and reports. Opens read-only and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.mail_window import KnownMessage, MailWindow
from sentwatch.core.sent import SentMessage
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import MailPort
from sentwatch.store.folder_mark import SENT
from sentwatch.store.ledger import Ledger

MOST_MESSAGES: Final = 50_000
"""Ours: a span with more than that is cut, and said to be. It keeps a report that nobody can read out of the way."""

_SAME_STRETCH: Final = 500
"""UIDs closer than this are read in one stretch: reading a few too many costs less than another round trip."""


def known_window(account: Account, ledger: Ledger, *, start: datetime, end: datetime) -> MailWindow:
    """What the ledger alone knows of the span; no mailbox is asked."""
    mark = ledger.mark(SENT)
    if mark is None:
        return MailWindow(start=start, end=end, folder=account.sent_folder or "", uid_validity=0, known=())
    known = ledger.known_between(mark, start.timestamp(), end.timestamp(), limit=MOST_MESSAGES + 1)
    return MailWindow(
        start=start,
        end=end,
        folder=mark.name,
        uid_validity=mark.uid_validity,
        known=known[:MOST_MESSAGES],
        is_cut=len(known) > MOST_MESSAGES,
    )


def read_window(mail: MailPort, window: MailWindow, *, cancel: CancelToken) -> MailWindow:
    """The window with its messages read from the mailbox. Raises Trouble and Cancelled.

    Where the folder was numbered anew since the ledger was written, nothing in it can be found by number: the window
    comes back as it was, with no message read.
    """
    state = mail.examine(window.folder)
    if state.uid_validity != window.uid_validity:
        return window
    found: dict[int, SentMessage] = {}
    damaged = 0
    is_cut = window.is_cut
    first_s, last_s = window.start.timestamp(), window.end.timestamp()
    wanted = {one.uid for one in window.known}
    for first, last in _stretches(window.known):
        for part in mail.read_headers(first_uid=first, last_uid=last):
            cancel.check()
            damaged += part.damaged
            found.update({one.uid: one for one in part.messages if one.uid in wanted or first_s <= one.at_s <= last_s})
        if len(found) > MOST_MESSAGES:
            is_cut = True
            break
    messages = sorted(found.values(), key=lambda one: (one.at_s, one.uid))[:MOST_MESSAGES]
    return replace(window, messages=tuple(messages), damaged=damaged, is_cut=is_cut)


def _stretches(known: Sequence[KnownMessage]) -> Iterator[tuple[int, int]]:
    uids = sorted(one.uid for one in known)
    if not uids:
        return
    first = last = uids[0]
    for uid in uids[1:]:
        if uid - last > _SAME_STRETCH:
            yield first, last
            first = uid
        last = uid
    yield first, last
