"""The password of one account in words: how it stands, the question before a review, reasons, and the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sentwatch.core.accounts import SignIn
from sentwatch.core.password_age import REASON_WORDS, STATEMENT, TOLD_REASONS, ChangeReason, OfficeInterval
from sentwatch.core.phrase import N_
from sentwatch.service.password import NO_PASSWORD_USED
from sentwatch.service.sign_in_overview import SignInOverview
from sentwatch.service.sign_in_review import SignInSeen
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.accounts import QuestionView
from sentwatch.ui.presenters.choices import ChoiceView
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in import PASSWORD, TITLES, LinkView, next_look, password_state, provider_link
from sentwatch.ui.presenters.times import joined

INTERVALS: Final = (timedelta(days=90), timedelta(days=180), timedelta(days=365))
"""What office rules usually ask for; none of them is our advice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordView:
    """The page. `has_password` is False where the account is signed in with the browser."""

    header: HeaderView
    heading: str
    tone: str
    state: str
    age: str
    has_password: bool
    review: str
    review_note: str
    busy: str
    cancel: str
    reasons_heading: str
    reasons_hint: str
    reasons: tuple[ChoiceView, ...]
    taken: tuple[ChangeReason, ...]
    advice: str
    changed: str
    link: LinkView
    regular_heading: str
    statement: str
    due: str
    office: OfficeView


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeView:
    """The interval of an office."""

    switch: str
    detail: str
    is_on: bool
    every_label: str
    every: tuple[tuple[timedelta, str], ...]
    taken: timedelta
    reason_label: str
    reason_hint: str
    reason: str
    reason_missing: str
    keep: str
    due: str


def password(seen: SignInSeen, overview: SignInOverview, words: Words) -> PasswordView:
    """The page for one account."""
    words = words.for_zone(seen.account.time_zone)
    state, tone = password_state(seen, words)
    standing = seen.standing
    due = words(N_("A review is due now.")) if standing.is_review_due else next_look(standing.review_due, words)
    told = tuple(dated.reason for dated in seen.told if dated.reason in standing.reasons)
    has_password = seen.account.sign_in is SignIn.PASSWORD
    return PasswordView(
        header=HeaderView(sentence=words(TITLES[PASSWORD]), detail=words.value(seen.account.address)),
        heading=words(N_("The password in use")),
        tone=tone,
        state=state if has_password else words(NO_PASSWORD_USED, address=seen.account.address),
        age=words(standing.age) if has_password else "",
        has_password=has_password,
        review=words(N_("Review it")),
        review_note=words(N_("You are asked first. It stays on this computer.")),
        busy=words(N_("Reviewing …")),
        cancel=words(N_("Cancel")),
        reasons_heading=words(N_("Is there a reason to change it?")),
        reasons_hint=words(N_("Choose what is true; we cannot see it. What a review finds counts by itself.")),
        reasons=tuple(ChoiceView(value=reason, title=words(REASON_WORDS[reason])) for reason in TOLD_REASONS),
        taken=told,
        advice=words(
            N_("Change it on the provider's page, from a device you trust. Then enter the new one in Sentwatch.")
        )
        if standing.wants_change
        else "",
        changed=words(N_("I changed it")),
        link=provider_link(seen, words(N_("Open the provider's page")), "password", "security", "account"),
        regular_heading=words(N_("“Change it regularly”?")),
        statement=words(STATEMENT),
        due=due,
        office=_office(seen, overview.office, words),
    )


def consent(seen: SignInSeen, words: Words, *, asks: str = "") -> QuestionView:
    """The question before the password is taken out of the keyring. `asks` says what leaves, where anything does."""
    return QuestionView(
        title=words(N_("Review the password of {address}?"), address=seen.account.address),
        detail=joined(
            words,
            words(
                N_(
                    "Sentwatch takes it out of the keyring for a moment, judges it here, and forgets it. Only the date "
                    "and what was found are kept."
                )
            ),
            asks,
        ),
        do=words(N_("Review it")),
        keep=words(N_("Not now")),
        is_careful=False,
    )


def _office(seen: SignInSeen, office: OfficeInterval | None, words: Words) -> OfficeView:
    standing = seen.standing
    due = ""
    if standing.office_due is not None:
        due = words(
            N_("The interval has passed.") if standing.is_office_due else N_("By this interval: {at:date}"),
            at=standing.office_due,
        )
    return OfficeView(
        switch=words(N_("Our office asks for an interval")),
        detail=words(N_("Off unless somebody insists on it. It holds for all accounts, with its reason.")),
        is_on=office is not None,
        every_label=words(N_("Every")),
        every=tuple((every, words(N_("{span:duration}"), span=every.total_seconds())) for every in INTERVALS),
        taken=office.every if office is not None and office.every in INTERVALS else INTERVALS[-1],
        reason_label=words(N_("Who asks for it, and why")),
        reason_hint=words(N_("For example: contract with a customer, section 7.")),
        reason=office.reason if office is not None else "",
        reason_missing=words(N_("Write down the reason: without one there is no interval.")),
        keep=words(N_("Keep the interval")),
        due=due,
    )
