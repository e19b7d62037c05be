"""Check whether stored logins share or resemble the mailbox password, and how many accounts this mailbox opens."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked
from sentwatch.core.findings import Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.passwords import PasswordFacts, ReuseCounts
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.snapshot import Snapshot

REUSED = FindingKind(
    code="password.reused",
    severity=Severity.WARNING,
    title=N_("Other accounts have the same password as the mailbox: {count}."),
    why=N_("When one of these services loses its data, the same password is tried on the mailbox within hours."),
    harmless=(N_("Two entries may belong to one account under two addresses of the same service."),),
    how_to_check=N_("Compare the list of accounts shown here with what you know; the password itself is not shown."),
    do_first=(
        N_("Give the mailbox a password of its own first; it opens all the others."),
        N_("Then change the listed accounts, the most important ones first."),
    ),
)
RESEMBLES = FindingKind(
    code="password.resembles",
    severity=Severity.NOTICE,
    title=N_("Other accounts have a password much like that of the mailbox: {count}."),
    why=N_("Whoever holds one of them tries the usual variations: another digit, other capitals, the site's name."),
    harmless=(N_("Two passwords may resemble each other by chance, above all short ones."),),
    how_to_check=N_("Look through the list of accounts shown here: did you vary one password for them?"),
    do_first=(N_("At the next change, give the mailbox a password that is no variation of another."),),
)
RESETS_OTHERS = FindingKind(
    code="password.resets-others",
    severity=Severity.INFO,
    title=N_("This mailbox can reset the password of other accounts: {count}."),
    why=N_("Whoever is in the mailbox asks these services for a new password, and reads the answer here."),
    harmless=(N_("This is how nearly all services work. It says how much the mailbox guards."),),
    how_to_check=N_("Look through the list for bank, shop and domain accounts."),
    do_first=(
        N_("Turn on a second step for the mailbox, and for the most important of these accounts."),
        N_("After a takeover, go through this list: it is the order of the damage."),
    ),
)


def judge(seen: PasswordFacts, _snapshot: Snapshot) -> Checked | NotChecked | Failed:
    """Find shared and similar passwords. Counts only: the names stay on the screen they were asked for."""
    if isinstance(seen.reuse, NotChecked | Failed):
        return seen.reuse
    if seen.reuse is None:
        return Checked()
    compared = Phrase(
        text=N_("Compared with {n} stored login."),
        plural=N_("Compared with {n} stored logins."),
        count="n",
        params={"n": seen.reuse.looked_at},
    )
    return Checked(findings=tuple(_find(seen.reuse)), limits=(compared,))


def _find(counts: ReuseCounts) -> Iterator[Finding]:
    for kind, count in ((REUSED, counts.same), (RESEMBLES, counts.similar), (RESETS_OTHERS, counts.resets_here)):
        if count:
            yield Finding(kind=kind, subject="password", params={"count": count})


def part(snapshot: Snapshot) -> PasswordFacts | NotChecked | Failed | None:
    """Pick what this check looks at; a review without stored logins has no such check."""
    seen = snapshot.password
    return None if isinstance(seen, PasswordFacts) and seen.reuse is None else seen


CHECK = Check(
    code="password.reuse",
    title=N_("Other accounts with this password"),
    kinds=(REUSED, RESEMBLES, RESETS_OTHERS),
    part=part,
    judge=judge,
)
