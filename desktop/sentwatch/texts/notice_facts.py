"""What is known of an incident, as the facts that the texts to copy can hold; what is not known stays out."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.history import moment
from sentwatch.core.incident_report import IncidentReport
from sentwatch.core.mail_window import subjects_of
from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.incident_progress import Mark
from sentwatch.core.playbooks.notices import unclickable
from sentwatch.core.providers import domain_of
from sentwatch.texts.render import render_finding
from sentwatch.texts.words import Words

_SHOWN_IDS = 5
_SHOWN_SUBJECTS = 3


def notice_facts(report: IncidentReport, words: Words) -> dict[str, str]:
    """The known facts by the name of their field, in words; times as the account's own zone tells them."""
    words = words.for_zone(report.time_zone)
    return {name: said for name, said in _known(report, words) if said}


def _known(report: IncidentReport, words: Words) -> Iterator[tuple[str, str]]:
    yield "address", report.account
    yield "address_unusable", unclickable(report.account).replace("@", " [at] ")
    yield "domain", domain_of(report.account) or ""
    yield "provider", report.provider.said(words.lang) if report.provider else ""
    yield "time_zone", report.time_zone or ""
    spans = [one.incident for one in report.flagged]
    if spans:
        yield "first_at", words.moment(moment(min(one.start_s for one in spans)))
        yield "last_at", words.moment(moment(max(one.end_s for one in spans)))
        yield "messages", words.number(sum(one.messages for one in spans))
        yield "recipients", words.number(sum(one.recipients for one in spans))
    yield "subjects", words.listed(_subjects(report, words))
    ids = [one.message_id for window in report.windows for one in window.messages or () if one.message_id]
    yield "message_ids", words.listed([f"<{one}>" for one in ids[:_SHOWN_IDS]])
    if report.noticed_at is not None:
        yield "aware_at", words.moment(report.noticed_at)
    rules = [one.finding for one in report.findings if one.finding.kind.code.startswith("rule.")]
    yield "rules", " ".join(render_finding(one, words).title for one in rules)
    yield "steps_done", _steps_done(report, words)


def _subjects(report: IncidentReport, words: Words) -> list[str]:
    read = [subject for window in report.windows for subject, _count in subjects_of(window.messages or ()) if subject]
    kept = [subject for one in report.flagged for subject in one.subjects]
    return [words(N_("“{text}”"), text=one) for one in dict.fromkeys(read or kept)][:_SHOWN_SUBJECTS]


def _steps_done(report: IncidentReport, words: Words) -> str:
    if report.course is None:
        return ""
    done = [
        (one.at, one.planned.step.title.said(words.lang))
        for phase in report.course.phases
        for one in phase.steps
        if one.mark is Mark.DONE and one.at is not None
    ]
    told = [f"{title.rstrip('.。')} ({words.moment(at)})" for at, title in sorted(done)]
    return ("、" if words.lang == "ja" else "; ").join(told)
