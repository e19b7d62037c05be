"""Check for messages by which a provider warns of sign-ins and changes, from senders the mail server could confirm."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.history import moment
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.returned_mail import Notice, ReturnedFacts
from sentwatch.core.returned_words import joined_evidence
from sentwatch.core.signals import Family, families_near, raised
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.takeover import signals_of

NOTICE = FindingKind(
    code="sign-in.security-notice",
    severity=Severity.INFO,
    title=N_("{sender} wrote about a sign-in or a change: “{subject}”"),
    why=N_("Providers write when somebody signs in or changes something. It matters whether that was you."),
    harmless=(N_("You signed in on a new device, or changed something yourself."),),
    how_to_check=N_(
        "Sign in at the provider's web page by typing its address yourself and look at the recent activity. Do not use "
        "links from such mails."
    ),
    do_first=(
        N_("If it was you: nothing is wrong."),
        N_("If not: change the password there, end other sessions, and look at recovery addresses and rules."),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How long a notice stays worth a word. Ours."""

    shown_for: timedelta = timedelta(days=7)


POLICY: Final = Policy()


def judge(seen: ReturnedFacts, snapshot: Snapshot) -> Iterator[Finding] | NotChecked:
    """Tell the notices of the last days."""
    if not seen.notes_senders:
        reason = N_(
            "Your mail server does not note which senders it could confirm, so security notices cannot be told from "
            "imitations."
        )
        return NotChecked(phrase(reason), expected=True)
    return _find(seen, snapshot)


def _find(seen: ReturnedFacts, snapshot: Snapshot) -> Iterator[Finding]:
    for notice in seen.notices:
        if not notice.is_from_host and snapshot.taken_at - moment(notice.at_s) <= POLICY.shown_for:
            yield _notice(notice, snapshot)


def _notice(notice: Notice, snapshot: Snapshot) -> Finding:
    signals = signals_of(snapshot)
    families = families_near(signals, notice.at_s, notice.at_s, but=Family.NOTICES)
    return Finding(
        kind=NOTICE,
        subject=moment(notice.at_s).isoformat(timespec="seconds"),
        params={"sender": notice.sender, "subject": notice.subject, "at": moment(notice.at_s)},
        evidence=(
            Evidence(label=N_("Arrived"), value=moment(notice.at_s)),
            *joined_evidence(families, signals, now_s=snapshot.taken_at.timestamp()),
        ),
        own_severity=raised(Severity.INFO, families),
    )


def part(snapshot: Snapshot) -> ReturnedFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.returned


CHECK = Check(
    code="sign-in.security-notices",
    title=N_("Security notices of providers"),
    kinds=(NOTICE,),
    part=part,
    judge=judge,
)
