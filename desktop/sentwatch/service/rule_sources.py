"""Reads an account's rules where its provider keeps them: Sieve scripts, Gmail's interface or Microsoft's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from sentwatch.core.accounts import Account, SignIn
from sentwatch.core.discovery import OfferedServer
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.oauth import Purpose
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.providers import Provider, domain_of
from sentwatch.core.sieve_server import SieveServer, sieve_servers
from sentwatch.core.trouble import BROWSER_SIGN_IN_NEEDED, NETWORK_CUT, SERVER_SILENT, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.mail import Credential
from sentwatch.ports.rules import RulesPort, RulesRead
from sentwatch.ports.sieve import SieveDnsPort
from sentwatch.service.doors import Threshold
from sentwatch.service.sign_in import Credentials, with_credential
from sentwatch.store.kept import Kept

SIEVE: Final = "sieve"

CLOSED_DOORS: Final = "rule-doors-closed"
KNOCK_AGAIN: Final = timedelta(days=1)
"""A port that was only guessed at and stays shut is tried once a day: some hosts bar those who knock often."""

_NOBODY_THERE: Final = frozenset({NETWORK_CUT, SERVER_SILENT})

_LOOK_YOURSELF: Final = N_("{reason} Look yourself, led by the guided check.")
_LOOK_AT_PAGE: Final = N_("{reason} Look yourself, led by the guided check: {page}")
_WEB_PAGE_ONLY: Final = N_("This provider shows its rules on its own web page only, not to programs.")
_NO_DOOR: Final = N_("{host} does not answer on port {port:plain}, where programs could read its rules (ManageSieve).")
_NEEDS_BROWSER: Final = N_(
    "{name} shows its rules only to programs that were signed in with the browser, and this account uses a password."
)
_ASKS_FIRST: Final = N_(
    "DNS names {host} for reading the rules. It lies outside your mail domain, so it is asked only once you have "
    "confirmed it."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """A provider's own interface for rules."""

    place: str
    name: str
    host: str


_GMAIL: Final = Interface(place="gmail", name="Gmail", host="gmail.googleapis.com")
_OUTLOOK: Final = Interface(place="outlook", name="Outlook", host="graph.microsoft.com")


