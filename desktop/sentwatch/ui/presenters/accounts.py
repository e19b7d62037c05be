"""The accounts page in words: one card each, and the words of the form for a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account, Role, Security
from sentwatch.core.check import Checked
from sentwatch.core.phrase import N_, Phrase
from sentwatch.texts.words import Words
from sentwatch.ui.known import Known
from sentwatch.ui.presenters import states
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.times import ago, dotted

_ROLES: Final = {
    Role.PERSON: N_("used by one person"),
    Role.SHARED: N_("shared by several people"),
    Role.SYSTEM: N_("sends automatically"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """One account."""

    key: str
    address: str
    facts: str
    state: str
    tone: str
    pause: str
    is_paused: bool
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsView:
    """All accounts."""

    header: HeaderView
    accounts: tuple[AccountView, ...]
    add: str
    state: states.StateView | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question before something that cannot be undone, or (not `is_careful`) that wants a clear yes."""

    title: str
    detail: str
    do: str
    keep: str
    is_careful: bool = True


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
        accounts=tuple(_account(account, known, words, now=now) for account in known.accounts),
        add=words(N_("Add an account")),
        state=None if known.accounts else states.first(words),
    )


def removal(account: AccountView, words: Words) -> QuestionView:
    """Asked before an account is forgotten."""
    return QuestionView(
        title=words(N_("Remove {address} from Sentwatch?"), address=account.address),
        detail=words(
            N_(
                "Its password is deleted from the keyring, and everything learned about it from this computer. "
                "The mailbox itself stays as it is."
            )
        ),
        do=words(N_("Remove")),
        keep=words(N_("Keep it")),
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


def _account(account: Account, known: Known, words: Words, *, now: datetime) -> AccountView:
    report = next((r for r in known.reports if r.account_key == account.id), None)
    if account.paused:
        state, tone = words(N_("Paused: we do not look at it.")), "blind"
    elif report is None:
        state, tone = words(N_("Not looked at yet")), "blind"
    elif not any(isinstance(result.outcome, Checked) for result in report.results):
        state, tone = words(N_("Could not be looked at")), "blind"
    else:
        state = words(N_("Looked {when}"), when=ago(report.taken_at, words, now=now))
        tone = "fine" if report.worst is None else report.worst.word
    return AccountView(
        key=account.id,
        address=words.value(account.address),
        facts=dotted(words.value(account.host), words(_ROLES[account.role])),
        state=state,
        tone=tone,
        pause=words(N_("Look again") if account.paused else N_("Pause")),
        is_paused=account.paused,
        remove=words(N_("Remove")),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFormView:
    """The words of the form for a new account."""

    title: str
    intro: str
    address: str
    address_hint: str
    address_wrong: str
    secret: str
    secret_hint: str
    secret_missing: str
    more: str
    host: str
    host_hint: str
    port: str
    port_wrong: str
    username: str
    username_hint: str
    security: str
    securities: tuple[tuple[Security, str], ...]
    submit: str
    cancel: str
    signing_in: str
    looking: str
    host_missing: str


def account_form(words: Words) -> AccountFormView:
    """The form, in words."""
    return AccountFormView(
        title=words(N_("Add an account")),
        intro=words(N_("Sentwatch only reads. It never sends, moves or deletes mail.")),
        address=words(N_("Mail address")),
        address_hint=words(N_("We find the server by ourselves.")),
        address_wrong=words(N_("Write the whole address, for example name@example.com.")),
        secret=words(N_("Password or app password")),
        secret_hint=words(N_("Kept in the keyring of this computer, nowhere else.")),
        secret_missing=words(N_("Enter the password.")),
        more=words(N_("Server settings")),
        host=words(N_("Server (IMAP)")),
        host_hint=words(N_("Leave it empty to have it found.")),
        port=words(N_("Port")),
        port_wrong=words(N_("A number from 1 to 65535")),
        username=words(N_("User name")),
        username_hint=words(N_("Only where it is not the address.")),
        security=words(N_("Encryption")),
        securities=((Security.TLS, words(N_("From the start (TLS)"))), (Security.STARTTLS, "STARTTLS")),
        submit=words(N_("Sign in and look")),
        cancel=words(N_("Cancel")),
        signing_in=words(N_("Signing in …")),
        looking=words(N_("Looking for the mail server …")),
        host_missing=words(N_("We found no server for this address. Enter it here.")),
    )
