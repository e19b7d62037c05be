"""Use case: everything the guide shows about one incident, read from the store at one moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sentwatch.core.accounts import Account
from sentwatch.core.incident_report import Course, IncidentReport
from sentwatch.core.playbooks.breach_clock import BreachClock
from sentwatch.core.playbooks.contacts import Contact, Desk, SheetWords
from sentwatch.core.playbooks.incident import Playbook, Playbooks
from sentwatch.core.playbooks.incident_file import IncidentFile
from sentwatch.core.playbooks.incident_progress import Incident, PhaseStanding
from sentwatch.core.playbooks.notices import Notice
from sentwatch.core.providers import Provider
from sentwatch.core.trouble import Trouble
from sentwatch.core.wording import Wording
from sentwatch.service.incident_report import IncidentOf
from sentwatch.service.incidents import IncidentGuide


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLook:
    """One incident with all that belongs to it. `account` is None where it belongs to none that is set up here.

    `report` holds the known facts. `clocks_trouble` says why the reporting clocks could not be read.
    """

    incident: Incident
    book: Playbook
    books: Playbooks
    phases: tuple[PhaseStanding, ...]
    file: IncidentFile
    report: IncidentReport
    notices: tuple[Notice, ...]
    unknown: Wording
    worker: str
    account: Account | None
    provider: Provider | None
    clocks: tuple[BreachClock, ...]
    desks: tuple[Desk, ...]
    contacts: tuple[Contact, ...]
    roles: SheetWords
    clocks_trouble: Trouble | None = None

    @property
    def time_zone(self) -> str | None:
        """The zone in which its times are told."""
        return self.account.time_zone if self.account is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtIncident:
    """Reads it all. Only the store is asked; no mailbox and no network."""

    guide: IncidentGuide
    about: IncidentOf
    account: Callable[[str], Account | None]
    provider: Callable[[Account], Provider | None]
    notices: tuple[Notice, ...]
    unknown: Wording
    clocks: Callable[[], tuple[BreachClock, ...]]
    desks: tuple[Desk, ...]
    roles: SheetWords
    contacts: Callable[[], tuple[Contact, ...]]

    def run(self, incident_id: str) -> IncidentLook | None:
        """The incident as it stands; None where there is none of this id."""
        incident = self.guide.get(incident_id)
        if incident is None:
            return None
        account = self.account(incident.account) if incident.account else None
        book = self.guide.book(incident)
        phases = self.guide.standing(incident)
        clocks, trouble = self._clocks()
        return IncidentLook(
            incident=incident,
            book=book,
            books=self.guide.books,
            phases=phases,
            file=self.guide.file(incident),
            report=replace(self._report(incident, account), course=Course(incident=incident, book=book, phases=phases)),
            notices=self._notices(incident, book),
            unknown=self.unknown,
            worker=self.guide.worker(),
            account=account,
            provider=self.provider(account) if account is not None else None,
            clocks=clocks,
            desks=tuple(desk for desk in self.desks if incident.audience in desk.audiences),
            contacts=self.contacts(),
            roles=self.roles,
            clocks_trouble=trouble,
        )

    def _report(self, incident: Incident, account: Account | None) -> IncidentReport:
        if account is not None:
            found = self.about.report(account, audience=incident.audience, is_personal=True, always=True)
            if found is not None:
                return found
        return IncidentReport(
            made_at=self.guide.clock.now(),
            account=account.address if account is not None else "",
            time_zone=account.time_zone if account is not None else None,
            provider=None,
            flagged=(),
            findings=(),
            clocks=(),
            notices=(),
            unknown=self.unknown,
        )

    def _notices(self, incident: Incident, book: Playbook) -> tuple[Notice, ...]:
        """The texts its steps speak of, in the order in which they are needed."""
        named = [name for planned in book.steps_for(incident.audience) for name in planned.step.notices]
        known = {notice.id: notice for notice in self.notices}
        return tuple(
            known[name] for name in dict.fromkeys(named) if name in known and incident.audience in known[name].audiences
        )

    def _clocks(self) -> tuple[tuple[BreachClock, ...], Trouble | None]:
        try:
            return self.clocks(), None
        except Trouble as trouble:
            return (), trouble
