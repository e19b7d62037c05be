"""Use case: the authenticator workbench: audit entries, keep some in the keyring, compare codes and clocks."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, TypeAlias

from sentwatch.core.accounts import Account
from sentwatch.core.check import Check, Checked
from sentwatch.core.checks import mfa_clock, mfa_enrolment, mfa_names, mfa_secret, mfa_settings, mfa_source
from sentwatch.core.clock_offset import ClockLook
from sentwatch.core.findings import Finding
from sentwatch.core.otp.entries import Odd, OtpEntry
from sentwatch.core.otp.facts import MfaFacts, OtpFacts, OtpSourceForm, facts_of
from sentwatch.core.otp.verify import Match, Verification, verify
from sentwatch.core.report import CheckResult, Report, ReportedFinding, Status, run_checks
from sentwatch.core.snapshot import Snapshot
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.otp_sources import OtpSource
from sentwatch.ports.secrets import SecretPort
from sentwatch.service.kept_codes import forget_entry, keep_entry, kept_entry
from sentwatch.service.other_clocks import OtherClocks
from sentwatch.service.remember import remembered_of
from sentwatch.store.findings import Findings
from sentwatch.store.kept import Kept

KEY: Final = "mfa"
"""Where the findings lie: they belong to no account."""
CODES: Final = "kept-codes"
MAX_KEPT: Final = 200

_NO_FORM: Final = OtpSourceForm.URIS
"""Where no check looks at the form."""
_OF_ENTRIES: Final = (mfa_secret.CHECK, mfa_settings.CHECK, mfa_names.CHECK)
_AGAIN: Final = re.compile(r"\A #\d+")
_ODD: Final = frozenset(odd.value for odd in Odd)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCode:
    """An entry whose secret lies in the keyring under its id. `name` is how people call it."""

    id: str
    name: str
    kept_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCode:
    """A kept entry with its secret, for as long as its codes are shown; None where the keyring has it no longer."""

    kept: KeptCode
    entry: OtpEntry | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """One source that was handed in. `name` is what to call it; `is_file` says that it lies on the disk."""

    name: str
    source: OtpSource
    is_file: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedEntry:
    """One entry with what may be told of it and what was found."""

    entry: OtpEntry = field(repr=False)
    facts: OtpFacts
    found: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """What an audit came to."""

    entries: tuple[AuditedEntry, ...]
    report: Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Authenticator:
    """The workbench. Findings are remembered by entry: those about entries not handed in this time stay."""

    secrets: SecretPort
    kept: Kept
    findings: Findings
    clocks: OtherClocks
    clock: Clock

    def known(self) -> tuple[KeptCode, ...]:
        """The kept entries by name; no secret is read."""
        return self.kept.get(CODES, tuple[KeptCode, ...]) or ()

    def opened(self) -> tuple[OpenCode, ...]:
        """The kept entries with their secrets. Raises Trouble KEYRING_…."""
        return tuple(OpenCode(kept=code, entry=kept_entry(self.secrets, code.id)) for code in self.known())

    def keep(self, entry: OtpEntry) -> KeptCode | None:
        """Keep an entry; None where it has no usable secret, or far too many are kept. Raises Trouble KEYRING_…."""
        codes = self.known()
        code = KeptCode(id=uuid.uuid4().hex, name=entry.name, kept_at=self.clock.now())
        if len(codes) >= MAX_KEPT or not keep_entry(self.secrets, code.id, entry):
            return None
        self.kept.put(CODES, (*codes, code))
        return code

    def forget(self, code_id: str) -> None:
        """Forget a kept entry: its secret first. Raises Trouble KEYRING_…."""
        forget_entry(self.secrets, code_id)
        self.kept.put(CODES, tuple(code for code in self.known() if code.id != code_id))

    def audit(self, handed: Iterable[Handed], kept: Iterable[OtpEntry] = ()) -> Audited:
        """Judge all entries together, and each source by itself; remember what was found."""
        sources = tuple(handed)
        entries = _all_entries((*(one.source.entries for one in sources), tuple(kept)))
        facts = facts_of(entries)
        now = self.clock.now()
        results: list[CheckResult] = []
        if facts:
            results += _run(_OF_ENTRIES, MfaFacts(form=_NO_FORM, entries=facts), now)
        results += _of_sources(sources, now)
        names = {fact.subject for fact in facts}
        forms = {one.source.form.value for one in sources}
        report = self._remembered(results, lambda subject: subject in forms or _is_of(subject, names), at=now)
        found = [one.finding for one in report.findings if one.status is not Status.GONE]
        return Audited(
            entries=tuple(
                AuditedEntry(
                    entry=entry, facts=fact, found=tuple(f for f in found if _is_of(f.subject, {fact.subject}))
                )
                for entry, fact in zip(_each_once(entries), facts, strict=True)
            ),
            report=report,
        )

    def verify(self, entry: OtpEntry, shown: tuple[str, ...]) -> tuple[Verification, tuple[Finding, ...]]:
        """Compare the codes a phone shows (one, or two that followed each other) with an entry."""
        now = self.clock.now()
        came_to = verify(entry, shown, at=now)
        results = _run((mfa_enrolment.CHECK,), MfaFacts(form=_NO_FORM, verification=came_to), now)
        if came_to.match in {Match.UNREADABLE, Match.NOT_COMPUTABLE}:
            # Nothing was compared: no reason to forget what an earlier comparison came to.
            return came_to, ()
        report = self._remembered(results, lambda subject: subject == entry.name, at=now)
        return came_to, _present(report)

    def compare_clock(self, asked: Account | str, *, cancel: CancelToken) -> tuple[ClockLook, tuple[Finding, ...]]:
        """Compare this computer's clock with that of an account's mail server, or of a host that has a web page."""
        look = self.clocks.look(asked, cancel=cancel)
        if look.offset is None:
            # Nothing was compared: no reason to forget what an earlier comparison came to.
            return look, ()
        now = self.clock.now()
        results = _run((mfa_clock.CHECK,), MfaFacts(form=_NO_FORM, clock=look.offset), now)
        return look, _present(self._remembered(results, lambda subject: subject == "clock", at=now))

    def known_findings(self) -> tuple[Finding, ...]:
        """What is remembered of all audits."""
        return tuple(one.finding for one in self.findings.known().values())

    def forget_findings(self, *, about: Iterable[str] | None = None) -> Report:
        """Forget what audits found: about entries and sources of these names, or all of it."""
        names = None if about is None else set(about)
        gone = tuple(
            ReportedFinding(finding=one.finding, status=Status.GONE, first_seen=one.first_seen)
            for one in self.findings.known().values()
            if names is None or _is_of(one.finding.subject, names)
        )
        now = self.clock.now()
        self.findings.keep(gone, now=now)
        return replace(_report((), at=now), findings=gone)

    def _remembered(self, results: Iterable[CheckResult], is_of: Callable[[str], bool], *, at: datetime) -> Report:
        return remembered_of(_report(tuple(results), at=at), self.findings, is_of=is_of)


_Key: TypeAlias = "tuple[str, bytes | None, object]"


def _key(entry: OtpEntry) -> _Key:
    """As `facts_of` tells entries apart."""
    return entry.name.casefold(), entry.secret, entry.kind


def _all_entries(sources: Iterable[tuple[OtpEntry, ...]]) -> tuple[OtpEntry, ...]:
    """All entries. One that several sources have was handed in again; one that a source has twice stands there so."""
    seen: set[_Key] = set()
    found: list[OtpEntry] = []
    for entries in sources:
        found += [entry for entry in entries if _key(entry) not in seen]
        seen |= {_key(entry) for entry in entries}
    return tuple(found)


def _each_once(entries: Iterable[OtpEntry]) -> tuple[OtpEntry, ...]:
    unique: dict[_Key, OtpEntry] = {}
    for entry in entries:
        unique.setdefault(_key(entry), entry)
    return tuple(unique.values())


def _of_sources(sources: Iterable[Handed], now: datetime) -> tuple[CheckResult, ...]:
    """What is wrong with the sources, each looked at by itself."""
    found: list[Finding] = []
    looked = False
    for one in sources:
        source = one.source
        seen = MfaFacts(
            form=source.form,
            entries=facts_of(source.entries),
            is_encrypted=source.is_encrypted,
            is_file=one.is_file,
            damaged=source.damaged,
            missing_pages=source.missing_pages,
        )
        for result in _run((mfa_source.CHECK,), seen, now):
            if isinstance(result.outcome, Checked):
                found += result.outcome.findings
                looked = True
    check = mfa_source.CHECK
    return (CheckResult(code=check.code, title=check.title, outcome=Checked(findings=tuple(found))),) if looked else ()


def _run(checks: Iterable[Check[MfaFacts]], seen: MfaFacts, now: datetime) -> tuple[CheckResult, ...]:
    return run_checks(checks, Snapshot(taken_at=now, mfa=seen))  # type: ignore[arg-type]


def _is_of(subject: str, names: set[str]) -> bool:
    """Whether a finding's subject is one of these: an entry, its second of the same name, or a setting of it."""
    for name in names:
        if subject.startswith(name):
            rest = _AGAIN.sub("", subject[len(name) :], count=1).strip()
            if not rest or rest in _ODD:
                return True
    return False


def _present(report: Report) -> tuple[Finding, ...]:
    return tuple(one.finding for one in report.findings if one.status is not Status.GONE)


def _report(results: tuple[CheckResult, ...], *, at: datetime) -> Report:
    return Report(account_key=KEY, account=None, role=None, taken_at=at, results=results, findings=())
