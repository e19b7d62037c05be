"""Use case: look at a mail that somebody finds suspicious, and name the signs."""

from __future__ import annotations

from datetime import datetime

from sentwatch.core.acquaintance import Acquaintance, alike_addresses
from sentwatch.core.history import moment
from sentwatch.core.mail_signs import CODE, TITLE, signs
from sentwatch.core.report import CheckResult, Report, compare
from sentwatch.core.suspicious_mail import Known, SuspiciousMail
from sentwatch.store.acquaintance import Acquaintances


def met_before(mail: SuspiciousMail, people: Acquaintances, *, now: datetime) -> Acquaintance | None:
    """Compare the sender with all mailboxes; None where there is no sender, or no mailbox was read yet."""
    mailboxes = people.mailboxes()
    if not mailboxes or not mail.senders or not mail.senders[0].address:
        return None
    sender = mail.senders[0]
    met = Acquaintance(meetings=people.meetings(sender.address, besides=mail.message_id), mailboxes=mailboxes)
    since_s = people.reads_since_s()
    alike = () if met.is_well_known(now) else people.known_among(alike_addresses(sender.address))
    return Acquaintance(
        meetings=met.meetings,
        alike=alike,
        mailboxes=mailboxes,
        reads_since=None if since_s is None else moment(since_s),
    )


def report_on_mail(mail: SuspiciousMail, known: Known, *, now: datetime) -> Report:
    """Judge a mail that was read; the report belongs to no account and is not kept."""
    results = (CheckResult(code=CODE, title=TITLE, outcome=signs(mail, known, now=now)),)
    return Report(
        account_key="mail",
        account=None,
        role=None,
        taken_at=now,
        results=results,
        findings=compare(results, {}, {}, now=now),
    )
