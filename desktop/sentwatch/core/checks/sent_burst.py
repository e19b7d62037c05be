"""Check the sent mail for bursts: spans in which sending left what is usual for this mailbox."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.accounts import Role
from sentwatch.core.check import Check, Checked
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.history import Evidenced, SentHistory, moment
from sentwatch.core.incidents import SAME_MAIL, Answer, Incident
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, Params, Phrase, phrase
from sentwatch.core.returned_mail import BOUNCED_FROM, BOUNCED_SHARE, BOUNCED_TERM, ReturnedFacts, bounced_share
from sentwatch.core.returned_words import completeness_evidence, joined_evidence, limits_of
from sentwatch.core.signals import Family, Signal, families_near, near
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.takeover import signals_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How a level follows from an incident.

    The numbers of `severe_…` and of `running` are those of the burst definition (desktop/README.md), fitted on 1,732
    mailboxes; so is `few_days` (its line for saying how little was learned).
    """

    severe_recipients: int = 100
    severe_never_mailed: int = 50
    running: timedelta = timedelta(minutes=10)
    few_days: int = 10


POLICY: Final = Policy()


class Level(enum.Enum):
    """How far an incident is beyond what is usual."""

    BELOW = "below"
    NOTICE = "notice"
    CRITICAL = "critical"
    SEVERE = "severe"


_SEVERITIES: Final = {
    Level.NOTICE: Severity.NOTICE,
    Level.CRITICAL: Severity.WARNING,
    Level.SEVERE: Severity.URGENT,
}


def sentences(params: Params) -> tuple[Phrase, ...]:
    """What was seen, number by number: "312 messages between 13:58 and 14:17 on Saturday. Your usual maximum …"."""
    messages, recipients, new = (_number(params, name) for name in ("messages", "recipients", "never_mailed"))
    start, end = params["start"], params["end"]
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    said: list[Phrase] = []
    if messages == 1:
        said.append(
            Phrase(
                text=N_("One message to {recipients} recipient at {start:time} on {start:date}."),
                plural=N_("One message to {recipients} recipients at {start:time} on {start:date}."),
                count="recipients",
                params={"recipients": recipients, "start": start},
            )
        )
    elif end - start < timedelta(minutes=1):
        said.append(
            phrase(
                N_("{messages} messages within a minute at {start:time} on {start:date}."),
                messages=messages,
                start=start,
            )
        )
    elif end - start < timedelta(hours=12):
        said.append(
            phrase(
                N_("{messages} messages between {start:time} and {end:time} on {start:date}."),
                messages=messages,
                start=start,
                end=end,
            )
        )
    else:
        said.append(
            phrase(
                N_("{messages} messages between {start:moment} and {end:moment}."),
                messages=messages,
                start=start,
                end=end,
            )
        )
    said.append(
        phrase(
            N_("Your usual maximum in {window_s:duration} is {usual_max}."),
            window_s=_number(params, "window_s"),
            usual_max=_number(params, "usual_max"),
        )
    )
    if new:
        said.append(
            phrase(
                N_("You have never mailed {new} of the recipients ({share:percent})."),
                new=new,
                share=new / max(recipients, 1),
            )
        )
    replies = _number(params, "replies")
    if messages > 1 and not replies:
        said.append(phrase(N_("None is a reply.")))
    if params.get("running"):
        said.append(phrase(N_("It is still going on.")))
    return tuple(said)


def _number(params: Params, name: str) -> int:
    value = params.get(name, 0)
    return int(value) if isinstance(value, int | float) else 0


BURST = FindingKind(
    code="sent.burst",
    severity=Severity.NOTICE,
    title=N_("Unusual sending: {messages} messages."),
    why=N_(
        "Whoever gets into a mailbox often uses it to send mail in bulk. This span stands out against everything this "
        "mailbox has sent before, so the first question is: was this you?"
    ),
    harmless=(
        N_("A newsletter, an invitation, greetings to all customers, a first mailing with a new program."),
        N_("A colleague or a program of your own that sends through the same mailbox."),
    ),
    how_to_check=N_(
        "Open the Sent folder at that time and look at two or three of these messages. Ask everybody who uses this "
        "mailbox whether they sent them."
    ),
    do_first=(
        N_("If it was you or a colleague: say “That was me”, and we learn from it."),
        N_("If not: change the password at the provider's web page, from a device you trust. Delete nothing yet."),
        N_("Sign out all other sessions there, and remove app passwords and connected programs you do not know."),
        N_("Look for forwarding and rules you did not make, then switch on two-step verification."),
    ),
    sentences=sentences,
)
UNUSUAL_HOURS = FindingKind(
    code="sent.unusual-hours",
    severity=Severity.NOTICE,
    title=N_("{messages} messages went out at hours at which you hardly ever send."),
    why=N_("Mail at hours a mailbox does not use can mean that somebody in another place is using it."),
    harmless=(N_("A journey, a night shift, or messages that were scheduled to go out later."),),
    how_to_check=N_("Open the Sent folder at that time and look whether you know these messages."),
    do_first=(
        N_("If you know them: say “That was me”."),
        N_("If not: change the password at the provider's web page, from a device you trust."),
    ),
)


