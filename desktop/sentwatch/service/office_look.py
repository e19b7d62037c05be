"""Use case: look at what the office wrote down about shared addresses and people who left, and judge it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sentwatch.core.checks import office_people
from sentwatch.core.office import OfficeFacts
from sentwatch.core.report import Report
from sentwatch.core.snapshot import Snapshot
from sentwatch.service.reports import report_of_no_account

CHECKS: Final = (office_people.CHECK,)

KEY: Final = "office"


def office_report(facts: OfficeFacts, *, now: datetime) -> Report:
    """Judge the notes on this day; the report belongs to no account."""
    return report_of_no_account(CHECKS, Snapshot(taken_at=now, office=facts), key=KEY)
