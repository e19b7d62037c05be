"""Keeps an incident as plain data: JSON a person can read, which comes back the same after any restart."""

from __future__ import annotations

from datetime import datetime

import msgspec

from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Situation
from sentwatch.core.playbooks.incident_progress import Closing, Incident, JournalEntry, Mark, Remark
from sentwatch.decoding import from_json

MAX_BYTES = 1024 * 1024
"""A journal of ticks has a few kilobytes; more is no journal of ours."""


class _Entry(msgspec.Struct, kw_only=True, frozen=True):
    step: str
    mark: Mark
    at: datetime
    note: str = ""
    by: str = ""


class _Remark(msgspec.Struct, kw_only=True, frozen=True):
    text: str
    at: datetime
    by: str = ""


class _Closing(msgspec.Struct, kw_only=True, frozen=True):
    ended_at: datetime
    reopened_at: datetime


class _Incident(msgspec.Struct, kw_only=True, frozen=True):
    schema: int
    id: str
    situation: Situation
    audience: Audience
    noticed_at: datetime
    account: str | None = None
    journal: list[_Entry] = []
    ended_at: datetime | None = None
    remarks: list[_Remark] = []
    closings: list[_Closing] = []


def incident_to_json(incident: Incident) -> bytes:
    """Return the incident as JSON."""
    row = _Incident(
        schema=1,
        id=incident.id,
        situation=incident.situation,
        audience=incident.audience,
        noticed_at=incident.noticed_at,
        account=incident.account,
        journal=[_Entry(step=one.step, mark=one.mark, at=one.at, note=one.note, by=one.by) for one in incident.journal],
        ended_at=incident.ended_at,
        remarks=[_Remark(text=one.text, at=one.at, by=one.by) for one in incident.remarks],
        closings=[_Closing(ended_at=one.ended_at, reopened_at=one.reopened_at) for one in incident.closings],
    )
    return msgspec.json.format(msgspec.json.encode(row), indent=2) + b"\n"


def incident_from_json(text: bytes) -> Incident:
    """Return the incident that was kept; msgspec.ValidationError names what is wrong with a damaged one.

    Keys a newer Sentwatch added are left aside: in an incident an old journal is better than none.
    """
    if len(text) > MAX_BYTES:
        raise msgspec.ValidationError("the journal is too large - at `$`")
    try:
        row = from_json(text, _Incident)
    except msgspec.ValidationError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise msgspec.ValidationError(f"no JSON: {str(error)[:200]} - at `$`") from None
    times = [
        row.noticed_at,
        *(entry.at for entry in row.journal),
        *(line.at for line in row.remarks),
        *(moment for one in row.closings for moment in (one.ended_at, one.reopened_at)),
        *([row.ended_at] if row.ended_at else []),
    ]
    if any(moment.tzinfo is None for moment in times):
        raise msgspec.ValidationError("a time without its zone - at `$`")
    return Incident(
        id=row.id,
        situation=row.situation,
        audience=row.audience,
        noticed_at=row.noticed_at,
        account=row.account,
        journal=tuple(
            JournalEntry(step=one.step, mark=one.mark, at=one.at, note=one.note, by=one.by) for one in row.journal
        ),
        ended_at=row.ended_at,
        remarks=tuple(Remark(text=one.text, at=one.at, by=one.by) for one in row.remarks),
        closings=tuple(Closing(ended_at=one.ended_at, reopened_at=one.reopened_at) for one in row.closings),
    )
