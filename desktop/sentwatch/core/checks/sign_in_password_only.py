"""Check whether a password alone opens the mailbox over IMAP, whatever the web page asks for."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.sign_in import KeyKind, Proof, WayIn
from sentwatch.core.sign_in_evidence import SignInEvidence
from sentwatch.core.snapshot import Snapshot

PASSWORD_ONLY = FindingKind(
    code="sign-in.password-only",
    severity=Severity.NOTICE,
    title=N_("{host} lets mail programs in with the account password alone."),
    why=N_(
        "A second step at the web sign-in does not protect this door: whoever knows the password can read and copy "
        "all mail over IMAP, from anywhere."
    ),
    harmless=(
        N_("Many providers, in Japan and elsewhere, offer no other way. Then the password itself must carry it all."),
        N_("At some providers the mail password is a separate one that opens nothing else."),
    ),
    how_to_check=N_(
        "Look on the provider's security page for app passwords, for “external access” and for a switch that turns "
        "IMAP off."
    ),
    do_first=(
        N_("Give this mailbox a password of 15 characters or more that is used nowhere else."),
        N_("If the provider offers app passwords or a browser sign-in for mail programs, switch to that."),
        N_("Turn off POP and IMAP where no program of yours uses them."),
    ),
)
APP_PASSWORD = FindingKind(
    code="sign-in.app-password",
    severity=Severity.INFO,
    title=N_("An app password opens this mailbox at {host}."),
    why=N_("It is long and made by chance, which is good. But it opens the mailbox without the second step."),
    harmless=(N_("This is the provider's intended way for mail programs."),),
    how_to_check=N_("Compare the list of app passwords on the provider's page with the programs you use."),
    do_first=(
        N_("Keep one app password for each program, so that each can be ended alone."),
        N_("Delete those that nothing uses."),
    ),
)


def judge(seen: SignInEvidence, _snapshot: Snapshot) -> Checked | NotChecked:
    """Find a door that a password alone opens; where we cannot tell what the secret is, say so."""
    if seen.way_in is None:
        return NotChecked(phrase(N_("We have not signed in to this mailbox yet.")))
    limits: tuple[Phrase, ...] = ()
    if seen.way_in.key is KeyKind.UNCLEAR:
        limits = (
            phrase(
                N_("We cannot tell whether the account password or an app password was used; you know which it is.")
            ),
        )
    return Checked(findings=tuple(_find(seen.way_in, seen.address)), limits=limits)


def _find(way_in: WayIn, address: str) -> Iterator[Finding]:
    kinds = {KeyKind.ACCOUNT_PASSWORD: PASSWORD_ONLY, KeyKind.APP_PASSWORD: APP_PASSWORD}
    kind = kinds.get(way_in.key)
    if kind is None:
        return
    evidence = [
        Evidence(label=N_("Signed in at"), value=way_in.host),
        Evidence(label=N_("Last sign-in that worked"), value=way_in.at),
    ]
    if way_in.mechanism:
        evidence.append(Evidence(label=N_("Way of signing in"), value=way_in.mechanism))
    if way_in.proof is Proof.TWO_STEP_IS_ON:
        proven = phrase(N_("that two-step sign-in is on"))
        evidence.append(Evidence(label=N_("This proves"), value=proven))
    yield Finding(kind=kind, subject=address, params={"host": way_in.host}, evidence=tuple(evidence))


def part(snapshot: Snapshot) -> SignInEvidence | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.sign_in


CHECK = Check(
    code="sign-in.password-only",
    title=N_("What opens the mailbox for mail programs"),
    kinds=(PASSWORD_ONLY, APP_PASSWORD),
    part=part,
    judge=judge,
)
