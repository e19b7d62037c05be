"""The incident report as a page: what went out, what was done when, what is due, and texts to send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sentwatch.core.bounces import ReturnedKind
from sentwatch.core.history import Evidenced, moment
from sentwatch.core.incident_report import ClockStanding, Course, IncidentReport
from sentwatch.core.mail_window import MailWindow, mailers_of, recipients_of, subjects_of
from sentwatch.core.personal import shortened
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.playbooks.breach_clock import Deadline, Start
from sentwatch.core.playbooks.incident_progress import Mark, PhaseStanding, StepStanding
from sentwatch.core.playbooks.notices import filled
from sentwatch.texts.notice_facts import notice_facts
from sentwatch.texts.page import Block, Box, Bullets, Copy, Facts, Page, Section, Table, TickLine, Ticks, Words
from sentwatch.texts.pages.parts import VALUE_CHARACTERS, foot, letter, quiet
from sentwatch.texts.plain import plain
from sentwatch.texts.words import Words as Speech

SHOWN_IDS = 10
_SHOWN_SUBJECTS = 10
_SHOWN_RETURNED = 20

_MARKS = {Mark.DONE: N_("done"), Mark.SKIPPED: N_("left out"), Mark.UNDONE: N_("tick taken back")}
_STARTS = {
    Start.AWARE: N_("from becoming aware"),
    Start.ASSESSED: N_("from the end of the assessment"),
    Start.TOLD_PEOPLE: N_("from telling the people concerned"),
}


def incident_page(report: IncidentReport, words: Speech) -> Page:
    """The report in the language of `words`; times are told in the account's own zone."""
    words = words.for_zone(report.time_zone)
    lead = [words(N_("As known on {at:moment}."), at=report.made_at)]
    if report.time_zone:
        lead.append(words(N_("All times are those of {zone}."), zone=report.time_zone))
    return Page(
        lang=words.lang,
        kicker=words(N_("Incident report")),
        title=words(N_("What happened in {name}"), name=report.account),
        lead=tuple(lead),
        sections=tuple(_sections(report, words)),
        foot=foot(report.made_at, words),
    )


def _sections(report: IncidentReport, words: Speech) -> Iterator[Section]:
    yield Section(heading=words(N_("In short")), blocks=(_in_short(report, words),))
    if not report.flagged:
        said = N_("We saw no unusual sending in the sent mail of this account. What happened may lie elsewhere.")
        yield Section(heading=words(N_("What went out")), blocks=(Words(text=words(said)),))
    for number, one in enumerate(report.flagged, start=1):
        yield Section(heading=_span_heading(number, len(report.flagged), words), blocks=(_span(one, report, words),))
    if report.windows:
        yield Section(heading=words(N_("Read again from the mailbox")), blocks=tuple(_read_again(report, words)))
    yield Section(heading=words(N_("What came back")), blocks=tuple(_returned(report, words)))
    others = tuple(letter(one, words, is_whole=False) for one in report.findings)
    if others:
        yield Section(heading=words(N_("Also found in this account")), blocks=others)
    if report.course is not None:
        yield from _course(report.course, report, words)
    yield from _clocks(report, words)
    yield from _notices(report, words)


def _in_short(report: IncidentReport, words: Speech) -> Facts:
    spans = [one.incident for one in report.flagged]
    rows = [(N_("Mailbox"), report.account)]
    if report.provider is not None:
        rows.append((N_("Provider"), report.provider.said(words.lang)))
    if report.course is not None:
        incident = report.course.incident
        rows.append((N_("Situation"), report.course.book.title.said(words.lang)))
        rows.append((N_("Noticed"), words.moment(incident.noticed_at)))
        rows.append((N_("Closed"), words.moment(incident.ended_at) if incident.ended_at else words(N_("not yet"))))
    if spans:
        rows.append((N_("Messages"), words.number(sum(one.messages for one in spans))))
        rows.append((N_("Recipients"), words.number(sum(one.recipients for one in spans))))
        rows.append((N_("Recipients never mailed before"), words.number(sum(one.never_mailed for one in spans))))
    return Facts(rows=tuple((words(label), plain(value, limit=VALUE_CHARACTERS)) for label, value in rows))


def _span_heading(number: int, count: int, words: Speech) -> str:
    if count == 1:
        return words(N_("What went out"))
    return words(N_("What went out, span {n} of {count}"), n=number, count=count)


