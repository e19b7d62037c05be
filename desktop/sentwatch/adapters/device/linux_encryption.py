"""Disk encryption on Linux: the layers under the system's and the user's files, from /proc and /sys."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentwatch.adapters.commands import Commands, CouldNotLook
from sentwatch.adapters.facts import read_small
from sentwatch.core.connection import Answer
from sentwatch.core.device import EncryptionFacts, System, Volume
from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken

MAX_LAYERS: Final = 8
"""Crypt on LVM on RAID is four; a loop among slaves would be a broken kernel."""

_NO_DISK: Final = frozenset({"tmpfs", "overlay", "ramfs", "squashfs", "nfs", "nfs4", "cifs", "9p", "virtiofs", "fuse"})
_DATASET: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/ -]{0,250}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mount:
    """One line of mountinfo: where, from what device (major:minor), of which kind, and the source as written."""

    point: str
    device: str
    kind: str
    source: str


def encryption(root: Path, home: Path, commands: Commands, *, cancel: CancelToken) -> EncryptionFacts:
    """Look at where the system lies and where this user's files lie."""
    mounts = read_mounts(read_small(root / "proc/self/mountinfo"))
    volumes: list[Volume] = []
    for place in ("/", str(home)):
        mount = mount_of(place, mounts)
        if mount is None or any(volume.place == mount.point for volume in volumes):
            continue
        volumes.append(_volume(mount, root, commands, cancel=cancel))
    if not volumes:
        raise CouldNotLook(phrase(N_("Where the files of this computer lie could not be seen.")))
    return EncryptionFacts(system=System.LINUX, volumes=tuple(volumes))


def read_mounts(text: str) -> tuple[Mount, ...]:
    """Read /proc/self/mountinfo (proc(5)); later mounts cover earlier ones at the same place."""
    mounts: list[Mount] = []
    for line in text.splitlines()[:4000]:
        left, dash, right = line.partition(" - ")
        before, after = left.split(" "), right.split(" ")
        if dash and len(before) >= 6 and len(after) >= 2:
            mounts.append(
                Mount(point=_unescaped(before[4]), device=before[2], kind=after[0], source=_unescaped(after[1]))
            )
    return tuple(mounts)


def _unescaped(text: str) -> str:
    # Spaces, tabs and backslashes are written as octal numbers.
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match.group(1), 8)), text)


def mount_of(place: str, mounts: Iterable[Mount]) -> Mount | None:
    """Return the mount that holds `place`: the longest one, and of those the last."""
    best: Mount | None = None
    for mount in mounts:
        holds = place == mount.point or place.startswith(mount.point.rstrip("/") + "/")
        if holds and (best is None or len(mount.point) >= len(best.point)):
            best = mount
    return best


def _volume(mount: Mount, root: Path, commands: Commands, *, cancel: CancelToken) -> Volume:
    if mount.kind == "ecryptfs":
        return Volume(place=mount.point, is_encrypted=Answer.YES, how="eCryptfs")
    if mount.kind == "zfs":
        return _zfs(mount, commands, cancel=cancel)
    if mount.kind in _NO_DISK or mount.kind.startswith("fuse."):
        return Volume(place=mount.point, is_encrypted=Answer.UNKNOWN)
    node = _node(mount, root)
    if node is None:
        return Volume(place=mount.point, is_encrypted=Answer.UNKNOWN)
    how = crypt_under(node)
    return Volume(place=mount.point, is_encrypted=Answer.YES if how else Answer.NO, how=how)


def _node(mount: Mount, root: Path) -> Path | None:
    """Return the device's folder in /sys; file systems over several disks (btrfs) name a device of their own."""
    blocks = root / "sys/dev/block"
    if re.fullmatch(r"\d{1,6}:\d{1,9}", mount.device) and not mount.device.startswith("0:"):
        node = blocks / mount.device
        return node if node.exists() else None
    if not mount.source.startswith("/dev/"):
        return None
    try:
        name = Path(os.path.realpath(root / mount.source.lstrip("/"))).name
    except (OSError, ValueError):
        return None
    node = root / "sys/class/block" / name
    return node if node.exists() else None


def crypt_under(node: Path, *, depth: int = 0) -> str:
    """Return the name of the crypt layer at or below a block device; empty where there is none.

    Where a device lies on several, all of them have to be encrypted.
    """
    if depth > MAX_LAYERS:
        return ""
    try:
        uuid = (node / "dm/uuid").read_text("ascii", "replace")[:200]
    except OSError:
        uuid = ""
    # dm/uuid of crypt devices begins with CRYPT- and the kind: CRYPT-LUKS2-…, CRYPT-PLAIN-… (cryptsetup).
    if uuid.startswith("CRYPT-"):
        return uuid.split("-")[1][:20]
    try:
        below = sorted((node / "slaves").iterdir())[:64]
    except OSError:
        below = []
    found = [crypt_under(each, depth=depth + 1) for each in below]
    if found:
        return found[0] if all(found) else ""
    # A partition has no slaves of its own; what carries it is the folder above.
    whole = node.resolve().parent
    if (node / "partition").exists() and (whole / "slaves").is_dir():
        return crypt_under(whole, depth=depth + 1)
    return ""


def _zfs(mount: Mount, commands: Commands, *, cancel: CancelToken) -> Volume:
    answer = Answer.UNKNOWN
    if _DATASET.fullmatch(mount.source):
        try:
            output = commands("zfs", "get", "-H", "-o", "value", "encryption", mount.source, cancel=cancel)
        except CouldNotLook:
            return Volume(place=mount.point, is_encrypted=Answer.UNKNOWN)
        word = output.text.strip()
        if output.status == 0 and word:
            answer = Answer.NO if word in {"off", "-"} else Answer.YES
    return Volume(place=mount.point, is_encrypted=answer, how="ZFS" if answer is Answer.YES else "")
