"""What people add to an incident: facts only they know, moments from which deadlines count, laws that concern them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from sentwatch.core.playbooks.breach_clock import BreachClock, Start
from sentwatch.core.playbooks.incident_progress import Incident
from sentwatch.core.playbooks.notices import FIELDS

FACT_CHARACTERS: Final = 500
"""As much of a fact as a text to copy shows."""

_ASIA_TOKYO: Final = frozenset({"Asia/Tokyo", "Japan"})
_BRITISH: Final = frozenset({"Europe/London", "Europe/Belfast", "GB", "Europe/Jersey", "Europe/Guernsey"})
# European zones outside the EU and the EEA, whose laws are not in the table.
_NOT_EU: Final = frozenset(
    {
        "Europe/Zurich",
        "Europe/Moscow",
        "Europe/Istanbul",
        "Europe/Kiev",
        "Europe/Kyiv",
        "Europe/Minsk",
        "Europe/Belgrade",
        "Europe/Sarajevo",
        "Europe/Skopje",
        "Europe/Tirane",
        "Europe/Chisinau",
    }
)
_BY_AREA: Final = (("Europe/", "eu-gdpr"), ("Australia/", "au-ndb"), ("Asia/Seoul", "kr-pipa"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDone:
    """A report that was filed, or people that were told."""

    law: str
    duty: str
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentFile:
    """What was added to one incident. `laws` are the clocks that concern its owner, None while nobody chose."""

    given: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[Start, datetime] = field(default_factory=dict)
    laws: tuple[str, ...] | None = None
    done: tuple[DutyDone, ...] = ()


def with_fact(file: IncidentFile, name: str, text: str) -> IncidentFile:
    """Take a fact that the texts can hold; an empty one is taken out again."""
    if name not in FIELDS:
        return file
    rest = {known: said for known, said in file.given.items() if known != name}
    said = " ".join(text.split())[:FACT_CHARACTERS]
    return replace(file, given={**rest, name: said} if said else rest)


def with_start(file: IncidentFile, start: Start, at: datetime | None) -> IncidentFile:
    """Take the moment a deadline counts from; None takes it out again."""
    rest = {known: moment for known, moment in file.starts.items() if known is not start}
    return replace(file, starts=rest if at is None else {**rest, start: at})


def starts_of(file: IncidentFile, incident: Incident) -> dict[Start, datetime]:
    """The moments known so far. Nobody said otherwise: they became aware when the incident was begun."""
    return {Start.AWARE: incident.noticed_at, **file.starts}


def with_duty(file: IncidentFile, law: str, duty: str, at: datetime | None, *, by: str = "") -> IncidentFile:
    """Note that a duty was fulfilled; None takes it back."""
    rest = tuple(one for one in file.done if (one.law, one.duty) != (law, duty))
    return replace(file, done=rest if at is None else (*rest, DutyDone(law=law, duty=duty, at=at, by=by)))


def duty_done(file: IncidentFile, law: str, duty: str) -> DutyDone | None:
    """When a duty was fulfilled, None where nobody said so."""
    return next((one for one in file.done if (one.law, one.duty) == (law, duty)), None)


def proposed_laws(clocks: Iterable[BreachClock], *, time_zone: str | None, lang: str) -> tuple[str, ...]:
    """The clocks that are likely to concern somebody in this zone; a person decides."""
    zone = time_zone or ""
    if zone in _ASIA_TOKYO or (not zone and lang == "ja"):
        wanted = "jp-appi"
    elif zone in _BRITISH:
        wanted = "gb-ukgdpr"
    elif zone in _NOT_EU:
        return ()
    else:
        wanted = next((law for area, law in _BY_AREA if zone.startswith(area)), "")
    return tuple(clock.id for clock in clocks if clock.id == wanted)


def chosen_laws(
    file: IncidentFile, clocks: Iterable[BreachClock], *, time_zone: str | None, lang: str
) -> tuple[str, ...]:
    """The clocks shown: those that were chosen, else those that are likely."""
    return proposed_laws(clocks, time_zone=time_zone, lang=lang) if file.laws is None else file.laws
