"""Which playbook findings suggest; a person decides."""

from __future__ import annotations

import pytest

from sentwatch.adapters.playbooks import packaged_playbooks
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.playbooks.incident import Situation, suggested

BOOKS = packaged_playbooks()


def finding(code, severity=Severity.WARNING):
    kind = FindingKind(code=code, severity=severity, title="t", why="w", harmless=(), how_to_check="h", do_first=())
    return Finding(kind=kind, subject="s")


@pytest.mark.parametrize(
    ("codes", "situation"),
    [
        (("sent.burst",), Situation.MAILBOX_IN_USE),
        (("rule.forwards-out",), Situation.RULE_FOUND),
        (("password.leaked",), Situation.PASSWORD_LEAKED),
        (("password.leaked", "rule.hides", "sent.burst"), Situation.MAILBOX_IN_USE),
        (("domain.spf-missing", "connection.tls-old"), None),
        ((), None),
    ],
)
def test_the_gravest_fitting_one(codes, situation):
    assert suggested([finding(code) for code in codes], BOOKS) is situation


def test_a_notice_is_no_incident():
    assert suggested([finding("sent.burst", Severity.NOTICE)], BOOKS) is None


def test_a_forged_address_is_told_from_a_notice_on():
    forged = finding("sent.forged", Severity.NOTICE)
    assert suggested([forged], BOOKS) is Situation.ADDRESS_FORGED
    assert suggested([forged, finding("sent.burst")], BOOKS) is Situation.MAILBOX_IN_USE
