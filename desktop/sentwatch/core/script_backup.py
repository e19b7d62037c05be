"""A script that was changed by its owner's button, with what is needed to put it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.phrase import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptBackup:
    """One change: which script, its bytes before and after, and the rule that was switched off, by hash."""

    id: int
    digest: str
    at: datetime
    script: str
    before: bytes
    after: bytes
    sentence: Phrase
    put_back_at: datetime | None = None
