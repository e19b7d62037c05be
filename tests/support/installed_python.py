"""Lets a program be measured as it is installed: with bytecode kept, and without what only developers install."""

from __future__ import annotations

import os
import re
import sysconfig
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_INSTEAD = """
import sys
sys.path[:] = [one for one in sys.path if one not in {everything!r}] + [{shipped!r}]
"""


@contextmanager
def installed_python() -> Iterator[dict[str, str]]:
    """The environment for such a program. Start it once before it counts: that writes the bytecode.

    What only developers have is neither found nor known to be there: some libraries load what they could use.
    """
    with tempfile.TemporaryDirectory() as folder:
        start, shipped = Path(folder, "start"), Path(folder, "shipped")
        start.mkdir()
        shipped.mkdir()
        for found in _shipped_files():
            shipped.joinpath(found.name).symlink_to(found)
        everything = sorted({sysconfig.get_path("purelib"), sysconfig.get_path("platlib")})
        words = _INSTEAD.format(everything=everything, shipped=str(shipped))
        (start / "sitecustomize.py").write_text(words, encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": f"{start}{os.pathsep}{ROOT / 'desktop'}"}
        environment["PYTHONPYCACHEPREFIX"] = str(Path(folder, "bytecode"))
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        yield environment


def _shipped_files() -> set[Path]:
    """Packages, modules and metadata of what a user's lock file names; what other systems need is not installed."""
    locks = [(ROOT / "packaging" / f"requirements-{one}.txt").read_text(encoding="utf-8") for one in ("base", "gui")]
    found: set[Path] = set()
    for name in {"sentwatch", *(name for lock in locks for name in _LOCKED.findall(lock))}:
        try:
            files = distribution(name).files or []
        except PackageNotFoundError:
            continue
        tops = {Path(str(file.locate())[: -len(str(file))], file.parts[0]) for file in files if file.parts[0] != ".."}
        found |= {top for top in tops if top.name != "__pycache__"}
    return found
