"""A finding as a letter: what we saw, why it matters, what may be harmless, how to check, what to do first."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.findings import Severity
from sentwatch.core.incidents import Answer
from sentwatch.core.phrase import N_
from sentwatch.core.report import Report, ReportedFinding, Status
from sentwatch.texts.render import SEVERITY_NAMES, render_finding
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, Known, ref_of
from sentwatch.ui.presenters.times import ago, dotted, joined, zone_of

_STATUSES: Final = {
    Status.NEW: N_("New"),
    Status.CHANGED: N_("Changed"),
    Status.STILL: N_("Seen before"),
    Status.GONE: N_("No longer there"),
    Status.EARLIER: N_("Found earlier, not looked at this time"),
}

_ANSWERABLE: Final = frozenset({"sent.burst", "sent.unusual-hours"})
"""Incidents of which only the owner knows whose doing they were."""

_LONG_TITLE: Final = 64
"""In columns; a kanji takes two."""
_SENTENCE_END: Final = re.compile(r"(?<=[.!?]) (?=[A-Z0-9“])|(?<=。)(?=.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A heading and its paragraphs. `marks` stand before them: bullets, numbers, or nothing. The steps stand out."""

    heading: str
    paragraphs: tuple[str, ...]
    marks: tuple[str, ...] = ()
    is_to_do: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswersView:
    """The question only the owner can answer. `given` says what they answered, empty where they did not."""

    question: str
    that_was_me: str
    not_me: str
    given: str = ""
    chosen: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterView:
    """One finding in words. Every part is plain text."""

    ref: FindingRef
    severity: Severity
    badge: str
    facts: str
    title: str
    lead: str
    sections: tuple[SectionView, ...]
    evidence_heading: str
    evidence: tuple[tuple[str, str], ...]
    copy: str
    copied: str
    answers: AnswersView | None = None
    is_gone: bool = False
    guide: str = ""
    """The button that leads to the incident guide, empty where none fits."""

    @property
    def evidence_text(self) -> str:
        """The evidence as it is copied."""
        return "\n".join([self.title, *(f"{label}: {value}" for label, value in self.evidence)])


def letter(known: Known, report: Report, reported: ReportedFinding, words: Words, *, now: datetime) -> LetterView:
    """The finding as this report has it; times in the account's own zone."""
    words = words.in_zone(zone_of(report.time_zone, words))
    finding = reported.finding
    message = render_finding(finding, words)
    title, lead = split_title(message.title)
    ref = ref_of(report, reported)
    sections = (
        SectionView(heading=words(N_("Why it matters")), paragraphs=(message.why,)),
        SectionView(
            heading=words(N_("It may be harmless")),
            paragraphs=message.harmless,
            marks=("•",) * len(message.harmless),
        ),
        SectionView(heading=words(N_("How to check in a minute")), paragraphs=(message.how_to_check,)),
        SectionView(
            heading=words(N_("What to do first")),
            paragraphs=message.do_first,
            marks=tuple(f"{n}." for n in range(1, len(message.do_first) + 1)) if len(message.do_first) > 1 else (),
            is_to_do=True,
        ),
    )
    return LetterView(
        ref=ref,
        severity=finding.severity,
        badge=words(SEVERITY_NAMES[finding.severity]),
        facts=facts(report, reported, words, now=now),
        title=title,
        lead=lead,
        sections=tuple(section for section in sections if any(section.paragraphs)),
        evidence_heading=words(N_("What we saw ({n})"), n=len(message.evidence)),
        evidence=message.evidence,
        copy=words(N_("Copy")),
        copied=words(N_("Copied")),
        answers=_answers(known.answers.get(ref), words) if finding.kind.code in _ANSWERABLE else None,
        is_gone=reported.status is Status.GONE,
        guide=guide_button(known, ref, words) if reported.status is not Status.GONE else "",
    )


def facts(report: Report, reported: ReportedFinding, words: Words, *, now: datetime) -> str:
    """Status, account and when we first saw it, in one line."""
    return dotted(
        words(_STATUSES[reported.status]),
        report.account or "",
        words(N_("first seen {when}"), when=ago(reported.first_seen, words, now=now)),
    )


def split_title(text: str) -> tuple[str, str]:
    """A long title as its first sentence and the rest."""
    if sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text) <= _LONG_TITLE:
        return text, ""
    parts = _SENTENCE_END.split(text, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else (text, "")


def guide_button(known: Known, ref: FindingRef, words: Words) -> str:
    """What leads from a finding to the incident guide, empty where no playbook fits."""
    if ref not in known.guided or known.answers.get(ref) is Answer.THAT_WAS_ME:
        return ""
    is_under_way = known.open_incident(ref.account_key) is not None
    return words(N_("Go on with the guide")) if is_under_way else words(N_("What to do now"))


def _answers(given: Answer | None, words: Words) -> AnswersView:
    said = {
        None: "",
        Answer.THAT_WAS_ME: joined(words, words(N_("You said: that was me.")), words(N_("We learn from it."))),
        Answer.NOT_ME: joined(
            words,
            words(N_("You said: that was not me.")),
            words(N_("Go through “What to do first”, one step after the other.")),
        ),
    }
    return AnswersView(
        question=words(N_("Was this you?")),
        that_was_me=words(N_("That was me")),
        not_me=words(N_("That was not me")),
        given=said[given],
        chosen=given,
    )
