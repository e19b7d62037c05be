"""The connection checks: what fires, what stays quiet, and what is said where we could not look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.check import Checked
from sentwatch.core.checks import connection_certificate, connection_plaintext_login, connection_tls_old
from sentwatch.core.connection import Answer, Certificate, ConnectionPosture, PlainDoor
from sentwatch.core.findings import Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import NETWORK_CUT, Trouble

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CHECKS = (connection_certificate.CHECK, connection_plaintext_login.CHECK, connection_tls_old.CHECK)


def certificate(*, left, lifetime=timedelta(days=90)):
    return Certificate(not_before=NOW + left - lifetime, not_after=NOW + left, issuer="Test Authority")


def run(check, **changes):
    values = {
        "host": "imap.example.com",
        "port": 993,
        "tls_version": "TLSv1.3",
        "certificate": certificate(left=timedelta(days=60)),
        "old_tls": Answer.NO,
    }
    return check.run(Snapshot(taken_at=NOW, connection=ConnectionPosture(**{**values, **changes})))


def codes(outcome):
    assert isinstance(outcome, Checked)
    return [finding.kind.code for finding in outcome.findings]


@pytest.mark.parametrize("check", CHECKS)
def test_a_tidy_server_is_quiet(check):
    assert run(check) == Checked()


@pytest.mark.parametrize("check", CHECKS)
def test_not_looked_is_never_nothing_found(check):
    why = NotChecked(phrase(N_("x")))
    failed = Failed(Trouble(NETWORK_CUT, host="x"))
    assert check.run(Snapshot(taken_at=NOW, connection=why)) is why
    assert check.run(Snapshot(taken_at=NOW, connection=failed)) is failed
    assert check.run(Snapshot(taken_at=NOW)) is None


def test_plain_doors():
    doors = (
        PlainDoor(protocol="imap", port=143, takes_login=True, offers_tls=True),
        PlainDoor(protocol="pop3", port=110, takes_login=False, offers_tls=True),
    )
    outcome = run(connection_plaintext_login.CHECK, plain_doors=doors)
    assert codes(outcome) == ["connection.plaintext-login-offered"]
    assert outcome.findings[0].subject == "imap.example.com:143"


def test_old_tls():
    assert codes(run(connection_tls_old.CHECK, old_tls=Answer.YES)) == ["connection.tls-old"]
    unknown = run(connection_tls_old.CHECK, old_tls=Answer.UNKNOWN)
    assert codes(unknown) == []
    assert unknown.limits


@pytest.mark.parametrize(
    ("left", "lifetime", "code"),
    [
        (timedelta(days=30), timedelta(days=90), None),
        (timedelta(days=15), timedelta(days=398), None),
        (timedelta(days=13, hours=23), timedelta(days=398), "connection.certificate-expires-soon"),
        (timedelta(days=16), timedelta(days=90), None),
        (timedelta(days=13), timedelta(days=90), "connection.certificate-expires-soon"),
        (timedelta(days=3), timedelta(days=6), None),
        (timedelta(hours=20), timedelta(days=6), "connection.certificate-expires-soon"),
        (timedelta(0), timedelta(days=90), "connection.certificate-expired"),
        (-timedelta(days=400), timedelta(days=90), "connection.certificate-expired"),
    ],
)
def test_certificate(left, lifetime, code):
    outcome = run(connection_certificate.CHECK, certificate=certificate(left=left, lifetime=lifetime))
    assert codes(outcome) == ([code] if code else [])


def test_an_expired_certificate_is_the_worse_one():
    outcome = run(connection_certificate.CHECK, certificate=certificate(left=-timedelta(days=1)))
    assert outcome.findings[0].severity is Severity.WARNING


def test_an_unreadable_certificate_is_a_limit():
    assert run(connection_certificate.CHECK, certificate=None).limits
