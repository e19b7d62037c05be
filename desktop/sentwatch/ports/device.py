"""Looking at this computer, read-only and without administrator rights."""

from __future__ import annotations

from typing import Protocol

from sentwatch.core.device import DeviceFacts
from sentwatch.ports.cancel import CancelToken


class DevicePort(Protocol):
    """Asks the operating system. Never raises Trouble: what could not be seen is kept as such, fact by fact."""

    def look(self, *, cancel: CancelToken) -> DeviceFacts: ...
