"""Judging how hard a password is to guess."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sentwatch.core.passwords import Password, Strength


class StrengthPort(Protocol):
    """Estimates guesses. `known` are words the guesser would try first: the owner's, and common ones."""

    def judge(self, password: Password, *, known: Sequence[str]) -> Strength: ...
