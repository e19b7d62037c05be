"""`python -m sentwatch`, and the program `sentwatch`: the command line, or the window where no command is named."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from sentwatch.adapters.own_program import PRINT_PDF


def main() -> int:
    """Run what the arguments ask for."""
    if sys.argv[1:] == [PRINT_PDF]:
        from sentwatch.ui.paper import main as print_pdf

        return print_pdf()
    from sentwatch.cli.main import main as run

    if find_spec("PySide6") is None:
        return run(sys.argv[1:])
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
