"""`sentwatch domain` on many zones served on loopback: each answer a name server can give, and what is said then."""

from __future__ import annotations

import pytest

from sentwatch.adapters import dns as dns_adapter
from sentwatch.adapters.dns import Dns
from sentwatch.adapters.mta_sts import MtaStsPages
from sentwatch.core.looks import Failed
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.domain import DomainLook
from support.cli import run_cli
from support.dns_zone_server import REFUSED, SERVFAIL, SILENT, dns_zones
from support.own_site import own_site

D = "example.test"
SIGNER = "00010802" + "ab" * 32
GOOD = {
    (D, "MX"): ["mx.example.test"],
    (D, "TXT"): ["v=spf1 ip4:192.0.2.1 -all"],
    (D, "DS"): [SIGNER],
    (f"_dmarc.{D}", "TXT"): ["v=DMARC1; p=reject; rua=mailto:d@example.test"],
    (f"_smtp._tls.{D}", "TXT"): ["v=TLSRPTv1; rua=mailto:d@example.test"],
}
QUIET = {"mta-sts-missing"}


@pytest.fixture(autouse=True)
def _short_waits(monkeypatch):
    """A silent server costs a second and not five."""
    monkeypatch.setattr(dns_adapter.Dns, "__init__", _with_short_wait(dns_adapter.Dns.__init__))


def _with_short_wait(original):
    def init(self, **options):
        original(self, **{"answer_s": 1.0, **options})

    return init


def look(zone, *options, name=D):
    with dns_zones(zone) as port:
        done = run_cli("domain", name, "--nameserver", f"127.0.0.1:{port}", "--json", *options)
    report = done.json["reports"][0]
    codes = {finding["code"].removeprefix("domain.") for finding in report["findings"]}
    failed = {check["code"].removeprefix("domain.") for check in report["checks"] if check["outcome"] == "failed"}
    return codes - QUIET, failed, done.code


def spf(text, **more):
    """The zone with this SPF record. `more` are TXT records by name, with `_` for the dot and `_A`, `_MX` for kinds."""
    zone = {**GOOD, (D, "TXT"): [text] if isinstance(text, str) else text}
    for key, value in more.items():
        name, kind = (
            (key[:-2], "A") if key.endswith("_A") else (key[:-3], "MX") if key.endswith("_MX") else (key, "TXT")
        )
        zone[(name.replace("_", "."), kind)] = value if isinstance(value, list) else [value]
    return zone


BROKEN, VOID, MANY, UNDECIDED = {"spf-broken"}, {"spf-void-lookups"}, {"spf-too-many-lookups"}, {"spf-undecided"}

