"""Updates that wait on a Linux computer, from what its package manager last fetched; no server is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sentwatch.adapters.commands import Commands, CouldNotLook
from sentwatch.adapters.facts import read_if_there
from sentwatch.core.connection import Answer
from sentwatch.core.device import System, UpdateFacts
from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken

MAX_NAMED: Final = 500

# A simulation without locks and without writing its caches: apt-get(8), -s; apt.conf(5), Dir::Cache::pkgcache.
_APT: Final = (
    "-s",
    "-o",
    "Debug::NoLocking=1",
    "-o",
    "Dir::Cache::pkgcache=",
    "-o",
    "Dir::Cache::srcpkgcache=",
    "dist-upgrade",
)
_APT_LINE: Final = re.compile(r"Inst (\S{1,200}) \[[^\]\n]{1,200}\] \(\S{1,200} ([^)\n]{0,400})\)")
_DNF_LINE: Final = re.compile(
    r"(\S{1,200})\.(?:x86_64|i686|noarch|aarch64|armv7hl|ppc64le|s390x|riscv64)\s+\S+\s+\S+\s*$"
)
_PACMAN_LINE: Final = re.compile(r"(\S{1,200}) \S{1,100} -> \S{1,100}")
# dnf(8): check-update ends with 100 where updates wait, with 0 where none does; pacman(8) -Qu with 1 where none does.
_DNF_ENDS: Final = frozenset({0, 100})


def updates(root: Path, commands: Commands, *, cancel: CancelToken) -> UpdateFacts:
    """Ask the package manager that is here."""
    if (root / "var/lib/dpkg/status").exists():
        return _apt(root, commands, cancel=cancel)
    if (root / "var/lib/pacman/local").is_dir():
        return _pacman(root, commands, cancel=cancel)
    for cache, program in (("var/cache/libdnf5", "dnf5"), ("var/cache/dnf", "dnf")):
        if (root / cache).is_dir():
            return _dnf(root / cache, commands, program=program, cancel=cancel)
    raise CouldNotLook(phrase(N_("We do not know the package manager of this system.")), is_expected=True)


def _apt(root: Path, commands: Commands, *, cancel: CancelToken) -> UpdateFacts:
    output = commands("apt-get", *_APT, cancel=cancel)
    if output.status != 0:
        raise CouldNotLook(phrase(N_("The package manager could not say which updates wait.")))
    waiting, security = read_apt(output.text)
    return UpdateFacts(
        system=System.LINUX,
        waiting=waiting,
        security=security,
        known_at=newest(
            (
                root / "var/lib/apt/periodic/update-success-stamp",
                root / "var/lib/apt/periodic/update-stamp",
                root / "var/lib/apt/lists/partial",
                root / "var/lib/apt/lists",
            )
        ),
        needs_restart=(root / "run/reboot-required").exists(),
        is_automatic=apt_is_automatic(read_if_there(root / "etc/apt/apt.conf.d/20auto-upgrades")),
    )


def read_apt(text: str) -> tuple[tuple[str, ...], int]:
    """Read the simulation: names, and how many come from an archive that calls itself security."""
    found = [match.groups() for line in text.splitlines() if (match := _APT_LINE.match(line))]
    return tuple(name for name, _ in found[:MAX_NAMED]), sum("security" in origin.lower() for _, origin in found)


def apt_is_automatic(text: str | None) -> Answer:
    """Whether unattended upgrades are switched on in apt's own file."""
    if text is None:
        return Answer.UNKNOWN
    match = re.search(r"^\s{0,20}APT::Periodic::Unattended-Upgrade\s{1,20}\"(\d{1,6})\"", text, re.MULTILINE)
    return Answer.YES if match is not None and int(match.group(1)) > 0 else Answer.NO


def _dnf(cache: Path, commands: Commands, *, program: str, cancel: CancelToken) -> UpdateFacts:
    words = ("-C", "-q", f"--setopt=cachedir={cache}", "check-update")
    output = commands(program, *words, cancel=cancel)
    if output.status not in _DNF_ENDS:
        raise CouldNotLook(phrase(N_("The package manager could not say which updates wait.")))
    only_security = commands(program, *words, "--security", cancel=cancel)
    security = len(read_dnf(only_security.text)) if only_security.status in _DNF_ENDS else None
    try:
        lists = tuple(cache.glob("*/repodata/repomd.xml"))[:50]
    except OSError:
        lists = ()
    return UpdateFacts(
        system=System.LINUX, waiting=read_dnf(output.text), security=security, known_at=newest(lists or (cache,))
    )


def read_dnf(text: str) -> tuple[str, ...]:
    """Read `check-update`; what it lists under “Obsoleting Packages” comes a second time and is left out."""
    names: list[str] = []
    for line in text.splitlines():
        if line.startswith("Obsoleting"):
            break
        match = _DNF_LINE.match(line)
        if match is not None:
            names.append(match.group(1))
    return tuple(names[:MAX_NAMED])


def _pacman(root: Path, commands: Commands, *, cancel: CancelToken) -> UpdateFacts:
    output = commands("pacman", "-Qu", cancel=cancel)
    if output.status not in {0, 1}:
        raise CouldNotLook(phrase(N_("The package manager could not say which updates wait.")))
    found = [match.group(1) for line in output.text.splitlines() if (match := _PACMAN_LINE.match(line))]
    try:
        lists = tuple((root / "var/lib/pacman/sync").glob("*.db"))[:50]
    except OSError:
        lists = ()
    return UpdateFacts(system=System.LINUX, waiting=tuple(found[:MAX_NAMED]), known_at=newest(lists))


def newest(paths: Iterable[Path]) -> datetime | None:
    """Return the newest time of change among those that exist."""
    times: list[float] = []
    for path in paths:
        try:
            times.append(path.stat().st_mtime)
        except OSError:
            continue
    return datetime.fromtimestamp(max(times), UTC) if times else None