def level(incident: Incident, *, critical: float, families: int = 0, more: float = 0.0) -> Level:
    """How far the incident is beyond what is usual.

    `families` counts other kinds of sign at the same time (removed copies, bounces, a new rule …): one of them makes a
    notice critical, and what is critical by itself severe. `more` is added to the score for signs that follow from the
    sending itself.
    """
    if incident.dead_hours and not families:
        return Level.NOTICE
    by_itself = incident.critical_s is not None or incident.score + more >= critical
    if not by_itself and not families:
        return Level.NOTICE
    is_wide = incident.recipients >= POLICY.severe_recipients or incident.never_mailed >= POLICY.severe_never_mailed
    return Level.SEVERE if is_wide or (by_itself and families) else Level.CRITICAL


def level_of_stirring(incident: Incident, *, notice: float, families: frozenset[Family], more: float) -> Level:
    """How far a span below the line of a notice is, with what joins it: removed copies make it critical."""
    if Family.COPIES in families:
        return Level.CRITICAL
    # A new rule or a provider's notice lifts it by one level; answers to unknown mail need a burst of their own.
    is_lifted = bool(families & {Family.RULES, Family.NOTICES}) or incident.score + more >= notice
    return Level.NOTICE if is_lifted else Level.BELOW


def judge(seen: SentHistory, snapshot: Snapshot) -> Checked:
    """Find each incident that the owner did not call their own; say from how little was learned."""
    role = snapshot.account.role if snapshot.account is not None else Role.PERSON
    limits: list[Phrase] = []
    if seen.baseline.active_days < POLICY.few_days:
        limits.append(
            Phrase(
                text=N_("Learned from {n} day with sent mail only."),
                plural=N_("Learned from {n} days with sent mail only."),
                count="n",
                params={"n": seen.baseline.active_days},
            )
        )
    if seen.damaged:
        limits.append(
            Phrase(
                text=N_("{n} record could not be read:"),
                plural=N_("{n} records could not be read:"),
                count="n",
                params={"n": seen.damaged},
            )
        )
        limits += seen.damages
    if isinstance(snapshot.returned, ReturnedFacts) and snapshot.returned.completeness.is_weak:
        limits += limits_of(snapshot.returned)
    return Checked(findings=tuple(_find(seen, role, snapshot)), limits=tuple(limits))


def _find(seen: SentHistory, role: Role, snapshot: Snapshot) -> Iterator[Finding]:
    signals = signals_of(snapshot)
    for evidenced in seen.open_incidents:
        incident = evidenced.incident
        if incident.is_import:
            continue
        families = families_near(signals, incident.start_s, incident.end_s, but=Family.SENDING)
        came_back = _came_back(incident, snapshot)
        more = _term(incident, came_back, families)
        found = level(incident, critical=seen.critical, families=len(families), more=more)
        is_disowned = incident.answer is Answer.NOT_ME
        # A machine's mailbox sends at any hour, and its owner plans its mailings: notices are for people.
        if found is Level.NOTICE and role is Role.SYSTEM and not is_disowned:
            continue
        if incident.dead_hours and role is not Role.PERSON:
            continue
        severity = Severity.URGENT if is_disowned else _SEVERITIES[found]
        yield _finding(
            evidenced, severity, _joined(incident, families, signals, snapshot, came_back), snapshot.taken_at
        )
    for stirring in seen.stirrings:
        yield from _stirred(stirring, seen, role, signals, snapshot)