# Written anew after the matters of RFC 7208: selecting a record, syntax, mechanisms, macros and limits.
SPF = [
    # 4.5 selecting records
    ("v=spf1 -all", {}, set()),
    ("v=spf1", {}, UNDECIDED),
    ("V=sPf1 -all", {}, set()),
    ("v=spf1-all", {}, {"spf-missing"}),
    ("v=spf2 -all", {}, {"spf-missing"}),
    ("v=spf1.0 -all", {}, {"spf-missing"}),
    (" v=spf1 -all", {}, {"spf-missing"}),
    ("v=spf1\t-all", {}, {"spf-missing"}),
    (["v=spf1 -all", "v=spf1  -all"], {}, {"spf-multiple"}),
    (["v=spf1 -all", "v=spf10 -all", "spf1"], {}, set()),
    (["unrelated", "v=DMARC1; p=none"], {}, {"spf-missing"}),
    # 4.6.1 terms: one that cannot be read spoils the whole record, even behind all
    ("v=spf1 nonsense -all", {}, BROKEN),
    ("v=spf1 -all nonsense", {}, BROKEN),
    ("v=spf1 ip4:192.0.2.0/33 -all", {}, BROKEN),
    ("v=spf1 ip4:192.0.2.0/024 -all", {}, BROKEN),
    ("v=spf1 ip4:192.0.2.0/ -all", {}, BROKEN),
    ("v=spf1 ip4:192.0.2 -all", {}, BROKEN),
    ("v=spf1 ip4 -all", {}, BROKEN),
    ("v=spf1 ip4:2001:db8::1 -all", {}, BROKEN),
    ("v=spf1 ip6:192.0.2.1 -all", {}, BROKEN),
    ("v=spf1 ip6:2001:db8::/129 -all", {}, BROKEN),
    ("v=spf1 ip6:2001:db8::/32 ip4:192.0.2.0/24 -all", {}, set()),
    ("v=spf1 ip6:::ffff:192.0.2.1 -all", {}, set()),
    ("v=spf1 -all:example.test", {}, BROKEN),
    ("v=spf1 -all/8", {}, BROKEN),
    ("v=spf1 all. ", {}, BROKEN),
    ("v=spf1 ++ip4:192.0.2.1 -all", {}, BROKEN),
    ("v=spf1 a:192.0.2.1 -all", {}, BROKEN),
    ("v=spf1 a: -all", {}, BROKEN),
    ("v=spf1 a/33 -all", {}, BROKEN),
    ("v=spf1 a//129 -all", {}, BROKEN),
    ("v=spf1 a/24//64 -all", {"example_test_A": "192.0.2.9"}, set()),
    ("v=spf1 mx/24 -all", {}, set()),
    ("v=spf1 mx:mail.test// -all", {}, BROKEN),
    ("v=spf1 include:other.test/24 -all", {"other_test": "v=spf1 -all"}, BROKEN),
    ("v=spf1 include -all", {}, BROKEN),
    ("v=spf1 exists -all", {}, BROKEN),
    ("v=spf1 ptr -all", {}, set()),
    ("v=spf1 ptr:example.test -all", {}, set()),
    ("v=spf1 ptr/0 -all", {}, BROKEN),
    ("v=spf1 ?a ~mx -all", {"example_test_A": "192.0.2.9"}, set()),
    # 6 modifiers
    ("v=spf1 -all exp=explain.test", {}, set()),
    ("v=spf1 foo=bar moo=%{d} -all", {}, set()),
    ("v=spf1 -all 1up=foo", {}, BROKEN),
    ("v=spf1 redirect=a.test redirect=b.test", {"a_test": "v=spf1 -all", "b_test": "v=spf1 -all"}, BROKEN),
    ("v=spf1 exp=a.test exp=b.test -all", {}, BROKEN),
    ("v=spf1 redirect= ", {}, BROKEN),
    ("v=spf1 redirect=gone.test", {}, BROKEN),
    ("v=spf1 redirect=a.test -all", {}, set()),
    ("v=spf1 redirect=a.test", {"a_test": "v=spf1 redirect=b.test", "b_test": "v=spf1 ?all"}, UNDECIDED),
    # 5 mechanisms
    ("v=spf1 include:a.test -all", {"a_test": "v=spf1 ?all"}, set()),
    ("v=spf1 include:a.test -all", {"a_test": "v=spf1 +all"}, set()),
    ("v=spf1 include:a.test -all", {"a_test": ["v=spf1 -all", "v=spf1 ~all"]}, BROKEN),
    ("v=spf1 include:a.test -all", {"a_test": "unrelated"}, BROKEN),
    ("v=spf1 include:a.test -all", {"a_test": "v=spf1 include:b.test -all", "b_test": "v=spf1 bad -all"}, BROKEN),
    (
        "v=spf1 include:a.test -all",
        {"a_test": "v=spf1 include:b.test -all", "b_test": "v=spf1 include:a.test -all"},
        BROKEN,
    ),
    ("v=spf1 mx:many.test -all", {"many_test_MX": [f"m{n}.test" for n in range(10)]}, set()),
    ("v=spf1 mx:many.test -all", {"many_test_MX": [f"m{n}.test" for n in range(11)]}, BROKEN),
    # 7 macros
    ("v=spf1 exists:%{ir}.%{v}._spf.%{d2} -all", {}, set()),
    ("v=spf1 exists:%{l1r-}.x.test -all", {}, set()),
    ("v=spf1 exists:%%percent%-x%_.test -all", {}, set()),
    ("v=spf1 include:%{d}.x.test -all", {}, set()),
    ("v=spf1 exists:%(i).x.test -all", {}, BROKEN),
    ("v=spf1 exists:%{i.x.test -all", {}, BROKEN),
    ("v=spf1 exists:%{z}.x.test -all", {}, BROKEN),
    ("v=spf1 exists:x.test% -all", {}, BROKEN),
    # 4.6.4 limits
    ("v=spf1 a:a.test a:b.test a:c.test -all", {}, VOID),
    ("v=spf1 a:a.test a:b.test -all", {}, set()),
    ("v=spf1 exists:a.test exists:b.test mx:c.test -all", {}, VOID),
    ("v=spf1 " + "a " * 10 + "-all", {"example_test_A": "192.0.2.9"}, set()),
    ("v=spf1 " + "a " * 11 + "-all", {"example_test_A": "192.0.2.9"}, MANY),
    ("v=spf1 include:a.test include:a.test -all", {"a_test": "v=spf1 a a a a a -all", "a_test_A": "192.0.2.9"}, MANY),
    ("v=spf1 " + "ptr " * 11 + "-all", {}, MANY),
    ("v=spf1 ip4:192.0.2.1 " + "x=y " * 40 + "-all", {}, set()),
]


