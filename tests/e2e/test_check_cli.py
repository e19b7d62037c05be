"""The main job in the terminal against a real Dovecot and a real keyring: a mailbox in, findings out."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest

from support.cli import run_cli
from support.dovecot import running_dovecot
from support.keyring_session import keyring_session
from support.sample import ADDRESS, fill, sample_messages

PASSWORD = "correct horse"
PARAMS = {
    "start", "end", "messages", "recipients", "never_mailed", "usual_max", "window_s", "score", "alert_at",
    "messages_at_alert",
}  # fmt: skip


@pytest.fixture(scope="module")
def server():
    with running_dovecot() as server:
        fill(server)
        yield server


@pytest.fixture
def keyring(tmp_path, monkeypatch):
    with keyring_session(tmp_path / "session", monkeypatch) as session:
        yield session


def server_options(server, address=ADDRESS):
    return ("--address", address, "--host", "127.0.0.1", "--port", server.imaps_port, "--ca", server.ca_file)


@pytest.fixture
def added(server, keyring, tmp_path):
    """The account, added; the data folder."""
    folder = tmp_path / "data"
    ran = run_cli("accounts", "add", *server_options(server), "--password-stdin", "--time-zone", "Asia/Tokyo",
                  "--data-dir", folder, stdin=PASSWORD + "\n")  # fmt: skip
    assert ran.code == 0, ran.err
    return folder


def test_the_burst_is_found_and_looking_changes_nothing(server, added):
    before = server.fingerprint(ADDRESS)
    ran = run_cli("check", "--json", "--data-dir", added)
    assert ran.code == 1
    [report] = ran.json["reports"]
    assert report["account"] == ADDRESS
    assert report["role"] == "system"
    outcomes = {check["code"]: check["outcome"] for check in report["checks"]}
    assert {outcomes[code] for code in outcomes if code.startswith(("sent.", "connection."))} == {"checked"}
    assert outcomes["sign-in.password-only"] == "checked"
    [burst] = ran.findings("sent.burst")
    assert burst["severity"] == "urgent"
    assert burst["status"] == "new"
    params = burst["params"]
    assert params.keys() >= PARAMS
    assert (params["start"], params["end"][:16]) == ("2025-10-18T04:58:02+00:00", "2025-10-18T05:16")
    assert params["messages"] == 312
    assert params["messages_at_alert"] <= 10
    assert "312 messages between 13:58 and 14:16 on Saturday 18 October 2025." in burst["title"]
    assert any("FastPost" in item["value"] for item in burst["evidence"])
    again = run_cli("check", ADDRESS, "--json", "--lang", "ja", "--data-dir", added)
    assert again.code == 1
    [still] = again.findings("sent.burst")
    assert still["status"] == "still"
    assert still["first_seen"] == burst["first_seen"]
    assert "312 通" in still["title"]
    assert {key: still["params"][key] for key in PARAMS} == {key: params[key] for key in PARAMS}
    assert server.fingerprint(ADDRESS) == before


def test_the_report_reads_like_a_letter_in_both_languages(added):
    english = run_cli("check", "--data-dir", added).out
    japanese = run_cli("check", "--lang", "ja", "--data-dir", added).out
    for text in ("was this you?", "What to do first:", "What was looked at", "noreply@aoyama-insatsu.example"):
        assert text in english
    for text in ("まず確かめたいのは", "まずすること:", "点検した項目", "至急"):
        assert text in japanese
    assert "hacked" not in english
    assert not {c for c in english + japanese if ord(c) < 32 and c != "\n"}


def test_since_limits_what_is_told_and_not_what_is_learned(added):
    recent = run_cli("check", "--since", "30", "--json", "--data-dir", added)
    assert recent.code == 0
    assert recent.findings("sent.burst") == []
    assert len(run_cli("check", "--json", "--data-dir", added).findings("sent.burst")) == 1


def test_the_password_lies_in_the_keyring_and_nowhere_else(server, added):
    run_cli("check", "--data-dir", added)
    for path in added.rglob("*"):
        if path.is_file():
            assert PASSWORD.encode() not in path.read_bytes(), path
    for path in added.iterdir():
        assert not path.stat().st_mode & 0o077, path


def test_removing_erases_the_rows_and_the_secret(added):
    import secretstorage

    run_cli("check", "--data-dir", added)
    ran = run_cli("accounts", "remove", "--address", ADDRESS, "--yes", "--json", "--data-dir", added)
    assert (ran.code, ran.json["ok"], ran.json["rows_left"]) == (0, True, 0)
    assert run_cli("accounts", "list", "--json", "--data-dir", added).json["accounts"] == []
    with closing(secretstorage.dbus_init()) as bus:
        kept = [item.get_secret() for item in secretstorage.get_default_collection(bus).get_all_items()]
    assert PASSWORD.encode() not in kept


def test_testing_a_mailbox_keeps_nothing(server, keyring, tmp_path):
    folder = tmp_path / "data"
    ran = run_cli("accounts", "test", *server_options(server), "--password-stdin", "--json", "--data-dir", folder,
                  stdin=PASSWORD + "\n")  # fmt: skip
    assert ran.code == 0
    assert ran.json["ok"] is True
    assert ran.json["trouble"] is None
    assert ran.json["folders"]["sent"] == "Sent"
    assert "IDLE" in ran.json["capabilities"]
    assert not (folder / "sentwatch.db").exists()
    wrong = run_cli("accounts", "test", *server_options(server), "--password-stdin", "--json", "--data-dir", folder,
                    stdin="wrong\n")  # fmt: skip
    assert (wrong.code, wrong.json["ok"], wrong.json["trouble"]) == (3, False, "bad-credential")


def test_a_certificate_of_an_unknown_authority_is_refused(server, keyring, tmp_path):
    options = ("--address", ADDRESS, "--host", "127.0.0.1", "--port", server.imaps_port)
    ran = run_cli("accounts", "test", *options, "--password-stdin", "--json", "--data-dir", tmp_path, stdin="x\n")
    assert (ran.code, ran.json["trouble"]) == (3, "certificate-refused")


def test_starttls_is_used_where_it_is_chosen(server, keyring, tmp_path):
    options = (
        "--address",
        ADDRESS,
        "--host",
        "127.0.0.1",
        "--port",
        server.imap_port,
        "--starttls",
        "--ca",
        server.ca_file,
    )
    ran = run_cli("accounts", "test", *options, "--password-stdin", "--json", "--data-dir", tmp_path, stdin=PASSWORD)
    assert ran.json["ok"] is True


def test_without_a_keyring_the_password_is_asked_for_each_time(server, tmp_path, monkeypatch):
    with keyring_session(tmp_path / "session", monkeypatch, keyring=False):
        folder = tmp_path / "data"
        ran = run_cli(
            "accounts", "add", *server_options(server), "--password-stdin", "--data-dir", folder, stdin=PASSWORD
        )
        assert ran.code == 0
        assert "no keyring" in ran.err
        blind = run_cli("check", "--json", "--data-dir", folder)
        assert blind.code == 3
        assert "No password is kept" in blind.json["reports"][0]["checks"][0]["reason"] or "keyring" in blind.err
        seen = run_cli("check", ADDRESS, "--password-stdin", "--json", "--data-dir", folder, stdin=PASSWORD + "\n")
        assert seen.code == 1
        assert "key of the store lies in a file" in run_cli("paths", "--data-dir", folder).out
        assert (folder / "ledger.key").stat().st_mode & 0o777 == 0o600
        for path in folder.rglob("*"):
            if path.is_file():
                assert PASSWORD.encode() not in path.read_bytes()


def test_a_door_that_is_shut_meanwhile_takes_nothing_back(server, tmp_path, monkeypatch):
    def check(password, *more):
        return run_cli("check", ADDRESS, "--password-stdin", "--data-dir", folder, *more, stdin=password + "\n")

    with keyring_session(tmp_path / "session", monkeypatch, keyring=False):
        folder = tmp_path / "data"
        run_cli("accounts", "add", *server_options(server), "--password-stdin", "--data-dir", folder, stdin=PASSWORD)
        [burst] = check(PASSWORD, "--json").findings("sent.burst")
        assert burst["status"] == "new"
        refused = check("wrong", "--json")
        assert refused.code == 1
        [earlier] = refused.findings("sent.burst")
        assert (earlier["status"], earlier["first_seen"]) == ("still", burst["first_seen"])
        outcomes = {one["code"]: one["outcome"] for one in refused.json["reports"][0]["checks"]}
        assert outcomes["sent.burst"] == "failed"
        english, japanese = check("wrong").out, check("wrong", "--lang", "ja").out
        assert "(found earlier, not looked at this time)  sent.burst" in english
        assert "(以前に検出、今回は未点検)  sent.burst" in japanese
        assert "We could not look at anything" not in english
        back = check(PASSWORD, "--json")
        assert [one["status"] for one in back.findings("sent.burst")] == ["still"]


def test_a_locked_keyring_is_said(server, added, keyring):
    keyring.lock()
    ran = run_cli("check", "--data-dir", added)
    assert ran.code == 3
    assert "keyring of this computer is locked" in ran.err
    assert "Traceback" not in ran.err
    keyring.unlock()
    assert run_cli("check", "--data-dir", added).code == 1


def test_a_lost_key_costs_the_ledger_and_not_the_account(server, added):
    import secretstorage

    first = run_cli("check", "--json", "--data-dir", added)
    with closing(secretstorage.dbus_init()) as bus:
        for item in secretstorage.get_default_collection(bus).get_all_items():
            if item.get_attributes().get("username") == "ledger-key":
                item.delete()
    again = run_cli("check", "--json", "--data-dir", added)
    assert again.code == 1
    [before], [after] = first.findings("sent.burst"), again.findings("sent.burst")
    assert after["status"] == "new"
    assert after["params"]["messages"] == before["params"]["messages"]


def test_a_server_that_is_gone_is_said(added, server):
    with running_dovecot() as other:
        fill(other, "second@example.jp")
        run_cli("accounts", "add", *server_options(other, "second@example.jp"), "--password-stdin", "--data-dir", added,
                stdin=PASSWORD)  # fmt: skip
    ran = run_cli("check", "--json", "--data-dir", added)
    assert ran.code == 1  # the burst of the first beats the blindness of the second
    outcomes = {
        report["account"]: {check["outcome"] for check in report["checks"] if check["code"].startswith("sent.")}
        for report in ran.json["reports"]
    }
    assert outcomes == {ADDRESS: {"checked"}, "second@example.jp": {"failed"}}
    alone = run_cli("check", "second@example.jp", "--data-dir", added)
    assert alone.code == 3
    assert "NOT looked at" in alone.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("check",), "No account is set up"),
        (("check", "nobody@example.jp"), "No account nobody@example.jp"),
        (("check", "--since", "x"), "x is not a whole number from 0 to 36500"),
        (("check", "--since", "-1"), "-1 is not a whole number"),
        (("check", "--since", "99999999999"), "is not a whole number"),
        (("check", "--archive", ""), "--archive names no file"),
        (("check", "--archive", "x.mbox", "--account-address", "me @example.jp"), "is not a mail address"),
        (("check", __file__), "Write --archive before each one"),
        (("check", "--lang", "fr"), "fr"),
        (("accounts", "add", "--address", "nonsense", "--host", "h"), "is not a mail address"),
        (("accounts", "remove", "--address", "a@b"), "No account a@b"),
        (("nonsense",), "No such command"),
        (("check", "--nonsense"), "No such option"),
    ],
)
def test_bad_input_is_one_worded_line(arguments, said, tmp_path):
    ran = run_cli(*arguments, "--data-dir", tmp_path) if "--lang" not in arguments else run_cli(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err
    assert ran.err.count("\n") == 1


def test_bad_input_is_said_in_japanese(tmp_path):
    ran = run_cli("nonsense", "--lang", "ja")
    assert (ran.code, "コマンドはありません" in ran.err) == (2, True)


def test_archives_need_no_account(tmp_path):
    mbox = tmp_path / "Sent"
    with mbox.open("wb") as out:
        for message, _at_s in sample_messages("Sent"):
            out.write(
                b"From - Thu Jan  1 00:00:00 1970\n"
                + message.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ")
                + b"\n"
            )
    ran = run_cli("check", "--archive", mbox, "--account-address", ADDRESS, "--json", "--data-dir", tmp_path / "data")
    assert ran.code == 1
    assert ran.findings("sent.burst")[0]["params"]["messages"] == 312
    assert not (tmp_path / "data").exists()


def test_an_archive_that_is_not_there_is_said():
    ran = run_cli("check", "--archive", "/nowhere/at/all", "--json")
    assert ran.code == 3
    assert "there is no such file or folder" in ran.err
    assert {check["outcome"] for check in ran.json["reports"][0]["checks"]} == {"failed"}


def test_the_demo_needs_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    ran = run_cli("demo", "--json", "--lang", "ja")
    assert ran.code == 1
    [burst] = ran.findings()
    assert (burst["code"], burst["severity"]) == ("sent.burst", "urgent")
    assert list(tmp_path.iterdir()) == []


def test_a_silent_server_can_be_left_within_a_second(added, tmp_path):
    """The program itself, stopped by Ctrl-C while a server says nothing."""
    listener = socket.create_server(("127.0.0.1", 0))
    held = []
    threading.Thread(target=lambda: held.append(listener.accept()), daemon=True).start()
    command = [sys.executable, "-m", "sentwatch", "accounts", "test", "--address", "a@example.jp", "--host", "127.0.0.1",
               "--port", str(listener.getsockname()[1]), "--password-stdin", "--data-dir", str(tmp_path / "d")]  # fmt: skip
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ
    )
    process.stdin.write(b"secret\n")
    process.stdin.close()
    until = time.monotonic() + 30
    while not held and time.monotonic() < until:
        time.sleep(0.02)
    assert held
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    started = time.monotonic()
    code = process.wait(10)
    assert time.monotonic() - started < 3
    assert code == 130
    assert b"Stopped" in process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    listener.close()
    for sock, _peer in held:
        sock.close()


def test_help_and_json_shape(added):
    ran = run_cli("check", "--json", "--data-dir", added)
    answer = json.loads(ran.out)
    assert answer["schema"] == 1
    assert set(answer) == {"schema", "generated_at", "reports"}
    assert set(answer["reports"][0]) == {"account", "role", "state", "checks", "findings"}
    assert set(answer["reports"][0]["findings"][0]) == {
        "code", "severity", "subject", "status", "first_seen", "title", "why", "harmless", "how_to_check", "do_first",
        "params", "evidence",
    }  # fmt: skip
