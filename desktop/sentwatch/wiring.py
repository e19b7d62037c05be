"""Builds the object graph, once and late; the only place that knows everybody."""

from __future__ import annotations

import enum
import gettext
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from sentwatch.adapters.burst_params import burst_params
from sentwatch.adapters.resources import resource
from sentwatch.adapters.system_clock import LocalZone, SystemClock
from sentwatch.core.accounts import Account, Folder
from sentwatch.core.burst import BurstScan
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.schedule import Area
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.mail import Credential, MailDoor, MailPort, SignInFacts
from sentwatch.ports.progress import Progress
from sentwatch.ports.secrets import SecretPort
from sentwatch.texts.words import Words

if TYPE_CHECKING:
    from sentwatch.adapters.file_lock import FileLocks
    from sentwatch.adapters.keyring import SessionSecrets
    from sentwatch.adapters.oauth import OAuth
    from sentwatch.core.network import OpenWifiEvent
    from sentwatch.core.network_list import NetworkContact
    from sentwatch.core.oauth import OAuthService
    from sentwatch.core.own_ways import Given
    from sentwatch.core.playbooks.checklist import Audience
    from sentwatch.core.playbooks.incident import Playbooks
    from sentwatch.core.playbooks.printable import Sheet
    from sentwatch.core.providers import Provider, ProviderTable
    from sentwatch.core.report import Report
    from sentwatch.core.rule_history import RuleHistory
    from sentwatch.core.schedule import Watched
    from sentwatch.core.settings import Settings
    from sentwatch.core.sign_in_ways import Ways
    from sentwatch.core.snapshot import Snapshot
    from sentwatch.core.suspicious_mail import Known, SuspiciousMail
    from sentwatch.core.watching import WatchEvent
    from sentwatch.core.website import Site
    from sentwatch.ports.autostart import AutostartPort
    from sentwatch.ports.device import DevicePort
    from sentwatch.ports.dns import DnsPort
    from sentwatch.ports.network import NetworkPort, SystemNamesPort
    from sentwatch.ports.notifier import Notifier
    from sentwatch.ports.outgoing import OutgoingServer
    from sentwatch.ports.paper import PaperPort
    from sentwatch.ports.seal import Sealer, Signer
    from sentwatch.ports.website import WebsitePort
    from sentwatch.service.add_account import Opened, Removal, TrySignIn
    from sentwatch.service.archive import ArchiveLook, ArchiveStore, CheckArchive
    from sentwatch.service.authenticator import Authenticator
    from sentwatch.service.canary import Canary
    from sentwatch.service.check_account import CheckAccount
    from sentwatch.service.checklist import ChecklistProgress
    from sentwatch.service.data import DataMover
    from sentwatch.service.discovery import Discover
    from sentwatch.service.domain import DomainLook
    from sentwatch.service.doors import DoorMemory, Threshold
    from sentwatch.service.evidence import Gathered
    from sentwatch.service.guided_rules import GuidedRules
    from sentwatch.service.incident_look import LookAtIncident
    from sentwatch.service.incident_report import IncidentOf
    from sentwatch.service.incidents import IncidentGuide
    from sentwatch.service.known_rules import KnownRules
    from sentwatch.service.last_reports import LastReports
    from sentwatch.service.ledger_key import KeyPlace
    from sentwatch.service.left_files import LeftFiles
    from sentwatch.service.look_after_domain import LookAfterDomain
    from sentwatch.service.network import NetworkLook, NetworkMemory
    from sentwatch.service.office import OfficeBook
    from sentwatch.service.office_steps import OfficeSteps
    from sentwatch.service.outgoing import NamedServer
    from sentwatch.service.own_domains import OwnDomains
    from sentwatch.service.own_sites import OwnSites
    from sentwatch.service.password import PasswordReview
    from sentwatch.service.password_book import OfficeRule, PasswordBook
    from sentwatch.service.purge import Purge
    from sentwatch.service.report_box import ReportBox
    from sentwatch.service.rule_change import RuleChange
    from sentwatch.service.rule_files import RuleFilesLook
    from sentwatch.service.rule_sources import RuleSources
    from sentwatch.service.rule_surroundings import RuleSurroundings
    from sentwatch.service.rules import RulesLook
    from sentwatch.service.sign_in import Credentials
    from sentwatch.service.sign_in_overview import SignInOverview
    from sentwatch.service.sign_in_review import SignInReview
    from sentwatch.service.status import StatusOf
    from sentwatch.service.step_looks import StepLooks
    from sentwatch.service.surroundings import Surrounding
    from sentwatch.service.telling import Telling
    from sentwatch.service.timeline import SentTimeline
    from sentwatch.service.watch import Watch
    from sentwatch.store.account_store import AccountStore
    from sentwatch.store.accounts import Accounts
    from sentwatch.store.database import Database
    from sentwatch.store.findings import Findings
    from sentwatch.store.kept import Kept
    from sentwatch.store.keys import KeyedHash
    from sentwatch.store.rules import Rules
    from sentwatch.store.settings import SettingsFile


def burst_scan(*, zone: tzinfo | None = None) -> BurstScan:
    """A scan with the packaged numbers."""
    return BurstScan(burst_params(), zone=zone)


def words_for(lang: str) -> Words:
    """The words of one language, times as this computer tells them."""
    translations = gettext.translation("sentwatch", str(resource("locale")), [lang], fallback=True)
    return Words(lang, translations, zone=LocalZone())


def guide_names() -> tuple[str, ...]:
    """The names of all guides."""
    return tuple(sorted(one.name.removesuffix(".md") for one in resource("guides/en").iterdir()))


def guide_text(name: str, lang: str) -> str:
    """One guide as Markdown."""
    return resource(f"guides/{lang}/{name}.md").read_text(encoding="utf-8")