def _span(seen: Evidenced, report: IncidentReport, words: Speech) -> Facts:
    one = seen.incident
    rows = [
        (N_("First message"), words.moment(moment(one.start_s))),
        (N_("Last message"), words.moment(moment(one.end_s))),
        (N_("Messages"), words.number(one.messages)),
        (N_("Recipients"), words.number(one.recipients)),
        (N_("Recipients never mailed before"), words.number(one.never_mailed)),
        (N_("Replies among them"), words.number(one.replies)),
        (N_("Usual maximum in {window_s:duration}"), words.number(one.usual_max)),
        (N_("Told after"), words(_messages(one.messages_at_alert))),
        (N_("Learned from days with sent mail"), words.number(one.learned_days)),
    ]
    if report.is_personal and seen.subjects:
        rows.append((N_("Subjects"), words.listed(seen.subjects)))
    if seen.recipients:
        rows.append((N_("Some of the recipients"), words.listed(seen.recipients)))
    if seen.mailers:
        rows.append((N_("Sent with"), words.listed(seen.mailers)))
    return Facts(rows=tuple((words(label, window_s=one.window_s), value) for label, value in rows))


def _messages(count: int) -> Phrase:
    return Phrase(text=N_("{n} message"), plural=N_("{n} messages"), count="n", params={"n": count})


def _read_again(report: IncidentReport, words: Speech) -> Iterator[Block]:
    for window in report.windows:
        if window.messages is None:
            yield Words(text=words(N_("The folder was numbered anew, so these messages could not be found again.")))
            continue
        yield _window_facts(window, words)
        if report.is_personal:
            rows = tuple((plain(s) or "–", words.number(n)) for s, n in subjects_of(window.messages)[:_SHOWN_SUBJECTS])
            yield Table(head=(words(N_("Subject")), words(N_("Messages"))), rows=rows, widths=(82, 18))
            ids = [f"<{one.message_id}>" for one in window.messages if one.message_id]
            if ids:
                yield Words(text=words(N_("Message-IDs, for the provider's logs:")))
                yield Bullets(items=tuple(map(plain, _samples(ids))))
        if report.names_recipients:
            yield from _recipients(window, report, words)


def _window_facts(window: MailWindow, words: Speech) -> Facts:
    messages = window.messages or ()
    rows = [
        (N_("Start"), words.moment(window.start)),
        (N_("End"), words.moment(window.end)),
        (N_("Messages there now"), words.number(len(messages))),
        (N_("Copies gone since we read them"), words.number(len(window.gone))),
        (N_("Recipients"), words.number(len(recipients_of(messages)))),
    ]
    mailers = [f"{plain(name)} ({words.number(count)})" for name, count in mailers_of(messages)[:5]]
    if mailers:
        rows.append((N_("Sent with"), words.listed(mailers)))
    if window.damaged:
        rows.append((N_("Could not be read"), words.number(window.damaged)))
    if window.is_cut:
        rows.append((N_("Left out"), words(N_("There are more; only the first ones were read."))))
    return Facts(rows=tuple((words(label), value) for label, value in rows))


def _samples(ids: list[str]) -> list[str]:
    """Some from the whole span: the first, the last, and evenly between."""
    if len(ids) <= SHOWN_IDS:
        return ids
    return [ids[round(at * (len(ids) - 1) / (SHOWN_IDS - 1))] for at in range(SHOWN_IDS)]


def _recipients(window: MailWindow, report: IncidentReport, words: Speech) -> Iterator[Block]:
    everybody = recipients_of(window.messages or ())
    heading = (
        N_("All recipients, so that they can be told:") if report.is_personal else N_("All recipients, shortened:")
    )
    yield Words(text=words(heading))
    yield Bullets(items=tuple(plain(one) for one in everybody))


def _returned(report: IncidentReport, words: Speech) -> Iterator[Block]:
    if report.returned is None:
        yield Words(text=words(N_("The inbox was not read for error mails, so nothing can be said of them.")))
        return
    if not report.returned:
        yield Words(text=words(N_("No error mail about these messages was seen.")))
        return
    bounces = [one for one in report.returned if one.kind is ReturnedKind.BOUNCE]
    complaints = [one for one in report.returned if one.kind is ReturnedKind.COMPLAINT]
    rows = [
        (N_("Error mails"), words.number(len(bounces))),
        (N_("Complaints"), words.number(len(complaints))),
    ]
    yield Facts(rows=tuple((words(label), value) for label, value in rows))
    told = [
        (plain(to.address), to.status, plain(to.said, limit=160) if report.is_personal else "–")
        for one in report.returned
        for to in one.recipients
    ][:_SHOWN_RETURNED]
    if told:
        head = (N_("Recipient"), N_("Code"), N_("What the server said"))
        yield Table(head=tuple(map(words, head)), rows=tuple(told), widths=(32, 12, 56))


