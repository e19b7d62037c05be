"""Secrets for machines without a keyring: systemd's credentials, and a command of the user's own for each account."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.trouble import PASSWORD_COMMAND_FAILED, Trouble

MAX_BYTES: Final = 16 * 1024
COMMAND_S: Final = 60.0
"""A password manager may ask its user first."""


def systemd_credential(account: Account) -> str | None:
    """The credential `sentwatch-ADDRESS` of this unit (LoadCredential=), None where there is none.

    Systemd allows no slash in a name; whatever else stands in an address is kept.
    """
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    if not folder:
        return None
    name = "sentwatch-" + re.sub(r"[/\0]", "_", account.address.lower())
    try:
        with (Path(folder) / name).open("rb") as file:
            return file.read(MAX_BYTES).decode("utf-8").rstrip("\r\n") or None
    except (OSError, UnicodeDecodeError):
        return None


def password_from_command(account: Account) -> str | None:
    """The first line that the account's own command prints, None where it has no command. No shell is used."""
    if not account.password_command:
        return None
    try:
        argv = shlex.split(account.password_command, posix=os.name != "nt")
        done = subprocess.run(  # noqa: S603 - the user's own program, named by the user for this account
            argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=COMMAND_S,
            check=False,
        )  # fmt: skip
        secret = done.stdout[:MAX_BYTES].decode("utf-8").split("\n", 1)[0].rstrip("\r")
    except (OSError, ValueError, IndexError, subprocess.SubprocessError):
        raise Trouble(PASSWORD_COMMAND_FAILED, address=account.address) from None
    if done.returncode or not secret:
        raise Trouble(PASSWORD_COMMAND_FAILED, address=account.address)
    return secret
