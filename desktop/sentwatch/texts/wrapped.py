"""Lines that fit a terminal: Latin text breaks between words, Japanese anywhere but before closing punctuation."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

WIDTH = 92
NARROWEST = 30

_COLUMNS: ContextVar[int] = ContextVar("columns", default=WIDTH)
_TOKENS = re.compile(r"[!-~]{1,60}|.", re.DOTALL)
_NOT_FIRST = frozenset("、。」』)）ーっゃゅょ％・")


@contextmanager
def fitting(columns: int) -> Iterator[None]:
    """Within the block lines are made for a terminal of so many columns, where it is narrower than our own width."""
    token = _COLUMNS.set(max(NARROWEST, min(WIDTH, columns)))
    try:
        yield
    finally:
        _COLUMNS.reset(token)


def wrapped(text: str, indent: str, rest: str | None = None) -> Iterator[str]:
    """`text` in lines; the first begins with `indent`, the others with `rest` (the same where not given)."""
    follow = indent if rest is None else rest
    if any(unicodedata.east_asian_width(c) in "WF" for c in text):
        yield from _wrapped_wide(text, indent, follow)
        return
    yield from textwrap.wrap(text, _COLUMNS.get(), initial_indent=indent, subsequent_indent=follow) or [indent.rstrip()]


def _wrapped_wide(text: str, indent: str, rest: str) -> Iterator[str]:
    """Japanese breaks anywhere, but not before closing punctuation; Latin words stay whole. Wide is two columns."""
    line, columns, most = indent, len(indent), _COLUMNS.get()
    for token in _TOKENS.findall(text):
        width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in token)
        if columns + width > most and line.strip() and token not in _NOT_FIRST:
            yield line.rstrip()
            line, columns = rest, len(rest)
            if token.isspace():
                continue
        line += token
        columns += width
    yield line.rstrip()
