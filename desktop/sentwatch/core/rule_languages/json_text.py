"""JSON from strangers: read once, never raising, each value taken by the kind it should be of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sentwatch.core.phrase import Phrase, phrase
from sentwatch.core.rule_languages.limits import BROKEN, MAX_DEPTH, MAX_TEXT, TOO_DEEP, decoded

JsonObject = Mapping[str, object]
_NO_OBJECT: Final[JsonObject] = {}


def read_json(data: bytes | str) -> object | Phrase:
    """Return what a JSON text holds, or why it cannot be read. Halves of surrogate pairs come out as question marks."""
    try:
        text = decoded(data)
        found: object = json.loads(text)
        if "\\ud" in text.lower():
            # RFC 8259 section 8.2: what such a half means is nobody's promise, and no file or screen can hold it.
            found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    except RecursionError:
        return phrase(TOO_DEEP, limit=MAX_DEPTH)
    except ValueError:
        return phrase(BROKEN)
    return found


def object_of(value: object) -> JsonObject:
    """Return an object, an empty one for anything else."""
    return value if isinstance(value, dict) else _NO_OBJECT


def list_of(value: object) -> Sequence[object]:
    """Return a list; one value alone, as PowerShell writes a list of one, becomes a list; nothing is empty."""
    if isinstance(value, list):
        return value
    return () if value is None or value == "" else (value,)


def text_of(value: object) -> str:
    """Return a text, numbers written out, an empty one for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def texts_of(value: object) -> tuple[str, ...]:
    """Return the texts of a list that are not empty."""
    return tuple(text for item in list_of(value) if (text := text_of(item)))


def is_true(value: object) -> bool:
    """Whether it is true, or one of the words PowerShell and audit logs write for it."""
    return value is True or (isinstance(value, str) and value.strip().lower() in {"true", "yes", "1"})


def is_set(value: object) -> bool:
    """Whether a field says anything: not missing, not false, not empty."""
    if isinstance(value, str):
        return value.strip().lower() not in {"", "false", "none", "null"}
    return value is not None and value is not False and value not in ([], {})


def raw_json(value: object) -> str:
    """Return a value as text to be shown."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=2)[:MAX_TEXT]
    except (RecursionError, ValueError):
        return ""


@dataclass(slots=True)
class Lines:
    """Finds the line a value stands in: JSON readers tell no places, so that its text is looked for, going forward."""

    text: str
    _at: int = 0
    _line: int = 1

    def of(self, value: str) -> int:
        """Return the line of the next place where `value` stands as a string, 0 where it is not found."""
        found = self._find(value, self._at)
        if found < 0:
            return 0
        self._line += self.text.count("\n", self._at, found)
        self._at = found
        return self._line

    def after(self, value: str) -> int:
        """Return the line of `value` behind the current place, without going on."""
        found = self._find(value, self._at)
        return 0 if found < 0 else self._line + self.text.count("\n", self._at, found)

    def _find(self, value: str, start: int) -> int:
        if not value:
            return -1
        found = self.text.find(json.dumps(value, ensure_ascii=False), start)
        return found if found >= 0 else self.text.find(json.dumps(value), start)
