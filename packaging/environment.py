"""The Python environment in .venv: made, filled from the hashed lock, and left alone while nothing changed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import debian

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "sentwatch-setup.json"
OLDEST, TOO_NEW = (3, 11), (3, 15)
KINDS = ("base", "gui", "dev")
"""What is installed; each holds the ones before it."""


class SetupError(Exception):
    """Why the environment could not be made, in words for the person at the terminal."""


def lock_file(kind: str) -> Path:
    """The hashed lock of one kind of environment."""
    return ROOT / "packaging" / f"requirements-{kind}.txt"


def tool(name: str, venv: Path = VENV) -> Path:
    """The path of a program of the environment."""
    return venv / "Scripts" / f"{name}.exe" if os.name == "nt" else venv / "bin" / name


def prepare(kind: str) -> None:
    """Make the environment hold `kind`. Quick when it does already."""
    check_python()
    lacking = not_locked()
    if lacking:
        raise SetupError(
            f"pyproject.toml names what the lock lacks: {', '.join(lacking)}. Run: python3 packaging/dev.py lock"
        )
    if not _stamped(kind):
        _make_venv(VENV)
        used = _install(kind)
        state = {name: _key(name) for name in KINDS[: KINDS.index(used) + 1]}
        STAMP.write_text(json.dumps(state), encoding="utf-8")
    compile_words()


def check_python(version: tuple[int, int] = sys.version_info[:2]) -> None:
    """Refuse Pythons that the libraries do not support, before anything is made."""
    if not OLDEST <= version < TOO_NEW:
        raise SetupError(
            f"Sentwatch needs Python {_dotted(OLDEST)} or newer, below {_dotted(TOO_NEW)}. This is {_dotted(version)}."
        )


def not_locked() -> list[str]:
    """Names that pyproject.toml asks for and the lock of their kind does not hold."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = {
        "base": project["project"]["dependencies"],
        "gui": project["project"]["optional-dependencies"]["gui"],
        "dev": [one for group in project["dependency-groups"].values() for one in group],
    }
    lacking: list[str] = []
    for kind, requirements in asked.items():
        path = lock_file(kind)
        locked = (
            set(re.findall(r"^([a-z0-9-]+)==", path.read_text(encoding="utf-8"), re.MULTILINE))
            if path.exists()
            else set()
        )
        lacking += [name for name in map(_name, requirements) if name not in locked]
    return sorted(set(lacking))


def compile_words() -> None:
    """Compile translations that are newer than their compiled form."""
    stale = [po for po in ROOT.glob("resources/locale/*/LC_MESSAGES/*.po") if _is_stale(po)]
    if stale:
        _run([str(tool("python")), str(ROOT / "packaging" / "hatch_build.py")])


def make_venv_elsewhere(folder: Path) -> None:
    """An empty environment outside the checkout."""
    _make_venv(folder)


def _is_stale(po: Path) -> bool:
    compiled = po.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < po.stat().st_mtime


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", found.group() if found else requirement).lower()


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _key(kind: str) -> str:
    seen = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for path in (lock_file(kind), ROOT / "pyproject.toml", ROOT / "packaging" / "hatch_build.py"):
        seen.update(path.read_bytes())
    return seen.hexdigest()


def _stamped(kind: str) -> bool:
    if not tool("python").exists():
        return False
    try:
        state = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(state, dict) and state.get(kind) == _key(kind)


def _make_venv(folder: Path) -> None:
    if tool("python", folder).exists() and _works([str(tool("python", folder)), "-m", "pip", "--version"]):
        return
    # Debian's python3 comes without ensurepip; its own package brings it.
    if not _works([sys.executable, "-c", "import ensurepip, venv"]):
        if not debian.is_debian():
            raise SetupError("This Python has no ensurepip, so no environment can be made with it.")
        debian.install([f"python{_dotted(sys.version_info[:2])}-venv"], why="the Python environment")
    print(f"Making the Python environment in {folder.name}", flush=True)
    _run([sys.executable, "-m", "venv", str(folder)])


def _install(kind: str) -> str:
    """Install the lock and the program itself; returns the kind that was possible."""
    print("Installing the Python packages of the lock (a minute or two the first time)", flush=True)
    try:
        _pip("install", "--quiet", "--require-hashes", "-r", str(lock_file(kind)))
    except SetupError:
        if kind != "gui":
            raise
        print("Qt could not be installed on this system: the window is left out, the rest works.", flush=True)
        kind = "base"
        _pip("install", "--quiet", "--require-hashes", "-r", str(lock_file(kind)))
    _pip("install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))
    return kind


def _pip(*arguments: str) -> None:
    _run([str(tool("python")), "-m", "pip", "--disable-pip-version-check", *arguments])


def _works(command: list[str]) -> bool:
    return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0


def _run(command: list[str]) -> None:
    if subprocess.run(command, check=False, cwd=ROOT, stdin=subprocess.DEVNULL).returncode != 0:
        raise SetupError(f"This did not work: {' '.join(command)}")
