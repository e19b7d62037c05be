"""Whether a window could be shown here at all: Qt ends the whole program where it finds no display."""

from __future__ import annotations

import ctypes
import os
import sys

import click

from sentwatch.cli.terminal import Terminal
from sentwatch.core.phrase import N_


def insist_on_display(terminal: Terminal) -> None:
    """Refuse in words where no window could be shown."""
    hindrance = _hindrance()
    if hindrance is not None:
        raise click.UsageError(terminal.words(hindrance))


def _hindrance() -> str | None:
    """The source text that says what is missing for a window; None where nothing is known to be."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return None
    if os.environ.get("WAYLAND_DISPLAY"):
        return None
    if not os.environ.get("DISPLAY") or not _answers():
        return N_("There is no display here for a window. In the terminal, begin with “sentwatch check --help”.")
    try:
        # Qt 6.5 and later load it for X11 and are not shipped with it (doc.qt.io, "Qt for X11 Requirements").
        ctypes.CDLL("libxcb-cursor.so.0")
    except OSError:
        return N_("The window needs a library of your system that is not installed: libxcb-cursor0.")
    return None


def _answers() -> bool:
    """Whether the X server that DISPLAY names lets us in; True where that cannot be asked."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = (ctypes.c_void_p,)
    # Never NULL: a connection that failed is an object with an error (xcb.h, xcb_connect).
    connection = xcb.xcb_connect(None, None)
    has_error = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not has_error