def _stirred(
    incident: Incident, seen: SentHistory, role: Role, signals: tuple[Signal, ...], snapshot: Snapshot
) -> Iterator[Finding]:
    """A busy span that is a burst only together with other signs."""
    told = (evidenced.incident for evidenced in seen.incidents)
    if any(near(incident.start_s, incident.end_s, one.start_s, one.end_s) for one in told) or incident.is_import:
        return
    families = families_near(signals, incident.start_s, incident.end_s, but=Family.SENDING)
    came_back = _came_back(incident, snapshot)
    found = level_of_stirring(
        incident, notice=seen.notice, families=families, more=_term(incident, came_back, families)
    )
    if found is Level.BELOW or (found is Level.NOTICE and role is Role.SYSTEM):
        return
    evidence = _joined(incident, families, signals, snapshot, came_back)
    yield _finding(Evidenced(incident=incident), _SEVERITIES[found], evidence, snapshot.taken_at)


def _finding(evidenced: Evidenced, severity: Severity, joined: tuple[Evidence, ...], now: datetime) -> Finding:
    incident = evidenced.incident
    return Finding(
        kind=UNUSUAL_HOURS if incident.dead_hours else BURST,
        subject=evidenced.name,
        params=params_of(incident, now=now),
        evidence=(*_evidence(evidenced), *joined),
        own_severity=severity,
    )


def _came_back(incident: Incident, snapshot: Snapshot) -> float:
    """Which share of these messages came back."""
    if not isinstance(snapshot.returned, ReturnedFacts):
        return 0.0
    return bounced_share(snapshot.returned, incident.start_s, incident.end_s, messages=incident.messages)


def _term(incident: Incident, came_back: float, families: frozenset[Family]) -> float:
    """What bounces of known mail add. Each family counts once: nothing where other bounces count already."""
    is_much = incident.messages >= BOUNCED_FROM and came_back >= BOUNCED_SHARE
    return BOUNCED_TERM if is_much and Family.RETURNED not in families else 0.0


def _joined(
    incident: Incident,
    families: frozenset[Family],
    signals: tuple[Signal, ...],
    snapshot: Snapshot,
    came_back: float,
) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    if incident.messages >= BOUNCED_FROM and came_back >= BOUNCED_SHARE:
        told = phrase(N_("{share:percent} of the messages"), share=came_back)
        found.append(Evidence(label=N_("Came back as undeliverable"), value=told))
    if isinstance(snapshot.returned, ReturnedFacts):
        found += completeness_evidence(snapshot.returned)
    found += joined_evidence(families, signals, now_s=snapshot.taken_at.timestamp())
    return tuple(found)


def params_of(incident: Incident, *, now: datetime) -> Params:
    """What a burst's finding carries. Times are aware UTC."""
    end = moment(incident.end_s)
    params: dict[str, str | int | float | datetime | bool] = {
        "start": moment(incident.start_s),
        "end": end,
        "messages": incident.messages,
        "recipients": incident.recipients,
        "never_mailed": incident.never_mailed,
        "replies": incident.replies,
        "usual_max": incident.usual_max,
        "window_s": round(incident.window_s),
        "score": round(incident.score, 3),
        "alert_at": moment(incident.alert_s),
        "messages_at_alert": incident.messages_at_alert,
        "learned_days": incident.learned_days,
    }
    if now - end < POLICY.running:
        params["running"] = True
    return params


def _evidence(evidenced: Evidenced) -> Iterator[Evidence]:
    incident = evidenced.incident
    yield Evidence(label=N_("First message"), value=moment(incident.start_s))
    yield Evidence(label=N_("Last message"), value=moment(incident.end_s))
    yield Evidence(label=N_("Messages"), value=incident.messages)
    yield Evidence(label=N_("Recipients"), value=incident.recipients)
    yield Evidence(label=N_("Recipients never mailed before"), value=incident.never_mailed)
    yield Evidence(label=N_("Replies among them"), value=incident.replies)
    if incident.same_mail >= SAME_MAIL:
        yield Evidence(
            label=N_("Same subject and size to different people within 20 minutes"), value=incident.same_mail
        )
    if evidenced.subjects:
        yield Evidence(label=N_("Subjects"), value=evidenced.subjects)
    if evidenced.recipients:
        yield Evidence(label=N_("Some of the recipients"), value=evidenced.recipients)
    if evidenced.mailers:
        yield Evidence(label=N_("Sent with"), value=evidenced.mailers)
    yield Evidence(label=N_("Learned from days with sent mail"), value=incident.learned_days)
    if incident.answer is Answer.NOT_ME:
        yield Evidence(label=N_("Your answer"), value=phrase(N_("That was not me.")))


def part(snapshot: Snapshot) -> SentHistory | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.sent


CHECK = Check(
    code="sent.burst",
    title=N_("Unusual sending"),
    kinds=(BURST, UNUSUAL_HOURS),
    part=part,
    judge=judge,
)
