"""Asks a Linux desktop whether it shows tray icons by StatusNotifierItem (freedesktop.org, version 0.1) now."""

from __future__ import annotations

from typing import Final

from sentwatch.adapters.bus import session_bus
from sentwatch.adapters.commands import CouldNotLook
from sentwatch.ports.cancel import CancelToken

_WATCHER: Final = "org.kde.StatusNotifierWatcher"


def is_tray_host_there(*, cancel: CancelToken) -> bool:
    """Whether a program is there that shows them."""
    try:
        with session_bus(cancel=cancel) as bus:
            return bus.has(_WATCHER) and bool(
                bus.get(_WATCHER, "/StatusNotifierWatcher", _WATCHER, "IsStatusNotifierHostRegistered")
            )
    except CouldNotLook:
        return False
