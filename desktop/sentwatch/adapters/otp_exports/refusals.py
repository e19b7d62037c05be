"""How a reader of exports refuses one as a whole; the one caller turns it into Trouble."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - turned into Trouble
    """The source cannot be used; `reason` is a marked text. Holds nothing of its content."""

    def __init__(self, reason: str) -> None:
        super().__init__("unreadable")
        self.reason = reason


class PasswordNeeded(Exception):  # noqa: N818 - turned into Trouble
    """The source is encrypted and no password was given."""


class PasswordWrong(Exception):  # noqa: N818 - turned into Trouble
    """The password does not open the source."""
