"""Returned mail in the forms servers write it, and what its quoted headers prove."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sentwatch.core.bounces import Proof, ReturnedKind, parse_returned
from sentwatch.core.mime_parts import MAX_PARTS, leaves
from sentwatch.core.own_ways import Given, OwnWays, Prover

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "bounces"


def returned(name):
    found = parse_returned((CORPUS / f"{name}.eml").read_bytes())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "form", "original", "recipients"),
    [
        ("postfix", "rfc3464", "burst-1@mailer.example", [("nobody@partner.example", "5.1.1")]),
        (
            "exchange-forward-blocked",
            "rfc3464",
            "report-77@partner.example",
            [("collector@mailhub.example", "5.7.520")],
        ),
        ("qmail", "qmail", "q1@stranger.example", [("one@partner.example", "5.1.1"), ("two@partner.example", "5.1.2")]),
        ("exim", "exim", "e1@example.co.jp", [("gone@partner.example", "5.7.1")]),
        ("gmail", "rfc3464", "CAB1@mail.gmail.com", [("missing@partner.example", "5.1.1")]),
        ("kddi", "kddi", "k1@example.co.jp", [("nobody@ezweb.ne.jp", "")]),
        ("docomo", "docomo", "d1@example.co.jp", [("unknown-person@docomo.ne.jp", "")]),
    ],
)
def test_bounces_of_many_servers(name, form, original, recipients):
    found = returned(name)
    assert found.kind is ReturnedKind.BOUNCE
    assert found.form == form
    assert found.original_id == original
    assert [(one.address, one.status) for one in found.recipients] == recipients
    assert found.original_sender in {"yuki@example.co.jp", "partner@partner.example"}


@pytest.mark.parametrize("name", ["postfix", "qmail", "exim", "kddi", "docomo"])
def test_line_endings_do_not_matter(name):
    raw = (CORPUS / f"{name}.eml").read_bytes()
    crlf = parse_returned(raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert crlf is not None
    assert (crlf.original_id, crlf.recipients) == (returned(name).original_id, returned(name).recipients)


def test_a_delay_is_no_failure():
    raw = (CORPUS / "postfix.eml").read_bytes().replace(b"Action: failed", b"Action: delayed")
    assert parse_returned(raw).kind is ReturnedKind.DELAY


def test_an_automatic_reply_names_what_it_answers():
    found = returned("autoreply")
    assert found.kind is ReturnedKind.AUTO_REPLY
    assert found.original_id == "burst-1@mailer.example"


def test_a_complaint():
    found = returned("arf")
    assert found.kind is ReturnedKind.COMPLAINT
    assert found.original_id == "a1@example.co.jp"
    assert [one.address for one in found.recipients] == ["victim@partner.example"]


def test_ordinary_mail_is_not_returned_mail():
    assert parse_returned((CORPUS / "ordinary.eml").read_bytes()) is None


def test_a_blocked_forward_is_recognised_by_code_and_by_words():
    found = returned("exchange-forward-blocked")
    assert found.is_blocked_forward
    assert not returned("postfix").is_blocked_forward
    raw = (CORPUS / "exchange-forward-blocked.eml").read_bytes()
    assert parse_returned(
        raw.replace(b"550 5.7.520 Access denied, Your organization", b"550 Nobody")
    ).is_blocked_forward


def test_limits_for_the_sender_are_recognised():
    assert returned("gmail-limit").is_sender_blocked
    assert not returned("gmail").is_sender_blocked


def prover(*hosts, logins=()):
    return Prover.of(OwnWays(hosts=hosts), Given(logins=logins))


@pytest.mark.parametrize(
    ("name", "hosts", "proof"),
    [
        ("postfix", ["mx.kaede.example"], Proof.OWN_LOGIN),
        ("exim", ["host.example"], Proof.OWN_RELAY),
        ("exim", ["smtp.other.example"], Proof.FOREIGN),
        ("qmail", ["mx.kaede.example"], Proof.FOREIGN),
        ("gmail-limit", ["mx.kaede.example"], Proof.UNKNOWN),
        ("docomo", ["relay.example.co.jp"], Proof.OWN_RELAY),
    ],
)
def test_what_the_quoted_way_proves(name, hosts, proof):
    assert prover(*hosts, logins=("yuki@example.co.jp",)).proof(returned(name)) is proof


def test_a_host_that_only_ends_alike_is_not_ours():
    assert prover("ost.example").proof(returned("exim")) is Proof.FOREIGN


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=600), st.sampled_from(sorted(p.name for p in CORPUS.iterdir())), st.integers(0, 2000))
def test_nothing_raises_on_damaged_mail(noise, name, at):
    raw = (CORPUS / name).read_bytes()
    parse_returned(raw[:at] + noise + raw[at:])
    parse_returned(noise)
    parse_returned(raw[:at])


def nested(depth):
    head = b"".join(b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    return b"Return-Path: <>\nFrom: mailer-daemon@x\nSubject: failure notice\n" + head + b"\ntext"


@pytest.mark.parametrize(
    "raw",
    [
        nested(10_000),
        b'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n' + b"--x\n\n" * 100_000,
        b"Return-Path: <>\nFrom: mailer-daemon@x\nSubject: failure notice\n\n" + b"<a@b.example>:\n" * 60_000,
        b"Return-Path: <>\nFrom: mailer-daemon@x\nSubject: failure notice\n\n" + b"(" * 400_000,
        b"Received: " + b"from " * 100_000,
        b"a:b\n" * 200_000,
    ],
    ids=["nested", "parts", "recipients", "brackets", "one line", "fields"],
)
def test_hostile_mail_ends(raw):
    parse_returned(raw)
    assert len(list(leaves(raw))) <= MAX_PARTS
