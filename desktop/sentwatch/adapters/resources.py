"""Finds packaged files: in a wheel they stand inside the package, in a checkout beside `desktop/`.

By path and not by importlib.resources, whose import alone takes a quarter of the time in which a window appears.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def resource(name: str) -> Path:
    """Return the packaged file or folder `name` ("providers.yaml", "guides/en")."""
    packaged = _PACKAGE / "resources"
    return (packaged if packaged.is_dir() else _PACKAGE.parents[1] / "resources") / name
