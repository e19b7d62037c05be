"""Check whether a password is a common one, or holds words anybody who knows its owner would try."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.passwords import OwnWord, PasswordFacts
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

COMMON = FindingKind(
    code="password.common",
    severity=Severity.WARNING,
    title=N_("The password is a common one, or one with the usual additions."),
    why=N_("Common passwords are tried first, also with digits, capitals and signs added or letters replaced."),
    harmless=(N_("Nobody needs to know you for this: such lists are tried on every mailbox."),),
    how_to_check=N_("Leave away digits and signs at both ends: is what remains a word many people would choose?"),
    do_first=(
        N_("Choose an unrelated phrase of several words, or have one made here."),
        N_("Change the password on the provider's own page, then in your mail programs."),
    ),
)
CONTAINS_NAME = FindingKind(
    code="password.contains-name",
    severity=Severity.NOTICE,
    title=N_("The password holds {whose}."),
    why=N_(
        "Whoever aims at you begins with what your mail itself shows: your address, name, company and provider, also "
        "spelled backwards, romanised in another way, or with digits for letters."
    ),
    harmless=(N_("In a long password of several other words it does little harm."),),
    how_to_check=N_("Read the password aloud: does it name you, your work or your provider?"),
    do_first=(N_("At the next change, choose words that have nothing to do with you."),),
)

WHOSE: Final = {
    OwnWord.ADDRESS: N_("a part of your mail address"),
    OwnWord.NAME: N_("your name"),
    OwnWord.COMPANY: N_("the name of your company"),
    OwnWord.PROVIDER: N_("the name of your mail provider"),
}


def judge(seen: PasswordFacts, _snapshot: Snapshot) -> Iterator[Finding]:
    """Find common words and one's own. Which word it is, is never told."""
    if seen.is_common:
        yield Finding(kind=COMMON, subject="password")
    for word in seen.own_words:
        whose = phrase(WHOSE[word])
        yield Finding(
            kind=CONTAINS_NAME,
            subject=word.value,
            params={"whose": whose},
            evidence=(Evidence(label=N_("Found in the password"), value=whose),),
        )


def part(snapshot: Snapshot) -> PasswordFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.password


CHECK = Check(
    code="password.words",
    title=N_("Common words and your own in the password"),
    kinds=(COMMON, CONTAINS_NAME),
    part=part,
    judge=judge,
)
