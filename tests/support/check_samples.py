"""For each kind of finding a snapshot that raises it; for each check one that does not."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sentwatch.core.accounts import Account
from sentwatch.core.connection import Answer, Certificate, ConnectionPosture, PlainDoor
from sentwatch.core.domains import DmarcFacts, DomainFacts, SelectorLook, SpfFacts
from sentwatch.core.history import Baseline, Evidenced, SentGap, SentHistory
from sentwatch.core.incidents import Announcement, Incident
from sentwatch.core.office import Leaver, OfficeFacts, SharedAddress
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.spf import walk_spf
from support import look_samples, password_samples, returned_samples, rule_samples

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOW_S = NOW.timestamp()
ACCOUNT = Account(id="one", address="me@example.jp", host="mail.example.jp")

INCIDENT = Incident(
    start_s=NOW_S - 7200, end_s=NOW_S - 6000, alert_s=NOW_S - 7180, messages_at_alert=6, messages=312, recipients=330,
    never_mailed=320, replies=0, score=9.1, column=1, window_s=1200.0, usual_max=2, learned_days=90,
    critical_s=NOW_S - 7170,
)  # fmt: skip
BASELINE = Baseline(
    windows_s=(300.0, 1200.0, 3600.0, 14400.0, 86400.0),
    max_messages=(1.0, 2.0, 3.0, 6.0, 9.0),
    max_recipients=(2.0, 3.0, 5.0, 9.0, 14.0),
    learned_days=90,
    active_days=100,
)
HISTORY = SentHistory(
    messages=1000,
    replies=400,
    first_at=NOW - timedelta(days=150),
    judged_to=NOW,
    baseline=BASELINE,
    notice=3.078,
    critical=4.029,
)


def sent(**changes):
    return Snapshot(taken_at=NOW, account=ACCOUNT, sent=replace(HISTORY, **changes))


def incident(**changes):
    return sent(incidents=(Evidenced(incident=replace(INCIDENT, **changes)),))


POSTURE = ConnectionPosture(
    host="mail.example.jp",
    port=993,
    tls_version="TLSv1.3",
    certificate=Certificate(
        not_before=NOW - timedelta(days=30), not_after=NOW + timedelta(days=60), issuer="Authority"
    ),
    old_tls=Answer.NO,
)


def connection(**changes):
    return Snapshot(taken_at=NOW, account=ACCOUNT, connection=replace(POSTURE, **changes))


def certificate(left):
    return connection(
        certificate=Certificate(not_before=NOW - timedelta(days=80), not_after=NOW + left, issuer="Authority")
    )


def _key(bits):
    modulus = b"\x00\xc1" + b"\x11" * (bits // 8 - 1)
    inner = b"\x02" + _length(len(modulus)) + modulus + b"\x02\x03\x01\x00\x01"
    return base64.b64encode(b"\x30" + _length(len(inner)) + inner).decode()


def _length(size):
    return bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")


GOOD_KEY = f"v=DKIM1; k=rsa; p={_key(2048)}"


def _spf(*texts, answers=None):
    def ask(name, kind):
        return (answers or {}).get((name, kind), ("192.0.2.1",) if kind in ("A", "AAAA", "MX") else ())

    walk = walk_spf("example.jp", texts[0], ask=ask) if len(texts) == 1 else None
    return SpfFacts(records=texts, walk=walk)


FACTS = DomainFacts(
    domain="example.jp",
    exchangers=("10 mx.example.jp",),
    spf=_spf("v=spf1 ip4:192.0.2.1 -all"),
    dmarc=DmarcFacts(records=("v=DMARC1; p=reject",), found_at="example.jp"),
    selectors=(SelectorLook(selector="s1", records=(GOOD_KEY,)),),
    mta_sts=("v=STSv1; id=1",),
    tls_rpt=("v=TLSRPTv1; rua=mailto:a@example.jp",),
    delegation_signers=("1 8 2 AA",),
)


def domain(**changes):
    return Snapshot(taken_at=NOW, domain=replace(FACTS, **changes))


def selector(*records):
    return domain(selectors=(SelectorLook(selector="s1", records=records),))


def dmarc(*records):
    return domain(dmarc=DmarcFacts(records=records, found_at="example.jp" if records else None))


_MANY = {(f"i{n}.test", "TXT"): ("v=spf1 ip4:192.0.2.2 -all",) for n in range(12)}
_NOWHERE = {(f"x{n}.test", kind): () for n in range(4) for kind in ("A", "AAAA")}

LEAVER = Leaver(name="Tanaka", left_at=NOW - timedelta(days=9))


def office(*people, changed_at=None, leavers=()):
    shared = SharedAddress(address="info@example.jp", people=people, changed_at=changed_at)
    return Snapshot(taken_at=NOW, office=OfficeFacts(shared=(shared,), leavers=leavers))


FIRES: dict[str, Snapshot] = {
    "sent.burst": incident(),
    "sent.unusual-hours": incident(dead_hours=True, critical_s=None, score=3.5, messages=7),
    "sent.import": incident(date_days=tuple((day, 10) for day in range(30))),
    "sent.announcement": sent(announcements=(Announcement(at_s=NOW_S - 3600, recipients=30, never_mailed=1),)),
    "sent.copies-missing": sent(gaps=(SentGap(since=NOW - timedelta(hours=2), until=NOW, missing=40),)),
    "connection.plaintext-login-offered": connection(
        plain_doors=(PlainDoor(protocol="imap", port=143, takes_login=True, offers_tls=True),)
    ),
    "connection.tls-old": connection(old_tls=Answer.YES),
    "connection.certificate-expires-soon": certificate(timedelta(days=5)),
    "connection.certificate-expired": certificate(timedelta(days=-1)),
    "domain.mx-missing": domain(exchangers=()),
    "domain.spf-missing": domain(spf=_spf()),
    "domain.spf-multiple": domain(spf=_spf("v=spf1 -all", "v=spf1 ~all")),
    "domain.spf-broken": domain(spf=_spf("v=spf1 ipv4:192.0.2.1 -all")),
    "domain.spf-allows-all": domain(spf=_spf("v=spf1 +all")),
    "domain.spf-undecided": domain(spf=_spf("v=spf1 ?all")),
    "domain.spf-too-many-lookups": domain(
        spf=_spf("v=spf1 " + " ".join(f"include:i{n}.test" for n in range(12)) + " -all", answers=_MANY)
    ),
    "domain.spf-void-lookups": domain(
        spf=_spf("v=spf1 " + " ".join(f"a:x{n}.test" for n in range(4)) + " -all", answers=_NOWHERE)
    ),
    "domain.dkim-missing": selector(),
    "domain.dkim-weak-key": selector(f"v=DKIM1; k=rsa; p={_key(512)}"),
    "domain.dkim-revoked": selector("v=DKIM1; p="),
    "domain.dkim-test-mode": selector(f"v=DKIM1; t=y; p={_key(2048)}"),
    "domain.dmarc-missing": dmarc(),
    "domain.dmarc-none": dmarc("v=DMARC1; p=none"),
    "domain.dmarc-multiple": dmarc("v=DMARC1; p=none", "v=DMARC1; p=reject"),
    "domain.dmarc-broken": dmarc("v=DMARC1; p=nonsense"),
    "domain.dmarc-test-mode": dmarc("v=DMARC1; p=reject; t=y"),
    "domain.mta-sts-missing": domain(mta_sts=()),
    "domain.tls-rpt-missing": domain(tls_rpt=()),
    "domain.dnssec-missing": domain(delegation_signers=()),
    "office.shared-too-widely": office("A", "B", "C", "D"),
    "office.leaver-open": office("A", leavers=(LEAVER,)),
    "office.shared-password-known-to-leaver": office("A", LEAVER.name, leavers=(LEAVER,)),
    **password_samples.FIRES,
    **rule_samples.FIRES,
    **returned_samples.FIRES,
}
FIRES = {**look_samples.FIRES, **FIRES}

QUIET: dict[str, Snapshot] = {
    **dict.fromkeys(("sent.burst", "sent.import", "sent.announcement", "sent.copies-missing"), sent()),
    **dict.fromkeys(
        ("connection.plaintext-login-offered", "connection.tls-old", "connection.certificate-expires-soon"),
        connection(),
    ),
    **dict.fromkeys(
        ("domain.mx", "domain.spf", "domain.dkim", "domain.dmarc", "domain.transport", "domain.dnssec"), domain()
    ),
    "office.people": office("A", changed_at=NOW, leavers=(replace(LEAVER, closed_at=NOW),)),
    **look_samples.QUIET,
    **password_samples.QUIET,
    **rule_samples.QUIET,
    **returned_samples.QUIET,
}
