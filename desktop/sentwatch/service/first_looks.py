"""When each check of rules first looked: what was there by then is not new."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.check import Checked
from sentwatch.core.checks import KINDS_OF
from sentwatch.core.report import Report
from sentwatch.store.kept import Kept

FIRST_LOOKS: Final = "first-rule-looks"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLooks:
    """The first look of each check, by its code."""

    at: tuple[tuple[str, datetime], ...] = ()

    def with_results(self, report: Report) -> FirstLooks:
        """Add the checks that looked for the first time."""
        known = {code for code, _at in self.at}
        first = (
            (result.code, report.taken_at)
            for result in report.results
            if result.code.startswith("rule.") and result.code not in known and isinstance(result.outcome, Checked)
        )
        return FirstLooks(at=(*self.at, *first))

    def by_finding(self) -> dict[str, datetime]:
        """Since when each kind of finding has been looked for."""
        return {kind: at for code, at in self.at for kind in KINDS_OF.get(code, ())}


def first_looks(kept: Kept) -> FirstLooks:
    """Return what is known of first looks."""
    return kept.get(FIRST_LOOKS, FirstLooks) or FirstLooks()


def note_first_looks(kept: Kept, report: Report) -> None:
    """Remember the checks of rules that looked for the first time."""
    before = first_looks(kept)
    after = before.with_results(report)
    if after != before:
        kept.put(FIRST_LOOKS, after)
