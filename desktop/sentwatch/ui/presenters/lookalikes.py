"""Names that look like a domain, in words: what would be asked, and what exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.lookalikes import MAX_NAMES
from sentwatch.core.phrase import N_
from sentwatch.texts.words import Words
from sentwatch.ui.own_facts import DomainPageFacts
from sentwatch.ui.presenters.times import ago, dotted


@dataclass(frozen=True, slots=True, kw_only=True)
class LookalikesView:
    """The part about one domain. `lists` are headings with names; `result` is empty before the first look."""

    title: str
    intro: str
    switch: str
    switch_detail: str
    is_on: bool
    look: str
    result: str
    facts: str
    lists: tuple[tuple[str, str, tuple[str, ...]], ...]
    advice: str


def lookalikes_part(domain: str | None, facts: DomainPageFacts, words: Words, *, now: datetime) -> LookalikesView:
    """The part for one domain."""
    seen = facts.memory(domain).lookalikes if domain is not None else None
    lists: list[tuple[str, str, tuple[str, ...]]] = []
    result = said = ""
    if seen is not None:
        if seen.with_mail:
            lists.append((words(N_("Set up for mail")), "notice", seen.with_mail))
        if seen.registered:
            lists.append((words(N_("Registered, without mail")), "info", seen.registered))
        there = len(seen.with_mail) + len(seen.registered)
        result = words(N_("{count} of {asked} names exist."), count=there, asked=seen.asked)
        unanswered = words(N_("{count} could not be asked for"), count=seen.unanswered) if seen.unanswered else ""
        said = dotted(words(N_("Looked {when}"), when=ago(seen.at, words, now=now)), unanswered)
    return LookalikesView(
        title=words(N_("Names that look like yours")),
        intro=words(
            N_(
                "Fraud letters about changed bank details come from names like these: one letter off, another ending, "
                "a sign from another alphabet."
            )
        ),
        switch=words(N_("Let me look for look-alike names")),
        switch_detail=words(
            N_(
                "The name server of this computer is asked for up to {count} made-up names that resemble {domain}, "
                "two questions each. Nobody else is asked, no page is opened, and it happens only when you press the "
                "button."
            ),
            count=MAX_NAMES,
            domain=domain or words(N_("your domain")),
        ),
        is_on=facts.settings.look_alike_domains,
        look=words(N_("Check again")) if seen is not None else words(N_("Check this now")),
        result=result,
        facts=said,
        lists=tuple(lists),
        advice=words(
            N_(
                "Most such names belong to other people. Do not open their pages; tell staff and customers which name "
                "is yours."
            )
        ),
    )
