"""From an address to a mail server: each step reported as it ends, nothing but the domain leaves this computer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sentwatch.core.accounts import Security
from sentwatch.core.discovery import (
    COMMON_NAMES,
    HOPELESS,
    LEFT_OUT,
    NOTHING,
    Discovery,
    Ending,
    FoundServer,
    Source,
    StepSeen,
    failed,
    judge_offers,
    left_out,
    remarks_on,
    server_from_table,
    without_private,
)
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.providers import Provider, ProviderTable, domain_of
from sentwatch.core.trouble import ADDRESS_UNFIT, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.discovery import AutoconfigPort, DoorKnocker, MailDnsPort


def ignore(_step: StepSeen) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Discover:
    """The use case. `steps` go on until one has found a server; MX is asked for the provider in any case."""

    table: ProviderTable
    dns: MailDnsPort
    autoconfig: AutoconfigPort
    knocker: DoorKnocker

    def run(
        self, address: str, *, cancel: CancelToken | None = None, show: Callable[[StepSeen], None] = ignore
    ) -> Discovery:
        """Find the server for `address`; Trouble(ADDRESS_UNFIT) where it is no address."""
        domain = domain_of(address)
        if domain is None:
            raise Trouble(ADDRESS_UNFIT, address=address)
        search = _Search(self, address.strip(), domain, cancel or CancelToken())
        steps: list[StepSeen] = []
        for step in search.steps():
            steps.append(step)
            show(step)
        return Discovery(
            address=search.address,
            domain=domain,
            steps=tuple(steps),
            provider=search.provider,
            remarks=remarks_on(search.provider, steps),
        )


class _Search:
    def __init__(self, tools: Discover, address: str, domain: str, cancel: CancelToken) -> None:
        self.tools = tools
        self.address = address
        self.domain = domain
        self.cancel = cancel
        self.provider: Provider | None = None

    def steps(self) -> Iterator[StepSeen]:
        found = False
        for source, take in (
            (Source.TABLE, self._table),
            (Source.SRV, self._srv),
            (Source.AUTOCONFIG, self._autoconfig),
            (Source.MX, self._mx),
            (Source.COMMON_NAMES, self._common_names),
        ):
            self.cancel.check()
            needed = not found or (source is Source.MX and self.provider is None)
            # A provider known to have no IMAP is not guessed around.
            hopeless = source is not Source.TABLE and self.provider is not None and self.provider.imap is None
            if not needed or hopeless:
                yield left_out(source, HOPELESS if hopeless else LEFT_OUT)
                continue
            try:
                step = take()
            except Trouble:
                step = failed(source, phrase(N_("That could not be asked at the moment.")))
            found = found or step.ending is Ending.FOUND
            self._recognise(step)
            yield step

    def _recognise(self, step: StepSeen) -> None:
        """Name the provider by its server, however that was found."""
        if self.provider is not None:
            return
        hosts = {server.host for server in step.servers}
        owners = [p for p in self.tools.table.providers if p.imap is not None and p.imap.host in hosts]
        if len(owners) == 1:
            self.provider = owners[0]

    def _table(self) -> StepSeen:
        self.provider = self.tools.table.by_address(self.address)
        if self.provider is None:
            words = phrase(N_("{domain} is not in our table."), domain=self.domain)
            return StepSeen(source=Source.TABLE, ending=Ending.NOTHING, words=words)
        return server_from_table(self.provider, self.address, source=Source.TABLE, seen_host=self.domain)

    def _srv(self) -> StepSeen:
        offers = self.tools.dns.services(self.domain, cancel=self.cancel)
        return self._in_public(judge_offers(offers, domain=self.domain, source=Source.SRV))

    def _autoconfig(self) -> StepSeen:
        offers = self.tools.autoconfig.offers(self.address, domain=self.domain, cancel=self.cancel)
        return self._in_public(judge_offers(offers, domain=self.domain, source=Source.AUTOCONFIG))

    def _in_public(self, step: StepSeen) -> StepSeen:
        private = {s.host for s in step.servers if self.tools.knocker.is_private(s.host, s.port)}
        return without_private(step, frozenset(private))

    def _mx(self) -> StepSeen:
        exchangers = self.tools.dns.exchangers(self.domain, cancel=self.cancel)
        if not exchangers:
            return StepSeen(source=Source.MX, ending=Ending.NOTHING, words=NOTHING)
        provider = self.provider or self.tools.table.by_mx(exchangers)
        if provider is None:
            words = phrase(N_("Mail goes to {host}, which is not in our table."), host=exchangers[0])
            return StepSeen(source=Source.MX, ending=Ending.NOTHING, words=words)
        self.provider = provider
        return server_from_table(provider, self.address, source=Source.MX, seen_host=exchangers[0].rstrip(".").lower())

    def _common_names(self) -> StepSeen:
        for host in (*(f"{name}.{self.domain}" for name in COMMON_NAMES), self.domain):
            for port, security in ((993, Security.TLS), (143, Security.STARTTLS)):
                self.cancel.check()
                if self.tools.knocker.answers(host, port, security=security, cancel=self.cancel):
                    server = FoundServer(
                        host=host,
                        port=port,
                        security=security,
                        login_name=self.address,
                        source=Source.COMMON_NAMES,
                    )
                    words = phrase(N_("Found {host}, port {port:plain}"), host=host, port=port)
                    return StepSeen(source=Source.COMMON_NAMES, ending=Ending.FOUND, words=words, servers=(server,))
        words = phrase(N_("No server answers under the usual names."))
        return StepSeen(source=Source.COMMON_NAMES, ending=Ending.NOTHING, words=words)
