"""The set-up assistant in words: its frame, the address, and the server that was found for it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Final

from sentwatch.core.accounts import Account, Security
from sentwatch.core.discovery import STEP_TITLES, Discovery, Ending, Source, StepSeen
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.providers import Provider
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.times import dotted


class Stage(enum.Enum):
    """Where somebody stands in the assistant."""

    ADDRESS = "address"
    SERVER = "server"
    SIGN_IN = "sign-in"
    MAILBOX = "mailbox"
    LOOK = "look"


NEW: Final = tuple(Stage)
AGAIN: Final = (Stage.SERVER, Stage.SIGN_IN, Stage.LOOK)
"""The stages for an account that is set up already and was refused."""

_STAGES: Final = {
    Stage.ADDRESS: N_("Address"),
    Stage.SERVER: N_("Server"),
    Stage.SIGN_IN: N_("Sign in"),
    Stage.MAILBOX: N_("Mailbox"),
    Stage.LOOK: N_("First look"),
}
_ICONS: Final = {
    Ending.FOUND: ("done", "fine"),
    Ending.NOTHING: ("minus", "muted"),
    Ending.REFUSED: ("warning", "warning"),
    Ending.FAILED: ("offline", "muted"),
    Ending.LEFT_OUT: ("minus", "muted"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameView:
    """The rail of stages and the buttons below them."""

    title: str
    stages: tuple[tuple[Stage, str], ...]
    position: str
    back: str
    cancel: str
    close_guide: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressView:
    """The first question, and what is promised with it."""

    title: str
    address: str
    hint: str
    wrong: str
    known: str
    promises: tuple[tuple[str, str], ...]
    files: str
    go_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRow:
    """One step of looking for the server."""

    icon: str
    colour: str
    what: str
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerView:
    """What was found. `server` is empty where nothing was; `blocked` says what still works where there is no way in."""

    title: str
    server: str
    facts: str
    remarks: tuple[str, ...]
    how: str
    rows: tuple[SearchRow, ...]
    blocked: str
    change: str
    go_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerFormView:
    """The words of the server's fields."""

    host: str
    host_missing: str
    host_wrong: str
    port: str
    port_wrong: str
    username: str
    username_hint: str
    username_needed: str
    security: str
    securities: tuple[tuple[Security, str], ...]
    authority: str
    ca_file: str
    ca_file_hint: str
    ca_file_wrong: str
    choose_file: str
    what_works: str
    files: str
    guided: str
    enter: str


def assistant_frame(stages: tuple[Stage, ...], now: Stage, words: Words) -> FrameView:
    """The frame at one stage."""
    titles = _STAGES if stages == NEW else {**_STAGES, Stage.LOOK: N_("Look")}
    names = tuple((stage, words(titles[stage])) for stage in stages)
    return FrameView(
        title=words(N_("Add an account") if stages == NEW else N_("Sign in again")),
        stages=names,
        position=words(
            N_("Step {n} of {count}: {name}"), n=stages.index(now) + 1, count=len(stages), name=words(titles[now])
        ),
        back=words(N_("Back")),
        cancel=words(N_("Cancel")),
        close_guide=words(N_("Close the guide")),
    )


def address_stage(words: Words, *, is_known: bool = False) -> AddressView:
    """The first stage."""
    return AddressView(
        title=words(N_("Which mailbox should Sentwatch look after?")),
        address=words(N_("Mail address")),
        hint=words(N_("We find the server by the part after the @. The rest of the address stays here.")),
        wrong=words(N_("Write the whole address, for example name@example.com.")),
        known=words(N_("This mailbox is set up already. Going on signs in to it again.")) if is_known else "",
        promises=(
            ("eye", words(N_("Sentwatch only reads. It never sends, moves or deletes mail."))),
            (
                "lock",
                words(N_("The password goes to your mail server and into this computer's keyring, nowhere else.")),
            ),
            ("device", words(N_("What is learned stays on this computer."))),
        ),
        files=words(N_("Look at mail in files instead")),
        go_on=words(N_("Continue")),
    )


def search_rows(seen: tuple[StepSeen, ...], words: Words, *, is_over: bool) -> tuple[SearchRow, ...]:
    """The steps taken so far, and the one that is under way; those that were not needed are left out."""
    rows = [_row(step, words) for step in seen if step.ending is not Ending.LEFT_OUT]
    waiting = tuple(Source)[len(seen) :]
    if not is_over and waiting:
        rows.append(
            SearchRow(icon="wait", colour="accent", what=words(STEP_TITLES[waiting[0]]), result=words(N_("Looking …")))
        )
    return tuple(rows)


