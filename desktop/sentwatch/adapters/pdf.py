"""Makes a PDF of a report in a small process of its own, so that the command line never loads Qt."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from sentwatch.adapters.own_program import PRINT_PDF, own_program
from sentwatch.adapters.private_file import unwritable
from sentwatch.core.trouble import PDF_NEEDS_QT, Trouble

_WAIT_S: Final = 120.0
"""A report of a thousand pages takes about a tenth of that."""


@dataclass(frozen=True, slots=True)
class PdfProcess:
    """A PaperPort over Qt's `offscreen` platform."""

    def write(self, html: str, path: Path, *, lang: str, title: str, foot: str) -> None:
        """Write the PDF. Trouble PDF_NEEDS_QT where there is no Qt, FILE_UNWRITABLE where it cannot be written."""
        if find_spec("PySide6") is None:
            raise Trouble(PDF_NEEDS_QT)
        fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            # Made here, so that it is for this user alone from the first byte on.
            os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            self._print({"html": html, "path": str(fresh), "lang": lang, "title": title, "foot": foot})
            fresh.replace(path)
        except OSError as error:
            raise unwritable(path, error) from None
        finally:
            with suppress(OSError):
                fresh.unlink()

    def _print(self, asked: dict[str, str]) -> None:
        path = Path(asked["path"])
        try:
            ran = subprocess.run(  # noqa: S603 - our own program
                [*own_program(), PRINT_PDF],
                input=json.dumps(asked).encode(),
                capture_output=True,
                check=False,
                timeout=_WAIT_S,
                # A display that is asked for and not there would end the process.
                env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            )
        except (OSError, subprocess.TimeoutExpired):
            raise Trouble(PDF_NEEDS_QT) from None
        # Qt's own libraries may be missing (a server without libGL): as good as no Qt.
        if ran.returncode != 0 or path.stat().st_size == 0:
            raise Trouble(PDF_NEEDS_QT)
