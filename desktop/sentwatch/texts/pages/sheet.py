"""A sheet to hang up (contacts, call-back rule, leaver's list, first-aid card) as a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.printable import Line, LineKind, Sheet, said
from sentwatch.texts.page import Block, Box, Fields, Page, Section, TickLine, Ticks, Words
from sentwatch.texts.pages.parts import foot
from sentwatch.texts.words import Words as Speech


def sheet_page(sheet: Sheet, words: Speech, *, made_at: datetime) -> Page:
    """The sheet in the language of `words`; one that is filled in (the contacts) in smaller type."""
    lang = words.lang
    return Page(
        lang=lang,
        kicker=words(N_("To hang up")),
        title=said(sheet.title, lang),
        lead=(said(sheet.lead, lang),),
        sections=tuple(
            Section(heading=said(section.heading, lang), blocks=tuple(_blocks(section.lines, lang)))
            for section in sheet.sections
        ),
        foot=foot(made_at, words),
        is_poster=not any(one.value for section in sheet.sections for one in section.lines),
    )


def _blocks(lines: Iterable[Line], lang: str) -> Iterator[Block]:
    for kind, group in groupby(lines, key=lambda line: line.kind):
        if kind is LineKind.BOX:
            yield Ticks(lines=tuple(TickLine(box=Box.EMPTY, text=said(line.text, lang)) for line in group))
        elif kind is LineKind.FIELD:
            yield Fields(rows=tuple((said(line.text, lang), said(line.value, lang)) for line in group))
        else:
            yield from (Words(text=said(line.text, lang)) for line in group)