def default_data_dir() -> Path:
    """The folder of this user and system in which everything of ours lies."""
    from platformdirs import user_data_path

    return user_data_path("Sentwatch", appauthor=False)


class LedgerKeyPlace(enum.Enum):
    """Where the key of the store lies."""

    KEYRING = "keyring"
    FILE = "file"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPaths:
    """Files and folders by name, and where the key of the store lies."""

    files: dict[str, Path]
    key: LedgerKeyPlace


@dataclass(slots=True)
class _Keys:
    hashes: KeyedHash
    sealer: Sealer
    signer: Signer
    place: KeyPlace
    was_renewed: bool


def _keys_from(master: bytes, *, place: KeyPlace, was_renewed: bool = False) -> _Keys:
    from sentwatch.adapters.seal import AesSealer, Ed25519Signer
    from sentwatch.store.keys import KeyedHash, derived

    return _Keys(
        hashes=KeyedHash(derived(master, "hash")),
        sealer=AesSealer(derived(master, "seal")),
        signer=Ed25519Signer(derived(master, "sign evidence")),
        place=place,
        was_renewed=was_renewed,
    )


@dataclass
class App:
    """Everything that is built for one data folder. Parts come into being when they are first asked for."""

    data_dir: Path = field(default_factory=default_data_dir)
    secrets: SecretPort | None = None
    clock: Clock = field(default_factory=SystemClock)

    @cached_property
    def _session(self) -> SessionSecrets:
        from sentwatch.adapters.keyring import SessionSecrets

        return SessionSecrets()

    @cached_property
    def keyring(self) -> SecretPort:
        """Where secrets are kept; what was entered for this session only comes first."""
        from sentwatch.adapters.keyring import Keyring, LayeredSecrets

        return LayeredSecrets(self._session, self.secrets or Keyring())

    def use_session_secret(self, account: Account, secret: str) -> None:
        """Use a password for this session only."""
        self._session.put(account.id, secret)

    def has_keyring(self) -> bool:
        """Whether secrets can be kept here, locked or not."""
        return self.keyring.available()

    @cached_property
    def database(self) -> Database:
        """The store, brought up to date and bound to its key."""
        from sentwatch.store.database import FILE, Database

        return Database(self.data_dir / FILE)

    @cached_property
    def accounts(self) -> Accounts:
        """The accounts set up here."""
        from sentwatch.store.accounts import Accounts

        return Accounts(self.database)

    def known_accounts(self) -> tuple[Account, ...]:
        """The accounts set up here; looking makes no store."""
        return self.accounts.all() if self.has_store else ()

    def known_account(self, address: str) -> Account | None:
        """The account with this address, where it is set up here; looking makes no store."""
        return self.accounts.by_address(address) if self.known_accounts() else None

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

    def ways_into(self, account: Account) -> Ways:
        """How one may sign in to an account."""
        from sentwatch.core.oauth import service_for
        from sentwatch.core.sign_in_ways import ways_into

        return ways_into(self.provider_of(account), service_for(account, self.oauth_services))

    def keep_oauth_client(self, service_id: str, *, client_id: str, client_secret: str | None) -> None:
        """Keep the user's own client of one service."""
        from sentwatch.adapters.oauth_services import keep_client

        keep_client(self.data_dir, service_id, client_id=client_id, client_secret=client_secret)

    def remove_account(self, account: Account) -> Removal:
        """Erase the account, its secret and all that was learned, also of its domain where no other account has it.

        Raises Trouble KEYRING_LOCKED before anything is erased: the secret can be reached after unlocking.
        """
        from sentwatch.service.add_account import Removal
        from sentwatch.service.own_domains import key_of

        domain = self.own_domain(account)
        with self._locks.turn(f"mail:{account.id}", CancelToken()):
            is_secret_gone = self._is_secret_gone(account)
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

    @cached_property
    def keys(self) -> _Keys:
        """The keys of the ledger."""
        from sentwatch.adapters.key_file import KeyFile
        from sentwatch.service.ledger_key import ledger_key
        from sentwatch.store.key_binding import bind

        master, place = ledger_key(self.keyring, KeyFile(self.data_dir))
        return _keys_from(master, place=place, was_renewed=bind(self.database, master))

    def account_store(self, account_id: str) -> AccountStore:
        """Where one account's mail, judgements and findings are kept."""
        from sentwatch.store.account_store import AccountStore
        from sentwatch.store.arrivals import Arrivals
        from sentwatch.store.findings import Findings
        from sentwatch.store.judgement import Judgement
        from sentwatch.store.ledger import Ledger
        from sentwatch.store.returned import ReturnedStore
        from sentwatch.store.script_backups import ScriptBackups

        keys = self.keys
        return AccountStore(
            ledger=Ledger(self.database, account_id, hashes=keys.hashes, sealer=keys.sealer),
            judgement=Judgement(self.database, account_id, sealer=keys.sealer),
            findings=Findings(self.database, account_id, sealer=keys.sealer),
            kept=self.kept(account_id),
            arrivals=Arrivals(self.database, account_id, hashes=keys.hashes, sealer=keys.sealer),
            returned=ReturnedStore(self.database, account_id, sealer=keys.sealer),
            rules=self.kept_rules(account_id),
            backups=ScriptBackups(self.database, account_id, sealer=keys.sealer),
        )

    def kept_rules(self, key: str) -> Rules:
        """The rules of an account, or of this computer's files, as they are remembered."""
        from sentwatch.store.rules import Rules

        return Rules(self.database, key, hashes=self.keys.hashes, sealer=self.keys.sealer)

    def findings(self, key: str) -> Findings:
        """Findings of an account, or of what belongs to none."""
        from sentwatch.store.findings import Findings

        return Findings(self.database, key, sealer=self.keys.sealer)

    @property
    def has_store(self) -> bool:
        """Whether anything was ever kept here; asking makes no store."""
        from sentwatch.store.database import FILE

        return (self.data_dir / FILE).exists()

    @cached_property
    def checklist(self) -> ChecklistProgress:
        """The secure-setup checklist."""
        from sentwatch.adapters.checklist import packaged_checklist
        from sentwatch.service.checklist import ChecklistProgress
        from sentwatch.service.remember import last_looks
        from sentwatch.store.findings import keys_with_looks

        return ChecklistProgress(
            checklist=packaged_checklist(),
            kept=self.kept(),
            looks=lambda: last_looks(map(self.findings, keys_with_looks(self.database))),
            clock=self.clock,
            told=self.guided_rules.step_answers,
        )

    @cached_property
    def office_steps(self) -> OfficeSteps:
        """What the office wrote down, as answers to the checklist."""
        from sentwatch.adapters.lessons import packaged_lessons
        from sentwatch.adapters.self_check import packaged_self_check
        from sentwatch.service.office_steps import OfficeSteps

        return OfficeSteps(
            book=self.office, checklist=self.checklist, questions=packaged_self_check(), lessons=packaged_lessons()
        )

    @property
    def step_looks(self) -> StepLooks:
        """Taking the looks behind a step of the checklist again."""
        from sentwatch.service.step_looks import StepLooks

        return StepLooks(
            accounts=self.known_accounts,
            around=self.surroundings,
            check=lambda: self.check_account(by_hand=True),
        )

    def surroundings(self) -> tuple[Surrounding, ...]:
        """What belongs to no account and can be looked at: computer, network, domains, websites, an office's notes."""
        from sentwatch.service.device import KEY as DEVICE
        from sentwatch.service.network import KEY as NETWORK
        from sentwatch.service.office_look import KEY as OFFICE
        from sentwatch.service.own_domains import key_of as key_of_domain
        from sentwatch.service.own_sites import key_of as key_of_site
        from sentwatch.service.rule_files import KEY as RULE_FILES
        from sentwatch.service.surroundings import Surrounding

        found = [Surrounding(Area.DEVICE, DEVICE, phrase(N_("Looking at this computer")), self.look_at_device)]
        what = phrase(N_("Looking at the rules of this computer's mail programs"))
        found.append(
            Surrounding(Area.RULES, RULE_FILES, what, lambda *, cancel: self.look_at_rule_files(cancel=cancel)[0])
        )
        accounts = self.known_accounts()
        if accounts:
            look = partial(self.look_at_network, accounts[0].host)
            found.append(Surrounding(Area.NETWORK, NETWORK, phrase(N_("Looking at the network")), look))
        for domain in self.domains():
            what = phrase(N_("Looking at what {domain} says of itself"), domain=domain)
            found.append(Surrounding(Area.DOMAIN, key_of_domain(domain), what, partial(self.look_at_domain, domain)))
        for own in self.own_sites.all() if self.has_store else ():
            host = own.site.host
            what = phrase(N_("Looking at your website {host}"), host=host)
            found.append(Surrounding(Area.WEBSITE, key_of_site(host), what, partial(self.look_at_website, own.site)))
        if self.has_office_notes:
            what = phrase(N_("Looking at what the office wrote down"))
            found.append(Surrounding(Area.OFFICE, OFFICE, what, self.look_at_office))
        return tuple(found)

    @property
    def has_office_notes(self) -> bool:
        """Whether this is an office that wrote something down about shared addresses or people who left, or did so."""
        from sentwatch.core.office import OfficeFacts
        from sentwatch.service.office_look import KEY

        if not self.has_store or self.settings.audience != "small-office":
            return False
        return self.office.facts() != OfficeFacts() or bool(self.findings(KEY).looks())

    def look_at_office(self, *, cancel: CancelToken) -> Report:
        """Judge what the office wrote down on this day, and remember it."""
        from sentwatch.service.office_look import office_report
        from sentwatch.service.remember import remembered

        cancel.check()
        report = office_report(self.office.facts(), now=self.clock.now())
        return remembered(report, self.findings(report.account_key))

    def set_audience(self, audience: Audience) -> None:
        """Keep for whom the checklist is. Somebody who is no office is told nothing of the office's notes."""
        from dataclasses import replace

        from sentwatch.core.playbooks.checklist import Audience
        from sentwatch.service.office_look import KEY

        self.settings_file.write(replace(self.settings, audience=audience.value))
        if audience is not Audience.SMALL_OFFICE and self.has_store:
            self.forget(KEY)

    def look_at_surroundings(self, *, cancel: CancelToken) -> tuple[Report, ...]:
        """Look at all of it, and remember it."""
        return tuple(one.look(cancel=cancel) for one in self.surroundings())

    @cached_property
    def network_port(self) -> NetworkPort:
        """The network as this computer sees it."""
        from sentwatch.adapters.network import network_of_this_computer

        return network_of_this_computer()

    @cached_property
    def device_port(self) -> DevicePort:
        """This computer."""
        from sentwatch.adapters.device import device_of_this_computer

        return device_of_this_computer()

    @cached_property
    def website_port(self) -> WebsitePort:
        """Websites, as every visitor sees them."""
        from sentwatch.adapters.website import Website

        return Website()

    @cached_property
    def dns(self) -> DnsPort:
        """The name servers of this computer."""
        from sentwatch.adapters.dns import Dns

        return Dns()

    @cached_property
    def system_names(self) -> SystemNamesPort:
        """The system's own resolver."""
        from sentwatch.adapters.network.names import SystemNames

        return SystemNames()

    def _network_look(self) -> NetworkLook:
        from sentwatch.adapters.dns import Dns
        from sentwatch.adapters.network.names import PortalPage
        from sentwatch.core.network_list import SECOND_RESOLVER
        from sentwatch.service.network import NetworkLook

        settings = self.settings
        name, address = SECOND_RESOLVER
        return NetworkLook(
            port=self.network_port,
            names=self.system_names,
            second=Dns(nameserver=address) if settings.second_resolver else None,
            second_name=name,
            portal=PortalPage() if settings.captive_portal_check else None,
        )

    @cached_property
    def network_memory(self) -> NetworkMemory:
        """What is remembered of networks."""
        from sentwatch.service.network import NetworkMemory

        return NetworkMemory(self.kept())

    def look_at_network(self, host: str, *, cancel: CancelToken) -> Report:
        """Look at the network and the way to a mail server, and remember it."""
        from sentwatch.service.remember import remembered

        look, memory, now = self._network_look(), self.network_memory, self.clock.now()
        facts = look.collect(host, known=memory.known(), cancel=cancel)
        memory.take(facts, at=now)
        report = look.judged(facts, now=now)
        return remembered(report, self.findings(report.account_key))

    def open_wifi_notice(self, *, cancel: CancelToken) -> OpenWifiEvent | None:
        """Whether the computer is in an open Wi-Fi now and the mail goes through no tunnel; told once a network.

        Looks at what the system itself knows, with the address of the mail server; nobody else is asked. Meant to be
        called when the network has changed, off the GUI thread: on Windows and macOS a look takes seconds.
        """
        accounts = self.known_accounts()
        if not accounts:
            return None
        seen = self._network_look().glance(accounts[0].host, cancel=cancel)
        return self.network_memory.open_wifi_news(seen)

    def look_at_device(self, *, cancel: CancelToken) -> Report:
        """Look at this computer, and remember it."""
        from sentwatch.service.device import DeviceLook
        from sentwatch.service.remember import remembered

        report = DeviceLook(self.device_port).report(now=self.clock.now(), cancel=cancel)
        return remembered(report, self.findings(report.account_key))

    @cached_property
    def own_sites(self) -> OwnSites:
        """The websites the user has stated to own."""
        from sentwatch.service.own_sites import OwnSites

        return OwnSites(self.kept())

    def look_at_website(self, site: Site, *, cancel: CancelToken) -> Report:
        """Look at a website its owner named, and remember it."""
        from sentwatch.service.remember import remembered
        from sentwatch.service.website import WebsiteLook

        report = WebsiteLook(self.website_port).report(site, now=self.clock.now(), cancel=cancel)
        return remembered(report, self.findings(report.account_key))

    @cached_property
    def own_domains(self) -> OwnDomains:
        """The domains the user added beside those of the accounts."""
        from sentwatch.service.own_domains import OwnDomains

        return OwnDomains(self.kept())

    def domains(self, accounts: Iterable[Account] | None = None) -> tuple[str, ...]:
        """All domains of the user's own: those of the accounts, then those that were added; looking makes no store."""
        known = self.known_accounts() if accounts is None else accounts
        of_accounts = sorted({domain for account in known if (domain := self.own_domain(account))})
        return tuple(dict.fromkeys((*of_accounts, *(self.own_domains.added() if self.has_store else ()))))

    def forget(self, key: str) -> None:
        """Forget all that was learned of something that belongs to no account."""
        self.accounts.remove(key)
        self.last_reports.forget(key)

    def look_at_rule_files(self, *, cancel: CancelToken) -> tuple[Report, Snapshot, RuleHistory]:
        """Look at the rule files of this computer's mail programs; the report, what was seen, and what is remembered.

        Where nothing was ever kept here, nothing is kept of this look either.
        """
        from sentwatch.core.snapshot import Snapshot
        from sentwatch.service.remember import remembered
        from sentwatch.service.reports import report_of_no_account
        from sentwatch.service.rule_files import KEY
        from sentwatch.service.rules import CHECKS, renamed_in

        now = self.clock.now()
        rules = self.kept_rules(KEY) if self.has_store else vanishing_rules(KEY)
        snapshot = Snapshot(taken_at=now, rules=self.rule_files_look.here(rules, now=now, cancel=cancel))
        report = report_of_no_account(CHECKS, snapshot, key=KEY)
        if self.has_store:
            report = remembered(report, self.findings(KEY), renamed=renamed_in(snapshot))
        return report, snapshot, rules.history()

    def own_domain(self, account: Account) -> str | None:
        """The domain of an account, where it is its owner's and not the provider's."""
        from sentwatch.core.providers import domain_of

        domain = domain_of(account.address)
        return None if domain is None or self.providers.by_address(account.address) is not None else domain

    @cached_property
    def report_box(self) -> ReportBox:
        """Where DMARC reports come from."""
        from sentwatch.adapters.dmarc_files import read_report_files
        from sentwatch.service.report_box import ReportBox

        return ReportBox(kept=self.kept(), files=read_report_files)

    @cached_property
    def domain_look(self) -> DomainLook:
        """Asking DNS about domains, and reading the MTA-STS file of one that announces it."""
        from sentwatch.adapters.mta_sts import MtaStsPages
        from sentwatch.service.domain import DomainLook

        return DomainLook(self.dns, MtaStsPages(dns=self.dns))

    @cached_property
    def look_after_domain(self) -> LookAfterDomain:
        """Looking at the user's own domains, with the selectors and counts learned from their accounts."""
        from sentwatch.service.look_after_domain import LookAfterDomain

        return LookAfterDomain(
            look=self.domain_look,
            box=self.report_box,
            accounts=lambda domain: tuple(a for a in self.known_accounts() if self.own_domain(a) == domain),
            store=self.account_store,
            kept=self.kept,
            findings=self.findings,
            clock=self.clock,
        )

    def look_at_domain(self, domain: str, *, cancel: CancelToken) -> Report:
        """Look at what DNS and the reports of receivers say about a domain, and remember it."""
        return self.look_after_domain.run(domain, cancel=cancel)

    @property
    def playbooks(self) -> Playbooks:
        """What to do in an incident."""
        from sentwatch.adapters.playbooks import packaged_playbooks

        return packaged_playbooks()

    @cached_property
    def incidents(self) -> IncidentGuide:
        """Leading through incidents."""
        from sentwatch.service.incidents import IncidentGuide

        return IncidentGuide(books=self.playbooks, kept=self.kept(), clock=self.clock)

    @cached_property
    def office(self) -> OfficeBook:
        """What the office keeps beside its mailboxes."""
        from sentwatch.service.office import OfficeBook

        return OfficeBook(kept=self.kept(), clock=self.clock)

    @property
    def status_of(self) -> StatusOf:
        """Putting together how everything stands."""
        from sentwatch.service.status import StatusOf
        from sentwatch.store.findings import keys_with_looks
        from sentwatch.store.watched import WatchLog

        return StatusOf(
            findings=self.findings,
            log=lambda account_id: WatchLog(self.database, account_id),
            keys=lambda: keys_with_looks(self.database),
            clock=self.clock,
        )

    @property
    def incident_of(self) -> IncidentOf:
        """Putting together what is known of an account's incident."""
        from sentwatch.adapters.breach_clocks import breach_clocks
        from sentwatch.adapters.playbooks import packaged_notices, unknown_fact
        from sentwatch.service.incident_report import IncidentOf

        return IncidentOf(
            findings=self.findings,
            judgement=lambda account_id: self.account_store(account_id).judgement,
            returned=lambda account_id: self.account_store(account_id).returned,
            guide=self.incidents,
            providers=self.providers,
            clocks=lambda: breach_clocks(self.data_dir),
            notices=packaged_notices(),
            unknown=unknown_fact(),
            clock=self.clock,
        )

    def known_about(self, mail: SuspiciousMail, *, domains: Iterable[str] = (), servers: Iterable[str] = ()) -> Known:
        """What is known beside a mail: the owner's domains, and whether its sender was ever met. Makes no store."""
        from sentwatch.core.suspicious_mail import Known
        from sentwatch.service.suspicious_mail import met_before
        from sentwatch.store.acquaintance import Acquaintances

        accounts = self.known_accounts()
        own = [domain for account in accounts if (domain := self.own_domain(account))]
        met = None
        if accounts:
            people = Acquaintances(self.database, hashes=self.keys.hashes)
            met = met_before(mail, people, now=self.clock.now())
        return Known(own_domains=tuple(dict.fromkeys([*domains, *own])), servers=tuple(servers), met=met)

    @property
    def look_at_incident(self) -> LookAtIncident:
        """Reading all that the guide shows of one incident."""
        from sentwatch.adapters.breach_clocks import breach_clocks
        from sentwatch.adapters.contacts import packaged_desks, sheet_words
        from sentwatch.adapters.playbooks import packaged_notices, unknown_fact
        from sentwatch.service.incident_look import LookAtIncident

        return LookAtIncident(
            guide=self.incidents,
            # The deadlines are counted when they are shown, from what people added.
            about=replace(self.incident_of, clocks=tuple),
            account=self.accounts.get,
            provider=self.provider_of,
            notices=packaged_notices(),
            unknown=unknown_fact(),
            clocks=lambda: breach_clocks(self.data_dir),
            desks=packaged_desks(),
            roles=sheet_words(),
            contacts=self.office.contacts,
        )

    @property
    def signer(self) -> Signer:
        """What signs saved evidence: a key of its own, derived from the store's key in the keyring."""
        return self.keys.signer

    def gather_evidence(
        self, account: Account, *, since: datetime | None, audience: Audience, cancel: CancelToken
    ) -> Gathered | None:
        """What can be saved of an account's incident, or of all mail since a moment; None where nothing is known."""
        from sentwatch.core.trouble import Trouble
        from sentwatch.service.evidence import gather
        from sentwatch.service.incident_report import windows_of
        from sentwatch.service.mail_window import known_window

        about = self.incident_of
        ledger = self.account_store(account.id).ledger
        windows = windows_of(account, about.flagged(account), ledger)
        if since is not None:
            windows = (known_window(account, ledger, start=since, end=self.clock.now()),)
        report = about.report(account, audience=audience, is_personal=True, always=since is not None)
        if report is None:
            return None
        try:
            mail = self.enter(account, cancel, by_hand=True)
        except Trouble as trouble:
            return gather(account, report, windows, trouble, cancel=cancel)
        try:
            return gather(account, report, windows, mail, cancel=cancel)
        finally:
            mail.close()

    def sheets(self, audience: Audience, *, printed_on: str, lang: str) -> tuple[Sheet, ...]:
        """The sheets to hang up; the contact sheet with the office's own people, where any are kept.

        In Japanese it names the desks of Japan: who reads it there has no use for those of other countries.
        """
        from sentwatch.adapters.contacts import packaged_desks, sheet_words
        from sentwatch.adapters.sheets import packaged_sheets
        from sentwatch.core.playbooks.contacts import contact_sheet

        own = self.office.contacts() if self.has_store else ()
        desks = [desk for desk in packaged_desks() if lang != "ja" or desk.country == "jp"]
        contacts = contact_sheet(sheet_words(), own, desks, audience=audience, printed_on=printed_on)
        return (contacts, *packaged_sheets())

    @property
    def printer(self) -> PaperPort:
        """Making PDFs."""
        from sentwatch.adapters.pdf import PdfProcess

        return PdfProcess()

    def kept(self, key: str = "") -> Kept:
        """Small dated values of an account, or of what belongs to none."""
        from sentwatch.store.kept import Kept

        return Kept(self.database, key, sealer=self.keys.sealer)

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
        from sentwatch.adapters.remote_clock import HttpsClock
        from sentwatch.service.authenticator import KEY, Authenticator

        return Authenticator(
            secrets=self.keyring,
            kept=self.kept(),
            findings=self.findings(KEY),
            remote=HttpsClock(),
            clock=self.clock,
        )

    @cached_property
    def left_files(self) -> LeftFiles:
        """Exports that people meant to delete."""
        from sentwatch.service.left_files import LeftFiles

        return LeftFiles(kept=self.kept(), is_there=_is_there, clock=self.clock)

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

    @cached_property
    def _locks(self) -> FileLocks:
        from sentwatch.adapters.file_lock import FileLocks

        return FileLocks(self.data_dir / "locks")

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

    @cached_property
    def providers(self) -> ProviderTable:
        """What is known of mail providers."""
        from sentwatch.adapters.providers import provider_table

        return provider_table()

    @cached_property
    def _door_memory(self) -> DoorMemory:
        from sentwatch.adapters.door_states import DoorStatesFile
        from sentwatch.service.doors import DoorMemory

        return DoorMemory(DoorStatesFile(self.data_dir))

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

    def provider_of(self, account: Account) -> Provider | None:
        """What is known of the account's provider."""
        return self.providers.by_id(account.provider) if account.provider else None

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

    def check_account(self, *, by_hand: bool = False) -> CheckAccount:
        """Looking at accounts. `by_hand`: a person waits and asked for it."""
        from sentwatch.adapters.connection_probe import ConnectionProbe
        from sentwatch.service.check_account import CheckAccount

        return CheckAccount(
            accounts=self.accounts,
            store=self.account_store,
            enter=lambda account, cancel: self.enter(account, cancel, by_hand=by_hand),
            connection=ConnectionProbe(),
            rules=self.rules_look,
            params=burst_params(),
            clock=self.clock,
            turn=lambda account_id, cancel: self._locks.turn(f"mail:{account_id}", cancel),
            given=self.given_ways,
        )

    def outgoing_server(self, account: Account, named: NamedServer) -> OutgoingServer:
        """The server that takes an account's outgoing mail: the named one, its provider's, or its own mail server."""
        from sentwatch.core.oauth import service_for
        from sentwatch.service.outgoing import outgoing_server

        provider = self.provider_of(account) or self.providers.by_address(account.address)
        service = service_for(account, self.oauth_services)
        return outgoing_server(account, provider=provider, service=service, named=named)

    def canary(self, account: Account) -> Canary:
        """Sending a test message to oneself."""
        from sentwatch.adapters.smtp import OutgoingMail
        from sentwatch.service.canary import Canary
        from sentwatch.service.returned import learn_way

        kept = self.kept(account.id)

        def send(owner: Account, server: OutgoingServer, message: bytes, cancel: CancelToken) -> None:
            credential = self.credentials.for_account(owner)
            OutgoingMail().send_to_self(owner, server, message, credential=credential, cancel=cancel)

        return Canary(
            enter=lambda owner, cancel: self.enter(owner, cancel, by_hand=True),
            send=send,
            kept=kept,
            learn_way=lambda header: learn_way(kept, header),
            clock=self.clock,
        )

    def given_ways(self, account: Account) -> Given:
        """What is known of an account's outgoing ways before anything was learned."""
        from sentwatch.core.own_ways import Given
        from sentwatch.core.suspicious_mail import org

        provider = self.provider_of(account) or self.providers.by_address(account.address)
        smtp = provider.smtp.host if provider is not None and provider.smtp is not None else None
        own_domain = self.own_domain(account)
        sites = {org(account.host), *((*provider.domains, *provider.mx_suffixes) if provider is not None else ())}
        return Given(
            logins=(account.address, account.login_name),
            hosts=tuple(host for host in (account.host, smtp) if host),
            id_domains=(own_domain,) if own_domain is not None else (),
            provider_sites=frozenset(sites),
        )

    @cached_property
    def _surroundings(self) -> RuleSurroundings:
        from sentwatch.adapters.suffixes import site_of
        from sentwatch.service.rule_surroundings import RuleSurroundings

        return RuleSurroundings(accounts=self.known_accounts, providers=lambda: self.providers, site_of=site_of)

    @cached_property
    def rule_sources(self) -> RuleSources:
        """All ways to the rules of accounts."""
        from sentwatch.adapters.gmail import GmailRules
        from sentwatch.adapters.graph import GraphRules
        from sentwatch.adapters.managesieve import SieveDns, SieveRules
        from sentwatch.service.rule_sources import RuleSources

        return RuleSources(
            provider_of=self.provider_of,
            credentials=self.credentials,
            sieve=SieveRules,
            gmail=GmailRules(),
            outlook=GraphRules(),
            threshold=self._rule_threshold,
            dns=SieveDns(),
            clock=self.clock,
        )

    def _rule_threshold(self, account: Account, host: str, *, by_hand: bool) -> Threshold:
        from sentwatch.service.doors import Threshold

        return Threshold(
            host=host,
            key=f"{account.id}:rules",
            memory=self._door_memory,
            clock=self.clock,
            provider=self.provider_of(account),
            by_hand=by_hand,
        )

    @cached_property
    def rules_look(self) -> RulesLook:
        """Looking at the rules of accounts."""
        from sentwatch.service.rules import RulesLook

        return RulesLook(sources=self.rule_sources, surroundings=self._surroundings)

    @cached_property
    def rule_files_look(self) -> RuleFilesLook:
        """Looking at rule files: those of this computer's mail programs, and named ones."""
        from sentwatch.adapters.rule_files import MailProgramRules
        from sentwatch.service.rule_files import RuleFilesLook

        return RuleFilesLook(
            files=MailProgramRules(home=Path.home()), surroundings=self._surroundings, store=self.account_store
        )

    @cached_property
    def rule_change(self) -> RuleChange:
        """Switching single rules off on their owner's button, and back."""
        from sentwatch.adapters.managesieve import SieveChange
        from sentwatch.service.rule_change import RuleChange

        return RuleChange(
            sources=self.rule_sources, changer=SieveChange, credentials=self.credentials, clock=self.clock
        )

    @cached_property
    def known_rules(self) -> KnownRules:
        """What is remembered of all rules."""
        from sentwatch.service.known_rules import KnownRules

        return KnownRules(
            has_store=lambda: self.has_store,
            store=self.account_store,
            rules=self.kept_rules,
            guided=lambda: self.guided_rules,
        )

    @cached_property
    def guided_rules(self) -> GuidedRules:
        """The guided check of rules no program can read."""
        from sentwatch.adapters.rule_paths import rule_paths
        from sentwatch.service.guided_rules import GuidedRules

        return GuidedRules(
            paths=rule_paths(),
            provider_of=self.provider_of,
            accounts=self.known_accounts,
            kept=self.kept,
            findings=self.findings,
            clock=self.clock,
        )

    @cached_property
    def settings_file(self) -> SettingsFile:
        """Where the settings are kept."""
        from sentwatch.store.settings import SettingsFile

        return SettingsFile(self.data_dir)

    @property
    def settings(self) -> Settings:
        """The settings as they are kept now."""
        return self.settings_file.read()

    def watch(self, on_event: Callable[[WatchEvent], None]) -> Watch:
        """The watch over accounts, not started yet."""
        from sentwatch.adapters.log import note_fault
        from sentwatch.adapters.network.here import own_addresses
        from sentwatch.service.surroundings import OpenWifiWatch
        from sentwatch.service.watch import Watch
        from sentwatch.store.watched import WatchLog

        return Watch(
            check=self.check_account(),
            store=self.account_store,
            log=lambda account_id: WatchLog(self.database, account_id),
            clock=self.clock,
            settings=self.settings,
            on_event=on_event,
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
            seen=checks_done(self.database),
        )

    def second_channels(self, words: Callable[[], Words]) -> tuple[Notifier, ...]:
        """The user's own second way of being told, where one is set up."""
        from sentwatch.adapters.notifications.second_channel import Command, Webhook

        settings = self.settings
        target, details = settings.second_channel_target, settings.second_channel_details
        if settings.second_channel == "webhook" and target:
            return (Webhook(url=target, words=words, with_details=details),)
        if settings.second_channel == "command" and target:
            return (Command(line=target, words=words, with_details=details),)
        return ()

    def set_up_log(self) -> None:
        """Let what this program logs go to its file."""
        from sentwatch.adapters.log import set_up_log

        set_up_log(self.data_dir)

    @cached_property
    def last_reports(self) -> LastReports:
        """What is known of everything that was ever looked at."""
        from sentwatch.service.last_reports import LastReports
        from sentwatch.store.findings import keys_with_looks

        return LastReports(keys=lambda: keys_with_looks(self.database), findings=self.findings)

    @cached_property
    def timeline(self) -> SentTimeline:
        """Sent mail over time."""
        from sentwatch.service.timeline import SentTimeline

        return SentTimeline(
            store=self.account_store,
            findings=lambda key: [known.finding for known in self.findings(key).known().values()],
            account=self.accounts.get,
            params=burst_params(),
            clock=self.clock,
        )

    def check_archive(self) -> CheckArchive:
        """Looking at mail in files."""
        from sentwatch.adapters.archives import FileArchive
        from sentwatch.service.archive import CheckArchive

        return CheckArchive(archive=FileArchive(), store=VanishingStore(), params=burst_params(), clock=self.clock)

    def look_at_files(self, path: str, *, address: str | None, progress: Progress, cancel: CancelToken) -> FilesLook:
        """Look at mail in files; nothing of it is kept. `address` is whose mail it is, where that is known."""
        from sentwatch.adapters.archives import FileArchive
        from sentwatch.service.archive import CheckArchive
        from sentwatch.service.timeline import SentTimeline

        owner = address or FileArchive().guess_address(path, cancel=cancel)
        known = self.known_account(owner) if owner else None
        store = VanishingStore()
        try:
            look = CheckArchive(archive=FileArchive(), store=store, params=burst_params(), clock=self.clock).look(
                path,
                account=replace(known, id=f"archive:{known.id}") if known is not None else None,
                address=owner,
                progress=progress,
                cancel=cancel,
            )
        except BaseException:
            store.close()
            raise
        findings = tuple(reported.finding for reported in look.report.findings)
        timeline = SentTimeline(
            store=store.of,
            findings=lambda _key: findings,
            account=lambda _key: look.owner,
            params=burst_params(),
            clock=self.clock,
        )
        return FilesLook(path=path, look=look, timeline=timeline, close=store.close)

    def look_at_sample(self, *, progress: Progress, cancel: CancelToken) -> Report:
        """Look at the made-up mailbox as at an account of this store, and remember it."""
        from sentwatch.adapters.archives import FileArchive
        from sentwatch.adapters.sample import sample_mailbox
        from sentwatch.service.archive import ArchiveStore, CheckArchive
        from sentwatch.service.remember import remembered

        with sample_mailbox() as sample:
            account = sample.account
            store = self.account_store(account.id)
            self.accounts.put(account)
            look = CheckArchive(
                archive=FileArchive(),
                store=lambda _account_id: ArchiveStore(store.ledger, store.judgement),
                params=burst_params(),
                clock=self.clock,
            )
            report = look.run(
                str(sample.mail), account=account, address=account.address, progress=progress, cancel=cancel
            )
        return remembered(report, store.findings)

    def check_sample(self, *, progress: Progress, cancel: CancelToken) -> Report:
        """Look at the made-up mailbox, at the moment its story is told."""
        from sentwatch.adapters.sample import sample_mailbox

        with sample_mailbox() as sample:
            return self.check_archive().run(
                str(sample.mail),
                account=sample.account,
                address=sample.account.address,
                progress=progress,
                cancel=cancel,
                now=sample.now,
            )

    def try_sign_in(self) -> TrySignIn:
        """Signing in once, by hand."""
        from sentwatch.service.add_account import TrySignIn

        return TrySignIn(door=lambda account: self.door(account, by_hand=True))

    def local_time_zone(self) -> str | None:
        """The time zone of this computer."""
        from sentwatch.adapters.system_clock import local_time_zone

        return local_time_zone()

    def time_zones(self) -> tuple[str, ...]:
        """The time zones somebody may live in."""
        from sentwatch.adapters.system_clock import time_zones

        return time_zones()

    def folders_of(self, account: Account, *, cancel: CancelToken) -> tuple[Folder, ...]:
        """The folders of an account, as its server lists them now; for somebody who waits."""
        mail = self.enter(account, cancel, by_hand=True)
        try:
            return mail.folders()
        finally:
            mail.close()

    @cached_property
    def autostart(self) -> AutostartPort:
        """Starting at login."""
        from sentwatch.adapters.autostart import autostart_of_this_computer

        return autostart_of_this_computer()

    def last_gap(self, accounts: Iterable[Account], *, since: datetime) -> Watched | None:
        """The latest span since a moment in which one of these accounts was not watched."""
        from sentwatch.store.watched import WatchLog

        gaps = [gap for account in accounts for gap in WatchLog(self.database, account.id).gaps(since=since)]
        return max(gaps, key=lambda gap: gap.until, default=None)

    def network_contacts(self) -> tuple[NetworkContact, ...]:
        """Everybody this program talks to, for the accounts there are."""
        from sentwatch.core.network_list import network_list

        sites = self.own_sites.all() if self.has_store else ()
        return network_list(
            self.settings,
            self.known_accounts(),
            self.oauth_services,
            domains=self.domains(),
            sites=(own.site.host for own in sites),
        )

    def log_text(self) -> str:
        """The end of the log, as it may be shown and handed on."""
        from sentwatch.adapters.log import read_log

        return read_log(self.data_dir)

    def save_private(self, path: Path, text: str) -> None:
        """Write a text for this user alone, where the user chose to have it. Raises Trouble FILE_UNWRITABLE."""
        from sentwatch.adapters.private_file import write_private

        write_private(path, text.encode(), over=True)

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

    def close(self) -> None:
        """Let go of the store."""
        if "database" in self.__dict__:
            self.database.close()


