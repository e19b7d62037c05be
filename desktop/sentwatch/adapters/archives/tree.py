"""The files of an archive folder in a fixed order: no links followed, plain files only, depth and count capped."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import NamedTuple

from sentwatch.adapters.archives.entries import Hint
from sentwatch.adapters.archives.folder_names import hint_of_path, hint_of_top
from sentwatch.adapters.os_reason import os_reason
from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.archive import Damage
from sentwatch.ports.cancel import CancelToken

_DEPTH = 20
_FILES = 3_000_000
# Thunderbird's indexes and settings, Dovecot's and Courier's own files: never mail, not worth opening.
_NEVER_MAIL = (".msf", ".dat", ".json", ".html", ".htm", ".sqlite", ".js", ".lock", ".log", ".cache", ".index")


class ArchiveFile(NamedTuple):
    """One file to look at. `name` is relative to the archive and may be shown."""

    path: str
    name: str
    hint: Hint
    is_in_maildir: bool
    size: int


def shown(path: str) -> str:
    """Make the name of a file fit to be shown and stored: names on disk may hold bytes that are no text."""
    return path.encode("utf-8", "replace").decode("utf-8")[:500]


def walk(root: str, *, cancel: CancelToken) -> Iterator[ArchiveFile | Damage]:
    """Visit the files below `root`, those of a folder before those of its subfolders, by name."""
    left = _FILES
    waiting: list[tuple[str, tuple[str, ...]]] = [(root, ())]
    top = os.path.basename(os.path.abspath(root))  # noqa: PTH100, PTH119 - names as they are, no resolving of links
    while waiting:
        cancel.check()
        folder, parts = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                files, folders = _sort(entries, left, cancel)
        except OSError as error:
            yield Damage(where=shown("/".join(parts) or top), reason=os_reason(error))
            continue
        left -= len(files) + len(folders)
        if left <= 0:
            yield Damage(where=shown("/".join(parts) or top), reason=phrase(N_("there are too many files to read all")))
            return
        is_in_maildir = bool(parts) and parts[-1] in ("cur", "new")
        hint = hint_of_path(parts[:-1] if is_in_maildir else parts)
        if hint is Hint.UNKNOWN:
            hint = hint_of_top(top)
        for name in files:
            path = os.path.join(folder, name)  # noqa: PTH118 - a million names: strings, not Paths
            try:
                size = os.lstat(path).st_size
            except OSError:
                continue
            own = hint if is_in_maildir else hint_of_path((name,))
            yield ArchiveFile(
                path, shown("/".join((*parts, name))), own if own is not Hint.UNKNOWN else hint, is_in_maildir, size
            )
        if len(parts) < _DEPTH:
            waiting.extend((os.path.join(folder, name), (*parts, name)) for name in reversed(folders))  # noqa: PTH118


def _sort(entries: Iterator[os.DirEntry[str]], left: int, cancel: CancelToken) -> tuple[list[str], list[str]]:
    files: list[str] = []
    folders: list[str] = []
    for number, entry in enumerate(entries):
        if number % 1000 == 0:
            cancel.check()
        if number >= left:
            break
        try:
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.name)
            elif entry.is_file(follow_symlinks=False) and not entry.name.lower().endswith(_NEVER_MAIL):
                files.append(entry.name)
        except OSError:
            continue
    files.sort()
    folders.sort()
    if "tmp" in folders and "cur" in folders:
        # What lies in `tmp` was never delivered (https://cr.yp.to/proto/maildir.html).
        folders.remove("tmp")
    return files, folders
