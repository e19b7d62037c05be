"""The status report as JSON values (schema 1)."""

from __future__ import annotations

from sentwatch.core.phrase import Phrase
from sentwatch.core.playbooks.checklist import progress
from sentwatch.core.status_report import Reader, Standing, StatusReport
from sentwatch.texts.checklist_json import step_json
from sentwatch.texts.report_json import Json, finding_json_of, iso
from sentwatch.texts.words import Words


def status_json(report: StatusReport, words: Words) -> dict[str, Json]:
    """All of it, with the words in the language of `words`."""
    far = progress(report.steps)
    return {
        "schema": 1,
        "kind": "status",
        "generated_at": iso(report.made_at),
        "for": report.reader.value,
        "personal_data": report.is_personal,
        "accounts": [_standing(one, words) for one in report.accounts],
        "others": [_standing(one, words) for one in report.others],
        "checklist": {
            "audience": report.audience.value,
            "done": far.done,
            "total": far.total,
            "steps": [] if report.reader is Reader.CUSTOMER else [step_json(one, words.lang) for one in report.steps],
        },
    }


def _standing(one: Standing, words: Words) -> dict[str, Json]:
    words = words.for_zone(one.time_zone)
    span = one.watched
    return {
        "name": words(one.name) if isinstance(one.name, Phrase) else one.name,
        "role": one.role.value if one.role else None,
        "watching": one.manner.value,
        "watched_since": iso(span.since) if span else None,
        "watched_until": iso(span.until) if span else None,
        "looked_at": iso(one.looked_at) if one.looked_at else None,
        "not_watched": [{"since": iso(gap.since), "until": iso(gap.until)} for gap in one.gaps],
        "checks_looked": one.checks,
        "findings": [
            {**finding_json_of(known.finding, words), "first_seen": iso(known.first_seen)} for known in one.findings
        ],
        "withheld": one.withheld,
        "not_looked_at": [
            {
                "code": unseen.code,
                "title": words(unseen.title),
                "reason": words(unseen.reason),
                "at": iso(unseen.at),
                "in_part": unseen.in_part,
            }
            for unseen in one.unseen
        ],
    }
