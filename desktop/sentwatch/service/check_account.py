"""Use case: look at one account, judge what was seen, compare it with the last time, and remember it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from sentwatch.core.accounts import Account
from sentwatch.core.burst_values import BurstParams
from sentwatch.core.checks import ALL_CHECKS, KINDS_OF
from sentwatch.core.connection import ConnectionPosture
from sentwatch.core.findings import Severity
from sentwatch.core.history import SentHistory
from sentwatch.core.incidents import Answer
from sentwatch.core.looks import Failed
from sentwatch.core.own_ways import Given
from sentwatch.core.report import Report, run_checks, with_earlier
from sentwatch.core.returned_mail import ReturnedFacts
from sentwatch.core.schedule import MAILBOX, Area
from sentwatch.core.signals import signs_from_before
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.takeover import signals_of, state_of
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.connection import ConnectionPort
from sentwatch.ports.mail import MailPort
from sentwatch.ports.progress import Progress, silent
from sentwatch.service.canary import known_canary
from sentwatch.service.first_looks import first_looks, note_first_looks
from sentwatch.service.inference import inference_facts
from sentwatch.service.judge import Judge, zone_of
from sentwatch.service.mail_look import ALL_FURTHER, NO_FURTHER, Further, LookAtMail, MailLook
from sentwatch.service.password_book import OfficeRule, PasswordBook
from sentwatch.service.remember import rejudged, remembered
from sentwatch.service.returned_facts import returned_facts
from sentwatch.service.rules import RulesLook, renamed_in
from sentwatch.service.sign_in_proof import sign_in_evidence
from sentwatch.store.account_store import AccountStore
from sentwatch.store.accounts import Accounts
from sentwatch.store.folder_mark import SENT


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckAccount:
    """Looks at accounts. `enter` signs in to one of them."""

    accounts: Accounts
    store: Callable[[str], AccountStore]
    enter: Callable[[Account, CancelToken], MailPort]
    connection: ConnectionPort
    rules: RulesLook
    params: BurstParams
    clock: Clock
    turn: Callable[[str, CancelToken], AbstractContextManager[None]]
    """Within the block nobody else reads or judges the account's mail, in no process of ours."""
    given: Callable[[Account], Given] = lambda account: Given(logins=(account.address, account.login_name))
    """What is known of an account's outgoing ways before anything was learned."""

    def run(
        self,
        account: Account,
        *,
        progress: Progress,
        cancel: CancelToken,
        areas: Collection[Area] = MAILBOX,
    ) -> Report:
        """Report on one account. What could not be looked at is part of the report; Cancelled is raised."""
        store = self.store(account.id)
        taken_at = self.clock.now()
        snapshot = Snapshot(taken_at=taken_at, account=account)
        if Area.SENT in areas:
            further = ALL_FURTHER if Area.RULES in areas else NO_FURTHER
            look = self._look_at_mail(account, store, further=further, progress=progress, cancel=cancel)
            account = look.account
            # Reading may take minutes; what is said of "now" is said of its end.
            snapshot = self.seen(look)
        snapshot = self.look_further(snapshot, account, areas=areas, cancel=cancel)
        return self.report(account, snapshot, store)

    def seen(self, look: MailLook) -> Snapshot:
        """What a look at the mail brought, as a snapshot of now."""
        now = self.clock.now()
        snapshot = Snapshot(taken_at=now, account=look.account, sent=look.sent, returned=look.returned)
        if not look.has_looked_further:
            return snapshot
        inferred = inference_facts(look.account, self.store(look.account.id), now=now)
        return replace(snapshot, inferred=inferred)

    def look_further(
        self,
        snapshot: Snapshot,
        account: Account,
        *,
        areas: Collection[Area],
        cancel: CancelToken,
        by_hand: bool = False,
    ) -> Snapshot:
        """Look at what has doors of its own beside the mail itself. `by_hand`: a person waits and asked for it."""
        if Area.CONNECTION in areas:
            snapshot = replace(snapshot, connection=self._look_at_connection(account, cancel=cancel))
        store = self.store(account.id)
        if Area.SIGN_IN in areas:
            kept, everywhere = store.kept, self.store("").kept
            book = PasswordBook(account=account, kept=kept, office=OfficeRule(everywhere), clock=self.clock)
            snapshot = replace(
                snapshot,
                sign_in=sign_in_evidence(account, kept, everywhere),
                password_life=book.life_to_judge(),
            )
        if Area.RULES in areas:
            rules = self.rules.look(account, store, now=snapshot.taken_at, cancel=cancel, by_hand=by_hand)
            snapshot = replace(snapshot, rules=rules, canary=known_canary(store.kept, now=self.clock.now()))
        return snapshot

    def worst_known(self, store: AccountStore) -> Severity | None:
        """The highest severity of all that is known of the account, looked at now or earlier."""
        return max((known.finding.severity for known in store.findings.known().values()), default=None)

    def with_earlier(self, report: Report) -> Report:
        """The report, and what earlier runs found where this one could not look."""
        return with_earlier(report, self.store(report.account_key).findings.known(), KINDS_OF)

    def report(self, account: Account, snapshot: Snapshot, store: AccountStore) -> Report:
        """Judge what was seen, compare it with the last time, and remember it."""
        report = self._report(account, snapshot, store)
        note_first_looks(store.kept, report)
        return remembered(report, store.findings, renamed=renamed_in(snapshot))

    @staticmethod
    def _report(account: Account, snapshot: Snapshot, store: AccountStore) -> Report:
        signs = signs_from_before(store.findings.known(), looked_since=first_looks(store.kept).by_finding())
        snapshot = replace(snapshot, signs=tuple(signs))
        has_looked_at_mail = isinstance(snapshot.returned, ReturnedFacts)
        return Report(
            account_key=account.id,
            account=account.address,
            role=account.role,
            taken_at=snapshot.taken_at,
            results=run_checks(ALL_CHECKS, snapshot),
            findings=(),
            time_zone=account.time_zone,
            state=state_of(signals_of(snapshot), now_s=snapshot.taken_at.timestamp()) if has_looked_at_mail else None,
        )

    def judge(self, account: Account, store: AccountStore, *, progress: Progress, cancel: CancelToken) -> Judge:
        """The use case that judges this account's ledger."""
        return Judge(
            account=account,
            ledger=store.ledger,
            judgement=store.judgement,
            params=self.params,
            clock=self.clock,
            progress=progress,
            cancel=cancel,
        )

    def _look_at_mail(
        self, account: Account, store: AccountStore, *, further: Further, progress: Progress, cancel: CancelToken
    ) -> MailLook:
        try:
            mail = self.enter(account, cancel)
        except Trouble as trouble:
            return MailLook(sent=Failed(trouble), returned=Failed(trouble), account=account)
        try:
            return self.read_mail(mail, account, store, further=further, progress=progress, cancel=cancel)
        except Trouble as trouble:
            return MailLook(sent=Failed(trouble), returned=Failed(trouble), account=account)
        finally:
            mail.close()

    def read_mail(
        self,
        mail: MailPort,
        account: Account,
        store: AccountStore,
        *,
        further: Further,
        progress: Progress,
        cancel: CancelToken,
    ) -> MailLook:
        """Read and judge what is new through an open connection. Raises Trouble and Cancelled."""
        look = LookAtMail(
            mail=mail,
            store=store,
            accounts=self.accounts,
            clock=self.clock,
            given=self.given(account),
            judge=lambda known: self.judge(known, store, progress=progress, cancel=cancel),
            facts=lambda known: self._returned(known, store),
            progress=progress,
            cancel=cancel,
        )
        with self.turn(account.id, cancel):
            return look.run(account, further)

    def _returned(self, account: Account, store: AccountStore) -> ReturnedFacts:
        return returned_facts(
            store.ledger,
            store.returned,
            store.kept,
            given=self.given(account),
            now=self.clock.now(),
            zone=zone_of(account),
        )

    def history(self, account: Account) -> SentHistory:
        """What is known of the account's outgoing mail, as judged so far; nothing is read."""
        return self.judge(account, self.store(account.id), progress=silent, cancel=CancelToken()).history()

    def judge_again(self, account: Account, *, progress: Progress, cancel: CancelToken) -> Report | None:
        """Judge what is known by the account's present settings; None before the first look. Nothing is read."""
        store = self.store(account.id)
        if store.ledger.mark(SENT) is None:
            return None
        with self.turn(account.id, cancel):
            judge = self.judge(account, store, progress=progress, cancel=cancel)
            judge.run()
            returned = self._returned(account, store)
            snapshot = Snapshot(taken_at=self.clock.now(), account=account, sent=judge.history(), returned=returned)
        return rejudged(self._report(account, snapshot, store), store.findings)

    def answer(self, account: Account, incident: str, answer: Answer) -> Report:
        """Keep what the owner says of an incident, learn from it, and judge again what is known; nothing is read."""
        store, never = self.store(account.id), CancelToken()
        with self.turn(account.id, never):
            judge = self.judge(account, store, progress=silent, cancel=never)
            judge.answer(incident, answer)
            returned = self._returned(account, store)
            snapshot = Snapshot(taken_at=self.clock.now(), account=account, sent=judge.history(), returned=returned)
        return rejudged(self._report(account, snapshot, store), store.findings)

    def look_at_rules(self, account: Account, *, cancel: CancelToken) -> tuple[Report, Snapshot]:
        """Look at the rules alone, by hand; the report, and what was seen."""
        snapshot = Snapshot(taken_at=self.clock.now(), account=account)
        snapshot = self.look_further(snapshot, account, areas={Area.RULES}, cancel=cancel, by_hand=True)
        return self.report(account, snapshot, self.store(account.id)), snapshot

    def _look_at_connection(self, account: Account, *, cancel: CancelToken) -> ConnectionPosture | Failed:
        try:
            return self.connection.look(account, cancel=cancel)
        except Trouble as trouble:
            return Failed(trouble)
