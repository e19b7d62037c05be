"""Makes a part of the object graph when it is first used: most runs never need the libraries behind most doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

T = TypeVar("T")


def late(make: Callable[[], T]) -> T:
    """What `make` makes, made at its first use."""
    return cast("T", _Late(make))


class _Late:
    """Stands for what is not made yet. Made twice where two threads come at once, which parts of the graph allow."""

    def __init__(self, make: Callable[[], object]) -> None:
        self._make = make
        self._made: object | None = None

    def __getattr__(self, name: str) -> object:
        return getattr(self._there(), name)

    def __call__(self, *values: object, **named: object) -> object:
        return cast("Callable[..., object]", self._there())(*values, **named)

    def _there(self) -> object:
        if self._made is None:
            self._made = self._make()
        return self._made
