"""The audit of authenticator entries: one finding a fault, weak secrets audited and not rejected, no secret anywhere."""

from __future__ import annotations

import base64
import os
from datetime import UTC, datetime

import pyotp
import pytest

from sentwatch.core.check import Checked
from sentwatch.core.checks import mfa_clock, mfa_enrolment, mfa_names, mfa_secret, mfa_settings, mfa_source
from sentwatch.core.clock_offset import ClockOffset
from sentwatch.core.findings import Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.otp.entries import Odd, OtpEntry, OtpKind
from sentwatch.core.otp.facts import MfaFacts, OtpSourceForm, facts_of
from sentwatch.core.otp.uri import read_uri
from sentwatch.core.otp.verify import Match, Verification
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.service.mfa import CHECKS
from support.canaries import Canaries

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GOOD = base64.b32decode("HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ")


def chance(size):
    """Bytes of chance that surely do not look monotonous."""
    while len(set(made := os.urandom(size))) < min(size, 6):
        pass
    return made


def entry(**changes):
    return OtpEntry(**{"account": "hana", "issuer": "Mail", "secret": GOOD, **changes})


def snapshot(*entries, form=OtpSourceForm.URIS, **more):
    return Snapshot(taken_at=NOW, mfa=MfaFacts(form=form, entries=facts_of(entries), **more))


def found(check, *entries, **more):
    outcome = check.run(snapshot(*entries, **more))
    assert isinstance(outcome, Checked)
    return [finding.kind.code for finding in outcome.findings]


@pytest.mark.parametrize("check", CHECKS)
def test_a_good_entry_is_quiet_in_every_check(check):
    clock = ClockOffset(host="x", least_s=-0.5, most_s=0.7)
    right = Verification(name="Mail: hana", match=Match.RIGHT)
    assert found(check, entry(), clock=clock, verification=right) == []


@pytest.mark.parametrize("check", CHECKS)
def test_not_looked_is_never_nothing_found(check):
    why, failed = NotChecked(phrase(N_("x"))), Failed(Trouble(NETWORK_CUT, host="x"))
    assert check.run(Snapshot(taken_at=NOW, mfa=why)) is why
    assert check.run(Snapshot(taken_at=NOW, mfa=failed)) is failed
    assert check.run(Snapshot(taken_at=NOW)) is None


@pytest.mark.parametrize(
    ("size", "codes", "severity"),
    [
        (9, ["mfa.secret-short"], Severity.WARNING),
        (10, ["mfa.secret-short"], Severity.NOTICE),
        (15, ["mfa.secret-short"], Severity.NOTICE),
        (16, ["mfa.secret-below-advised"], Severity.INFO),
        (19, ["mfa.secret-below-advised"], Severity.INFO),
        (20, [], None),
        (64, [], None),
    ],
)
def test_bits_against_rfc_4226(size, codes, severity):
    outcome = mfa_secret.CHECK.run(snapshot(entry(secret=chance(size))))
    assert [finding.kind.code for finding in outcome.findings] == codes
    assert all(finding.severity is severity for finding in outcome.findings)


def test_a_secret_pyotp_refuses_is_audited():
    weak = read_uri("otpauth://totp/Mail:hana?secret=JBSWY3DP&issuer=Mail&period=180")
    with pytest.raises(ValueError):
        pyotp.parse_uri("otpauth://totp/Mail:hana?secret=JBSWY3DP&issuer=Mail&period=180")
    assert found(mfa_secret.CHECK, weak) == ["mfa.secret-short"]
    assert found(mfa_settings.CHECK, weak) == ["mfa.period-long"]


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        (b"12345678901234567890", "mfa.secret-known"),
        (base64.b32decode("JBSWY3DPEHPK3PXP") + b"", "mfa.secret-known"),
        (bytes(20), "mfa.secret-not-random"),
        (bytes(range(20)), "mfa.secret-not-random"),
        (b"abcde" * 4, "mfa.secret-not-random"),
        (b"\x01\x02" * 10, "mfa.secret-not-random"),
    ],
)
def test_secrets_that_are_no_secrets(secret, code):
    assert found(mfa_secret.CHECK, entry(secret=secret))[0] == code


def test_chance_does_not_look_monotonous():
    for size in (5, 8, 10, 16, 20, 32):
        for _ in range(200):
            assert not facts_of([entry(secret=chance(size))])[0].is_monotonous


def test_unreadable_secrets():
    for odd in (Odd.SECRET_MISSING, Odd.SECRET_UNREADABLE):
        assert found(mfa_secret.CHECK, entry(secret=None, odd=(odd,))) == ["mfa.secret-unreadable"]


def test_the_same_secret_twice_is_told_once_and_a_copy_is_another_thing():
    assert found(mfa_secret.CHECK, entry(), entry(account="taro")) == ["mfa.secret-shared"]
    assert found(mfa_secret.CHECK, entry(), entry()) == ["mfa.entry-twice"]
    three = found(
        mfa_secret.CHECK, entry(), entry(account="taro"), entry(account="jiro"), entry(account="x", secret=chance(20))
    )
    assert three == ["mfa.secret-shared"]
    finding = mfa_secret.CHECK.run(snapshot(entry(), entry(account="taro"))).findings[0]
    assert finding.params["others"] == ("Mail: taro",)


