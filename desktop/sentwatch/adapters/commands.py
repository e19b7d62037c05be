"""Runs the system's own programs to look at something: fixed words, no shell, capped in time and size, in English."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, Protocol

from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.ports.cancel import CancelToken

LIMIT_S: Final = 12.0
MAX_BYTES: Final = 2 * 1024 * 1024
"""The longest that is asked for: what a Debian desktop with 3,000 packages to update prints has 600 kB."""

_KEPT: Final = (
    "HOME",
    "USER",
    "LOGNAME",
    "DBUS_SESSION_BUS_ADDRESS",
    "XDG_RUNTIME_DIR",
    "XDG_CONFIG_HOME",
    "XDG_DATA_DIRS",
    "SYSTEMROOT",
    "SYSTEMDRIVE",
    "WINDIR",
    "PROGRAMDATA",
    "PROGRAMFILES",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "TEMP",
)
_FOLDERS: Final = ("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/libexec/ApplicationFirewall")


class CouldNotLook(Exception):  # noqa: N818 - caught in the adapters, told as NotChecked
    """Something could not be seen, and why. `is_expected`: such a system is known not to show it."""

    def __init__(self, reason: Phrase, *, is_expected: bool = False) -> None:
        super().__init__(reason.text)
        self.reason = reason
        self.is_expected = is_expected


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """What a program wrote and how it ended. `raw` is its standard output, `errors` the beginning of the other one."""

    status: int
    raw: bytes
    errors: bytes = b""

    @property
    def text(self) -> str:
        """The output as UTF-8; bytes that are none are replaced."""
        return self.raw.decode("utf-8", "replace")


class Commands(Protocol):
    """Runs a program by name and returns its output. Raises CouldNotLook and Cancelled."""

    def __call__(self, program: str, *arguments: str, cancel: CancelToken) -> Output: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemCommands:
    """Commands of this computer, found in the system's own folders and nowhere else."""

    folders: tuple[str, ...] = ()
    limit_s: float = LIMIT_S
    max_bytes: int = MAX_BYTES

    def __call__(self, program: str, *arguments: str, cancel: CancelToken) -> Output:
        """Run `program`; a slow or talkative one is stopped."""
        cancel.check()
        folders = self.folders or _system_folders(os.environ)
        path = next((str(found) for folder in folders if (found := Path(folder) / program).is_file()), None)
        if path is None:
            raise CouldNotLook(
                phrase(N_("The program “{name}” is not on this computer."), name=program), is_expected=True
            )
        try:
            process = subprocess.Popen(  # noqa: S603 - fixed words of our own, never text from outside
                [path, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=quiet_environment(os.environ, folders),
                cwd="/" if os.name == "posix" else None,
                start_new_session=os.name == "posix",
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError:
            raise CouldNotLook(phrase(N_("The program “{name}” could not be started."), name=program)) from None
        with process, cancel.on_cancel(lambda: _stop(process)):
            assert process.stdout is not None
            assert process.stderr is not None
            out, errors = _Reader(process.stdout, self.max_bytes), _Reader(process.stderr, 8192)
            for reader in (out, errors):
                reader.start()
            out.join(self.limit_s)
            is_late, is_long = out.is_alive(), out.is_full
            if not (is_late or is_long):
                with suppress(subprocess.TimeoutExpired):
                    process.wait(2.0)
            is_late = is_late or (process.poll() is None and not is_long)
            _stop(process)
            for reader in (out, errors):
                reader.join(2.0)
        cancel.check()
        if is_late:
            raise CouldNotLook(phrase(N_("The program “{name}” did not answer in time."), name=program))
        if is_long:
            raise CouldNotLook(phrase(N_("The program “{name}” wrote far too much."), name=program))
        return Output(status=process.returncode, raw=bytes(out.seen), errors=bytes(errors.seen))


class _Reader(threading.Thread):
    """Reads one pipe to its end or to its cap, whichever comes first."""

    def __init__(self, pipe: IO[bytes], cap: int) -> None:
        super().__init__(name="read command", daemon=True)
        self._pipe, self._cap = pipe, cap
        self.seen = bytearray()
        self.is_full = False

    def run(self) -> None:
        with suppress(OSError, ValueError):
            while piece := os.read(self._pipe.fileno(), 65536):
                self.seen += piece
                if len(self.seen) > self._cap:
                    self.is_full = True
                    return


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _system_folders(environment: Mapping[str, str]) -> tuple[str, ...]:
    if os.name != "nt":
        return _FOLDERS
    system = str(Path(environment.get("SYSTEMROOT", r"C:\Windows")) / "System32")
    return (system, str(Path(system) / "WindowsPowerShell" / "v1.0"))


def quiet_environment(environment: Mapping[str, str], folders: tuple[str, ...]) -> dict[str, str]:
    """Return the little that such programs need, in plain English; nothing else of ours is handed on."""
    kept = {name: environment[name] for name in _KEPT if name in environment}
    return {**kept, "PATH": os.pathsep.join(folders), "LC_ALL": "C", "LANG": "C", "LANGUAGE": "C"}
