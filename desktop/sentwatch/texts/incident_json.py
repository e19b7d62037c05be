"""The incident report as JSON values (schema 1)."""

from __future__ import annotations

from sentwatch.core.history import Evidenced, moment
from sentwatch.core.incident_report import ClockStanding, Course, IncidentReport
from sentwatch.core.mail_window import MailWindow, mailers_of, recipients_of, subjects_of
from sentwatch.core.personal import shortened
from sentwatch.core.playbooks.notices import filled
from sentwatch.texts.notice_facts import notice_facts
from sentwatch.texts.report_json import Json, finding_json_of, iso
from sentwatch.texts.words import Words


def incident_json(report: IncidentReport, words: Words) -> dict[str, Json]:
    """All of it, with the words in the language of `words`."""
    words = words.for_zone(report.time_zone)
    made: dict[str, Json] = {
        "schema": 1,
        "kind": "incident",
        "generated_at": iso(report.made_at),
        "personal_data": report.is_personal,
        "account": report.account,
        "provider": report.provider.said(words.lang) if report.provider else None,
        "time_zone": report.time_zone,
        "spans": [_span(one, is_personal=report.is_personal) for one in report.flagged],
        "read_again": [_window(one, report) for one in report.windows],
        "returned": None
        if report.returned is None
        else [
            {
                "kind": one.kind.value,
                "recipients": [{"address": to.address, "status": to.status} for to in one.recipients],
            }
            for one in report.returned
        ],
        "findings": [
            {**finding_json_of(one.finding, words), "first_seen": iso(one.first_seen)} for one in report.findings
        ],
        "course": _course(report.course, words, is_personal=report.is_personal) if report.course else None,
        "deadlines": [_clock(one, words.lang) for one in report.clocks],
        "texts": _texts(report, words),
    }
    return made if report.is_personal else _shortened(made)


def _span(seen: Evidenced, *, is_personal: bool) -> dict[str, Json]:
    one = seen.incident
    return {
        "start": iso(moment(one.start_s)),
        "end": iso(moment(one.end_s)),
        "messages": one.messages,
        "recipients": one.recipients,
        "never_mailed": one.never_mailed,
        "replies": one.replies,
        "usual_max": one.usual_max,
        "window_s": round(one.window_s),
        "score": round(one.score, 3),
        "answer": one.answer.value if one.answer else None,
        "subjects": list(seen.subjects) if is_personal else None,
        "some_recipients": list(seen.recipients),
        "programs": list(seen.mailers),
    }


def _window(window: MailWindow, report: IncidentReport) -> dict[str, Json]:
    messages = window.messages
    found = messages or ()
    return {
        "start": iso(window.start),
        "end": iso(window.end),
        "is_read": messages is not None,
        "messages": len(found),
        "gone": len(window.gone),
        "is_cut": window.is_cut,
        "subjects": [[text, count] for text, count in subjects_of(found)] if report.is_personal else None,
        "programs": [[text, count] for text, count in mailers_of(found)],
        "message_ids": [one.message_id for one in found if one.message_id] if report.is_personal else None,
        "recipients": list(recipients_of(found)) if report.names_recipients else None,
    }


def _course(course: Course, words: Words, *, is_personal: bool) -> dict[str, Json]:
    incident = course.incident
    return {
        "situation": incident.situation.value,
        "title": course.book.title.said(words.lang),
        "noticed_at": iso(incident.noticed_at),
        "ended_at": iso(incident.ended_at) if incident.ended_at else None,
        "journal": [
            {
                "step": entry.step,
                "mark": entry.mark.value,
                "at": iso(entry.at),
                "note": entry.note if is_personal else "",
            }
            for entry in incident.journal
        ],
        "steps": [
            {"phase": phase.phase.value, "step": one.planned.step.id, "mark": one.mark.value}
            for phase in course.phases
            for one in phase.steps
        ],
    }


def _clock(one: ClockStanding, lang: str) -> dict[str, Json]:
    return {
        "law": one.clock.id,
        "place": one.clock.place.said(lang),
        "checked_on": one.clock.checked_on.isoformat(),
        "report_url": one.clock.report_url,
        "duties": [
            {
                "duty": each.duty.id,
                "title": each.duty.words.said(lang),
                "soft_at": iso(each.soft_at) if each.soft_at else None,
                "due_at": iso(each.due_at) if each.due_at else None,
            }
            for each in one.deadlines
        ],
    }


def _texts(report: IncidentReport, words: Words) -> list[Json]:
    facts = notice_facts(report, words)
    if not report.is_personal:
        facts = {name: said for name, said in facts.items() if name not in {"subjects", "message_ids"}}
    made: list[Json] = []
    for notice in report.notices:
        text = filled(notice, facts, report.unknown, words.lang)
        made.append(
            {
                "id": notice.id,
                "title": notice.title.said(words.lang),
                "subject": text.subject,
                "body": text.body,
                "open": list(text.open_fields),
            }
        )
    return made


def _shortened(value: dict[str, Json]) -> dict[str, Json]:
    def short(one: Json) -> Json:
        if isinstance(one, str):
            return shortened(one)
        if isinstance(one, list):
            return [short(item) for item in one]
        if isinstance(one, dict):
            return {name: short(item) for name, item in one.items()}
        return one

    return {name: short(item) for name, item in value.items()}
