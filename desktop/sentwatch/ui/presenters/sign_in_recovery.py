"""The ways back into one account as guided questions in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.recovery import PATH_TITLES, SAID_WORDS, RecoveryPath, RecoverySaid, RecoveryStanding
from sentwatch.service.sign_in_review import SignInSeen
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.choices import ChoiceView
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in import RECOVERY, TITLES, LinkView, next_look, provider_link
from sentwatch.ui.presenters.times import joined

_TONES: Final = {
    RecoverySaid.MINE: "fine",
    RecoverySaid.NOT_REACHABLE: "notice",
    RecoverySaid.NOT_MINE: "urgent",
    RecoverySaid.NOT_SET_UP: "info",
    RecoverySaid.NOT_OFFERED: "info",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """One question. `said` is the last answer; where it still counts, the choices are folded away."""

    path: RecoveryPath
    title: str
    tone: str
    question: str
    why: str
    link: LinkView
    choices: tuple[ChoiceView, ...]
    said: RecoverySaid | None
    place: str
    place_label: str
    place_hint: str
    place_wrong: str
    given: str
    is_due: bool
    keep: str
    again: str
    take_back: str
    elsewhere: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryView:
    """The page."""

    header: HeaderView
    intro: str
    questions: tuple[QuestionView, ...]


def recovery(seen: SignInSeen, words: Words) -> RecoveryView:
    """The page for one account."""
    words = words.for_zone(seen.account.time_zone)
    return RecoveryView(
        header=HeaderView(sentence=words(TITLES[RECOVERY]), detail=words.value(seen.account.address)),
        intro=words(
            N_("No mail server shows these. Open the provider's page, compare, and answer; we remind you twice a year.")
        ),
        questions=tuple(_question(seen, one, words) for one in seen.recovery),
    )


def _question(seen: SignInSeen, one: RecoveryStanding, words: Words) -> QuestionView:
    question, answer = one.question, one.answer
    has_place = question.path is RecoveryPath.BACKUP_CODES
    left = sum(codes.left for codes in seen.backup_codes) if has_place else 0
    kept = words(N_("Backup codes in the keyring of this computer: {n}"), n=left) + _stop(words) if left else ""
    given = kept
    if answer is not None:
        place = words(N_("Where they lie: {place}."), place=answer.place) if answer.place else ""
        given = joined(
            words,
            words(N_("You answered on {at:date}: {said}."), at=answer.at, said=words(SAID_WORDS[answer.said])),
            place,
            kept,
            "" if one.is_due else next_look(one.due, words) + _stop(words),
        )
    return QuestionView(
        path=question.path,
        title=words(PATH_TITLES[question.path]),
        tone="blind" if answer is None else "info" if one.is_due and answer.said in _QUIET else _TONES[answer.said],
        question=words(question.question),
        why=words(question.why),
        link=provider_link(seen, words(N_("Open the provider's page")), *question.pages),
        choices=tuple(ChoiceView(value=said, title=words(SAID_WORDS[said])) for said in RecoverySaid),
        said=answer.said if answer is not None else None,
        place=answer.place if answer is not None else "",
        place_label=words(N_("Where they lie (never the codes themselves)")) if has_place else "",
        place_hint=words(N_("For example: the blue folder in the desk.")),
        place_wrong=words(N_("This looks like the codes themselves. Note only where they lie.")),
        given=given,
        is_due=one.is_due,
        keep=words(N_("Keep my answer")),
        again=words(N_("Answer again")),
        take_back=words(N_("Take it back")),
        elsewhere=words(N_("Keep the codes in the keyring")) if has_place else "",
    )


_QUIET: Final = frozenset({RecoverySaid.MINE, RecoverySaid.NOT_SET_UP, RecoverySaid.NOT_OFFERED})


def _stop(words: Words) -> str:
    return "。" if words.lang == "ja" else "."
