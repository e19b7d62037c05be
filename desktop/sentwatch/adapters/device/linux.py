"""Looks at a Linux computer: files that everybody may read, the system bus, and a few programs that only report."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sentwatch.adapters.commands import Commands
from sentwatch.adapters.device import mail_programs, password_programs
from sentwatch.adapters.device.linux_antivirus import antivirus
from sentwatch.adapters.device.linux_encryption import encryption
from sentwatch.adapters.device.linux_firewall import firewall
from sentwatch.adapters.device.linux_lock import lock
from sentwatch.adapters.device.linux_login import automatic_login
from sentwatch.adapters.device.linux_updates import updates
from sentwatch.adapters.facts import fact, read_small
from sentwatch.core.device import DeviceFacts, System, SystemVersion
from sentwatch.ports.cancel import CancelToken


@dataclass(frozen=True, slots=True, kw_only=True)
class LinuxDevice:
    """A DevicePort. `root`, `bus_address`, `environment` and `user_id` are for tests."""

    commands: Commands = field(repr=False)
    home: Path
    root: Path = Path("/")
    bus_address: str | None = None
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    user_id: int = field(default_factory=lambda: os.getuid() if hasattr(os, "getuid") else 0)

    def look(self, *, cancel: CancelToken) -> DeviceFacts:
        """Look at each fact by itself."""
        bus, root, home = self.bus_address, self.root, self.home
        return DeviceFacts(
            version=fact(lambda: read_version(read_small(root / "etc/os-release")), cancel=cancel),
            antivirus=fact(lambda: antivirus(root, bus_address=bus, cancel=cancel), cancel=cancel),
            firewall=fact(lambda: firewall(root, bus_address=bus, cancel=cancel), cancel=cancel),
            updates=fact(lambda: updates(root, self.commands, cancel=cancel), cancel=cancel),
            encryption=fact(lambda: encryption(root, home, self.commands, cancel=cancel), cancel=cancel),
            lock=fact(
                lambda: lock(
                    home,
                    self.commands,
                    environment=self.environment,
                    user_id=self.user_id,
                    bus_address=bus,
                    cancel=cancel,
                ),
                cancel=cancel,
            ),
            automatic_login=fact(lambda: automatic_login(root), cancel=cancel),
            password_programs=fact(lambda: password_programs.on_linux(root, home), cancel=cancel),
            mail_programs=fact(lambda: mail_programs.look(mail_programs.linux_places(home)), cancel=cancel),
        )


def read_version(text: str) -> SystemVersion:
    """Read os-release(5)."""
    fields: dict[str, str] = {}
    for line in text.splitlines()[:200]:
        name, equals, value = line.partition("=")
        if equals and name.isidentifier():
            fields[name] = _unquoted(value)
    ends = fields.get("SUPPORT_END", "")
    try:
        support_ends = date.fromisoformat(ends) if ends else None
    except ValueError:
        support_ends = None
    return SystemVersion(
        system=System.LINUX,
        name=(fields.get("PRETTY_NAME") or fields.get("NAME") or "Linux")[:100],
        family=fields.get("ID", "")[:40].lower(),
        release=fields.get("VERSION_ID", "")[:40],
        support_ends=support_ends,
    )


def _unquoted(value: str) -> str:
    try:
        return "".join(shlex.split(value[:500])[:1])
    except ValueError:
        return value.strip("\"'")[:500]
