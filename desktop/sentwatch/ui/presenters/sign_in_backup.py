"""Backup codes kept on this computer: taking them in, and what is left of them, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from sentwatch.core.backup_codes import BackupSet, ReadCodes, masked
from sentwatch.core.phrase import N_, Phrase
from sentwatch.service.backup_codes import WHAT_IT_COSTS
from sentwatch.service.sign_in_overview import SignInOverview
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.accounts import QuestionView
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in import BACKUP, TITLES
from sentwatch.ui.presenters.times import dotted, joined

_TOGETHER: Final = str.maketrans({" ": "\u00a0", "-": "\u2011"})
"""A code is never broken over two lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupView:
    """The page but for what was read and kept. `choices` are (account's id, words); the empty id is for a name."""

    header: HeaderView
    kept_heading: str
    kept_note: str
    show_codes: str
    hide_codes: str
    copy: str
    used: str
    forget: str
    gone: str
    heading: str
    whose: str
    choices: tuple[tuple[str, str], ...]
    name: str
    name_hint: str
    name_missing: str
    name_wrong: str
    too_many: str
    codes: str
    codes_hint: str
    show: str
    hide: str
    paste: str
    add: str
    none_read: str
    show_read: str
    hide_read: str
    forget_read: str
    keep: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetView:
    """One kept set: whose it is (an account's id, or empty), what it is called, and how many are left."""

    account_id: str
    set_id: str
    name: str
    said: str
    tone: str
    can_show: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One code of a set that is shown."""

    code: str = field(repr=False)
    number: str
    short: str


def backup(overview: SignInOverview, words: Words) -> BackupView:
    """The page."""
    return BackupView(
        header=HeaderView(
            sentence=words(TITLES[BACKUP]),
            detail=words(N_("For the day the phone is lost. Paper is the better place, the keyring the second best.")),
        ),
        kept_heading=words(N_("Kept on this computer")),
        kept_note=words(N_("Shown codes are hidden again after a minute.")),
        show_codes=words(N_("Show the codes")),
        hide_codes=words(N_("Hide the codes")),
        copy=words(N_("Copy")),
        used=words(N_("I have used it")),
        forget=words(N_("Keep them no more")),
        gone=words(N_("The keyring has them no longer.")),
        heading=words(N_("Keep codes here")),
        whose=words(N_("They open")),
        choices=(
            *((seen.account.id, words.value(seen.account.address)) for seen in overview.accounts),
            ("", words(N_("Another service"))),
        ),
        name=words(N_("Name of the service")),
        name_hint=words(N_("As you call it, for example “Tax office”. Never the codes themselves.")),
        name_missing=words(N_("Give it a name first.")),
        name_wrong=words(N_("This looks like the codes themselves. Here only a name belongs.")),
        too_many=words(N_("No more names can be kept. Take out what you need no longer.")),
        codes=words(N_("Backup codes")),
        codes_hint=words(N_("The whole list at once, with numbers and hyphens as it is, or one after the other.")),
        show=words(N_("Show what is typed")),
        hide=words(N_("Hide what is typed")),
        paste=words(N_("Paste the list")),
        add=words(N_("Take these")),
        none_read=words(N_("There is no backup code in it. They have at least six letters or digits.")),
        show_read=words(N_("Show what was read")),
        hide_read=words(N_("Hide what was read")),
        forget_read=words(N_("Forget these")),
        keep=words(N_("Keep them in the keyring …")),
    )


def set_views(overview: SignInOverview, words: Words) -> tuple[SetView, ...]:
    """The kept sets: those of mailboxes first."""
    of_accounts = tuple((seen.account.id, one) for seen in overview.accounts for one in seen.backup_codes)
    return tuple(
        SetView(
            account_id=account_id,
            set_id=one.id,
            name=words.value(one.name),
            said=dotted(left_words(one, words), words(N_("Kept since {at:date}"), at=one.kept_at)),
            tone="notice" if one.is_few else "fine",
            can_show=one.left > 0,
        )
        for account_id, one in (*of_accounts, *(("", one) for one in overview.backup_codes))
    )


def left_words(kept: BackupSet, words: Words) -> str:
    """How many are left."""
    if kept.left == 0:
        return words(N_("All are used: make new ones"))
    if kept.left == kept.count:
        count = Phrase(text=N_("{n} code"), plural=N_("{n} codes"), count="n", params={"n": kept.count})
        return words(count)
    said = words(N_("{left} of {n} codes are left"), left=kept.left, n=kept.count)
    return dotted(said, words(N_("make new ones soon"))) if kept.is_few else said


def read_words(read: ReadCodes, words: Words) -> str:
    """How many codes were read, and what was left out."""
    many = len(read.codes)
    without = read.lines_without
    count = Phrase(text=N_("{n} code was read."), plural=N_("{n} codes were read."), count="n", params={"n": many})
    left_out = Phrase(
        text=N_("{n} line held none and was left out."),
        plural=N_("{n} lines held none and were left out."),
        count="n",
        params={"n": without},
    )
    return joined(
        words,
        words(count),
        words(left_out) if without else "",
        words(N_("There was more than we take at once.")) if read.is_cut else "",
    )


def read_line(codes: Iterable[str], *, is_shown: bool) -> str:
    """The codes beside each other, or their form alone."""
    return "    ".join((code if is_shown else masked(code)).translate(_TOGETHER) for code in codes)


def lines_of(codes: tuple[str, ...], words: Words) -> tuple[LineView, ...]:
    """The codes of a set, each with what to call it."""
    return tuple(
        LineView(code=code, number=words(N_("Code {n}"), n=number), short=f"{number}.")
        for number, code in enumerate(codes, start=1)
    )


def keeping(name: str, old: BackupSet | None, words: Words) -> QuestionView:
    """The question before codes are kept."""
    replaced = ""
    if old is not None:
        replaced = words(N_("Those kept for it until now are forgotten: new codes end the old ones."))
    return QuestionView(
        title=words(N_("Keep the backup codes of {name} on this computer?"), name=name),
        detail=joined(words, words(WHAT_IT_COSTS), replaced),
        do=words(N_("Keep them in the keyring")),
        keep=words(N_("Not now")),
        is_careful=old is not None,
    )


def using(number: str, name: str, words: Words) -> QuestionView:
    """The question before a code is taken out."""
    return QuestionView(
        title=words(N_("Take {number} of {name} out?"), number=number, name=name),
        detail=words(
            N_("Each code opens the account once. Take it out after signing in with it; it cannot be brought back.")
        ),
        do=words(N_("It is used: take it out")),
        keep=words(N_("Leave it in")),
    )


def forgetting(name: str, words: Words) -> QuestionView:
    """The question before a set is forgotten."""
    return QuestionView(
        title=words(N_("Keep the backup codes of {name} no more?"), name=name),
        detail=words(
            N_(
                "They are taken out of the keyring and cannot be brought back. Make sure that they stand on paper, or "
                "make new ones at the provider first."
            )
        ),
        do=words(N_("Take them out")),
        keep=words(N_("Go on keeping them")),
    )
