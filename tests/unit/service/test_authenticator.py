"""The workbench: audits remembered by entry, entries kept in the keyring, codes and clocks compared."""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.otp_exports import OtpSources
from sentwatch.core.clock_offset import CLOCK_SILENT, ClockLook, ClockOffset
from sentwatch.core.otp.codes import code_at
from sentwatch.core.otp.verify import Match
from sentwatch.core.report import Status
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.authenticator import KEY, Authenticator, Handed
from sentwatch.service.left_files import LeftFiles, LeftKind
from sentwatch.wiring import App
from support.canaries import Canaries

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECRET = "HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ"
GOOD = f"otpauth://totp/Mail:hana?secret={SECRET}&issuer=Mail"
SHORT = "otpauth://totp/Shop:hana?secret=K6PYKLT2NJXE4A&issuer=Shop"
ODD = f"otpauth://totp/Shop:hana%20two?secret={SECRET[::-1]}&issuer=Shop&digits=x"


NO_TIME = Trouble(CLOCK_SILENT, host="example.com")


class Clock:
    def now(self):
        return NOW


class Clocks:
    def __init__(self, least_s=-0.5, most_s=0.7):
        self.offset = ClockOffset(host="example.jp", least_s=least_s, most_s=most_s)

    def look(self, asked, *, cancel):
        return ClockLook(offset=self.offset) if asked == "example.jp" else ClockLook(asked=(NO_TIME,))


@pytest.fixture
def app(tmp_path):
    made = App(data_dir=tmp_path / "data", secrets=SessionSecrets(), clock=Clock())
    yield made
    made.close()


def bench(app, clocks=None):
    return Authenticator(
        secrets=app.keyring, kept=app.kept(), findings=app.findings(KEY), clocks=clocks or Clocks(), clock=app.clock
    )


def handed(*lines, is_file=False):
    source = OtpSources().read("\n".join(lines).encode(), name="codes")
    return Handed(name="codes", source=source, is_file=is_file)


def entry_of(line):
    return handed(line).source.entries[0]


def known(app):
    return sorted(app.findings(KEY).known())


def test_each_entry_carries_what_was_found_about_it(app):
    audited = bench(app).audit([handed(GOOD, SHORT, ODD)])
    found = {one.facts.name: [f.kind.code for f in one.found] for one in audited.entries}
    assert found == {
        "Mail: hana": [],
        "Shop: hana": ["mfa.secret-short"],
        "Shop: hana two": ["mfa.setting-unreadable"],
    }


def test_what_is_not_handed_in_again_stays_as_it_was(app):
    bench(app).audit([handed(SHORT)])
    bench(app).audit([handed(ODD)])
    assert [code for code, _ in known(app)] == ["mfa.secret-short", "mfa.setting-unreadable"]
    better = SHORT.replace("K6PYKLT2NJXE4A", SECRET)
    report = bench(app).audit([handed(better)]).report
    assert [one.finding.kind.code for one in report.findings if one.status is Status.GONE] == ["mfa.secret-short"]
    assert [code for code, _ in known(app)] == ["mfa.setting-unreadable"]


def test_the_same_entry_from_two_sources_is_not_there_twice(app):
    audited = bench(app).audit([handed(GOOD), handed(GOOD)], kept=[entry_of(GOOD)])
    assert len(audited.entries) == 1
    assert known(app) == []
    bench(app).audit([handed(GOOD, GOOD)])
    assert [code for code, _ in known(app)] == ["mfa.entry-twice"]


def test_one_secret_in_two_sources_is_seen(app):
    twin = GOOD.replace("hana", "taro")
    bench(app).audit([handed(GOOD), handed(twin)])
    assert [code for code, _ in known(app)] == ["mfa.secret-shared"]


def test_an_open_file_is_told_until_it_is_forgotten(app):
    bench(app).audit([handed(SHORT, is_file=True)])
    assert [code for code, _ in known(app)] == ["mfa.export-readable", "mfa.secret-short"]
    bench(app).forget_findings(about=["uris"])
    assert [code for code, _ in known(app)] == ["mfa.secret-short"]
    bench(app).forget_findings()
    assert known(app) == []


def test_kept_entries(app, tmp_path):
    work = bench(app)
    code = work.keep(entry_of(GOOD))
    assert (code.name, code.kept_at) == ("Mail: hana", NOW)
    assert work.keep(entry_of("otpauth://totp/x?secret=")) is None
    (opened,) = work.opened()
    assert code_at(opened.entry, NOW) == code_at(entry_of(GOOD), NOW)
    canaries = Canaries(text=SECRET, seed=base64.b32decode(SECRET))
    assert canaries.in_text(repr(opened) + repr(work.audit([handed(GOOD)]))) == []
    assert canaries.in_files(tmp_path) == []
    work.secrets.remove(f"otp:{code.id}")
    assert [one.entry for one in work.opened()] == [None]
    work.forget(code.id)
    assert work.known() == ()


def test_a_forgotten_entry_leaves_nothing_in_the_keyring(app):
    work = bench(app)
    code = work.keep(entry_of(GOOD))
    work.forget(code.id)
    assert app.keyring.get(f"otp:{code.id}") is None


def test_codes_are_compared_and_only_a_comparison_is_remembered(app):
    work, entry = bench(app), entry_of(GOOD)
    assert work.verify(entry, (code_at(entry, NOW),))[0].match is Match.RIGHT
    behind = code_at(entry, NOW - timedelta(minutes=2))
    came_to, found = work.verify(entry, (behind,))
    assert (came_to.match, came_to.shift_s) == (Match.SHIFTED, -120)
    assert [finding.kind.code for finding in found] == ["mfa.code-shifted"]
    assert work.verify(entry, ("12",))[0].match is Match.UNREADABLE
    assert [code for code, _ in known(app)] == ["mfa.code-shifted"]
    assert "mfa.enrolment" in {look.code for look in app.findings(KEY).looks() if look.outcome == "checked"}
    work.verify(entry, (code_at(entry, NOW),))
    assert known(app) == []


def test_the_clock(app):
    look, said = bench(app).compare_clock("example.jp", cancel=CancelToken())
    assert (round(look.offset.offset_s, 1), said) == (0.1, ())
    slow = bench(app, Clocks(-121, -119.5))
    _, said = slow.compare_clock("example.jp", cancel=CancelToken())
    assert [finding.kind.code for finding in said] == ["mfa.clock-wrong"]
    look, said = slow.compare_clock("example.com", cancel=CancelToken())
    assert (look.offset, said) == (None, ())
    assert [code for code, _ in known(app)] == ["mfa.clock-wrong"]


def test_files_are_reminded_of_until_they_are_gone(app, tmp_path):
    export = tmp_path / "passwords.csv"
    export.write_text("x")
    left = LeftFiles(kept=app.kept(), is_there=lambda path: export.exists(), clock=app.clock)
    left.remind_of(str(export), LeftKind.PASSWORDS)
    left.remind_of(str(export), LeftKind.PASSWORDS)
    assert [one.path for one in left.still_there()] == [str(export)]
    export.unlink()
    assert left.still_there() == ()
    export.write_text("another one")
    assert left.still_there() == ()
    left.remind_of(str(export), LeftKind.CODES)
    left.forget(str(export))
    assert left.still_there() == ()
