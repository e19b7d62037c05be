"""Check what happens to mail by itself, where the rules cannot be read: moved, binned, silenced or sent on unseen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.rule_addresses import domain_in
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_findings import ASK_ABOUT_IT, PASSWORD_FIRST
from sentwatch.core.rule_indicators import is_rare_folder
from sentwatch.core.rule_inference import (
    ForwardTo,
    GoneNotice,
    InferenceFacts,
    InferredMove,
    blocked_forwards,
    forwards,
    gone_notices,
    inferred_moves,
    silence,
)
from sentwatch.core.rule_targets import Home, home_of
from sentwatch.core.rules import EffectKind
from sentwatch.core.snapshot import Snapshot

_LOOK_FOR_IT: Final = N_(
    "Open the rules, filters and forwarding in the provider's web page and look for one that does this."
)

MOVED = FindingKind(
    code="rule.inferred-move",
    severity=Severity.NOTICE,
    title=N_("{mail} goes to {folder} before you can see it in the inbox."),
    why=N_(
        "Something moves it the moment it arrives. Intruders use such rules for warnings and for answers of those they "
        "write to."
    ),
    harmless=(N_("You or your provider may have a filter that files this mail."), ASK_ABOUT_IT),
    how_to_check=_LOOK_FOR_IT,
    do_first=(PASSWORD_FIRST, N_("Open the folder and read what lies there, the unexpected first.")),
)
NOTICE_GONE = FindingKind(
    code="rule.inferred-notice-gone",
    severity=Severity.WARNING,
    title=N_("A security notice from {sender} was gone before you can have read it."),
    why=N_(
        "Providers write when somebody signs in or changes something. Whoever did it does not want you to read that."
    ),
    harmless=(N_("You may have deleted it at once on your phone."),),
    how_to_check=N_(
        "Sign in at the provider's web page by typing its address yourself and look at the recent activity. Do not use "
        "links from such mails."
    ),
    do_first=(PASSWORD_FIRST,),
)
SILENCE = FindingKind(
    code="rule.inferred-silence",
    severity=Severity.NOTICE,
    title=N_("No mail has reached the inbox since {since:moment}; about {expected} messages were to be expected."),
    why=N_("A rule that takes all mail, or a changed forwarding, makes an inbox fall silent."),
    harmless=(N_("Holidays are silent too."), N_("The server may have trouble receiving mail.")),
    how_to_check=N_("Send yourself a message from another mailbox and watch where it arrives."),
    do_first=(N_("Look at rules, filters and forwarding in the provider's web page."),),
)
FORWARDED = FindingKind(
    code="rule.inferred-forward",
    severity=Severity.WARNING,
    title=N_("The server sends mail on to {address} by itself."),
    why=N_("Copies of such forwards lie in the sent mail although no mail program sent them."),
    harmless=(N_("You may forward to another mailbox of yours or to a colleague."), ASK_ABOUT_IT),
    how_to_check=_LOOK_FOR_IT,
    do_first=(PASSWORD_FIRST,),
)
FORWARD_BLOCKED = FindingKind(
    code="rule.inferred-forward-blocked",
    severity=Severity.WARNING,
    title=N_("A server refused to forward mail of this account to the outside."),
    why=N_("Somebody has set up a forwarding, and only your office's policy has stopped it."),
    harmless=(N_("You may have set it up yourself without knowing that your office does not allow it."),),
    how_to_check=_LOOK_FOR_IT,
    do_first=(PASSWORD_FIRST, N_("Tell your administrator: the notice says which message was stopped.")),
)


def judge(seen: InferenceFacts, snapshot: Snapshot) -> Iterator[Finding]:
    """Find what rules do that nobody can read."""
    around = _around(snapshot)
    home = home_of(around)
    # A rule that was read is judged by what it says.
    told = replace(seen, explained=seen.explained | frozenset(_folders_of(around)))
    for move in inferred_moves(told):
        severity = _weight_of_move(move)
        if severity is not None:
            yield _moved(move, severity)
    notices = gone_notices(seen)
    for sender in dict.fromkeys(notice.sender for notice in notices):
        yield _notice_gone(tuple(notice for notice in notices if notice.sender == sender))
    yield from _silent(seen)
    yield from (_forwarded(to) for to in forwards(seen) if not _is_home(to.address, home))
    yield from _blocked(seen)


def _around(snapshot: Snapshot) -> RuleFacts:
    """What is known around the rules: the account's own address where the rules themselves were not looked at."""
    if isinstance(snapshot.rules, RuleFacts):
        return snapshot.rules
    address = snapshot.account.address.lower() if snapshot.account is not None else ""
    # Whether its domain is the owner's alone is not known here, so that nobody else in it counts as a colleague.
    return RuleFacts(own=frozenset({address}), shared_domains=frozenset({domain_in(address)}))


