"""Every finding of the password, sign-in and authenticator checks in words: complete, in both languages, no field left."""

from __future__ import annotations

import gettext
import os
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.resources import resource
from sentwatch.core.check import Checked
from sentwatch.core.clock_offset import ClockOffset
from sentwatch.core.otp.entries import Odd, OtpEntry, OtpKind
from sentwatch.core.otp.facts import MfaFacts, OtpSourceForm, facts_of
from sentwatch.core.otp.verify import Match, Verification
from sentwatch.core.password_reuse import ReuseCounts
from sentwatch.core.passwords import (
    BreachLook,
    LeakBand,
    LengthBand,
    OwnWord,
    PasswordFacts,
    SecondFactor,
    Strength,
    Weakness,
)
from sentwatch.core.recovery import RecoveryAnswer, RecoveryPath, RecoverySaid
from sentwatch.core.sign_in import KeyKind, MfaAnswer, MfaMethod, SignInEvidence, WayIn
from sentwatch.core.snapshot import Snapshot
from sentwatch.service import mfa, password, sign_in_proof
from sentwatch.texts.render import render_finding, render_reason
from sentwatch.texts.words import LANGUAGES, Words

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
OLD = NOW - timedelta(days=400)
CHECKS = (*password.CHECKS, *sign_in_proof.CHECKS, *mfa.CHECKS)


def entry(**changes):
    values = {"account": "hana", "issuer": "Mail", "secret": b"\x05 well made secret \xc3\x91", **changes}
    return OtpEntry(**values)


ENTRIES = (
    entry(account="a", secret=b"short-\x01\x02\x03"),
    entry(account="b", secret=b"between 128 and \x01"),
    entry(account="c", secret=b"12345678901234567890"),
    entry(account="d", secret=bytes(20)),
    entry(account="e", secret=None, odd=(Odd.SECRET_MISSING, *Odd)),
    entry(account="f"),
    entry(account="g"),
    entry(account="g"),
    entry(account="h", secret=os.urandom(20), algorithm="MD5", digits=3, period_s=600, label_issuer="Other"),
    entry(account="i", secret=os.urandom(20), algorithm="SHA256", digits=7, period_s=60, issuer=""),
    entry(account="j", secret=os.urandom(20), kind=OtpKind.HOTP, counter=0),
    entry(account="k", secret=os.urandom(20), kind=OtpKind.OTHER),
)


def authenticator(**changes):
    values = {"form": OtpSourceForm.AEGIS, "is_file": True, "damaged": 1, "missing_pages": 2, **changes}
    return Snapshot(taken_at=NOW, mfa=MfaFacts(entries=facts_of(ENTRIES), **values))


def sign_in(key, *, said=MfaMethod.NONE, at=OLD, recovery=RecoverySaid.NOT_MINE, **way):
    return Snapshot(
        taken_at=NOW,
        sign_in=SignInEvidence(
            address="hana@x.example",
            way_in=WayIn(host="imap.x.example", key=key, at=NOW, mechanism="PLAIN", **way),
            answer=MfaAnswer(methods=(said,), at=at),
            recovery=tuple(RecoveryAnswer(path=path, said=recovery, at=at) for path in RecoveryPath),
        ),
    )


def reviewed(**changes):
    values = {
        "length": LengthBand.FROM_8_TO_14,
        "second_factor": SecondFactor.UNKNOWN,
        "strength": Strength(score=0, guesses_log10=3.2, weaknesses=tuple(Weakness)),
        "own_words": tuple(OwnWord),
        "is_common": True,
        "is_ascii": False,
        "has_outer_space": True,
        "breach": BreachLook(seen=LeakBand.OFTEN, source="list.txt"),
        "reuse": ReuseCounts(looked_at=20, same=1, similar=2, resets_here=3),
    }
    return Snapshot(taken_at=NOW, password=PasswordFacts(**{**values, **changes}))


def verified(match, shift_s=None):
    return authenticator(verification=Verification(name="Mail: f", match=match, steps=3, shift_s=shift_s))


SNAPSHOTS = (
    reviewed(),
    authenticator(clock=ClockOffset(host="time.example", least_s=100, most_s=101)),
    authenticator(clock=ClockOffset(host="time.example", least_s=-50, most_s=-49)),
    verified(Match.WRONG),
    verified(Match.SHIFTED, 300),
    verified(Match.SHIFTED, -90),
    verified(Match.SHIFTED),
    verified(Match.PERHAPS_SHIFTED, 32_400),
    sign_in(KeyKind.ACCOUNT_PASSWORD),
    sign_in(KeyKind.ACCOUNT_PASSWORD, password_ends_with_two_step=True, recovery=RecoverySaid.NOT_REACHABLE),
    sign_in(KeyKind.APP_PASSWORD, provider_id="gmail", said=MfaMethod.SMS, recovery=RecoverySaid.NOT_SET_UP),
    sign_in(KeyKind.UNCLEAR),
    sign_in(KeyKind.TOKEN),
)


def found():
    for snapshot in SNAPSHOTS:
        for check in CHECKS:
            outcome = check.run(snapshot)
            if isinstance(outcome, Checked):
                yield from outcome.findings


def words(lang):
    return Words(lang, gettext.translation("sentwatch", str(resource("locale")), [lang], fallback=lang == "en"))


def test_each_kind_fires_in_these_samples():
    kinds = {kind.code for check in CHECKS for kind in check.kinds}
    assert {finding.kind.code for finding in found()} == kinds


def test_each_finding_belongs_to_the_check_that_raised_it():
    for snapshot in SNAPSHOTS:
        for check in CHECKS:
            outcome = check.run(snapshot)
            if isinstance(outcome, Checked):
                assert {finding.kind for finding in outcome.findings} <= set(check.kinds)
                keys = [finding.key for finding in outcome.findings]
                assert len(keys) == len(set(keys)), check.code


def test_each_kind_is_complete():
    for check in CHECKS:
        assert check.title
        for kind in check.kinds:
            assert all((kind.title, kind.why, kind.how_to_check, kind.harmless, kind.do_first)), kind.code
            assert all((*kind.harmless, *kind.do_first)), kind.code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_field_is_left_open(lang):
    say = words(lang)
    for finding in found():
        message = render_finding(finding, say)
        parts = [message.title, message.why, message.how_to_check, *message.harmless, *message.do_first]
        parts += [text for pair in message.evidence for text in pair]
        assert all(part and "{" not in part for part in parts), (finding.kind.code, parts)
        if lang == "ja":
            assert any("\u3040" <= c <= "\u30ff" for c in message.title), finding.kind.code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_reasons_and_limits_are_whole(lang):
    say = words(lang)
    for snapshot in SNAPSHOTS:
        for check in CHECKS:
            outcome = check.run(snapshot)
            reason = None if outcome is None else render_reason(outcome, say)
            assert reason is None or "{" not in reason
