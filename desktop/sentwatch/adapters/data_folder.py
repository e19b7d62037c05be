"""Which files of a data folder are ours, so that removing them never touches anything else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentwatch.adapters import breach_clocks, door_states, key_file, log, oauth_services
from sentwatch.adapters.file_lock import WINDOW_LOCK

_STORE: Final = r"sentwatch\.db(-wal|-shm|-journal|\.before-step-\d{1,4})?"
_PLAIN: Final = "|".join(
    re.escape(name)
    for name in (
        door_states.FILE, f"{door_states.FILE}.new", oauth_services.FILE, f"{oauth_services.FILE}.new", key_file.FILE,
        "settings.json", "settings.new", breach_clocks.FILE, WINDOW_LOCK,
    )
)  # fmt: skip
_OURS: Final = re.compile(rf"(?:{_STORE}|{_PLAIN}|{re.escape(log.FILE)}(\.\d{{1,2}})?)")
_LOCKS: Final = "locks"
_LOCK: Final = re.compile(r"[0-9a-f]{16}\.lock")


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderContents:
    """What lies in the folder: files we made or are told to read, and everything else, by name."""

    ours: tuple[Path, ...]
    others: tuple[str, ...]


def contents(folder: Path) -> FolderContents:
    """What lies in `folder`; nothing where there is none. Links are followed nowhere."""
    ours: list[Path] = []
    others: list[str] = []
    for path in _children(folder):
        is_plain = path.is_file() and not path.is_symlink()
        if is_plain and _OURS.fullmatch(path.name):
            ours.append(path)
        elif path.name == _LOCKS and path.is_dir() and not path.is_symlink():
            inside = _children(path)
            ours += [one for one in inside if _LOCK.fullmatch(one.name) and one.is_file() and not one.is_symlink()]
            others += [f"{_LOCKS}/{one.name}" for one in inside if not _LOCK.fullmatch(one.name)]
        else:
            others.append(path.name)
    return FolderContents(ours=tuple(ours), others=tuple(others))


def remove(folder: Path, files: tuple[Path, ...]) -> None:
    """Remove these files, and the folders that are empty then. OSError where one stays."""
    for path in files:
        path.unlink(missing_ok=True)
    for empty in (folder / _LOCKS, folder):
        if empty.is_dir() and not empty.is_symlink() and not any(empty.iterdir()):
            empty.rmdir()


def _children(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []
