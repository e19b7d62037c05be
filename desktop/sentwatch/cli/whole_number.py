"""An option's value that is a whole number within limits, refused in words that name both."""

from __future__ import annotations

import re
from typing import Any, Final

import click

from sentwatch.cli.terminal import Terminal
from sentwatch.core.phrase import N_

_DIGITS: Final = re.compile(r"-?[0-9]+")


class WholeNumber(click.ParamType[int]):
    """A whole number from `least` to `most`."""

    name = "number"

    def __init__(self, least: int, most: int) -> None:
        self.least = least
        self.most = most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; click.BadParameter where it is none, or none that can be meant."""
        text = str(value).strip()
        # Far more digits than any limit here; int() of a very long one would be refused by the interpreter itself.
        if len(text) <= 20 and _DIGITS.fullmatch(text) and self.least <= int(text) <= self.most:
            return int(text)
        terminal = (ctx or click.get_current_context()).ensure_object(Terminal)
        said = terminal.words(
            N_("{value} is not a whole number from {least:plain} to {most:plain}."),
            value=text[:60],
            least=self.least,
            most=self.most,
        )
        return self.fail(said, param, ctx)


PORT: Final = WholeNumber(1, 65_535)
DAYS: Final = WholeNumber(0, 36_500)
"""A hundred years: more than any mailbox holds."""
