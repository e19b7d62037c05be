"""When the regular support of operating systems ends, as far as their makers say so."""

from __future__ import annotations

from datetime import date
from typing import Final

# Windows: Home and Pro of learn.microsoft.com/lifecycle, restated by pureinfotech.com/windows-11-lifecycle (2026-11).
# Debian: the end of long term support, wiki.debian.org/LTS. Ubuntu: standard support, ubuntu.com/about/release-cycle.
# Both from general knowledge; Fedora and others say their end themselves (SUPPORT_END in os-release(5)).
# Apple publishes no dates: macOS is left out on purpose.
_ENDS: Final = {
    ("windows", "10"): date(2025, 10, 14),
    ("windows", "11 21H2"): date(2023, 10, 10),
    ("windows", "11 22H2"): date(2024, 10, 8),
    ("windows", "11 23H2"): date(2025, 11, 11),
    ("windows", "11 24H2"): date(2026, 10, 13),
    ("windows", "11 25H2"): date(2027, 10, 12),
    ("windows-enterprise", "11 23H2"): date(2026, 11, 10),
    ("windows-enterprise", "11 24H2"): date(2027, 10, 12),
    ("windows-enterprise", "11 25H2"): date(2028, 10, 10),
    ("windows-enterprise", "10"): date(2025, 10, 14),
    ("debian", "10"): date(2024, 6, 30),
    ("debian", "11"): date(2026, 8, 31),
    ("debian", "12"): date(2028, 6, 30),
    ("debian", "13"): date(2030, 6, 30),
    ("ubuntu", "20.04"): date(2025, 5, 31),
    ("ubuntu", "22.04"): date(2027, 4, 30),
    ("ubuntu", "24.04"): date(2029, 4, 30),
}


def support_end(family: str, release: str) -> date | None:
    """Return the last day of regular support, None where we do not know it."""
    return _ENDS.get((family.lower(), release))
