"""Telling people something now: on the desktop, or by another channel."""

from __future__ import annotations

from typing import Protocol

from sentwatch.core.notify import Notice, Notification


class Notifier(Protocol):
    """One channel. Never raises: a channel that fails costs that channel only, and says so in the log."""

    def notify(self, notification: Notification) -> None: ...
    def say(self, notice: Notice) -> None: ...
