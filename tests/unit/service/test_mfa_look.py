"""The authenticator workbench as a whole."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from sentwatch.adapters.otp_exports import OtpSources
from sentwatch.adapters.remote_clock import CLOCK_UNREACHABLE
from sentwatch.core.clock_offset import ClockOffset
from sentwatch.core.otp.codes import code_at
from sentwatch.core.otp.troubles import OTP_SOURCE_UNREADABLE
from sentwatch.core.snapshot import Failed, NotChecked
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.mfa import MfaLook
from support.canaries import Canaries

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET = "HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ"
URI = f"otpauth://totp/Mail:hana?secret={SECRET}&issuer=Mail"


class FakeClock:
    """Answers or fails as told."""

    def __init__(self, answer):
        self.answer = answer

    def offset(self, host, *, cancel):
        if isinstance(self.answer, Trouble):
            raise self.answer
        return self.answer


def look(data, *, clock=None, host=None, **more):
    return MfaLook(sources=OtpSources(), clock=clock).report(
        data.encode(), name="codes", now=NOW, cancel=CancelToken(), clock_host=host, **more
    )


def codes(report):
    return [found.finding.kind.code for found in report.findings]


def test_good_entries_are_quiet_and_a_readable_file_is_named():
    assert codes(look(URI)) == []
    assert codes(look(URI, is_file=True)) == ["mfa.export-readable"]
    assert not look(URI).is_blind_somewhere


def test_each_fault_is_one_finding():
    weak = "otpauth://totp/Google:hana?secret=JBSWY3DPEHPK3PXP&issuer=Mail&digits=4&algorithm=MD5&period=600"
    assert sorted(codes(look(weak))) == [
        "mfa.algorithm-unknown",
        "mfa.digits-few",
        "mfa.issuer-mismatch",
        "mfa.period-long",
        "mfa.secret-known",
        "mfa.secret-short",
    ]


def test_text_without_entries():
    with pytest.raises(Trouble) as caught:
        look("nothing here")
    assert caught.value.kind is OTP_SOURCE_UNREADABLE
    empty = look('{"items": [{"type": 1, "name": "x", "login": {"username": "u", "password": "p"}}]}')
    assert all(isinstance(result.outcome, NotChecked) for result in empty.results)
    assert empty.is_blind_somewhere


def test_the_clock_is_asked_only_where_one_was_named():
    slow = FakeClock(ClockOffset(host="x", least_s=-121, most_s=-119.5))
    assert codes(look(URI, clock=slow)) == []
    assert codes(look(URI, clock=slow, host="x")) == ["mfa.clock-wrong"]
    failed = look(URI, clock=FakeClock(Trouble(CLOCK_UNREACHABLE, host="x")), host="x")
    assert [r.code for r in failed.results if isinstance(r.outcome, Failed)] == ["mfa.clock"]


def test_a_typed_code():
    work = MfaLook(sources=OtpSources())
    source = work.sources.read(URI.encode(), name="x")
    (entry,) = source.entries
    right = work.verify(source, entry, (code_at(entry, NOW),), now=NOW, cancel=CancelToken())
    assert codes(right) == []
    wrong = "000000" if code_at(entry, NOW) != "000000" else "111111"
    done = work.verify(source, entry, (wrong, "999999"), now=NOW, cancel=CancelToken())
    assert codes(done) == ["mfa.code-wrong"]


def test_no_secret_is_in_the_report():
    report = look(URI + "\n" + URI.replace("hana", "taro"), is_file=True)
    assert codes(report)
    assert Canaries(text=SECRET, seed=base64.b32decode(SECRET)).in_text(repr(report)) == []
