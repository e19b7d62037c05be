"""What a way in proves about a second step, what it cannot, and the owner's dated answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.providers import provider_table
from sentwatch.core.accounts import Account, SignIn
from sentwatch.core.check import Checked
from sentwatch.core.checks import sign_in_mfa, sign_in_password_only, sign_in_recovery
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.recovery import QUESTIONS, RecoveryAnswer, RecoveryPath, RecoverySaid, standings
from sentwatch.core.sign_in import METHOD_TITLES, METHOD_WHY, KeyKind, MfaAnswer, MfaMethod, Proof, WayIn, key_of
from sentwatch.core.sign_in_evidence import SignInEvidence
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.ports.mail import Credential, CredentialKind, SignInFacts
from sentwatch.service.sign_in_proof import CHECKS, way_in

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TABLE = provider_table()
APP = "abcd efgh ijkl mnop"
OWN = "Correct-Horse-7"


def enter(provider_id, secret, *, kind=CredentialKind.PASSWORD):
    provider = TABLE.by_id(provider_id)
    assert provider is not None or provider_id is None
    account = Account(id="a", address="hana@x.example", host="imap.x.example", sign_in=SignIn.PASSWORD)
    facts = SignInFacts(capabilities=frozenset(), mechanism="PLAIN", tls_version="TLSv1.3", certificate_not_after=None)
    return way_in(account, facts=facts, credential=Credential(secret, kind), provider=provider, at=NOW)


@pytest.mark.parametrize(
    ("provider", "secret", "key", "proof"),
    [
        ("gmail", APP, KeyKind.APP_PASSWORD, Proof.TWO_STEP_IS_ON),
        ("gmail", "no shape at all", KeyKind.APP_PASSWORD, Proof.TWO_STEP_IS_ON),
        ("icloud", "abcd-efgh-ijkl-mnop", KeyKind.APP_PASSWORD, Proof.TWO_STEP_IS_ON),
        ("google_workspace", APP, KeyKind.APP_PASSWORD, Proof.TWO_STEP_IS_ON),
        ("fastmail", APP, KeyKind.APP_PASSWORD, Proof.NOTHING),
        ("yahoo", APP, KeyKind.APP_PASSWORD, Proof.NOTHING),
        ("gmx", OWN, KeyKind.ACCOUNT_PASSWORD, Proof.TWO_STEP_IS_OFF),
        ("gmx", "abcdefghijklmnop", KeyKind.UNCLEAR, Proof.NOTHING),
        ("xserver", OWN, KeyKind.ACCOUNT_PASSWORD, Proof.PASSWORD_ALONE_OPENS),
        ("xserver", "abcdefghijklmnop", KeyKind.ACCOUNT_PASSWORD, Proof.PASSWORD_ALONE_OPENS),
        ("proton", "bridge-made", KeyKind.BRIDGE, Proof.NOTHING),
        (None, OWN, KeyKind.ACCOUNT_PASSWORD, Proof.PASSWORD_ALONE_OPENS),
        (None, "abcdefghijklmnop", KeyKind.UNCLEAR, Proof.NOTHING),
    ],
)
def test_what_a_typed_secret_proves(provider, secret, key, proof):
    seen = enter(provider, secret)
    assert (seen.key, seen.proof) == (key, proof)
    assert secret not in repr(seen)


def test_a_token_proves_modern_sign_in_only():
    for provider in ("gmail", "outlook_com", None):
        seen = enter(provider, "token-token-token", kind=CredentialKind.ACCESS_TOKEN)
        assert (seen.key, seen.proof) == (KeyKind.TOKEN, Proof.BROWSER_SIGN_IN_ONLY)


def test_every_provider_gives_an_answer():
    for provider in TABLE.providers:
        assert key_of(provider, is_token=False, is_app_password_shaped=False) in KeyKind


def evidence(key=None, *, provider=None, answer=None, ends=False, recovery=(), incident=None):
    seen = None
    if key is not None:
        seen = WayIn(host="imap.x.example", key=key, at=NOW, provider_id=provider, password_ends_with_two_step=ends)
    return SignInEvidence(
        address="hana@x.example", way_in=seen, answer=answer, recovery=recovery, last_incident=incident
    )


def said(*methods, days=1):
    return MfaAnswer(methods=methods, at=NOW - days * DAY)


def outcome(check, seen):
    return check.run(Snapshot(taken_at=NOW, sign_in=seen))


def codes(check, seen):
    result = outcome(check, seen)
    assert isinstance(result, Checked)
    return [finding.kind.code for finding in result.findings]


def test_password_only():
    check = sign_in_password_only.CHECK
    assert codes(check, evidence(KeyKind.ACCOUNT_PASSWORD)) == ["sign-in.password-only"]
    assert codes(check, evidence(KeyKind.APP_PASSWORD, provider="gmail")) == ["sign-in.app-password"]
    assert codes(check, evidence(KeyKind.TOKEN)) == []
    assert codes(check, evidence(KeyKind.BRIDGE)) == []
    unclear = outcome(check, evidence(KeyKind.UNCLEAR))
    assert (unclear.findings, len(unclear.limits)) == ((), 1)
    assert outcome(check, evidence()) == NotChecked(phrase("We have not signed in to this mailbox yet."))


MFA = sign_in_mfa.CHECK


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (evidence(KeyKind.ACCOUNT_PASSWORD, answer=said(MfaMethod.NONE)), ["sign-in.mfa-off"]),
        (evidence(KeyKind.ACCOUNT_PASSWORD, answer=said(MfaMethod.PASSKEY)), []),
        (evidence(answer=said(MfaMethod.SECURITY_KEY)), []),
        (evidence(answer=said(MfaMethod.AUTHENTICATOR)), []),
        (evidence(answer=said(MfaMethod.SMS)), ["sign-in.mfa-sms"]),
        (evidence(answer=said(MfaMethod.PASSKEY, MfaMethod.SMS)), ["sign-in.mfa-sms"]),
        (evidence(KeyKind.APP_PASSWORD, provider="gmail"), []),
        # A proof outweighs an answer: it was seen.
        (
            evidence(KeyKind.APP_PASSWORD, provider="gmail", answer=said(MfaMethod.NONE)),
            ["sign-in.mfa-answer-due"],
        ),
        (evidence(KeyKind.ACCOUNT_PASSWORD, ends=True), ["sign-in.mfa-off"]),
        (
            evidence(KeyKind.ACCOUNT_PASSWORD, ends=True, answer=said(MfaMethod.PASSKEY)),
            ["sign-in.mfa-off", "sign-in.mfa-answer-due"],
        ),
        (evidence(answer=said(MfaMethod.PASSKEY, days=179)), []),
        (evidence(answer=said(MfaMethod.PASSKEY, days=180)), ["sign-in.mfa-answer-due"]),
        (evidence(answer=said(MfaMethod.PASSKEY, days=2), incident=NOW - DAY), ["sign-in.mfa-answer-due"]),
    ],
)
def test_second_step(seen, expected):
    assert codes(MFA, seen) == expected


@pytest.mark.parametrize(
    "seen",
    [
        evidence(),
        evidence(KeyKind.TOKEN),
        evidence(KeyKind.APP_PASSWORD, provider="yahoo"),
        evidence(KeyKind.ACCOUNT_PASSWORD),
        evidence(answer=said(MfaMethod.NOT_KNOWN)),
        evidence(answer=said()),
    ],
)
def test_without_proof_or_answer_we_do_not_know(seen):
    result = outcome(MFA, seen)
    assert isinstance(result, NotChecked)
    assert result.expected


def test_what_cannot_be_seen_is_always_said():
    assert any(
        "nobody can see" in limit.text for limit in outcome(MFA, evidence(answer=said(MfaMethod.PASSKEY))).limits
    )


def test_methods_are_in_order_and_worded():
    order = list(MfaMethod)
    assert order[:4] == [MfaMethod.PASSKEY, MfaMethod.SECURITY_KEY, MfaMethod.AUTHENTICATOR, MfaMethod.SMS]
    assert set(METHOD_TITLES) == set(METHOD_WHY) == set(MfaMethod)


def recovered(said_, path=RecoveryPath.ADDRESS, days=1):
    return RecoveryAnswer(path=path, said=said_, at=NOW - days * DAY)


ALL_MINE = tuple(recovered(RecoverySaid.MINE, path) for path in RecoveryPath)


def test_recovery():
    check = sign_in_recovery.CHECK
    assert codes(check, evidence(recovery=ALL_MINE)) == []
    strange = (*ALL_MINE, recovered(RecoverySaid.NOT_MINE, days=0))
    assert codes(check, evidence(recovery=strange)) == ["sign-in.recovery-not-mine"]
    lost = (*ALL_MINE, recovered(RecoverySaid.NOT_REACHABLE, RecoveryPath.PHONE, days=0))
    assert codes(check, evidence(recovery=lost)) == ["sign-in.recovery-out-of-reach"]
    none = tuple(recovered(RecoverySaid.NOT_SET_UP, path) for path in RecoveryPath)
    assert codes(check, evidence(recovery=none)) == ["sign-in.recovery-missing"]
    assert codes(check, evidence(recovery=ALL_MINE, incident=NOW)) == ["sign-in.recovery-due"]
    old = tuple(recovered(RecoverySaid.MINE, path, days=180) for path in RecoveryPath)
    assert codes(check, evidence(recovery=old)) == ["sign-in.recovery-due"]
    assert codes(check, evidence(recovery=ALL_MINE[:1])) == ["sign-in.recovery-due"]
    assert isinstance(outcome(check, evidence()), NotChecked)


def test_the_last_answer_counts_and_an_incident_sets_all_back():
    answers = (recovered(RecoverySaid.NOT_MINE, days=9), recovered(RecoverySaid.MINE, days=1))
    first = standings(answers, now=NOW)[0]
    assert first.answer.said is RecoverySaid.MINE
    assert not first.is_due
    assert first.due == NOW + 179 * DAY
    assert standings(answers, now=NOW, last_incident=NOW)[0].is_due
    assert [standing.question for standing in standings((), now=NOW)] == list(QUESTIONS)
    assert all(standing.is_due for standing in standings((), now=NOW))


@pytest.mark.parametrize("check", CHECKS)
def test_not_looked_is_never_nothing_found(check):
    why, failed = NotChecked(phrase(N_("x"))), Failed(Trouble(NETWORK_CUT, host="x"))
    assert outcome(check, why) is why
    assert outcome(check, failed) is failed
    assert outcome(check, None) is None
    assert all(kind.code.startswith("sign-in.") for kind in check.kinds)
