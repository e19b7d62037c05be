"""The settings of one account in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.accounts import Account, Role, Security, SignIn
from sentwatch.core.folders import FolderRole
from sentwatch.core.phrase import N_
from sentwatch.core.trouble import Trouble
from sentwatch.texts.render import render_trouble
from sentwatch.texts.words import Words
from sentwatch.ui.known import Known
from sentwatch.ui.presenters.accounts import SIGN_IN_KINDS, AccountView, account_view, trouble_of_account
from sentwatch.ui.presenters.assistant_mailbox import ROLE_MEANINGS, ROLE_NAMES
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.times import dotted

COLOUR_NAMES: Final = {
    "teal": N_("Teal"),
    "blue": N_("Blue"),
    "violet": N_("Violet"),
    "rose": N_("Rose"),
    "amber": N_("Amber"),
    "green": N_("Green"),
}
_FOLDER_NAMES: Final = {
    FolderRole.SENT: N_("Sent mail"),
    FolderRole.TRASH: N_("Trash"),
    FolderRole.JUNK: N_("Junk"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderChoice:
    """One folder that can be chosen."""

    role: FolderRole
    name: str
    value: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSettingsView:
    """Everything of one account that can be changed."""

    header: HeaderView
    account: AccountView
    back: str
    look_heading: str
    name: str
    name_hint: str
    colour: str
    colours: tuple[tuple[str | None, str], ...]
    role: str
    roles: tuple[tuple[Role, str], ...]
    role_hint: str
    zone: str
    zone_value: str
    zone_hint: str
    folders_heading: str
    folders: tuple[FolderChoice, ...]
    no_folder: str
    search: str
    take: str
    cancel: str
    loading: str
    sign_in_heading: str
    sign_in: str
    server: str
    sign_in_button: str
    is_refused: bool
    pause: str
    pause_hint: str
    remove_heading: str
    remove_hint: str
    remove: str


def account_settings(account: Account, known: Known, words: Words, *, now: datetime) -> AccountSettingsView:
    """The settings for what is known now."""
    card = account_view(account, known, words, now=now)
    trouble = trouble_of_account(account, known)
    is_refused = trouble is not None and trouble.kind in SIGN_IN_KINDS
    return AccountSettingsView(
        header=HeaderView(sentence=card.name, detail=dotted(card.address, card.state)),
        account=card,
        back=words(N_("All accounts")),
        look_heading=words(N_("The mailbox")),
        name=words(N_("Shown name")),
        name_hint=words(N_("How Sentwatch calls it, if not by the address.")),
        colour=words(N_("Colour")),
        colours=((None, words(N_("None"))), *((name, words(text)) for name, text in COLOUR_NAMES.items())),
        role=words(N_("Who sends from it?")),
        roles=tuple((role, words(name)) for role, name in ROLE_NAMES.items()),
        role_hint=words(ROLE_MEANINGS[account.role]),
        zone=words(N_("Time zone")),
        zone_value=words.value(account.time_zone) if account.time_zone else "UTC",
        zone_hint=words(N_("With another one, what was read is judged again.")),
        folders_heading=words(N_("Folders")),
        folders=tuple(_folder(account, role, words) for role in FolderRole),
        no_folder=words(N_("None")),
        search=words(N_("Search")),
        take=words(N_("Choose")),
        cancel=words(N_("Cancel")),
        loading=words(N_("Asking the server for its folders …")),
        sign_in_heading=words(N_("Signing in")),
        sign_in=_sign_in(account, trouble if is_refused else None, words),
        server=_server(account, words),
        sign_in_button=words(N_("Sign in again") if account.sign_in is SignIn.OAUTH else N_("Enter a new password")),
        is_refused=is_refused,
        pause=words(N_("Look after this mailbox")),
        pause_hint=words(N_("Paused: we do not look at it."))
        if account.paused
        else words(N_("Switch it off to pause; what was learned stays.")),
        remove_heading=words(N_("Remove the account")),
        remove_hint=words(N_("Erases its password and all that was learned from this computer.")),
        remove=words(N_("Remove …")),
    )


def folder_of(account: Account, role: FolderRole) -> str | None:
    """The folder an account has for a role."""
    return {
        FolderRole.SENT: account.sent_folder,
        FolderRole.TRASH: account.trash_folder,
        FolderRole.JUNK: account.junk_folder,
    }[role]


def _folder(account: Account, role: FolderRole, words: Words) -> FolderChoice:
    value = folder_of(account, role)
    hint = ""
    if role is FolderRole.SENT:
        hint = words(N_("Another folder is read from its beginning and judged again."))
    return FolderChoice(
        role=role, name=words(_FOLDER_NAMES[role]), value=words.value(value) if value else words(N_("None")), hint=hint
    )


def _sign_in(account: Account, trouble: Trouble | None, words: Words) -> str:
    if trouble is not None:
        message = render_trouble(trouble, words)
        return f"{message.title}\n{message.do_first}"
    if account.password_command:
        return words(N_("The password comes from a command of yours."))
    if account.asks_each_time:
        return words(N_("The password is kept nowhere: you enter it each time Sentwatch is opened."))
    if account.sign_in is SignIn.OAUTH:
        return words(N_("Signed in with the browser. The keyring of this computer keeps that, and no password."))
    return words(N_("The password is kept in the keyring of this computer."))


def _server(account: Account, words: Words) -> str:
    encrypted = N_("encrypted (TLS)") if account.security is Security.TLS else N_("encrypted (STARTTLS)")
    return dotted(
        words.value(account.host),
        words(N_("Port {port:plain}"), port=account.port),
        words(encrypted),
        words(N_("signs in as {name}"), name=account.login_name),
    )
