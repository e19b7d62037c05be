"""All that the page about signing in tells, read in one go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.backup_codes import BackupSet
from sentwatch.core.findings import Finding
from sentwatch.core.password_age import OfficeInterval
from sentwatch.service.authenticator import KeptCode
from sentwatch.service.left_files import LeftFile
from sentwatch.service.sign_in_review import SignInSeen


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInOverview:
    """`asks_service` and `breach_list` say where passwords are looked up, `code_findings` what audits found.

    `backup_codes` are those kept for services that are no account here.
    """

    at: datetime
    accounts: tuple[SignInSeen, ...] = ()
    codes: tuple[KeptCode, ...] = ()
    backup_codes: tuple[BackupSet, ...] = ()
    code_findings: tuple[Finding, ...] = ()
    left: tuple[LeftFile, ...] = ()
    office: OfficeInterval | None = None
    asks_service: bool = False
    breach_list: str = ""

    @property
    def all_backup_codes(self) -> tuple[BackupSet, ...]:
        """Those of accounts, and those of other services."""
        return (*(one for seen in self.accounts for one in seen.backup_codes), *self.backup_codes)

    def seen(self, account_id: str) -> SignInSeen | None:
        """What is known of one account."""
        return next((one for one in self.accounts if one.account.id == account_id), None)
