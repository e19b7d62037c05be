"""The second step of one account in words: what our sign-in proves, the methods in order, the question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.recovery import RecoveryPath
from sentwatch.core.sign_in import METHOD_TITLES, METHOD_WHY, RECHECK, WHAT_IMAP_CANNOT_SHOW, MfaMethod, Proof
from sentwatch.service.sign_in_review import SignInSeen
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.choices import ChoiceView
from sentwatch.ui.presenters.frame import HeaderView
from sentwatch.ui.presenters.sign_in import METHODS, RECOVERY, TITLES, LinkView, provider_link
from sentwatch.ui.presenters.times import dotted

ALONE: Final = frozenset({MfaMethod.NONE, MfaMethod.NOT_KNOWN})
"""Answers beside which no other makes sense."""

_PROOFS: Final = {
    Proof.TWO_STEP_IS_ON: N_("A working app password proves that two-step sign-in is on at this provider."),
    Proof.TWO_STEP_IS_OFF: N_(
        "The account password opened the mailbox, which this provider allows only while two-step sign-in is off."
    ),
    Proof.BROWSER_SIGN_IN_ONLY: N_(
        "The sign-in goes through the provider's web page. Whether a second step is asked for there, we cannot see."
    ),
    Proof.PASSWORD_ALONE_OPENS: N_(
        "The password alone opened the mailbox over IMAP. A second step at the web sign-in does not guard this door."
    ),
    Proof.NOTHING: N_("Our sign-in worked. It says nothing about a second step."),
}
_TONES: Final = {
    Proof.TWO_STEP_IS_ON: "fine",
    Proof.TWO_STEP_IS_OFF: "warning",
    Proof.PASSWORD_ALONE_OPENS: "notice",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodsView:
    """The page. `taken` are the methods answered last."""

    header: HeaderView
    proof_heading: str
    proof: str
    proof_tone: str
    proof_facts: str
    limits: str
    question: str
    hint: str
    choices: tuple[ChoiceView, ...]
    taken: tuple[MfaMethod, ...]
    keep: str
    given: str
    take_back: str
    link: LinkView
    codes: str


def methods(seen: SignInSeen, words: Words) -> MethodsView:
    """The page for one account."""
    words = words.for_zone(seen.account.time_zone)
    way = seen.evidence.way_in if seen.evidence is not None else None
    answer = seen.evidence.answer if seen.evidence is not None else None
    proof = way.proof if way is not None else None
    return MethodsView(
        header=HeaderView(sentence=words(TITLES[METHODS]), detail=words.value(seen.account.address)),
        proof_heading=words(N_("What our sign-in shows")),
        proof=words(_PROOFS[proof] if proof is not None else N_("We have not signed in to this mailbox yet.")),
        proof_tone=_TONES.get(proof, "blind") if proof is not None else "blind",
        proof_facts=dotted(words.value(way.host), words.moment(way.at), way.mechanism) if way is not None else "",
        limits=words(WHAT_IMAP_CANNOT_SHOW),
        question=words(N_("Which second steps are set up at the provider?")),
        hint=words(N_("Choose all that stand there. The strongest comes first; the weakest is the one that counts.")),
        choices=tuple(
            ChoiceView(value=method, title=words(METHOD_TITLES[method]), detail=words(METHOD_WHY[method]))
            for method in MfaMethod
        ),
        taken=answer.methods if answer is not None else (),
        keep=words(N_("Keep my answer")),
        given=""
        if answer is None
        else words(N_("You answered on {at:date}. We ask again on {due:date}."), at=answer.at, due=answer.at + RECHECK),
        take_back=words(N_("Take it back")),
        link=provider_link(seen, words(N_("Open the provider's page")), "two_step", "security", "checkup", "account"),
        codes=_codes(seen, words),
    )


def _codes(seen: SignInSeen, words: Words) -> str:
    """Where the backup codes lie, as a reminder for the day the phone is lost."""
    places = tuple(
        one.answer.place
        for one in seen.recovery
        if one.answer is not None and one.answer.path is RecoveryPath.BACKUP_CODES and one.answer.place
    )
    left = sum(one.left for one in seen.backup_codes)
    if places or left:
        return dotted(
            *(words(N_("Your backup codes: {place}"), place=place) for place in places),
            words(N_("Backup codes in the keyring of this computer: {n}"), n=left) if left else "",
        )
    return words(
        N_("For the day the phone is lost: make backup codes, and note under “{title}” where they lie."),
        title=words(TITLES[RECOVERY]),
    )
