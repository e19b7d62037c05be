"""Looks at this computer, one file for each kind of operating system, read-only and without administrator rights."""

from __future__ import annotations

import sys
from pathlib import Path

from sentwatch.adapters.commands import SystemCommands
from sentwatch.ports.device import DevicePort


def device_of_this_computer() -> DevicePort:
    """Return the DevicePort for the system we run on; anything else than macOS and Windows is looked at as Linux."""
    home = Path.home()
    if sys.platform == "darwin":
        from sentwatch.adapters.device.macos import MacDevice

        return MacDevice(commands=SystemCommands(), home=home)
    if sys.platform == "win32":
        from sentwatch.adapters.device.windows import WindowsDevice

        return WindowsDevice(commands=SystemCommands(limit_s=30.0), home=home)
    from sentwatch.adapters.device.linux import LinuxDevice

    return LinuxDevice(commands=SystemCommands(), home=home)
