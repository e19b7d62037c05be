"""Accounts in the terminal against a real Dovecot: what is refused before signing in, what stays, what is asked."""

from __future__ import annotations

import pytest

from support.cli import run_cli
from support.dovecot import running_dovecot
from support.keyring_session import keyring_session
from support.typed import typed_at

ADDRESS = "hana@example.jp"
PASSWORD = "correct horse"


def message(number):
    return f"From: {ADDRESS}\r\nTo: a@example.com\r\nDate: Mon, 16 Jun 2025 10:{number:02d}:00 +0900\r\n\r\n".encode()


@pytest.fixture(scope="module")
def server():
    """No folder carries a role; two are named like sent mail, and one user has none at all."""
    with running_dovecot(folders={}) as server:
        for user in (ADDRESS, "none@example.jp"):
            server.add_user(user)
            (server.folder_path(user, "Sent") / "maildirfolder").unlink()
            for part in ("cur", "new", "tmp"):
                (server.folder_path(user, "Sent") / part).rmdir()
            server.folder_path(user, "Sent").rmdir()
        for folder in ("送信済みアイテム", "Sent Items"):
            server.deliver(ADDRESS, folder, [message(n) for n in range(3)])
        yield server


@pytest.fixture(autouse=True)
def _no_keyring(tmp_path, monkeypatch):
    with keyring_session(tmp_path / "session", monkeypatch, keyring=False):
        yield


def go(server, verb, *more, address=ADDRESS, port=None, stdin=PASSWORD + "\n"):
    return run_cli(
        "accounts", verb, "--address", address, "--host", "127.0.0.1", "--port", port or server.imaps_port,
        "--ca", server.ca_file, "--password-stdin", *more, stdin=stdin,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--time-zone", "Mars/Base"), "Mars/Base is no time zone"),
        (("--time-zone", "../etc/passwd"), "is no time zone"),
        (("--ca", __file__), "it holds none (PEM)"),
        (("--ca", "/nowhere/ca.pem"), "No certificate could be read from /nowhere/ca.pem"),
        (("--port", "0"), "0 is not a whole number from 1 to 65535"),
        (("--address", "a@b@example.jp"), "is not a mail address"),
        (("--address", "a b@example.jp"), "is not a mail address"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_the_server_hears_of_it(server, tmp_path, more, said):
    logins = server.log_text().count("Login")
    ran = go(server, "add", *more, "--data-dir", tmp_path / "data")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert said in ran.err
    assert server.log_text().count("Login") == logins
    assert run_cli("accounts", "list", "--data-dir", tmp_path / "data", "--json").json["accounts"] == []


def test_an_empty_password_is_not_sent(server, tmp_path):
    ran = go(server, "test", stdin="\n")
    assert (ran.code, ran.err) == (2, "The line to be read from standard input is missing or empty.\n")


def test_a_folder_that_is_not_there_is_refused(server, tmp_path):
    ran = go(server, "add", "--sent-folder", "Nonsense", "--data-dir", tmp_path / "data")
    assert ran.code == 2
    assert ran.err.startswith("There is no folder “Nonsense” in this mailbox. It has: ")
    assert "送信済みアイテム" in ran.err


def test_several_candidates_and_none_are_told_apart(server):
    several = go(server, "test")
    assert several.code == 0
    assert "Several folders may hold the sent mail: " in several.err
    folders = go(server, "test", "--json").json["folders"]
    assert folders["sent"] is None
    assert sorted(folders["sent_candidates"]) == ["Sent Items", "送信済みアイテム"]
    assert "No folder is known for sent mail." in go(server, "test", address="none@example.jp").err
    refused = go(server, "add", address="none@example.jp")
    assert refused.code == 3
    assert "Candidates: none by its name. Name the folder" in refused.err


def test_a_port_without_encryption_is_told_apart_from_a_cut(server):
    ran = go(server, "test", "--json", port=server.imap_port)
    assert (ran.code, ran.json["trouble"]) == (3, "encryption-refused")


def test_adding_again_keeps_what_was_set(server, tmp_path, monkeypatch):
    data = ("--data-dir", tmp_path / "data")
    first = go(server, "add", "--sent-folder", "送信済みアイテム", "--role", "shared", "--name", "花",
               "--time-zone", "Asia/Tokyo", "--sieve-host", "127.0.0.1",
               "--sieve-port", server.sieve_port, *data)  # fmt: skip
    assert first.code == 0, first.err
    monkeypatch.chdir(server.ca_file.parent)
    assert go(server, "add", "--ca", server.ca_file.name, *data).code == 0
    [account] = run_cli("accounts", "list", "--json", *data).json["accounts"]
    assert (account["role"], account["display_name"], account["time_zone"]) == ("shared", "花", "Asia/Tokyo")
    assert (account["sent_folder"], account["sieve_host"]) == ("送信済みアイテム", "127.0.0.1")
    assert account["sieve_port"] == server.sieve_port
    # The certificate file was named from its own folder; a look from another one finds it all the same.
    monkeypatch.chdir(tmp_path)
    seen = run_cli("check", ADDRESS, ADDRESS, "--password-stdin", "--json", *data, stdin=PASSWORD + "\n")
    assert seen.code == 0, seen.err
    assert len(seen.json["reports"]) == 1
    assert go(server, "add", "--role", "person", "--name", "", *data).code == 0
    [account] = run_cli("accounts", "list", "--json", *data).json["accounts"]
    assert (account["role"], account["display_name"], account["time_zone"]) == ("person", "", "Asia/Tokyo")


def test_a_password_that_is_kept_nowhere_is_asked_for(server, tmp_path):
    data = ("--data-dir", str(tmp_path / "data"))
    assert go(server, "add", "--sent-folder", "Sent Items", *data).code == 0
    blind = run_cli("check", *data)
    assert blind.code == 3
    assert blind.err == (
        f"No password is kept for {ADDRESS}. Enter it in the account's settings; in the terminal, add the account again "
        "or give it with --password-stdin.\n"
    )
    asked = typed_at("check", *data, answers=[(f"Password of {ADDRESS}", PASSWORD + "\n")])
    assert asked.code == 0, asked.shown
    assert PASSWORD not in asked.shown
    assert "Unusual sending" in asked.shown
    chosen = typed_at("accounts", "add", "--address", ADDRESS, "--host", "127.0.0.1", "--port", str(server.imaps_port),
                      "--ca", str(server.ca_file), "--data-dir", str(tmp_path / "other"), "--lang", "ja",
                      answers=[("パスワード", PASSWORD + "\n"), ("番号", "9\n"), ("番号", "x\n"), ("番号", "2\n")])  # fmt: skip
    assert chosen.code == 0, chosen.shown
    assert "9 は 1 から 2 までの整数ではありません。" in chosen.shown
    assert "Error" not in chosen.shown


@pytest.mark.parametrize("group", ["accounts", "data", "evidence"])
def test_groups_take_the_language_as_well(group):
    ran = run_cli(group, "--lang", "ja", "--help")
    assert ran.code == 0
    assert "使い方" in ran.out


def test_the_watch_asks_as_well(server, tmp_path):
    data = ("--data-dir", str(tmp_path / "data"))
    assert go(server, "add", "--sent-folder", "Sent Items", *data).code == 0
    watched = typed_at("watch", "--json", *data, answers=[
        (f"Password of {ADDRESS}", PASSWORD + "\n"), ('"sight": "live"', "\x03")])  # fmt: skip
    assert watched.code == 0, watched.shown
    assert PASSWORD not in watched.shown
    assert "secret-missing" not in watched.shown
