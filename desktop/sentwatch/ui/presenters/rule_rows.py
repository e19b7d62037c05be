"""One rule as a row: its sentence, what is known of it, and all of it in detail when somebody asks."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_findings import place_of
from sentwatch.core.rule_history import KeptRule, RuleHistory
from sentwatch.core.rule_words import describe, tells_of_off
from sentwatch.core.rules import Rule, RuleSet, Standing, conditions_of, rule_hash
from sentwatch.texts.render import SEVERITY_NAMES
from sentwatch.texts.rules_text import harmless_text, where_text
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.times import dotted

if TYPE_CHECKING:
    from sentwatch.core.findings import Severity
    from sentwatch.core.guided_rules import Removal
    from sentwatch.ui.known import FindingRef
    from sentwatch.ui.rule_work import RulesSeen

MAX_LISTED: Final = 40
"""Targets and values that are listed; a hostile rule names thousands."""


class Change(enum.Enum):
    """What became of a rule since the look before the last."""

    NEW = "new"
    CHANGED = "changed"
    STILL = "still"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is known around the rules of one place."""

    history: RuleHistory
    last: datetime | None
    live: RulesSeen | None
    findings: Mapping[str, tuple[FindingRef, Severity]]
    is_sieve: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalView:
    """How a rule is removed by hand. `url` is empty where no page is known."""

    heading: str
    where: str
    how: str
    open: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule. `mark` is what stands before it; buttons without words are not there."""

    digest: str
    mark: str
    sentence: str
    facts: str
    approval: str
    why: str
    ref: FindingRef | None
    approve: str
    take_back: str
    switch_off: str
    details: tuple[tuple[str, str], ...]
    raw: str
    removal: RemovalView | None

    @property
    def spoken(self) -> str:
        """All of it for a screen reader."""
        return ". ".join(part for part in (self.sentence, self.facts, self.approval) if part)


def change_of(kept: KeptRule, *, last: datetime | None) -> Change:
    """Whether the last look was the first to see it. What stood there from the start may be of any age."""
    if kept.was_there or last is None or kept.first_seen < last:
        return Change.STILL
    return Change.NEW if kept.replaces is None else Change.CHANGED


_CHANGE_WORDS: Final = {Change.NEW: N_("New"), Change.CHANGED: N_("Changed"), Change.STILL: ""}


def rule_row(kept: KeptRule, seen: Seen, words: Words, *, now: datetime) -> RuleRow:  # noqa: ARG001 - as all presenters
    """One rule that is remembered, in detail where a look of this session saw it."""
    live = _live(kept.digest, seen.live)
    found = seen.findings.get(kept.digest)
    approval = seen.history.approvals.get(kept.digest)
    is_off = tells_of_off(kept.told.sentence)
    removal = seen.live.removals.get(kept.digest) if seen.live is not None else None
    name = kept.told.name.strip()
    return RuleRow(
        digest=kept.digest,
        mark=found[1].word if found is not None else "approved" if approval else "off" if is_off else "rule",
        sentence=words(kept.told.sentence),
        facts=dotted(
            words(SEVERITY_NAMES[found[1]]) if found is not None else "",
            words(_CHANGE_WORDS[change_of(kept, last=seen.last)]),
            words(N_("“{name}”"), name=name) if name else "",
            words.value(short_place(kept.told.where)),
            words(N_("first seen on {at:date}"), at=kept.first_seen),
        ),
        approval=words(N_("Yours, as you said on {at:date}: {because}"), at=approval.at, because=approval.because)
        if approval is not None
        else "",
        why=words(N_("Why it stands out")) if found is not None else "",
        ref=found[0] if found is not None else None,
        approve="" if approval is not None else words(N_("This is mine …")),
        take_back=words(N_("Take back")) if approval is not None else "",
        switch_off=words(N_("Switch off …")) if seen.is_sieve and not is_off else "",
        details=tuple(_details(kept, live, seen, words, is_off=is_off)),
        raw=harmless_text(kept.told.raw),
        removal=_removal(removal, words) if removal is not None else None,
    )


def file_row(
    rule_set: RuleSet, rule: Rule, words: Words, *, found: tuple[FindingRef, Severity] | None, removal: Removal | None
) -> RuleRow:
    """One rule of a file that is not kept: there is nothing to be done with it here."""
    name = rule.name.strip()
    mark = found[1].word if found is not None else "rule" if rule.enabled else "off"
    return RuleRow(
        digest=rule_hash(rule),
        mark=mark,
        sentence=words(describe(rule)),
        facts=dotted(
            words(SEVERITY_NAMES[found[1]]) if found is not None else "",
            words(N_("“{name}”"), name=name) if name else "",
            words.value(short_place(place_of(rule_set))),
        ),
        approval="",
        why=words(N_("Why it stands out")) if found is not None else "",
        ref=found[0] if found is not None else None,
        approve="",
        take_back="",
        switch_off="",
        details=tuple(_live_details(rule_set, rule, words)),
        raw=harmless_text(rule.raw),
        removal=_removal(removal, words) if removal is not None else None,
    )


def short_place(where: str) -> str:
    """The end of a long path; all of it stands in the details."""
    parts = _SLASHES.split(where)
    return "…/" + "/".join(parts[-2:]) if len(parts) > MAX_PARTS else where


MAX_PARTS: Final = 3
_SLASHES: Final = re.compile(r"[/\\]")


def _live(digest: str, seen: RulesSeen | None) -> tuple[RuleSet, Rule] | None:
    if seen is None:
        return None
    pairs = ((rule_set, rule) for rule_set in seen.sets for rule in rule_set.rules)
    return next((pair for pair in pairs if rule_hash(pair[1]) == digest), None)


def _details(
    kept: KeptRule, live: tuple[RuleSet, Rule] | None, seen: Seen, words: Words, *, is_off: bool
) -> Iterator[tuple[str, str]]:
    if live is not None:
        yield from _live_details(*live, words)
    else:
        yield words(N_("Where it lives")), words.value(kept.told.where)
        yield words(N_("In use")), words(N_("no") if is_off else N_("yes"))
        yield words(N_("Fingerprint")), kept.digest
    yield words(N_("First seen")), words.moment(kept.first_seen)
    yield words(N_("Last seen")), words.moment(kept.last_seen)
    before = seen.history.rules.get(kept.replaces or "")
    if before is not None:
        yield words(N_("Before it was changed")), words(before.told.sentence)


def _live_details(rule_set: RuleSet, rule: Rule, words: Words) -> Iterator[tuple[str, str]]:
    targets = tuple(dict.fromkeys(one for effect in rule.effects for one in effect.targets if one))
    values = tuple(dict.fromkeys(one for condition in conditions_of(rule.test) for one in condition.values if one))
    if targets:
        yield words(N_("Leads to")), _listed(targets, words)
    if values:
        yield words(N_("Looks for")), _listed(values, words)
    yield words(N_("Where it lives")), _where(rule_set, rule, words)
    yield words(N_("In use")), words(N_("yes") if rule.enabled else N_("no"))
    if rule.changed_at is not None:
        yield words(N_("Last changed")), words.moment(rule.changed_at)
    if rule.made_by:
        yield words(N_("Made by")), words.value(rule.made_by)
    for piece in rule.not_understood[:5]:
        yield words(N_("Not understood")), words.value(piece.text)
    yield words(N_("Fingerprint")), rule_hash(rule)


def _where(rule_set: RuleSet, rule: Rule, words: Words) -> str:
    place = place_of(rule_set)
    if rule_set.standing is Standing.INACTIVE:
        return words(N_("{where} (not in use)"), where=place)
    if rule_set.standing is Standing.INCLUDED:
        return words(N_("{where} (included by the script in use)"), where=place)
    return words(N_("{place}, line {line:plain}"), place=place, line=rule.line) if rule.line else words.value(place)


def _listed(values: tuple[str, ...], words: Words) -> str:
    if len(values) <= MAX_LISTED:
        return words.listed(values)
    more = phrase(
        N_("{values} and {count} more"), values=words.listed(values[:MAX_LISTED]), count=len(values) - MAX_LISTED
    )
    return words(more)


def _removal(removal: Removal, words: Words) -> RemovalView:
    link = removal.links[0] if removal.links else None
    return RemovalView(
        heading=words(N_("To remove one by hand:")),
        where=where_text(removal.path, words) if removal.path is not None else "",
        how=removal.remove.said(words.lang),
        open=words(N_("Open the provider's page")) if link is not None else "",
        url=link.page.url if link is not None else "",
    )
