"""A record that stands is read into senders and written again without losing any of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.core.dmarc import DmarcPolicy, read_dmarc, restaged
from sentwatch.core.domain_records import RecordUnfit, Senders, spf_record, staged_path
from sentwatch.core.present_spf import read_present_spf
from sentwatch.core.sending_services import SERVICES, service_of

D = "example.test"


@pytest.mark.parametrize(
    ("text", "senders", "closing"),
    [
        ("v=spf1 -all", Senders(), "-all"),
        ("v=spf1 mx ~all", Senders(own_exchangers=True), "~all"),
        ("v=spf1 +all", Senders(), ""),
        ("v=spf1 include:_spf.google.com ?all", Senders(includes=("_spf.google.com",)), "?all"),
        ("v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::1", Senders(addresses=("192.0.2.0/24", "2001:db8::1")), ""),
        ("v=spf1 a:WEB.example.test a mx:other.test -all",
         Senders(hosts=("web.example.test",), others=("a", "mx:other.test")), "-all"),
        ("v=spf1 ?include:x.test a/24 exists:%{i}.x.test ~all",
         Senders(others=("?include:x.test", "a/24", "exists:%{i}.x.test")), "~all"),
        ("v=spf1 -all include:behind.test", Senders(), "-all"),
    ],
)  # fmt: skip
def test_reading(text, senders, closing):
    present = read_present_spf(text)
    assert (present.senders, present.closing, present.left_out) == (senders, closing, ())


def test_what_receivers_cannot_use_is_named_and_left_out():
    present = read_present_spf("v=spf1 ipv4:192.0.2.1 include: mx ~all")
    assert present.left_out == ("ipv4:192.0.2.1", "include:")
    assert present.senders == Senders(own_exchangers=True)


def test_a_redirect_is_told_apart():
    assert read_present_spf("v=spf1 redirect=other.test").redirect == "other.test"
    assert read_present_spf("v=DMARC1; p=none") is None


@pytest.mark.parametrize(
    "text",
    [
        "v=spf1 mx a:web.example.test include:_spf.google.com ip4:192.0.2.0/24 a exists:%{i}.x.test ~all",
        "v=spf1 ip6:2001:db8::/32 include:a.test include:b.test ~all",
    ],
)
def test_nothing_is_lost_on_the_way_back(text):
    present = read_present_spf(text)
    again = spf_record(present.senders, closing=present.closing)
    assert sorted(again.split()) == sorted(text.split())
    assert read_present_spf(again) == present


def test_a_long_term_is_not_cut():
    term = "exists:" + "x" * 60 + ".%{i}.%{h}." + "y" * 50 + ".test"
    assert term in spf_record(read_present_spf(f"v=spf1 {term} -all").senders)


def test_look_ups_of_every_kind_count():
    hosts = tuple(f"h{n}.test" for n in range(5))
    includes = tuple(f"i{n}.test" for n in range(4))
    assert spf_record(Senders(hosts=hosts, includes=includes, own_exchangers=True))
    with pytest.raises(RecordUnfit):
        spf_record(Senders(hosts=hosts, includes=includes, own_exchangers=True, others=("a",)))
    with pytest.raises(RecordUnfit):
        spf_record(Senders(hosts=("no name",)))


@given(st.text(max_size=200))
def test_nothing_makes_it_raise(text):
    present = read_present_spf("v=spf1 " + text)
    if present is not None:
        assert len(present.senders.others) <= 200
    restaged("v=DMARC1; " + text, DmarcPolicy.REJECT, "d@example.test")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v=DMARC1; p=none", "v=DMARC1; p=reject; rua=mailto:d@example.test"),
        ("v=DMARC1;p=none;rua=mailto:D@example.test", "v=DMARC1; p=reject; rua=mailto:D@example.test"),
        (
            "v=DMARC1; p=none; rua=mailto:x@reports.test; ruf=mailto:y@z.test; sp=none; adkim=s; fo=1",
            "v=DMARC1; p=reject; rua=mailto:x@reports.test,mailto:d@example.test; ruf=mailto:y@z.test; sp=none; adkim=s; fo=1",
        ),
        ("v=DMARC1; p=none; pct=50; ri=86400; rf=afrf; t=y", "v=DMARC1; p=reject; rua=mailto:d@example.test"),
        ("nonsense", "v=DMARC1; p=reject; rua=mailto:d@example.test"),
        ("v=DMARC1; p=none; x=a\nb", "v=DMARC1; p=reject; rua=mailto:d@example.test"),
    ],
)
def test_a_dmarc_record_keeps_what_it_says_beside_its_policy(text, expected):
    again = restaged(text, DmarcPolicy.REJECT, "d@example.test")
    assert again == expected
    assert read_dmarc(again).policy is DmarcPolicy.REJECT


def test_without_an_address_nothing_is_made_up():
    assert restaged("v=DMARC1; p=none", DmarcPolicy.QUARANTINE, "") == "v=DMARC1; p=quarantine"


def test_the_path_does_not_weaken_what_stands():
    now = "v=DMARC1; p=quarantine; sp=reject; rua=mailto:a@b.test"
    path = staged_path(
        D,
        Senders(own_exchangers=True),
        reports_to="a@b.test",
        exchangers=(),
        version="1",
        closing="-all",
        dmarc_now=now,
    )
    assert path[0].records[0].value == "v=spf1 mx -all"
    assert path[2].records[1].value == "v=DMARC1; p=reject; sp=reject; rua=mailto:a@b.test"


def test_services():
    assert len({service.id for service in SERVICES}) == len(SERVICES)
    assert service_of("_SPF.google.com.").id == "google"
    assert service_of("unknown.test") is None
    # Each can stand in a record, and a record of one is read back to it.
    for service in SERVICES:
        present = read_present_spf(spf_record(Senders(includes=(service.include,))))
        assert [service_of(name) for name in present.senders.includes] == [service]