def _row(step: StepSeen, words: Words) -> SearchRow:
    icon, colour = _ICONS[step.ending]
    return SearchRow(icon=icon, colour=colour, what=words(STEP_TITLES[step.source]), result=words(step.words))


def searching(domain: str, seen: tuple[StepSeen, ...], words: Words) -> ServerView:
    """While the server is being looked for."""
    return ServerView(
        title=words(N_("Looking for the mail server of {domain}"), domain=domain),
        server="",
        facts="",
        remarks=(),
        how="",
        rows=search_rows(seen, words, is_over=False),
        blocked="",
        change="",
        go_on=words(N_("Continue")),
    )


def server_stage(discovery: Discovery | None, account: Account | None, words: Words) -> ServerView:
    """What was found, or what is entered; `discovery` is None for an account that is set up already."""
    rows = search_rows(discovery.steps, words, is_over=True) if discovery is not None else ()
    remarks = tuple(_said(remark, discovery, words) for remark in discovery.remarks) if discovery is not None else ()
    blocked = _blocked(discovery, words) if account is None else ""
    return ServerView(
        title=_server_title(discovery, account, words),
        server=words.value(account.host) if account is not None else "",
        facts=server_facts(account, words) if account is not None else "",
        remarks=() if blocked else remarks,
        how=words(N_("How it was found")) if rows else "",
        rows=rows,
        blocked=blocked,
        change=words(N_("Change")),
        go_on=words(N_("Continue")),
    )


def server_facts(account: Account, words: Words) -> str:
    """Port, encryption and user name in one line."""
    encrypted = N_("encrypted (TLS)") if account.security is Security.TLS else N_("encrypted (STARTTLS)")
    return dotted(
        words(N_("Port {port:plain}"), port=account.port),
        words(encrypted),
        words(N_("signs in as {name}"), name=account.login_name),
    )


def _server_title(discovery: Discovery | None, account: Account | None, words: Words) -> str:
    if discovery is None:
        return words(N_("The mail server of {address}"), address=account.address if account is not None else "")
    provider = discovery.provider
    if account is not None:
        name = provider_name(provider, words)
        return words(N_("{provider}, found."), provider=name) if name else words(N_("We found the mail server."))
    if provider is not None and provider.imap is None:
        return words(N_("{provider} lets no mail program in."), provider=provider_name(provider, words))
    return words(N_("We found no mail server for {domain}."), domain=discovery.domain)


def _blocked(discovery: Discovery | None, words: Words) -> str:
    """What is said where no server shows the mail: no IMAP, or POP only. Empty where one may only be unknown."""
    if discovery is None or discovery.best is not None or not discovery.remarks:
        return ""
    has_no_imap = discovery.provider is not None and discovery.provider.imap is None
    offers_pop_only = any(step.words.text.startswith("Only POP") for step in discovery.steps)
    return _said(discovery.remarks[-1], discovery, words) if has_no_imap or offers_pop_only else ""


def _said(remark: Phrase, discovery: Discovery, words: Words) -> str:
    """A remark with the provider's name in the language spoken."""
    if "provider" not in remark.params:
        return words(remark)
    return words(replace(remark, params={**remark.params, "provider": provider_name(discovery.provider, words)}))


def provider_name(provider: Provider | None, words: Words) -> str:
    """The provider's name in the language spoken."""
    if provider is None:
        return ""
    return provider.name_ja if words.lang == "ja" else provider.name_en


def server_form(words: Words) -> ServerFormView:
    """The server's fields."""
    return ServerFormView(
        host=words(N_("Server (IMAP)")),
        host_missing=words(N_("Enter the name of the mail server.")),
        host_wrong=words(N_("A server name such as imap.example.com")),
        port=words(N_("Port")),
        port_wrong=words(N_("A number from 1 to 65535")),
        username=words(N_("User name")),
        username_hint=words(N_("Only where it is not the address.")),
        username_needed=words(N_("Your provider gave you one; it is not the address.")),
        security=words(N_("Encryption")),
        securities=((Security.TLS, words(N_("From the start (TLS)"))), (Security.STARTTLS, "STARTTLS")),
        authority=words(N_("Certificate authority of your office")),
        ca_file=words(N_("Certificate file (PEM)")),
        ca_file_hint=words(N_("Only where your office has a certificate authority of its own.")),
        ca_file_wrong=words(N_("There is no such file.")),
        choose_file=words(N_("Choose …")),
        what_works=words(N_("What still works")),
        files=words(N_("Look at mail in files")),
        guided=words(N_("Go through the checklist")),
        enter=words(N_("Enter a server all the same")),
    )
