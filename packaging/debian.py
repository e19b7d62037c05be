"""Debian's packages for the window and the tests: only what is missing, and no service of theirs is started."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

WINDOW = (
    "libglib2.0-0",
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libdbus-1-3",
    "libfontconfig1",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "fonts-noto-cjk",
)
TESTS = (
    *WINDOW,
    "dbus",
    "dbus-x11",
    "dovecot-imapd",
    "dovecot-managesieved",
    "dovecot-sieve",
    "dunst",
    "gnome-keyring",
    "poppler-utils",
    "trayer",
    "twm",
    "x11-utils",
    "xdotool",
    "xvfb",
)
POLICY = Path("/usr/sbin/policy-rc.d")
KEPT_POLICY = POLICY.with_name("policy-rc.d.before-sentwatch")
DENY = "#!/bin/sh\nexit 101\n"


class SystemPackagesError(Exception):
    """What could not be installed, in words for the person at the terminal."""


def is_debian(os_release: Path = Path("/etc/os-release")) -> bool:
    """Debian itself or one of its children, with its package tools."""
    if shutil.which("apt-get") is None or shutil.which("dpkg-query") is None or not os_release.is_file():
        return False
    said = dict(line.split("=", 1) for line in os_release.read_text(encoding="utf-8").splitlines() if "=" in line)
    names = f"{said.get('ID', '')} {said.get('ID_LIKE', '')}".replace('"', "").split()
    return "debian" in names


def missing(wanted: Iterable[str], listing: str) -> list[str]:
    """Which of `wanted` neither stand in dpkg-query's listing (status, package, provides) nor are provided there."""
    there: set[str] = set()
    for line in listing.splitlines():
        status, _, rest = line.partition("\t")
        name, _, provides = rest.partition("\t")
        if status.endswith(" installed"):
            there.add(name)
            there.update(one.split()[0] for one in provides.split(",") if one.strip())
    return [name for name in wanted if name not in there]


def install(wanted: Iterable[str], *, why: str) -> None:
    """Install what is missing. Does nothing, quickly, when all is there; says so on systems that are not Debian."""
    if not is_debian():
        print(f"This is not a Debian system: what {why} needs from the system itself is not installed for you.")
        return
    lacking = missing(wanted, _listing())
    if not lacking:
        return
    print(f"Installing Debian packages for {why}: {' '.join(lacking)}", flush=True)
    if not _may_be_root():
        raise SystemPackagesError(f"That needs root. As root, run: apt-get install {' '.join(lacking)}")
    had_dovecot = not missing(["dovecot-core"], _listing())
    with _no_service_starts():
        if not _apt_get(lacking):
            _run([*_as_root(), "apt-get", "update", "-q"])
            if not _apt_get(lacking):
                raise SystemPackagesError(f"apt-get could not install {' '.join(lacking)}; its own words stand above.")
    if not had_dovecot and shutil.which("systemctl") and not missing(["dovecot-core"], _listing()):
        # The tests run a Dovecot of their own: the system's would listen on every address after the next start.
        _run([*_as_root(), "systemctl", "disable", "--quiet", "dovecot.service", "dovecot.socket"], quiet=True)


def _listing() -> str:
    form = "${Status}\t${Package}\t${Provides}\n"
    return subprocess.run(
        ["dpkg-query", "-W", "-f", form], check=False, capture_output=True, text=True, encoding="utf-8"
    ).stdout


def _apt_get(names: list[str]) -> bool:
    # Without lists (a fresh image) the simulation fails at once and without noise.
    if not _run(["apt-get", "install", "--simulate", "-qq", *names], quiet=True):
        return False
    options = ["-y", "-q", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0"]
    return _run([*_as_root(), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", *options, *names])


def _may_be_root() -> bool:
    return os.geteuid() == 0 or shutil.which("sudo") is not None


def _as_root() -> list[str]:
    return [] if os.geteuid() == 0 else ["sudo"]


def _run(command: list[str], *, quiet: bool = False) -> bool:
    out = subprocess.DEVNULL if quiet else None
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=out, stderr=out).returncode == 0


@contextmanager
def _no_service_starts() -> Iterator[None]:
    """Deny service starts as Debian's policy-rc.d layer allows; the machine's own rule comes back afterwards."""
    root = _as_root()
    if POLICY.exists() and not KEPT_POLICY.exists():
        _run([*root, "mv", str(POLICY), str(KEPT_POLICY)])
    with tempfile.NamedTemporaryFile("w", suffix=".policy", encoding="utf-8") as rule:
        rule.write(DENY)
        rule.flush()
        if not _run([*root, "install", "-m", "755", rule.name, str(POLICY)]):
            raise SystemPackagesError(
                "The rule that keeps services from starting could not be written; nothing was done."
            )
    try:
        yield
    finally:
        _run([*root, "rm", "-f", str(POLICY)])
        if KEPT_POLICY.exists():
            _run([*root, "mv", str(KEPT_POLICY), str(POLICY)])