def _is_there(path: str) -> bool:
    """Whether a file lies there; one that may not be looked at lies there still."""
    try:
        return Path(path).exists()
    except OSError:
        return True


def sample_words(lang: str) -> Words:
    """The words for the made-up mailbox: times as its story tells them."""
    from sentwatch.adapters.sample import sample_mailbox

    with sample_mailbox() as sample:
        return words_for(lang).for_zone(sample.account.time_zone)


@contextmanager
def sample_app() -> Iterator[App]:
    """An object graph for the made-up mailbox, at the time of its story; everything of it vanishes with the block."""
    from tempfile import TemporaryDirectory

    from sentwatch.adapters.keyring import SessionSecrets
    from sentwatch.adapters.sample import sample_mailbox
    from sentwatch.adapters.system_clock import ShiftedClock

    with (
        sample_mailbox() as sample,
        TemporaryDirectory(prefix="sentwatch-sample-", ignore_cleanup_errors=True) as folder,
    ):
        app = App(data_dir=Path(folder), secrets=SessionSecrets(), clock=ShiftedClock(sample.now))
        try:
            yield app
        finally:
            app.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesLook:
    """What came of looking at mail in files, and its chart, until `close`."""

    path: str
    look: ArchiveLook
    timeline: SentTimeline
    close: Callable[[], None]


