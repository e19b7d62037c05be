"""Reads the table of public desks and the words of the contact sheet."""

from __future__ import annotations

from functools import lru_cache
from typing import Annotated, Literal

import msgspec

from sentwatch.adapters.resources import resource
from sentwatch.adapters.tables import Grade, Row, Words, read_table, refuse, without_doubles
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.contacts import ContactRole, Desk, SheetWords
from sentwatch.core.providers import Trust


class _Words(Row):
    title: Words
    lead: Words
    own: Words
    public: Words
    phone: Words
    printed: Words


class _Desk(Row):
    id: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
    country: Annotated[str, msgspec.Meta(pattern=r"^[a-z]{2}$")]
    audiences: Annotated[list[Audience], msgspec.Meta(min_length=1)]
    name: Words
    what_for: Words = msgspec.field(name="what-for")
    url: Annotated[str, msgspec.Meta(pattern=r"^https://[^\s<>]+$", max_length=300)]
    ev: Grade
    source: str
    phone: Annotated[str, msgspec.Meta(pattern=r"^[#+0-9 ()-]*$", max_length=30)] = ""


class _File(Row):
    schema: Literal[1]
    words: _Words
    roles: dict[ContactRole, Words]
    desks: list[_Desk]


@lru_cache(maxsize=1)
def packaged_desks() -> tuple[Desk, ...]:
    """Return the public desks of all countries, in the order of the file."""
    return read_contacts(resource("contacts.yaml").read_bytes())[0]


@lru_cache(maxsize=1)
def sheet_words() -> SheetWords:
    """Return the fixed words of the contact sheet."""
    return read_contacts(resource("contacts.yaml").read_bytes())[1]


def read_contacts(text: bytes) -> tuple[tuple[Desk, ...], SheetWords]:
    """Check `text` against the schema and return its values; msgspec.ValidationError names the wrong path."""
    file = read_table(text, _File)
    without_doubles((row.id for row in file.desks), "$.desks")
    if set(file.roles) != set(ContactRole):
        refuse("$.roles", "not every role is described")
    desks = tuple(
        Desk(
            id=row.id,
            country=row.country,
            audiences=frozenset(row.audiences),
            name=row.name.value,
            what_for=row.what_for.value,
            url=row.url,
            trust=Trust(row.ev),
            source=row.source,
            phone=row.phone,
        )
        for row in file.desks
    )
    words = SheetWords(
        title=file.words.title.value,
        lead=file.words.lead.value,
        own=file.words.own.value,
        public=file.words.public.value,
        phone=file.words.phone.value,
        printed=file.words.printed.value,
        roles=tuple((role, file.roles[role].value) for role in ContactRole),
    )
    return desks, words
