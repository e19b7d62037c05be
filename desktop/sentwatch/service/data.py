"""Use case: take settings, accounts and answers along to another computer, without secrets; and bring them in there."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec

from sentwatch import __version__
from sentwatch.adapters.capped_file import read_capped
from sentwatch.adapters.os_reason import os_reason
from sentwatch.adapters.private_file import write_private
from sentwatch.core.accounts import Account, Role, Security, SignIn
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.playbooks.checklist import EvidenceKind, StepAnswer, StepState
from sentwatch.core.playbooks.contacts import Contact
from sentwatch.core.settings import Settings
from sentwatch.core.trouble import EXPORT_UNREADABLE, Trouble
from sentwatch.decoding import from_json
from sentwatch.ports.clock import Clock
from sentwatch.service.checklist import ANSWERS
from sentwatch.service.office import CONTACTS, PEOPLE
from sentwatch.store.accounts import Accounts
from sentwatch.store.kept import Kept
from sentwatch.store.settings import SettingsFile, read_settings

MAX_BYTES: Final = 4 * 1024 * 1024

OF_THIS_COMPUTER: Final = frozenset({"window", "start_minimised", "told_close_to_tray", "told_no_tray"})
"""Settings that say something of one computer only."""
MAY_HOLD_SECRETS: Final = frozenset({"second_channel", "second_channel_target", "second_channel_details"})
"""A web hook's address is a key by itself, and a command may hold one; neither goes out, and neither comes in: a file
somebody sends must not start programs here."""
TAKEN_ALONG: Final = tuple(sorted({one.name for one in fields(Settings)} - OF_THIS_COMPUTER - MAY_HOLD_SECRETS))

_Text = Annotated[str, msgspec.Meta(max_length=320)]
_Note = Annotated[str, msgspec.Meta(max_length=500)]
_When = Annotated[datetime, msgspec.Meta(tz=True)]


class _Account(msgspec.Struct, kw_only=True, omit_defaults=True):
    """An account without its password, its password command and files of the other computer."""

    address: _Text
    host: _Text
    port: Annotated[int, msgspec.Meta(ge=1, le=65535)] = 993
    security: Security = Security.TLS
    username: _Text = ""
    sign_in: SignIn = SignIn.PASSWORD
    role: Role = Role.PERSON
    display_name: _Text = ""
    colour: _Text | None = None
    time_zone: _Text | None = None
    sent_folder: _Text | None = None
    trash_folder: _Text | None = None
    junk_folder: _Text | None = None
    provider: _Text | None = None
    paused: bool = False


class _Answer(msgspec.Struct, kw_only=True, omit_defaults=True):
    state: StepState
    at: _When
    note: _Note = ""
    snoozed_until: _When | None = None


class _Export(msgspec.Struct, kw_only=True):
    schema: Literal[1]
    kind: Literal["sentwatch-settings"]
    made_at: _When
    program: _Text
    settings: dict[str, Any] = {}
    accounts: Annotated[list[_Account], msgspec.Meta(max_length=1_000)] = []
    checklist: Annotated[dict[str, _Answer], msgspec.Meta(max_length=1_000)] = {}
    contacts: Annotated[list[Contact], msgspec.Meta(max_length=1_000)] = []
    people: Annotated[list[_Text], msgspec.Meta(max_length=1_000)] = []


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPreview:
    """What an import would do. Nothing has been done yet.

    `settings` are those that would change: name, value here, value there. `known` are accounts that are set up here
    already and stay as they are: a file must not send a kept password to another server.
    """

    made_at: datetime
    program: str
    settings: tuple[tuple[str, str, str], ...]
    new: tuple[Account, ...]
    known: tuple[str, ...]
    answers: Mapping[str, StepAnswer]
    contacts: tuple[Contact, ...]
    people: tuple[str, ...]
    wanted: Settings

    @property
    def is_empty(self) -> bool:
        """Whether it would change nothing."""
        return not (self.settings or self.new or self.answers or self.contacts or self.people)

    def said(self) -> tuple[Phrase, ...]:
        """What it would do, a line each."""
        lines = [phrase(N_("Exported on {at:moment} by {program}."), at=self.made_at, program=self.program)]
        if self.is_empty:
            lines.append(phrase(N_("It would change nothing here.")))
        lines += [
            phrase(N_("Setting {name}: {here} becomes {there}"), name=name, here=here, there=there)
            for name, here, there in self.settings
        ]
        lines += [
            phrase(N_("New account {address} at {host}"), address=account.address, host=account.host)
            for account in self.new
        ]
        lines += [phrase(N_("Account {address} is set up here and stays as it is."), address=one) for one in self.known]
        return (*lines, *(line for line in self._counts() if line.params["n"]))

    def _counts(self) -> tuple[Phrase, ...]:
        answers, contacts, people = ({"n": len(one)} for one in (self.answers, self.contacts, self.people))
        return (
            Phrase(
                text=N_("{n} answer of the checklist"),
                plural=N_("{n} answers of the checklist"),
                count="n",
                params=answers,
            ),
            Phrase(text=N_("{n} contact"), plural=N_("{n} contacts"), count="n", params=contacts),
            Phrase(
                text=N_("{n} name in the list of people"),
                plural=N_("{n} names in the list of people"),
                count="n",
                params=people,
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DataMover:
    """Writes and reads what can be taken along. `kept` holds what belongs to no account."""

    accounts: Accounts
    settings: SettingsFile
    kept: Kept
    clock: Clock

    def export(self, path: Path, *, over: bool = False) -> None:
        """Write everything that can be taken along. Raises Trouble FILE_IN_THE_WAY and FILE_UNWRITABLE.

        `over` where somebody was asked about what stands there.
        """
        write_private(path, self.exported(), over=over)

    def exported(self) -> bytes:
        """What can be taken along, as JSON."""
        settings = msgspec.to_builtins(self.settings.read())
        row = _Export(
            schema=1,
            kind="sentwatch-settings",
            made_at=self.clock.now(),
            program=f"Sentwatch {__version__}",
            settings={name: settings[name] for name in TAKEN_ALONG},
            accounts=[_account_row(account) for account in self.accounts.all()],
            checklist={name: _answer_row(one) for name, one in self._said().items()},
            contacts=list(self.kept.get(CONTACTS, tuple[Contact, ...]) or ()),
            people=list(self.kept.get(PEOPLE, tuple[str, ...]) or ()),
        )
        return msgspec.json.format(msgspec.json.encode(row), indent=2) + b"\n"

    def preview(self, path: Path) -> ImportPreview:
        """Read a file and say what it would change. Raises Trouble EXPORT_UNREADABLE."""
        row = _read(path)
        here = self.settings.read()
        named = {name: value for name, value in row.settings.items() if name in TAKEN_ALONG}
        # Each value is taken only where it fits; what does not stays as it is here.
        wanted = read_settings({**msgspec.to_builtins(here), **named})
        known = {account.address.casefold(): account.address for account in self.accounts.all()}
        answers = self._answers()
        contacts = tuple(one for one in row.contacts if one not in (self.kept.get(CONTACTS, tuple[Contact, ...]) or ()))
        people = self.kept.get(PEOPLE, tuple[str, ...]) or ()
        return ImportPreview(
            made_at=row.made_at,
            program=row.program,
            settings=tuple(
                (name, str(getattr(here, name)), str(getattr(wanted, name)))
                for name in TAKEN_ALONG
                if getattr(here, name) != getattr(wanted, name)
            ),
            new=_distinct(_account(one) for one in row.accounts if one.address.casefold() not in known),
            known=tuple(known[one.address.casefold()] for one in row.accounts if one.address.casefold() in known),
            answers={
                name: answer
                for name, one in row.checklist.items()
                if (answer := _answer(one)) and (name not in answers or answers[name].at < answer.at)
            },
            contacts=contacts,
            people=tuple(one for one in dict.fromkeys(row.people) if one not in people),
            wanted=wanted,
        )

    def take_in(self, preview: ImportPreview) -> None:
        """Do what the preview says. Passwords are then asked for at each account."""
        if preview.settings:
            self.settings.write(preview.wanted)
        for account in preview.new:
            self.accounts.put(account)
        if preview.answers:
            self.kept.put(ANSWERS, {**self._answers(), **preview.answers})
        if preview.contacts:
            self.kept.put(CONTACTS, (*(self.kept.get(CONTACTS, tuple[Contact, ...]) or ()), *preview.contacts))
        if preview.people:
            self.kept.put(PEOPLE, (*(self.kept.get(PEOPLE, tuple[str, ...]) or ()), *preview.people))

    def _answers(self) -> Mapping[str, StepAnswer]:
        return self.kept.get(ANSWERS, dict[str, StepAnswer]) or {}

    def _said(self) -> Mapping[str, StepAnswer]:
        """What people answered. What was seen on this computer says nothing of another one."""
        return {name: one for name, one in self._answers().items() if one.evidence_kind is EvidenceKind.SELF_REPORTED}


def _read(path: Path) -> _Export:
    try:
        data = read_capped(path, most=MAX_BYTES)
    except OSError as error:
        raise Trouble(EXPORT_UNREADABLE, path=str(path), reason=os_reason(error)) from None
    if data is None:
        raise Trouble(EXPORT_UNREADABLE, path=str(path), reason=phrase(N_("it is too large")))
    try:
        return from_json(data, _Export)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Trouble(EXPORT_UNREADABLE, path=str(path), reason=str(error)[:200]) from None


def _account_row(account: Account) -> _Account:
    return _Account(**{name: getattr(account, name) for name in _Account.__struct_fields__})


def _account(row: _Account) -> Account:
    return Account(id=uuid.uuid4().hex, **{name: getattr(row, name) for name in _Account.__struct_fields__})


def _distinct(accounts: Any) -> tuple[Account, ...]:
    """Each address once; the first counts."""
    found: dict[str, Account] = {}
    for account in accounts:
        found.setdefault(account.address.casefold(), account)
    return tuple(found.values())


def _answer_row(answer: StepAnswer) -> _Answer:
    return _Answer(state=answer.state, at=answer.at, note=answer.evidence[:500], snoozed_until=answer.snoozed_until)


def _answer(row: _Answer) -> StepAnswer:
    plain = StepAnswer(state=row.state, evidence_kind=EvidenceKind.SELF_REPORTED, at=row.at, evidence=row.note)
    return replace(plain, snoozed_until=row.snoozed_until)
