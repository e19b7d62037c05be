"""Looking at what stands around the mailboxes: computer, network, domains, websites, the office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from sentwatch.core.accounts import Account
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.schedule import Area
from sentwatch.ports.cancel import CancelToken
from sentwatch.wiring.mailbox import MailboxParts

if TYPE_CHECKING:
    from sentwatch.core.network import OpenWifiEvent
    from sentwatch.core.playbooks.checklist import Audience
    from sentwatch.core.report import Report
    from sentwatch.core.website import Site
    from sentwatch.ports.device import DevicePort
    from sentwatch.ports.dns import DnsPort
    from sentwatch.ports.network import NetworkPort, SystemNamesPort
    from sentwatch.ports.website import WebsitePort
    from sentwatch.service.domain import DomainLook
    from sentwatch.service.look_after_domain import LookAfterDomain
    from sentwatch.service.network import NetworkLook, NetworkMemory
    from sentwatch.service.office import OfficeBook
    from sentwatch.service.own_domains import OwnDomains
    from sentwatch.service.own_sites import OwnSites
    from sentwatch.service.report_box import ReportBox
    from sentwatch.service.surroundings import Surrounding


class AroundParts(MailboxParts):
    """The looks at what belongs to no account."""

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

    @cached_property
    def office(self) -> OfficeBook:
        """What the office keeps beside its mailboxes."""
        from sentwatch.service.office import OfficeBook

        return OfficeBook(kept=self.kept(), clock=self.clock)

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
        from sentwatch.core.playbooks.checklist import Audience
        from sentwatch.service.office_look import KEY

        self.settings_file.write(replace(self.settings, audience=audience.value))
        if audience is not Audience.SMALL_OFFICE and self.has_store:
            self.forget(KEY)

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

    def look_at_surroundings(self, *, cancel: CancelToken) -> tuple[Report, ...]:
        """Look at all of it, and remember it."""
        return tuple(one.look(cancel=cancel) for one in self.surroundings())
