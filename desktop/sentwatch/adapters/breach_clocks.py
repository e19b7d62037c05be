"""Reads the reporting clocks: the packaged ones, and what the user's own dated file replaces or adds."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from sentwatch.adapters.resources import resource
from sentwatch.adapters.tables import (
    MAX_BYTES,
    Row,
    SourceRow,
    Words,
    numbered,
    read_table,
    refuse,
    sources_of,
    without_doubles,
)
from sentwatch.core.playbooks.breach_clock import BreachClock, Duty, Start, Unit
from sentwatch.core.trouble import SETTINGS_UNREADABLE, Trouble

FILE = "breach_clocks.yaml"
Name = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Https = Annotated[str, msgspec.Meta(pattern=r"^https://[^\s<>]+$", max_length=300)]
Count = Annotated[int, msgspec.Meta(ge=1, le=1_000)]


class _Duty(Row):
    id: Name
    start: Start
    unit: Unit
    words: Words
    within: Count | None = None
    soft: Count | None = None
    counts_first_day: bool = msgspec.field(name="counts-first-day", default=False)
    only_if: Words | None = msgspec.field(name="only-if", default=None)


class _Clock(Row):
    id: Name
    place: Words
    law: Words
    concerns: Words
    note: Words
    report_url: Https = msgspec.field(name="report-url")
    checked_on: date = msgspec.field(name="checked-on")
    duties: Annotated[list[_Duty], msgspec.Meta(min_length=1, max_length=20)]
    sources: Annotated[list[str], msgspec.Meta(min_length=1)]


class _File(Row):
    schema: Literal[1]
    clocks: list[_Clock]
    sources: dict[str, SourceRow]


@lru_cache(maxsize=1)
def packaged_clocks() -> tuple[BreachClock, ...]:
    """Return the packaged clocks."""
    return read_clocks(resource("breach_clocks.yaml").read_bytes())


def breach_clocks(folder: Path | None) -> tuple[BreachClock, ...]:
    """Return the packaged clocks with what the file in `folder` says of them; its own ones come after.

    Trouble SETTINGS_UNREADABLE where that file is there and cannot be used: a wrong law is worse than none.
    """
    own = {clock.id: clock for clock in _own(folder)}
    known_ids = {clock.id for clock in packaged_clocks()}
    return (
        *(own.get(clock.id, clock) for clock in packaged_clocks()),
        *(clock for clock in own.values() if clock.id not in known_ids),
    )


def read_clocks(text: bytes) -> tuple[BreachClock, ...]:
    """Check `text` against the schema and return its values; msgspec.ValidationError names the wrong path."""
    file = read_table(text, _File)
    without_doubles((row.id for row in file.clocks), "$.clocks")
    return tuple(_clock(row, path, file.sources) for path, row in numbered(file.clocks, "$.clocks"))


def _own(folder: Path | None) -> tuple[BreachClock, ...]:
    if folder is None:
        return ()
    path = folder / FILE
    try:
        with path.open("rb") as file:
            return read_clocks(file.read(MAX_BYTES + 1))
    except FileNotFoundError:
        return ()
    except (OSError, msgspec.ValidationError) as error:
        raise Trouble(SETTINGS_UNREADABLE, path=str(path), reason=str(error)[:200]) from None


def _clock(row: _Clock, path: str, sources: dict[str, SourceRow]) -> BreachClock:
    without_doubles((duty.id for duty in row.duties), f"{path}.duties")
    return BreachClock(
        id=row.id,
        place=row.place.value,
        law=row.law.value,
        concerns=row.concerns.value,
        note=row.note.value,
        report_url=row.report_url,
        checked_on=row.checked_on,
        duties=tuple(_duty(duty, where) for where, duty in numbered(row.duties, f"{path}.duties")),
        sources=sources_of(row.sources, sources, f"{path}.sources"),
    )


def _duty(row: _Duty, path: str) -> Duty:
    if (row.within is None) is not (row.unit is Unit.PROMPTLY):
        refuse(f"{path}.within", "a number stands with hours or days, and never with promptly")
    if row.soft is not None and (row.within is None or row.soft > row.within):
        refuse(f"{path}.soft", "the earlier end lies before the later one")
    return Duty(
        id=row.id,
        start=row.start,
        unit=row.unit,
        words=row.words.value,
        within=row.within,
        soft=row.soft,
        counts_first_day=row.counts_first_day,
        only_if=row.only_if.value if row.only_if else None,
    )
