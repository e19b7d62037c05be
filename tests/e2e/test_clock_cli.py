"""`sentwatch mfa --clock-of`: this computer's clock against a real mail server's greeting, in words and as JSON."""

from __future__ import annotations

import email.utils
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.accounts import Account, Security
from sentwatch.service import outgoing
from sentwatch.wiring import App
from support.cli import run_cli
from support.smtp_on_loopback import Outgoing, outgoing_server

ADDRESS = "hana@kaede.example"


@pytest.fixture
def compare(tmp_path, monkeypatch):
    """Ask a server that greets so, as the mail server of an account that is set up."""
    data = tmp_path / "data"
    servers = []

    def run(greeting, *options, starttls=False):
        server = Outgoing(greeting=greeting, starttls=starttls)
        running = outgoing_server(tmp_path, server)
        running.__enter__()
        servers.append((server, running))
        account = Account(id="a1", address=ADDRESS, host=server.host, ca_file=str(server.ca_file))
        app = App(data_dir=data, secrets=SessionSecrets())
        app.accounts.put(account)
        app.close()
        security = Security.STARTTLS if starttls else Security.TLS
        monkeypatch.setattr(outgoing, "_USUAL", ((server.port, security),))
        return run_cli("mfa", "--clock-of", ADDRESS, "--data-dir", data, *options), server

    yield run
    for _, running in servers:
        running.__exit__(None, None, None)


def banner(ahead_s):
    def made():
        at = datetime.now(UTC) + timedelta(seconds=ahead_s)
        return f"220 mail.kaede.example ESMTP Exim 4.96 {email.utils.format_datetime(at)}\r\n".encode()

    return made


def test_a_clock_that_is_right(compare):
    ran, server = compare(banner(0))
    assert ran.code == 0
    assert f"Compared with {server.host}:" in ran.out
    assert "The time stood in its greeting as outgoing mail server." in ran.out
    assert server.heard == ["QUIT"]
    assert server.handed == []


@pytest.mark.parametrize("starttls", [False, True])
def test_a_clock_that_is_off(compare, starttls):
    ran, server = compare(banner(200), "--json", starttls=starttls)
    assert ran.code == 1
    [found] = ran.findings("mfa.clock-wrong")
    assert found["subject"] == "clock"
    assert server.host in str(found["evidence"])
    assert ("before encryption begins" in str(found["evidence"])) is starttls


def test_in_japanese(compare):
    ran, _ = compare(banner(200), "--lang", "ja")
    assert (ran.code, "時計" in ran.out) == (1, True)


def test_a_server_that_tells_no_time_is_not_called_right(compare):
    ran, server = compare(b"220 mail.kaede.example ESMTP Postfix\r\n")
    # Nobody serves a web page at the server of this test, so that it stays unknown: exit 3, and no finding.
    assert ran.code == 3
    assert "Nobody told the time." in ran.out
    said = " ".join(ran.out.split())
    assert f"{server.host} does not tell the time when it greets" in said
    assert f"{server.host} could not be asked for the time." in said


def test_whom_to_ask_is_asked_for_rightly(compare, tmp_path):
    data = tmp_path / "other"
    unknown = run_cli("mfa", "--clock-of", "nobody@kaede.example", "--data-dir", data)
    assert unknown.code == 2
    both = run_cli("mfa", "--clock-of", ADDRESS, "--clock-host", "x", "--data-dir", data)
    assert both.code == 2
    assert not data.exists()
