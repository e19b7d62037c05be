"""Check bounces of mail that is not in Sent: sent through our own account, or by somebody who forges its address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.bounces import Proof
from sentwatch.core.check import Check, Checked
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.history import moment
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, Params, Phrase, phrase
from sentwatch.core.returned_mail import (
    ReturnedFacts,
    Surge,
    forged_surges,
    proven_surges,
    unproven_surges,
)
from sentwatch.core.returned_words import (
    PASSWORD,
    SESSIONS,
    SHOWN_FOR_S,
    completeness_evidence,
    joined_evidence,
    limits_of,
    surge_evidence,
)
from sentwatch.core.signals import Family, families_near, raised
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.takeover import signals_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """When proven bounces are urgent: as many failed recipients as never-mailed ones in the burst definition."""

    wide: int = 50


POLICY: Final = Policy()


def sentences(params: Params) -> tuple[Phrase, ...]:
    """What was seen, and what the quoted headers prove."""
    start, end, messages = params["start"], params["end"], params["messages"]
    assert isinstance(start, datetime)
    assert isinstance(end, datetime)
    said = [
        Phrase(
            text=N_("{messages} bounce came back on {start:date}."),
            plural=N_("{messages} bounces came back between {start:moment} and {end:moment}."),
            count="messages",
            params={"messages": messages, "start": start, "end": end},
        ),
        phrase(N_("The messages they are about do not lie in your Sent folder.")),
    ]
    if params.get("by_login"):
        said.append(phrase(N_("They quote that your own account was signed in when these were sent.")))
    elif params.get("by_server"):
        said.append(phrase(N_("They quote that your own mail server took these in.")))
    else:
        said.append(
            phrase(N_("They do not quote which way these went, so it may be your account or a forged address."))
        )
    return tuple(said)


UNKNOWN_MAIL = FindingKind(
    code="sent.bounces-of-unknown-mail",
    severity=Severity.WARNING,
    title=N_("Bounces of mail that you have no copy of: {messages} messages."),
    why=N_(
        "A bounce is about a message that somebody sent. Where copies are not kept or were deleted, bounces are often "
        "the only sign that somebody else sends through a mailbox. So the first question is: did one of you send this?"
    ),
    harmless=(
        N_("A website, a shop system or a printer sends through this mailbox and keeps no copies."),
        N_("A phone or a mail program that saves no copy of what it sends."),
        N_("On a shared server, another customer may have sent in your name."),
    ),
    how_to_check=N_(
        "Open one of these bounces and read the message quoted in it. Ask everybody who uses this mailbox whether they "
        "sent it."
    ),
    do_first=(
        PASSWORD,
        SESSIONS,
        N_("Tell your provider: its logs show who signed in and from where, and it can stop mail that still waits."),
        N_("Look for forwarding and rules you did not make, then switch on two-step verification."),
    ),
    sentences=sentences,
)
FORGED = FindingKind(
    code="sent.address-forged",
    severity=Severity.NOTICE,
    title=N_("Somebody sends mail in your name from other servers: {messages} bounces came back."),
    why=N_(
        "The quoted headers show no server of yours. Anybody can write any sender on a mail, so your password is "
        "probably not involved."
    ),
    harmless=(N_("A newsletter or booking service that sends in your name through servers of its own."),),
    how_to_check=N_(
        "Open one bounce and find the lowest “Received: … by …” line of the message quoted in it. It names the server "
        "that took the mail in: is it one of yours?"
    ),
    do_first=(
        N_("Let the bounces lie; they end by themselves, mostly within days."),
        N_("Let whoever runs the domain look at its DMARC record: it tells receivers to refuse forged mail."),
    ),
)


def judge(seen: ReturnedFacts, snapshot: Snapshot) -> Checked:
    """Tell each surge once: proven, forged, or neither."""
    return Checked(findings=tuple(_find(seen, snapshot)), limits=(*limits_of(seen), *_blindness(seen)))


def _blindness(seen: ReturnedFacts) -> Iterator[Phrase]:
    if not seen.knows_own_servers and unproven_surges(seen):
        yield phrase(
            N_(
                "Your own outgoing servers are not known yet, so your account and a forged address cannot be told "
                "apart here. A test message to yourself (sentwatch canary) teaches us."
            )
        )


def _find(seen: ReturnedFacts, snapshot: Snapshot) -> Iterator[Finding]:
    now_s = snapshot.taken_at.timestamp()
    signals = signals_of(snapshot)
    for surge in (*proven_surges(seen), *unproven_surges(seen)):
        if now_s - surge.end_s > SHOWN_FOR_S:
            continue
        families = families_near(signals, surge.start_s, surge.end_s, but=Family.RETURNED)
        yield Finding(
            kind=UNKNOWN_MAIL,
            subject=_subject(surge),
            params={
                **_params(surge),
                "by_login": surge.count(Proof.OWN_LOGIN),
                "by_server": surge.count(Proof.OWN_RELAY),
                "recipients": len(surge.recipients),
            },
            evidence=(
                *surge_evidence(surge),
                *_proof_evidence(surge, seen),
                *completeness_evidence(seen),
                *joined_evidence(families, signals, now_s=now_s),
            ),
            own_severity=_severity(surge, families),
        )
    for surge in forged_surges(seen):
        if now_s - surge.end_s <= SHOWN_FOR_S:
            yield Finding(
                kind=FORGED,
                subject=_subject(surge),
                params=_params(surge),
                evidence=(*surge_evidence(surge), *_proof_evidence(surge, seen)),
            )


def _severity(surge: Surge, families: frozenset[Family]) -> Severity:
    if not surge.count(Proof.OWN_LOGIN, Proof.OWN_RELAY):
        return raised(Severity.NOTICE, families)
    is_wide = len(surge.recipients) >= POLICY.wide or len(surge.mails) >= POLICY.wide
    return Severity.URGENT if is_wide or families else Severity.WARNING


def _subject(surge: Surge) -> str:
    return moment(surge.start_s).isoformat(timespec="seconds")


def _params(surge: Surge) -> dict[str, datetime | int]:
    return {"messages": len(surge.mails), "start": moment(surge.start_s), "end": moment(surge.end_s)}


def _proof_evidence(surge: Surge, seen: ReturnedFacts) -> Iterator[Evidence]:
    yield Evidence(label=N_("Most within 20 minutes"), value=surge.most_short)
    for proof, label in (
        (Proof.OWN_LOGIN, N_("Quote your own sign-in")),
        (Proof.OWN_RELAY, N_("Quote your own mail server")),
        (Proof.FOREIGN, N_("Quote foreign servers only")),
        (Proof.UNKNOWN, N_("Quote no way that tells")),
    ):
        if surge.count(proof):
            yield Evidence(label=label, value=surge.count(proof))
    if seen.own_hosts:
        yield Evidence(label=N_("Mail servers known as yours"), value=seen.own_hosts[:5])


def part(snapshot: Snapshot) -> ReturnedFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.returned


CHECK = Check(
    code="sent.bounces",
    title=N_("Bounces of mail that is not in Sent"),
    kinds=(UNKNOWN_MAIL, FORGED),
    part=part,
    judge=judge,
)
