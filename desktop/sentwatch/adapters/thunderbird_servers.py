"""Which mailbox each account folder of a Thunderbird profile belongs to, by the profile's own settings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from sentwatch.adapters.commands import CouldNotLook
from sentwatch.adapters.device.mail_programs import prefs_of
from sentwatch.adapters.facts import read_small

MAX_CHARS: Final = 320
"""A mail address has 254 at most."""

_FOLDER: Final = re.compile(r"mail\.server\.(server[0-9]{1,6})\.directory(?:-rel)?")


def server_folders(profile: Path) -> Mapping[str, tuple[str, str]]:
    """Return host and user name by the name of the account's folder; nothing where the settings cannot be read."""
    try:
        prefs = prefs_of(read_small(profile / "prefs.js"))
    except CouldNotLook:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for name, value in prefs.items():
        match = _FOLDER.fullmatch(name)
        if match is None or not isinstance(value, str):
            continue
        server = f"mail.server.{match[1]}."
        host = prefs.get(server + "realhostname") or prefs.get(server + "hostname") or ""
        user = prefs.get(server + "realuserName") or prefs.get(server + "userName") or ""
        folder = re.split(r"[/\\]", value.rstrip("/\\"))[-1]
        found.setdefault(folder, (str(host)[:MAX_CHARS].lower(), str(user)[:MAX_CHARS]))
    return found
