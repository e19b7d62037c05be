"""The ways back into an account (address, phone, devices, backup codes), reviewed by questions with due dates."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.phrase import N_

RECHECK: Final = timedelta(days=180)
"""Our checklist, acct.recovery."""


MOST_DIGITS: Final = 8
MAX_PLACE: Final = 120


class RecoveryPath(enum.Enum):
    """One way back in; whoever holds it can take the account."""

    ADDRESS = "address"
    PHONE = "phone"
    DEVICES = "devices"
    BACKUP_CODES = "backup-codes"


class RecoverySaid(enum.Enum):
    """What the owner answered."""

    MINE = "mine"
    NOT_REACHABLE = "not-reachable"
    NOT_MINE = "not-mine"
    NOT_SET_UP = "not-set-up"
    NOT_OFFERED = "not-offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryQuestion:
    """One guided question. `pages` are the names of the provider's pages it is answered on, the best first."""

    path: RecoveryPath
    question: str
    why: str
    pages: tuple[str, ...]


QUESTIONS: Final = (
    RecoveryQuestion(
        path=RecoveryPath.ADDRESS,
        question=N_("Which recovery addresses are set, and can you open each of them today?"),
        why=N_(
            "A new password is sent there. An address you no longer have, or one somebody else added, is a second door."
        ),
        pages=("recovery", "security", "checkup", "account"),
    ),
    RecoveryQuestion(
        path=RecoveryPath.PHONE,
        question=N_("Which phone numbers are set, and are they all yours today?"),
        why=N_("Numbers are given to new customers after a while. Whoever has yours gets your codes."),
        pages=("recovery", "security", "checkup", "account"),
    ),
    RecoveryQuestion(
        path=RecoveryPath.DEVICES,
        question=N_("Which devices are trusted or signed in, and do you still have all of them?"),
        why=N_("A trusted device is not asked for the second step, and can often set a new password."),
        pages=("activity", "security", "two_step", "account"),
    ),
    RecoveryQuestion(
        path=RecoveryPath.BACKUP_CODES,
        question=N_("Do you have backup codes, made by yourself, on paper in a place you could name now?"),
        why=N_(
            "They let you in when the phone is lost. Somebody who was in the account may have copied the old ones: "
            "new ones end the old. Note the place here, never the codes."
        ),
        pages=("two_step", "recovery", "security", "account"),
    ),
)

SAID_WORDS: Final = {
    RecoverySaid.MINE: N_("All of it is mine and works"),
    RecoverySaid.NOT_REACHABLE: N_("Mine, but out of reach"),
    RecoverySaid.NOT_MINE: N_("There is something that is not mine"),
    RecoverySaid.NOT_SET_UP: N_("Nothing is set up"),
    RecoverySaid.NOT_OFFERED: N_("The provider does not offer it"),
}
PATH_TITLES: Final = {
    RecoveryPath.ADDRESS: N_("Recovery address"),
    RecoveryPath.PHONE: N_("Recovery phone number"),
    RecoveryPath.DEVICES: N_("Trusted devices"),
    RecoveryPath.BACKUP_CODES: N_("Backup codes"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryAnswer:
    """The last answer on one path. `place` says where backup codes lie ("the blue folder"), never what they are."""

    path: RecoveryPath
    said: RecoverySaid
    at: datetime
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryStanding:
    """How one path stands: its question, the last answer, and when it is due (at once where never answered)."""

    question: RecoveryQuestion
    answer: RecoveryAnswer | None
    due: datetime
    is_due: bool


def looks_like_codes(place: str) -> bool:
    """Whether a note on where the codes lie seems to hold the codes themselves.

    Providers make them of 8 digits or letters and more, several at a time; a place has a house number at most.
    """
    return sum(c.isdigit() for c in place) >= MOST_DIGITS


def standings(
    answers: Iterable[RecoveryAnswer], *, now: datetime, last_incident: datetime | None = None
) -> tuple[RecoveryStanding, ...]:
    """Return every question with its last answer. An answer from before an incident no longer counts."""
    latest: dict[RecoveryPath, RecoveryAnswer] = {}
    for answer in sorted(answers, key=lambda given: given.at):
        latest[answer.path] = answer
    return tuple(_standing(question, latest.get(question.path), now, last_incident) for question in QUESTIONS)


def _standing(
    question: RecoveryQuestion, answer: RecoveryAnswer | None, now: datetime, last_incident: datetime | None
) -> RecoveryStanding:
    counts = answer is not None and (last_incident is None or answer.at > last_incident)
    due = answer.at + RECHECK if answer is not None and counts else now
    return RecoveryStanding(question=question, answer=answer, due=due, is_due=due <= now)
