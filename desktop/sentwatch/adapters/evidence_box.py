"""Packs evidence into a folder, a zip or a file locked with a passphrase; reads it back, whoever wrote it."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from sentwatch.adapters.os_reason import os_reason
from sentwatch.adapters.private_file import unwritable, write_private
from sentwatch.adapters.seal import SALT_BYTES, passphrase_sealer
from sentwatch.core.evidence import MAX_BYTES, MAX_FILES, NAME
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.trouble import (
    EVIDENCE_PASSPHRASE_NEEDED,
    EVIDENCE_PASSPHRASE_WRONG,
    EVIDENCE_UNREADABLE,
    FILE_IN_THE_WAY,
    Trouble,
)

MAGIC: Final = b"sentwatch evidence 1\n"
_CONTEXT: Final = "evidence"
_NO_BOX: Final = N_("it is no saved evidence of Sentwatch")
_TOO_MUCH: Final = N_("it holds far more than saved evidence does")


def write_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Write the files into a new folder of this user alone."""
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        raise Trouble(FILE_IN_THE_WAY, path=str(path)) from None
    except OSError as error:
        raise unwritable(path, error) from None
    for name, data in files.items():
        write_private(path / name, data, over=False)


def write_zip(path: Path, files: Mapping[str, bytes], *, made_at: datetime) -> None:
    """Write the files as one zip."""
    write_private(path, zipped(files, made_at=made_at), over=False)


def write_locked(path: Path, files: Mapping[str, bytes], *, made_at: datetime, passphrase: str) -> None:
    """Write the files as one file that only the passphrase opens."""
    salt = os.urandom(SALT_BYTES)
    sealed = passphrase_sealer(passphrase, salt).seal(zipped(files, made_at=made_at), context=_CONTEXT)
    write_private(path, MAGIC + salt + sealed, over=False)


def zipped(files: Mapping[str, bytes], *, made_at: datetime) -> bytes:
    """The files as a zip; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, date_time=made_at.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            archive.writestr(info, data)
    return out.getvalue()


def read_box(path: Path, *, passphrase: str | None) -> dict[str, bytes]:
    """Return all files by name. Trouble EVIDENCE_… where that cannot be.

    In a folder, what is no plain file with a fitting name comes back under its name with no content: it does not
    belong there, and comparing says so.
    """
    try:
        if path.is_dir():
            return _read_folder(path)
        # A pipe or a device would keep us waiting, or never end.
        if path.exists() and not path.is_file():
            raise _unreadable(path, phrase(_NO_BOX))
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, os_reason(error)) from None
    if len(data) > MAX_BYTES:
        raise _unreadable(path, phrase(_TOO_MUCH))
    if data.startswith(MAGIC):
        if not passphrase:
            raise Trouble(EVIDENCE_PASSPHRASE_NEEDED, path=str(path))
        salt, sealed = data[len(MAGIC) : len(MAGIC) + SALT_BYTES], data[len(MAGIC) + SALT_BYTES :]
        opened = passphrase_sealer(passphrase, salt).unseal(sealed, context=_CONTEXT)
        if opened is None:
            raise Trouble(EVIDENCE_PASSPHRASE_WRONG, path=str(path))
        data = opened
    return _read_zip(path, data)


def _read_folder(path: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    total = 0
    with os.scandir(path) as entries:
        for entry in entries:
            if len(found) >= MAX_FILES:
                raise _unreadable(path, phrase(_TOO_MUCH))
            is_ours = NAME.fullmatch(entry.name) is not None and entry.is_file(follow_symlinks=False)
            if not is_ours:
                found[entry.name] = b""
                continue
            # Opened without following a link, and looked at again: names can change between two looks.
            handle = os.open(entry.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    found[entry.name] = b""
                    continue
                data = file.read(MAX_BYTES - total + 1)
            total += len(data)
            if total > MAX_BYTES:
                raise _unreadable(path, phrase(_TOO_MUCH))
            found[entry.name] = data
    return found


def _read_zip(path: Path, data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = [member.filename for member in members]
            if len(members) > MAX_FILES or sum(member.file_size for member in members) > MAX_BYTES:
                raise _unreadable(path, phrase(_TOO_MUCH))
            if len(set(names)) < len(names) or not all(map(NAME.fullmatch, names)):
                raise _unreadable(path, phrase(_NO_BOX))
            return {member.filename: _read_member(archive, member, path) for member in members}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError):
        raise _unreadable(path, phrase(_NO_BOX)) from None


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> bytes:
    with archive.open(member) as file:
        # What the directory says of the size may be a lie.
        data = file.read(member.file_size + 1)
    if len(data) != member.file_size:
        raise _unreadable(path, phrase(_NO_BOX))
    return data


def _unreadable(path: Path, reason: Phrase) -> Trouble:
    return Trouble(EVIDENCE_UNREADABLE, path=str(path), reason=reason)
