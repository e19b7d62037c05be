"""Keeps PySide6 from reading, and keeping in memory, the source of every module that is imported after it.

It looks there for its own name, to switch naming features module by module (`from __feature__ import snake_case`); we
use none. The sources stay in `linecache`: 16 MB once the watch has begun, and nothing gives them back (measured with
PySide6 6.11.3).
"""

from __future__ import annotations

import sys
from types import ModuleType


def leave_sources_unread() -> None:
    """Do so from now on; call it once Qt is there."""
    feature = sys.modules.get("shibokensupport.feature")
    if feature is not None:
        # Not part of its interface: where it is called otherwise one day, sources are read again and a test says so.
        feature.__dict__["_mod_uses_pyside"] = _uses_no_features


def _uses_no_features(_module: ModuleType) -> bool:
    return False
