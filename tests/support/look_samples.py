"""Facts about devices, networks, websites, domains and mails, tidy and untidy, so that every kind of finding fires."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sentwatch.core.acquaintance import Acquaintance
from sentwatch.core.check import Checked
from sentwatch.core.connection import Answer, Certificate
from sentwatch.core.device import (
    AntivirusFacts,
    AutomaticLoginFacts,
    DeviceFacts,
    EncryptionFacts,
    FirewallFacts,
    LockFacts,
    MailProfile,
    MailProgramFacts,
    MailSecurity,
    MailServerSetting,
    PasswordProgramFacts,
    Scanner,
    System,
    SystemVersion,
    UpdateFacts,
    Volume,
)
from sentwatch.core.dmarc_reports import AggregateReport, DmarcReportFacts, ReportRow
from sentwatch.core.domains import DmarcFacts, DomainFacts, LookalikeLook, SelectorLook, SpfFacts, StsFile
from sentwatch.core.lookalikes import Likeness, Lookalike
from sentwatch.core.network import (
    Link,
    NameFacts,
    NetworkFacts,
    Path,
    Portal,
    PortalFacts,
    RouterFacts,
    TunnelFacts,
    WifiFacts,
    WifiSecurity,
)
from sentwatch.core.security_txt import read_security_txt
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.suspicious_mail import (
    Attachment,
    Hop,
    Known,
    Mailbox,
    MethodResult,
    ServerNote,
    SuspiciousMail,
)
from sentwatch.core.suspicious_mail import (
    Link as MailLink,
)
from sentwatch.core.website import Cookie, Loaded, Page, Site, VersionHint, Way, WebsiteFacts, WebTls
from sentwatch.core.website import Hop as WebHop
from sentwatch.service import device, domain, network, website

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
W, L = System.WINDOWS, System.LINUX


def devices():
    def server(security):
        return MailServerSetting(protocol="imap", host="imap.example.com", port=143, security=security)

    bad = DeviceFacts(
        version=SystemVersion(system=W, name="Windows 10", family="windows", release="10"),
        antivirus=AntivirusFacts(system=W, last_scan_at=NOW),
        firewall=FirewallFacts(system=W, is_on=Answer.NO, product="Windows Firewall"),
        updates=UpdateFacts(
            system=W, waiting=("a",), security=1, known_at=NOW - timedelta(days=99), needs_restart=True
        ),
        encryption=EncryptionFacts(system=W, volumes=(Volume(place="C:", is_encrypted=Answer.NO),)),
        lock=LockFacts(system=W, locks=Answer.NO),
        automatic_login=AutomaticLoginFacts(system=W, is_on=True, user="sato", source="x"),
        password_programs=PasswordProgramFacts(),
        mail_programs=MailProgramFacts(
            profiles=(
                MailProfile(
                    program="Thunderbird",
                    place="x",
                    servers=(server(MailSecurity.PLAINTEXT), server(MailSecurity.IF_OFFERED)),
                    allows_old_tls=True,
                ),
            ),
            unread=("y",),
        ),
    )
    yield bad
    yield replace(
        bad,
        version=SystemVersion(system=L, name="X", support_ends=date(2026, 12, 1)),
        antivirus=AntivirusFacts(
            system=W, scanners=(Scanner(name="S", is_on=Answer.YES, definitions_at=NOW - timedelta(days=30)),)
        ),
        firewall=FirewallFacts(system=W, is_on=Answer.YES, off_for=("Public",)),
        updates=UpdateFacts(system=L, waiting=("a",)),
        encryption=EncryptionFacts(system=L, volumes=(Volume(place="/", is_encrypted=Answer.NO),), is_under_way=True),
        lock=LockFacts(system=L, locks=Answer.YES, after_s=3600),
    )
    yield replace(
        bad,
        antivirus=AntivirusFacts(system=L, scanners=()),
        firewall=FirewallFacts(system=L, is_on=Answer.NO),
    )


def networks():
    open_wifi = NetworkFacts(
        tunnel=TunnelFacts(
            host="imap.example.com",
            paths=(Path(address="192.0.2.1", interface="tun0", link=Link.TUNNEL),),
            others=(Path(address="192.0.2.2", interface="eth0", link=Link.PLAIN),),
            named=("Office",),
        ),
        wifi=WifiFacts(name="Cafe", security=WifiSecurity.OPEN, joins_by_itself=Answer.YES),
        portal=PortalFacts(state=Portal.PORTAL),
        router=RouterFacts(gateways=("192.168.1.1",), name_servers=("a",), before=("b",)),
        names=NameFacts(
            host="imap.example.com",
            addresses=("192.168.1.9",),
            second=("8.8.8.8",),
            second_name="9.9.9.9",
            invented=("1.1.1.1",),
        ),
    )
    yield open_wifi
    bare = TunnelFacts(host="imap.example.com", paths=(Path(address="192.0.2.1", interface="eth0", link=Link.PLAIN),))
    yield replace(open_wifi, tunnel=bare, names=replace(open_wifi.names, addresses=("93.184.215.14",)))
    yield replace(
        open_wifi,
        wifi=WifiFacts(name="x", security=WifiSecurity.WEP, others_of_that_name=frozenset({WifiSecurity.OPEN})),
    )
    yield replace(open_wifi, wifi=WifiFacts(name="x", security=WifiSecurity.WPA))


def websites():
    def certificate(days):
        return Certificate(not_before=NOW - timedelta(days=90), not_after=NOW + timedelta(days=days), issuer="CA")

    site = Site(host="example.com")
    page = Page(
        url="https://example.com/",
        status=200,
        headers=(("strict-transport-security", "max-age=300"),),
        cookies=(Cookie(name="PHPSESSID", is_secure=False, is_http_only=False),),
        hints=(VersionHint(product="PHP", version="7.4.1", place="x-powered-by"),),
        unencrypted=(Loaded(tag="form", url="http://example.com/a"), Loaded(tag="img", url="http://example.com/b")),
        is_cut=True,
    )
    bad = WebsiteFacts(
        site=site,
        unencrypted_way=Way(hops=(WebHop(url="http://example.com/", status=200),)),
        way=Way(hops=(WebHop(url="https://example.com/", status=301, leads_to="http://example.com/"),)),
        tls=WebTls(
            version="TLSv1.3",
            certificate=certificate(9),
            is_trusted=Answer.NO,
            reason="self-signed",
            takes_old_tls=Answer.YES,
        ),
        page=page,
        security_txt=None,
    )
    yield bad
    yield replace(
        bad,
        tls=WebTls(version="TLSv1.3", certificate=certificate(-1), is_trusted=Answer.NO),
        way=Way(
            hops=(WebHop(url="https://example.com/", status=301, leads_to="https://x.test/"),),
            stopped_at="https://x.test/",
        ),
        page=replace(page, headers=()),
        security_txt=read_security_txt("Contact: x\nExpires: 2020-01-01T00:00:00Z"),
    )
    from sentwatch.core.looks import NotChecked
    from sentwatch.core.phrase import N_, phrase

    yield replace(bad, tls=NotChecked(phrase(N_("x"))))


def domains():
    row = ReportRow(
        source="192.0.2.1", count=500, dkim_passed=True, spf_passed=True, signed_by=("s1._domainkey.example.com",)
    )
    report = AggregateReport(
        receiver="r",
        report_id="1",
        domain="example.com",
        begins_at=NOW,
        ends_at=NOW,
        rows=(row, ReportRow(source="192.0.2.1", count=1), ReportRow(source="192.0.2.2", count=1)),
    )
    name = Lookalike(domain="examp1e.com", shown="examp1e.com", how=Likeness.SIGN)
    facts = DomainFacts(
        domain="example.com",
        exchangers=("10 mx.mimecast.com.", "20 mail.example.com."),
        spf=SpfFacts(records=()),
        dmarc=DmarcFacts(records=()),
        selectors=(SelectorLook(selector="s1", records=()),),
        mta_sts=("v=STSv1; id=1",),
        tls_rpt=(),
        delegation_signers=(),
        sts_file=StsFile(text="version: STSv1\nmode: testing\nmx: a.example.com\nmax_age: 1"),
        reports=DmarcReportFacts(reports=(report,), ledger=()),
        lookalikes=(
            LookalikeLook(name=name, addresses=("192.0.2.1",), exchangers=("10 mx.evil.test.",)),
            LookalikeLook(name=replace(name, domain="exarnple.com"), addresses=("192.0.2.1",), exchangers=()),
        ),
    )
    yield facts
    yield replace(facts, sts_file=StsFile(text=None), exchangers=())
    yield replace(facts, mta_sts=())


def mails():
    senders = (Mailbox(name="boss@bank.co.jp", address="a@exarnple.co.jp"), Mailbox(name="", address="b@x.test"))
    note = ServerNote(position=0, server="mx.me.jp", results=(MethodResult(method="dmarc", result="fail"),))
    files = ("a.exe", "a.pdf.exe", "a.docm", "a.html", "a.zip")
    bad = SuspiciousMail(
        senders=senders,
        reply_to=(Mailbox(name="", address="c@y.test"),),
        text="urgent: verify your account, see the invoice",
        links=(
            MailLink(text="https://bank.co.jp/", target="https://evil.test/", host="evil.test"),
            MailLink(text="x", target="http://192.0.2.1/", host="192.0.2.1"),
        ),
        attachments=(
            *(Attachment(name=name, kind="application/octet-stream", size=1) for name in files),
            Attachment(name="b.zip", kind="application/zip", size=1, inside=("x.pdf",), is_locked=True),
        ),
        hops=(Hop(position=1, by="mx.me.jp"),),
        notes=(note,),
        asks_in_a_form=True,
        is_cut=True,
    )
    known = Known(
        own_domains=("example.co.jp",), met=Acquaintance(mailboxes=1), people=(("boss@bank.co.jp", "x@y.jp"),)
    )
    yield bad, known
    yield replace(bad, senders=(Mailbox(name="", address="me@example.co.jp"),)), known


def tidy_device():
    return DeviceFacts(
        version=SystemVersion(system=L, name="Debian 13", family="debian", release="13"),
        antivirus=AntivirusFacts(system=W, scanners=(Scanner(name="S", is_on=Answer.YES, is_current=Answer.YES),)),
        firewall=FirewallFacts(system=L, is_on=Answer.YES, product="ufw"),
        updates=UpdateFacts(system=L, known_at=NOW),
        encryption=EncryptionFacts(system=L, volumes=(Volume(place="/", is_encrypted=Answer.YES),)),
        lock=LockFacts(system=L, locks=Answer.YES, after_s=300),
        automatic_login=AutomaticLoginFacts(system=L, is_on=False),
        password_programs=PasswordProgramFacts(names=("KeePassXC",)),
        mail_programs=MailProgramFacts(profiles=(MailProfile(program="Thunderbird", place="x"),)),
    )


def tidy_network():
    path = Path(address="93.184.215.14", interface="eth0", link=Link.PLAIN)
    return NetworkFacts(
        tunnel=TunnelFacts(host="imap.example.com", paths=(path,)),
        wifi=WifiFacts(name="Office", security=WifiSecurity.WPA2),
        portal=PortalFacts(state=Portal.NONE),
        router=RouterFacts(gateways=("192.168.1.1",), name_servers=("192.168.1.1",)),
        names=NameFacts(host="imap.example.com", addresses=("93.184.215.14",)),
    )


def tidy_website():
    return WebsiteFacts(
        site=Site(host="example.com"),
        unencrypted_way=Way(
            hops=(
                WebHop(url="http://example.com/", status=301, leads_to="https://example.com/"),
                WebHop(url="https://example.com/", status=200),
            )
        ),
        way=Way(hops=(WebHop(url="https://example.com/", status=200),)),
        tls=WebTls(
            version="TLSv1.3",
            certificate=Certificate(not_before=NOW, not_after=NOW + timedelta(days=80), issuer="CA"),
            is_trusted=Answer.YES,
            takes_old_tls=Answer.NO,
        ),
        page=Page(
            url="https://example.com/",
            status=200,
            headers=(
                ("strict-transport-security", "max-age=31536000"),
                ("content-security-policy", "default-src 'self'; frame-ancestors 'self'"),
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "no-referrer"),
            ),
        ),
        security_txt=read_security_txt("Contact: mailto:a@example.com\nExpires: 2027-06-01T00:00:00Z"),
    )


def tidy_domain():
    bad = next(domains())
    report = replace(bad.reports.reports[0], rows=())
    return replace(bad, reports=DmarcReportFacts(reports=(report,), ledger=()), lookalikes=())


def _fires():
    """A snapshot for each kind that fires anywhere in the untidy facts."""
    found: dict[str, Snapshot] = {}
    for checks, part, all_facts in (
        (device.CHECKS, "device", devices()),
        (network.CHECKS, "network", networks()),
        (website.CHECKS, "website", websites()),
        (domain.CHECKS, "domain", domains()),
    ):
        for facts in all_facts:
            snapshot = Snapshot(taken_at=NOW, **{part: facts})
            for check in checks:
                outcome = check.run(snapshot)
                for finding in outcome.findings if isinstance(outcome, Checked) else ():
                    found.setdefault(finding.kind.code, snapshot)
    return found


FIRES = _fires()
QUIET = {
    **{check.code: Snapshot(taken_at=NOW, device=tidy_device()) for check in device.CHECKS},
    **{check.code: Snapshot(taken_at=NOW, network=tidy_network()) for check in network.CHECKS},
    **{check.code: Snapshot(taken_at=NOW, website=tidy_website()) for check in website.CHECKS},
    **{code: Snapshot(taken_at=NOW, domain=tidy_domain()) for code in ("domain.reports", "domain.lookalikes")},
}
