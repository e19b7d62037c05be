"""A private session bus with a real gnome-keyring on it, or with nothing on it at all."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""
_PASSWORD = b"keyring password of the test"


def missing_programs() -> list[str]:
    return [name for name in ("dbus-daemon", "gnome-keyring-daemon") if shutil.which(name) is None]


@dataclass
class KeyringSession:
    """The bus lives as long as the context; the keyring can be started, locked, unlocked and taken away."""

    folder: Path
    environment: dict[str, str]
    _daemons: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_keyring(self) -> None:
        daemon = subprocess.Popen(
            ["gnome-keyring-daemon", "--unlock", "--foreground", "--components=secrets"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **self.environment},
        )
        self._daemons.append(daemon)
        assert daemon.stdin is not None
        daemon.stdin.write(_PASSWORD)
        daemon.stdin.close()
        self._wait_for_service()

    def _wait_for_service(self) -> None:
        import secretstorage

        for _ in range(200):
            with closing(secretstorage.dbus_init()) as bus:
                if secretstorage.check_service_availability(bus):
                    collection = secretstorage.get_collection_by_alias(bus, "default")
                    if not collection.is_locked():
                        return
            time.sleep(0.05)
        raise AssertionError("gnome-keyring did not come up")

    def lock(self) -> None:
        import secretstorage

        with closing(secretstorage.dbus_init()) as bus:
            secretstorage.get_default_collection(bus).lock()

    def unlock(self) -> None:
        """As signing in to the desktop does it: the running keyring is replaced by one that knows the password."""
        self.take_away()
        self.start_keyring()

    def take_away(self) -> None:
        for daemon in self._daemons:
            daemon.kill()
            daemon.wait(10)
        self._daemons.clear()


@contextmanager
def keyring_session(folder: Path, monkeypatch: pytest.MonkeyPatch, *, keyring: bool = True) -> Iterator[KeyringSession]:
    folder.mkdir(parents=True, exist_ok=True)
    config = folder / "bus.conf"
    config.write_text(_CONFIG.format(folder=folder))
    environment = {
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder / "data"),
        "XDG_RUNTIME_DIR": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }
    bus = subprocess.Popen(
        ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address=1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **environment},
    )
    assert bus.stdout is not None
    environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
    session = KeyringSession(folder=folder, environment=environment)
    try:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        for name in ("DISPLAY", "WAYLAND_DISPLAY"):
            monkeypatch.delenv(name, raising=False)
        if keyring:
            session.start_keyring()
        yield session
    finally:
        session.take_away()
        bus.terminate()
        bus.wait(10)
        bus.stdout.close()
