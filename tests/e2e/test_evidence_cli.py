"""Saving evidence from a real mailbox, and checking it later, in the terminal."""

from __future__ import annotations

import json

import pytest

from support.cli import run_cli
from support.dovecot import running_dovecot
from support.keyring_session import keyring_session
from support.sample import ADDRESS, fill

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def server():
    with running_dovecot() as server:
        fill(server)
        yield server


@pytest.fixture(scope="module")
def data(server, tmp_path_factory):
    folder = tmp_path_factory.mktemp("evidence")
    with pytest.MonkeyPatch.context() as patch, keyring_session(folder / "session", patch):
        options = ("--address", ADDRESS, "--host", "127.0.0.1", "--port", server.imaps_port, "--ca", server.ca_file)
        run_cli("accounts", "add", *options, "--password-stdin", "--time-zone", "Asia/Tokyo", "--data-dir",
                folder / "data", stdin=PASSWORD + "\n")  # fmt: skip
        run_cli("check", "--data-dir", folder / "data")
        yield folder / "data"


def save(data, path, *more, **streams):
    return run_cli("evidence", "save", ADDRESS, "--output", path, *more, "--data-dir", data, **streams)


def test_saving_says_what_leaves_and_changes_nothing(server, data, tmp_path):
    before = server.fingerprint(ADDRESS)
    ran = save(data, tmp_path / "e")
    assert ran.code == 0, ran.err
    assert "headers of 312 messages, with their subjects and 340 addresses" in ran.err
    assert "plain text" in ran.err
    assert "Fingerprint of the key:" in ran.err
    assert server.fingerprint(ADDRESS) == before
    checked = run_cli("evidence", "verify", tmp_path / "e", "--json", "--data-dir", data)
    assert (checked.code, checked.json["ok"], checked.json["key"]) == (0, True, "own")
    assert checked.json["fingerprint"] in ran.err


def test_a_change_is_exit_1_in_both_languages(data, tmp_path):
    save(data, tmp_path / "e")
    (tmp_path / "e" / "messages.csv").write_text("nothing\n")
    (tmp_path / "e" / "note.txt").write_text("x")
    english = run_cli("evidence", "verify", tmp_path / "e", "--data-dir", data)
    assert english.code == 1
    assert "This is NOT what was saved." in english.out
    assert "Changed: messages.csv" in english.out
    assert "Added: note.txt" in english.out
    japanese = run_cli("evidence", "verify", tmp_path / "e", "--lang", "ja", "--data-dir", data)
    assert "変更: messages.csv" in japanese.out


def test_a_locked_file_needs_its_passphrase(data, tmp_path):
    ran = save(data, tmp_path / "e.locked", "--passphrase-stdin", "--json", stdin="three wise owls\n")
    assert ran.code == 0, ran.err
    assert ran.json["messages"] == 312
    assert b"FastPost" not in (tmp_path / "e.locked").read_bytes()
    verify = ("evidence", "verify", tmp_path / "e.locked", "--data-dir", data)
    assert run_cli(*verify).code == 3
    assert run_cli(*verify, "--passphrase-stdin", stdin="wrong\n").code == 3
    assert run_cli(*verify, "--passphrase-stdin", stdin="three wise owls\n").code == 0
    assert save(data, tmp_path / "f", "--passphrase-stdin", stdin="\n").code == 2


def test_a_password_that_is_kept_nowhere_is_read_before_the_passphrase(server, tmp_path, monkeypatch):
    data = ("--data-dir", tmp_path / "data")
    with keyring_session(tmp_path / "session", monkeypatch, keyring=False):
        run_cli("accounts", "add", "--address", ADDRESS, "--host", "127.0.0.1", "--port", server.imaps_port, "--ca",
                server.ca_file, "--password-stdin", "--time-zone", "Asia/Tokyo", *data,
                stdin=PASSWORD + "\n")  # fmt: skip
        assert run_cli("check", "--password-stdin", *data, stdin=PASSWORD + "\n").code == 1
        look = ("report", "--kind", "incident", "--look", *data)
        blind = run_cli(*look)
        assert (blind.code, "No password is kept" in blind.err) == (3, True)
        seen = run_cli(*look, "--password-stdin", stdin=PASSWORD + "\n")
        assert seen.code == 0, seen.err
        locked = tmp_path / "e.locked"
        both = ("evidence", "save", ADDRESS, "--output", locked, "--password-stdin", "--passphrase-stdin", *data)
        one = run_cli(*both, stdin=PASSWORD + "\n")
        assert (one.code, one.err) == (2, "The line to be read from standard input is missing or empty.\n")
        assert not locked.exists()
        saved = run_cli(*both, "--json", stdin=f"{PASSWORD}\nthree wise owls\n")
        assert (saved.code, saved.json["mailbox_read"]) == (0, True), saved.err
        verify = ("evidence", "verify", locked, "--passphrase-stdin", *data)
        assert run_cli(*verify, stdin=PASSWORD + "\n").code == 3
        assert run_cli(*verify, stdin="three wise owls\n").code == 0


def test_since_takes_all_mail_of_the_time(data, tmp_path):
    ran = save(data, tmp_path / "e.zip", "--since", "2025-10-01", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["messages"] > 312
    assert run_cli("evidence", "verify", tmp_path / "e.zip", "--data-dir", data).code == 0
    for wrong in ("yesterday", "2025-13-01", "-3"):
        bad = save(data, tmp_path / "x", "--since", wrong)
        assert bad.code == 2, bad.err
        assert len(bad.err.splitlines()) == 1


def test_when_nobody_can_sign_in_any_more_the_ledger_still_speaks(data, tmp_path, monkeypatch):
    from sentwatch.core.trouble import BAD_CREDENTIAL, Trouble
    from sentwatch.wiring import App

    def locked_out(*_args, **_more):
        raise Trouble(BAD_CREDENTIAL, host="127.0.0.1")

    monkeypatch.setattr(App, "enter", locked_out)
    ran = save(data, tmp_path / "e")
    assert ran.code == 3
    assert "did not accept the name or the password" in ran.err
    [window] = json.loads((tmp_path / "e" / "messages.json").read_text())["windows"]
    assert len(window["known_to_the_ledger"]) == 312
    assert run_cli("evidence", "verify", tmp_path / "e", "--data-dir", data).code == 0


def test_somebody_without_a_store_can_check_it(data, tmp_path):
    save(data, tmp_path / "e")
    ran = run_cli("evidence", "verify", tmp_path / "e", "--json", "--data-dir", tmp_path / "none")
    assert (ran.code, ran.json["ok"], ran.json["key"]) == (0, True, "unknown")
    assert not (tmp_path / "none").exists()


def test_what_is_no_evidence_is_exit_3(tmp_path):
    ran = run_cli("evidence", "verify", tmp_path / "nothing", "--data-dir", tmp_path / "none")
    assert ran.code == 3
    assert len(ran.err.splitlines()) == 1
