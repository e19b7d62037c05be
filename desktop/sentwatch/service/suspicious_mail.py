"""Use case: look at a mail that somebody finds suspicious, and name the signs."""

from __future__ import annotations

from datetime import datetime

from sentwatch.core.mail_signs import CODE, TITLE, signs
from sentwatch.core.report import CheckResult, Report, compare
from sentwatch.core.suspicious_mail import Known, SuspiciousMail


def report_on_mail(mail: SuspiciousMail, known: Known, *, now: datetime) -> Report:
    """Judge a mail that was read; the report belongs to no account and is not kept."""
    results = (CheckResult(code=CODE, title=TITLE, outcome=signs(mail, known)),)
    return Report(
        account_key="mail",
        account=None,
        role=None,
        taken_at=now,
        results=results,
        findings=compare(results, {}, {}, now=now),
    )
