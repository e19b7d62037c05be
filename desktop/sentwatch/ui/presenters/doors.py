"""Rows that lead somewhere, and cards of such rows, as values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorView:
    """One row. `tone` is that of a result (fine, info, notice, warning, urgent, blind) or the name of an icon."""

    name: str
    title: str
    detail: str
    tone: str

    @property
    def spoken(self) -> str:
        """All of it for a screen reader."""
        return ". ".join(part for part in (self.title, self.detail) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorsView:
    """A card of rows. `key` tells cards apart."""

    key: str
    heading: str
    doors: tuple[DoorView, ...]
