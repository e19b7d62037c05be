"""Check whether a second step guards the sign-in: from what the way in proves, and from what the owner said."""

from __future__ import annotations

from collections.abc import Iterator

from sentwatch.core.check import Check, Checked
from sentwatch.core.findings import Evidence, Finding, FindingKind, Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.sign_in import METHOD_TITLES, WHAT_IMAP_CANNOT_SHOW, MfaAnswer, MfaMethod, Proof
from sentwatch.core.sign_in_evidence import SignInEvidence
from sentwatch.core.snapshot import Snapshot

_LOOK = N_("Open the provider's two-step page and read which methods stand there.")

MFA_OFF = FindingKind(
    code="sign-in.mfa-off",
    severity=Severity.WARNING,
    title=N_("No second step guards the sign-in of {address}."),
    why=N_("A password that was guessed, leaked or typed into a false page is then enough to take the mailbox."),
    harmless=(N_("Some providers offer none. A long password of its own is then all there is."),),
    how_to_check=_LOOK,
    do_first=(
        N_("Turn it on, with a passkey if the provider offers one."),
        N_("Register two methods, so that a lost phone does not lock you out."),
        N_("Write down the backup codes and keep them on paper."),
    ),
)
MFA_WEAK = FindingKind(
    code="sign-in.mfa-sms",
    severity=Severity.NOTICE,
    title=N_("The second step of {address} can be a text message."),
    why=N_(
        "Phone numbers can be taken over at the phone company, and a false page can ask for the code. The weakest "
        "method that is set up is the one that counts."
    ),
    harmless=(N_("It is much better than no second step, and sometimes the only one on offer."),),
    how_to_check=_LOOK,
    do_first=(
        N_("Add a passkey or an authenticator app."),
        N_("Then remove the phone number as a second step, if the provider lets you."),
    ),
)
ANSWER_DUE = FindingKind(
    code="sign-in.mfa-answer-due",
    severity=Severity.INFO,
    title=N_("It is time to look again which second step {address} uses."),
    why=N_("Methods change with phones, and somebody who was in the account may have added one of their own."),
    harmless=(N_("Nothing needs to have happened; half a year has passed, or there was an incident."),),
    how_to_check=_LOOK,
    do_first=(N_("Look at the page and answer again. It takes a minute."),),
)

_PROOFS = {
    Proof.TWO_STEP_IS_ON: N_("A working app password proves that two-step sign-in is on at this provider."),
    Proof.TWO_STEP_IS_OFF: N_(
        "The account password opened the mailbox, which this provider allows only while two-step sign-in is off."
    ),
    Proof.BROWSER_SIGN_IN_ONLY: N_(
        "The sign-in goes through the provider's web page. Whether a second step is asked for there, we cannot see."
    ),
}

_CERTAIN = frozenset({Proof.TWO_STEP_IS_ON, Proof.TWO_STEP_IS_OFF})


def judge(seen: SignInEvidence, snapshot: Snapshot) -> Checked | NotChecked:
    """Judge the answer against the proof. Without either we do not know, and say so."""
    proof = seen.way_in.proof if seen.way_in is not None else Proof.NOTHING
    limits = (*(phrase(_PROOFS[proof]) for _ in range(proof in _PROOFS)), phrase(WHAT_IMAP_CANNOT_SHOW))
    answer = seen.answer if seen.answer is not None and seen.answer.weakest is not MfaMethod.NOT_KNOWN else None
    if answer is None and proof not in _CERTAIN:
        return NotChecked(_ask(proof), expected=True)
    return Checked(findings=tuple(_find(seen, answer, proof, snapshot)), limits=limits)


def _ask(proof: Proof) -> Phrase:
    if proof is Proof.BROWSER_SIGN_IN_ONLY:
        return phrase(_PROOFS[proof])
    return phrase(N_("Over IMAP we cannot see whether a second step is on. Tell us once which method you use."))


def _find(seen: SignInEvidence, answer: MfaAnswer | None, proof: Proof, snapshot: Snapshot) -> Iterator[Finding]:
    params = {"address": seen.address}
    told: tuple[Evidence, ...] = ()
    said = MfaMethod.NOT_KNOWN
    if answer is not None:
        said = answer.weakest
        told = (
            Evidence(label=N_("You told us"), value=phrase(METHOD_TITLES[said])),
            Evidence(label=N_("Told on"), value=answer.at),
        )
    # A proof outweighs an answer: it was seen, and it is the newer one.
    if proof is Proof.TWO_STEP_IS_OFF:
        seen_so = Evidence(label=N_("How we know"), value=phrase(_PROOFS[proof]))
        yield Finding(kind=MFA_OFF, subject=seen.address, params=params, evidence=(seen_so,))
    elif said is MfaMethod.NONE and proof is not Proof.TWO_STEP_IS_ON:
        yield Finding(kind=MFA_OFF, subject=seen.address, params=params, evidence=told)
    if said is MfaMethod.SMS:
        yield Finding(kind=MFA_WEAK, subject=seen.address, params=params, evidence=told)
    contradicts = (said is MfaMethod.NONE and proof is Proof.TWO_STEP_IS_ON) or (
        answer is not None and said is not MfaMethod.NONE and proof is Proof.TWO_STEP_IS_OFF
    )
    is_due = answer is not None and answer.is_due(now=snapshot.taken_at, last_incident=seen.last_incident)
    if contradicts or is_due:
        yield Finding(kind=ANSWER_DUE, subject=seen.address, params=params, evidence=told)


def part(snapshot: Snapshot) -> SignInEvidence | NotChecked | Failed | None:
    """Pick what this check looks at."""
    return snapshot.sign_in


CHECK = Check(
    code="sign-in.mfa",
    title=N_("Second step at sign-in (MFA)"),
    kinds=(MFA_OFF, MFA_WEAK, ANSWER_DUE),
    part=part,
    judge=judge,
)