@pytest.mark.parametrize(("text", "more", "codes"), SPF)
def test_spf_by_the_matters_of_rfc_7208(text, more, codes):
    assert look(spf(text, **more)) == (
        codes,
        set(),
        1 if codes & {"spf-broken", "spf-missing", "spf-multiple", "spf-too-many-lookups"} else 0,
    )


def test_there_are_enough_zones():
    assert len(SPF) >= 60


def test_a_chain_of_includes_ends_in_bounds():
    zone = spf("v=spf1 include:n0.test -all")
    for n in range(60):
        zone[(f"n{n}.test", "TXT")] = [f"v=spf1 include:n{n + 1}.test -all"]
    asked: list[tuple[str, str]] = []
    with dns_zones(zone, asked=asked) as port:
        facts = DomainLook(Dns(nameserver="127.0.0.1", port=port)).collect(D, selectors=(), cancel=CancelToken())
    assert facts.spf.walk.lookups > 10
    assert len(asked) < 70


def test_a_tree_of_includes_ends_in_bounds():
    zone = spf("v=spf1 " + " ".join(f"include:n{n}.test" for n in range(9)) + " -all")
    for n in range(9):
        zone[(f"n{n}.test", "TXT")] = ["v=spf1 " + " ".join(f"include:n{m}.test" for m in range(9) if m != n) + " -all"]
    assert look(zone)[0] >= MANY


# --- what a name server can do


@pytest.mark.parametrize("answer", [SERVFAIL, REFUSED, SILENT])
def test_could_not_look_at_the_records(answer):
    assert look({**GOOD, (D, "TXT"): answer}) == (set(), {"spf"}, 3)


@pytest.mark.parametrize("answer", [SERVFAIL, SILENT])
def test_could_not_look_further_down_is_a_limit(answer):
    codes, failed, code = look(spf("v=spf1 include:a.test -all") | {("a.test", "TXT"): answer})
    assert (codes, failed, code) == (set(), set(), 0)


def test_a_long_record_comes_over_tcp_and_is_read_whole():
    text = "v=spf1 " + "ip4:192.0.2.1 " * 200 + "-all"
    assert look(spf(text)) == (set(), set(), 0)
    assert look(spf("v=spf1 " + "ip4:192.0.2.1 " * 200 + "+all"))[0] == {"spf-allows-all"}


def test_the_longest_record_there_can_be():
    text = "v=spf1 " + "ip4:192.0.2.1 " * 4640 + "-all"
    assert 64_900 < len(text) < 65_280
    assert look(spf(text)) == (set(), set(), 0)


def test_bytes_that_are_no_text():
    assert look(spf([b"v=spf1 \xff\xfe -all"]))[0] == BROKEN
    assert look({**GOOD, (f"_dmarc.{D}", "TXT"): [b"v=DMARC1; p=\xff"]})[0] == {"dmarc-broken"}


def test_nothing_there_and_no_such_name_are_both_missing():
    zone = {key: value for key, value in GOOD.items() if key != (D, "TXT")}
    assert look(zone)[0] == {"spf-missing"}
    assert look({("other.test", "A"): ["192.0.2.1"]})[0] >= {
        "spf-missing",
        "mx-missing",
        "dmarc-missing",
        "dnssec-missing",
    }


@pytest.mark.parametrize("target", ["real.test", "x.real.test"])
def test_a_record_behind_a_cname(target):
    zone = {key: value for key, value in GOOD.items() if key != (f"_dmarc.{D}", "TXT")}
    zone |= {(f"_dmarc.{D}", "CNAME"): [target], (target, "TXT"): ["v=DMARC1; p=reject"]}
    assert look(zone) == (set(), set(), 0)


def test_a_cname_to_nowhere_is_missing():
    zone = {key: value for key, value in GOOD.items() if key != (f"_dmarc.{D}", "TXT")}
    zone[(f"_dmarc.{D}", "CNAME")] = ["gone.invalid"]
    assert look(zone)[0] == {"dmarc-missing"}


