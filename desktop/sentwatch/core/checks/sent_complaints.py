"""Check what others say about mail from this mailbox: sending limits, junk reports, and letters of its provider."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.history import moment
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_
from sentwatch.core.returned_mail import (
    OWN,
    Notice,
    ReturnedFacts,
    ReturnedMail,
    blocked_senders,
    complaints,
)
from sentwatch.core.returned_words import PASSWORD, SESSIONS, SHOWN, SHOWN_FOR_S, joined_evidence, limits_of
from sentwatch.core.signals import Family, Signal, families_near, is_authentic, raised
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.takeover import signals_of

_QUESTION = N_("Ask everybody who uses this mailbox whether they have just sent that much.")

LIMIT = FindingKind(
    code="sent.limit-reached",
    severity=Severity.WARNING,
    title=N_("A notice says that this mailbox sends too much: “{said}”"),
    why=N_("Servers limit how much a mailbox may send. Reaching the limit unexpectedly is a sign of its own."),
    harmless=(
        N_("A mailing of your own that was larger than your provider allows."),
        N_("Where it does not come from your provider, it may imitate one. Do not use links in it."),
    ),
    how_to_check=_QUESTION,
    do_first=(PASSWORD, SESSIONS),
)
COMPLAINTS = FindingKind(
    code="sent.complaints",
    severity=Severity.NOTICE,
    title=N_("Receivers have marked mail of this mailbox as junk. Reports: {messages}"),
    why=N_(
        "Receivers mark as junk what they did not ask for. Such reports also come when somebody else sends in bulk."
    ),
    harmless=(N_("Some people mark newsletters as junk instead of leaving the list."),),
    how_to_check=N_("Open one report and read the message that is quoted in it: did one of you send it?"),
    do_first=(N_("If one of you sent it: take the person off the list."), PASSWORD),
)
HOST_NOTICE = FindingKind(
    code="sent.host-notice",
    severity=Severity.WARNING,
    title=N_("Your provider wrote about mail or sign-ins of this mailbox: “{subject}”"),
    why=N_(
        "Providers see in their logs what no mailbox shows, and write before they lock it. Your mail server could "
        "confirm that this letter comes from your provider."
    ),
    harmless=(N_("Providers also send such letters to all their customers as a general warning."),),
    how_to_check=N_(
        "Open the provider's web page by typing its address yourself, and look there for the same message. Do not use "
        "links in the letter."
    ),
    do_first=(N_("Do what the provider asks on its own page."), PASSWORD),
)


def judge(seen: ReturnedFacts, snapshot: Snapshot) -> Checked:
    """Tell limits, reports and letters of the last weeks."""
    return Checked(findings=tuple(_find(seen, snapshot)), limits=tuple(limits_of(seen)))


def _find(seen: ReturnedFacts, snapshot: Snapshot) -> Iterator[Finding]:
    now_s = snapshot.taken_at.timestamp()
    signals = signals_of(snapshot)
    limits = [mail for mail in blocked_senders(seen) if now_s - mail.at_s <= SHOWN_FOR_S]
    if limits:
        yield _limit(limits, signals, now_s=now_s)
    reports = [mail for mail in complaints(seen) if now_s - mail.at_s <= SHOWN_FOR_S]
    if reports:
        yield _complaints(reports)
    for notice in seen.notices:
        if notice.is_from_host and now_s - notice.at_s <= SHOWN_FOR_S:
            yield _host_notice(notice, signals, now_s=now_s)


def _limit(mails: list[ReturnedMail], signals: tuple[Signal, ...], *, now_s: float) -> Finding:
    first, last = mails[0], mails[-1]
    families = families_near(signals, first.at_s, last.at_s, but=Family.RETURNED)
    recipients = [one for mail in mails for one in mail.returned.recipients]
    said = next((one.said for one in recipients if one.said), "") or next((one.status for one in recipients), "")
    severity = LIMIT.severity if any(map(is_authentic, mails)) else Severity.NOTICE
    return Finding(
        kind=LIMIT,
        subject=moment(first.at_s).date().isoformat(),
        params={"said": said[:200], "messages": len(mails), "at": moment(last.at_s)},
        evidence=(
            Evidence(label=N_("First"), value=moment(first.at_s)),
            Evidence(label=N_("Latest"), value=moment(last.at_s)),
            Evidence(label=N_("Messages"), value=len(mails)),
            *joined_evidence(families, signals, now_s=now_s),
        ),
        own_severity=raised(severity, families),
    )


def _complaints(mails: list[ReturnedMail]) -> Finding:
    unknown = [mail for mail in mails if mail.is_known is False and mail.proof in OWN]
    subjects = tuple(dict.fromkeys(mail.returned.original_subject for mail in mails if mail.returned.original_subject))
    return Finding(
        kind=COMPLAINTS,
        subject=moment(mails[0].at_s).date().isoformat(),
        params={"messages": len(mails), "at": moment(mails[-1].at_s)},
        evidence=(
            Evidence(label=N_("Latest"), value=moment(mails[-1].at_s)),
            Evidence(label=N_("About mail that is not in Sent"), value=len(unknown)),
            Evidence(label=N_("Subjects of the originals"), value=subjects[:SHOWN]),
        ),
        own_severity=Severity.WARNING if unknown else None,
    )


def _host_notice(notice: Notice, signals: tuple[Signal, ...], *, now_s: float) -> Finding:
    families = families_near(signals, notice.at_s, notice.at_s, but=Family.NOTICES)
    return Finding(
        kind=HOST_NOTICE,
        subject=moment(notice.at_s).isoformat(timespec="seconds"),
        params={"subject": notice.subject, "sender": notice.sender, "at": moment(notice.at_s)},
        evidence=(
            Evidence(label=N_("From"), value=notice.sender),
            *joined_evidence(families, signals, now_s=now_s),
        ),
        own_severity=raised(HOST_NOTICE.severity, families),
    )


def part(snapshot: Snapshot) -> ReturnedFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.returned


CHECK = Check(
    code="sent.complaints-and-limits",
    title=N_("Sending limits, junk reports and letters of the provider"),
    kinds=(LIMIT, COMPLAINTS, HOST_NOTICE),
    part=part,
    judge=judge,
)
