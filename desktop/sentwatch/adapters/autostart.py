"""Starts Sentwatch at login: a desktop file on Linux, a launch agent on macOS, a value in the registry on Windows."""

from __future__ import annotations

import os
import plistlib
import shlex
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from sentwatch.adapters.capped_file import read_capped
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.trouble import AUTOSTART_REFUSED, Trouble
from sentwatch.ports.autostart import AutostartPort

NAME: Final = "Sentwatch"
DESKTOP_FILE: Final = "sentwatch.desktop"
LABEL: Final = "sentwatch.desktop"
_MOST: Final = 64 * 1024
_RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"

# Desktop Entry Specification 1.5, "The Exec key": what an argument in quotes has to escape, and what needs quotes.
_ESCAPED: Final = '"`$\\'
_RESERVED: Final = frozenset(" \t\n\"'\\><~|&;$*?#()`")


def autostart_of_this_computer() -> AutostartPort:
    """The way of this system."""
    if sys.platform == "win32":
        return WindowsAutostart()
    return MacAutostart() if sys.platform == "darwin" else LinuxAutostart()


def desktop_file(command: tuple[str, ...]) -> str:
    """The desktop file that starts `command` at login."""
    return (
        "[Desktop Entry]\n"
        "Type=Application\n"
        f"Name={NAME}\n"
        "Comment=Tells you when somebody else sends from your mailbox\n"
        "Comment[ja]=あなたのメールボックスから誰かが送信したら知らせます\n"
        f"Exec={' '.join(map(_exec_argument, command))}\n"
        "Icon=sentwatch\n"
        "Terminal=false\n"
        "X-GNOME-Autostart-enabled=true\n"
    )


def _exec_argument(text: str) -> str:
    """One argument as the Exec key wants it: quoted where needed, then escaped again as a value of type string."""
    quoted = text
    if not text or _RESERVED & set(text):
        quoted = '"' + "".join(f"\\{c}" if c in _ESCAPED else c for c in text) + '"'
    return quoted.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("%", "%%")


def command_of_desktop_file(text: str) -> str | None:
    """The command of a desktop file as text; None where it starts nothing."""
    keys: dict[str, str] = {}
    for line in text.splitlines():
        name, is_pair, value = line.partition("=")
        if is_pair and not line.startswith("#"):
            keys.setdefault(name.strip(), value.strip())
    is_off = keys.get("Hidden", "").lower() == "true" or keys.get("X-GNOME-Autostart-enabled", "").lower() == "false"
    return None if is_off else keys.get("Exec") or None


def launch_agent(command: tuple[str, ...]) -> bytes:
    """The property list that starts `command` at login, once."""
    return plistlib.dumps(
        {"Label": LABEL, "ProgramArguments": list(command), "RunAtLoad": True, "ProcessType": "Interactive"}
    )


def command_of_launch_agent(data: bytes) -> str | None:
    """The command of a property list as text; None where it starts nothing."""
    try:
        read: Any = plistlib.loads(data)
    except Exception:  # noqa: BLE001 - plistlib raises whatever its parsers do
        return None
    if not isinstance(read, dict) or read.get("Disabled") is True or read.get("RunAtLoad") is not True:
        return None
    arguments = read.get("ProgramArguments")
    if not isinstance(arguments, list) or not all(isinstance(one, str) for one in arguments):
        return None
    return shlex.join(arguments) or None


def run_value(command: tuple[str, ...]) -> str:
    """The command as one line, quoted as Windows programs take their line apart."""
    return subprocess.list2cmdline(command)


