"""Rule files of mail programs, found in a made-up home and read within bounds."""

from __future__ import annotations

import os
import plistlib
import shutil
from pathlib import Path

import pytest

from sentwatch.adapters.rule_files import MailProgramRules, read_rule_file, rule_files
from sentwatch.core.phrase import Phrase
from sentwatch.core.rules import RuleLanguage
from sentwatch.core.trouble import Trouble
from support.rules import CORPUS

ORDINARY = CORPUS / "ordinary"


def put(home: Path, place: str, source: Path) -> Path:
    path = home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, path)
    return path


def test_files_are_found_where_the_programs_keep_them(tmp_path: Path):
    filters = ORDINARY / "msgFilterRules.dat"
    wanted = [
        put(tmp_path, ".thunderbird/abc.default/ImapMail/imap.example.co.jp/msgFilterRules.dat", filters),
        put(tmp_path, "snap/thunderbird/common/.thunderbird/x.default/Mail/Local Folders/msgFilterRules.dat", filters),
        put(tmp_path, "Library/Thunderbird/Profiles/y.default/ImapMail/a/msgFilterRules.dat", filters),
        put(tmp_path, "AppData/Thunderbird/Profiles/z/ImapMail/a/msgFilterRules.dat", filters),
        put(tmp_path, "Library/Mail/V10/MailData/SyncedRules.plist", ORDINARY / "SyncedRules.plist"),
        put(tmp_path, "Library/Mail/V10/MailData/UnsyncedRules.plist", ORDINARY / "SyncedRules.plist"),
    ]
    put(tmp_path, "elsewhere/msgFilterRules.dat", filters)
    found = rule_files(tmp_path, environment={"APPDATA": str(tmp_path / "AppData")})
    assert sorted(found) == sorted(wanted)
    assert rule_files(tmp_path / "nowhere", environment={}) == ()


def test_a_file_is_read_by_its_content(tmp_path: Path):
    path = put(tmp_path, "anything.txt", ORDINARY / "mailFilters.xml")
    (found,) = read_rule_file(path)
    assert found.language is RuleLanguage.GMAIL
    assert isinstance(read_rule_file(put(tmp_path, "a.sieve", Path(__file__))), Phrase)


def test_apples_switches_are_read_along(tmp_path: Path):
    path = put(tmp_path, "SyncedRules.plist", ORDINARY / "SyncedRules.plist")
    path.with_name("RulesActiveState.plist").write_bytes(plistlib.dumps({"ID-1": False}))
    (found,) = read_rule_file(path)
    assert [rule.enabled for rule in found.rules][:2] == [False, True]


def test_what_cannot_be_opened_is_a_trouble(tmp_path: Path):
    for path in (tmp_path / "missing.sieve", tmp_path):
        with pytest.raises(Trouble) as caught:
            read_rule_file(path)
        assert caught.value.kind.code == "rules-unreadable"


def test_a_file_without_end_is_read_to_the_cap_only(tmp_path: Path):
    path = tmp_path / "big.sieve"
    with path.open("wb") as out:
        out.write(b"keep;\n")
        out.truncate(40 << 20)
    assert isinstance(read_rule_file(path), Phrase)


PREFS = """
user_pref("mail.server.server1.directory-rel", "[ProfD]ImapMail/imap.host-1.example");
user_pref("mail.server.server1.hostname", "old.example");
user_pref("mail.server.server1.realhostname", "imap.host.example");
user_pref("mail.server.server1.userName", "yuki");
user_pref("mail.server.server2.directory", "C:\\\\Users\\\\y\\\\Mail\\\\pop.host.example\\\\");
user_pref("mail.server.server2.hostname", "pop.host.example");
user_pref("mail.server.server3.directory-rel", 17);
user_pref("mail.server.serverX.directory-rel", "[ProfD]ImapMail/x");
"""


def test_whose_mailbox_a_file_belongs_to_is_what_the_program_says(tmp_path: Path):
    profile = tmp_path / ".thunderbird/a.default"
    wanted = {
        "imap.host-1.example": ("imap.host.example", "yuki"),
        "pop.host.example": ("pop.host.example", ""),
        "unnamed.example": ("unnamed.example", ""),
    }
    for name in wanted:
        put(tmp_path, f".thunderbird/a.default/ImapMail/{name}/msgFilterRules.dat", ORDINARY / "msgFilterRules.dat")
    (profile / "prefs.js").write_text(PREFS)
    empty = profile / "ImapMail/empty.example/msgFilterRules.dat"
    empty.parent.mkdir()
    empty.touch()
    found = MailProgramRules(home=tmp_path, environment={}).find()
    assert {Path(file.path).parent.name: (file.host, file.user) for file in found.files} == wanted
    assert found.closed == ()


def test_folders_that_may_not_be_looked_into_are_told(tmp_path: Path, monkeypatch):
    (tmp_path / "Library/Mail").mkdir(parents=True)
    scandir = os.scandir

    def guarded(path):
        if str(path).endswith("Library/Mail"):
            raise PermissionError
        return scandir(path)

    monkeypatch.setattr(os, "scandir", guarded)
    assert MailProgramRules(home=tmp_path, environment={}).find().closed == (str(tmp_path / "Library/Mail"),)
