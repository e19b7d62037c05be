"""Our own bugs, told without anything private: a short code, the kind of fault, and where it happened."""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.texts.words import Words

_CODE_CHARS: Final = 6
_MOST_FRAMES: Final = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class CrashView:
    """What the dialog shows. `details` hold no message, no value and no path of the user's."""

    title: str
    text: str
    code_label: str
    code: str
    details_heading: str
    details: str
    copy: str
    copied: str
    close: str


def details_of(problem: BaseException, *, version: str) -> str:
    """The kinds of the fault and of its causes, and the places passed through; messages may hold secrets, so none."""
    lines = [f"Sentwatch {version}"]
    seen: set[int] = set()
    current: BaseException | None = problem
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        lines.append(type(current).__qualname__)
        frames = traceback.extract_tb(current.__traceback__)[-_MOST_FRAMES:]
        lines += [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return "\n".join(lines)


def code_of(details: str) -> str:
    """A short code: the same fault at the same place has the same one."""
    return hashlib.sha256(details.encode()).hexdigest()[:_CODE_CHARS].upper()


def crash(problem: BaseException, words: Words, *, version: str) -> CrashView:
    """The dialog for a fault of ours."""
    details = details_of(problem, version=version)
    return CrashView(
        title=words(N_("Something in Sentwatch itself went wrong.")),
        text=words(
            N_(
                "This is our mistake, not yours, and nothing on the mail server was changed. You can go on; if it "
                "happens again, start Sentwatch anew and send us this code with the details."
            )
        ),
        code_label=words(N_("Code")),
        code=code_of(details),
        details_heading=words(N_("Details (without anything private)")),
        details=details,
        copy=words(N_("Copy")),
        copied=words(N_("Copied")),
        close=words(N_("Close")),
    )


def _place(filename: str) -> str:
    """The path within the package; of foreign files the name alone."""
    parts = PurePath(filename).parts
    if "sentwatch" in parts:
        start = len(parts) - 1 - parts[::-1].index("sentwatch")
        return "/".join(parts[start:])
    return parts[-1] if parts else "?"
