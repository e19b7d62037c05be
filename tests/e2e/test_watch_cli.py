"""`sentwatch watch` against a real Dovecot with IDLE: the alert, lost lines, lost servers, several mailboxes, stopping."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time

import pytest
from imapclient import IMAPClient

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.accounts import Account
from sentwatch.wiring import App
from support.cli import run_cli
from support.dovecot import running_dovecot
from support.proxy import running_proxy
from support.sample import ADDRESS, fill

PASSWORD = "correct horse"
NO_BUS = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}


@pytest.fixture(scope="module")
def server():
    with running_dovecot() as server:
        yield server


def add(folder, address, port, ca_file, *more):
    command = f'"{sys.executable}" -c "print(\\"{PASSWORD}\\")"'
    ran = run_cli("accounts", "add", "--address", address, "--host", "127.0.0.1", "--port", port, "--ca", ca_file,
                  "--password-command", command, "--role", "person", "--data-dir", folder, *more)  # fmt: skip
    assert ran.code == 0, ran.err


class Watching:
    """The program itself, watching."""

    def __init__(self, folder, *more):
        command = [sys.executable, "-m", "sentwatch", "watch", "--json", "--data-dir", str(folder), *more]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=NO_BUS)
        self.lines: queue.SimpleQueue[dict] = queue.SimpleQueue()
        self.seen: list[dict] = []
        self._reader = threading.Thread(
            target=lambda: [self.lines.put(json.loads(line)) for line in self.process.stdout]
        )
        self._reader.start()

    def wait_for(self, event, seconds=40, **values):
        until = time.monotonic() + seconds
        while True:
            line = self.lines.get(timeout=max(0.01, until - time.monotonic()))
            self.seen.append(line)
            if line["event"] == event and all(line.get(name) == value for name, value in values.items()):
                return line

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        code = self.process.wait(60)
        self._reader.join(10)
        said = self.process.stderr.read()
        self.process.stdout.close()
        self.process.stderr.close()
        while not self.lines.empty():
            self.seen.append(self.lines.get())
        return code, said


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    return tmp_path / "data"


def blast(server, user, count=12):
    with IMAPClient(server.host, server.imaps_port, ssl_context=server.trusting_context()) as other:
        other.login(user, PASSWORD)
        for number in range(count):
            raw = f"From: {user}\r\nTo: s{number}@p{number}.example\r\nSubject: x\r\nMessage-ID: <{time.time_ns()}@x>\r\n\r\nx"
            other.append("Sent", raw.encode())


def test_a_blast_is_told_within_ten_messages_and_stopping_is_clean(server, data):
    fill(server, "live@aoyama-insatsu.example")
    before = server.fingerprint("live@aoyama-insatsu.example")
    add(data, "live@aoyama-insatsu.example", server.imaps_port, server.ca_file)
    watch = Watching(data)
    assert watch.wait_for("started")["accounts"] == ["live@aoyama-insatsu.example"]
    watch.wait_for("state", sight="live")
    # The burst of a year ago is history: shown in reports, no alarm.
    assert not [line for line in watch.seen if line["event"] == "finding"]
    assert server.fingerprint("live@aoyama-insatsu.example") == before
    time.sleep(1)
    blast(server, "live@aoyama-insatsu.example")
    told = watch.wait_for("finding")
    assert told["finding"]["code"] == "sent.burst"
    assert told["finding"]["params"]["messages_at_alert"] <= 10
    assert told["account"] == "live@aoyama-insatsu.example"
    code, said = watch.stop()
    assert (code, said) == (0, "")
    assert watch.seen[-1]["event"] == "stopped"


def test_a_cut_line_is_made_anew_and_nothing_is_missed(server, data):
    user = "cut@aoyama-insatsu.example"
    fill(server, user)
    with running_proxy(server.host, server.imaps_port) as proxy:
        add(data, user, proxy.port, server.ca_file)
        watch = Watching(data)
        watch.wait_for("state", sight="live")
        before = proxy.connections
        proxy.cut()
        blast(server, user)
        assert watch.wait_for("finding")["finding"]["code"] == "sent.burst"
        assert proxy.connections > before
        assert watch.stop()[0] == 0


def test_a_server_that_is_gone_is_told_and_so_is_its_return(server, data):
    user = "gone@aoyama-insatsu.example"
    fill(server, user)
    (data / "x").parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    (data / "settings.json").write_text('{"blind_after_min": 0}')
    with running_proxy(server.host, server.imaps_port) as proxy:
        add(data, user, proxy.port, server.ca_file)
        watch = Watching(data, "--lang", "ja")
        watch.wait_for("state", sight="live")
        proxy.stalls = True
        proxy.refuses = True
        proxy.cut()
        assert watch.wait_for("blind")["trouble"] in {"network-cut", "encryption-refused", "server-silent"}
        code, _said = watch.stop(signal.SIGINT)
        assert code == 0


def test_several_mailboxes_in_one_process(server, data):
    users = [f"office{number}@aoyama-insatsu.example" for number in range(6)]
    for user in users:
        server.add_user(user)
        add(data, user, server.imaps_port, server.ca_file)
    watch = Watching(data)
    waiting = set(users)
    while waiting:
        waiting.discard(watch.wait_for("state", sight="live")["account"])
    time.sleep(0.5)
    # A mailbox that never sent anything: nothing is usual there, and a blast is told all the same.
    blast(server, users[3], count=40)
    assert watch.wait_for("finding")["account"] == users[3]
    assert watch.stop()[0] == 0


def test_the_log_holds_no_address_and_no_password(server, data):
    add_user = "log@aoyama-insatsu.example"
    server.add_user(add_user)
    add(data, add_user, server.imaps_port, server.ca_file)
    watch = Watching(data)
    watch.wait_for("state", sight="live")
    watch.stop()
    log = data / "sentwatch.log"
    assert log.stat().st_mode & 0o777 == 0o600
    assert "@" not in log.read_text().replace("…@…", "")
    assert PASSWORD not in log.read_text()


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="Windows closes a console in its own way")
def test_a_closed_terminal_ends_it_in_order_and_nohup_is_heard(server, data):
    fill(server, "hangup@aoyama-insatsu.example", with_burst=False)
    add(data, "hangup@aoyama-insatsu.example", server.imaps_port, server.ca_file)
    # The tests themselves may run under nohup, which their children would inherit.
    ours = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    try:
        watch = Watching(data)
    finally:
        signal.signal(signal.SIGHUP, ours)
    watch.wait_for("started")
    assert watch.stop(signal.SIGHUP) == (0, "")
    assert watch.seen[-1]["event"] == "stopped"
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        # What is ignored stays so in a program that is started now, as nohup has it.
        watch = Watching(data)
    finally:
        signal.signal(signal.SIGHUP, before)
    watch.wait_for("started")
    watch.process.send_signal(signal.SIGHUP)
    watch.wait_for("state", sight="live")
    assert watch.process.poll() is None
    assert watch.stop() == (0, "")


def test_watching_nothing_is_a_usage_error_and_leaves_nothing_behind(data):
    ran = run_cli("watch", "--data-dir", data)
    assert ran.code == 2
    assert "No account is set up. Add one with “sentwatch accounts add”." in ran.err
    assert "--archive" not in ran.err
    assert not data.exists()


def test_where_all_accounts_are_paused_that_is_said(data):
    app = App(data_dir=data, secrets=SessionSecrets())
    app.accounts.put(Account(id="one", address="me@example.jp", host="mail.example.jp", paused=True))
    app.close()
    ran = run_cli("watch", "--data-dir", data)
    assert ran.code == 2
    assert "All accounts are paused." in ran.err


def test_the_sample_address_is_no_account_here(data):
    assert run_cli("watch", ADDRESS, "--data-dir", data).code == 2
