"""What can be known beforehand of Sieve's variables (RFC 5229) and encoded characters (RFC 5228 section 2.4.2.4)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

MAX_CHOICES: Final = 16
"""Values a variable may have at one place; more are left open."""
MAX_CHARS: Final = 4_096
"""Pigeonhole's limit for one variable (sieve_variables_max_variable_size, 4k unless set; read 2026-11)."""

_NAME: Final = r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*|[0-9]{1,2}"
_USE: Final = re.compile(r"\$\{(" + _NAME + r")\}")
_ENCODED: Final = re.compile(r"\$\{(hex|unicode):([0-9a-f\s]{1,4000})\}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Known:
    """The texts a string may stand for, and whether there is more to it that only a message decides."""

    texts: tuple[str, ...]
    is_open: bool = False


@dataclass(slots=True)
class Variables:
    """The variables at one place of a script. Without the extension, `${…}` means itself."""

    has_variables: bool = False
    has_encoded: bool = False
    values: dict[str, Known] = field(default_factory=dict)

    def expanded(self, text: str) -> Known:
        """Return what `text` may stand for, its `${name}` filled in as far as known."""
        if "${" not in text:
            return Known((text,))
        if self.has_encoded:
            text = _ENCODED.sub(_decoded, text)
        if not self.has_variables:
            return Known((text,))
        pieces = _USE.split(text)
        choices: list[Sequence[str]] = []
        is_open = False
        count = 1
        for number, piece in enumerate(pieces):
            if number % 2 == 0:
                choices.append((piece,))
                continue
            known = self.values.get(piece.lower())
            if known is None:
                # Unknown names are empty in Sieve, but an including script or the server may have set them.
                known = Known((f"${{{piece}}}",), is_open=True)
            is_open |= known.is_open
            count *= len(known.texts)
            choices.append(known.texts if count <= MAX_CHOICES else known.texts[:1])
            is_open |= count > MAX_CHOICES
        texts = ("".join(parts)[:MAX_CHARS] for parts in product(*choices))
        return Known(tuple(dict.fromkeys(texts)), is_open)

    def all_expanded(self, texts: Iterable[str]) -> Known:
        """Return what a list of strings may stand for."""
        known = [self.expanded(text) for text in texts]
        found = dict.fromkeys(text for one in known for text in one.texts)
        return Known(tuple(found), any(one.is_open for one in known))

    def assign(self, name: str, value: Known, *, for_sure: bool) -> None:
        """Set a variable. Inside a block it may or may not happen, so that the value before stays possible."""
        name = name.lower()
        before = self.values.get(name)
        if not for_sure and before is not None:
            texts = tuple(dict.fromkeys((*before.texts, *value.texts)))
            value = Known(texts[:MAX_CHOICES], before.is_open or value.is_open or len(texts) > MAX_CHOICES)
        if len(self.values) < 1_000 or name in self.values:
            self.values[name] = value

    def open_up(self, name: str) -> None:
        """Note that only a message decides what this variable holds."""
        self.assign(name, Known((f"${{{name}}}",), is_open=True), for_sure=True)


def modified(value: Known, modifiers: Iterable[str]) -> Known:
    """Apply the modifiers of `set` (RFC 5229 section 4.1; :encodeurl of RFC 5435)."""
    for name in modifiers:
        if name == "lower":
            value = Known(tuple(text.lower() for text in value.texts), value.is_open)
        elif name == "upper":
            value = Known(tuple(text.upper() for text in value.texts), value.is_open)
        elif name == "lowerfirst":
            value = Known(tuple(text[:1].lower() + text[1:] for text in value.texts), value.is_open)
        elif name == "upperfirst":
            value = Known(tuple(text[:1].upper() + text[1:] for text in value.texts), value.is_open)
        elif name == "length":
            value = Known(tuple(str(len(text)) for text in value.texts), value.is_open)
        else:
            # Quoting for patterns, regular expressions and addresses of the web: the words stay recognisable as they
            # are.
            continue
    return value


def _decoded(match: re.Match[str]) -> str:
    try:
        numbers = [int(word, 16) for word in match[2].split()]
        if match[1].lower() == "unicode":
            text = "".join(chr(number) for number in numbers)
            # Halves of surrogate pairs are no characters (RFC 5228 section 2.4.2.4): encoding them fails.
            return text.encode().decode()
        return bytes(numbers).decode("utf-8", "replace")
    except (ValueError, OverflowError):
        return match[0]
