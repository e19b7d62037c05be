"""Mail programs' settings and installed password managers, read from made-up home folders."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.adapters.device import mail_programs
from sentwatch.adapters.device.mail_programs import (
    linux_places,
    look,
    macos_places,
    read_prefs,
    read_source,
    windows_places,
)
from sentwatch.adapters.device.password_programs import named, on_linux, on_macos
from sentwatch.core.device import MailSecurity

CORPUS = Path(__file__).resolve().parents[3] / "corpus/device/linux"
PREFS = (CORPUS / "thunderbird-prefs.js").read_text(encoding="utf-8")


def test_thunderbird_servers():
    profile = read_prefs(PREFS, program="Thunderbird", place="x")
    assert [(s.protocol, s.host, s.port, s.security) for s in profile.servers] == [
        ("imap", "imap.example.com", 993, MailSecurity.TLS),
        ("pop3", "pop.example.co.jp", None, MailSecurity.PLAINTEXT),
        ("imap", "127.0.0.1", 1143, MailSecurity.STARTTLS),
        ("imap", "imap.example.net", 143, MailSecurity.IF_OFFERED),
        ("smtp", "smtp.example.com", 465, MailSecurity.TLS),
        ("smtp", "smtp.example.co.jp", 25, MailSecurity.PLAINTEXT),
    ]
    assert profile.allows_old_tls


def test_no_log_in_name_is_kept():
    assert "sato@" not in repr(read_prefs(PREFS, program="Thunderbird", place="x"))


@pytest.mark.parametrize(
    ("line", "is_old"),
    [
        ('user_pref("security.tls.version.min", 3);', False),
        ('user_pref("security.tls.version.min", 2);', True),
        ('user_pref("security.tls.version.enable-deprecated", true);', True),
        ("", False),
    ],
)
def test_old_tls(line, is_old):
    assert read_prefs(line, program="T", place="x").allows_old_tls is is_old


@given(st.text())
def test_any_text_is_read_without_raising(text):
    read_prefs(text, program="T", place="x")
    read_source(text)


@pytest.mark.parametrize(
    "value", ['"x"', "[1]", "{}", "null", "1e999", "true", "-1", "[" * 5000, '"' + "x" * 3000 + '"']
)
def test_values_of_the_wrong_kind(value):
    lines = ['user_pref("mail.accountmanager.accounts", "a1");', 'user_pref("mail.account.a1.server", "s1");']
    for key in ("type", "hostname", "port", "socketType"):
        lines.append(f'user_pref("mail.server.s1.{key}", {value});')
    read_prefs("\n".join(lines), program="T", place="x")


def profile(folder, name="abcd.default", *, listed=True):
    (folder / name).mkdir(parents=True)
    (folder / name / "prefs.js").write_text(PREFS)
    if listed:
        (folder / "profiles.ini").write_text(
            f"[General]\nVersion=2\n\n[Profile0]\nName=default\nIsRelative=1\nPath={name}\n"
        )


@pytest.mark.parametrize(
    "place",
    [
        ".thunderbird",
        ".var/app/org.mozilla.Thunderbird/.thunderbird",
        "snap/thunderbird/common/.thunderbird",
    ],
)
def test_profiles_are_found_as_package_flatpak_and_snap(tmp_path, place):
    profile(tmp_path / place)
    assert [p.place for p in look(linux_places(tmp_path)).profiles] == [str(tmp_path / place / "abcd.default")]


def test_a_profile_that_profiles_ini_does_not_name_is_found_once(tmp_path):
    profile(tmp_path / ".thunderbird", listed=True)
    profile(tmp_path / ".thunderbird", "other.default", listed=False)
    assert len(look(linux_places(tmp_path)).profiles) == 2


def test_a_profile_elsewhere_by_absolute_path(tmp_path):
    profile(tmp_path / "data", "p", listed=False)
    root = tmp_path / ".thunderbird"
    root.mkdir()
    (root / "profiles.ini").write_text(f"[Profile0]\nIsRelative=0\nPath={tmp_path / 'data/p'}\n")
    assert len(look(linux_places(tmp_path)).profiles) == 1


def test_macos_and_windows_places(tmp_path):
    profile(tmp_path / "Library/Thunderbird", "Profiles/x.default")
    assert len(look(macos_places(tmp_path)).profiles) == 1
    profile(tmp_path / "roaming/Thunderbird", "Profiles/x.default")
    profile(tmp_path / "local/Packages/MozillaThunderbird.MZLA_x/LocalCache/Roaming/Thunderbird", "Profiles/y.default")
    assert len(look(windows_places(tmp_path / "roaming", tmp_path / "local")).profiles) == 2


def test_a_profile_that_cannot_be_read_is_named(tmp_path):
    folder = tmp_path / ".thunderbird/x.default"
    (folder / "prefs.js").mkdir(parents=True)
    seen = look(linux_places(tmp_path))
    assert (seen.profiles, seen.unread) == ((), (str(folder),))


def test_no_mail_program_is_no_fault(tmp_path):
    assert look(linux_places(tmp_path)) == mail_programs.MailProgramFacts()


def test_evolution(tmp_path):
    folder = tmp_path / ".config/evolution/sources"
    folder.mkdir(parents=True)
    (folder / "a.source").write_text((CORPUS / "evolution.source").read_text())
    (folder / "b.source").write_text("[Data Source]\nEnabled=true\n[Address Book]\nBackendName=local\n")
    (folder / "c.source").write_text((CORPUS / "evolution.source").read_text().replace("Enabled=true", "Enabled=false"))
    (server,) = look(linux_places(tmp_path)).profiles[0].servers
    assert (server.protocol, server.host, server.port, server.security) == (
        "imap",
        "imap.example.com",
        143,
        MailSecurity.PLAINTEXT,
    )


def test_password_managers_by_name():
    assert named(["org.keepassxc.KeePassXC.desktop", "firefox.desktop", "1password.desktop"]).names == (
        "1Password",
        "KeePassXC",
    )
    assert named(["KeePass 2.57"]).names == ("KeePass",)
    assert named(["compass.desktop", "gnome-passwd.desktop"]).names == ()


def test_password_managers_on_linux_and_macos(tmp_path):
    folder = tmp_path / "var/lib/flatpak/exports/share/applications"
    folder.mkdir(parents=True)
    (folder / "com.bitwarden.desktop.desktop").touch()
    assert on_linux(tmp_path, tmp_path / "home").names == ("Bitwarden",)
    (tmp_path / "Applications/KeePassXC.app").mkdir(parents=True)
    assert on_macos(tmp_path, tmp_path / "home").names == ("KeePassXC",)
    (tmp_path / "System/Applications/Passwords.app").mkdir(parents=True)
    assert on_macos(tmp_path, tmp_path / "home").names == ("Apple Passwords", "KeePassXC")
