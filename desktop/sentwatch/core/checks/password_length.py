"""Check whether a password is long enough for what guards it, and can be typed everywhere it is needed."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.passwords import MIN_ALONE, MIN_WITH_MFA, LengthBand, PasswordFacts, SecondFactor
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

TOO_SHORT = FindingKind(
    code="password.too-short",
    severity=Severity.WARNING,
    title=N_("The password is shorter than {least} characters."),
    why=N_(
        "Length is what makes guessing slow. {least} characters are the least that is advised here (NIST SP 800-63B-4: "
        "15 where the password is the only thing asked for, 8 beside a second step); kana and kanji count one each."
    ),
    harmless=(
        N_("If a second step is asked for at every sign-in, 8 characters are enough; tell us so."),
        N_("Mixing in signs and digits is not needed. A longer one of plain words is better."),
    ),
    how_to_check=N_("Count the characters of the password."),
    do_first=(
        N_("Think of a phrase of several unrelated words, or have one made here."),
        N_("Change the password on the provider's own page, then in your mail programs."),
    ),
)
OUTER_SPACE = FindingKind(
    code="password.outer-space",
    severity=Severity.INFO,
    title=N_("The password begins or ends with a space."),
    why=N_("Some programs cut such spaces off, and the sign-in then fails for no visible reason."),
    harmless=(N_("It may have slipped in while copying."),),
    how_to_check=N_("Type the password here by hand once more, without the space."),
    do_first=(N_("If the space is really part of it, leave it out at the next change."),),
)
NOT_ASCII = FindingKind(
    code="password.not-ascii",
    severity=Severity.INFO,
    title=N_("The password holds characters beyond plain Latin letters, digits and signs."),
    why=N_(
        "Such a password can be strong. But not every mail program sends it the same way, and not every keyboard has "
        "these characters, for example when you must sign in from another device in a hurry."
    ),
    harmless=(N_("If it works everywhere you need it, there is nothing to do."),),
    how_to_check=N_("Sign in once from each device you use for mail."),
    do_first=(N_("At the next change, choose words in plain Latin letters; several of them are just as strong."),),
)

_BANDS = {
    LengthBand.UNDER_8: N_("under 8 characters"),
    LengthBand.FROM_8_TO_14: N_("8 to 14 characters"),
    LengthBand.FROM_15: N_("15 characters or more"),
}
_FACTORS = {
    SecondFactor.YES: N_("a second step is asked for"),
    SecondFactor.NO: N_("the password is the only thing asked for"),
    SecondFactor.UNKNOWN: N_("not known; we took the password for the only one"),
}


def judge(seen: PasswordFacts, _snapshot: Snapshot) -> Iterator[Finding]:
    """Find a short password, and what may keep a good one from working."""
    if seen.is_too_short:
        # Without word of a second step, 8 to 14 characters may be quite right.
        may_be_enough = seen.second_factor is SecondFactor.UNKNOWN and seen.length is LengthBand.FROM_8_TO_14
        yield Finding(
            kind=TOO_SHORT,
            subject="password",
            params={"least": MIN_WITH_MFA if seen.second_factor is SecondFactor.YES else MIN_ALONE},
            evidence=(
                Evidence(label=N_("Length of the password"), value=phrase(_BANDS[seen.length])),
                Evidence(label=N_("Second step"), value=phrase(_FACTORS[seen.second_factor])),
            ),
            own_severity=Severity.NOTICE if may_be_enough else None,
        )
    if seen.has_outer_space:
        yield Finding(kind=OUTER_SPACE, subject="password")
    if not seen.is_ascii:
        yield Finding(kind=NOT_ASCII, subject="password")


def part(snapshot: Snapshot) -> PasswordFacts | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.password


CHECK = Check(
    code="password.length",
    title=N_("Length of the password"),
    kinds=(TOO_SHORT, OUTER_SPACE, NOT_ASCII),
    part=part,
    judge=judge,
)
