"""The words of the dialogs on the page of rules: approving one, changing a script, looking by hand."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING, Final

from sentwatch.core.canary import OUTCOME_WORDS, CanaryFacts, CanaryOutcome
from sentwatch.core.guided_rules import GuidedAnswer, GuidedState, GuidedStep, Look
from sentwatch.core.phrase import N_
from sentwatch.texts.rules_text import excerpt, where_text
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.accounts import QuestionView
from sentwatch.ui.presenters.data import ListingView

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sentwatch.core.accounts import Account
    from sentwatch.service.rule_change import ProposedChange

STATES: Final = {
    None: N_("Not looked at"),
    GuidedState.NOTHING_UNKNOWN: N_("All of it is mine"),
    GuidedState.FOUND_UNKNOWN: N_("Something is not mine"),
    GuidedState.COULD_NOT_LOOK: N_("I could not look"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalView:
    """Saying that a rule is one's own."""

    title: str
    sentence: str
    label: str
    hint: str
    missing: str
    do: str
    cancel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """A script before and after, and the question."""

    title: str
    sentence: str
    before_heading: str
    before: str
    after_heading: str
    after: str
    detail: str
    do: str
    keep: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideStepView:
    """One thing to look at by hand. `url` is empty where no page of the provider is known."""

    look: Look
    title: str
    where: str
    open: str
    url: str
    look_for: tuple[str, ...]
    remove: str
    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideView:
    """The guided check of one account."""

    title: str
    intro: str
    before: str
    steps: tuple[GuideStepView, ...]
    states: tuple[tuple[GuidedState | None, str], ...]
    taken: tuple[GuidedState | None, ...]
    note_label: str
    note: str
    found: str
    missing: str
    save: str
    cancel: str


def approval_view(sentence: str, words: Words) -> ApprovalView:
    """The question why a rule is one's own."""
    return ApprovalView(
        title=words(N_("This rule is mine")),
        sentence=sentence,
        label=words(N_("This is mine, because …")),
        hint=words(N_("For example: our bookkeeper gets the invoices. It is told again when the rule changes.")),
        missing=words(N_("Say in a few words why it is yours.")),
        do=words(N_("Keep as mine")),
        cancel=words(N_("Cancel")),
    )


def canary_question(account: Account, host: str, words: Words) -> QuestionView:
    """Asked before the test mail is sent."""
    return QuestionView(
        title=words(N_("Send one test mail to yourself?")),
        detail=words(
            N_(
                "It goes from {address} to {address}, through {host}, and nobody else gets it. It holds words that "
                "rules of intruders look for. We watch for up to five minutes whether it stays in the inbox; you can "
                "delete it afterwards."
            ),
            address=account.address,
            host=host,
        ),
        do=words(N_("Send the test mail")),
        keep=words(N_("Not now")),
        is_careful=False,
    )


def canary_view(facts: CanaryFacts, words: Words) -> ListingView:
    """What became of the test mail."""
    is_fine = facts.outcome is CanaryOutcome.UNTOUCHED
    return ListingView(
        title=words(OUTCOME_WORDS[facts.outcome]),
        intro=words(N_("No rule that we could provoke touched it. You can delete it."))
        if is_fine
        else words(N_("What that may mean and how to check it stands beside the finding on this page.")),
        lines=(),
        do="",
        keep=words(N_("Close")),
    )


def change_view(change: ProposedChange, words: Words) -> ChangeView:
    """The question before a script is changed, with both texts."""
    is_off = change.backup is None
    question = N_("Switch this rule off in the script “{name}”?")
    if not is_off:
        question = N_("Put this text back into the script “{name}”?")
    return ChangeView(
        title=words(question, name=change.script),
        sentence=words(change.sentence),
        before_heading=words(N_("Before:")),
        before=_shown(change.before, change.after),
        after_heading=words(N_("After:")),
        after=_shown(change.after, change.before),
        detail=words(
            N_("Nothing was changed yet. The text before is kept, and one press puts it back.")
            if is_off
            else N_("Nothing was changed yet. The rule then works as it did before.")
        ),
        do=words(N_("Switch off") if is_off else N_("Put back")),
        keep=words(N_("Leave it")),
    )


def _shown(data: bytes, other: bytes) -> str:
    return dedent(excerpt(data, other, around=2)).rstrip("\n")


def guide_view(account: Account, steps: Iterable[GuidedStep], answer: GuidedAnswer | None, words: Words) -> GuideView:
    """Where to look, what to look for, and what was answered last."""
    chosen: Sequence[GuidedStep] = tuple(steps)
    states = answer.states if answer is not None else {}
    return GuideView(
        title=words(N_("Look at the rules of {account} by hand"), account=account.address),
        intro=words(
            N_("Open each page, look for what is named here, and say what you saw. Your answer is kept with its date.")
        ),
        before=words(N_("You looked last on {at:date}."), at=answer.at) if answer is not None else "",
        steps=tuple(_step(number, step, words) for number, step in enumerate(chosen, start=1)),
        states=tuple((state, words(text)) for state, text in STATES.items()),
        taken=tuple(states.get(step.look) for step in chosen),
        note_label=words(N_("A note, if you like")),
        note=answer.note if answer is not None else "",
        found=words(
            N_("Take a picture, change the password first, then remove it: whoever made it makes it again otherwise.")
        ),
        missing=words(N_("Say of at least one page what you saw.")),
        save=words(N_("Keep my answer")),
        cancel=words(N_("Cancel")),
    )


def _step(number: int, step: GuidedStep, words: Words) -> GuideStepView:
    link = step.links[0] if step.links else None
    is_verified = link is not None and link.is_verified
    return GuideStepView(
        look=step.look,
        title=f"{number}. {step.title.said(words.lang)}",
        where=where_text(step.path, words) if step.path is not None else "",
        open=""
        if link is None
        else words(N_("Open the provider's page") if is_verified else N_("Open the provider's usual page")),
        url=link.page.url if link is not None else "",
        look_for=tuple(one.said(words.lang) for one in step.look_for),
        remove=words(N_("Not yours? {remove}"), remove=step.remove.said(words.lang)),
        question=words(N_("What did you see?")),
    )
