"""Check whether the phone and the service have the same secret and the same time, by one code that was typed in."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.otp.facts import MfaFacts
from sentwatch.core.otp.verify import Match, Verification
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot

CODE_WRONG = FindingKind(
    code="mfa.code-wrong",
    severity=Severity.WARNING,
    title=N_("The code you typed was not made from the secret of “{name}”, at any time of the last day or the next."),
    why=N_("The phone and this entry hold different secrets. One of them would lock you out."),
    harmless=(
        N_("The code may be that of another entry with a similar name."),
        N_("There may be a typing mistake, or the code changed while you typed."),
    ),
    how_to_check=N_("Wait for the next code and type that one."),
    do_first=(
        N_("Do not sign out anywhere, and delete nothing."),
        N_("Set the authenticator up again on the service's security page while you are signed in."),
    ),
)
CODE_SHIFTED = FindingKind(
    code="mfa.code-shifted",
    severity=Severity.NOTICE,
    title=N_("The secret of “{name}” is right, but the two clocks are apart by {off_s:duration}."),
    why=N_("The service will refuse these codes, depending on whose clock is wrong: the phone's or this computer's."),
    harmless=(N_("If this computer's clock is the wrong one, the phone still works."),),
    how_to_check=N_("Compare both clocks with a third one."),
    do_first=(N_("Switch on “set time automatically” on both devices, then type a code once more."),),
)
CODE_PERHAPS_SHIFTED = FindingKind(
    code="mfa.code-unsure",
    severity=Severity.NOTICE,
    title=N_("The code fits “{name}” only at another hour: {off_s:duration} away."),
    why=N_("That may be a clock set to the wrong time zone, or plain chance. The next code tells."),
    harmless=(N_("Chance alone makes a code fit somewhere within a day about once in 150 times."),),
    how_to_check=N_("Type this code and the one that follows it."),
    do_first=(N_("Look at date, time and time zone of the phone."),),
)
COUNTER_AHEAD = FindingKind(
    code="mfa.counter-ahead",
    severity=Severity.INFO,
    title=N_("The counter of “{name}” is ahead by {steps:plain}."),
    why=N_("Codes were made and not used. Services look only a few ahead before they refuse."),
    harmless=(N_("Looking at codes without using them does this."),),
    how_to_check=N_("Sign in once: the service then catches up."),
    do_first=(N_("Sign in once with the next code, while another way in is still open."),),
)

NOTHING_COMPARED = {
    Match.UNREADABLE: N_("What was typed is not a code of this length, so nothing was compared."),
    Match.NOT_COMPUTABLE: N_("The codes of this entry cannot be computed here, so nothing was compared."),
}


def judge(seen: MfaFacts, _snapshot: Snapshot) -> Checked | NotChecked:
    """Tell wrong secret from wrong time."""
    if seen.verification is None:
        return Checked()
    if seen.verification.match in NOTHING_COMPARED:
        return NotChecked(phrase(NOTHING_COMPARED[seen.verification.match]))
    return Checked(findings=tuple(_find(seen.verification)))


def _find(seen: Verification) -> Iterator[Finding]:
    name = {"name": seen.name or "?"}
    evidence = (Evidence(label=N_("Authenticator entry"), value=seen.name or "?"),)
    if seen.match is Match.WRONG:
        yield Finding(kind=CODE_WRONG, subject=seen.name, params=name, evidence=evidence)
    elif seen.match is Match.SHIFTED and seen.shift_s is None:
        yield Finding(kind=COUNTER_AHEAD, subject=seen.name, params={**name, "steps": seen.steps}, evidence=evidence)
    elif seen.shift_s is not None and seen.match in {Match.SHIFTED, Match.PERHAPS_SHIFTED}:
        kind = CODE_SHIFTED if seen.match is Match.SHIFTED else CODE_PERHAPS_SHIFTED
        side = phrase(N_("ahead of this computer")) if seen.shift_s > 0 else phrase(N_("behind this computer"))
        yield Finding(
            kind=kind,
            subject=seen.name,
            params={**name, "off_s": abs(seen.shift_s)},
            evidence=(*evidence, Evidence(label=N_("The phone is"), value=side)),
        )


def part(snapshot: Snapshot) -> MfaFacts | NotChecked | Failed | None:
    """Pick what this check looks at; a look without a typed code has no such check."""
    seen = snapshot.mfa
    return None if isinstance(seen, MfaFacts) and seen.verification is None else seen


CHECK = Check(
    code="mfa.enrolment",
    title=N_("The code your phone shows"),
    kinds=(CODE_WRONG, CODE_SHIFTED, CODE_PERHAPS_SHIFTED, COUNTER_AHEAD),
    part=part,
    judge=judge,
)
