"""Rule files through the command line: told by their content, judged, hostile ones refused in words, nothing kept."""

from __future__ import annotations

import json
import os
import shutil

import pytest

from support.cli import run_cli
from support.keyring_session import keyring_session
from support.rules import CORPUS

OWN = "yuki@example.co.jp"
FILES = {
    "japanese.sieve": "sieve",
    "mailFilters.xml": "gmail",
    "graph-rules.json": "outlook",
    "get-inboxrule.json": "outlook",
    "msgFilterRules.dat": "thunderbird",
    "SyncedRules.plist": "apple",
}
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><feed>&c;</feed>'
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed><title>&x;</title></feed>'
)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def look(*targets, data="nowhere", **more):
    return run_cli("rules", *targets, "--json", "--data-dir", data, **more)


@pytest.mark.parametrize(("name", "language"), FILES.items())
def test_each_kind_is_told_by_its_content(tmp_path, name, language):
    path = tmp_path / "rules.bin"
    shutil.copy(CORPUS / "ordinary" / name, path)
    before = path.read_bytes(), path.stat().st_mtime_ns
    ran = look(path, "--account-address", OWN, data=tmp_path / "data")
    assert ran.code == 0, ran.out
    [report] = ran.json["reports"]
    assert report["account"] == OWN
    assert {one["language"] for one in report["sets"]} == {language}
    assert {rule["language"] for rule in report["rules"]} == {language}
    assert all(rule["sentence"] and rule["hash"] and rule["remove"]["how"] for rule in report["rules"])
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert not (tmp_path / "data").exists()


def test_what_stands_out_is_told(tmp_path):
    ran = look(CORPUS / "indicators" / "R01-fires.sieve", "--account-address", OWN, data=tmp_path)
    assert ran.code == 1
    assert ran.findings("rule.forwards-out")
    japanese = run_cli("rules", CORPUS / "indicators" / "R15-fires.sieve", "--lang", "ja", "--data-dir", tmp_path)
    assert japanese.code == 1
    assert "読み取ったルール" in japanese.out


def test_whose_they_are_decides_what_is_outside(tmp_path):
    path = tmp_path / "a.sieve"
    path.write_text('redirect :copy "desk@example.co.jp";\n')
    nobody, ours = look(path, data=tmp_path), look(path, "--account-address", OWN, data=tmp_path)
    assert [one["severity"] for one in nobody.findings("rule.forwards-out")] == ["warning"]
    assert [one["severity"] for one in ours.findings("rule.forwards-out")] == []
    assert "Which addresses are yours is not known here" in json.dumps(nobody.json)


def test_several_at_once_and_one_that_is_none(tmp_path):
    files = (CORPUS / "ordinary" / "mailFilters.xml", __file__, tmp_path / "missing.sieve")
    ran = look(*files, "--account-address", OWN, data=tmp_path)
    outcomes = [{check["outcome"] for check in report["checks"]} for report in ran.json["reports"]]
    assert outcomes == [{"checked"}, {"not-checked"}, {"failed"}]
    assert ran.code == 3
    assert "It is none of the rule files we can read." in json.dumps(ran.json)
    assert "there is no such file or folder" in ran.err


