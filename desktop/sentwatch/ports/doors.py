"""Where it is remembered which doors to stay away from."""

from __future__ import annotations

from typing import Protocol

from sentwatch.core.backoff import DoorStates


class DoorStatesPort(Protocol):
    """Keeps DoorStates over restarts. Reading never raises: what cannot be read is as good as nothing remembered."""

    def read(self) -> DoorStates: ...
    def write(self, states: DoorStates) -> None: ...
