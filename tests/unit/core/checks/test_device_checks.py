"""The device checks: what fires, what stays quiet, and that could-not-look is never called fine."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sentwatch.core.check import Checked
from sentwatch.core.connection import Answer
from sentwatch.core.device import (
    AntivirusFacts,
    AutomaticLoginFacts,
    DeviceFacts,
    EncryptionFacts,
    FirewallFacts,
    LockFacts,
    MailProfile,
    MailProgramFacts,
    MailSecurity,
    MailServerSetting,
    PasswordProgramFacts,
    Scanner,
    System,
    SystemVersion,
    UpdateFacts,
    Volume,
)
from sentwatch.core.looks import DoesNotApply, Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.device import CHECKS, DeviceLook

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
BY_CODE = {check.code: check for check in CHECKS}
PARTS = {
    "device.antivirus": "antivirus",
    "device.updates": "updates",
    "device.support": "version",
    "device.mail-programs": "mail_programs",
    "device.encryption": "encryption",
    "device.lock": "lock",
    "device.automatic-login": "automatic_login",
    "device.firewall": "firewall",
    "device.password-program": "password_programs",
}
L, M, W = System.LINUX, System.MACOS, System.WINDOWS
GOOD = DeviceFacts(
    version=SystemVersion(system=L, name="Debian 13", family="debian", release="13"),
    antivirus=AntivirusFacts(system=W, scanners=(Scanner(name="Defender", is_on=Answer.YES, is_current=Answer.YES),)),
    firewall=FirewallFacts(system=W, is_on=Answer.YES, product="Windows Firewall"),
    updates=UpdateFacts(system=L, known_at=NOW - timedelta(hours=5)),
    encryption=EncryptionFacts(system=L, volumes=(Volume(place="/", is_encrypted=Answer.YES, how="LUKS2"),)),
    lock=LockFacts(system=L, locks=Answer.YES, after_s=300),
    automatic_login=AutomaticLoginFacts(system=L, is_on=False),
    password_programs=PasswordProgramFacts(names=("KeePassXC",)),
    mail_programs=MailProgramFacts(profiles=(MailProfile(program="Thunderbird", place="x"),)),
)


def run(code, fact):
    return BY_CODE[code].run(Snapshot(taken_at=NOW, device=replace(GOOD, **{PARTS[code]: fact})))


def codes(code, fact):
    outcome = run(code, fact)
    assert isinstance(outcome, Checked)
    return [finding.kind.code.removeprefix("device.") for finding in outcome.findings]


def test_every_fact_has_a_check():
    assert sorted(PARTS.values()) == sorted(field.name for field in fields(DeviceFacts))
    assert set(PARTS) == set(BY_CODE)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_tidy_computer_is_quiet(check):
    outcome = check.run(Snapshot(taken_at=NOW, device=GOOD))
    assert isinstance(outcome, Checked)
    assert outcome.findings == ()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_could_not_look_is_never_fine(check):
    why = NotChecked(phrase(N_("x")))
    failed = Failed(Trouble(NETWORK_CUT, host="x"))
    assert run(check.code, why) is why
    assert run(check.code, failed) is failed
    assert check.run(Snapshot(taken_at=NOW, device=why)) is why
    assert check.run(Snapshot(taken_at=NOW)) is None


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_what_does_not_exist_here_says_so(check):
    reason = phrase(N_("x"))
    assert run(check.code, DoesNotApply(reason)) == Checked(limits=(reason,))


def scanner(is_on, *, current=Answer.UNKNOWN, at=None, name="X"):
    return Scanner(name=name, is_on=is_on, is_current=current, definitions_at=at)


@pytest.mark.parametrize(
    ("system", "scanners", "expected"),
    [
        (W, (), ["antivirus-off"]),
        (W, (scanner(Answer.NO),), ["antivirus-off"]),
        (W, (scanner(Answer.NO), scanner(Answer.YES)), []),
        (W, (scanner(Answer.YES, current=Answer.NO),), ["antivirus-outdated"]),
        (W, (scanner(Answer.YES, current=Answer.NO), scanner(Answer.YES, current=Answer.YES)), []),
        (W, (scanner(Answer.YES, at=NOW - timedelta(days=8)),), ["antivirus-outdated"]),
        (W, (scanner(Answer.YES, at=NOW - timedelta(days=6)),), []),
        (W, (scanner(Answer.UNKNOWN),), []),
        (M, (scanner(Answer.YES, at=NOW - timedelta(days=90)),), []),
        (M, (scanner(Answer.NO),), ["antivirus-off"]),
        (L, (), ["antivirus-none-seen"]),
        (L, (scanner(Answer.NO),), ["antivirus-off"]),
    ],
)
def test_antivirus(system, scanners, expected):
    assert codes("device.antivirus", AntivirusFacts(system=system, scanners=scanners)) == expected


def test_a_scanner_that_does_not_tell_is_named():
    outcome = run("device.antivirus", AntivirusFacts(system=W, scanners=(scanner(Answer.UNKNOWN, name="Zed"),)))
    assert outcome.limits[0].params["names"] == ("Zed",)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (FirewallFacts(system=W, is_on=Answer.NO, product="Windows Firewall"), ["firewall-off"]),
        (FirewallFacts(system=W, is_on=Answer.YES, off_for=("Public",)), ["firewall-off-in-public"]),
        (FirewallFacts(system=W, is_on=Answer.YES, off_for=("Domain",)), []),
        (FirewallFacts(system=L, is_on=Answer.NO), ["firewall-none-seen"]),
        (FirewallFacts(system=L, is_on=Answer.NO, product="ufw"), ["firewall-off"]),
        (FirewallFacts(system=M, is_on=Answer.NO, product="macOS"), ["firewall-off"]),
    ],
)
def test_firewall(facts, expected):
    assert codes("device.firewall", facts) == expected


def test_a_firewall_that_does_not_tell():
    assert isinstance(run("device.firewall", FirewallFacts(system=L, is_on=Answer.UNKNOWN)), NotChecked)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"waiting": ("a", "b")}, ["updates-waiting"]),
        ({"waiting": ("a", "b"), "security": 0}, ["updates-waiting"]),
        ({"waiting": ("a", "b"), "security": 1}, ["security-updates-waiting"]),
        ({"known_at": NOW - timedelta(days=15)}, ["updates-not-asked"]),
        ({"known_at": NOW - timedelta(days=13)}, []),
        ({"known_at": None}, []),
        ({"needs_restart": True}, ["restart-waiting"]),
    ],
)
def test_updates(changes, expected):
    facts = replace(UpdateFacts(system=L, known_at=NOW), **changes)
    assert codes("device.updates", facts) == expected
    assert bool(run("device.updates", facts).limits) is (facts.known_at is None)


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        (SystemVersion(system=W, name="Windows 10", family="windows", release="10"), ["system-support-ended"]),
        (SystemVersion(system=W, name="Windows 11", family="windows", release="11 25H2"), []),
        (SystemVersion(system=L, name="F", support_ends=date(2026, 11, 23)), ["system-support-ended"]),
        (SystemVersion(system=L, name="F", support_ends=date(2026, 11, 24)), ["system-support-ends-soon"]),
        (SystemVersion(system=L, name="F", support_ends=date(2027, 6, 1)), []),
    ],
)
def test_support(version, expected):
    assert codes("device.support", version) == expected


def test_an_unknown_version_is_not_called_supported():
    outcome = run("device.support", SystemVersion(system=M, name="macOS 15", family="macos", release="15"))
    assert isinstance(outcome, NotChecked)
    assert outcome.expected


@pytest.mark.parametrize(
    ("answers", "is_under_way", "expected"),
    [
        ((Answer.NO,), False, ["disk-not-encrypted"]),
        ((Answer.YES, Answer.NO), False, ["disk-not-encrypted"]),
        ((Answer.YES, Answer.YES), False, []),
        ((Answer.YES, Answer.UNKNOWN), False, []),
        ((Answer.NO,), True, ["disk-encryption-unfinished"]),
    ],
)
def test_encryption(answers, is_under_way, expected):
    volumes = tuple(Volume(place=str(at), is_encrypted=answer) for at, answer in enumerate(answers))
    assert codes("device.encryption", EncryptionFacts(system=L, volumes=volumes, is_under_way=is_under_way)) == expected


def test_volumes_that_do_not_tell_are_not_called_encrypted():
    facts = EncryptionFacts(system=L, volumes=(Volume(place="/", is_encrypted=Answer.UNKNOWN),))
    assert isinstance(run("device.encryption", facts), NotChecked)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (LockFacts(system=L, locks=Answer.NO), ["screen-lock-off"]),
        (LockFacts(system=L, locks=Answer.YES, after_s=901), ["screen-lock-late"]),
        (LockFacts(system=L, locks=Answer.YES, after_s=900), []),
        (LockFacts(system=L, locks=Answer.YES), []),
    ],
)
def test_lock(facts, expected):
    assert codes("device.lock", facts) == expected


def test_lock_unknown():
    assert isinstance(run("device.lock", LockFacts(system=L, locks=Answer.UNKNOWN)), NotChecked)
    assert run("device.lock", LockFacts(system=L, locks=Answer.YES)).limits


def test_automatic_login():
    assert codes("device.automatic-login", AutomaticLoginFacts(system=L, is_on=True, user="sato")) == [
        "automatic-login"
    ]


def test_password_program():
    assert codes("device.password-program", PasswordProgramFacts()) == ["password-manager-none-seen"]


def server(host, security, protocol="imap"):
    return MailServerSetting(protocol=protocol, host=host, port=143, security=security)


@pytest.mark.parametrize(
    ("host", "security", "expected"),
    [
        ("imap.example.com", MailSecurity.PLAINTEXT, ["mail-program-plaintext"]),
        ("imap.example.com", MailSecurity.IF_OFFERED, ["mail-program-encrypts-if-offered"]),
        ("imap.example.com", MailSecurity.STARTTLS, []),
        ("imap.example.com", MailSecurity.TLS, []),
        ("imap.example.com", MailSecurity.UNKNOWN, []),
        ("127.0.0.1", MailSecurity.PLAINTEXT, []),
        ("localhost", MailSecurity.PLAINTEXT, []),
        ("[::1]", MailSecurity.PLAINTEXT, []),
        ("192.168.1.5", MailSecurity.PLAINTEXT, ["mail-program-plaintext"]),
    ],
)
def test_mail_programs(host, security, expected):
    facts = MailProgramFacts(profiles=(MailProfile(program="T", place="x", servers=(server(host, security),)),))
    assert codes("device.mail-programs", facts) == expected


def test_old_tls_in_a_mail_program():
    facts = MailProgramFacts(profiles=(MailProfile(program="T", place="x", allows_old_tls=True),))
    assert codes("device.mail-programs", facts) == ["mail-program-old-tls"]


def test_unread_settings_are_said():
    assert isinstance(run("device.mail-programs", MailProgramFacts(unread=("/x",))), NotChecked)
    assert run("device.mail-programs", MailProgramFacts()).limits
    some = MailProgramFacts(profiles=(MailProfile(program="T", place="x"),), unread=("/y",))
    assert run("device.mail-programs", some).limits[0].params["places"] == ("/y",)


def test_two_servers_of_one_profile_are_two_findings():
    servers = (server("a.example", MailSecurity.PLAINTEXT), server("a.example", MailSecurity.PLAINTEXT, "smtp"))
    outcome = run(
        "device.mail-programs", MailProgramFacts(profiles=(MailProfile(program="T", place="x", servers=servers),))
    )
    assert len({finding.key for finding in outcome.findings}) == 2


def test_the_report_belongs_to_no_account():
    class Port:
        def look(self, *, cancel):
            return GOOD

    report = DeviceLook(Port()).report(now=NOW, cancel=CancelToken())
    assert (report.account, report.account_key, report.findings) == (None, "device", ())
    assert len(report.results) == len(CHECKS)
