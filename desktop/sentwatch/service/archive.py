"""Use case: judge mail read from files, with nothing kept afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sentwatch.core.accounts import Account
from sentwatch.core.burst_values import BurstParams
from sentwatch.core.checks import ALL_CHECKS, KINDS_OF
from sentwatch.core.history import SentHistory, propose_role
from sentwatch.core.looks import Failed
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.report import Report, compare, run_checks
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import ARCHIVE_UNREADABLE, Trouble
from sentwatch.ports.archive import ArchivePort, Damage
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.progress import Progress
from sentwatch.service.judge import Judge
from sentwatch.service.pace import Pace
from sentwatch.store.folder_mark import INBOX, SENT
from sentwatch.store.judgement import Judgement
from sentwatch.store.ledger import Ledger

_NAMED_DAMAGES = 5


@dataclass(frozen=True, slots=True)
class ArchiveStore:
    """Where one archive is judged: a ledger of its own that vanishes."""

    ledger: Ledger
    judgement: Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLook:
    """What came of one archive. `owner` is whose mail it was taken for; `history` is None where nothing was read."""

    report: Report
    owner: Account
    history: SentHistory | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckArchive:
    """Reads and judges one archive."""

    archive: ArchivePort
    store: Callable[[str], ArchiveStore]
    params: BurstParams
    clock: Clock

    def run(
        self,
        path: str,
        *,
        account: Account | None,
        address: str | None,
        progress: Progress,
        cancel: CancelToken,
        now: datetime | None = None,
    ) -> Report:
        """Report on one archive. `account` lends its role and time zone where the archive is that account's."""
        return self.look(path, account=account, address=address, progress=progress, cancel=cancel, now=now).report

    def look(
        self,
        path: str,
        *,
        account: Account | None,
        address: str | None,
        progress: Progress,
        cancel: CancelToken,
        now: datetime | None = None,
    ) -> ArchiveLook:
        """As `run`, with what the report was made of."""
        taken_at = now or self.clock.now()
        owner = account or Account(id=f"archive:{path}", address=address or "", host="")
        history: SentHistory | None = None
        try:
            history, owner = self._read(
                path, owner, proposes_role=account is None, progress=progress, cancel=cancel, now=taken_at
            )
            snapshot = Snapshot(taken_at=taken_at, account=owner, sent=history)
        except Trouble as trouble:
            snapshot = Snapshot(taken_at=taken_at, account=owner, sent=Failed(trouble))
        results = run_checks(ALL_CHECKS, snapshot)
        report = Report(
            account_key=owner.id,
            account=owner.address or path,
            role=owner.role,
            taken_at=taken_at,
            results=results,
            findings=compare(results, {}, KINDS_OF, now=taken_at),
            time_zone=owner.time_zone,
        )
        return ArchiveLook(report=report, owner=owner, history=history)

    def _read(
        self, path: str, owner: Account, *, proposes_role: bool, progress: Progress, cancel: CancelToken, now: datetime
    ) -> tuple[SentHistory, Account]:
        if not owner.address:
            owner = replace(owner, address=self.archive.guess_address(path, cancel=cancel) or "")
        store = self.store(owner.id)
        sent = store.ledger.begin(SENT, name=path, uid_validity=1)
        received = store.ledger.begin(INBOX, name=path, uid_validity=1)
        pace = Pace(what=phrase(N_("Reading the archive")), clock=self.clock, progress=progress)
        damages: list[Damage] = []
        damaged = 0
        has_sent = False
        for batch in self.archive.read(path, address=owner.address or None, cancel=cancel):
            pace.total = batch.total
            if batch.sent:
                store.ledger.keep_sent(sent, batch.sent, scanned_to=batch.sent[-1].uid, seen_s=now.timestamp())
            if batch.received:
                store.ledger.keep_senders(received, batch.received, scanned_to=batch.received[-1].uid)
            damaged += len(batch.damages)
            damages += batch.damages[: _NAMED_DAMAGES - len(damages)]
            pace.add(batch.done - pace.done)
            has_sent = has_sent or bool(batch.sent)
        if not has_sent:
            # Nothing to judge is no reason to say that nothing was unusual.
            reason = (
                phrase(N_("it holds no mail that {address} sent"), address=owner.address)
                if owner.address
                else phrase(N_("it holds no sent mail"))
            )
            raise Trouble(ARCHIVE_UNREADABLE, path=path, reason=reason)
        judge = Judge(
            account=owner,
            ledger=store.ledger,
            judgement=store.judgement,
            params=self.params,
            clock=self.clock,
            progress=progress,
            cancel=cancel,
        )
        judge.run()
        named = tuple(phrase(N_("{where}: {reason}"), where=one.where, reason=one.reason) for one in damages)
        history = replace(judge.history(), damaged=damaged, damages=named, gaps=None)
        if proposes_role:
            role = propose_role(owner.address, history.baseline, messages=history.messages, replies=history.replies)
            owner = replace(owner, role=role)
        return history, owner
