"""How this very program is started again: as a bundle by its own file, otherwise by the Python it runs on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

MINIMISED: Final = "--minimised"
"""The option that opens the window out of sight, in the tray."""
PRINT_PDF: Final = "--print-pdf-from-stdin"
"""The one argument of the small process that writes a PDF with Qt; no command of its own."""


def own_program() -> tuple[str, ...]:
    """The command line that starts Sentwatch, without arguments."""
    if getattr(sys, "frozen", False):
        return (sys.executable,)
    return (sys.executable, "-m", "sentwatch")


def own_program_for_good() -> tuple[str, ...]:
    """The same for an entry that outlives this process: the installed program where there is one beside Python."""
    beside = Path(sys.executable).with_name("sentwatch.exe" if sys.platform == "win32" else "sentwatch")
    return (str(beside),) if not getattr(sys, "frozen", False) and beside.exists() else own_program()
