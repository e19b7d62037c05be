"""The object graph of one data folder: accounts that come and go, the watch, and the life of the program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from sentwatch.core.accounts import Account
from sentwatch.ports.cancel import CancelToken
from sentwatch.texts.words import Words
from sentwatch.wiring.ground import KeptPaths, LedgerKeyPlace, default_data_dir
from sentwatch.wiring.guidance import GuidanceParts

if TYPE_CHECKING:
    from sentwatch.adapters.notifications.second_channel import Command, Webhook
    from sentwatch.core.network_list import NetworkContact
    from sentwatch.core.updates import ReleasePlace
    from sentwatch.core.watching import WatchEvent
    from sentwatch.ports.autostart import AutostartPort
    from sentwatch.ports.notifier import Notifier
    from sentwatch.service.add_account import Opened, Removal
    from sentwatch.service.data import DataMover
    from sentwatch.service.purge import Purge
    from sentwatch.service.telling import Telling
    from sentwatch.service.updates import Updates
    from sentwatch.service.watch import Watch


class App(GuidanceParts):
    """Everything that is built for one data folder."""

    def keep_account(self, account: Account, opened: Opened, *, for_session: bool = False) -> bool:
        """Keep the account and what opens its door. False where that lives for this session only.

        So it is where `for_session` says so, and where there is no keyring that could keep it.
        """
        # The key of the store first: an account whose store cannot be opened would be kept for nothing.
        self.keys  # noqa: B018 - made where it is not there, and KEYRING_LOCKED where it cannot be reached
        is_kept = bool(account.password_command) or (not for_session and self._is_kept(account, opened))
        if not is_kept:
            self._session.put(account.id, opened.tokens.refresh or "" if opened.tokens else opened.credential.secret)
            if opened.tokens is not None:
                self.credentials.keep(account, opened.tokens)
        self.accounts.put(replace(account, asks_each_time=not is_kept))
        return is_kept

    def _is_kept(self, account: Account, opened: Opened) -> bool:
        """Put a password into the keyring, or of a browser sign-in the refresh token alone; False where there is none.

        A keyring that is only locked is told as such: waiting for it is better than keeping nothing.
        """
        from sentwatch.core.trouble import KEYRING_MISSING, KEYRING_TOO_SMALL, Trouble

        entered = self._session.get(account.id)
        self._session.remove(account.id)
        try:
            if opened.tokens is not None:
                self.credentials.keep(account, opened.tokens)
            else:
                before = self.keyring.get(account.id)
                self.keyring.put(account.id, opened.credential.secret)
                self._note_entered(account, is_other=before is not None and before != opened.credential.secret)
        except Trouble as trouble:
            if entered is not None:
                self._session.put(account.id, entered)
            if trouble.kind not in {KEYRING_MISSING, KEYRING_TOO_SMALL}:
                raise
            return False
        return True

    def remove_account(self, account: Account) -> Removal:
        """Erase the account, its secret and all that was learned, also of its domain where no other account has it.

        Raises Trouble KEYRING_LOCKED before anything is erased: the secret can be reached after unlocking.
        """
        from sentwatch.service.add_account import Removal
        from sentwatch.service.own_domains import key_of

        domain = self.own_domain(account)
        with self._locks.turn(f"mail:{account.id}", CancelToken()):
            is_secret_gone = self._is_secret_gone(account)
            is_secret_gone &= self._are_codes_gone(account)
            self.accounts.remove(account.id)
            keys = [account.id]
            if domain is not None and domain not in self.domains():
                keys.append(key_of(domain))
                self.forget(keys[-1])
            self._door_memory.forget(account.id)
            return Removal(rows_left=sum(map(self.accounts.rows_of, keys)), is_secret_gone=is_secret_gone)

    def _is_secret_gone(self, account: Account) -> bool:
        from sentwatch.core.trouble import KEYRING_MISSING, Trouble

        try:
            self.credentials.forget(account.id)
        except Trouble as trouble:
            if trouble.kind is not KEYRING_MISSING:
                raise
            # What was for one session only was never in a keyring.
            return account.asks_each_time
        return True

    def _are_codes_gone(self, account: Account) -> bool:
        from sentwatch.core.trouble import KEYRING_MISSING, Trouble

        try:
            self.backup_codes(account).forget_all()
        except Trouble as trouble:
            if trouble.kind is not KEYRING_MISSING:
                raise
            return False
        return True

    def watch(self, on_event: Callable[[WatchEvent], None]) -> Watch:
        """The watch over accounts, not started yet."""
        from sentwatch.adapters.log import note_fault
        from sentwatch.adapters.network.here import own_addresses
        from sentwatch.adapters.watch_lines import log_event
        from sentwatch.service.surroundings import OpenWifiWatch
        from sentwatch.service.watch import Watch
        from sentwatch.store.watched import WatchLog

        def happened(event: WatchEvent) -> None:
            log_event(event)
            on_event(event)

        return Watch(
            check=self.check_account(),
            store=self.account_store,
            log=lambda account_id: WatchLog(self.database, account_id),
            clock=self.clock,
            settings=self.settings,
            on_event=happened,
            note_fault=note_fault,
            surroundings=self.surroundings,
            last_look=self._last_look,
            open_wifi=OpenWifiWatch(here=own_addresses, news=self.open_wifi_notice),
        )

    def _last_look(self, key: str) -> datetime | None:
        return max((look.at for look in self.findings(key).looks()), default=None)

    def telling(self, notifiers: Callable[[], Iterable[Notifier]]) -> Telling:
        """Deciding what people are told."""
        from sentwatch.service.telling import Telling
        from sentwatch.store.findings import checks_done
        from sentwatch.store.watched import Notified

        return Telling(
            notifiers=notifiers,
            notified=lambda key: Notified(self.database, key),
            settings=lambda: self.settings,
            clock=self.clock,
            local=lambda at: at.astimezone(),
            digests=self.kept(),
            accounts=lambda: sum(not account.paused for account in self.known_accounts()),
            still_open=self._still_open,
            seen=checks_done(self.database),
        )

    def _still_open(self) -> int:
        from sentwatch.core.findings import Severity
        from sentwatch.core.report import Status

        return sum(
            reported.status is not Status.GONE and reported.finding.severity >= Severity.NOTICE
            for report in self.last_reports.all(self.known_accounts())
            for reported in report.findings
        )

    def try_second_channel(self, words: Callable[[], Words], *, cancel: CancelToken) -> None:
        """Send a test message by the second way. Raises Trouble where it does not arrive."""
        for channel in self.second_channels(words):
            channel.try_out(cancel=cancel)

    def second_channels(self, words: Callable[[], Words]) -> tuple[Webhook | Command, ...]:
        """The user's own second way of being told, where one is set up."""
        from sentwatch.adapters.notifications.second_channel import Command, Webhook

        settings = self.settings
        target, details = settings.second_channel_target, settings.second_channel_details
        if settings.second_channel == "webhook" and target:
            return (Webhook(url=target, words=words, with_details=details),)
        if settings.second_channel == "command" and target:
            return (Command(line=target, words=words, with_details=details),)
        return ()

    def network_contacts(self) -> tuple[NetworkContact, ...]:
        """Everybody this program talks to, for the accounts there are."""
        from sentwatch.core.network_list import network_list

        sites = self.own_sites.all() if self.has_store else ()
        place = self.release_place
        return network_list(
            self.settings,
            self.known_accounts(),
            self.oauth_services,
            outgoing=(server.host for one in self.known_accounts() for server in self.greeting_servers(one)),
            domains=self.domains(),
            sites=(own.site.host for own in sites),
            release_page="" if place is None else place.host,
        )

    @cached_property
    def _named_release_page(self) -> str:
        from sentwatch.adapters.own_metadata import named_release_page

        return named_release_page()

    @property
    def release_place(self) -> ReleasePlace | None:
        """The page that would be asked for a newer version; asking makes no store."""
        from sentwatch.service.updates import release_place

        return release_place(self.settings, self._named_release_page)

    @cached_property
    def updates(self) -> Updates:
        """Hearing of a newer version."""
        from sentwatch import __version__
        from sentwatch.adapters.release_page import ReleasePages
        from sentwatch.service.updates import Updates

        return Updates(
            pages=ReleasePages(),
            kept=self.kept(),
            settings=lambda: self.settings,
            named=self._named_release_page,
            running=__version__,
            clock=self.clock,
            local=lambda at: at.astimezone(),
        )

    @cached_property
    def autostart(self) -> AutostartPort:
        """Starting at login."""
        from sentwatch.adapters.autostart import autostart_of_this_computer

        return autostart_of_this_computer()

    def start_at_login(self, *, wanted: bool) -> None:
        """Switch starting at login on or off, for this data folder."""
        from sentwatch.adapters.own_program import MINIMISED, own_program_for_good

        if wanted:
            portable = () if self.data_dir == default_data_dir() else ("--data-dir", str(self.data_dir.absolute()))
            self.autostart.write((*own_program_for_good(), *portable, MINIMISED))
        else:
            self.autostart.remove()

    @property
    def data_mover(self) -> DataMover:
        """Taking settings, accounts and answers along, and bringing them in."""
        from sentwatch.service.data import DataMover

        return DataMover(accounts=self.accounts, settings=self.settings_file, kept=self.kept(), clock=self.clock)

    @property
    def purge(self) -> Purge:
        """Removing everything of this data folder from this computer."""
        from sentwatch.service.purge import Purge
        from sentwatch.store.database import FILE

        usual = default_data_dir()
        return Purge(
            folder=self.data_dir,
            accounts=self.known_accounts,
            kept_codes=self.kept_codes,
            secrets=self.keyring,
            autostart=self.autostart,
            has_other_store=self.data_dir.absolute() != usual.absolute() and (usual / FILE).exists(),
            close=self._let_go,
        )

    def _let_go(self) -> None:
        from sentwatch.adapters.log import close_log

        self.close()
        close_log()

    def paths(self) -> KeptPaths:
        """Where everything lies; looking creates nothing."""
        from sentwatch.adapters import door_states, key_file, oauth_services
        from sentwatch.store import database

        folder = self.data_dir
        has_file = key_file.KeyFile(folder).path.exists()
        has_store = (folder / database.FILE).exists()
        key = LedgerKeyPlace.FILE if has_file else LedgerKeyPlace.KEYRING if has_store else LedgerKeyPlace.NONE
        files = {
            "data": folder,
            "store": folder / database.FILE,
            "doors": folder / door_states.FILE,
            "oauth": folder / oauth_services.FILE,
            "settings": folder / "settings.json",
            "log": folder / "sentwatch.log",
        }
        return KeptPaths(files=files, key=key)
