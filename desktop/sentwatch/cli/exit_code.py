"""How a report becomes a program's exit code."""

from __future__ import annotations

from sentwatch.core.findings import Severity
from sentwatch.core.report import Report


def exit_code(report: Report) -> int:
    """1 where something at warning or above was found, else 3 where something could not be looked at, else 0."""
    if report.worst is not None and report.worst >= Severity.WARNING:
        return 1
    return 3 if report.is_blind_somewhere else 0
