"""The guided check: where a person looks at rules no program can read, what to look for, and what they answered."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sentwatch.core.playbooks.checklist import EvidenceKind, StepAnswer, StepState
from sentwatch.core.playbooks.links import DeepLink, deep_links
from sentwatch.core.providers import Kind, Provider, Trust
from sentwatch.core.rules import EffectKind, Rule, RuleLanguage, RuleSet
from sentwatch.core.wording import Wording


class Look(enum.Enum):
    """One thing to look at; providers often have a page for each."""

    FILTERS = "filters"
    FORWARDING = "forwarding"
    REPLY = "reply"
    ACCESS = "access"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookWords:
    """What to look for, how to remove what is not one's own, and which pages of the provider show it."""

    look: Look
    title: Wording
    look_for: tuple[Wording, ...]
    remove: Wording
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClickPath:
    """Where to click. Of general knowledge only it is told as what is usual."""

    there: Wording
    trust: Trust

    @property
    def is_usual_only(self) -> bool:
        """Whether it may look a little different."""
        return self.trust is Trust.HINT


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The click paths of some providers, or of all of a kind."""

    paths: Mapping[Look, ClickPath]
    providers: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """Where the rules of one language are shown and removed by hand."""

    path: ClickPath
    remove: Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidedStep:
    """One thing to look at, for one provider."""

    look: Look
    title: Wording
    look_for: tuple[Wording, ...]
    remove: Wording
    path: ClickPath | None = None
    links: tuple[DeepLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """How a rule that was read is removed by hand."""

    remove: Wording
    path: ClickPath | None
    links: tuple[DeepLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePaths:
    """All that is known of looking and removing by hand."""

    looks: tuple[LookWords, ...]
    places: tuple[Place, ...]
    programs: Mapping[RuleLanguage, Program]

    def steps(self, provider: Provider | None) -> tuple[GuidedStep, ...]:
        """The guided check for a provider; an unknown one is taken for a host, where most own domains lie."""
        return tuple(
            GuidedStep(
                look=words.look,
                title=words.title,
                look_for=words.look_for,
                remove=words.remove,
                path=self._path(words.look, provider),
                links=deep_links(words.pages, provider)[:1],
            )
            for words in self.looks
        )

    def removal(self, rule_set: RuleSet, rule: Rule, provider: Provider | None) -> Removal:
        """How to remove this rule. What a mail program keeps is removed there, the rest at the provider."""
        look = look_of(rule)
        words = next(words for words in self.looks if words.look is look)
        if rule_set.language in _AT_THE_PROVIDER and (look is not Look.FILTERS or provider is not None):
            path = self._path(look, provider)
            remove = words.remove
            if look is Look.FILTERS and rule_set.language in self.programs:
                remove = self.programs[rule_set.language].remove
            return Removal(remove=remove, path=path, links=deep_links(words.pages, provider)[:1])
        program = self.programs.get(rule_set.language)
        if program is None:
            return Removal(remove=words.remove, path=None)
        return Removal(remove=program.remove, path=program.path)

    def _path(self, look: Look, provider: Provider | None) -> ClickPath | None:
        kind = provider.kind if provider is not None else Kind.HOSTING
        own = [place for place in self.places if provider is not None and provider.id in place.providers]
        alike = [place for place in self.places if kind in place.kinds]
        return next((place.paths[look] for place in (*own, *alike) if look in place.paths), None)


_AT_THE_PROVIDER: Final = frozenset({RuleLanguage.SIEVE, RuleLanguage.GMAIL, RuleLanguage.OUTLOOK})


def look_of(rule: Rule) -> Look:
    """Which page shows a rule: what is no rule in its own language but a setting has one of its own."""
    if not rule.is_setting:
        return Look.FILTERS
    if rule.has(EffectKind.REPLY):
        return Look.REPLY
    if rule.has(EffectKind.SEND_AS, EffectKind.REPLY_TO, EffectKind.GIVE_ACCESS):
        return Look.ACCESS
    return Look.FORWARDING


class GuidedState(enum.Enum):
    """What a person says of what they looked at."""

    NOTHING_UNKNOWN = "nothing-unknown"
    FOUND_UNKNOWN = "found-unknown"
    COULD_NOT_LOOK = "could-not-look"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidedAnswer:
    """The answer to a guided check, dated: the evidence there is where no program can look."""

    at: datetime
    states: Mapping[Look, GuidedState] = field(default_factory=dict)
    note: str = ""


STEPS: Final[Mapping[str, Look]] = {
    "mbox.filters": Look.FILTERS,
    "mbox.forwarding": Look.FORWARDING,
    "mbox.autoreply": Look.REPLY,
    "mbox.delegates": Look.ACCESS,
    "mbox.sendas-reply": Look.ACCESS,
}
"""Which step of the checklist each look answers."""

_STATES: Final = {
    GuidedState.FOUND_UNKNOWN: StepState.NOT_OK,
    GuidedState.COULD_NOT_LOOK: StepState.UNKNOWN,
    GuidedState.NOTHING_UNKNOWN: StepState.OK,
}


def step_answers(
    *, unread: Iterable[GuidedAnswer | None], all_accounts: Iterable[GuidedAnswer | None]
) -> Mapping[str, StepAnswer]:
    """What the guided checks say of the checklist's steps, by the person's own word.

    Filters and forwards ask for an answer for each account whose rules could not be read (`unread`), the rest for one
    for every account. The worst counts, and the oldest says how fresh it is.
    """
    of_unread, of_all = tuple(unread), tuple(all_accounts)
    told: dict[str, StepAnswer] = {}
    for step, look in STEPS.items():
        answers = of_unread if look in {Look.FILTERS, Look.FORWARDING} else of_all
        given = [(answer, answer.states[look]) for answer in answers if answer is not None and look in answer.states]
        found = [pair for pair in given if pair[1] is GuidedState.FOUND_UNKNOWN]
        if found or (given and len(given) == len(answers)):
            told[step] = _joined(found or given)
    return told


def _joined(given: list[tuple[GuidedAnswer, GuidedState]]) -> StepAnswer:
    worst = next(state for state in _STATES if any(said is state for _answer, said in given))
    return StepAnswer(
        state=_STATES[worst],
        evidence_kind=EvidenceKind.SELF_REPORTED,
        at=min(answer.at for answer, _said in given),
        evidence=" ".join(dict.fromkeys(answer.note for answer, _said in given if answer.note)),
    )
