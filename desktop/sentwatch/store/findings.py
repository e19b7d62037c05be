"""Findings of earlier runs, and how each check ended when it was last run, for one account (or for none)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.check import Checked
from sentwatch.core.checks import KINDS
from sentwatch.core.findings import Finding, KnownFinding, Severity
from sentwatch.core.history import moment
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import Phrase, phrase
from sentwatch.core.report import CheckResult, ReportedFinding, Status
from sentwatch.ports.seal import Sealer
from sentwatch.store.codec import decode_finding, decode_phrase, encode_finding, encode_phrase
from sentwatch.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class LastLook:
    """How a check ended when it was last run. `checked_at` is when it last could look."""

    code: str
    at: datetime
    outcome: str
    reason: Phrase | None
    checked_at: datetime | None


def keys_with_looks(database: Database) -> tuple[str, ...]:
    """Everything that was ever looked at: account ids, and the names of what belongs to no account."""
    return tuple(key for (key,) in database.rows("SELECT DISTINCT account FROM look ORDER BY account"))


def checks_done(database: Database) -> set[tuple[str, str]]:
    """Every check that ever could look: account id or other key, and the check's code."""
    return {
        (account, code) for account, code in database.rows("SELECT account, code FROM look WHERE checked_s IS NOT NULL")
    }


class Findings:
    """The repository of findings. `key` is an account's id, or another name for what belongs to no account."""

    def __init__(self, database: Database, key: str, *, sealer: Sealer) -> None:
        self._database = database
        self._key = key
        self._sealer = sealer

    def known(self) -> Mapping[tuple[str, str], KnownFinding]:
        """What earlier runs found and later ones did not see gone; what this version does not know is left out."""
        rows = self._database.rows(
            "SELECT code, subject, severity, first_seen_s, sealed FROM finding WHERE account = ?", (self._key,)
        )
        found: dict[tuple[str, str], KnownFinding] = {}
        for code, subject, severity, first_seen_s, sealed in rows:
            kind = KINDS.get(code)
            data = self._sealer.unseal(sealed, context="finding")
            if kind is None or data is None:
                continue
            params, evidence = decode_finding(data)
            finding = Finding(
                kind=kind, subject=subject, params=params, evidence=evidence, own_severity=Severity(severity)
            )
            found[finding.key] = KnownFinding(finding=finding, first_seen=moment(first_seen_s))
        return found

    def keep(self, findings: Iterable[ReportedFinding], *, now: datetime) -> None:
        """Remember what a run reported; what is gone is forgotten."""
        at_s = now.timestamp()
        with self._database.change() as connection:
            for reported in findings:
                finding = reported.finding
                if reported.status is Status.GONE:
                    connection.execute(
                        "DELETE FROM finding WHERE account = ? AND code = ? AND subject = ?", (self._key, *finding.key)
                    )
                    continue
                if reported.instead_of is not None:
                    connection.execute(
                        "DELETE FROM finding WHERE account = ? AND code = ? AND subject = ?",
                        (self._key, finding.kind.code, reported.instead_of),
                    )
                sealed = self._sealer.seal(encode_finding(finding.params, finding.evidence), context="finding")
                connection.execute(
                    "INSERT INTO finding (account, code, subject, severity, first_seen_s, last_seen_s, sealed)"
                    " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account, code, subject) DO UPDATE SET"
                    " severity = excluded.severity, last_seen_s = excluded.last_seen_s, sealed = excluded.sealed",
                    (
                        self._key,
                        *finding.key,
                        int(finding.severity),
                        reported.first_seen.timestamp(),
                        at_s,
                        sealed,
                    ),
                )

    def keep_looks(self, results: Iterable[CheckResult], *, now: datetime) -> None:
        """Remember how each check ended."""
        at_s = now.timestamp()
        with self._database.change() as connection:
            for result in results:
                outcome, reason = told(result)
                connection.execute(
                    "INSERT INTO look (account, code, at_s, outcome, reason, checked_s) VALUES (?, ?, ?, ?, ?, ?)"
                    " ON CONFLICT (account, code) DO UPDATE SET at_s = excluded.at_s, outcome = excluded.outcome,"
                    " reason = excluded.reason, checked_s = coalesce(excluded.checked_s, checked_s)",
                    (
                        self._key,
                        result.code,
                        at_s,
                        outcome,
                        None if reason is None else self._sealer.seal(encode_phrase(reason), context="look"),
                        at_s if isinstance(result.outcome, Checked) else None,
                    ),
                )

    def forget(self, code: str, kinds: Iterable[str]) -> None:
        """Forget a check that is not wanted any more: what it found, and that it was run."""
        with self._database.change() as connection:
            connection.execute("DELETE FROM look WHERE account = ? AND code = ?", (self._key, code))
            connection.executemany(
                "DELETE FROM finding WHERE account = ? AND code = ?", [(self._key, kind) for kind in kinds]
            )

    def looks(self) -> tuple[LastLook, ...]:
        """How each check ended when it was last run."""
        rows = self._database.rows(
            "SELECT code, at_s, outcome, reason, checked_s FROM look WHERE account = ?", (self._key,)
        )
        return tuple(
            LastLook(
                code=code,
                at=moment(at_s),
                outcome=outcome,
                reason=self._reason(reason),
                checked_at=None if checked_s is None else moment(checked_s),
            )
            for code, at_s, outcome, reason, checked_s in rows
        )

    def _reason(self, sealed: bytes | None) -> Phrase | None:
        data = self._sealer.unseal(sealed, context="look") if sealed else None
        return None if data is None else decode_phrase(data)


def told(result: CheckResult) -> tuple[str, Phrase | None]:
    """The outcome's word, and the reason where there is one."""
    match result.outcome:
        case NotChecked(reason=reason, expected=expected):
            return "not-shown" if expected else "not-checked", reason
        case Failed(trouble=trouble):
            return "failed", phrase(trouble.title, **trouble.params)
        case Checked(limits=limits):
            return "checked", limits[0] if limits else None