def test_a_loop_of_cnames_in_an_include_is_a_limit():
    zone = spf("v=spf1 include:a.test -all") | {("a.test", "CNAME"): ["b.test"], ("b.test", "CNAME"): ["a.test"]}
    codes, failed, _ = look(zone)
    assert (codes, failed) == (set(), set())


def test_names_in_other_scripts():
    zone = {(name.replace(D, "xn--fsqu00a.test"), kind): value for (name, kind), value in GOOD.items()}
    assert look(zone, name="例子.test") == (set(), set(), 0)
    assert look(zone, name="XN--FSQU00A.TEST.") == (set(), set(), 0)


def test_many_records_of_one_name():
    assert look(spf(["verification=" + "x" * 60] * 60 + ["v=spf1 -all"])) == (set(), set(), 0)


# --- DMARC by the tree


@pytest.mark.parametrize(
    ("records", "codes"),
    [
        ({"a.b.example.test": "p=reject", "example.test": "p=none"}, set()),
        ({"b.example.test": "p=none", "example.test": "p=reject"}, set()),
        ({"b.example.test": "p=none; psd=n", "example.test": "p=reject"}, {"dmarc-none"}),
        ({"example.test": "p=none; sp=reject"}, set()),
        ({"example.test": "p=reject; sp=none"}, {"dmarc-none"}),
        ({"test": "p=reject; psd=y"}, set()),
        ({"example.test": "p=none", "test": "p=reject; psd=y"}, {"dmarc-none"}),
        ({"b.example.test": "p=none", "test": "p=reject; psd=y"}, set()),
        ({}, {"dmarc-missing"}),
    ],
)
def test_which_record_speaks_for_a_name_further_down(records, codes):
    name = "a.b.example.test"
    zone = {(name, "MX"): ["mx.example.test"], (name, "TXT"): ["v=spf1 -all"], (name, "DS"): [SIGNER]}
    zone[(f"_smtp._tls.{name}", "TXT")] = ["v=TLSRPTv1; rua=mailto:d@example.test"]
    zone |= {(f"_dmarc.{at}", "TXT"): [f"v=DMARC1; {text}"] for at, text in records.items()}
    assert look(zone, name=name)[0] == codes


def test_a_tree_that_could_not_be_walked_is_could_not_look():
    zone = {key: value for key, value in GOOD.items() if key != (f"_dmarc.{D}", "TXT")}
    assert look({**zone, ("_dmarc.test", "TXT"): SERVFAIL})[1] == {"dmarc"}


# --- a failed look hides nothing that was seen


def test_a_selector_that_cannot_be_asked_for_does_not_hide_another():
    zone = {**GOOD, (f"s1._domainkey.{D}", "TXT"): SERVFAIL, (f"s2._domainkey.{D}", "TXT"): ["v=DKIM1; p="]}
    codes, failed, _ = look(zone, "--selector", "s1", "--selector", "s2")
    assert (codes, failed) == ({"dkim-revoked"}, set())
    assert look(zone, "--selector", "s1")[1] == {"dkim"}


# --- filter services


@pytest.mark.parametrize(
    ("hosts", "codes"),
    [
        (["mx1.securemx.jp", "mx2.securemx.jp"], {"gateway-before-mx"}),
        (["10 eu-smtp-inbound-1.mimecast.com", "20 mail.example.test"], {"gateway-before-mx", "mx-beside-gateway"}),
        (["mail.notmimecast.com"], set()),
        (["0 ."], set()),
    ],
)
def test_filter_services_before_the_mailboxes(hosts, codes):
    assert look({**GOOD, (D, "MX"): hosts})[0] == codes


# --- look-alike names


def test_lookalikes_are_asked_for_on_request_only():
    asked: list[tuple[str, str]] = []
    zone = {**GOOD, ("examp1e.test", "MX"): ["mx.evil.test"], ("exmaple.test", "A"): ["192.0.2.66"]}
    zone[("xn--exmple-4nf.test", "A")] = ["192.0.2.66"]
    with dns_zones(zone, asked=asked) as port:
        look_ = DomainLook(Dns(nameserver="127.0.0.1", port=port))
        assert look_.collect(D, selectors=(), cancel=CancelToken()).lookalikes is None
        assert not [name for name, _ in asked if "examp1e" in name]
    codes, failed, _ = look(zone, "--lookalikes")
    assert (codes, failed) == ({"lookalike-with-mail", "lookalike-registered"}, set())


