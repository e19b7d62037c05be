"""Letters and reports of an incident in words: what only people know, texts filled in, deadlines of the law."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Final

from sentwatch.core.incident_report import ClockStanding, IncidentReport
from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.breach_clock import BreachClock, Deadline, Start, Unit, deadlines
from sentwatch.core.playbooks.incident_file import chosen_laws, duty_done, starts_of
from sentwatch.core.playbooks.notices import Notice, fields_of, filled
from sentwatch.texts.notice_facts import notice_facts
from sentwatch.texts.notice_fields import FIELD_LABELS
from sentwatch.texts.plain import plain
from sentwatch.texts.render import render_trouble
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.times import ago, dotted, zone_of

if TYPE_CHECKING:
    from sentwatch.service.incident_look import IncidentLook


@dataclass(frozen=True, slots=True, kw_only=True)
class FactView:
    """A fact only people know, with what was entered."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """A text ready to copy. `open` says what nobody has told yet, empty where nothing is missing."""

    id: str
    title: str
    how: str
    subject: str
    body: str
    open: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """A duty of a law with its time; `tone` is fine, info, warning or urgent."""

    law: str
    duty: str
    text: str
    when: str
    tone: str
    button: str
    is_done: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StartView:
    """A moment from which times are counted, as it is entered: 2025-10-18 14:40, empty where it is not known."""

    start: Start
    label: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawsView:
    """Which law concerns the owner, and what it asks by when."""

    heading: str
    choice: str
    choices: tuple[tuple[str, str], ...]
    chosen: str
    lead: str
    starts: tuple[StartView, ...]
    hint: str
    wrong: str
    duties: tuple[DutyView, ...]
    note: str
    site: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersView:
    """The whole part."""

    facts_heading: str
    facts_lead: str
    facts: tuple[FactView, ...]
    letters_heading: str
    letters_choice: str
    letters: tuple[LetterView, ...]
    subject: str
    body: str
    copy: str
    copied: str
    save: str
    report_heading: str
    report_lead: str
    report_pdf: str
    report_html: str
    laws: LawsView | None


def papers(look: IncidentLook, words: Words, *, now: datetime) -> PapersView:
    """Everything that can be handed on about an incident."""
    words = words.in_zone(zone_of(look.time_zone, words))
    known = notice_facts(look.report, words)
    wanted = {name for notice in look.notices for name in fields_of(notice, words.lang)}
    return PapersView(
        facts_heading=words(N_("What only you know")),
        facts_lead=words(N_("Entered once, it stands in every text. What you leave out stays “not known yet”.")),
        facts=tuple(
            FactView(name=name, label=words(label), value=look.file.given.get(name, ""))
            for name, label in FIELD_LABELS.items()
            if name in look.file.given or (name in wanted and name not in known)
        ),
        letters_heading=words(N_("Texts to copy")),
        letters_choice=words(N_("For whom?")),
        letters=tuple(_letter(one, look, {**known, **look.file.given}, words) for one in look.notices),
        subject=words(N_("Subject")),
        body=words(N_("Text")),
        copy=words(N_("Copy the text")),
        copied=words(N_("Copied")),
        save=words(N_("Save as text …")),
        report_heading=words(N_("Incident report")),
        report_lead=words(
            N_(
                "What happened when, what was done, and the deadlines, for the police, a provider or an insurer. "
                "It names addresses: give it only to those who need it."
            )
        ),
        report_pdf=words(N_("Save as PDF …")),
        report_html=words(N_("Save as a web page …")),
        laws=_laws(look, words, now=now),
    )


def report_with_clocks(look: IncidentLook, words: Words) -> IncidentReport:
    """The report to hand on, with the deadlines of the law that was chosen."""
    zone = zone_of(look.time_zone, words)
    starts = starts_of(look.file, look.incident)
    chosen = _chosen(look, words)
    clocks = tuple(
        ClockStanding(clock=one, deadlines=deadlines(one, starts, zone)) for one in look.clocks if one.id in chosen
    )
    return replace(look.report, clocks=clocks, notices=look.notices, given=look.file.given)


def _letter(notice: Notice, look: IncidentLook, facts: dict[str, str], words: Words) -> LetterView:
    text = filled(notice, facts, look.unknown, words.lang)
    missing = [words(FIELD_LABELS[name]) for name in text.open_fields if name in FIELD_LABELS]
    return LetterView(
        id=notice.id,
        title=notice.title.said(words.lang),
        how=notice.how.said(words.lang),
        subject=text.subject,
        body=text.body.rstrip(),
        open=words(N_("Still open: {facts}"), facts=words.listed(missing)) if missing else "",
    )


def _chosen(look: IncidentLook, words: Words) -> tuple[str, ...]:
    return chosen_laws(look.file, look.clocks, time_zone=look.time_zone, lang=words.lang)


def _laws(look: IncidentLook, words: Words, *, now: datetime) -> LawsView | None:
    heading = words(N_("Duties to report"))
    if look.clocks_trouble is not None:
        seen = render_trouble(look.clocks_trouble, words)
        return LawsView(
            heading=heading,
            choice="",
            choices=(),
            chosen="",
            lead=seen.title,
            starts=(),
            hint="",
            wrong="",
            duties=(),
            note=seen.do_first,
            site="",
            url="",
        )
    chosen = _chosen(look, words)
    law = next((one for one in look.clocks if one.id in chosen), None)
    return LawsView(
        heading=heading,
        choice=words(N_("Which law concerns you?")),
        choices=(
            ("", words(N_("None, as far as we know"))),
            *((one.id, one.place.said(words.lang)) for one in look.clocks),
        ),
        chosen=law.id if law is not None else "",
        lead=f"{law.law.said(words.lang)}\n{law.concerns.said(words.lang)}"
        if law is not None
        else words(N_("Where data about people may have been read, many laws set a short time for a report.")),
        starts=tuple(_starts(law, look, words)) if law is not None else (),
        hint=words(N_("Day and time, written like 2025-10-18 14:40.")),
        wrong=words(N_("Please write it like 2025-10-18 14:40.")),
        duties=tuple(_duties(law, look, words, now=now)) if law is not None else (),
        note=law.note.said(words.lang) if law is not None else "",
        site=words(N_("Where to report")) if law is not None else "",
        url=law.report_url if law is not None else "",
    )


_STARTS: Final = {
    Start.AWARE: N_("When you became aware of it"),
    Start.ASSESSED: N_("When you had found out what it means"),
    Start.TOLD_PEOPLE: N_("When you told the people concerned"),
}
_WRITTEN: Final = "%Y-%m-%d %H:%M"


def read_moment(text: str, zone: tzinfo) -> datetime | None:
    """The moment somebody wrote, None where it is none. Digits of full width are as good as others."""
    try:
        return datetime.strptime(" ".join(unicodedata.normalize("NFKC", text).split()), _WRITTEN).replace(tzinfo=zone)
    except ValueError:
        return None


def _starts(law: BreachClock, look: IncidentLook, words: Words) -> Iterator[StartView]:
    """The moments this law counts from."""
    known = starts_of(look.file, look.incident)
    for start, label in _STARTS.items():
        if any(duty.start is start for duty in law.duties):
            at = known.get(start)
            value = at.astimezone(words.zone).strftime(_WRITTEN) if at is not None else ""
            yield StartView(start=start, label=words(label), value=value)


def _duties(law: BreachClock, look: IncidentLook, words: Words, *, now: datetime) -> Iterator[DutyView]:
    for one in deadlines(law, starts_of(look.file, look.incident), zone_of(look.time_zone, words)):
        done = duty_done(look.file, law.id, one.duty.id)
        only_if = one.duty.only_if.said(words.lang) if one.duty.only_if is not None else ""
        when, tone = _when(one, words, now=now)
        if done is not None:
            said = words(N_("fulfilled {when}"), when=ago(done.at, words, now=now))
            when, tone = dotted(said, plain(done.by)), "fine"
        yield DutyView(
            law=law.id,
            duty=one.duty.id,
            text=one.duty.words.said(words.lang),
            when="\n".join(part for part in (when, only_if) if part),
            tone=tone,
            button=words(N_("Take back")) if done is not None else words(N_("Fulfilled")),
            is_done=done is not None,
        )


def _when(one: Deadline, words: Words, *, now: datetime) -> tuple[str, str]:
    if one.duty.unit is Unit.PROMPTLY:
        return words(N_("without delay")), "warning"
    if one.due_at is None:
        return words(N_("counts from a day that is not known yet")), "info"
    if one.is_over(now):
        return words(N_("was due before {due:moment}"), due=one.due_at), "urgent"
    left = words(N_("{left:duration} left"), left=(one.due_at - now).total_seconds())
    return dotted(words(N_("before {due:moment}"), due=one.due_at), left), "warning"
