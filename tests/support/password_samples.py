"""Snapshots that raise each finding about passwords, sign-in and authenticators, and ones that stay quiet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sentwatch.core.access_ledger import AccessAnswer, AccessEntry, AccessKind
from sentwatch.core.backup_codes import BackupSet
from sentwatch.core.clock_offset import ClockOffset
from sentwatch.core.otp.entries import Odd, OtpEntry, OtpKind
from sentwatch.core.otp.facts import MfaFacts, OtpSourceForm, facts_of
from sentwatch.core.otp.verify import Match, Verification
from sentwatch.core.password_age import (
    AgePolicy,
    ChangeReason,
    DatedReason,
    OfficeInterval,
    PasswordHistory,
    PasswordLife,
)
from sentwatch.core.passwords import (
    BreachLook,
    LeakBand,
    LengthBand,
    OwnWord,
    PasswordFacts,
    ReuseCounts,
    SecondFactor,
    Strength,
    Weakness,
)
from sentwatch.core.recovery import RecoveryAnswer, RecoveryPath, RecoverySaid
from sentwatch.core.sign_in import KeyKind, MfaAnswer, MfaMethod, WayIn
from sentwatch.core.sign_in_evidence import SignInEvidence
from sentwatch.core.snapshot import Snapshot

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LONG_AGO = NOW - timedelta(days=400)

GOOD_PASSWORD = PasswordFacts(
    length=LengthBand.FROM_15,
    second_factor=SecondFactor.NO,
    strength=Strength(score=4, guesses_log10=20.0),
    breach=BreachLook(seen=LeakBand.NEVER, source="list.txt"),
    reuse=ReuseCounts(looked_at=20, same=0, similar=0, resets_here=0),
)


def password(**changes):
    return Snapshot(taken_at=NOW, password=replace(GOOD_PASSWORD, **changes))


def reuse(**counts):
    return password(reuse=ReuseCounts(**{"looked_at": 20, "same": 0, "similar": 0, "resets_here": 0, **counts}))


def life(*, reviewed_at=NOW, reasons=(), office=None, first_seen=LONG_AGO):
    return Snapshot(
        taken_at=NOW,
        password_life=PasswordLife(
            address="me@example.jp",
            history=PasswordHistory(first_seen=first_seen, reviewed_at=reviewed_at),
            reasons=tuple(DatedReason(reason=reason, at=NOW) for reason in reasons),
            policy=AgePolicy(office=office),
        ),
    )


def access(answer, *, answered_at=NOW):
    entry = AccessEntry(
        id="e1",
        account_id="a1",
        kind=AccessKind.APP_PASSWORD,
        label="Old phone",
        made_at=LONG_AGO,
        answer=answer,
        answered_at=answered_at,
    )
    return Snapshot(taken_at=NOW, sign_in=SignInEvidence(address="me@example.jp", access=(entry,)))


def sign_in(key=KeyKind.TOKEN, *, said=MfaMethod.PASSKEY, answered=NOW, recovery=RecoverySaid.MINE, **way):
    return Snapshot(
        taken_at=NOW,
        sign_in=SignInEvidence(
            address="me@example.jp",
            way_in=WayIn(host="mail.example.jp", key=key, at=NOW, mechanism="PLAIN", **way),
            answer=MfaAnswer(methods=(said,), at=answered),
            recovery=tuple(RecoveryAnswer(path=path, said=recovery, at=answered) for path in RecoveryPath),
        ),
    )


def backup(left):
    kept = BackupSet(id="b1", name="me@example.jp", kept_at=LONG_AGO, count=10, left=left)
    return Snapshot(taken_at=NOW, sign_in=SignInEvidence(address="me@example.jp", backup_codes=(kept,)))


def entry(account="hana", **changes):
    """An entry that is right in every way; the secret differs from account to account."""
    secret = f"well made: {account[:1]} \x03\x8f\xc1".encode("latin-1").ljust(20, b"\x7a")
    return OtpEntry(**{"account": account, "issuer": "Mail", "secret": secret, **changes})


def authenticator(*entries, **changes):
    values = {"form": OtpSourceForm.AEGIS, "is_file": False, **changes}
    return Snapshot(taken_at=NOW, mfa=MfaFacts(entries=facts_of(entries or (entry(),)), **values))


def clock(least_s, most_s):
    return authenticator(clock=ClockOffset(host="time.example.jp", least_s=least_s, most_s=most_s))


def verified(match, shift_s=None):
    return authenticator(verification=Verification(name="Mail: hana", match=match, steps=3, shift_s=shift_s))


FIRES: dict[str, Snapshot] = {
    "password.too-short": password(length=LengthBand.FROM_8_TO_14),
    "password.outer-space": password(has_outer_space=True),
    "password.not-ascii": password(is_ascii=False),
    "password.guessable": password(strength=Strength(score=0, guesses_log10=3.2, weaknesses=tuple(Weakness))),
    "password.common": password(is_common=True),
    "password.contains-name": password(own_words=tuple(OwnWord)),
    "password.breached": password(breach=BreachLook(seen=LeakBand.OFTEN, source="list.txt")),
    "password.reused": reuse(same=2),
    "password.resembles": reuse(similar=1),
    "password.resets-others": reuse(resets_here=7),
    "password.change-advised": life(reasons=(ChangeReason.PHISHED, ChangeReason.WEAK)),
    "password.review-due": life(reviewed_at=LONG_AGO),
    "password.office-due": life(office=OfficeInterval(every=timedelta(days=180), reason="Contract with a customer")),
    "sign-in.access-not-mine": access(AccessAnswer.NOT_MINE),
    "sign-in.access-unused": access(AccessAnswer.NOT_USED),
    "sign-in.access-due": access(AccessAnswer.IN_USE, answered_at=LONG_AGO),
    "sign-in.password-only": sign_in(KeyKind.ACCOUNT_PASSWORD),
    "sign-in.app-password": sign_in(KeyKind.APP_PASSWORD, provider_id="gmail"),
    "sign-in.mfa-off": sign_in(KeyKind.ACCOUNT_PASSWORD, password_ends_with_two_step=True),
    "sign-in.mfa-sms": sign_in(said=MfaMethod.SMS),
    "sign-in.mfa-answer-due": sign_in(answered=LONG_AGO),
    "sign-in.recovery-not-mine": sign_in(recovery=RecoverySaid.NOT_MINE),
    "sign-in.recovery-out-of-reach": sign_in(recovery=RecoverySaid.NOT_REACHABLE),
    "sign-in.recovery-missing": sign_in(recovery=RecoverySaid.NOT_SET_UP),
    "sign-in.recovery-due": sign_in(answered=LONG_AGO),
    "sign-in.backup-codes-few": backup(2),
    "mfa.secret-short": authenticator(entry(secret=b"k9\x01\xf3Zq\x88\x10yT")),
    "mfa.secret-below-advised": authenticator(entry(secret=b"k9\x01\xf3Zq\x88\x10yT and more")),
    "mfa.secret-known": authenticator(entry(secret=b"12345678901234567890")),
    "mfa.secret-not-random": authenticator(entry(secret=bytes(20))),
    "mfa.secret-unreadable": authenticator(entry(secret=None, odd=(Odd.SECRET_UNREADABLE,))),
    "mfa.secret-shared": authenticator(entry(), *(entry(name, secret=entry().secret) for name in "abcdefg")),
    "mfa.entry-twice": authenticator(entry(), entry()),
    "mfa.algorithm-unknown": authenticator(entry(algorithm="MD5")),
    "mfa.algorithm-unusual": authenticator(entry(algorithm="SHA256")),
    "mfa.digits-few": authenticator(entry(digits=4)),
    "mfa.digits-unusual": authenticator(entry(digits=7)),
    "mfa.period-long": authenticator(entry(period_s=600)),
    "mfa.period-unusual": authenticator(entry(period_s=60)),
    "mfa.counter-based": authenticator(entry(kind=OtpKind.HOTP, counter=0)),
    "mfa.kind-unknown": authenticator(entry(kind=OtpKind.OTHER)),
    "mfa.setting-unreadable": authenticator(entry(odd=tuple(Odd))),
    "mfa.issuer-mismatch": authenticator(entry(label_issuer="Other")),
    "mfa.issuer-missing": authenticator(entry(issuer="")),
    "mfa.export-readable": authenticator(is_file=True),
    "mfa.export-incomplete": authenticator(missing_pages=2),
    "mfa.export-damaged": authenticator(damaged=1),
    "mfa.clock-wrong": clock(100, 101),
    "mfa.code-wrong": verified(Match.WRONG),
    "mfa.code-shifted": verified(Match.SHIFTED, -300),
    "mfa.code-unsure": verified(Match.PERHAPS_SHIFTED, 32_400),
    "mfa.counter-ahead": verified(Match.SHIFTED),
}

QUIET: dict[str, Snapshot] = {
    **dict.fromkeys(
        ("password.length", "password.strength", "password.words", "password.breach", "password.reuse"), password()
    ),
    **dict.fromkeys(("sign-in.password-only", "sign-in.mfa", "sign-in.recovery"), sign_in()),
    "password.age": life(reasons=(ChangeReason.WEAK,)),
    "sign-in.access": access(AccessAnswer.IN_USE),
    "sign-in.backup-codes": backup(3),
    **dict.fromkeys(("mfa.secret", "mfa.settings", "mfa.names", "mfa.source"), authenticator()),
    "mfa.clock": clock(-0.5, 0.7),
    "mfa.enrolment": verified(Match.RIGHT, 0),
}