class MakeThreshold(Protocol):
    """Makes what remembers whether one door sent us away."""

    def __call__(self, account: Account, host: str, *, by_hand: bool) -> Threshold:
        """Return the threshold of an account's door at `host`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRules:
    """What was read, and where: `place` stays from run to run; `server` holds the scripts, where there are any."""

    place: str
    read: RulesRead
    server: SieveServer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedDoors:
    """Which servers did not answer when they were last tried."""

    at: datetime
    servers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSources:
    """All ways to an account's rules. `provider_of` says whose the account is."""

    provider_of: Callable[[Account], Provider | None]
    credentials: Credentials
    sieve: Callable[[SieveServer], RulesPort]
    gmail: RulesPort
    outlook: RulesPort
    threshold: MakeThreshold
    dns: SieveDnsPort
    clock: Clock

    def read(
        self, account: Account, kept: Kept, *, was_read: Callable[[str], bool], by_hand: bool, cancel: CancelToken
    ) -> ReadRules | NotChecked | Failed:
        """Read the rules by the one way the provider has. `was_read` says of a place whether it ever worked before.

        What the provider is known not to show, or a door that was only guessed at and stays shut, is expected.
        """
        provider = self.provider_of(account)
        try:
            if account.sieve_host is None and account.sieve_port is None and provider is not None:
                if "gmail_api" in provider.rules_read_by:
                    return self._by_interface(account, provider, _GMAIL, by_hand=by_hand, cancel=cancel)
                if "graph" in provider.rules_read_by:
                    return self._by_interface(account, provider, _OUTLOOK, by_hand=by_hand, cancel=cancel)
            return self._by_sieve(
                account, provider, kept, is_known_to_work=was_read(SIEVE), by_hand=by_hand, cancel=cancel
            )
        except Trouble as trouble:
            return Failed(trouble)

    def servers(self, account: Account, *, cancel: CancelToken) -> tuple[SieveServer, ...]:
        """The servers that may hold the account's scripts, the best first."""
        provider = self.provider_of(account)
        return sieve_servers(
            address=account.address,
            login_name=account.login_name,
            imap_host=account.host,
            provider=provider,
            offered=self._offered(account, provider, cancel),
            ca_file=account.ca_file,
            named_host=account.sieve_host,
            named_port=account.sieve_port,
        )

    def _offered(self, account: Account, provider: Provider | None, cancel: CancelToken) -> tuple[OfferedServer, ...]:
        domain = domain_of(account.address)
        is_named = account.sieve_host is not None or account.sieve_port is not None
        if domain is None or is_named or (provider is not None and not provider.sieve.probe):
            return ()
        try:
            return tuple(self.dns.servers(domain, cancel=cancel))
        except Trouble:
            # Without an answer from DNS there is still the mail server itself to be tried.
            return ()

    def _by_interface(
        self, account: Account, provider: Provider, interface: Interface, *, by_hand: bool, cancel: CancelToken
    ) -> ReadRules | NotChecked:
        if account.sign_in is not SignIn.OAUTH:
            return NotChecked(led_by_guide(phrase(_NEEDS_BROWSER, name=interface.name), provider), expected=True)
        port = self.gmail if interface is _GMAIL else self.outlook
        read = with_credential(
            account,
            self._attempt(account, port, interface.host, by_hand=by_hand, cancel=cancel),
            credentials=self.credentials,
            purpose=Purpose.RULES,
            refusal=BROWSER_SIGN_IN_NEEDED,
        )
        return ReadRules(place=interface.place, read=read)

    def _by_sieve(
        self,
        account: Account,
        provider: Provider | None,
        kept: Kept,
        *,
        is_known_to_work: bool,
        by_hand: bool,
        cancel: CancelToken,
    ) -> ReadRules | NotChecked:
        servers = self.servers(account, cancel=cancel)
        if not servers:
            return NotChecked(led_by_guide(phrase(_WEB_PAGE_ONLY), provider), expected=True)
        asked = [server for server in servers if not server.asks_first]
        is_guess = not is_known_to_work and not any(server.is_promised for server in asked)
        if not (is_guess and not by_hand and self._are_closed(asked, kept)):
            missing: Trouble | None = None
            for server in asked:
                try:
                    return self._read_at(server, account, by_hand=by_hand, cancel=cancel)
                except Trouble as trouble:
                    if trouble.kind not in _NOBODY_THERE:
                        raise
                    if is_known_to_work or server.is_promised:
                        missing = missing or trouble
            if missing is not None:
                raise missing
            names = tuple(f"{server.host}:{server.port}" for server in asked)
            kept.put(CLOSED_DOORS, ClosedDoors(at=self.clock.now(), servers=names))
        for server in servers:
            if server.asks_first:
                return NotChecked(phrase(_ASKS_FIRST, host=server.host), expected=True)
        last = asked[-1]
        return NotChecked(led_by_guide(phrase(_NO_DOOR, host=last.host, port=last.port), provider), expected=True)

    def _are_closed(self, servers: list[SieveServer], kept: Kept) -> bool:
        closed = kept.get(CLOSED_DOORS, ClosedDoors)
        now = self.clock.now()
        return (
            closed is not None
            and closed.servers == tuple(f"{server.host}:{server.port}" for server in servers)
            and closed.at <= now < closed.at + KNOCK_AGAIN
        )

    def _read_at(self, server: SieveServer, account: Account, *, by_hand: bool, cancel: CancelToken) -> ReadRules:
        door = f"{server.host}:{server.port}"
        attempt = self._attempt(account, self.sieve(server), door, by_hand=by_hand, cancel=cancel)
        return ReadRules(
            place=SIEVE, read=with_credential(account, attempt, credentials=self.credentials), server=server
        )

    def _attempt(
        self, account: Account, port: RulesPort, host: str, *, by_hand: bool, cancel: CancelToken
    ) -> Callable[[Credential], RulesRead]:
        threshold = self.threshold(account, host, by_hand=by_hand)

        def attempt(credential: Credential) -> RulesRead:
            return threshold.cross(credential, lambda: port.read(credential=credential, cancel=cancel))

        return attempt


def awaits_confirmation(found: NotChecked) -> bool:
    """Whether a server is there and hears nothing until the account's owner has said that it is their provider's."""
    return found.reason.text == _ASKS_FIRST


def led_by_guide(reason: Phrase, provider: Provider | None) -> Phrase:
    """The reason, and where its owner can look instead."""
    page = None if provider is None else provider.page("filters", "filters_forwarding", "forwarding", "webmail", "help")
    if page is None:
        return phrase(_LOOK_YOURSELF, reason=reason)
    return phrase(_LOOK_AT_PAGE, reason=reason, page=page.url)
