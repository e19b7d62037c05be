"""`python -m sentwatch`, and the program `sentwatch`: the command line, or the window where no command is named."""

from __future__ import annotations

import signal
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sentwatch.adapters.own_program import PRINT_PDF

if TYPE_CHECKING:
    from sentwatch.cli.terminal import Terminal


def main() -> int:
    """Run what the arguments ask for."""
    # Ctrl-C while modules are still loaded ends the program as it ends any other; there is nothing to put in order.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.argv[1:] == [PRINT_PDF]:
        from sentwatch.ui.paper import main as print_pdf

        return print_pdf()
    from sentwatch.cli.main import main as run

    signal.signal(signal.SIGINT, signal.default_int_handler)
    if find_spec("PySide6") is None:
        return run(sys.argv[1:])
    return run(sys.argv[1:], open_window=_open_window, open_demo=_open_demo)


def _open_window(terminal: Terminal) -> int:
    from sentwatch.ui.start import open_window

    return open_window(terminal.data_dir, lang=terminal.named_lang, minimised=terminal.minimised)


def _open_demo(terminal: Terminal) -> int:
    from sentwatch.ui.start import open_sample

    return open_sample(lang=terminal.named_lang)


if __name__ == "__main__":
    sys.exit(main())
