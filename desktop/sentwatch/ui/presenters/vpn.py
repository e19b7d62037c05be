"""Whether a VPN helps, in words: a few questions, one answer, and what no VPN does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sentwatch.core.phrase import N_
from sentwatch.core.vpn_guidance import CHOOSE, DOES_NOT_HELP, KILL_SWITCH, SOURCES, TLS_PROTECTS, Question, walk
from sentwatch.texts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """Who says so, and where. `mark` says that it was restated and not read."""

    id: str
    title: str
    url: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VpnView:
    """Where the walk stands. While there is a question, `choices` are its answers; then `points` and `do_first`."""

    title: str
    before: tuple[str, ...]
    answered: tuple[tuple[str, str], ...]
    back: str
    again: str
    now: str
    choices: tuple[tuple[str, str], ...]
    points: tuple[str, ...]
    do_heading: str
    do_first: tuple[str, ...]
    not_heading: str
    does_not: tuple[str, ...]
    choose: str
    choose_points: tuple[str, ...]
    kill_switch: str
    kill_switch_points: tuple[str, ...]
    sources_heading: str
    sources: tuple[SourceView, ...]
    open: str

    @property
    def is_over(self) -> bool:
        """Whether the advice is reached."""
        return not self.choices


def vpn(answers: Sequence[str], words: Words) -> VpnView:
    """The walk after these answers."""
    where = walk(answers)
    advice = where.advice
    question = where.now if isinstance(where.now, Question) else None
    return VpnView(
        title=words(N_("Would a VPN help you?")),
        before=tuple(map(words, TLS_PROTECTS)),
        answered=tuple((words(asked.text), words(choice.text)) for asked, choice in where.answered),
        back=words(N_("One question back")),
        again=words(N_("Begin again")),
        now=words(question.text) if question is not None else words(advice.title) if advice is not None else "",
        choices=tuple((choice.id, words(choice.text)) for choice in question.choices) if question is not None else (),
        points=tuple(map(words, advice.points)) if advice is not None else (),
        do_heading=words(N_("What to do first")),
        do_first=tuple(map(words, advice.do_first)) if advice is not None else (),
        not_heading=words(N_("What no VPN helps against")),
        does_not=tuple(map(words, DOES_NOT_HELP)),
        choose=words(N_("How to choose one")),
        choose_points=tuple(map(words, CHOOSE)),
        kill_switch=words(N_("The kill switch")),
        kill_switch_points=tuple(map(words, KILL_SWITCH)),
        sources_heading=words(N_("Who says so")),
        sources=tuple(
            SourceView(
                id=name,
                title=SOURCES[name].title,
                url=SOURCES[name].url,
                mark="" if SOURCES[name].was_read else words(N_("restated from general knowledge, not verified")),
            )
            for name in (advice.sources if advice is not None else ())
        ),
        open=words(N_("Open page")),
    )
