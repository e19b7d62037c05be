"""Where a bundle begins: the same as `python -m sentwatch`."""

from __future__ import annotations

import sys

from sentwatch.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
