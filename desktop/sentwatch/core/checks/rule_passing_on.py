"""Check where rules and settings let mail and answers go: outside, to programs, under other names."""

from __future__ import annotations

from typing import Final

from sentwatch.core.check import Check, Checked
from sentwatch.core.findings import FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_findings import ASK_ABOUT_IT, KEEP_EVIDENCE, LOOK_IT_UP, PASSWORD_FIRST, findings_of
from sentwatch.core.rule_weighing import Fact
from sentwatch.core.snapshot import Snapshot

FORWARDS_OUT = FindingKind(
    code="rule.forwards-out",
    severity=Severity.WARNING,
    title=N_("Mail of this account is passed on to {targets}."),
    why=N_(
        "Whoever took a mailbox lets it forward mail, so that they keep reading after the password was changed. "
        "Nothing in the mailbox shows that it happens."
    ),
    harmless=(
        N_("You may forward to another mailbox of yours, to a colleague or to a ticket system."),
        ASK_ABOUT_IT,
    ),
    how_to_check=LOOK_IT_UP,
    do_first=(PASSWORD_FIRST, KEEP_EVIDENCE),
)
RUNS_PROGRAM = FindingKind(
    code="rule.runs-program",
    severity=Severity.URGENT,
    title=N_("A rule starts a program or script: {targets}"),
    why=N_(
        "A program that starts by an incoming message can do anything on the machine it runs on, and whoever sends "
        "that message decides when."
    ),
    harmless=(
        N_("Servers use such rules to teach their spam filter, and some people to save attachments."),
        ASK_ABOUT_IT,
    ),
    how_to_check=LOOK_IT_UP,
    do_first=(
        N_("If you do not know the program, do not open the mail program that runs it until the rule is gone."),
        PASSWORD_FIRST,
    ),
)
NOTIFIES_OUT = FindingKind(
    code="rule.notifies-out",
    severity=Severity.NOTICE,
    title=N_("Notices about incoming mail are sent to {targets}."),
    why=N_("Sender and subject of what arrives reach somebody else, often before you have seen it yourself."),
    harmless=(N_("You may have set up notices to your own phone or chat."), ASK_ABOUT_IT),
    how_to_check=LOOK_IT_UP,
    do_first=(PASSWORD_FIRST,),
)
REPLY_TO = FindingKind(
    code="rule.reply-to-changed",
    severity=Severity.WARNING,
    title=N_("Answers to mail of this account go to {targets}."),
    why=N_(
        "With another reply address a stranger holds your conversations: your partners write to them and believe that "
        "they write to you. Payment fraud begins like this."
    ),
    harmless=(N_("Some people and shops let answers go to another mailbox on purpose."), ASK_ABOUT_IT),
    how_to_check=N_("Open the settings for sender addresses and look at the reply address of each."),
    do_first=(
        PASSWORD_FIRST,
        N_("Tell those you are in business with, by phone, not to trust changed account numbers."),
    ),
)
SENDS_AS = FindingKind(
    code="rule.sends-as",
    severity=Severity.NOTICE,
    title=N_("This account can send mail as {targets}."),
    why=N_(
        "An added sender address lets whoever uses this account appear as somebody else, or answer under your name."
    ),
    harmless=(N_("Most such addresses are a second address of the same person."), ASK_ABOUT_IT),
    how_to_check=N_("Open the settings for sender addresses and look whether you know each of them."),
    do_first=(N_("Remove sender addresses that are not yours, and change the password."),),
)
GIVES_ACCESS = FindingKind(
    code="rule.gives-access",
    severity=Severity.NOTICE,
    title=N_("{targets} may open this mailbox or send in its name."),
    why=N_("Access given to another account stays when you change your password."),
    harmless=(N_("Assistants, deputies and shared mailboxes are set up like this."), ASK_ABOUT_IT),
    how_to_check=N_("Ask the administrator who has access to this mailbox, and since when."),
    do_first=(N_("Let the administrator take back access that nobody can explain."), PASSWORD_FIRST),
)

_KINDS = {
    Fact.FORWARDS_OUT: FORWARDS_OUT,
    Fact.RUNS_PROGRAM: RUNS_PROGRAM,
    Fact.NOTIFIES_OUT: NOTIFIES_OUT,
    Fact.REPLY_TO: REPLY_TO,
    Fact.SENDS_AS: SENDS_AS,
    Fact.GIVES_ACCESS: GIVES_ACCESS,
}


_NOBODY: Final = phrase(
    N_("Which addresses are yours is not known here, so every target counts as outside. Name yours to tell them apart.")
)


def judge(seen: RuleFacts, snapshot: Snapshot) -> Checked:
    """Find rules and settings that let something out."""
    found = tuple(findings_of(seen, _KINDS, now=snapshot.taken_at))
    knows_us = bool(seen.own or seen.own_domains or all(rule_set.owner for rule_set in seen.sets))
    return Checked(findings=found, limits=() if knows_us else (_NOBODY,))


def part(snapshot: Snapshot) -> RuleFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.rules


CHECK = Check(
    code="rule.forwards-out",
    title=N_("Rules that pass mail on"),
    kinds=tuple(_KINDS.values()),
    part=part,
    judge=judge,
)
