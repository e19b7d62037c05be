"""Findings and troubles turned into words a person reads."""

from __future__ import annotations

from dataclasses import dataclass

from sentwatch.core.check import Checked, Outcome
from sentwatch.core.findings import Finding, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_
from sentwatch.core.trouble import Trouble
from sentwatch.texts.plain import plain
from sentwatch.texts.words import Words

SEVERITY_NAMES = {
    Severity.INFO: N_("Info"),
    Severity.NOTICE: N_("Notice"),
    Severity.WARNING: N_("Warning"),
    Severity.URGENT: N_("Urgent"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A finding in words. Every part is plain text."""

    title: str
    why: str
    harmless: tuple[str, ...]
    how_to_check: str
    do_first: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleMessage:
    """A trouble in words: what happened and what to do first."""

    title: str
    do_first: str


def render_finding(finding: Finding, words: Words) -> Message:
    """The finding as a short letter."""
    kind, params = finding.kind, finding.params

    def say(text: str) -> str:
        return words(text, **params)

    title = say(kind.title)
    if kind.sentences is not None:
        title = words.sentences(map(words, kind.sentences(params)))
    return Message(
        title=title,
        why=say(kind.why),
        harmless=tuple(say(text) for text in kind.harmless),
        how_to_check=say(kind.how_to_check),
        do_first=tuple(say(text) for text in kind.do_first),
        evidence=tuple((words(e.label), words.value(e.value)) for e in finding.evidence),
    )


def render_trouble(trouble: Trouble, words: Words) -> TroubleMessage:
    """The trouble and the first thing to do about it."""
    return TroubleMessage(
        title=words(trouble.title, **trouble.params),
        do_first=words(trouble.kind.do_first, **trouble.params),
    )


def trouble_line(trouble: Trouble, words: Words) -> str:
    """The trouble and the first thing to do about it, as one line."""
    said = render_trouble(trouble, words)
    return words.sentences((said.title, said.do_first))


def render_reason(outcome: Outcome, words: Words) -> str | None:
    """Why a check could not look (or looked only in part), None where there is nothing to say."""
    match outcome:
        case NotChecked(reason=reason):
            return words(reason)
        case Failed(trouble=trouble):
            return words(trouble.title, **trouble.params)
        case Checked(limits=limits) if limits:
            return words.sentences(map(words, limits))
    return None


__all__ = [
    "SEVERITY_NAMES",
    "Message",
    "TroubleMessage",
    "plain",
    "render_finding",
    "render_reason",
    "render_trouble",
    "trouble_line",
]
