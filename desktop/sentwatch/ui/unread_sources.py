"""Keeps PySide6 from reading, and keeping in memory, the source of every module that is imported after it.

It looks there for its own name, to switch naming features module by module (`from __feature__ import snake_case`); we
use none. The sources stay in `linecache`: 16 MB once the watch has begun, and nothing gives them back (measured with
PySide6 6.11.3).
"""

from __future__ import annotations

from contextlib import suppress
from types import ModuleType


def leave_sources_unread() -> None:
    """Do so from now on; call it once Qt is there."""
    with suppress(ImportError):
        from shibokensupport import feature  # type: ignore[import-not-found] # lies inside shiboken6

        # Not part of its interface: where it is called otherwise one day, sources are read again and a test says so.
        feature._mod_uses_pyside = _uses_no_features  # noqa: SLF001 - as said


def _uses_no_features(_module: ModuleType) -> bool:
    return False
