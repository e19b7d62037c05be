"""Check whether a password is due: to be changed for a reason somebody told, to be reviewed again, or by an office."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.password_age import REASON_WORDS, TOLD_REASONS, PasswordLife, PasswordStanding
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

CHANGE_ADVISED = FindingKind(
    code="password.change-advised",
    severity=Severity.WARNING,
    title=N_("There is a reason to change the password of {address}, as you told us."),
    why=N_("Somebody else may know it. As long as it stays the same, the mailbox stays open to them."),
    harmless=(N_("You may have changed it already. Then say so on the page “Sign-in”."),),
    how_to_check=N_("Read the reasons below. Does one of them still hold for the password in use now?"),
    do_first=(
        N_("Change it on the provider's own page, from a computer you trust."),
        N_("Sign out all devices there, and delete app passwords nobody uses."),
        N_("Enter the new password in Sentwatch, and say that you changed it."),
    ),
)
REVIEW_DUE = FindingKind(
    code="password.review-due",
    severity=Severity.INFO,
    title=N_("It is time to review the password of {address} again."),
    why=N_("A good password may have leaked elsewhere since the last review. It is changed only if there is a reason."),
    harmless=(N_("Nothing needs to have happened; it is looked at every three months."),),
    how_to_check=N_("Open the page “Sign-in” and have the password in use reviewed."),
    do_first=(N_("Review it. It takes a minute, and nothing of the password is kept."),),
)
OFFICE_DUE = FindingKind(
    code="password.office-due",
    severity=Severity.NOTICE,
    title=N_("The interval your office has set for the password of {address} has passed."),
    why=N_(
        "This is a reminder your office asked for, with its reason below. By itself, a date is no reason to change."
    ),
    harmless=(N_("If nobody asks for the interval any more, switch it off on the page “Sign-in”."),),
    how_to_check=N_("Look at the date below. Was it changed since then?"),
    do_first=(N_("Change it on the provider's page to one made by chance, not to a variation of the old one."),),
)


def judge(seen: PasswordLife, snapshot: Snapshot) -> Iterator[Finding]:
    """Find what is due at the moment of the snapshot. What a review found is told by the review's own checks."""
    standing = seen.standing(snapshot.taken_at)
    params = {"address": seen.address}
    reasons = tuple(reason for reason in standing.reasons if reason in TOLD_REASONS)
    if reasons:
        told = tuple(Evidence(label=N_("You told us"), value=phrase(REASON_WORDS[reason])) for reason in reasons)
        yield Finding(kind=CHANGE_ADVISED, subject=seen.address, params=params, evidence=(*told, _age(standing)))
    if standing.is_review_due and seen.history.reviewed_at is not None:
        last = Evidence(label=N_("Last review"), value=seen.history.reviewed_at)
        yield Finding(kind=REVIEW_DUE, subject=seen.address, params=params, evidence=(last, _age(standing)))
    if standing.is_office_due and seen.policy.office is not None:
        because = Evidence(label=N_("Why the office asks"), value=seen.policy.office.reason)
        yield Finding(kind=OFFICE_DUE, subject=seen.address, params=params, evidence=(because, _age(standing)))


def _age(standing: PasswordStanding) -> Evidence:
    return Evidence(label=N_("Age of the password"), value=standing.age)


def part(snapshot: Snapshot) -> PasswordLife | NotChecked | Failed | None:
    """Pick what this check looks at; an account of which nothing was ever told or reviewed has no such check."""
    return snapshot.password_life


CHECK = Check(
    code="password.age",
    title=N_("Whether the password is due"),
    kinds=(CHANGE_ADVISED, REVIEW_DUE, OFFICE_DUE),
    part=part,
    judge=judge,
)
