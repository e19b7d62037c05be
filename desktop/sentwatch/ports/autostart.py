"""Starting Sentwatch at login, in the way of this system. Off until it is switched on."""

from __future__ import annotations

from typing import Protocol


class AutostartPort(Protocol):
    """One entry of this user alone. Raises Trouble AUTOSTART_REFUSED where the system does not take it."""

    @property
    def place(self) -> str:
        """Where the entry lies, for people."""

    def read(self) -> str | None:
        """Return the command that is started at login; None where there is none, or it is switched off."""

    def write(self, command: tuple[str, ...]) -> None:
        """Start `command` at login from now on."""

    def remove(self) -> None:
        """Start nothing at login; nothing there is fine."""
