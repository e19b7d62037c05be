"""The window's life in the tray, for real: program, Dovecot, notification daemon and tray in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from imapclient import IMAPClient

from support.cli import run_cli
from support.desktop_session import desktop_session
from support.dovecot import running_dovecot
from support.sample import fill
from support.tray_host import tray_host
from support.web_on_loopback import Web, serving

PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def server():
    with running_dovecot() as server:
        yield server


@pytest.fixture
def desktop(tmp_path, monkeypatch):
    with desktop_session(tmp_path / "desktop", monkeypatch) as session:
        yield session


@pytest.fixture
def tray(desktop):
    with tray_host(desktop.environment["DBUS_SESSION_BUS_ADDRESS"]) as host:
        yield host


class Program:
    """The program itself, with a window."""

    def __init__(self, folder, desktop, *more, lang="en", env=None):
        self.command = [sys.executable, "-m", "sentwatch", "--data-dir", str(folder), "--lang", lang, *more]
        self.environment = {
            **os.environ,
            **desktop.environment,
            "QT_QPA_PLATFORM": "xcb",
            "XDG_CURRENT_DESKTOP": "X",
            # Its own bus has no portal, which Qt remarks upon.
            "QT_LOGGING_RULES": "qt.qpa.services=false",
            **(env or {}),
        }
        self.process = subprocess.Popen(self.command, env=self.environment, stderr=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)
            self.process.stderr.close()

    def start_again(self):
        return subprocess.run(
            self.command, env=self.environment, capture_output=True, text=True, timeout=30, check=False
        )

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def ended(self):
        code = self.process.wait(20)
        said = self.process.stderr.read()
        self.process.stderr.close()
        return code, said


def xdotool(desktop, *arguments):
    done = subprocess.run(
        ["xdotool", *arguments], env={**os.environ, **desktop.environment}, capture_output=True, text=True, timeout=20,
        check=False,
    )  # fmt: skip
    return done.stdout.split()


def windows(desktop):
    """The program's windows that can be seen."""
    return xdotool(desktop, "search", "--onlyvisible", "--name", "^Sentwatch$")


def close_window(desktop):
    """Close the window by its key, again where it was lost: there is no window manager to give the focus."""

    def is_closed():
        for window in windows(desktop):
            xdotool(desktop, "windowfocus", "--sync", window, "key", "--window", window, "ctrl+w")
            time.sleep(1)
        return not windows(desktop)

    wait_until(is_closed)


def wait_until(condition, seconds=60):
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until
        time.sleep(0.1)
    return found


def add(folder, address, server):
    command = f'"{sys.executable}" -c "print(\\"{PASSWORD}\\")"'
    ran = run_cli("accounts", "add", "--address", address, "--host", "127.0.0.1", "--port", server.imaps_port, "--ca",
                  server.ca_file, "--password-command", command, "--role", "person", "--time-zone", "Asia/Tokyo",
                  "--data-dir", folder)  # fmt: skip
    assert ran.code == 0, ran.err
    assert run_cli("check", address, "--data-dir", folder).code in {0, 1}


def blast(server, user, count=12):
    with IMAPClient(server.host, server.imaps_port, ssl_context=server.trusting_context()) as other:
        other.login(user, PASSWORD)
        for number in range(count):
            raw = (
                f"From: {user}\r\nTo: s{number}@p{number}.example\r\nSubject: x\r\n"
                f"Message-ID: <{time.time_ns()}@x>\r\n\r\nx"
            )
            other.append("Sent", raw.encode())


@pytest.mark.parametrize(("lang", "that_was_me", "told", "entry"), [
    ("en", "That was me", "Warning: tray-en@aoyama-insatsu.example", "Warning: 12 messages"),
    ("ja", "自分です", "注意: tray-ja@aoyama-insatsu.example", "12 通"),
])  # fmt: skip
def test_a_blast_reaches_the_desktop_and_is_answered_there(
    server, desktop, tray, tmp_path, lang, that_was_me, told, entry
):
    user = f"tray-{lang}@aoyama-insatsu.example"
    fill(server, user, with_burst=False)
    data = tmp_path / "data"
    add(data, user, server)
    with Program(data, desktop, lang=lang) as program:
        item = tray.wait_for_item()
        wait_until(lambda: any("looked" in label or "確認" in label for label in item.labels()))
        calm = item.picture(22)
        blast(server, user)
        desktop.wait_for_displayed(1)
        wait_until(lambda: any(entry in label for label in item.labels()))
        wait_until(lambda: item.picture(22) != calm)
        desktop.press(that_was_me)
        wait_until(lambda: not any(entry in label for label in item.labels()))
        wait_until(lambda: item.picture(22) == calm)
        desktop.dunstctl("close-all")
        assert told in {shown["summary"] for shown in desktop.closed()}
        assert program.stop() == (0, "")


def summaries(desktop):
    desktop.dunstctl("close-all")
    return [shown["summary"] for shown in desktop.closed()]


def told_of_tray(desktop):
    """How often it was said; the watch may tell of something of its own meanwhile."""
    return summaries(desktop).count("Sentwatch goes on watching")


def test_closing_goes_to_the_tray_and_is_told_once(server, desktop, tray, tmp_path):
    user = "close@aoyama-insatsu.example"
    fill(server, user)
    data = tmp_path / "data"
    add(data, user, server)
    with Program(data, desktop) as program:
        item = tray.wait_for_item()
        wait_until(lambda: windows(desktop))
        assert program.start_again().returncode == 0
        close_window(desktop)
        wait_until(lambda: told_of_tray(desktop) == 1)
        assert program.process.poll() is None
        assert program.start_again().returncode == 0
        wait_until(lambda: windows(desktop))
        close_window(desktop)
        item.activate()
        wait_until(lambda: windows(desktop))
        assert told_of_tray(desktop) == 1
        item.press("Quit")
        assert program.ended() == (0, "")


PAGE = {
    "meta": {"api-version": "1.1"},
    "name": "sentwatch",
    "versions": ["0.0.1", "99.0"],
    "files": [{"filename": "sentwatch-99.0.tar.gz", "upload-time": "2026-11-03T09:00:00Z"}],
}


def test_a_newer_version_is_one_line_and_one_notification(server, desktop, tray, tmp_path):
    user = "version@aoyama-insatsu.example"
    fill(server, user, with_burst=False)
    data = tmp_path / "data"
    add(data, user, server)
    with serving(Web(), names=("localhost",)) as web:
        web.pages["localhost", "/sentwatch.json"] = (200, {}, json.dumps(PAGE).encode())
        address = f"https://localhost:{web.port}/sentwatch.json"
        (data / "settings.json").write_text(json.dumps({"update_notice": True, "update_page": address}))
        web.authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        for starts in (1, 2):
            with Program(data, desktop, env={"SSL_CERT_FILE": str(tmp_path / "ca.pem")}) as program:
                item = tray.wait_for_item()
                wait_until(lambda item=item: "Version 99.0 is there" in item.labels())
                # The second start neither asks nor tells again: both come with the first tick, before this one ends.
                wait_until(lambda: summaries(desktop).count("Sentwatch 99.0 is there") == 1)
                if starts == 1:
                    item.press("Version 99.0 is there")
                assert program.stop() == (0, "")
            tray.watcher.items.clear()
        assert web.asked == [("localhost", "/sentwatch.json")]
        assert not any("sentwatch" in value.lower() for value in web.headers[0].values())
