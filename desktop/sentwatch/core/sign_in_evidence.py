"""All that is known of one account's sign-in, as one part of the snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.access_ledger import AccessEntry
from sentwatch.core.backup_codes import BackupSet
from sentwatch.core.recovery import RecoveryAnswer
from sentwatch.core.sign_in import MfaAnswer, WayIn


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInEvidence:
    """All that is known of one account's sign-in. A part of the snapshot."""

    address: str
    way_in: WayIn | None = None
    answer: MfaAnswer | None = None
    recovery: tuple[RecoveryAnswer, ...] = ()
    access: tuple[AccessEntry, ...] = ()
    last_incident: datetime | None = None
    backup_codes: tuple[BackupSet, ...] = ()
