"""The use cases over a data folder, with an account on a domain of its own whose zone is served on loopback."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sentwatch.adapters.burst_params import burst_params
from sentwatch.adapters.dns import Dns
from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.accounts import Account
from sentwatch.core.sent import SentMessage
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.progress import silent
from sentwatch.service.collect import Collect
from sentwatch.service.judge import Judge
from sentwatch.wiring import App
from support.clocks import HandClock
from support.fake_mail import FakeDoor, FakeMailbox

D = "aoyama-insatsu.example"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ACCOUNT = Account(id="one", address=f"tanaka@{D}", host=f"mail.{D}", time_zone="Asia/Tokyo")
SIGNER = "00010802" + "ab" * 32
KEY = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
ZONE = {
    (D, "MX"): [f"10 mail.{D}"],
    (D, "NS"): ["ns1.dns.example", "ns2.dns.example"],
    (D, "TXT"): [f"v=spf1 mx a:web.{D} include:_spf.newsletter.example ~all", "site-verification=1"],
    (f"web.{D}", "A"): ["192.0.2.9"],
    ("_spf.newsletter.example", "TXT"): ["v=spf1 ip4:198.51.100.0/24 -all"],
    (f"_dmarc.{D}", "TXT"): [f"v=DMARC1; p=none; rua=mailto:dmarc@{D}"],
    (f"s1._domainkey.{D}", "TXT"): [KEY],
}


def app_in(folder: Path, *, dns_port: int | None = None, account: Account | None = ACCOUNT) -> App:
    """Secrets in memory; DNS asks the server on loopback, or nobody."""
    app = App(data_dir=folder, secrets=SessionSecrets(), clock=HandClock(at=NOW))
    app.dns = Dns(nameserver="127.0.0.1", port=dns_port or 9, answer_s=1.0)
    if account is not None:
        app.accounts.put(account)
    return app


def send(app: App, account: Account, counts: dict[int, int], *, selector: str = "s1") -> None:
    """Let the ledger know of so many messages by days before now, a recipient each, and judge them."""
    box = FakeMailbox()
    number = 0
    for days_ago in sorted(counts, reverse=True):
        for n in range(counts[days_ago]):
            at_s = (app.clock.now() - timedelta(days=days_ago)).timestamp() + n
            number += 1
            box.folders["Sent"].add(
                SentMessage(
                    uid=0,
                    at_s=at_s,
                    date_s=at_s,
                    message_id=f"m{number}@{D}",
                    references=(),
                    sender=account.address,
                    recipients=(f"customer{number % 9}@partner.example",),
                    subject=f"Subject {number}",
                    size=2000,
                    flags=(),
                    dkim_selector=f"{selector}._domainkey.{D}",
                    mailer="Mailer 1.0",
                )
            )
    store = app.account_store(account.id)
    mail = FakeDoor(box).open(credential=Credential(box.secret), cancel=CancelToken())
    Collect(mail=mail, ledger=store.ledger, clock=app.clock, progress=silent, cancel=CancelToken()).run(account)
    judge(app, account)


def judge(app: App, account: Account) -> None:
    store = app.account_store(account.id)
    Judge(
        account=account,
        ledger=store.ledger,
        judgement=store.judgement,
        params=burst_params(),
        clock=app.clock,
        progress=silent,
        cancel=CancelToken(),
    ).run()
