"""What an incident report says: the spans, their numbers, what was done when, deadlines, and texts to send."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.bounces import Returned
from sentwatch.core.findings import KnownFinding
from sentwatch.core.history import Evidenced, moment
from sentwatch.core.incidents import Answer
from sentwatch.core.mail_window import MailWindow
from sentwatch.core.playbooks.breach_clock import BreachClock, Deadline
from sentwatch.core.playbooks.incident import Playbook
from sentwatch.core.playbooks.incident_progress import Incident, PhaseStanding
from sentwatch.core.playbooks.notices import Notice
from sentwatch.core.wording import Wording

BEFORE: Final = timedelta(days=60)
"""How long before somebody noticed a span may lie and still belong to the incident. Ours: a report that shows one span
too many is better than one that hides it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """How far somebody was led through the incident."""

    incident: Incident
    book: Playbook
    phases: tuple[PhaseStanding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStanding:
    """The duties of one law with their times."""

    clock: BreachClock
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentReport:
    """All of it, as known at `made_at`.

    `windows` is the mail of the flagged spans read again from the mailbox, empty where nobody asked for that.
    `returned` are bounces and complaints that came back, None where none are known.
    """

    made_at: datetime
    account: str
    time_zone: str | None
    provider: Wording | None
    flagged: tuple[Evidenced, ...]
    findings: tuple[KnownFinding, ...]
    clocks: tuple[ClockStanding, ...]
    notices: tuple[Notice, ...]
    unknown: Wording
    course: Course | None = None
    windows: tuple[MailWindow, ...] = ()
    returned: tuple[Returned, ...] | None = None
    names_recipients: bool = False
    is_personal: bool = True
    given: Mapping[str, str] = field(default_factory=dict)
    """Facts only people know, for the texts to send."""

    @property
    def noticed_at(self) -> datetime | None:
        """When somebody noticed: from then on most deadlines count."""
        return self.course.incident.noticed_at if self.course else None


def flagged_for(
    incidents: Iterable[Evidenced], *, told: Collection[str], noticed_at: datetime | None
) -> tuple[Evidenced, ...]:
    """The spans that belong to an incident, near the time it was noticed.

    `told` are the subjects of the findings people were shown; beside them count spans that were called "not me". Where
    no span lies near, or nobody began an incident, it is the latest alone.
    """
    known = [
        one
        for one in incidents
        if one.incident.answer is Answer.NOT_ME
        or (one.incident.answer is None and moment(one.incident.start_s).isoformat(timespec="seconds") in told)
    ]
    if noticed_at is not None:
        near = [one for one in known if moment(one.incident.end_s) >= noticed_at - BEFORE]
        if near:
            return tuple(near)
    return tuple(known[-1:])
