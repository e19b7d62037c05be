"""The accounts page in words: a card each with its state, and the questions before something that cannot be undone."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account, Role
from sentwatch.core.check import Checked
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.report import Report, troubles_of
from sentwatch.core.takeover import STATE_WORDS, TakeoverState
from sentwatch.core.trouble import (
    APP_PASSWORD_NEEDED,
    BAD_CREDENTIAL,
    BROWSER_SIGN_IN_NEEDED,
    CERTIFICATE_REFUSED,
    OAUTH_CLIENT_MISSING,
    OAUTH_CLIENT_REFUSED,
    SECRET_MISSING,
    Trouble,
)
from sentwatch.service.add_account import Removal
from sentwatch.texts.render import render_trouble
from sentwatch.texts.words import Words
from sentwatch.ui.known import Known
from sentwatch.ui.presenters import states
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.times import ago, dotted

ROLES: Final = {
    Role.PERSON: N_("used by one person"),
    Role.SHARED: N_("shared by several people"),
    Role.SYSTEM: N_("sends automatically"),
}

SIGN_IN_KINDS: Final = frozenset(
    {
        BAD_CREDENTIAL,
        APP_PASSWORD_NEEDED,
        BROWSER_SIGN_IN_NEEDED,
        SECRET_MISSING,
        OAUTH_CLIENT_MISSING,
        OAUTH_CLIENT_REFUSED,
        CERTIFICATE_REFUSED,
    }
)
"""What signing in anew mends."""


class AccountAction(enum.Enum):
    """What a card proposes to do, beside its settings."""

    NONE = "none"
    SIGN_IN = "sign-in"
    LOOK = "look"
    RESUME = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """One account. `help` says what to do about its state, where something can be done."""

    key: str
    initial: str
    colour: str | None
    name: str
    address: str
    facts: str
    state: str
    help: str
    tone: str
    action: AccountAction
    action_text: str
    settings: str
    is_paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsView:
    """All accounts."""

    header: HeaderView
    accounts: tuple[AccountView, ...]
    add: str
    files: str
    state: states.StateView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question before something that cannot be undone, or (not `is_careful`) that wants a clear yes."""

    title: str
    detail: str
    do: str
    keep: str
    is_careful: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovedView:
    """What is said after an account was removed."""

    text: str
    tone: str
    close: str


def accounts(known: Known, words: Words, *, now: datetime) -> AccountsView:
    """The page for what is known now."""
    count = len(known.accounts)
    return AccountsView(
        header=HeaderView(
            sentence=words(N_("Accounts")),
            detail=words(Phrase(text=N_("{n} account"), plural=N_("{n} accounts"), count="n", params={"n": count}))
            if count
            else "",
        ),
        accounts=tuple(account_view(account, known, words, now=now) for account in known.accounts),
        add=words(N_("Add an account")),
        files=words(N_("Look at mail in files")),
        state=None if known.accounts else states.first(words),
    )


def removal(account: AccountView, words: Words) -> QuestionView:
    """Asked before an account is forgotten."""
    return QuestionView(
        title=words(N_("Remove {address} from Sentwatch?"), address=account.address or account.name),
        detail=words(
            N_(
                "Its password is deleted from the keyring, and everything learned about it from this computer. "
                "The mailbox itself stays as it is."
            )
        ),
        do=words(N_("Remove")),
        keep=words(N_("Keep it")),
    )


def removed(address: str, left: Removal, words: Words) -> RemovedView:
    """Said after an account was forgotten: whether anything is left of it."""
    return RemovedView(
        text=words(left.words, address=address),
        tone="fine" if left.is_complete else "warning",
        close=words(N_("Close")),
    )


def server_question(host: str, words: Words) -> QuestionView:
    """Asked before a password goes to a server whose name came over an unsigned road."""
    return QuestionView(
        title=words(N_("Send the password to {host}?"), host=host),
        detail=words(
            N_("The password would go to {host}, which lies outside your mail domain. Is that your provider's server?"),
            host=host,
        ),
        do=words(N_("Yes, sign in there")),
        keep=words(N_("No, let me look")),
    )


def account_view(account: Account, known: Known, words: Words, *, now: datetime) -> AccountView:
    """One account as a card."""
    report = next((r for r in known.reports if r.account_key == account.id), None)
    trouble = trouble_of_account(account, known)
    state, tone = _state(account, report, trouble, words, now=now)
    action = _action(account, report, trouble)
    name = account.display_name.strip() or account.address
    return AccountView(
        key=account.id,
        initial=name[:1].upper(),
        colour=account.colour,
        name=words.value(name),
        address=words.value(account.address) if name != account.address else "",
        facts=dotted(words.value(account.host), words(ROLES[account.role])),
        state=state,
        help=render_trouble(trouble, words).do_first if action is AccountAction.SIGN_IN and trouble is not None else "",
        tone=tone,
        action=action,
        action_text=_action_text(action, trouble, words),
        settings=words(N_("Settings")),
        is_paused=account.paused,
    )


def trouble_of_account(account: Account, known: Known) -> Trouble | None:
    """What keeps an account from being looked at: as the watch says, else as the last look did."""
    state = next((one for one in known.states if one.account.id == account.id), None)
    if state is not None and state.trouble is not None:
        return state.trouble
    report = next((r for r in known.reports if r.account_key == account.id), None)
    found = troubles_of(report) if report is not None else ()
    return next((trouble for trouble in found if trouble.kind in SIGN_IN_KINDS), found[0] if found else None)


def _state(
    account: Account, report: Report | None, trouble: Trouble | None, words: Words, *, now: datetime
) -> tuple[str, str]:
    if account.paused:
        return words(N_("Paused: we do not look at it.")), "blind"
    if trouble is not None and trouble.kind in SIGN_IN_KINDS:
        return render_trouble(trouble, words).title, "warning"
    if report is None:
        return words(N_("Not looked at yet")), "blind"
    if not any(isinstance(result.outcome, Checked) for result in report.results):
        return words(N_("Could not be looked at")), "blind"
    looked = words(N_("Looked {when}"), when=ago(report.taken_at, words, now=now))
    signs = words(STATE_WORDS[report.state]) if report.state not in {None, TakeoverState.USUAL} else ""
    return dotted(looked, signs), "fine" if report.worst is None else report.worst.word


def _action(account: Account, report: Report | None, trouble: Trouble | None) -> AccountAction:
    if account.paused:
        return AccountAction.RESUME
    if trouble is not None and trouble.kind in SIGN_IN_KINDS:
        return AccountAction.SIGN_IN
    return AccountAction.LOOK if report is None else AccountAction.NONE


def _action_text(action: AccountAction, trouble: Trouble | None, words: Words) -> str:
    if action is AccountAction.SIGN_IN:
        is_missing = trouble is not None and trouble.kind is SECRET_MISSING
        return words(N_("Enter the password")) if is_missing else words(N_("Sign in again"))
    return {
        AccountAction.NONE: "",
        AccountAction.LOOK: words(N_("Check this now")),
        AccountAction.RESUME: words(N_("Look again")),
    }[action]
