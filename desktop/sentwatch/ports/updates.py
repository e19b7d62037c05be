"""What we need in order to hear of a newer version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sentwatch.core.updates import ReleasePlace
from sentwatch.ports.cancel import CancelToken

if TYPE_CHECKING:
    from sentwatch.core.release_page import ReleasePage


class ReleasePagePort(Protocol):
    """Reads a release page."""

    def read(self, place: ReleasePlace, *, cancel: CancelToken) -> ReleasePage:
        """Ask once. Raises Trouble; nothing is written and nothing of it is opened."""
        ...
