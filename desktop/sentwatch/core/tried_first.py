"""Whether a password is one of those that are tried first: a common word, alone or with the usual trimmings."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from sentwatch.core.passwords import Password
from sentwatch.core.romaji import typed_form

MIN_BASE: Final = 4

_DISGUISES: Final = (str.maketrans("0134578@$!+", "oieastbasit"), str.maketrans("01357@$!", "olestasi"))
# A year, a run of digits, an exclamation mark: what people add where a form asks for it.
_TRIMMINGS: Final = re.compile(r"^[\W\d_]{0,8}(.*?)[\W\d_]{0,8}$", re.DOTALL)
_SIGNS: Final = re.compile(r"^[\W_]{0,8}(.*?)[\W_]{0,8}$", re.DOTALL)


def is_common(password: Password, common: frozenset[str]) -> bool:
    """Whether the password, or what is left without disguise and trimmings, stands in `common` (lower case)."""
    plain = unicodedata.normalize("NFKC", password.text).casefold()
    return any(_has_common_base(reading, common) for reading in dict.fromkeys((plain, typed_form(plain))))


def _has_common_base(plain: str, common: frozenset[str]) -> bool:
    if plain in common:
        return True
    # Digits may be trimmings or disguise ("s4kur4", "sakura4"): both ways of reading are tried.
    bases = {plain, _within(_TRIMMINGS, plain), _within(_SIGNS, plain)}
    bases |= {base.translate(table) for base in bases for table in _DISGUISES}
    bases |= {_within(_TRIMMINGS, base) for base in bases}
    return any(len(base) >= MIN_BASE and _is_common_or_twice(base, common) for base in bases)


def _within(trimmings: re.Pattern[str], text: str) -> str:
    found = trimmings.match(text[:256])
    return found.group(1) if found else text


def _is_common_or_twice(base: str, common: frozenset[str]) -> bool:
    half = base[: len(base) // 2]
    return base in common or (len(half) >= MIN_BASE and half * 2 == base and half in common)
