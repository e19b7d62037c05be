"""Use case: lead through an incident: begun from what was found, ticked off with times, kept over restarts."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sentwatch.core.findings import Finding
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Playbook, Playbooks, Situation, suggested
from sentwatch.core.playbooks.incident_file import IncidentFile
from sentwatch.core.playbooks.incident_progress import (
    Incident,
    Mark,
    PhaseStanding,
    change_guide,
    end,
    mark_step,
    remark,
    reopen,
    standing,
)
from sentwatch.ports.clock import Clock
from sentwatch.service.checklist import LAST_INCIDENT
from sentwatch.store.kept import Kept

INCIDENTS: Final = "incidents"
WORKER: Final = "incident-worker"
_FILE: Final = "incident-file:"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentGuide:
    """The incidents of this computer's accounts, with the playbooks that lead through them."""

    books: Playbooks
    kept: Kept
    clock: Clock

    def all(self) -> tuple[Incident, ...]:
        """All incidents, the latest first."""
        found = self.kept.get(INCIDENTS, tuple[Incident, ...]) or ()
        return tuple(sorted(found, key=lambda one: one.noticed_at, reverse=True))

    def get(self, incident_id: str) -> Incident | None:
        """One incident."""
        return next((one for one in self.all() if one.id == incident_id), None)

    def open_for(self, account: str | None) -> Incident | None:
        """The incident of an account that is not over, the latest."""
        return next((one for one in self.all() if one.account == account and one.ended_at is None), None)

    def suggestion(self, findings: Iterable[Finding]) -> Situation | None:
        """What the findings suggest has happened; a person decides."""
        return suggested(findings, self.books)

    def begin(self, situation: Situation, *, account: str | None, audience: Audience) -> Incident:
        """Begin, or go on with the one that is under way. Steps of account and mailbox are due again from here on."""
        known = self.open_for(account)
        if known is not None and known.situation is situation:
            return known
        now = self.clock.now()
        incident = Incident(
            id=uuid.uuid4().hex, situation=situation, audience=audience, noticed_at=now, account=account
        )
        self._put(incident)
        self.kept.put(LAST_INCIDENT, now)
        return incident

    def book(self, incident: Incident) -> Playbook:
        """The playbook of an incident."""
        return self.books.book(incident.situation)

    def standing(self, incident: Incident) -> tuple[PhaseStanding, ...]:
        """How far each phase is."""
        return standing(incident, self.book(incident))

    def mark(self, incident: Incident, step: str, mark: Mark, *, note: str = "") -> Incident:
        """Tick a step, or take the tick back. Raises StepRefused."""
        changed = mark_step(incident, self.book(incident), step, mark, at=self.clock.now(), note=note, by=self.worker())
        self._put(changed)
        return changed

    def remark(self, incident: Incident, text: str) -> Incident:
        """Write a line into the journal."""
        changed = remark(incident, text, at=self.clock.now(), by=self.worker())
        self._put(changed)
        return changed

    def change(self, incident: Incident, *, situation: Situation, audience: Audience) -> Incident:
        """Follow another playbook from here on."""
        changed = change_guide(incident, situation=situation, audience=audience)
        self._put(changed)
        return changed

    def file(self, incident: Incident) -> IncidentFile:
        """What people added to it."""
        return self.kept.get(_FILE + incident.id, IncidentFile) or IncidentFile()

    def put_file(self, incident: Incident, file: IncidentFile) -> None:
        """Keep what people added to it."""
        self.kept.put(_FILE + incident.id, file)

    def worker(self) -> str:
        """Who works on it: stands beside each line of the journal, empty where nobody gave a name."""
        return self.kept.get(WORKER, str) or ""

    def put_worker(self, name: str) -> None:
        """Remember who works on it from now on."""
        self.kept.put(WORKER, " ".join(name.split())[:80])

    def end(self, incident: Incident) -> Incident:
        """Close it; the record stays."""
        changed = end(incident, at=self.clock.now())
        self._put(changed)
        return changed

    def reopen(self, incident: Incident) -> Incident:
        """Take the end back."""
        changed = reopen(incident, at=self.clock.now())
        self._put(changed)
        return changed

    def _put(self, incident: Incident) -> None:
        others = tuple(one for one in self.all() if one.id != incident.id)
        self.kept.put(INCIDENTS, (*others, incident))
