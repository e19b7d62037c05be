"""Use case: put together the report of an incident from what is kept, and on request from the mailbox itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.bounces import Returned, ReturnedKind
from sentwatch.core.findings import KnownFinding, Severity
from sentwatch.core.history import Evidenced, moment
from sentwatch.core.incident_report import ClockStanding, Course, IncidentReport, flagged_for
from sentwatch.core.mail_window import MailWindow
from sentwatch.core.personal import impersonal, shortened
from sentwatch.core.playbooks.breach_clock import BreachClock, Start, deadlines
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Situation
from sentwatch.core.playbooks.incident_progress import Incident
from sentwatch.core.playbooks.notices import Notice
from sentwatch.core.providers import ProviderTable
from sentwatch.core.wording import Wording
from sentwatch.ports.clock import Clock
from sentwatch.service.incidents import IncidentGuide
from sentwatch.service.judge import zone_of
from sentwatch.service.mail_window import known_window
from sentwatch.store.findings import Findings
from sentwatch.store.judgement import Judgement
from sentwatch.store.ledger import Ledger
from sentwatch.store.returned import ReturnedStore

_CAME_BACK: Final = frozenset(kind.value for kind in (ReturnedKind.BOUNCE, ReturnedKind.DELAY, ReturnedKind.COMPLAINT))
_TOLD_AS: Final = frozenset({"sent.burst", "sent.unusual-hours"})


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentOf:
    """What is kept of one account's incident."""

    findings: Callable[[str], Findings]
    judgement: Callable[[str], Judgement]
    returned: Callable[[str], ReturnedStore]
    guide: IncidentGuide
    providers: ProviderTable
    clocks: Callable[[], tuple[BreachClock, ...]]
    notices: tuple[Notice, ...]
    unknown: Wording
    clock: Clock

    def incident(self, account: Account) -> Incident | None:
        """The incident somebody is led through: the one under way, else the latest."""
        mine = [one for one in self.guide.all() if one.account in {account.id, account.address, None}]
        return next((one for one in mine if one.ended_at is None), mine[0] if mine else None)

    def flagged(self, account: Account) -> tuple[Evidenced, ...]:
        """The flagged spans that belong to the account's incident."""
        incident = self.incident(account)
        noticed_at = incident.noticed_at if incident else None
        told = {subject for code, subject in self.findings(account.id).known() if code in _TOLD_AS}
        return flagged_for(self.judgement(account.id).incidents(), told=told, noticed_at=noticed_at)

    def report(
        self,
        account: Account,
        *,
        audience: Audience,
        is_personal: bool,
        windows: Iterable[MailWindow] = (),
        names_recipients: bool = False,
        laws: Iterable[str] = (),
        always: bool = False,
    ) -> IncidentReport | None:
        """Report on the account's incident; None where nothing was flagged and nobody began one, unless `always`."""
        incident = self.incident(account)
        flagged = self.flagged(account)
        if incident is None and not flagged and not always:
            return None
        course = None
        if incident is not None:
            course = Course(incident=incident, book=self.guide.book(incident), phases=self.guide.standing(incident))
        whom = incident.audience if incident else audience
        provider = self.providers.by_id(account.provider) if account.provider else None
        return IncidentReport(
            made_at=self.clock.now(),
            account=account.address if is_personal else shortened(account.address),
            time_zone=account.time_zone,
            provider=Wording(en=provider.name_en, ja=provider.name_ja) if provider else None,
            flagged=flagged if is_personal else tuple(map(_impersonal, flagged)),
            findings=tuple(self._others(account, is_personal=is_personal)),
            clocks=self._clocks(account, incident.noticed_at if incident else None, tuple(laws)),
            notices=self._notices(incident.situation if incident else Situation.MAILBOX_IN_USE, whom),
            unknown=self.unknown,
            course=course,
            windows=tuple(windows),
            returned=self._returned(account, flagged),
            names_recipients=names_recipients,
            is_personal=is_personal,
        )

    def _returned(self, account: Account, flagged: tuple[Evidenced, ...]) -> tuple[Returned, ...] | None:
        """What came back since the first flagged span began, as far as it is known."""
        if not flagged:
            return None
        rows = self.returned(account.id).all_since(min(one.incident.start_s for one in flagged))
        found = (row.returned for row in rows if row.kind in _CAME_BACK)
        return tuple(one for one in found if one is not None) or None

    def _others(self, account: Account, *, is_personal: bool) -> list[KnownFinding]:
        """What else was found in the account, beside the spans, which the report tells in full."""
        known = self.findings(account.id).known().values()
        found = [
            one for one in known if one.finding.severity >= Severity.NOTICE and one.finding.kind.code not in _TOLD_AS
        ]
        found.sort(key=lambda one: -one.finding.severity)
        if is_personal:
            return found
        return [KnownFinding(finding=impersonal(one.finding), first_seen=one.first_seen) for one in found]

    def _notices(self, situation: Situation, whom: Audience) -> tuple[Notice, ...]:
        """The texts that the steps of this situation speak of."""
        steps = self.guide.books.book(situation).steps_for(whom)
        named = {name for planned in steps for name in planned.step.notices}
        return tuple(one for one in self.notices if one.id in named and whom in one.audiences)

    def _clocks(
        self, account: Account, noticed_at: datetime | None, laws: tuple[str, ...]
    ) -> tuple[ClockStanding, ...]:
        zone = zone_of(account) or self.clock.now().tzinfo
        assert zone is not None
        starts = {} if noticed_at is None else {Start.AWARE: noticed_at}
        return tuple(
            ClockStanding(clock=one, deadlines=deadlines(one, starts, zone))
            for one in self.clocks()
            if not laws or one.id in laws
        )


def windows_of(account: Account, flagged: Iterable[Evidenced], ledger: Ledger) -> tuple[MailWindow, ...]:
    """The flagged spans as the ledger knows them; what they hold can then be read from the mailbox."""
    return tuple(
        known_window(account, ledger, start=moment(one.incident.start_s), end=moment(one.incident.end_s))
        for one in flagged
    )


def _impersonal(seen: Evidenced) -> Evidenced:
    return Evidenced(incident=seen.incident, recipients=tuple(map(shortened, seen.recipients)), mailers=seen.mailers)
