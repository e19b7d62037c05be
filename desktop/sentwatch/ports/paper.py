"""Printing a report on paper, or into a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class PaperPort(Protocol):
    """Makes a PDF. Raises Trouble PDF_NEEDS_QT and FILE_UNWRITABLE."""

    def write(self, html: str, path: Path, *, lang: str, title: str, foot: str) -> None: ...
