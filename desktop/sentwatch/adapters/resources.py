"""Finds packaged files: in a wheel they stand inside the package, in a checkout beside `desktop/`."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


def resource(name: str) -> Traversable:
    """Return the packaged file or folder `name` ("providers.yaml", "guides/en")."""
    packaged = files("sentwatch").joinpath("resources")
    if packaged.is_dir():
        return packaged.joinpath(name)
    return Path(__file__).resolve().parents[3].joinpath("resources", name)
