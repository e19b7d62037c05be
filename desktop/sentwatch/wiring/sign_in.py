"""Signing in to accounts, and what is known of passwords, codes and recovery."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from sentwatch.core.accounts import Account, Folder
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential, MailDoor, MailPort, SignInFacts
from sentwatch.ports.outgoing import OutgoingServer
from sentwatch.wiring.ground import Ground

if TYPE_CHECKING:
    from sentwatch.adapters.oauth import OAuth
    from sentwatch.core.oauth import OAuthService
    from sentwatch.core.providers import Provider, ProviderTable
    from sentwatch.core.sign_in_ways import Ways
    from sentwatch.service.add_account import TrySignIn
    from sentwatch.service.authenticator import Authenticator
    from sentwatch.service.backup_codes import BackupCodes
    from sentwatch.service.discovery import Discover
    from sentwatch.service.left_files import LeftFiles
    from sentwatch.service.other_clocks import OtherClocks
    from sentwatch.service.password import PasswordReview
    from sentwatch.service.password_book import OfficeRule, PasswordBook
    from sentwatch.service.purge import KeyringItem
    from sentwatch.service.sign_in import Credentials
    from sentwatch.service.sign_in_overview import SignInOverview
    from sentwatch.service.sign_in_review import SignInReview


class SignInParts(Ground):
    """Doors, credentials, and the reviews of them."""

    @cached_property
    def providers(self) -> ProviderTable:
        """What is known of mail providers."""
        from sentwatch.adapters.providers import provider_table

        return provider_table()

    def provider_of(self, account: Account) -> Provider | None:
        """What is known of the account's provider."""
        return self.providers.by_id(account.provider) if account.provider else None

    def own_domain(self, account: Account) -> str | None:
        """The domain of an account, where it is its owner's and not the provider's."""
        from sentwatch.core.providers import domain_of

        domain = domain_of(account.address)
        return None if domain is None or self.providers.by_address(account.address) is not None else domain

    @cached_property
    def oauth(self) -> OAuth:
        """Signing in through the browser."""
        from sentwatch.adapters.oauth import OAuth

        return OAuth()

    @property
    def oauth_services(self) -> tuple[OAuthService, ...]:
        """Who offers a sign-in in the browser, with the user's own clients."""
        from sentwatch.adapters.oauth_services import oauth_services

        return oauth_services(self.data_dir)

    def ways_into(self, account: Account) -> Ways:
        """How one may sign in to an account."""
        from sentwatch.core.oauth import service_for
        from sentwatch.core.sign_in_ways import ways_into

        return ways_into(self.provider_of(account), service_for(account, self.oauth_services))

    def keep_oauth_client(self, service_id: str, *, client_id: str, client_secret: str | None) -> None:
        """Keep the user's own client of one service."""
        from sentwatch.adapters.oauth_services import keep_client

        keep_client(self.data_dir, service_id, client_id=client_id, client_secret=client_secret)

    @cached_property
    def credentials(self) -> Credentials:
        """What opens the doors."""
        from sentwatch.adapters.headless_secrets import password_from_command, systemd_credential
        from sentwatch.service.sign_in import Credentials

        return Credentials(
            secrets=self.keyring,
            oauth=self.oauth,
            services=lambda: self.oauth_services,
            clock=self.clock,
            exclusive=self._locks.hold,
            beside=(lambda account: self._session.get(account.id), systemd_credential, password_from_command),
        )

    def door(self, account: Account, *, by_hand: bool = False) -> MailDoor:
        """The door of an account's mailbox, with a memory of where we were sent away."""
        from sentwatch.adapters.imap import ImapDoor
        from sentwatch.service.doors import MindfulDoor

        return MindfulDoor(
            door=ImapDoor(account),
            account=account,
            memory=self._door_memory,
            clock=self.clock,
            provider=self.provider_of(account),
            by_hand=by_hand,
        )

    def enter(self, account: Account, cancel: CancelToken, *, by_hand: bool = False) -> MailPort:
        """Sign in to an account's mailbox."""
        from sentwatch.service.sign_in import enter

        return enter(
            account,
            door=self.door(account, by_hand=by_hand),
            credentials=self.credentials,
            cancel=cancel,
            entered=self._note_way_in,
        )

    @cached_property
    def discover(self) -> Discover:
        """Finding the mail server behind an address."""
        from sentwatch.adapters.autoconfig import Autoconfig
        from sentwatch.adapters.connection_probe import ConnectionProbe
        from sentwatch.adapters.srv import MailDns
        from sentwatch.service.discovery import Discover

        return Discover(table=self.providers, dns=MailDns(), autoconfig=Autoconfig(), knocker=ConnectionProbe())

    def try_sign_in(self) -> TrySignIn:
        """Signing in once, by hand."""
        from sentwatch.service.add_account import TrySignIn

        return TrySignIn(door=lambda account: self.door(account, by_hand=True))

    def folders_of(self, account: Account, *, cancel: CancelToken) -> tuple[Folder, ...]:
        """The folders of an account, as its server lists them now; for somebody who waits."""
        mail = self.enter(account, cancel, by_hand=True)
        try:
            return mail.folders()
        finally:
            mail.close()

    def _note_way_in(self, account: Account, credential: Credential, facts: SignInFacts) -> None:
        from sentwatch.service.sign_in_proof import WAY_IN, way_in

        provider = self.provider_of(account)
        proof = way_in(account, facts=facts, credential=credential, provider=provider, at=self.clock.now())
        self.kept(account.id).put(WAY_IN, proof)
        self._password_book(account).worked()

    def _note_entered(self, account: Account, *, is_other: bool) -> None:
        if is_other:
            self.sign_in_review(account).another_entered()
        else:
            self._password_book(account).entered(is_other=False)

    def _password_book(self, account: Account) -> PasswordBook:
        from sentwatch.service.password_book import PasswordBook

        return PasswordBook(account=account, kept=self.kept(account.id), office=self.office_rule, clock=self.clock)

    @property
    def office_rule(self) -> OfficeRule:
        """The interval an office insists on."""
        from sentwatch.service.password_book import OfficeRule

        return OfficeRule(self.kept())

    def sign_in_review(self, account: Account) -> SignInReview:
        """What is known of an account's sign-in, and what its owner answers."""
        from sentwatch.service.sign_in_review import SignInReview

        return SignInReview(
            account=account,
            provider=self.provider_of(account) or self.providers.by_address(account.address),
            kept=self.kept(account.id),
            everywhere=self.kept(),
            findings=self.findings(account.id),
            passwords=self._password_book(account),
            clock=self.clock,
        )

    def sign_in_overview(self, accounts: Iterable[Account]) -> SignInOverview:
        """All that is known of signing in to these accounts; looking makes no store."""
        from sentwatch.service.sign_in_overview import SignInOverview

        accounts, settings = tuple(accounts), self.settings
        found = SignInOverview(
            at=self.clock.now(),
            asks_service=settings.breach_check,
            breach_list=settings.breach_list,
        )
        if not accounts and not self.has_store:
            return found
        return replace(
            found,
            accounts=tuple(self.sign_in_review(account).seen() for account in accounts),
            codes=self.authenticator.known(),
            backup_codes=self.backup_codes().known(),
            code_findings=self.authenticator.known_findings(),
            left=self.left_files.still_there(),
            office=self.office_rule.get(),
        )

    def password_review(self) -> PasswordReview:
        """Reviewing passwords; lists of leaked ones are asked as the settings say, one on the disk first."""
        from sentwatch.adapters.breach import RangeService
        from sentwatch.adapters.breach_file import HashFile
        from sentwatch.adapters.strength import Zxcvbn
        from sentwatch.adapters.word_lists import common_passwords
        from sentwatch.service.password import PasswordReview

        settings = self.settings
        breach = HashFile(Path(settings.breach_list)) if settings.breach_list else None
        return PasswordReview(
            strength=Zxcvbn(),
            common=common_passwords(),
            breach=breach or (RangeService() if settings.breach_check else None),
        )

    @cached_property
    def authenticator(self) -> Authenticator:
        """The authenticator workbench."""
        from sentwatch.service.authenticator import KEY, Authenticator

        return Authenticator(
            secrets=self.keyring,
            kept=self.kept(),
            findings=self.findings(KEY),
            clocks=self.clocks,
            clock=self.clock,
        )

    @cached_property
    def clocks(self) -> OtherClocks:
        """The clocks of other computers."""
        from sentwatch.adapters.greeting_clock import GreetingClock
        from sentwatch.adapters.remote_clock import HttpsClock
        from sentwatch.service.other_clocks import OtherClocks

        return OtherClocks(greeting=GreetingClock(), web=HttpsClock(), servers=self.greeting_servers)

    def greeting_servers(self, account: Account) -> tuple[OutgoingServer, ...]:
        """The servers that take an account's outgoing mail."""
        from sentwatch.service.outgoing import greeting_servers

        return greeting_servers(account, self.provider_of(account) or self.providers.by_address(account.address))

    def backup_codes(self, account: Account | None = None) -> BackupCodes:
        """The backup codes kept for an account, or for services that are no account here."""
        from sentwatch.service.backup_codes import BackupCodes

        return BackupCodes(secrets=self.keyring, kept=self.kept(account.id if account else ""), clock=self.clock)

    def kept_codes(self) -> tuple[KeyringItem, ...]:
        """What was put into the keyring on request. Raises Trouble where the store cannot be read for it."""
        from sentwatch.service.backup_codes import PREFIX as BACKUP
        from sentwatch.service.kept_codes import PREFIX as OTP
        from sentwatch.service.purge import KeyringItem, KeyringKind

        if not self.has_store:
            return ()
        sets = [one for account in (None, *self.known_accounts()) for one in self.backup_codes(account).known()]
        return (
            *(
                KeyringItem(name=OTP + one.id, of=one.name, kind=KeyringKind.AUTHENTICATOR)
                for one in self.authenticator.known()
            ),
            *(KeyringItem(name=BACKUP + one.id, of=one.name, kind=KeyringKind.BACKUP_CODES) for one in sets),
        )

    @cached_property
    def left_files(self) -> LeftFiles:
        """Exports that people meant to delete."""
        from sentwatch.service.left_files import LeftFiles

        return LeftFiles(kept=self.kept(), is_there=_is_there, clock=self.clock)


def _is_there(path: str) -> bool:
    """Whether a file lies there; one that may not be looked at lies there still."""
    try:
        return Path(path).exists()
    except OSError:
        return True
