"""What is remembered of a domain, and how far it has come on the path."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.dmarc import DmarcPolicy
from sentwatch.core.domain_path import readiness, standing
from sentwatch.core.domain_records import Senders, staged_path
from sentwatch.core.domain_seen import KeyState, StsSeen, domain_seen
from sentwatch.core.domains import DmarcFacts, DomainFacts, SelectorLook, SpfFacts, StsFile
from sentwatch.core.looks import Failed
from sentwatch.core.reports_seen import ReportsSeen
from sentwatch.core.spf import SpfWalk
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.store.codec import decode_as, encode_as
from support.look_samples import domains

D = "example.test"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
UNSEEN = Failed(Trouble(NETWORK_CUT, host=D))
STS = "v=STSv1; id=1"
FILE = "version: STSv1\nmode: {mode}\nmx: mx.example.test\nmax_age: 86400\n"
GOOD = DomainFacts(
    domain=D,
    exchangers=("10 mx.example.test.",),
    spf=SpfFacts(records=("v=spf1 mx -all",), walk=SpfWalk(lookups=1, voids=0, all_qualifier="-")),
    dmarc=DmarcFacts(records=("v=DMARC1; p=none",), found_at=D),
    selectors=(),
    mta_sts=(),
    tls_rpt=(),
    delegation_signers=(),
)


def seen(before=None, at=NOW, **changes):
    return domain_seen(replace(GOOD, **changes), at=at, before=before)


def dmarc(text, at=D):
    return DmarcFacts(records=(text,) if text else (), found_at=at)


def test_what_stands():
    known = seen(name_servers=("NS1.dns.test.", "ns2.dns.test."))
    assert known.exchangers == ("mx.example.test",)
    assert (known.spf, known.spf_closing, known.spf_lookups) == (("v=spf1 mx -all",), "-", 1)
    assert known.own_dmarc == "v=DMARC1; p=none"
    assert known.policy is DmarcPolicy.NONE
    assert (known.tls_rpt, known.is_signed, known.sts) == ((), False, StsSeen.NONE)
    assert known.name_servers == ("ns1.dns.test", "ns2.dns.test")


def test_could_not_look_is_not_nothing():
    known = seen(exchangers=UNSEEN, spf=UNSEEN, dmarc=UNSEEN, mta_sts=UNSEEN, tls_rpt=UNSEEN, delegation_signers=UNSEEN)
    assert (known.exchangers, known.spf, known.dmarc, known.tls_rpt, known.is_signed) == (None,) * 5
    assert known.sts is StsSeen.UNSEEN
    assert known.policy is None


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        (("v=DKIM1; p=",), KeyState.WITHDRAWN),
        ((), KeyState.MISSING),
        (("nonsense",), KeyState.MISSING),
        (("v=DKIM1; k=ed25519; p=AAAA",), KeyState.GOOD),
        (("v=DKIM1; k=ed25519; t=y; p=AAAA",), KeyState.TESTING),
        (UNSEEN, KeyState.UNSEEN),
    ],
)
def test_keys(records, expected):
    known = seen(selectors=(SelectorLook(selector="s1", records=records),))
    assert [key.state for key in known.keys] == [expected]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (None, StsSeen.FILE_UNSEEN),
        (UNSEEN, StsSeen.FILE_UNSEEN),
        (StsFile(text=None), StsSeen.RECORD_ONLY),
        (StsFile(text="nonsense"), StsSeen.RECORD_ONLY),
        (StsFile(text=FILE.format(mode="testing")), StsSeen.TESTING),
        (StsFile(text=FILE.format(mode="enforce")), StsSeen.ENFORCED),
        (StsFile(text="version: STSv1\nmode: none\nmax_age: 1\n"), StsSeen.OFF),
    ],
)
def test_encrypted_delivery(file, expected):
    assert seen(mta_sts=(STS,), sts_file=file).sts is expected


def test_since_when_a_policy_stands():
    first = seen()
    later = seen(first, at=NOW + timedelta(days=9))
    assert later.policy_since == NOW
    stricter = seen(later, at=NOW + timedelta(days=20), dmarc=dmarc("v=DMARC1; p=reject"))
    assert stricter.policy_since == NOW + timedelta(days=20)
    assert seen(stricter, dmarc=dmarc("")).policy_since is None


def test_a_look_that_failed_does_not_begin_the_stay_anew():
    first = seen()
    blind = seen(first, at=NOW + timedelta(days=3), dmarc=UNSEEN)
    assert blind.policy_since == NOW


def test_a_record_of_the_domain_above_speaks_by_sp():
    above = seen(dmarc=dmarc("v=DMARC1; p=reject; sp=none", at="test"))
    assert above.policy is DmarcPolicy.NONE
    assert above.own_dmarc is None


def test_it_can_be_kept():
    for snapshot in domains():
        known = domain_seen(snapshot, at=NOW)
        assert decode_as(encode_as(known), type(known)) == known


PATH = staged_path(D, Senders(own_exchangers=True), reports_to=f"d@{D}", exchangers=(), version="1")


@pytest.mark.parametrize(
    ("changes", "reached", "after"),
    [
        ({"spf": SpfFacts(records=())}, -1, 0),
        ({"spf": SpfFacts(records=("v=spf1 -all", "v=spf1 ~all"))}, -1, 0),
        ({"dmarc": dmarc("")}, -1, 0),
        ({"dmarc": dmarc("v=DMARC1; p=reject", at="test")}, -1, 0),
        ({}, 0, 1),
        ({"dmarc": dmarc("v=DMARC1; p=quarantine")}, 1, 2),
        ({"dmarc": dmarc("v=DMARC1; p=reject; t=y")}, 0, 1),
        ({"dmarc": dmarc("v=DMARC1; p=reject")}, 2, 3),
        ({"mta_sts": (STS,), "sts_file": StsFile(text=FILE.format(mode="enforce"))}, 0, 1),
        (
            {
                "dmarc": dmarc("v=DMARC1; p=reject"),
                "mta_sts": (STS,),
                "sts_file": StsFile(text=FILE.format(mode="testing")),
            },
            3,
            4,
        ),
        (
            {
                "dmarc": dmarc("v=DMARC1; p=reject"),
                "mta_sts": (STS,),
                "sts_file": StsFile(text=FILE.format(mode="enforce")),
            },
            4,
            None,
        ),
    ],
)
def test_where_a_domain_stands(changes, reached, after):
    where = standing(seen(**changes), PATH, now=NOW)
    assert (where.reached, where.next) == (reached, after)


def test_a_stage_stays_its_weeks():
    known = seen()
    assert standing(known, PATH, now=NOW).days_left == 28
    assert standing(known, PATH, now=NOW + timedelta(days=27, hours=1)).days_left == 1
    assert standing(known, PATH, now=NOW + timedelta(days=28)).days_left == 0


def test_what_speaks_for_going_on():
    nothing = readiness(seen(), None)
    assert (nothing.signs, nothing.own_passes) == (None, None)
    key = SelectorLook(selector="s1", records=("v=DKIM1; k=ed25519; p=AAAA",))
    gone = SelectorLook(selector="s2", records=())
    assert readiness(seen(selectors=(gone,)), None).signs is False
    assert readiness(seen(selectors=(gone, key)), None).signs is True
    reports = ReportsSeen(read_at=NOW, reports=1, genuine=4)
    assert readiness(seen(), reports).own_passes is True
    assert readiness(seen(), replace(reports, failing=1)).own_passes is False
    assert readiness(seen(), replace(reports, genuine=0, forged=9)).own_passes is None
