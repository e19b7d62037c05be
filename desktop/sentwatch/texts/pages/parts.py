"""What several pages share: a finding as a letter, the closing words, states with their dates."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sentwatch.core.findings import KnownFinding
from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.checklist import StepState, StepView
from sentwatch.texts.page import Box, Letter, Words
from sentwatch.texts.plain import plain
from sentwatch.texts.render import SEVERITY_NAMES, render_finding
from sentwatch.texts.step_states import EVIDENCE_WORDS, STATE_WORDS
from sentwatch.texts.words import Words as Speech

VALUE_CHARACTERS: Final = 600
"""A value on paper is longer than on a line of a terminal, and still ends somewhere."""

BOXES: Final = {
    StepState.OK: Box.TICKED,
    StepState.ATTENTION: Box.OPEN,
    StepState.NOT_OK: Box.OPEN,
    StepState.UNKNOWN: Box.EMPTY,
    StepState.NOT_APPLICABLE: Box.NONE,
}


def letter(known: KnownFinding, words: Speech, *, is_whole: bool = True) -> Letter:
    """A finding as its owner reads it; for somebody else without advice and evidence."""
    finding = known.finding
    message = render_finding(finding, words)
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    if is_whole:
        parts = (
            ("", (message.why,)),
            (words(N_("It may be harmless:")), message.harmless),
            (words(N_("How to check in a minute:")), (message.how_to_check,)),
            (words(N_("What to do first:")), message.do_first),
        )
    return Letter(
        severity=finding.severity,
        badge=words(SEVERITY_NAMES[finding.severity]),
        title=message.title,
        since=words(N_("Seen since {at:date}"), at=known.first_seen),
        parts=tuple((head, tuple(text for text in texts if text)) for head, texts in parts if any(texts)),
        evidence=tuple((label, plain(value, limit=VALUE_CHARACTERS)) for label, value in message.evidence)
        if is_whole
        else (),
    )


def step_note(view: StepView, words: Speech) -> str:
    """How a step stands, who says so, and when: "done, seen by Sentwatch, Monday 3 November 2025"."""
    parts = [words(STATE_WORDS[view.state])]
    if view.evidence_kind is not None:
        parts.append(words(EVIDENCE_WORDS[view.evidence_kind]))
    if view.checked_at is not None:
        parts.append(words.date(view.checked_at))
    if view.state is StepState.OK and view.is_due:
        parts.append(words(N_("due again")))
    return ("、" if words.lang == "ja" else ", ").join(parts)


def step_title(view: StepView, lang: str) -> str:
    """The title of a step."""
    return view.step.words.title.said(lang) if view.step.words else view.step.id


def foot(made_at: datetime, words: Speech) -> str:
    """The small line on every sheet."""
    return words(N_("Sentwatch, {at:moment}"), at=made_at)


def quiet(text: str) -> Words:
    """Small print."""
    return Words(text=text, is_quiet=True)