HOSTILE = {
    "bomb.xml": BOMB.encode(),
    "outside.xml": OUTSIDE.encode(),
    "outside.plist": OUTSIDE.replace("feed", "plist").encode(),
    "deep.json": b"[" * 10_000 + b"]" * 10_000,
    "deep.sieve": b"if true {" * 10_000 + b"}" * 10_000,
    "large.sieve": b"keep;\n" * (20 << 20 >> 3),
    "cut.plist": b"bplist00" + bytes(range(200)),
    "nothing": b"",
    "noise": bytes(range(256)) * 40,
    "half-pairs.json": b'{"value":[{"displayName":"\\ud800","sequence":1,"isEnabled":true,'
    b'"conditions":{"subjectContains":["\\udc00"]},"actions":{"forwardTo":[{"emailAddress":{"address":"a\\ud800@b.example"}}]}}]}',
    "half-pairs.sieve": b'require ["encoded-character"]; redirect "${unicode: D800}@mailhub.example";',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_answered_in_words(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(HOSTILE[name])
    for lang in ("en", "ja"):
        ran = look(path, "--lang", lang, data=tmp_path / "data")
        assert ran.code in {1, 3}
        assert "Traceback" not in ran.err
        assert "root:" not in ran.out
        assert len(ran.out) < 2_000_000
        ran.out.encode()
        text = run_cli("rules", path, "--lang", lang, "--data-dir", tmp_path / "data")
        assert not {sign for sign in text.out if ord(sign) < 32 and sign != "\n"}


def test_what_is_no_file_is_said(tmp_path):
    pipe = tmp_path / "pipe.sieve"
    os.mkfifo(pipe)
    ran = look(pipe, tmp_path, data=tmp_path / "data")
    assert ran.code == 3
    assert "it is neither a file nor a folder" in ran.err
    assert "it is a folder" in ran.err


def put(home, place, text):
    path = home / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


PREFS = """
user_pref("mail.server.server1.directory-rel", "[ProfD]ImapMail/imap.host-1.example");
user_pref("mail.server.server1.hostname", "imap.host.example");
user_pref("mail.server.server1.userName", "yuki@example.co.jp");
"""
FORWARD = (
    'version="9"\nlogging="no"\nname="Out"\nenabled="yes"\ntype="17"\naction="Forward"\n'
    'actionValue="x@mailhub.example"\ncondition="ALL"\n'
)


def test_the_mail_programs_of_this_computer_are_looked_at(home, tmp_path):
    put(home, ".thunderbird/a.default/prefs.js", PREFS)
    path = put(home, ".thunderbird/a.default/ImapMail/imap.host-1.example/msgFilterRules.dat", FORWARD)
    put(home, ".thunderbird/a.default/ImapMail/empty.example/msgFilterRules.dat", "")
    put(home, "Library/Mail/V10/MailData/SyncedRules.plist", (CORPUS / "ordinary" / "SyncedRules.plist").read_bytes())
    ran = look(data=tmp_path / "data")
    assert ran.code == 1
    [report] = ran.json["reports"]
    assert report["account"] is None
    assert {one["language"] for one in report["sets"]} == {"thunderbird", "apple"}
    [found] = ran.findings("rule.forwards-out")
    assert str(path) in json.dumps(found)
    assert not (tmp_path / "data").exists()


def test_without_any_that_is_the_usual_case(tmp_path):
    ran = look(data=tmp_path / "data")
    assert ran.code == 0
    assert {check["outcome"] for check in ran.json["reports"][0]["checks"]} == {"not-checked"}


@pytest.mark.dovecot
def test_files_are_matched_to_accounts_remembered_and_approved(home, tmp_path, monkeypatch):
    from support.dovecot import running_dovecot

    with keyring_session(tmp_path / "session", monkeypatch), running_dovecot() as server:
        monkeypatch.setenv("HOME", str(home))
        server.add_user(OWN)
        data = tmp_path / "data"
        added = run_cli("accounts", "add", "--address", OWN, "--host", "127.0.0.1", "--port", server.imaps_port, "--ca",
                        server.ca_file, "--password-stdin", "--data-dir", data, stdin="correct horse")  # fmt: skip
        assert added.code == 0, added.err
        put(home, ".thunderbird/a.default/prefs.js", PREFS.replace("imap.host.example", "127.0.0.1"))
        path = put(home, ".thunderbird/a.default/ImapMail/imap.host-1.example/msgFilterRules.dat", FORWARD)

        def computer():
            ran = look(data=data)
            return ran, next(report for report in ran.json["reports"] if report["account"] is None)

        ran, report = computer()
        assert [report["account"] for report in ran.json["reports"]] == [OWN, None]
        [rule] = report["rules"]
        assert (rule["owner"], rule["status"]) == (OWN, "new")
        [found] = report["findings"]
        assert found["status"] == "new"
        assert computer()[1]["findings"][0]["status"] == "still"
        kept = run_cli("rules", "--approve", rule["hash"], "--because", "my other mailbox", "--data-dir", data)
        assert kept.code == 0, kept.err
        assert [one["status"] for one in computer()[1]["findings"]] == ["gone"]
        path.write_text(FORWARD.replace("x@", "y@"))
        report = computer()[1]
        assert report["findings"][0]["params"]["targets"] == ["y@mailhub.example"]
        assert (report["rules"][0]["status"], report["rules"][0]["replaces"]) == ("changed", rule["hash"])
        path.unlink()
        report = computer()[1]
        assert [one["status"] for one in report["findings"]] == ["gone"]
        assert len(report["gone"]) == 2
