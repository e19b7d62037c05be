"""A choice in a list of choices, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """One choice in words."""

    value: object
    title: str
    detail: str = ""
