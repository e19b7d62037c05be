"""Looking at mail: in accounts, in files, in the sample."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from sentwatch.adapters.burst_params import burst_params
from sentwatch.core.accounts import Account
from sentwatch.core.burst import BurstScan
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress
from sentwatch.wiring.files import FilesLook, VanishingStore
from sentwatch.wiring.late import late
from sentwatch.wiring.rules import RuleParts

if TYPE_CHECKING:
    from sentwatch.core.own_ways import Given
    from sentwatch.core.report import Report
    from sentwatch.core.schedule import Watched
    from sentwatch.ports.connection import ConnectionPort
    from sentwatch.ports.outgoing import OutgoingServer
    from sentwatch.service.archive import CheckArchive
    from sentwatch.service.canary import Canary
    from sentwatch.service.check_account import CheckAccount
    from sentwatch.service.outgoing import NamedServer
    from sentwatch.service.timeline import SentTimeline


def burst_scan(*, zone: tzinfo | None = None) -> BurstScan:
    """A scan with the packaged numbers."""
    return BurstScan(burst_params(), zone=zone)


class MailboxParts(RuleParts):
    """The looks at mail, and the test mail to oneself."""

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

    def check_account(self, *, by_hand: bool = False) -> CheckAccount:
        """Looking at accounts. `by_hand`: a person waits and asked for it."""
        from sentwatch.service.check_account import CheckAccount

        return CheckAccount(
            accounts=self.accounts,
            store=self.account_store,
            enter=lambda account, cancel: self.enter(account, cancel, by_hand=by_hand),
            connection=late(_connection_probe),
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

    def last_gap(self, accounts: Iterable[Account], *, since: datetime) -> Watched | None:
        """The latest span since a moment in which one of these accounts was not watched."""
        from sentwatch.store.watched import WatchLog

        gaps = [gap for account in accounts for gap in WatchLog(self.database, account.id).gaps(since=since)]
        return max(gaps, key=lambda gap: gap.until, default=None)

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


def _connection_probe() -> ConnectionPort:
    from sentwatch.adapters.connection_probe import ConnectionProbe

    return ConnectionProbe()