def _folders_of(around: RuleFacts) -> Iterator[str]:
    """Where rules that could be read, and are switched on, move mail to."""
    rules = (rule for rule_set in around.sets for rule in rule_set.rules if rule.enabled)
    for effect in (effect for rule in rules for effect in rule.effects if effect.kind is EffectKind.MOVE):
        yield from effect.targets


def _weight_of_move(move: InferredMove) -> Severity | None:
    """Unread in an ordinary folder is what every filter does; what nobody is to see is another thing."""
    is_hidden = move.is_trash or is_rare_folder(move.folder)
    is_read = move.already_read * 2 >= move.count
    if move.words and (is_hidden or is_read):
        return Severity.URGENT if move.is_trash or (is_hidden and is_read) else Severity.WARNING
    if is_hidden and is_read:
        return Severity.WARNING
    return Severity.NOTICE if is_hidden or is_read else None


def _moved(move: InferredMove, severity: Severity) -> Finding:
    evidence = [
        Evidence(label=N_("Messages"), value=move.count),
        Evidence(label=N_("Already read when first seen"), value=move.already_read),
        Evidence(label=N_("First"), value=move.first_at),
        Evidence(label=N_("Latest"), value=move.last_at),
        Evidence(label=N_("Subjects"), value=move.subjects),
    ]
    if move.words:
        evidence.append(Evidence(label=N_("Words of security notices"), value=move.words[:8]))
    return Finding(
        kind=MOVED,
        subject=f"{move.folder}:{move.by}:{move.value}",
        params={"mail": _mail_of(move), "folder": move.folder},
        evidence=tuple(evidence),
        own_severity=severity,
    )


def _mail_of(move: InferredMove) -> Phrase:
    if move.by == "word":
        return phrase(N_("Mail with “{value}” in its subject"), value=move.value)
    return phrase(N_("Mail from {value}"), value=move.value)


def _notice_gone(notices: tuple[GoneNotice, ...]) -> Finding:
    evidence = tuple(
        Evidence(label=N_("Notice"), value=phrase(N_("{at:moment}: {subject}"), at=notice.at, subject=notice.subject))
        for notice in notices[-5:]
    )
    return Finding(
        kind=NOTICE_GONE,
        subject=notices[0].sender.lower(),
        params={"sender": notices[0].sender},
        evidence=evidence,
        own_severity=Severity.URGENT if len(notices) > 1 else None,
    )


def _silent(seen: InferenceFacts) -> Iterator[Finding]:
    gap = silence(seen)
    if gap is None:
        return
    yield Finding(
        kind=SILENCE,
        subject="inbox",
        params={"since": gap.since, "expected": round(gap.expected)},
        evidence=(
            Evidence(label=N_("Hours without mail"), value=gap.hours),
            Evidence(label=N_("Messages in other folders meanwhile"), value=gap.elsewhere),
        ),
        # Mail goes on arriving, only not where it can be seen: no holiday does that.
        own_severity=Severity.WARNING if gap.elsewhere else None,
    )


def _is_home(address: str, home: Home) -> bool:
    return home.is_inside(address)


def _forwarded(to: ForwardTo) -> Finding:
    return Finding(
        kind=FORWARDED,
        subject=to.address,
        params={"address": to.address},
        evidence=(
            Evidence(label=N_("Messages"), value=to.count),
            Evidence(label=N_("Latest"), value=to.last_at),
            Evidence(label=N_("Subjects"), value=to.subjects),
        ),
    )


def _blocked(seen: InferenceFacts) -> Iterator[Finding]:
    stopped = blocked_forwards(seen)
    if not stopped:
        return
    targets = tuple(dict.fromkeys(recipient.address for one in stopped for recipient in one.recipients))
    yield Finding(
        kind=FORWARD_BLOCKED,
        subject="blocked",
        evidence=(
            Evidence(label=N_("Messages"), value=len(stopped)),
            Evidence(label=N_("To"), value=targets[:5]),
            Evidence(label=N_("Subjects"), value=tuple(dict.fromkeys(one.original_subject for one in stopped))[:5]),
        ),
    )


def part(snapshot: Snapshot) -> InferenceFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.inferred


CHECK = Check(
    code="rule.inferred",
    title=N_("What happens to mail by itself"),
    kinds=(MOVED, NOTICE_GONE, SILENCE, FORWARDED, FORWARD_BLOCKED),
    part=part,
    judge=judge,
)
