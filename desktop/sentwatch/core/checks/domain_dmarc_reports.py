"""Check what receivers report about mail in the domain's name: forged, failing, or more than was sent from here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time

from sentwatch.core.check import Check, Checked
from sentwatch.core.dmarc_reports import (
    DmarcReportFacts,
    MoreThanSent,
    about,
    day_of,
    forged,
    more_than_sent,
    own_failing,
)
from sentwatch.core.domains import DomainFacts
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, Params, Phrase, phrase
from sentwatch.core.snapshot import Snapshot

FORGED = FindingKind(
    code="domain.reports-forged",
    severity=Severity.INFO,
    title=N_("Somebody forged {domain} as the sender: {messages} messages, of which {held_back} were held back."),
    why=N_(
        "These messages came from other servers and passed neither check. Your password is probably not involved: the "
        "sender only wrote your domain into the From line."
    ),
    harmless=(
        N_("A service that sends for you and was forgotten in SPF and DKIM looks the same."),
        N_("Forwarding and mailing lists break the checks of honest mail."),
    ),
    how_to_check=N_("Look whether an address shown here belongs to a service you use."),
    do_first=(N_("When your own senders all pass, make the DMARC policy stricter, so that forged mail is refused."),),
)
OWN_FAILING = FindingKind(
    code="domain.reports-own-failing",
    severity=Severity.NOTICE,
    title=N_("{messages} messages from servers of {domain} failed the checks at receivers."),
    why=N_("Your own mail ends in junk or is refused where the DMARC policy is strict."),
    harmless=(N_("Another customer of the same mail host may have forged your domain from there."),),
    how_to_check=N_("Send a mail to an account elsewhere and look in its full headers for “dkim=pass” and “spf=pass”."),
    do_first=(N_("Switch on DKIM signing for everything that sends from these servers."),),
)
MORE = FindingKind(
    code="domain.reports-more-than-sent",
    severity=Severity.WARNING,
    title=N_("On {day:date} receivers saw {passed} genuine messages of {domain}; here we know of {known}."),
    why=N_(
        "They passed as yours, by your own key or server. If nothing else sends for this domain, somebody is using a "
        "mailbox of it, and their mail does not show in the Sent folders we watch."
    ),
    harmless=(
        N_("A newsletter service, a web shop or a colleague's mailbox that we do not watch sends for this domain too."),
        N_("A program or device that keeps no copy in the Sent folder sends more than we know of."),
        N_("Mail that was forwarded is counted again by the next receiver."),
    ),
    how_to_check=N_("Ask who else sends by “{relay}”, and look at the sending log of your mail provider for that day."),
    do_first=(
        N_("Look at the signed-in devices and rules of the domain's mailboxes, and end sessions you do not know."),
        N_("Change the password of a mailbox that sent what nobody wrote, and turn MFA on."),
    ),
)


def judge(seen: DmarcReportFacts, snapshot: Snapshot) -> Checked | NotChecked:
    """Tell forged from failing from too much. Without a ledger the last cannot be said, and that is shown."""
    if not seen.reports:
        return NotChecked(next(_left_out(seen), _NOTHING))
    assert isinstance(snapshot.domain, DomainFacts)
    domain = snapshot.domain.domain
    ours = replace(seen, reports=about(seen.reports, domain))
    if not ours.reports:
        return NotChecked(phrase(N_("None of the reports is about {domain}."), domain=domain))
    return Checked(findings=tuple(_find(domain, ours)), limits=tuple(_limits(ours)))


_NOTHING = phrase(N_("There was no DMARC report to read."))


def _limits(seen: DmarcReportFacts) -> Iterator[Phrase]:
    if seen.ledger is None:
        yield phrase(N_("Not compared with what was sent from here: no record of sent mail was handed in."))
    elif seen.covered is not None:
        first, last = seen.covered
        days = {day_of(report) for report in seen.reports}
        count = sum(not first <= day <= last for day in days)
        if count:
            yield phrase(N_("{count} reported days were not compared: not all mail sent then is known."), count=count)
    yield from _left_out(seen)


def _left_out(seen: DmarcReportFacts) -> Iterator[Phrase]:
    if seen.unread:
        shown = ", ".join(each.name for each in seen.unread[:3])
        yield phrase(
            N_("{count} files could not be read, among them {names} ({reason})."),
            count=len(seen.unread),
            names=shown,
            reason=phrase(seen.unread[0].reason),
        )
    if seen.older:
        yield phrase(N_("{count} older reports were left out."), count=seen.older)


def _find(domain: str, seen: DmarcReportFacts) -> Iterator[Finding]:
    if seen.ledger is not None:
        for more in more_than_sent(seen.reports, seen.ledger, covered=seen.covered):
            yield _more(domain, more)
    failing = own_failing(seen.reports)
    if failing is not None:
        params: Params = {"domain": domain, "messages": failing.messages}
        evidence = (Evidence(label=N_("Servers"), value=failing.relays),)
        yield Finding(kind=OWN_FAILING, subject=domain, params=params, evidence=evidence)
    false = forged(seen.reports)
    if false is not None:
        params = {"domain": domain, "messages": false.messages, "held_back": false.held_back}
        evidence = (Evidence(label=N_("Sent from"), value=false.sources),)
        yield Finding(kind=FORGED, subject=domain, params=params, evidence=evidence)


def _more(domain: str, more: MoreThanSent) -> Finding:
    day = datetime.combine(more.day, time(12), UTC)
    params: Params = {
        "domain": domain,
        "day": day,
        "passed": more.passed,
        "known": more.known,
        "relay": more.relay,
    }
    return Finding(
        kind=MORE,
        subject=f"{domain}:{more.day.isoformat()}:{more.relay}",
        params=params,
        evidence=(Evidence(label=N_("Sent by"), value=more.relay),),
    )


def part(snapshot: Snapshot) -> DmarcReportFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    domain = snapshot.domain
    return domain.reports if isinstance(domain, DomainFacts) else domain


CHECK = Check(
    code="domain.reports",
    title=N_("Reports of receivers (DMARC)"),
    kinds=(MORE, OWN_FAILING, FORGED),
    part=part,
    judge=judge,
)
