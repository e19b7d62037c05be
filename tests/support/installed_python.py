"""Lets a program be measured as it is installed: with bytecode kept, and without what only developers install."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==", re.MULTILINE)
_HIDING = """
import sys
class Hidden:
    names = frozenset({names!r})
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(name, name=name)
sys.meta_path.insert(0, Hidden())
"""


@contextmanager
def installed_python() -> Iterator[dict[str, str]]:
    """The environment for such a program. Start it once before it counts: that writes the bytecode."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder, "site")
        site.mkdir()
        (site / "sitecustomize.py").write_text(_HIDING.format(names=_only_for_developers()), encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": f"{site}{os.pathsep}{ROOT / 'desktop'}"}
        environment["PYTHONPYCACHEPREFIX"] = str(Path(folder, "bytecode"))
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        yield environment


def _only_for_developers() -> list[str]:
    """Modules of installed packages that no user's lock file names."""
    locks = [(ROOT / "packaging" / f"requirements-{one}.txt").read_text(encoding="utf-8") for one in ("base", "gui")]
    shipped = {_plain(name) for lock in locks for name in _LOCKED.findall(lock)} | {"sentwatch"}
    return sorted(
        module for module, of in packages_distributions().items() if not shipped & {_plain(one) for one in of}
    )


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
