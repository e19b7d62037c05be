"""What an office writes down about shared addresses and people who left, and what that means for its mailboxes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.phrase import N_


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedAddress:
    """An address several people use with one password. `changed_at` is when that was last changed, None if unknown."""

    address: str
    people: tuple[str, ...]
    owner: str = ""
    changed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaver:
    """Somebody who left. `closed_at` is when the list “When somebody leaves” was finished, None while it is open."""

    name: str
    left_at: datetime
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFacts:
    """What the office wrote down; nothing of it is found out by looking."""

    shared: tuple[SharedAddress, ...] = ()
    leavers: tuple[Leaver, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When a password is known to too many. A product choice: among three people a change is still said aloud."""

    most_people: int = 3


POLICY: Final = Policy()

SHARED_TOO_WIDELY = FindingKind(
    code="office.shared-too-widely",
    severity=Severity.NOTICE,
    title=N_("{count} people know the password of {address}."),
    why=N_("What many people know can be traced to nobody, and is hard to change when one of them leaves."),
    harmless=(N_("Some providers offer no other way to share an address."),),
    how_to_check=N_("Ask whether your mail service lets people use a shared address by delegation."),
    do_first=(
        N_("Give each person an own account and let them use the shared address by delegation."),
        N_("Where that is not possible, keep a long password in the office's password manager and name one owner."),
    ),
)
LEAVER_OPEN = FindingKind(
    code="office.leaver-open",
    severity=Severity.WARNING,
    title=N_("{name} left on {left_at:date}, and the list for that is not finished."),
    why=N_("Until then passwords, devices and permissions of somebody who left may still work."),
    harmless=(N_("Perhaps everything was done and only not ticked."),),
    how_to_check=N_("Open the sheet “When somebody leaves” and go through it line by line."),
    do_first=(N_("Change the password of that mailbox, sign out all devices and delete its app passwords."),),
)
SHARED_SINCE_LEAVER = FindingKind(
    code="office.shared-password-known-to-leaver",
    severity=Severity.WARNING,
    title=N_("The password of {address} was not changed since {name} left on {left_at:date}."),
    why=N_("Somebody who left still knows it."),
    harmless=(N_("It may have been changed and not written down."), N_("Most people who left never try it.")),
    how_to_check=N_("Ask whoever answers for the address when its password was last changed."),
    do_first=(N_("Change it, tell it to those who need it by voice, and write down the day."),),
)

KINDS: Final = (SHARED_TOO_WIDELY, LEAVER_OPEN, SHARED_SINCE_LEAVER)


def judge_office(facts: OfficeFacts, *, now: datetime, policy: Policy = POLICY) -> Iterator[Finding]:
    """Find addresses shared too widely, leavers not closed, and passwords people who left still know."""
    gone = [leaver for leaver in facts.leavers if leaver.left_at <= now]
    for shared in facts.shared:
        if len(shared.people) > policy.most_people:
            yield Finding(
                kind=SHARED_TOO_WIDELY,
                subject=shared.address,
                params={"address": shared.address, "count": len(shared.people)},
                evidence=(Evidence(label=N_("Who knows it"), value=shared.people),),
            )
        yield from _known_to_leavers(shared, gone)
    for leaver in gone:
        if leaver.closed_at is None:
            yield Finding(
                kind=LEAVER_OPEN, subject=leaver.name, params={"name": leaver.name, "left_at": leaver.left_at}
            )


def _known_to_leavers(shared: SharedAddress, gone: list[Leaver]) -> Iterator[Finding]:
    """The last one who left counts: a change after that one was after all of them."""
    knew = [leaver for leaver in gone if leaver.name in shared.people]
    if not knew:
        return
    last = max(knew, key=lambda leaver: leaver.left_at)
    if shared.changed_at is None or shared.changed_at < last.left_at:
        yield Finding(
            kind=SHARED_SINCE_LEAVER,
            subject=shared.address,
            params={"address": shared.address, "name": last.name, "left_at": last.left_at},
        )
