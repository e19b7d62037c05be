"""The ledger of app passwords and connected apps: what opens the mailbox beside its owner, and when to look again."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.sign_in import KeyKind, WayIn


class AccessKind(enum.Enum):
    """What sort of key it is."""

    APP_PASSWORD = "app-password"  # noqa: S105 - a kind of key, not a secret
    CONNECTED_APP = "connected-app"


KIND_NAMES: Final = {
    AccessKind.APP_PASSWORD: N_("App password"),
    AccessKind.CONNECTED_APP: N_("Connected app"),
}


class AccessAnswer(enum.Enum):
    """What the user last said of it."""

    IN_USE = "in-use"
    NOT_USED = "not-used"
    NOT_MINE = "not-mine"
    REMOVED = "removed"


ANSWER_WORDS: Final = {
    AccessAnswer.IN_USE: N_("In use"),
    AccessAnswer.NOT_USED: N_("Not used any more"),
    AccessAnswer.NOT_MINE: N_("Not mine"),
    AccessAnswer.REMOVED: N_("Removed there"),
}


class Advice(enum.Enum):
    """What to do with an entry now."""

    NOTHING = "nothing"
    LOOK_AGAIN = "look-again"
    REMOVE = "remove"
    REMOVE_AND_CHANGE_PASSWORD = "remove-and-change-password"  # noqa: S105 - an advice, not a secret


RECHECK: Final = {AccessKind.APP_PASSWORD: timedelta(days=90), AccessKind.CONNECTED_APP: timedelta(days=180)}
"""Our checklist: acct.app_passwords 90 days, acct.connected_apps 180."""

PAGES: Final = {
    AccessKind.APP_PASSWORD: ("app_passwords", "help_app_passwords"),
    AccessKind.CONNECTED_APP: ("connected_apps",),
}
"""The provider's page where they are listed (names in the provider table)."""

QUESTIONS: Final = {
    AccessKind.APP_PASSWORD: N_("Open the list of app passwords. Is each one in use, on a device you still have?"),
    AccessKind.CONNECTED_APP: N_("Open the list of connected apps. Do you know each one, and still need it?"),
}
WHY: Final = {
    AccessKind.APP_PASSWORD: N_(
        "An app password opens the mailbox without the second step, and at some providers it outlives a change of the "
        "main password."
    ),
    AccessKind.CONNECTED_APP: N_("An app that was allowed once reads and sends mail without any password."),
}
ADVICE_WORDS: Final = {
    Advice.NOTHING: N_("Nothing to do now."),
    Advice.LOOK_AGAIN: N_("Look whether it is still in use."),
    Advice.REMOVE: N_("Remove it on the provider's page; whatever used it can get a new one."),
    Advice.REMOVE_AND_CHANGE_PASSWORD: N_(
        "Remove it on the provider's page, sign out all devices, then change the password."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEntry:
    """One key. `label` is the name it has on the provider's page. `is_ours` marks the one Sentwatch itself uses."""

    id: str
    account_id: str
    kind: AccessKind
    label: str
    made_at: datetime | None = None
    answer: AccessAnswer | None = None
    answered_at: datetime | None = None
    is_ours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessStanding:
    """How an entry stands at a moment; `due` is None for what was removed."""

    entry: AccessEntry
    advice: Advice
    due: datetime | None
    age: Phrase


def stand(entry: AccessEntry, *, now: datetime, last_incident: datetime | None = None) -> AccessStanding:
    """Return what to do with one entry. An answer from before an incident no longer counts."""
    if entry.answer is AccessAnswer.REMOVED:
        return AccessStanding(entry=entry, advice=Advice.NOTHING, due=None, age=_age(entry))
    if entry.answer is AccessAnswer.NOT_MINE:
        return AccessStanding(entry=entry, advice=Advice.REMOVE_AND_CHANGE_PASSWORD, due=now, age=_age(entry))
    if entry.answer is AccessAnswer.NOT_USED:
        return AccessStanding(entry=entry, advice=Advice.REMOVE, due=now, age=_age(entry))
    answered = entry.answered_at if entry.answer is AccessAnswer.IN_USE else None
    if answered is None or (last_incident is not None and answered <= last_incident):
        return AccessStanding(entry=entry, advice=Advice.LOOK_AGAIN, due=now, age=_age(entry))
    due = answered + RECHECK[entry.kind]
    advice = Advice.LOOK_AGAIN if due <= now else Advice.NOTHING
    return AccessStanding(entry=entry, advice=advice, due=due, age=_age(entry))


def due_first(
    entries: Iterable[AccessEntry], *, now: datetime, last_incident: datetime | None = None
) -> tuple[AccessStanding, ...]:
    """Return all entries, what asks for most first, then by due date; removed ones at the end."""
    order = {advice: place for place, advice in enumerate(reversed(Advice))}
    standings = [stand(entry, now=now, last_incident=last_incident) for entry in entries]
    return tuple(
        sorted(standings, key=lambda seen: (order[seen.advice], seen.due is None, seen.due or now, seen.entry.label))
    )


def own_access(way_in: WayIn | None, account_id: str) -> AccessEntry | None:
    """The key Sentwatch itself opens the mailbox with, where it is one that stands in the provider's lists."""
    kind = None if way_in is None else _OWN_KINDS.get(way_in.key)
    if way_in is None or kind is None:
        return None
    return AccessEntry(
        id="own",
        account_id=account_id,
        kind=kind,
        label="Sentwatch",
        answer=AccessAnswer.IN_USE,
        answered_at=way_in.at,
        is_ours=True,
    )


_OWN_KINDS: Final = {KeyKind.APP_PASSWORD: AccessKind.APP_PASSWORD, KeyKind.TOKEN: AccessKind.CONNECTED_APP}


def _age(entry: AccessEntry) -> Phrase:
    if entry.made_at is None:
        return phrase(N_("We do not know when it was made."))
    return phrase(N_("Made on {at:date}."), at=entry.made_at)
