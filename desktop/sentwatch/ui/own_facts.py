"""What the pages about domains and this computer show beside reports. Reads the store: for a working thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sentwatch.core.accounts import Account
from sentwatch.core.network_seen import NetworkSeen
from sentwatch.core.settings import DEFAULTS, Settings
from sentwatch.service.look_after_domain import DomainMemory
from sentwatch.service.own_sites import OwnSite
from sentwatch.wiring import App


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainPageFacts:
    """`added` are the domains that belong to no account; `mailboxes` an address at each domain, where there is one."""

    domains: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    memories: Mapping[str, DomainMemory] = field(default_factory=dict)
    mailboxes: Mapping[str, str] = field(default_factory=dict)
    folder: str | None = None
    handed: int = 0
    sites: tuple[OwnSite, ...] = ()
    settings: Settings = DEFAULTS

    def memory(self, domain: str) -> DomainMemory:
        """What is remembered of a domain."""
        return self.memories.get(domain, DomainMemory())


def domain_page_facts(app: App, accounts: Iterable[Account]) -> DomainPageFacts:
    """Read everything for the page about domains; looking makes no store."""
    known = tuple(accounts)
    domains = app.domains(known)
    mailboxes: dict[str, str] = {}
    for account in known:
        domain = app.own_domain(account)
        if domain is not None:
            mailboxes.setdefault(domain, account.address)
    if not app.has_store:
        return DomainPageFacts(domains=domains, mailboxes=mailboxes, settings=app.settings)
    return DomainPageFacts(
        domains=domains,
        added=tuple(domain for domain in domains if domain not in mailboxes),
        memories={domain: app.look_after_domain.memory(domain) for domain in domains},
        mailboxes=mailboxes,
        folder=app.report_box.folder(),
        handed=len(app.report_box.handed()),
        sites=app.own_sites.all(),
        settings=app.settings,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePageFacts:
    """What the page about this computer shows."""

    network: NetworkSeen | None = None
    settings: Settings = DEFAULTS


def device_page_facts(app: App) -> DevicePageFacts:
    """Read everything for the page about this computer; looking makes no store."""
    if not app.has_store:
        return DevicePageFacts(settings=app.settings)
    return DevicePageFacts(network=app.network_memory.seen(), settings=app.settings)