def test_lookalikes_nobody_answers_about_are_could_not_look():
    from sentwatch.core.lookalikes import lookalikes

    zone = dict(GOOD)
    for name in lookalikes(D):
        zone |= {(name.domain, "A"): REFUSED, (name.domain, "MX"): REFUSED}
    assert look(zone, "--lookalikes")[1] == {"lookalikes"}


# --- MTA-STS

STS = {**GOOD, (f"_mta-sts.{D}", "TXT"): ["v=STSv1; id=20261124a"], (f"mta-sts.{D}", "A"): ["127.0.0.1"]}
POLICY = b"version: STSv1\r\nmode: enforce\r\nmx: *.example.test\r\nmax_age: 604800\r\n"


def sts(body=POLICY, *, kind="text/plain; charset=utf-8", status=200, zone=STS, names=(f"mta-sts.{D}",), headers=()):
    with own_site(*names) as site, dns_zones(zone) as port:
        site.page(f"mta-sts.{D}", "/.well-known/mta-sts.txt", body=body, kind=kind, status=status, headers=headers)
        dns = Dns(nameserver="127.0.0.1", port=port)
        pages = MtaStsPages(dns=dns, context=site.context, port=site.ports["https"], only_public=False)
        from datetime import UTC, datetime

        look_ = DomainLook(dns, pages)
        report = look_.report(D, selectors=(), now=datetime(2026, 11, 24, tzinfo=UTC), cancel=CancelToken())
    transport = next(result for result in report.results if result.code == "domain.transport")
    if isinstance(transport.outcome, Failed):
        return "failed", site.asked
    return {finding.kind.code.removeprefix("domain.") for finding in transport.outcome.findings}, site.asked


def test_a_policy_in_force():
    codes, asked = sts()
    assert codes == set()
    assert asked == [("https", f"mta-sts.{D}", "/.well-known/mta-sts.txt")]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"body": POLICY.replace(b"enforce", b"testing")}, {"mta-sts-testing"}),
        ({"body": POLICY.replace(b"*.example.test", b"mx.other.test")}, {"mta-sts-mx-not-covered"}),
        ({"body": POLICY.replace(b"*.example.test", b"mx.example.test")}, set()),
        ({"body": POLICY.replace(b"*.example.test", b"*.test")}, {"mta-sts-mx-not-covered"}),
        ({"body": b"hello"}, {"mta-sts-file-missing"}),
        ({"body": POLICY.replace(b"STSv1", b"STSv2")}, {"mta-sts-file-missing"}),
        ({"body": POLICY.replace(b"604800", b"soon")}, {"mta-sts-file-missing"}),
        ({"body": b"x" * 70_000}, {"mta-sts-file-missing"}),
        ({"kind": "text/html"}, {"mta-sts-file-missing"}),
        ({"status": 404}, {"mta-sts-file-missing"}),
        ({"status": 301, "headers": (("Location", "https://example.test/x"),)}, {"mta-sts-file-missing"}),
        ({"names": ("other.test",)}, {"mta-sts-file-missing"}),
        ({"zone": {key: value for key, value in STS.items() if key[1] != "A"}}, {"mta-sts-file-missing"}),
        ({"zone": {**STS, (f"mta-sts.{D}", "A"): SERVFAIL}}, "failed"),
    ],
)
def test_policies(changes, codes):
    assert sts(**changes)[0] == codes


@pytest.mark.parametrize("text", ["v=STSv1", "v=STSv1; id=", "v=STSv1; id=a-b", "v=STSv1; id=1; id=2", "id=1; v=STSv1"])
def test_a_record_that_senders_would_not_use(text):
    assert "mta-sts-missing" in look_raw({**GOOD, (f"_mta-sts.{D}", "TXT"): [text]})


def look_raw(zone):
    with dns_zones(zone) as port:
        done = run_cli("domain", D, "--nameserver", f"127.0.0.1:{port}", "--json")
    return {finding["code"].removeprefix("domain.") for finding in done.json["reports"][0]["findings"]}


def test_a_policy_host_inside_the_own_network_is_not_asked():
    with own_site(f"mta-sts.{D}") as site, dns_zones(STS) as port:
        pages = MtaStsPages(dns=Dns(nameserver="127.0.0.1", port=port), context=site.context, port=site.ports["https"])
        with pytest.raises(Trouble):
            pages.policy(D, cancel=CancelToken())
        assert site.asked == []
