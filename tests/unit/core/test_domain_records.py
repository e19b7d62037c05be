"""The record builder: what it writes is what our own readers accept."""

from __future__ import annotations

import pytest

from sentwatch.core.dmarc import DmarcPolicy, read_dmarc
from sentwatch.core.domain_records import RecordUnfit, Senders, spf_record, staged_path, sts_policy, tls_rpt_record
from sentwatch.core.mta_sts import MAX_AGE_S, StsMode, is_sts_record, not_covered, read_policy
from sentwatch.core.spf import is_spf, is_well_formed, read_terms, walk_spf

D = "example.test"
SENDERS = Senders(
    includes=("_spf.host.test", "news.test"), addresses=("192.0.2.25", "2001:db8::/32"), own_exchangers=True
)


def path():
    return staged_path(
        D, SENDERS, reports_to="dmarc@example.test", exchangers=("mx1.example.test",), version="20261124"
    )


def test_spf():
    text = spf_record(SENDERS)
    assert text == "v=spf1 mx ip4:192.0.2.25 ip6:2001:db8::/32 include:_spf.host.test include:news.test ~all"
    assert is_spf(text)
    assert all(is_well_formed(term) for term in read_terms(text))


def test_a_domain_that_sends_nothing():
    assert spf_record(Senders()) == "v=spf1 -all"


@pytest.mark.parametrize(
    "senders",
    [
        Senders(includes=("no name",)),
        Senders(includes=("",)),
        Senders(addresses=("192.0.2.256",)),
        Senders(addresses=("example.test",)),
        Senders(includes=tuple(f"s{n}.test" for n in range(11))),
        Senders(includes=tuple(f"s{n}.test" for n in range(10)), own_exchangers=True),
    ],
)
def test_what_cannot_be_written(senders):
    with pytest.raises(RecordUnfit) as caught:
        spf_record(senders)
    assert caught.value.reason.text


def test_a_closing_that_lets_everybody_in_is_refused():
    with pytest.raises(RecordUnfit):
        spf_record(SENDERS, closing="+all")


def test_the_path_goes_from_none_to_reject():
    records = [record for stage in path() for record in stage.records if record.name == f"_dmarc.{D}"]
    read = [read_dmarc(record.value) for record in records]
    assert [each.policy for each in read] == [DmarcPolicy.NONE, DmarcPolicy.QUARANTINE, DmarcPolicy.REJECT]
    assert all(each.reports_to == ("mailto:dmarc@example.test",) for each in read)
    assert all("pct" not in record.value for record in records)


def test_every_stage_but_the_last_says_what_to_look_at():
    stages = path()
    assert all(stage.stay_days and stage.before_next for stage in stages[:-1])
    assert not stages[-1].before_next


def test_spf_closes_only_at_the_end():
    texts = [record.value for stage in path() for record in stage.records if record.value.startswith("v=spf1")]
    assert [text.rpartition(" ")[2] for text in texts] == ["~all", "-all"]
    assert (
        walk_spf(
            D, texts[-1], ask=lambda _name, kind: ("10 mx.test",) if kind == "MX" else ("v=spf1 -all",)
        ).all_qualifier
        == "-"
    )


def test_mta_sts_changes_its_id_with_its_file():
    stages = [stage for stage in path() if stage.files]
    modes = [read_policy(content).mode for stage in stages for _, content in stage.files]
    assert modes == [StsMode.TESTING, StsMode.ENFORCE]
    records = [record.value for stage in stages for record in stage.records]
    assert all(is_sts_record(text) for text in records)
    assert len(set(records)) == 2


def test_tls_rpt():
    record = tls_rpt_record(D, "tls@example.test")
    assert (record.name, record.value) == ("_smtp._tls.example.test", "v=TLSRPTv1; rua=mailto:tls@example.test")


def test_policy_files():
    policy = read_policy(sts_policy(StsMode.ENFORCE, ("mx1.example.test", "*.host.test"), max_age_s=86400))
    assert not_covered(policy, ("mx1.example.test", "a.host.test", "a.b.host.test", "host.test")) == (
        "a.b.host.test",
        "host.test",
    )
    assert read_policy("version: STSv1\nmode: none\nmax_age: 0\n").exchangers == ()
    assert read_policy("version: STSv1\nmode: enforce\nmode: none\nmx: a.test\nmax_age: 99999999999\n") is None
    assert read_policy("version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 9999999999\n").max_age_s == MAX_AGE_S
