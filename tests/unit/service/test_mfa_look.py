"""The authenticator workbench as a whole."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from sentwatch.adapters.otp_exports import OtpSources
from sentwatch.core.clock_offset import CLOCK_SILENT, CLOCK_UNREACHABLE, WAY_WORDS, ClockLook, ClockOffset, ClockWay
from sentwatch.core.looks import NotChecked
from sentwatch.core.otp.codes import code_at
from sentwatch.core.otp.troubles import OTP_SOURCE_UNREADABLE
from sentwatch.core.otp.verify import verify
from sentwatch.core.trouble import Trouble
from sentwatch.service.mfa import clock_report, entries_report
from support.canaries import Canaries

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET = "HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ"
URI = f"otpauth://totp/Mail:hana?secret={SECRET}&issuer=Mail"


def read(data):
    return OtpSources().read(data.encode(), name="codes")


def look(data, **more):
    return entries_report(read(data), now=NOW, **more)


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


SLOW = ClockLook(offset=ClockOffset(host="x", least_s=-121, most_s=-119.5))


def test_the_clock_is_judged_only_where_one_was_asked():
    assert "mfa.clock" not in {result.code for result in look(URI).results}
    assert codes(look(URI, clock=SLOW)) == ["mfa.clock-wrong"]


def test_the_clock_alone():
    alone = clock_report(SLOW, now=NOW)
    assert (codes(alone), [result.code for result in alone.results]) == (["mfa.clock-wrong"], ["mfa.clock"])


@pytest.mark.parametrize(("kind", "is_blind"), [(CLOCK_UNREACHABLE, True), (CLOCK_SILENT, False)])
def test_a_clock_that_was_not_told(kind, is_blind):
    seen = look(URI, clock=ClockLook(asked=(Trouble(kind, host="x"),)))
    assert [r.code for r in seen.results if isinstance(r.outcome, NotChecked)] == ["mfa.clock"]
    assert seen.is_blind_somewhere is is_blind


def test_an_open_greeting_is_named():
    clock = ClockOffset(host="x", least_s=-1, most_s=1, way=ClockWay.OPEN_GREETING)
    [result] = clock_report(ClockLook(offset=clock), now=NOW).results
    assert WAY_WORDS[ClockWay.OPEN_GREETING] in [limit.text for limit in result.outcome.limits]


def test_a_typed_code():
    source = read(URI)
    (entry,) = source.entries
    right = entries_report(source, now=NOW, verification=verify(entry, (code_at(entry, NOW),), at=NOW))
    assert codes(right) == []
    wrong = "000000" if code_at(entry, NOW) != "000000" else "111111"
    done = entries_report(source, now=NOW, verification=verify(entry, (wrong, "999999"), at=NOW))
    assert codes(done) == ["mfa.code-wrong"]


def test_no_secret_is_in_the_report():
    report = look(URI + "\n" + URI.replace("hana", "taro"), is_file=True)
    assert codes(report)
    assert Canaries(text=SECRET, seed=base64.b32decode(SECRET)).in_text(repr(report)) == []
