"""Check whether every word of the rules was understood: what was not is told, and such a set is never called clean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sentwatch.core.check import Check, Checked
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_findings import KEEP_EVIDENCE, PASSWORD_FIRST, place_of
from sentwatch.core.rule_indicators import folded
from sentwatch.core.rules import NotUnderstood, RuleSet, rule_hash
from sentwatch.core.snapshot import Snapshot

_READ_IT: Final = N_("Open the place named here and read these lines, or show them to whoever looks after your mail.")

NOT_UNDERSTOOD = FindingKind(
    code="rule.not-understood",
    severity=Severity.NOTICE,
    title=N_("Some of the rules in {place} could not be read."),
    why=N_("What we cannot read we cannot judge: it may pass mail on or delete it."),
    harmless=(N_("Your provider may use words of its own that we do not know yet."),),
    how_to_check=_READ_IT,
    do_first=(PASSWORD_FIRST, KEEP_EVIDENCE),
)
NOT_READ = FindingKind(
    code="rule.not-read",
    severity=Severity.WARNING,
    title=N_("The rules in {place} were not read."),
    why=N_("A file of rules like this is not what a mail program writes. What it would do stays unknown."),
    harmless=(N_("It may be damaged, or not a file of rules at all."),),
    how_to_check=_READ_IT,
    do_first=(N_("Do not load this file into a mail program."), KEEP_EVIDENCE),
)

# What lets mail out or away, in the words of all rule languages: not understood, it weighs more.
_GRAVE: Final = ("redirect", "forward", "discard", "reject", "pipe", "delete", "execute", "notify", "@")
MAX_PIECES: Final = 8


def judge(seen: RuleFacts, _snapshot: Snapshot) -> Checked:
    """Find sets of rules that were not read as a whole; places that could not be looked at are told beside them."""
    return Checked(findings=tuple(_find(seen)), limits=seen.unseen)


def _find(seen: RuleFacts) -> Iterator[Finding]:
    for rule_set in seen.sets:
        params = {"place": place_of(rule_set)}
        subject = f"{rule_set.owner.lower()}:{rule_set.language.value}:{rule_set.name}"
        if rule_set.refused is not None:
            evidence = (Evidence(label=N_("Reason"), value=rule_set.refused),)
            yield Finding(kind=NOT_READ, subject=subject, params=params, evidence=evidence)
            continue
        pieces = _pieces(rule_set, seen)
        if pieces:
            yield Finding(
                kind=NOT_UNDERSTOOD,
                subject=subject,
                params=params,
                evidence=tuple(_shown(piece) for piece in pieces[:MAX_PIECES]),
                own_severity=Severity.WARNING if any(map(_is_grave, pieces)) else None,
            )


def _pieces(rule_set: RuleSet, seen: RuleFacts) -> list[NotUnderstood]:
    """Return what was not understood, without what stands in rules their owner has approved as they are."""
    approved = {
        id(piece) for rule in rule_set.rules if rule_hash(rule) in seen.approved for piece in rule.not_understood
    }
    return [piece for piece in rule_set.all_not_understood if id(piece) not in approved]


def _is_grave(piece: NotUnderstood) -> bool:
    text = folded(piece.text)
    return any(word in text for word in _GRAVE)


def _shown(piece: NotUnderstood) -> Evidence:
    if not piece.line:
        return Evidence(
            label=N_("Not understood"), value=phrase(N_("{reason} {text}"), reason=piece.reason, text=piece.text)
        )
    words = phrase(N_("Line {line:plain}: {reason} {text}"), line=piece.line, reason=piece.reason, text=piece.text)
    return Evidence(label=N_("Not understood"), value=words)


def part(snapshot: Snapshot) -> RuleFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.rules


CHECK = Check(
    code="rule.not-understood",
    title=N_("Rules we could read"),
    kinds=(NOT_UNDERSTOOD, NOT_READ),
    part=part,
    judge=judge,
)
