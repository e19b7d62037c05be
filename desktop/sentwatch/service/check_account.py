"""Use case: look at one account, judge what was seen, compare it with the last time, and remember it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from sentwatch.core.accounts import Account
from sentwatch.core.burst import BurstParams
from sentwatch.core.checks import ALL_CHECKS
from sentwatch.core.connection import ConnectionPosture
from sentwatch.core.findings import Severity
from sentwatch.core.history import SentHistory
from sentwatch.core.incidents import Answer
from sentwatch.core.report import Report, run_checks
from sentwatch.core.schedule import MAILBOX, Area
from sentwatch.core.snapshot import Failed, Snapshot
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.connection import ConnectionPort
from sentwatch.ports.mail import MailPort
from sentwatch.ports.progress import Progress, silent
from sentwatch.service.collect import Collect
from sentwatch.service.judge import Judge
from sentwatch.service.remember import rejudged, remembered
from sentwatch.service.rules import RulesLook, renamed_in
from sentwatch.service.sign_in_proof import sign_in_evidence
from sentwatch.store.accounts import Accounts
from sentwatch.store.findings import Findings
from sentwatch.store.judgement import Judgement
from sentwatch.store.kept import Kept
from sentwatch.store.ledger import SENT, Ledger
from sentwatch.store.rules import Rules
from sentwatch.store.script_backups import ScriptBackups


@dataclass(frozen=True, slots=True)
class AccountStore:
    """Where one account's mail, judgements and findings are kept."""

    ledger: Ledger
    judgement: Judgement
    findings: Findings
    kept: Kept
    rules: Rules
    backups: ScriptBackups


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
            sent, account = self._look_at_sent(account, store, progress=progress, cancel=cancel)
            # Reading may take minutes; what is said of "now" is said of its end.
            snapshot = replace(snapshot, sent=sent, account=account, taken_at=self.clock.now())
        snapshot = self.look_further(snapshot, account, areas=areas, cancel=cancel)
        return self.report(account, snapshot, store)

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
            snapshot = replace(snapshot, sign_in=sign_in_evidence(account, store.kept))
        if Area.RULES in areas:
            rules = self.rules.look(account, store, now=snapshot.taken_at, cancel=cancel, by_hand=by_hand)
            snapshot = replace(snapshot, rules=rules)
        return snapshot

    def worst_known(self, store: AccountStore) -> Severity | None:
        """The highest severity of all that is known of the account, looked at now or earlier."""
        return max((known.finding.severity for known in store.findings.known().values()), default=None)

    def report(self, account: Account, snapshot: Snapshot, store: AccountStore) -> Report:
        """Judge what was seen, compare it with the last time, and remember it."""
        return remembered(self._report(account, snapshot), store.findings, renamed=renamed_in(snapshot))

    @staticmethod
    def _report(account: Account, snapshot: Snapshot) -> Report:
        return Report(
            account_key=account.id,
            account=account.address,
            role=account.role,
            taken_at=snapshot.taken_at,
            results=run_checks(ALL_CHECKS, snapshot),
            findings=(),
            time_zone=account.time_zone,
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

    def _look_at_sent(
        self, account: Account, store: AccountStore, *, progress: Progress, cancel: CancelToken
    ) -> tuple[SentHistory | Failed, Account]:
        try:
            mail = self.enter(account, cancel)
        except Trouble as trouble:
            return Failed(trouble), account
        try:
            return self.read_sent(mail, account, store, progress=progress, cancel=cancel)
        except Trouble as trouble:
            return Failed(trouble), account
        finally:
            mail.close()

    def read_sent(
        self, mail: MailPort, account: Account, store: AccountStore, *, progress: Progress, cancel: CancelToken
    ) -> tuple[SentHistory, Account]:
        """Read and judge what is new through an open connection. Raises Trouble and Cancelled."""
        with self.turn(account.id, cancel):
            collect = Collect(mail=mail, ledger=store.ledger, clock=self.clock, progress=progress, cancel=cancel)
            collected = collect.run(account)
            if collected.sent_folder != account.sent_folder:
                account = replace(account, sent_folder=collected.sent_folder)
                self._note_sent_folder(account)
            judge = self.judge(account, store, progress=progress, cancel=cancel)
            judge.run()
            return replace(judge.history(), damaged=collected.damaged), account

    def _note_sent_folder(self, account: Account) -> None:
        """Keep the folder that was found; other changes made meanwhile stay, and a removed account stays removed."""
        kept = self.accounts.get(account.id)
        if kept is not None and kept.sent_folder is None:
            self.accounts.put(replace(kept, sent_folder=account.sent_folder))

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
            snapshot = Snapshot(taken_at=self.clock.now(), account=account, sent=judge.history())
        return rejudged(self._report(account, snapshot), store.findings)

    def answer(self, account: Account, incident: str, answer: Answer) -> Report:
        """Keep what the owner says of an incident, learn from it, and judge again what is known; nothing is read."""
        store, never = self.store(account.id), CancelToken()
        with self.turn(account.id, never):
            judge = self.judge(account, store, progress=silent, cancel=never)
            judge.answer(incident, answer)
            snapshot = Snapshot(taken_at=self.clock.now(), account=account, sent=judge.history())
        return rejudged(self._report(account, snapshot), store.findings)

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
