"""Check answers to messages that were never in Sent: people and holiday notices answer what they were sent."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.bounces import ReturnedKind
from sentwatch.core.check import Check, Checked
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.history import moment
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_
from sentwatch.core.returned_mail import ReturnedFacts, Surge, forged_surges, unknown_replies
from sentwatch.core.returned_words import (
    PASSWORD,
    SHOWN,
    SHOWN_FOR_S,
    completeness_evidence,
    joined_evidence,
    limits_of,
)
from sentwatch.core.signals import Family, families_near, near, raised
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.takeover import signals_of

REPLIES = FindingKind(
    code="sent.replies-to-unknown-mail",
    severity=Severity.NOTICE,
    title=N_("{messages} answers came to messages that do not lie in your Sent folder."),
    why=N_(
        "People and holiday notices answer what they were sent. Answers to mail you have no copy of can mean that "
        "somebody sends in your name."
    ),
    harmless=(
        N_("A phone, a website or a newsletter service that sends for you and keeps no copies."),
        N_("Somebody forges your address: then answers come although your mailbox was not entered."),
    ),
    how_to_check=N_("Open one of the answers and read what it quotes: did one of you write that?"),
    do_first=(N_("If one of you wrote it: nothing is wrong."), PASSWORD),
)


def judge(seen: ReturnedFacts, snapshot: Snapshot) -> Checked:
    """Tell each surge of such answers once."""
    return Checked(findings=tuple(_find(seen, snapshot)), limits=tuple(limits_of(seen)))


def _find(seen: ReturnedFacts, snapshot: Snapshot) -> Iterator[Finding]:
    now_s = snapshot.taken_at.timestamp()
    signals = signals_of(snapshot)
    forged = forged_surges(seen)
    for surge in unknown_replies(seen):
        if now_s - surge.end_s > SHOWN_FOR_S:
            continue
        is_explained = any(near(surge.start_s, surge.end_s, one.start_s, one.end_s) for one in forged)
        families = families_near(signals, surge.start_s, surge.end_s, but=Family.RETURNED)
        yield Finding(
            kind=REPLIES,
            subject=moment(surge.start_s).isoformat(timespec="seconds"),
            params={"messages": len(surge.mails), "start": moment(surge.start_s), "end": moment(surge.end_s)},
            evidence=(
                *_evidence(surge),
                *completeness_evidence(seen),
                *joined_evidence(families, signals, now_s=now_s),
            ),
            own_severity=None if is_explained else raised(Severity.NOTICE, families),
        )


def _evidence(surge: Surge) -> Iterator[Evidence]:
    automatic = sum(mail.returned.kind is ReturnedKind.AUTO_REPLY for mail in surge.mails)
    yield Evidence(label=N_("First"), value=moment(surge.start_s))
    yield Evidence(label=N_("Latest"), value=moment(surge.end_s))
    yield Evidence(label=N_("Automatic answers among them"), value=automatic)
    if surge.recipients:
        yield Evidence(label=N_("From"), value=surge.recipients[:SHOWN])
    if surge.subjects:
        yield Evidence(label=N_("Subjects"), value=surge.subjects[:SHOWN])


def part(snapshot: Snapshot) -> ReturnedFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.returned


CHECK = Check(
    code="sent.replies",
    title=N_("Answers to mail that is not in Sent"),
    kinds=(REPLIES,),
    part=part,
    judge=judge,
)
