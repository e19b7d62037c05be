"""A translatable text that is not yet words: source text plus parameters, rendered late by `texts`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark `text` for translation and return it unchanged."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A source text marked with `N_`, and the values of its `{fields}`.

    `plural` is the source text used when `params[count]` asks for the plural form.
    """

    text: str
    params: Mapping[str, Param] = field(default_factory=dict)
    plural: str | None = None
    count: str | None = None


Param: TypeAlias = str | int | float | bool | datetime | Phrase | tuple[str, ...] | None
"""What a finding may carry. Datetimes are aware; a tuple is a short list of plain texts."""

Params: TypeAlias = Mapping[str, Param]


def phrase(text: str, /, **params: Param) -> Phrase:
    """A Phrase without plural forms: `phrase(N_("Seen {count} times"), count=3)`."""
    return Phrase(text=text, params=params)