def test_entries_of_one_name_are_told_apart():
    subjects = [facts.subject for facts in facts_of([entry(), entry(secret=chance(20)), entry(secret=chance(20))])]
    assert subjects == ["Mail: hana", "Mail: hana #2", "Mail: hana #3"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"algorithm": "SHA256"}, ["mfa.algorithm-unusual"]),
        ({"algorithm": "MD5"}, ["mfa.algorithm-unknown"]),
        ({"digits": 5}, ["mfa.digits-few"]),
        ({"digits": 7}, ["mfa.digits-unusual"]),
        ({"digits": 8}, []),
        ({"digits": 10}, ["mfa.digits-unusual"]),
        ({"period_s": 60}, ["mfa.period-unusual"]),
        ({"period_s": 15}, ["mfa.period-unusual"]),
        ({"period_s": 61}, ["mfa.period-long"]),
        ({"kind": OtpKind.HOTP, "counter": 0}, ["mfa.counter-based"]),
        ({"kind": OtpKind.STEAM, "digits": 5}, []),
        ({"kind": OtpKind.OTHER, "odd": (Odd.KIND_UNKNOWN,)}, ["mfa.kind-unknown"]),
        ({"odd": (Odd.DIGITS_UNREADABLE,)}, ["mfa.setting-unreadable"]),
        ({"odd": (Odd.PERIOD_UNREADABLE, Odd.PARAMETER_TWICE)}, ["mfa.setting-unreadable"] * 2),
        (
            {"algorithm": "SHA512", "digits": 4, "period_s": 90},
            ["mfa.algorithm-unusual", "mfa.digits-few", "mfa.period-long"],
        ),
    ],
)
def test_settings(changes, codes):
    assert found(mfa_settings.CHECK, entry(**changes)) == codes


@pytest.mark.parametrize(
    ("label", "issuer", "codes"),
    [
        ("Mail", "Mail", []),
        ("mail", "M A I L", []),
        ("Mail", "", []),
        (None, "Mail", []),
        ("Google", "Phisher", ["mfa.issuer-mismatch"]),
        (None, "", ["mfa.issuer-missing"]),
    ],
)
def test_names(label, issuer, codes):
    assert found(mfa_names.CHECK, entry(label_issuer=label, issuer=issuer)) == codes


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"is_file": True}, ["mfa.export-readable"]),
        ({"is_file": True, "is_encrypted": True}, []),
        ({"is_file": True, "form": OtpSourceForm.PICTURE}, ["mfa.export-readable"]),
        ({"missing_pages": 2}, ["mfa.export-incomplete"]),
        ({"damaged": 1}, ["mfa.export-damaged"]),
    ],
)
def test_source(more, codes):
    assert found(mfa_source.CHECK, entry(), **more) == codes


@pytest.mark.parametrize(
    ("least_s", "most_s", "codes", "severity"),
    [
        (-20, 20, [], None),
        (29, 31, [], None),
        (30, 32, ["mfa.clock-wrong"], Severity.NOTICE),
        (-95, -90, ["mfa.clock-wrong"], Severity.WARNING),
        (-5, 500, [], None),
    ],
)
def test_clock(least_s, most_s, codes, severity):
    outcome = mfa_clock.CHECK.run(snapshot(entry(), clock=ClockOffset(host="x", least_s=least_s, most_s=most_s)))
    assert [finding.kind.code for finding in outcome.findings] == codes
    assert all(finding.severity is severity for finding in outcome.findings)
    assert outcome.limits[0].params["host"] == "x"


def test_a_clock_that_could_not_be_asked_is_said():
    failed = Failed(Trouble(NETWORK_CUT, host="x"))
    assert mfa_clock.CHECK.run(snapshot(entry(), clock=failed)) is failed
    assert mfa_clock.CHECK.run(snapshot(entry())) is None


@pytest.mark.parametrize(
    ("match", "shift_s", "code"),
    [
        (Match.RIGHT, 0, None),
        (Match.WRONG, None, "mfa.code-wrong"),
        (Match.SHIFTED, 300, "mfa.code-shifted"),
        (Match.SHIFTED, -300, "mfa.code-shifted"),
        (Match.PERHAPS_SHIFTED, 32400, "mfa.code-unsure"),
        (Match.SHIFTED, None, "mfa.counter-ahead"),
    ],
)
def test_enrolment(match, shift_s, code):
    seen = Verification(name="Mail: hana", match=match, steps=1, shift_s=shift_s)
    assert found(mfa_enrolment.CHECK, entry(), verification=seen) == ([code] if code else [])


@pytest.mark.parametrize("match", [Match.UNREADABLE, Match.NOT_COMPUTABLE])
def test_what_was_not_compared_is_not_checked(match):
    outcome = mfa_enrolment.CHECK.run(snapshot(entry(), verification=Verification(name="x", match=match)))
    assert isinstance(outcome, NotChecked)
    assert mfa_enrolment.CHECK.run(snapshot(entry())) is None


def test_no_secret_is_in_the_facts_or_the_findings():
    secret = chance(20)
    canaries = Canaries(seed=secret, seed_text=base64.b32encode(secret).decode())
    seen = snapshot(
        entry(secret=secret), entry(account="x", secret=secret), entry(secret=None, odd=(Odd.SECRET_MISSING,))
    )
    told = [repr(seen), *(repr(check.run(seen)) for check in CHECKS), repr(entry(secret=secret))]
    assert canaries.in_text("\n".join(told)) == []


def test_codes_are_in_their_area_and_unique():
    codes = [kind.code for check in CHECKS for kind in check.kinds]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("mfa.") for code in codes)