@dataclass(frozen=True, slots=True)
class _FileEntry:
    """An entry that is one file."""

    path: Path

    @property
    def place(self) -> str:
        return str(self.path)

    def _data(self) -> bytes | None:
        try:
            return read_capped(self.path, most=_MOST)
        except OSError:
            return None

    def _write(self, data: bytes) -> None:
        fresh = self.path.with_name(self.path.name + ".new")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(data)
            fresh.replace(self.path)
        except OSError:
            with suppress(OSError):
                fresh.unlink()
            raise self._refused() from None

    def remove(self) -> None:
        """Remove the file."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            raise self._refused() from None

    def _refused(self) -> Trouble:
        return Trouble(AUTOSTART_REFUSED, place=self.place, reason=phrase(N_("you may not use it")))


def _config_home() -> Path:
    # XDG Base Directory Specification 0.8: a relative path is to be ignored.
    named = Path(os.environ.get("XDG_CONFIG_HOME", ""))
    return named if named.is_absolute() else Path.home() / ".config"


@dataclass(frozen=True, slots=True)
class LinuxAutostart(_FileEntry):
    """A desktop file in the autostart folder (Desktop Application Autostart Specification 0.5)."""

    path: Path = field(default_factory=lambda: _config_home() / "autostart" / DESKTOP_FILE)

    def read(self) -> str | None:
        """Return the command, as the file has it."""
        data = self._data()
        return None if data is None else command_of_desktop_file(data.decode("utf-8", "replace"))

    def write(self, command: tuple[str, ...]) -> None:
        """Write the file."""
        self._write(desktop_file(command).encode())


@dataclass(frozen=True, slots=True)
class MacAutostart(_FileEntry):
    """A launch agent of this user."""

    path: Path = field(default_factory=lambda: Path.home() / "Library" / "LaunchAgents" / f"{LABEL}.plist")

    def read(self) -> str | None:
        """Return the command, quoted as a shell would take it."""
        data = self._data()
        return None if data is None else command_of_launch_agent(data)

    def write(self, command: tuple[str, ...]) -> None:
        """Write the file; it counts from the next login on."""
        self._write(launch_agent(command))


class Registry(Protocol):
    """Values by name below one key of this user. OSError where the system refuses."""

    def get(self, name: str) -> str | None: ...
    def put(self, name: str, value: str) -> None: ...
    def remove(self, name: str) -> None: ...


class _RunKey:
    """The Run key of this user, by the standard library."""

    def get(self, name: str) -> str | None:
        import winreg  # type: ignore[import-not-found,unused-ignore]

        reg: Any = winreg
        with suppress(FileNotFoundError), reg.OpenKey(reg.HKEY_CURRENT_USER, _RUN_KEY) as key:
            value, kind = reg.QueryValueEx(key, name)
            return str(value) if kind in (reg.REG_SZ, reg.REG_EXPAND_SZ) else None
        return None

    def put(self, name: str, value: str) -> None:
        import winreg  # type: ignore[import-not-found,unused-ignore]

        reg: Any = winreg
        with reg.CreateKey(reg.HKEY_CURRENT_USER, _RUN_KEY) as key:
            reg.SetValueEx(key, name, 0, reg.REG_SZ, value)

    def remove(self, name: str) -> None:
        import winreg  # type: ignore[import-not-found,unused-ignore]

        reg: Any = winreg
        with suppress(FileNotFoundError), reg.OpenKey(reg.HKEY_CURRENT_USER, _RUN_KEY, 0, reg.KEY_SET_VALUE) as key:
            reg.DeleteValue(key, name)


@dataclass(frozen=True, slots=True)
class WindowsAutostart:
    """A value below the Run key of this user."""

    registry: Registry = field(default_factory=_RunKey)

    @property
    def place(self) -> str:
        """Where it lies."""
        return rf"HKEY_CURRENT_USER\{_RUN_KEY}\{NAME}"

    def read(self) -> str | None:
        """Return the command line."""
        try:
            return self.registry.get(NAME) or None
        except OSError:
            return None

    def write(self, command: tuple[str, ...]) -> None:
        """Set the value."""
        try:
            self.registry.put(NAME, run_value(command))
        except OSError:
            raise self._refused() from None

    def remove(self) -> None:
        """Remove the value."""
        try:
            self.registry.remove(NAME)
        except OSError:
            raise self._refused() from None

    def _refused(self) -> Trouble:
        return Trouble(AUTOSTART_REFUSED, place=self.place, reason=phrase(N_("you may not use it")))
