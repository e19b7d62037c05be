"""Looks at the network around this computer, one file for each kind of operating system, without sending a packet."""

from __future__ import annotations

import sys

from sentwatch.adapters.commands import SystemCommands
from sentwatch.ports.network import NetworkPort


def network_of_this_computer() -> NetworkPort:
    """Return the NetworkPort for the system we run on; anything else than macOS and Windows is looked at as Linux."""
    if sys.platform == "darwin":
        from sentwatch.adapters.network.macos import MacNetwork

        return MacNetwork(commands=SystemCommands(limit_s=20.0))
    if sys.platform == "win32":
        from sentwatch.adapters.network.windows import WindowsNetwork

        return WindowsNetwork(commands=SystemCommands(limit_s=30.0))
    from sentwatch.adapters.network.linux import LinuxNetwork

    return LinuxNetwork(commands=SystemCommands())