def _course(course: Course, report: IncidentReport, words: Speech) -> Iterator[Section]:
    incident = course.incident
    titles = {one.planned.step.id: one.planned.step.title.said(words.lang) for p in course.phases for one in p.steps}
    rows = [(words.moment(incident.noticed_at), words(N_("Noticed")), "", "")]
    rows += [
        (
            words.moment(entry.at),
            titles.get(entry.step, entry.step),
            words(_MARKS[entry.mark]),
            plain(entry.note, limit=VALUE_CHARACTERS) if report.is_personal else "",
        )
        for entry in incident.journal
    ]
    if incident.ended_at is not None:
        rows.append((words.moment(incident.ended_at), words(N_("Closed")), "", ""))
    head = (N_("When"), N_("Step"), N_("How it stands"), N_("Note"))
    journal = Table(head=tuple(map(words, head)), rows=tuple(rows), widths=(26, 34, 14, 26))
    yield Section(heading=words(N_("What was done, and when")), blocks=(journal,))
    yield Section(heading=words(N_("Steps")), blocks=tuple(_phases(course.phases, words)))


def _phases(phases: Iterable[PhaseStanding], words: Speech) -> Iterator[Block]:
    names = {
        "first-15-minutes": N_("The first 15 minutes"),
        "first-day": N_("The first day"),
        "first-week": N_("The first week"),
    }
    for phase in phases:
        yield Words(text=words(names[phase.phase.value]), is_strong=True)
        yield Ticks(lines=tuple(_tick(step, words) for step in phase.steps))


def _tick(step: StepStanding, words: Speech) -> TickLine:
    boxes = {Mark.DONE: Box.TICKED, Mark.SKIPPED: Box.NONE, Mark.UNDONE: Box.EMPTY}
    note = words.moment(step.at) if step.at is not None and step.mark is Mark.DONE else ""
    return TickLine(box=boxes[step.mark], text=step.planned.step.title.said(words.lang), note=note)


def _clocks(report: IncidentReport, words: Speech) -> Iterator[Section]:
    if not report.clocks:
        return
    lead = N_(
        "Information and no legal advice. They apply where personal data of people in these places is concerned; the "
        "earliest day the law may mean is shown."
    )
    blocks: list[Block] = [Words(text=words(lead))]
    for one in report.clocks:
        blocks += _clock(one, report, words)
    yield Section(heading=words(N_("Deadlines for reporting")), blocks=tuple(blocks), starts_sheet=True)


def _clock(one: ClockStanding, report: IncidentReport, words: Speech) -> Iterator[Block]:
    lang = words.lang
    rows = tuple((_duty(each, lang), _due(each, report, words)) for each in one.deadlines)
    head = (f"{one.clock.place.said(lang)}: {one.clock.law.said(lang)}", words(N_("Due")))
    yield Table(head=head, rows=rows, widths=(66, 34))
    parts = [words(N_("Compared with its source on {day}."), day=words.day_of(one.clock.checked_on))]
    if one.clock.is_stale(report.made_at.date()):
        parts.append(words(N_("That is more than a year ago: compare it again first.")))
    yield quiet(("" if lang == "ja" else " ").join((one.clock.concerns.said(lang), *parts, one.clock.report_url)))


def _duty(deadline: Deadline, lang: str) -> str:
    duty = deadline.duty
    said = duty.words.said(lang)
    if duty.only_if is None:
        return said
    return f"{said}({duty.only_if.said(lang)})" if lang == "ja" else f"{said} ({duty.only_if.said(lang)})"


def _due(deadline: Deadline, report: IncidentReport, words: Speech) -> str:
    duty = deadline.duty
    if duty.within is None:
        return words(N_("without delay"))
    if deadline.due_at is None:
        return words(_STARTS[duty.start])
    said = _by(deadline.due_at, words)
    if deadline.soft_at is not None:
        said = words(N_("{soft}; at the latest {due}"), soft=_by(deadline.soft_at, words), due=said)
    return f"{said} {words(N_('(over)'))}" if deadline.is_over(report.made_at) else said


def _by(end: datetime, words: Speech) -> str:
    """A time that is too late, told as the last one that is not."""
    last = end - timedelta(minutes=1)
    if words.time(end) == "00:00":
        return words(N_("by the end of {at:date}"), at=last)
    return words(N_("by {at:moment}"), at=last)


def _notices(report: IncidentReport, words: Speech) -> Iterator[Section]:
    if not report.notices:
        return
    facts = {**notice_facts(report, words), **report.given}
    if not report.is_personal:
        facts = {name: shortened(said) for name, said in facts.items() if name not in {"subjects", "message_ids"}}
    lead = Words(text=words(N_("Filled in with what is known. Read each before it goes out; add no live link.")))
    yield Section(heading=words(N_("Texts to send")), blocks=(lead,), starts_sheet=True)
    for notice in report.notices:
        text = filled(notice, facts, report.unknown, words.lang)
        open_fields = words(N_("Still to be filled in: {n}."), n=len(text.open_fields)) if text.open_fields else ""
        copy = Copy(
            how=notice.how.said(words.lang), subject=text.subject, body=text.body.strip(), open_fields=open_fields
        )
        yield Section(heading=notice.title.said(words.lang), blocks=(copy,), level=2)
