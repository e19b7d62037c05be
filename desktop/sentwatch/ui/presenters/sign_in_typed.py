"""The review of a typed password in words."""

from __future__ import annotations

from dataclasses import dataclass

from sentwatch.core.passwords import SecondFactor
from sentwatch.core.phrase import N_
from sentwatch.service.sign_in_overview import SignInOverview
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in import CHECK, TITLES


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedView:
    """The page. `accounts` are (account's id, words); the empty id is for no mailbox."""

    header: HeaderView
    heading: str
    secret: str
    secret_hint: str
    show: str
    hide: str
    about: str
    account_label: str
    accounts: tuple[tuple[str, str], ...]
    names: str
    names_hint: str
    companies: str
    factor: str
    factors: tuple[tuple[SecondFactor, str], ...]
    submit: str
    busy: str
    cancel: str
    missing: str


def typed(overview: SignInOverview, words: Words) -> TypedView:
    """The page."""
    return TypedView(
        header=HeaderView(
            sentence=words(TITLES[CHECK]), detail=words(N_("It is judged on this computer and kept nowhere."))
        ),
        heading=words(N_("Type a password")),
        secret=words(N_("Password to be reviewed")),
        secret_hint=words(N_("One you use, or one you think of using.")),
        show=words(N_("Show what is typed")),
        hide=words(N_("Hide what is typed")),
        about=words(N_("What others know of you")),
        account_label=words(N_("The mailbox it is for")),
        accounts=(
            ("", words(N_("None of those here"))),
            *((seen.account.id, words.value(seen.account.address)) for seen in overview.accounts),
        ),
        names=words(N_("Your names")),
        names_hint=words(N_("Several with commas. It should hold none of them, in kanji, kana or Latin letters.")),
        companies=words(N_("Company or shop")),
        factor=words(N_("Is a second step asked for at sign-in?")),
        factors=(
            (SecondFactor.UNKNOWN, words(N_("I do not know"))),
            (SecondFactor.YES, words(N_("Yes"))),
            (SecondFactor.NO, words(N_("No"))),
        ),
        submit=words(N_("Review it")),
        busy=words(N_("Reviewing …")),
        cancel=words(N_("Cancel")),
        missing=words(N_("Type a password first.")),
    )


def several(text: str) -> tuple[str, ...]:
    """The names in a field, however they are parted."""
    for sign in ("、", ",", ";", "\uff0c"):
        text = text.replace(sign, "\n")
    return tuple(name for part in text.split("\n") if (name := part.strip()))[:20]
