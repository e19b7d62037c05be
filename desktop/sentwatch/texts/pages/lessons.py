"""The record of lessons: who has done which one when, and what is still open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.lessons import AGAIN_AFTER, Completion, Lesson, standings
from sentwatch.texts.page import Block, Fields, Page, Section, Table, Words
from sentwatch.texts.pages.parts import foot, quiet
from sentwatch.texts.plain import plain
from sentwatch.texts.report_json import Json, iso
from sentwatch.texts.words import Words as Speech

_KEPT = N_("Kept is who finished which lesson and when. Answers and wrong tries are not kept.")


def lessons_page(
    lessons: Sequence[Lesson],
    completions: Sequence[Completion],
    people: Sequence[str],
    words: Speech,
    *,
    now: datetime,
    is_personal: bool,
) -> Page:
    """The record at `now`; without personal data people are numbered."""
    called = _names(people, completions, words, is_personal=is_personal)
    titles = {lesson.id: lesson.title.said(words.lang) for lesson in lessons}
    done = sorted((one for one in completions if one.lesson in titles), key=lambda one: one.at)
    rows = tuple(
        (called[one.person], titles[one.lesson], words.date(one.at), words.date(one.at + AGAIN_AFTER)) for one in done
    )
    head = (N_("Person"), N_("Lesson"), N_("Finished on"), N_("Again by"))
    finished: Block = Words(text=words(N_("No lesson has been finished yet.")))
    if rows:
        finished = Table(head=tuple(map(words, head)), rows=rows, widths=(24, 36, 20, 20))
    open_rows = tuple(
        (titles[one.lesson.id], words.listed([called[person] for person in one.missing]))
        for one in standings(lessons, completions, people, now=now)
        if one.missing
    )
    blocks: tuple[Block, ...] = (Words(text=words(N_("Everybody has done every lesson within the last year."))),)
    if not people:
        blocks = (Words(text=words(N_("Nobody is on the list of people yet."))),)
    elif open_rows:
        blocks = (Table(head=(words(N_("Lesson")), words(N_("Not yet done by"))), rows=open_rows, widths=(40, 60)),)
    return Page(
        lang=words.lang,
        kicker=words(N_("Record of lessons")),
        title=words(N_("Who has learned what")),
        lead=(words(N_("As known on {at:moment}."), at=now),),
        sections=(
            Section(heading=words(N_("Finished")), blocks=(finished,)),
            Section(heading=words(N_("Still open")), blocks=blocks),
            Section(
                heading=words(N_("Confirmed")),
                blocks=(
                    quiet(
                        words(N_("Kept is who finished which lesson and when. Answers and wrong tries are not kept."))
                    ),
                    Fields(rows=((words(N_("Day")), ""), (words(N_("Name")), ""))),
                ),
            ),
        ),
        foot=foot(now, words),
    )


def lessons_json(
    lessons: Sequence[Lesson],
    completions: Sequence[Completion],
    people: Sequence[str],
    words: Speech,
    *,
    now: datetime,
    is_personal: bool,
) -> dict[str, Json]:
    """The same as values (schema 1)."""
    called = _names(people, completions, words, is_personal=is_personal)
    return {
        "schema": 1,
        "kind": "lessons",
        "generated_at": iso(now),
        "personal_data": is_personal,
        "completions": [
            {"lesson": one.lesson, "person": called[one.person], "at": iso(one.at)}
            for one in sorted(completions, key=lambda one: one.at)
        ],
        "open": [
            {"lesson": one.lesson.id, "people": [called[person] for person in one.missing]}
            for one in standings(lessons, completions, people, now=now)
        ],
    }


def _names(
    people: Sequence[str], completions: Sequence[Completion], words: Speech, *, is_personal: bool
) -> dict[str, str]:
    everybody = dict.fromkeys((*people, *(one.person for one in completions)))
    if is_personal:
        return {person: plain(person) for person in everybody}
    return {person: words(N_("Person {n}"), n=number) for number, person in enumerate(everybody, start=1)}
