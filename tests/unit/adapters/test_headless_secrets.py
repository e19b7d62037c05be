"""Passwords of machines without a keyring: systemd's credentials, and commands, their failures worded."""

from __future__ import annotations

import sys

import pytest

from sentwatch.adapters.headless_secrets import password_from_command, systemd_credential
from sentwatch.core.accounts import Account
from sentwatch.core.trouble import PASSWORD_COMMAND_FAILED, Trouble

ACCOUNT = Account(id="one", address="Me@example.jp", host="h")


def with_command(line):
    return Account(id="one", address="me@example.jp", host="h", password_command=line)


def python(code):
    return with_command(f"\"{sys.executable}\" -c '{code}'")


def test_a_credential_of_the_unit(tmp_path, monkeypatch):
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    assert systemd_credential(ACCOUNT) is None
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert systemd_credential(ACCOUNT) is None
    (tmp_path / "sentwatch-me@example.jp").write_bytes("正しい馬\n".encode())
    assert systemd_credential(ACCOUNT) == "正しい馬"
    (tmp_path / "sentwatch-me@example.jp").write_bytes(b"")
    assert systemd_credential(ACCOUNT) is None
    traversal = Account(id="x", address="../../etc/passwd@x", host="h")
    assert systemd_credential(traversal) is None


def test_a_command_gives_its_first_line():
    assert password_from_command(ACCOUNT) is None
    assert password_from_command(python('print("one two\\nthree")')) == "one two"


@pytest.mark.parametrize("line", ["/no/such/program", '"unclosed', f"{sys.executable} -c 'raise SystemExit(1)'",
                                  f"{sys.executable} -c 'print()'", " "])  # fmt: skip
def test_a_command_that_fails_is_worded(line):
    with pytest.raises(Trouble) as caught:
        password_from_command(with_command(line))
    assert caught.value.kind is PASSWORD_COMMAND_FAILED


def test_no_shell_is_used(tmp_path):
    with pytest.raises(Trouble):
        password_from_command(with_command(f"true; touch {tmp_path}/shell"))
    assert not (tmp_path / "shell").exists()
