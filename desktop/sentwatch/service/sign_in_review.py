"""Use case: what is known of an account's sign-in, what its owner answers, and what follows from it, remembered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sentwatch.core.access_ledger import AccessAnswer, AccessEntry, AccessKind, AccessStanding, due_first, own_access
from sentwatch.core.accounts import Account
from sentwatch.core.backup_codes import BackupSet
from sentwatch.core.check import Checked
from sentwatch.core.checks import KINDS_OF, password_age, sign_in_backup_codes
from sentwatch.core.findings import Finding
from sentwatch.core.looks import NotChecked
from sentwatch.core.password_age import ChangeReason, DatedReason, PasswordHistory, PasswordStanding
from sentwatch.core.password_store import PasswordExport
from sentwatch.core.passwords import PasswordOwner, PasswordVerdict, SecondFactor
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.providers import Provider
from sentwatch.core.recovery import MAX_PLACE, RecoveryAnswer, RecoveryPath, RecoverySaid, RecoveryStanding, standings
from sentwatch.core.report import CheckResult, Report, ReportedFinding, Status, run_checks
from sentwatch.core.sign_in import MfaAnswer, MfaMethod, Proof
from sentwatch.core.sign_in_evidence import SignInEvidence
from sentwatch.core.snapshot import Snapshot
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.secrets import SecretPort
from sentwatch.service import password, sign_in_proof
from sentwatch.service.access_book import AccessBook
from sentwatch.service.backup_codes import sets_of
from sentwatch.service.password import PasswordReport, PasswordReview
from sentwatch.service.password_book import PasswordBook
from sentwatch.service.remember import remembered
from sentwatch.service.sign_in_proof import MFA_ANSWER, RECOVERY, last_incident_of, sign_in_evidence
from sentwatch.store.findings import Findings
from sentwatch.store.kept import Kept

CHECKS: Final = (*sign_in_proof.CHECKS, password_age.CHECK)
CHANGED_SINCE: Final = N_("The password was changed since the last review, so what was found then is over.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSeen:
    """All that is known of one account's sign-in at `at`. `found` is what the last review of its password found."""

    account: Account
    provider: Provider | None
    at: datetime
    evidence: SignInEvidence | None
    history: PasswordHistory
    verdict: PasswordVerdict | None
    told: tuple[DatedReason, ...]
    standing: PasswordStanding
    found: tuple[Finding, ...]
    recovery: tuple[RecoveryStanding, ...]
    access: tuple[AccessStanding, ...]
    backup_codes: tuple[BackupSet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInReview:
    """Asks and tells about one account. `everywhere` is kept for what belongs to no account."""

    account: Account
    provider: Provider | None
    kept: Kept
    everywhere: Kept
    findings: Findings
    passwords: PasswordBook
    clock: Clock

    def seen(self) -> SignInSeen:
        """Read it all; nothing is looked at."""
        now = self.clock.now()
        evidence = sign_in_evidence(self.account, self.kept, self.everywhere)
        known = evidence if isinstance(evidence, SignInEvidence) else None
        since = last_incident_of(self.kept, self.everywhere)
        own = own_access(known.way_in if known is not None else None, self.account.id)
        entries = (*((own,) if own is not None else ()), *self._access.entries())
        life = self.passwords.life()
        codes = {code for check in password.CHECKS for code in KINDS_OF[check.code]}
        return SignInSeen(
            account=self.account,
            provider=self.provider,
            at=now,
            evidence=known,
            history=life.history,
            verdict=self.passwords.verdict(),
            told=self.passwords.told(),
            standing=life.standing(now),
            found=tuple(one.finding for key, one in self.findings.known().items() if key[0] in codes),
            recovery=standings(known.recovery if known is not None else (), now=now, last_incident=since),
            access=due_first(entries, now=now, last_incident=since),
            backup_codes=known.backup_codes if known is not None else (),
        )

    def judge(self) -> Report:
        """Judge what is known now, and remember it."""
        now = self.clock.now()
        snapshot = Snapshot(
            taken_at=now,
            account=self.account,
            sign_in=sign_in_evidence(self.account, self.kept, self.everywhere),
            password_life=self.passwords.life_to_judge(),
        )
        ran = run_checks(CHECKS, snapshot)  # type: ignore[arg-type]
        if not sets_of(self.kept):
            # How many codes are kept here is known without any sign-in.
            ran = tuple(result for result in ran if result.code != sign_in_backup_codes.CHECK.code)
        # A check that has nothing left to look at any more has found that nothing is there.
        looked = {result.code for result in ran}
        known = {key[0] for key in self.findings.known()}
        over = [check for check in CHECKS if check.code not in looked and KINDS_OF[check.code] & known]
        results = (*ran, *(CheckResult(code=c.code, title=c.title, outcome=Checked()) for c in over))
        return remembered(self._report(results, at=now), self.findings)

    def answer_methods(self, methods: tuple[MfaMethod, ...]) -> Report:
        """Keep which second steps its owner says are set up; none takes the answer back."""
        if methods:
            self.kept.put(MFA_ANSWER, MfaAnswer(methods=methods, at=self.clock.now()))
        else:
            self.kept.remove(MFA_ANSWER)
        return self.judge()

    def answer_recovery(self, path: RecoveryPath, said: RecoverySaid | None, *, place: str = "") -> Report:
        """Keep what its owner says of one way back; None takes the answer back. `place` never holds codes."""
        answers = self.kept.get(RECOVERY, tuple[RecoveryAnswer, ...]) or ()
        others = tuple(answer for answer in answers if answer.path is not path)
        if said is not None:
            note = " ".join(place.split())[:MAX_PLACE]
            others = (*others, RecoveryAnswer(path=path, said=said, at=self.clock.now(), place=note))
        self.kept.put(RECOVERY, others)
        return self.judge()

    def add_access(self, kind: AccessKind, label: str, *, made_at: datetime | None = None) -> Report:
        """Note an app password or a connected app."""
        self._access.add(kind, label, made_at=made_at)
        return self.judge()

    def answer_access(self, entry_id: str, answer: AccessAnswer | None) -> Report:
        """Keep what its owner says of one."""
        self._access.answer(entry_id, answer)
        return self.judge()

    def forget_access(self, entry_id: str) -> Report:
        """Take one off the list."""
        self._access.forget(entry_id)
        return self.judge()

    def restore_access(self, entry: AccessEntry) -> Report:
        """Put one back that was taken off."""
        self._access.restore(entry)
        return self.judge()

    def give_reason(self, reason: ChangeReason) -> Report:
        """Note a reason for a change of the password."""
        self.passwords.give_reason(reason)
        return self.judge()

    def take_reason_back(self, reason: ChangeReason) -> Report:
        """Forget a reason."""
        self.passwords.take_reason_back(reason)
        return self.judge()

    def password_changed(self) -> Report:
        """Note that its owner changed the password: what a review found is over, and it is due for another."""
        self.passwords.changed()
        self._forget_review()
        return self.judge()

    def another_entered(self) -> None:
        """Note that another password than before was entered and kept."""
        self.passwords.entered(is_other=True)
        self._forget_review()

    def keep_review(self, done: PasswordReport) -> Report:
        """Keep the dated verdict on the password in use, and remember what was found."""
        self.passwords.reviewed(done.verdict)
        found = remembered(self._report(done.report.results, at=done.report.taken_at), self.findings)
        judged = self.judge()
        return replace(judged, results=(*found.results, *judged.results), findings=(*found.findings, *judged.findings))

    def owner(self) -> PasswordOwner:
        """Whose password it is, as far as a review must know."""
        return owner_of(self.seen())

    def review_in_use(
        self,
        review: PasswordReview,
        secrets: SecretPort,
        *,
        consented_at: datetime,
        cancel: CancelToken,
        exports: tuple[PasswordExport, ...] = (),
    ) -> tuple[PasswordReport, Report] | NotChecked:
        """Review the password in use, and keep the verdict. Raises Trouble SECRET_MISSING and KEYRING_…."""
        done = review.report_in_use(
            self.account,
            secrets,
            self.owner(),
            consented_at=consented_at,
            now=self.clock.now(),
            cancel=cancel,
            exports=exports,
            own_sites=password.sites_of(self.provider),
        )
        return done if isinstance(done, NotChecked) else (done, self.keep_review(done))

    @property
    def _access(self) -> AccessBook:
        return AccessBook(account_id=self.account.id, kept=self.kept, clock=self.clock)

    def _forget_review(self) -> None:
        """Findings about a password that is gone are gone with it."""
        now = self.clock.now()
        codes = {code for check in password.CHECKS for code in KINDS_OF[check.code]}
        over = tuple(
            ReportedFinding(finding=one.finding, status=Status.GONE, first_seen=one.first_seen)
            for key, one in self.findings.known().items()
            if key[0] in codes
        )
        looked = {look.code for look in self.findings.looks()}
        self.findings.keep(over, now=now)
        self.findings.keep_looks(
            (
                CheckResult(code=c.code, title=c.title, outcome=NotChecked(phrase(CHANGED_SINCE), expected=True))
                for c in password.CHECKS
                if c.code in looked
            ),
            now=now,
        )

    def _report(self, results: tuple[CheckResult, ...], *, at: datetime) -> Report:
        return Report(
            account_key=self.account.id,
            account=self.account.address,
            role=self.account.role,
            taken_at=at,
            results=results,
            findings=(),
            time_zone=self.account.time_zone,
        )


def owner_of(seen: SignInSeen, *, names: tuple[str, ...] = (), companies: tuple[str, ...] = ()) -> PasswordOwner:
    """Whose password it is. A password that opens the mailbox by itself has no second factor, whatever the web asks."""
    evidence, provider = seen.evidence, seen.provider
    proof = evidence.way_in.proof if evidence is not None and evidence.way_in is not None else Proof.NOTHING
    answer = evidence.answer if evidence is not None else None
    factor = _FACTORS.get(proof, SecondFactor.UNKNOWN)
    if factor is SecondFactor.UNKNOWN and answer is not None and answer.weakest is not MfaMethod.NOT_KNOWN:
        factor = SecondFactor.NO if answer.weakest is MfaMethod.NONE else SecondFactor.YES
    return PasswordOwner(
        addresses=(seen.account.address,),
        names=names,
        companies=companies,
        providers=(provider.name_en, provider.name_ja) if provider is not None else (),
        second_factor=factor,
    )


_FACTORS: Final = {
    Proof.TWO_STEP_IS_ON: SecondFactor.YES,
    Proof.TWO_STEP_IS_OFF: SecondFactor.NO,
    Proof.PASSWORD_ALONE_OPENS: SecondFactor.NO,
}
