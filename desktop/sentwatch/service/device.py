"""Use case: look at this computer, and judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sentwatch.core.checks import (
    device_antivirus,
    device_automatic_login,
    device_encryption,
    device_firewall,
    device_lock,
    device_mail_programs,
    device_password_program,
    device_support,
    device_updates,
)
from sentwatch.core.report import Report
from sentwatch.core.snapshot import Snapshot
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.device import DevicePort
from sentwatch.service.reports import report_of_no_account

CHECKS = (
    device_antivirus.CHECK,
    device_updates.CHECK,
    device_support.CHECK,
    device_mail_programs.CHECK,
    device_encryption.CHECK,
    device_lock.CHECK,
    device_automatic_login.CHECK,
    device_firewall.CHECK,
    device_password_program.CHECK,
)

KEY = "device"


@dataclass(frozen=True, slots=True)
class DeviceLook:
    """Looks at this computer."""

    port: DevicePort

    def report(self, *, now: datetime, cancel: CancelToken) -> Report:
        """Look and judge; the report belongs to no account."""
        facts = self.port.look(cancel=cancel)
        return report_of_no_account(CHECKS, Snapshot(taken_at=now, device=facts), key=KEY)