class VanishingStore:
    """Stores that vanish with the process, under keys that nobody keeps."""

    def __init__(self) -> None:
        import os

        from sentwatch.service.ledger_key import KEY_BYTES, KeyPlace

        self._keys = _keys_from(os.urandom(KEY_BYTES), place=KeyPlace.FILE)
        self._databases: list[Database] = []
        self._made: dict[str, ArchiveStore] = {}

    def __call__(self, account_id: str) -> ArchiveStore:
        """A store for one archive, empty each time."""
        from sentwatch.service.archive import ArchiveStore
        from sentwatch.store.database import Database
        from sentwatch.store.judgement import Judgement
        from sentwatch.store.ledger import Ledger

        database = Database(None)
        self._databases.append(database)
        self._made[account_id] = ArchiveStore(
            Ledger(database, account_id, hashes=self._keys.hashes, sealer=self._keys.sealer),
            Judgement(database, account_id, sealer=self._keys.sealer),
        )
        return self._made[account_id]

    def of(self, account_id: str) -> ArchiveStore:
        """The store that was made last for an archive."""
        return self._made[account_id]

    def close(self) -> None:
        """Let everything vanish now."""
        while self._databases:
            self._databases.pop().close()


def vanishing_rules(key: str) -> Rules:
    """A memory of rules that vanishes with the process, under keys that nobody keeps."""
    import os

    from sentwatch.service.ledger_key import KEY_BYTES, KeyPlace
    from sentwatch.store.database import Database
    from sentwatch.store.rules import Rules

    keys = _keys_from(os.urandom(KEY_BYTES), place=KeyPlace.FILE)
    return Rules(Database(None), key, hashes=keys.hashes, sealer=keys.sealer)
