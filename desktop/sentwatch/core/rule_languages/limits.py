"""Caps for rule texts, which come from anybody, and the words for what exceeds them."""

from __future__ import annotations

from typing import Final

from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.rules import NotUnderstood, RuleLanguage, RuleSet

MAX_BYTES: Final = 16 << 20
"""No rule file of a person comes near; an administrator's audit export may (split it then)."""
MAX_SIEVE_BYTES: Final = 1 << 20
"""Pigeonhole's own limit (sieve_max_script_size, 1M unless set); Cyrus: 32 kB."""
MAX_DEPTH: Final = 40
"""Nesting of blocks, tests and JSON. Pigeonhole stops at 32."""
MAX_RULES: Final = 5_000
"""Exchange allows 256 kB of rules (a few hundred), Gmail 1,000 filters; an export of an office holds more."""
MAX_VALUES: Final = 2_000
"""Values of one condition that are kept."""
MAX_TEXT: Final = 8_000
"""Characters kept of one raw rule or one reply text."""
MAX_NAME: Final = 400
MAX_PIECES: Final = 200
"""Pieces not understood that are kept one by one; more are counted in a last one."""

TOO_LARGE: Final = N_("It is larger than {limit} bytes, far more than any set of rules: not read.")
TOO_DEEP: Final = N_("It is nested deeper than {limit} levels, which no mail program writes: not read.")
HOSTILE_XML: Final = N_("It brings its own document type or entities, which no mail program writes: not read.")
BROKEN: Final = N_("It is damaged or not what its beginning says: not read.")
TOO_MANY: Final = N_("It holds more than {limit} rules; those after that were not read.")
UNKNOWN: Final = N_("It is none of the rule files we can read.")


def refused(language: RuleLanguage, name: str, why: Phrase) -> RuleSet:
    """Make the set for a text of which nothing was read."""
    return RuleSet(language=language, name=name[:MAX_NAME], refused=why)


def too_large(language: RuleLanguage, name: str, *, limit: int = MAX_BYTES) -> RuleSet:
    """Make the set for a text that is too large."""
    return refused(language, name, phrase(TOO_LARGE, limit=limit))


def too_many_rules(line: int) -> NotUnderstood:
    """Make the piece that stands for all rules beyond the cap."""
    return NotUnderstood(line=line, text="", reason=phrase(TOO_MANY, limit=MAX_RULES))


def capped(pieces: list[NotUnderstood]) -> tuple[NotUnderstood, ...]:
    """Keep the first pieces, and one that counts the rest."""
    if len(pieces) <= MAX_PIECES:
        return tuple(pieces)
    more = NotUnderstood(
        line=pieces[MAX_PIECES].line,
        text="",
        reason=phrase(N_("{count} more pieces were not understood."), count=len(pieces) - MAX_PIECES),
    )
    return (*pieces[:MAX_PIECES], more)


def decoded(data: bytes | str) -> str:
    """Return the text of a rule file: UTF-8 or, by its mark, UTF-16 (PowerShell writes it); never raises."""
    if isinstance(data, str):
        return data.removeprefix("\ufeff")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace").removeprefix("\ufeff")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        # What Windows in Japan writes where nobody asked for UTF-8.
        return data.decode("cp932")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")
