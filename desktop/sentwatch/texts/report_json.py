"""Reports as JSON values, in the schema written down in the README (schema 1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TypeAlias

from sentwatch.core.check import Checked, Outcome
from sentwatch.core.findings import Finding
from sentwatch.core.looks import NotChecked
from sentwatch.core.phrase import Param, Phrase
from sentwatch.core.report import Report, ReportedFinding, Status
from sentwatch.texts.render import render_finding, render_reason
from sentwatch.texts.words import Words

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

SCHEMA = 1


def reports_json(reports: Iterable[Report], words: Words, *, now: datetime) -> dict[str, Json]:
    """The whole answer of a command."""
    return {"schema": SCHEMA, "generated_at": iso(now), "reports": [report_json(r, words) for r in reports]}


def report_json(report: Report, words: Words) -> dict[str, Json]:
    """One report; times in its texts are told in its own zone."""
    words = words.for_zone(report.time_zone)
    return {
        "account": report.account,
        "role": report.role.value if report.role else None,
        "state": report.state.value if report.state else None,
        "checks": [
            {"code": r.code, "outcome": outcome_word(r.outcome), "reason": render_reason(r.outcome, words)}
            for r in report.results
        ],
        "findings": [finding_json(f, words) for f in report.findings],
    }


def finding_json(reported: ReportedFinding, words: Words) -> dict[str, Json]:
    """One finding as a run reports it, with its words in the language of `words`."""
    told = finding_json_of(reported.finding, words)
    # Schema 1 knows four; that the check itself could not look stands in its outcome.
    told_status = Status.STILL if reported.status is Status.EARLIER else reported.status
    status: dict[str, Json] = {"status": told_status.value, "first_seen": iso(reported.first_seen)}
    head = {name: told.pop(name) for name in ("code", "severity", "subject")}
    return {**head, **status, **told}


def finding_json_of(finding: Finding, words: Words) -> dict[str, Json]:
    """One finding by itself."""
    message = render_finding(finding, words)
    return {
        "code": finding.kind.code,
        "severity": finding.severity.word,
        "subject": finding.subject,
        "title": message.title,
        "why": message.why,
        "harmless": list(message.harmless),
        "how_to_check": message.how_to_check,
        "do_first": list(message.do_first),
        "params": {name: param_json(value, words) for name, value in finding.params.items()},
        "evidence": [{"label": label, "value": value} for label, value in message.evidence],
    }


def outcome_word(outcome: Outcome) -> str:
    """checked, not-checked or failed."""
    if isinstance(outcome, Checked):
        return "checked"
    return "not-checked" if isinstance(outcome, NotChecked) else "failed"


def param_json(value: Param, words: Words) -> Json:
    """A parameter as JSON: datetimes as ISO 8601, phrases as words, short lists as lists."""
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, Phrase):
        return words(value)
    if isinstance(value, tuple):
        return list(value)
    return value


def iso(at: datetime) -> str:
    """ISO 8601 in UTC with seconds: 2025-10-18T04:58:00+00:00."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
