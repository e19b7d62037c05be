"""Reads a whole small file into memory, and no more than it may be."""

from __future__ import annotations

from pathlib import Path


def read_capped(path: Path, *, most: int) -> bytes | None:
    """Return the bytes, None where there are more than `most`. Raises OSError where it cannot be read."""
    with path.open("rb") as file:
        data = file.read(most + 1)
    return None if len(data) > most else data
