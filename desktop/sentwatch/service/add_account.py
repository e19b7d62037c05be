"""From what discovery found to an account, and one try to sign in that tells everything it saw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from sentwatch.core.accounts import Account, Folder, Role, Security, SignIn
from sentwatch.core.discovery import Discovery, FoundServer
from sentwatch.core.folders import FolderRole, RoleFolder, find_folder
from sentwatch.core.history import is_named_like_a_machine, is_named_like_a_team
from sentwatch.core.oauth import Tokens
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.providers import ProviderTable
from sentwatch.core.refusals import is_app_password_shaped
from sentwatch.core.trouble import SENT_FOLDER_UNCLEAR, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential, CredentialKind, MailDoor, SignInFacts

PORTS: Final = {Security.TLS: 993, Security.STARTTLS: 143}
"""RFC 8314 and RFC 9051: IMAP with encryption from the start, and begun with STARTTLS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What opened the door, to be kept: a password, or what a sign-in in the browser gave."""

    credential: Credential
    tokens: Tokens | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """What is left of an account that was removed.

    `rows_left` are rows of the store that still speak of it. `is_secret_gone` is False where the keyring that may hold
    its secret could not be asked.
    """

    rows_left: int
    is_secret_gone: bool

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left."""
        return self.rows_left == 0 and self.is_secret_gone

    @property
    def words(self) -> str:
        """What to say of it; {address} is filled in."""
        if self.rows_left:
            return N_("Something of {address} is still in the store. Remove it again; if it lasts, look into the log.")
        if not self.is_secret_gone:
            return N_(
                "What was learned of {address} is erased. The keyring could not be asked: its password may still lie "
                "there, under “Sentwatch”."
            )
        return N_("Erased {address}: nothing of it is left on this computer.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInResult:
    """What one try to sign in came to: the trouble, or what was seen inside.

    `folder_roles` holds the folder for each role, or the candidates between which somebody must choose.
    `app_password_shaped` is None for access tokens: a hint for the review of the second factor, never a judgement.
    """

    trouble: Trouble | None = None
    capabilities: frozenset[str] = frozenset()
    facts: SignInFacts | None = None
    folders: tuple[Folder, ...] = ()
    folder_roles: dict[FolderRole, RoleFolder] = field(default_factory=dict)
    app_password_shaped: bool | None = None

    @property
    def ok(self) -> bool:
        """Whether we got in."""
        return self.trouble is None

    def folder(self, role: FolderRole) -> str | None:
        """The name of the folder for a role; None where there is none, or where somebody must choose."""
        found = self.folder_roles.get(role)
        return found.folder.name if found is not None and found.folder is not None else None

    def candidates(self, role: FolderRole) -> tuple[str, ...]:
        """The names of the folders between which somebody must choose."""
        found = self.folder_roles.get(role)
        return tuple(folder.name for folder in found.candidates) if found is not None else ()


def account_from(
    discovery: Discovery, server: FoundServer, *, account_id: str, username: str | None = None, oauth: bool = False
) -> Account:
    """Make the account for a found server. `username` is what the user entered, where only they know it.

    A provider that takes only a sign-in in the browser gets one, whatever was asked for.
    """
    provider = discovery.provider
    only_browser = provider is not None and provider.ways_in.only_browser
    login_name = username or server.login_name or discovery.address
    return Account(
        id=account_id,
        address=discovery.address,
        host=server.host,
        port=server.port,
        security=server.security,
        username="" if login_name == discovery.address else login_name,
        sign_in=SignIn.OAUTH if oauth or only_browser else SignIn.PASSWORD,
        provider=provider.id if provider is not None else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedServer:
    """A server as its user named it. `port` None is the usual one."""

    host: str
    port: int | None = None
    security: Security = Security.TLS
    username: str = ""
    ca_file: str | None = None


def account_by_hand(address: str, server: NamedServer, *, account_id: str, table: ProviderTable) -> Account:
    """Make the account for a server that was named by hand."""
    provider = table.by_address(address)
    return Account(
        id=account_id,
        address=address,
        host=server.host,
        port=server.port or PORTS[server.security],
        security=server.security,
        username="" if server.username == address else server.username,
        ca_file=server.ca_file,
        provider=provider.id if provider is not None else None,
    )


def filled_in(
    account: Account, result: SignInResult, *, time_zone: str | None, sent_folder: str | None = None
) -> Account:
    """The account with what signing in showed; what is set already stays. Raises Trouble where that is not enough."""
    if result.trouble is not None:
        raise result.trouble
    chosen = sent_folder or account.sent_folder or result.folder(FolderRole.SENT)
    if chosen is None:
        candidates = result.candidates(FolderRole.SENT) or phrase(N_("none by its name"))
        raise Trouble(SENT_FOLDER_UNCLEAR, address=account.address, candidates=candidates)
    return replace(
        account,
        sent_folder=chosen,
        trash_folder=account.trash_folder or result.folder(FolderRole.TRASH),
        junk_folder=account.junk_folder or result.folder(FolderRole.JUNK),
        time_zone=account.time_zone or time_zone,
    )


def proposed_role(address: str) -> Role:
    """Whose mailbox it is by its address; the role can be changed."""
    if is_named_like_a_machine(address):
        return Role.SYSTEM
    return Role.SHARED if is_named_like_a_team(address) else Role.PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class TrySignIn:
    """The use case: sign in once, look at capabilities and folders, leave."""

    door: Callable[[Account], MailDoor]

    def run(self, account: Account, credential: Credential, *, cancel: CancelToken) -> SignInResult:
        """Try once. Trouble is part of the result; Cancelled is raised."""
        shaped = is_app_password_shaped(credential.secret) if credential.kind is CredentialKind.PASSWORD else None
        try:
            mail = self.door(account).open(credential=credential, cancel=cancel)
        except Trouble as trouble:
            return SignInResult(trouble=trouble, app_password_shaped=shaped)
        try:
            folders = mail.folders()
        except Trouble as trouble:
            return SignInResult(
                trouble=trouble, capabilities=mail.capabilities, facts=mail.facts, app_password_shaped=shaped
            )
        finally:
            mail.close()
        return SignInResult(
            capabilities=mail.capabilities,
            facts=mail.facts,
            folders=folders,
            folder_roles={role: find_folder(folders, role) for role in FolderRole},
            app_password_shaped=shaped,
        )
