"""`sentwatch domain` against a name server on loopback."""

from __future__ import annotations

import base64

import pytest

from support.cli import run_cli
from support.dns_zone_server import SERVFAIL, dns_zones

D = "example.test"
KEY_1024 = base64.b64encode(bytes.fromhex("30818702818100") + b"\xc1" * 128 + bytes.fromhex("0203010001")).decode()
KEY_512 = base64.b64encode(bytes.fromhex("3046024100") + b"\xc1" * 64 + bytes.fromhex("0203010001")).decode()
GOOD = {
    (D, "MX"): ["mx.example.test"],
    (D, "TXT"): ["v=spf1 ip4:192.0.2.1 -all", "something-verification=1"],
    (f"_dmarc.{D}", "TXT"): ["v=DMARC1; p=reject; rua=mailto:d@example.test"],
    (f"s1._domainkey.{D}", "TXT"): [f"v=DKIM1; k=rsa; p={KEY_1024}"],
}
OPTIONAL = {"domain.mta-sts-missing", "domain.tls-rpt-missing", "domain.dnssec-missing"}


def look(zone, *options, name=D):
    with dns_zones(zone) as port:
        done = run_cli("domain", name, "--nameserver", f"127.0.0.1:{port}", "--json", *options)
    report = done.json["reports"][0]
    return done.code, {f["code"] for f in report["findings"]} - OPTIONAL, report


def spf(text, **more):
    return {**GOOD, (D, "TXT"): [text] if isinstance(text, str) else text} | {
        (name.replace("_", "."), "TXT"): [value] for name, value in more.items()
    }


def dmarc(*texts):
    return {**GOOD, (f"_dmarc.{D}", "TXT"): list(texts)}


INCLUDES = {f"i{n}_test": "v=spf1 ip4:192.0.2.2 -all" for n in range(11)}
SPF_CASES = [
    ("v=spf1 ip4:192.0.2.1 ~all", {}, set()),
    ("V=SPF1 IP4:192.0.2.1 -ALL", {}, set()),
    ("v=spf1   ip4:192.0.2.1    -all ", {}, set()),
    ("v=spf1 " + "ip4:192.0.2.1 " * 30 + "-all", {}, set()),
    ("v=spf1 " + "ip4:192.0.2.1 " * 4000 + "-all", {}, set()),
    ("v=spf1 +all", {}, {"domain.spf-allows-all"}),
    ("v=spf1 all", {}, {"domain.spf-allows-all"}),
    ("v=spf1 ?all", {}, {"domain.spf-undecided"}),
    ("v=spf1 ip4:192.0.2.1", {}, {"domain.spf-undecided"}),
    ("v=spf10 -all", {}, {"domain.spf-missing"}),
    ("unrelated", {}, {"domain.spf-missing"}),
    (["v=spf1 -all", "v=spf1 ~all"], {}, {"domain.spf-multiple"}),
    ("v=spf1 ipv4:192.0.2.1 -all", {}, {"domain.spf-broken"}),
    ("v=spf1 include:gone.test -all", {}, {"domain.spf-broken"}),
    ("v=spf1 include: -all", {}, {"domain.spf-broken"}),
    (f"v=spf1 include:{D} -all", {}, {"domain.spf-broken"}),
    ("v=spf1 include:" + "x" * 300 + ".test -all", {}, {"domain.spf-broken"}),
    ("v=spf1 include:loop.test -all", {"loop_test": "v=spf1 include:loop.test -all"}, {"domain.spf-broken"}),
    ("v=spf1 redirect=other.test", {"other_test": "v=spf1 -all"}, set()),
    ("v=spf1 redirect=other.test", {"other_test": "v=spf1 +all"}, {"domain.spf-allows-all"}),
    ("v=spf1 exists:%{i}.x.test -all", {}, set()),
    ("v=spf1 unknown=modifier -all", {}, set()),
    ("v=spf1 a:g1.test a:g2.test -all", {}, set()),
    ("v=spf1 a:g1.test a:g2.test a:g3.test -all", {}, {"domain.spf-void-lookups"}),
    ("v=spf1 " + " ".join(f"include:i{n}.test" for n in range(10)) + " -all", INCLUDES, set()),
    (
        "v=spf1 " + " ".join(f"include:i{n}.test" for n in range(11)) + " -all",
        INCLUDES,
        {"domain.spf-too-many-lookups"},
    ),
]


