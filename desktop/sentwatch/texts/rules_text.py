"""Rules as text for a terminal: each in a sentence, with what is known of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sentwatch.core.guided_rules import ClickPath, GuidedStep, Removal
from sentwatch.core.phrase import N_
from sentwatch.core.report import Status
from sentwatch.core.rule_findings import place_of
from sentwatch.core.rule_history import KeptRule, RuleHistory, status_of
from sentwatch.core.rule_words import describe
from sentwatch.core.rules import Rule, RuleSet, Standing, rule_hash
from sentwatch.texts.plain import plain
from sentwatch.texts.words import Words
from sentwatch.texts.wrapped import wrapped

_STANDINGS = {
    Standing.INCLUDED: N_("{where} (included by the script in use)"),
    Standing.INACTIVE: N_("{where} (not in use)"),
}
_CHANGES = {
    Status.NEW: N_("new"),
    Status.CHANGED: N_("changed"),
    Status.STILL: N_("first seen on {at:date}"),
}
_NO_RULES = N_("No rules stand here.")


def rules_text(sets: Iterable[RuleSet], history: RuleHistory, words: Words, *, now: datetime) -> str:
    """Every rule that was read, place by place, then those that are gone since the last look."""
    return "\n".join(_lines(sets, history, words, now=now)) + "\n"


def _lines(sets: Iterable[RuleSet], history: RuleHistory, words: Words, *, now: datetime) -> Iterator[str]:
    yield words(N_("Rules that were read"))
    for rule_set in sets:
        where = place_of(rule_set)
        standing = _STANDINGS.get(rule_set.standing)
        yield from wrapped(words(standing, where=where) if standing else plain(where), "  ")
        if rule_set.refused is not None:
            yield from wrapped(words(rule_set.refused), "    ")
        elif not rule_set.rules:
            yield from wrapped(words(_NO_RULES), "    ")
        for rule in rule_set.rules:
            yield from _rule_lines(rule, history, words, now=now)
    gone = [kept for kept in history.rules.values() if kept.gone_at is not None and kept.gone_at >= now]
    if gone:
        yield words(N_("No longer there"))
    for kept in gone:
        yield from wrapped(words(kept.told.sentence), "    ")


def _rule_lines(rule: Rule, history: RuleHistory, words: Words, *, now: datetime) -> Iterator[str]:
    digest = rule_hash(rule)
    kept = history.rules.get(digest)
    number = f"    {rule.order}  "
    yield from wrapped(words(describe(rule)), number, " " * len(number))
    about = [words(N_("“{name}”"), name=rule.name)] if rule.name.strip() else []
    if kept is not None:
        about.append(_change(kept, words, now=now))
    about.append(words(N_("fingerprint {digest}"), digest=digest))
    yield from wrapped(words.listed(about), " " * len(number))
    approval = history.approvals.get(digest)
    if approval is not None:
        said = words(N_("Yours, as you said on {at:date}: {because}"), at=approval.at, because=approval.because)
        yield from wrapped(said, " " * len(number))


def _change(kept: KeptRule, words: Words, *, now: datetime) -> str:
    # What stood there when we first looked may be of any age.
    status = Status.STILL if kept.was_there else status_of(kept, now=now)
    return words(_CHANGES.get(status, _CHANGES[Status.STILL]), at=kept.first_seen)


def excerpt_text(before: bytes, after: bytes, words: Words) -> str:
    """A script before and after, the lines around what changes; text from outside, made harmless."""
    pieces = ((N_("Before:"), before, after), (N_("After:"), after, before))
    return "".join(f"{words(head)}\n{_excerpt(text, other)}" for head, text, other in pieces)


def _excerpt(data: bytes, other: bytes, *, around: int = 3) -> str:
    lines, others = data.decode("utf-8", "replace").splitlines(), other.decode("utf-8", "replace").splitlines()
    same = next((at for at, (one, two) in enumerate(zip(lines, others, strict=False)) if one != two), 0)
    tail = 0
    while tail < min(len(lines), len(others)) - same and lines[-1 - tail] == others[-1 - tail]:
        tail += 1
    first, last = max(0, same - around), min(len(lines), len(lines) - tail + around)
    shown = [f"  {number:>4}  {_indented(line)}" for number, line in enumerate(lines[first:last], start=first + 1)]
    return "\n".join(shown) + "\n"


def _indented(line: str) -> str:
    text = line.expandtabs(4)
    return " " * min(len(text) - len(text.lstrip()), 40) + plain(text)


def guide_text(steps: Iterable[GuidedStep], words: Words) -> str:
    """The guided check: where to click, and what to look for."""
    lines: list[str] = []
    for number, step in enumerate(steps, start=1):
        lines += wrapped(step.title.said(words.lang), f"{number}  ", "   ")
        if step.path is not None:
            lines += wrapped(where_text(step.path, words), "   ")
        for link in step.links:
            lines.append(f"   {plain(link.page.url)}")
        for one in step.look_for:
            lines += wrapped(one.said(words.lang), "   - ", "     ")
        lines += wrapped(words(N_("Not yours? {remove}"), remove=step.remove.said(words.lang)), "   ")
    return "\n".join(lines) + "\n"


def removal_text(removal: Removal, words: Words) -> str:
    """How a rule is removed by hand."""
    lines = list(wrapped(words(N_("To remove one by hand:")), ""))
    if removal.path is not None:
        lines += wrapped(where_text(removal.path, words), "  ")
    lines += [f"  {plain(link.page.url)}" for link in removal.links]
    lines += wrapped(removal.remove.said(words.lang), "  ")
    return "\n".join(lines) + "\n"


def where_text(path: ClickPath, words: Words) -> str:
    """Where to click, told as usual where nobody has read it in the provider's own words."""
    there = path.there.said(words.lang)
    return words(N_("Usually: {there}"), there=there) if path.is_usual_only else there
