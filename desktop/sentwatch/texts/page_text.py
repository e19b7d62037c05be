"""A page as plain text for a terminal or a mail to oneself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sentwatch.core.findings import Severity
from sentwatch.core.phrase import N_
from sentwatch.texts.page import Block, Box, Bullets, Copy, Facts, Fields, Letter, Page, Table, Ticks, Words
from sentwatch.texts.words import Words as Speech
from sentwatch.texts.wrapped import wrapped

BOXES: Final = {Box.EMPTY: "[ ]", Box.TICKED: "[✓]", Box.OPEN: "[!]", Box.NONE: "[–]"}
MARKS: Final = {Severity.INFO: "·", Severity.NOTICE: "■", Severity.WARNING: "▲", Severity.URGENT: "⬣"}
_LINE: Final = "_" * 24


def page_text(page: Page, words: Speech) -> str:
    """The whole page, ending with a line feed."""
    return "\n".join(_lines(page, words)) + "\n"


def _lines(page: Page, words: Speech) -> Iterator[str]:
    if page.kicker:
        yield page.kicker
    yield page.title
    for text in page.lead:
        yield from wrapped(text, "")
    for section in page.sections:
        if section.heading:
            yield ""
            yield section.heading if section.level > 1 else f"== {section.heading}"
        for block in section.blocks:
            yield from _block(block, words)
    yield ""
    yield page.foot


def _block(block: Block, words: Speech) -> Iterator[str]:
    match block:
        case Words(text=text):
            yield from wrapped(text, "  ")
        case Bullets(items=items):
            for item in items:
                yield from wrapped(item, "  - ", "    ")
        case Facts(rows=rows):
            for label, value in rows:
                yield from wrapped(f"{label}: {value}", "  ", "    ")
        case Fields(rows=rows):
            for label, value in rows:
                yield from wrapped(f"{label}: {value or _LINE}", "  ", "    ")
        case Table(head=head, rows=rows):
            yield ""
            yield from wrapped(" | ".join(head), "  ")
            for row in rows:
                first, *rest = row
                told = [f"{name}: {value}" for name, value in zip(head[1:], rest, strict=False) if value]
                yield from wrapped(first, "  ")
                for one in told:
                    yield from wrapped(one, "      ")
        case Ticks(lines=lines):
            for line in lines:
                note = f"  {line.note}" if line.note else ""
                yield from wrapped(f"{line.text}{note}", f"  {BOXES[line.box]} ", "      ")
        case Letter():
            yield from _letter(block, words)
        case Copy():
            yield from _copy(block, words)


def _letter(letter: Letter, words: Speech) -> Iterator[str]:
    yield ""
    yield from wrapped(f"{MARKS[letter.severity]} {letter.badge}: {letter.title} ({letter.since})", "  ", "    ")
    for head, texts in letter.parts:
        if head:
            yield from wrapped(head, "    ")
        for text in texts:
            yield from wrapped(text, "      - " if head else "    ", "        " if head else "    ")
    if letter.evidence:
        yield from wrapped(words(N_("What we saw:")), "    ")
        for label, value in letter.evidence:
            yield from wrapped(f"{label}: {value}", "      ")


def _copy(copy: Copy, words: Speech) -> Iterator[str]:
    yield from wrapped(copy.how, "  ")
    if copy.open_fields:
        yield from wrapped(copy.open_fields, "  ")
    yield ""
    if copy.subject:
        yield from wrapped(words(N_("Subject: {text}"), text=copy.subject), "    ")
        yield ""
    for line in copy.body.splitlines():
        yield from wrapped(line, "    ")
