"""How each severity looks: its shape and its colour."""

from __future__ import annotations

from typing import Final

from sentwatch.core.findings import Severity

SEVERITY_ICONS: Final = {
    Severity.INFO: "info",
    Severity.NOTICE: "notice",
    Severity.WARNING: "warning",
    Severity.URGENT: "urgent",
}
"""Circle, square, triangle, octagon: colour is never alone."""

SEVERITY_COLOURS: Final = {
    Severity.INFO: "muted",
    Severity.NOTICE: "notice",
    Severity.WARNING: "warning",
    Severity.URGENT: "urgent",
}
