"""Check what rules keep from their owner: mail that is deleted, hidden, sent back or answered by itself."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_findings import ASK_ABOUT_IT, KEEP_EVIDENCE, LOOK_IT_UP, PASSWORD_FIRST, findings_of
from sentwatch.core.rule_weighing import Fact
from sentwatch.core.snapshot import Snapshot

DELETES = FindingKind(
    code="rule.deletes",
    severity=Severity.NOTICE,
    title=N_("A rule deletes mail: {rule}"),
    why=N_(
        "Whoever sends from a mailbox that is not theirs deletes what would tell you: security notices, bounces, "
        "questions from those who got strange mail."
    ),
    harmless=(N_("Many people delete advertising by a rule."), ASK_ABOUT_IT),
    how_to_check=LOOK_IT_UP,
    do_first=(PASSWORD_FIRST, N_("Look into the trash for what it deleted, before the trash is emptied.")),
)
HIDES = FindingKind(
    code="rule.hides",
    severity=Severity.NOTICE,
    title=N_("A rule moves mail out of sight: {rule}"),
    why=N_(
        "Folders that nobody opens are where intruders let warnings and answers disappear: RSS feeds, conversation "
        "history, archive."
    ),
    harmless=(
        N_("Newsletters and system mail are often filed away like this."),
        N_("Some people do read their RSS folder or archive everything."),
    ),
    how_to_check=LOOK_IT_UP,
    do_first=(PASSWORD_FIRST, N_("Open the folder and read what lies there, the unexpected first.")),
)
HIDES_SENT = FindingKind(
    code="rule.hides-sent",
    severity=Severity.WARNING,
    title=N_("A rule takes sent mail out of sight: {rule}"),
    why=N_("Somebody who sends from your mailbox does not want you to find the copies."),
    harmless=(N_("Some people file their sent mail by project."), ASK_ABOUT_IT),
    how_to_check=LOOK_IT_UP,
    do_first=(PASSWORD_FIRST, KEEP_EVIDENCE),
)
REJECTS = FindingKind(
    code="rule.rejects",
    severity=Severity.NOTICE,
    title=N_("A rule sends mail back: {rule}"),
    why=N_("Senders believe that you cannot be reached, and you never learn that they wrote."),
    harmless=(N_("Some people block senders like this."), ASK_ABOUT_IT),
    how_to_check=LOOK_IT_UP,
    do_first=(PASSWORD_FIRST,),
)
REPLIES = FindingKind(
    code="rule.replies",
    severity=Severity.NOTICE,
    title=N_("An automatic reply sends people on to {targets}."),
    why=N_("A reply with a foreign link reaches everybody who writes to you, in your name."),
    harmless=(N_("The link may lead to your calendar, a form or a page you know."), ASK_ABOUT_IT),
    how_to_check=N_("Read the text of your automatic reply and look where its links lead, without opening them."),
    do_first=(PASSWORD_FIRST, N_("Switch the automatic reply off until you know who wrote it.")),
)
EDITS_HEADERS = FindingKind(
    code="rule.edits-headers",
    severity=Severity.NOTICE,
    title=N_("A rule changes headers of mail: {rule}"),
    why=N_(
        "A changed sender or reply address makes you answer somebody else, and a removed mark lets forged mail look "
        "real."
    ),
    harmless=(N_("Such rules usually add marks for sorting."), ASK_ABOUT_IT),
    how_to_check=LOOK_IT_UP,
    do_first=(PASSWORD_FIRST,),
)
STANDS_OUT = FindingKind(
    code="rule.stands-out",
    severity=Severity.NOTICE,
    title=N_("A rule has several traits that rules of intruders have: {rule}"),
    why=N_("None of these traits means much alone; together they are worth a look."),
    harmless=(N_("A quickly made rule of your own looks like this too."), ASK_ABOUT_IT),
    how_to_check=LOOK_IT_UP,
    do_first=(PASSWORD_FIRST,),
)

_KINDS = {
    Fact.DELETES: DELETES,
    Fact.HIDES: HIDES,
    Fact.HIDES_SENT: HIDES_SENT,
    Fact.REJECTS: REJECTS,
    Fact.REPLIES: REPLIES,
    Fact.EDITS_HEADERS: EDITS_HEADERS,
    Fact.STANDS_OUT: STANDS_OUT,
}


def judge(seen: RuleFacts, snapshot: Snapshot) -> Iterator[Finding]:
    """Find rules that keep mail from their owner."""
    return findings_of(seen, _KINDS, now=snapshot.taken_at)


def part(snapshot: Snapshot) -> RuleFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.rules


CHECK = Check(
    code="rule.hides",
    title=N_("Rules that delete or hide mail"),
    kinds=tuple(_KINDS.values()),
    part=part,
    judge=judge,
)
