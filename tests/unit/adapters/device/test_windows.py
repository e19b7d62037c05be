"""The Windows probes on written answers of our own scripts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sentwatch.adapters.commands import CouldNotLook, Output
from sentwatch.adapters.device import windows_answers as answers
from sentwatch.adapters.device.windows import SCRIPTS, WindowsDevice
from sentwatch.core.connection import Answer
from sentwatch.core.looks import NotChecked
from sentwatch.ports.cancel import CancelToken
from support.recorded import Recorded

CORPUS = Path(__file__).resolve().parents[3] / "corpus/device/windows"


def raw(name):
    return (CORPUS / f"{name}.json").read_bytes()


def test_versions():
    home = answers.version(raw("version-11-23h2-home"))
    assert (home.name, home.family, home.release) == ("Windows 11 Home 23H2", "windows", "11 23H2")
    ten = answers.version(raw("version-10-ja"))
    assert (ten.family, ten.release) == ("windows", "10")
    assert answers.version(b'{"caption":"Microsoft Windows Server 2022 Standard","build":20348}').family == ""
    assert answers.version(b'{"build":26100,"display":"24H2","edition":"Enterprise"}').family == "windows-enterprise"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("antivirus-defender", [("Windows Defender", Answer.YES, Answer.YES)]),
        ("antivirus-off", [("Windows Defender", Answer.NO, Answer.YES)]),
        ("antivirus-outdated", [("Windows Defender", Answer.YES, Answer.NO)]),
        (
            "antivirus-other-ja",
            [("Windows Defender", Answer.NO, Answer.YES), ("ウイルスバスター クラウド", Answer.YES, Answer.YES)],
        ),
        ("antivirus-server", [("Microsoft Defender", Answer.YES, Answer.UNKNOWN)]),
    ],
)
def test_antivirus(name, expected):
    assert [(s.name, s.is_on, s.is_current) for s in answers.antivirus(raw(name)).scanners] == expected


def test_times_of_never_are_left_out():
    assert answers.antivirus(raw("antivirus-defender")).last_scan_at == datetime(2026, 11, 22, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "is_on", "is_current"),
    [
        (397568, Answer.YES, Answer.YES),
        (397584, Answer.YES, Answer.NO),
        (393472, Answer.NO, Answer.YES),
        (393488, Answer.NO, Answer.NO),
        (266240, Answer.YES, Answer.YES),
        (262144, Answer.NO, Answer.YES),
        (0x062000, Answer.NO, Answer.YES),  # snoozed
        (0x063000, Answer.NO, Answer.YES),  # expired
    ],
)
def test_product_states(state, is_on, is_current):
    scanner = answers.scanner("x", state)
    assert (scanner.is_on, scanner.is_current) == (is_on, is_current)


def test_firewall():
    assert answers.firewall(raw("firewall-on")).is_on is Answer.YES
    seen = answers.firewall(raw("firewall-public-off"))
    assert (seen.is_on, seen.off_for) == (Answer.YES, ("Public",))
    other = answers.firewall(raw("firewall-other"))
    assert (other.is_on, other.product) == (Answer.YES, "ESET Firewall")


def test_updates():
    seen = answers.updates(raw("updates-waiting-ja"))
    assert (len(seen.waiting), seen.security, seen.needs_restart, seen.is_automatic) == (3, 1, True, Answer.YES)
    assert seen.known_at == datetime(2026, 11, 23, 22, 10, 9, tzinfo=UTC)
    assert answers.updates(raw("updates-none")).waiting == ()


@pytest.mark.parametrize(
    ("number", "answer", "is_under_way"),
    [
        (0, Answer.NO, False),
        (1, Answer.YES, False),
        (2, Answer.NO, False),
        (3, Answer.NO, True),
        (4, Answer.YES, True),
        (5, Answer.YES, True),
        (6, Answer.YES, False),
        (7, Answer.UNKNOWN, False),
    ],
)
def test_bitlocker(number, answer, is_under_way):
    seen = answers.encryption(b'{"drive":"C:","protection":%d}' % number)
    assert (seen.volumes[0].is_encrypted, seen.is_under_way) == (answer, is_under_way)


def test_bitlocker_that_does_not_tell():
    with pytest.raises(CouldNotLook):
        answers.encryption(b'{"drive":"C:","protection":null}')


@pytest.mark.parametrize(
    ("raw_answer", "after_s"),
    [
        (b'{"active":"1","secure":"1","timeout":"600","saver":true,"policy":null}', 600),
        (b'{"active":"1","secure":"1","timeout":"1200","saver":true,"policy":900}', 900),
        (b'{"active":"1","secure":"1","timeout":"x","saver":true}', None),
    ],
)
def test_lock(raw_answer, after_s):
    seen = answers.lock(raw_answer)
    assert (seen.locks, seen.after_s) == (Answer.YES, after_s)


@pytest.mark.parametrize("raw_answer", [b"{}", b'{"active":"1","secure":"0","timeout":"600","saver":true}'])
def test_a_lock_that_cannot_be_told_is_not_called_off(raw_answer):
    with pytest.raises(CouldNotLook):
        answers.lock(raw_answer)


def test_automatic_login_never_asks_for_the_password():
    assert answers.automatic_login(b'{"on":"1","user":"sato"}').user == "sato"
    assert not answers.automatic_login(b'{"on":"0","user":"sato"}').is_on
    assert "DefaultPassword" not in SCRIPTS["automatic_login"]


def test_password_programs():
    assert answers.password_programs(raw("programs")).names == ("Bitwarden", "KeePassXC")


READERS = [
    answers.version,
    answers.antivirus,
    answers.firewall,
    answers.updates,
    answers.encryption,
    answers.lock,
    answers.automatic_login,
    answers.password_programs,
]


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b'"x"',
        b'{"state":"x","build":"y","on":1,"names":3,"profiles":1,"waiting":2,"products":4,"drive":5,"active":6}',
        b"\xff\xfe",
    ],
)
def test_a_broken_answer_is_could_not_look(reader, broken):
    with pytest.raises(CouldNotLook):
        reader(broken)


def test_all_through_one_door(tmp_path):
    by_script = {
        SCRIPTS["version"]: raw("version-11-23h2-home"),
        SCRIPTS["antivirus"]: raw("antivirus-defender"),
        SCRIPTS["firewall"]: raw("firewall-on"),
        SCRIPTS["updates"]: raw("updates-none"),
        SCRIPTS["encryption"]: b'{"drive":"C:","protection":1}',
        SCRIPTS["lock"]: b'{"active":"1","secure":"1","timeout":"600","saver":true}',
        SCRIPTS["automatic_login"]: b'{"on":"","user":null}',
        SCRIPTS["programs"]: raw("programs"),
    }

    def powershell(*words):
        return next(answer for script, answer in by_script.items() if script in words[-1])

    commands = Recorded({"powershell.exe": powershell})
    seen = WindowsDevice(commands=commands, home=tmp_path, environment={}).look(cancel=CancelToken())
    assert seen.encryption.volumes[0].how == "BitLocker"
    assert not any(isinstance(getattr(seen, name), NotChecked) for name in seen.__dataclass_fields__)
    assert all("-NoProfile" in line and "-NonInteractive" in line for line in commands.asked)


def test_a_script_that_fails_is_could_not_look(tmp_path):
    commands = Recorded({"powershell.exe": Output(status=1, raw=b"")})
    seen = WindowsDevice(commands=commands, home=tmp_path, environment={}).look(cancel=CancelToken())
    assert isinstance(seen.antivirus, NotChecked)
    assert isinstance(seen.updates, NotChecked)


def test_the_scripts_only_read():
    for script in SCRIPTS.values():
        assert '"' not in script
        for verb in ("Set-", "New-Item", "Remove-", "Start-", "Stop-", "Invoke-", ".Install(", ".Download(", "iex"):
            assert verb not in script.replace("New-Object", "")