@pytest.mark.parametrize(("text", "more", "codes"), SPF_CASES)
def test_spf(text, more, codes):
    assert look(spf(text, **more))[1] == codes


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        (["v=DMARC1; p=quarantine"], set()),
        (["v=DMARC1;p=REJECT;"], set()),
        (["v=DMARC1; p=reject; pct=1"], set()),
        (["v=DMARC1; p=none"], {"domain.dmarc-none"}),
        (["v=DMARC1; rua=mailto:a@example.test"], {"domain.dmarc-none"}),
        (["v=DMARC1"], {"domain.dmarc-none"}),
        (["v=DMARC1; p=rejct"], {"domain.dmarc-broken"}),
        (["v=DMARC1; p=reject; p=none"], {"domain.dmarc-broken"}),
        (["v=dmarc1; p=reject"], {"domain.dmarc-missing"}),
        (["p=reject; v=DMARC1"], {"domain.dmarc-missing"}),
        ([], {"domain.dmarc-missing"}),
        (["v=DMARC1; p=reject", "v=DMARC1; p=none"], {"domain.dmarc-multiple"}),
        (["v=DMARC1; p=reject; t=y"], {"domain.dmarc-test-mode"}),
    ],
)
def test_dmarc(texts, codes):
    assert look(dmarc(*texts))[1] == codes


def test_policy_of_the_domain_above_speaks_for_a_subdomain():
    zone = {("sub.example.test", "TXT"): ["v=spf1 -all"], ("sub.example.test", "MX"): ["mx.example.test"]}
    zone[(f"_dmarc.{D}", "TXT")] = ["v=DMARC1; p=reject; sp=none"]
    assert look(zone, name="sub.example.test")[1] == {"domain.dmarc-none"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (f"v=DKIM1; p={KEY_1024}", set()),
        (f"v=DKIM1; p={KEY_512}", {"domain.dkim-weak-key"}),
        ("v=DKIM1; k=ed25519; p=" + base64.b64encode(b"x" * 32).decode(), set()),
        ("v=DKIM1; p=", {"domain.dkim-revoked"}),
        (f"v=DKIM1; t=y; p={KEY_1024}", {"domain.dkim-test-mode"}),
        ("v=DKIM1; p=????", {"domain.dkim-missing"}),
        ("v=DKIM1; p=MA==", {"domain.dkim-missing"}),
        ("nothing", {"domain.dkim-missing"}),
    ],
)
def test_dkim(text, codes):
    assert look({**GOOD, (f"s1._domainkey.{D}", "TXT"): [text]}, "--selector", "s1")[1] == codes


def test_good_domain_is_quiet_and_belongs_to_no_account():
    code, found, report = look(GOOD, "--selector", "s1")
    assert (code, found, report["account"]) == (0, set(), None)


def test_a_domain_that_is_not_there():
    code, found, _ = look({})
    assert code == 1
    assert found == {"domain.mx-missing", "domain.spf-missing", "domain.dmarc-missing"}


@pytest.mark.parametrize(
    ("key", "check"),
    [
        ((D, "TXT"), "domain.spf"),
        ((D, "MX"), "domain.mx"),
        ((D, "DS"), "domain.dnssec"),
        ((f"_dmarc.{D}", "TXT"), "domain.dmarc"),
        ((f"_mta-sts.{D}", "TXT"), "domain.transport"),
    ],
)
def test_what_could_not_be_looked_at_is_failed_and_never_missing(key, check):
    code, found, report = look({**GOOD, key: SERVFAIL})
    assert (code, found) == (3, set())
    assert [c["code"] for c in report["checks"] if c["outcome"] == "failed"] == [check]


def test_a_cname_loop_is_could_not_look():
    zone = {**GOOD, ("a.test", "CNAME"): ["b.test"], ("b.test", "CNAME"): ["a.test"]}
    zone[(f"_dmarc.{D}", "CNAME")] = ["a.test"]
    del zone[(f"_dmarc.{D}", "TXT")]
    code, found, _ = look(zone)
    assert (code, found) == (3, set())


def test_an_idn_is_asked_for_in_its_ascii_form():
    zone = {("xn--r8jz45g.test", kind): value for (name, kind), value in GOOD.items() if name == D}
    assert look(zone, name="例え.test")[1] == {"domain.dmarc-missing"}


@pytest.mark.parametrize("name", ["", "localhost", "a..b", "192.0.2.1", "a@b.test", "x" * 64 + ".test", "a b.test"])
def test_no_domain_is_a_usage_error(name):
    done = run_cli("domain", name)
    assert done.code == 2
    assert "is not a domain name" in done.err
