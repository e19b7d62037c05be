"""Progress in the terminal: one line on the error stream that is written over, where somebody is there to see it."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Self

import click

from sentwatch.core.phrase import N_
from sentwatch.ports.progress import Step
from sentwatch.texts.words import Words
from sentwatch.texts.wrapped import wrapped


class ProgressLine:
    """A Progress. Shows nothing where the error stream is no terminal."""

    def __init__(self, words: Words, *, is_shown: bool = True) -> None:
        self._words = words
        # A program started without an error stream (2>&-, a service) has None there.
        self._is_shown = is_shown and sys.stderr is not None and sys.stderr.isatty()
        self._is_open = False

    def __call__(self, step: Step) -> None:
        """Show where things stand."""
        if self._is_shown:
            self._is_open = True
            # What does not fit one line would stand there for ever: only the last line is written over.
            line = next(wrapped(line_of(step, self._words), ""))
            click.echo(f"\r\x1b[K{line}", nl=False, err=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._is_open:
            click.echo("\r\x1b[K", nl=False, err=True)


def line_of(step: Step, words: Words) -> str:
    """One step as a line: what, how much of how much, how fast, how long yet."""
    what = words(step.what)
    if step.total:
        count = words(N_("{done} of {total}"), done=min(step.done, step.total), total=step.total)
    else:
        count = words.number(step.done)
    parts = [count]
    if step.rate_per_s:
        parts.append(words(N_("{rate} a second"), rate=round(step.rate_per_s)))
    if step.left_s is not None and step.left_s >= 1:
        parts.append(words(N_("{left_s:duration} left"), left_s=step.left_s))
    return f"{what}: {', '.join(parts)}"
