"""Checklist, incidents, evidence and the papers made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from sentwatch.core.accounts import Account
from sentwatch.ports.cancel import CancelToken
from sentwatch.wiring.around import AroundParts

if TYPE_CHECKING:
    from sentwatch.core.playbooks.checklist import Audience
    from sentwatch.core.playbooks.incident import Playbooks
    from sentwatch.core.playbooks.printable import Sheet
    from sentwatch.core.suspicious_mail import Known, SuspiciousMail
    from sentwatch.ports.paper import PaperPort
    from sentwatch.ports.seal import Signer
    from sentwatch.service.checklist import ChecklistProgress
    from sentwatch.service.evidence import Gathered
    from sentwatch.service.incident_look import LookAtIncident
    from sentwatch.service.incident_report import IncidentOf
    from sentwatch.service.incidents import IncidentGuide
    from sentwatch.service.office_steps import OfficeSteps
    from sentwatch.service.status import StatusOf
    from sentwatch.service.step_looks import StepLooks


class GuidanceParts(AroundParts):
    """What leads people, and what they hand on."""

    @cached_property
    def checklist(self) -> ChecklistProgress:
        """The secure-setup checklist."""
        from sentwatch.adapters.checklist import packaged_checklist
        from sentwatch.service.checklist import ChecklistProgress
        from sentwatch.service.remember import last_looks
        from sentwatch.store.findings import keys_with_looks

        return ChecklistProgress(
            checklist=packaged_checklist(),
            kept=self.kept(),
            looks=lambda: last_looks(map(self.findings, keys_with_looks(self.database))),
            clock=self.clock,
            told=self.guided_rules.step_answers,
        )

    @cached_property
    def office_steps(self) -> OfficeSteps:
        """What the office wrote down, as answers to the checklist."""
        from sentwatch.adapters.lessons import packaged_lessons
        from sentwatch.adapters.self_check import packaged_self_check
        from sentwatch.service.office_steps import OfficeSteps

        return OfficeSteps(
            book=self.office, checklist=self.checklist, questions=packaged_self_check(), lessons=packaged_lessons()
        )

    @property
    def step_looks(self) -> StepLooks:
        """Taking the looks behind a step of the checklist again."""
        from sentwatch.service.step_looks import StepLooks

        return StepLooks(
            accounts=self.known_accounts,
            around=self.surroundings,
            check=lambda: self.check_account(by_hand=True),
        )

    @property
    def playbooks(self) -> Playbooks:
        """What to do in an incident."""
        from sentwatch.adapters.playbooks import packaged_playbooks

        return packaged_playbooks()

    @cached_property
    def incidents(self) -> IncidentGuide:
        """Leading through incidents."""
        from sentwatch.service.incidents import IncidentGuide

        return IncidentGuide(books=self.playbooks, kept=self.kept(), clock=self.clock)

    @property
    def status_of(self) -> StatusOf:
        """Putting together how everything stands."""
        from sentwatch.service.status import StatusOf
        from sentwatch.store.findings import keys_with_looks
        from sentwatch.store.watched import WatchLog

        return StatusOf(
            findings=self.findings,
            log=lambda account_id: WatchLog(self.database, account_id),
            keys=lambda: keys_with_looks(self.database),
            clock=self.clock,
        )

    @property
    def incident_of(self) -> IncidentOf:
        """Putting together what is known of an account's incident."""
        from sentwatch.adapters.breach_clocks import breach_clocks
        from sentwatch.adapters.playbooks import packaged_notices, unknown_fact
        from sentwatch.service.incident_report import IncidentOf

        return IncidentOf(
            findings=self.findings,
            judgement=lambda account_id: self.account_store(account_id).judgement,
            returned=lambda account_id: self.account_store(account_id).returned,
            guide=self.incidents,
            providers=self.providers,
            clocks=lambda: breach_clocks(self.data_dir),
            notices=packaged_notices(),
            unknown=unknown_fact(),
            clock=self.clock,
        )

    def known_about(self, mail: SuspiciousMail, *, domains: Iterable[str] = (), servers: Iterable[str] = ()) -> Known:
        """What is known beside a mail: the owner's domains, and whether its sender was ever met. Makes no store."""
        from sentwatch.core.suspicious_mail import Known
        from sentwatch.service.suspicious_mail import met_before
        from sentwatch.store.acquaintance import Acquaintances

        accounts = self.known_accounts()
        own = [domain for account in accounts if (domain := self.own_domain(account))]
        met = None
        if accounts:
            people = Acquaintances(self.database, hashes=self.keys.hashes)
            met = met_before(mail, people, now=self.clock.now())
        return Known(own_domains=tuple(dict.fromkeys([*domains, *own])), servers=tuple(servers), met=met)

    @property
    def look_at_incident(self) -> LookAtIncident:
        """Reading all that the guide shows of one incident."""
        from sentwatch.adapters.breach_clocks import breach_clocks
        from sentwatch.adapters.contacts import packaged_desks, sheet_words
        from sentwatch.adapters.playbooks import packaged_notices, unknown_fact
        from sentwatch.service.incident_look import LookAtIncident

        return LookAtIncident(
            guide=self.incidents,
            # The deadlines are counted when they are shown, from what people added.
            about=replace(self.incident_of, clocks=tuple),
            account=self.accounts.get,
            provider=self.provider_of,
            notices=packaged_notices(),
            unknown=unknown_fact(),
            clocks=lambda: breach_clocks(self.data_dir),
            desks=packaged_desks(),
            roles=sheet_words(),
            contacts=self.office.contacts,
        )

    @property
    def signer(self) -> Signer:
        """What signs saved evidence: a key of its own, derived from the store's key in the keyring."""
        return self.keys.signer

    def gather_evidence(
        self, account: Account, *, since: datetime | None, audience: Audience, cancel: CancelToken
    ) -> Gathered | None:
        """What can be saved of an account's incident, or of all mail since a moment; None where nothing is known."""
        from sentwatch.core.trouble import Trouble
        from sentwatch.service.evidence import gather
        from sentwatch.service.incident_report import windows_of
        from sentwatch.service.mail_window import known_window

        about = self.incident_of
        ledger = self.account_store(account.id).ledger
        windows = windows_of(account, about.flagged(account), ledger)
        if since is not None:
            windows = (known_window(account, ledger, start=since, end=self.clock.now()),)
        report = about.report(account, audience=audience, is_personal=True, always=since is not None)
        if report is None:
            return None
        try:
            mail = self.enter(account, cancel, by_hand=True)
        except Trouble as trouble:
            return gather(account, report, windows, trouble, cancel=cancel)
        try:
            return gather(account, report, windows, mail, cancel=cancel)
        finally:
            mail.close()

    def sheets(self, audience: Audience, *, printed_on: str, lang: str) -> tuple[Sheet, ...]:
        """The sheets to hang up; the contact sheet with the office's own people, where any are kept.

        In Japanese it names the desks of Japan: who reads it there has no use for those of other countries.
        """
        from sentwatch.adapters.contacts import packaged_desks, sheet_words
        from sentwatch.adapters.sheets import packaged_sheets
        from sentwatch.core.playbooks.contacts import contact_sheet

        own = self.office.contacts() if self.has_store else ()
        desks = [desk for desk in packaged_desks() if lang != "ja" or desk.country == "jp"]
        contacts = contact_sheet(sheet_words(), own, desks, audience=audience, printed_on=printed_on)
        return (contacts, *packaged_sheets())

    @property
    def printer(self) -> PaperPort:
        """Making PDFs."""
        from sentwatch.adapters.pdf import PdfProcess

        return PdfProcess()
