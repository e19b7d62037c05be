"""Use case: where DMARC reports come from: a folder the user chose, and files that were handed over once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sentwatch.core.dmarc_reports import AggregateReport, DmarcReportFacts, UnreadReport, recent, unique
from sentwatch.core.looks import Failed
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.dmarc import ReportFilesPort
from sentwatch.ports.progress import Progress, silent
from sentwatch.store.kept import Kept

_FOLDER: Final = "dmarc.folder"
_HANDED: Final = "dmarc.handed-over"

REACH: Final = timedelta(days=90)
"""Older reports are left out: sums over years say nothing about now. Our own choice."""

MAX_ROWS_KEPT: Final = 20_000
"""Of reports that were handed over; some megabytes, sealed. The oldest go first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What became of files that were handed over: the domains they are about, how many reports, and what was none."""

    domains: tuple[str, ...]
    reports: int
    unread: tuple[UnreadReport, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBox:
    """The reports about all domains. `files` reads them from the disk."""

    kept: Kept
    files: ReportFilesPort

    def folder(self) -> str | None:
        """The folder that is read at every look, None where none was chosen."""
        return self.kept.get(_FOLDER, str)

    def choose(self, folder: str | None) -> None:
        """Read this folder from now on, or none."""
        if folder is None:
            self.kept.remove(_FOLDER)
        else:
            self.kept.put(_FOLDER, folder)

    def handed(self) -> tuple[AggregateReport, ...]:
        """The reports that were handed over as files."""
        return self.kept.get(_HANDED, tuple[AggregateReport, ...]) or ()

    def forget_handed(self) -> None:
        """Forget them."""
        self.kept.remove(_HANDED)

    def hand_over(self, paths: Sequence[Path], *, cancel: CancelToken, progress: Progress = silent) -> Handed:
        """Read files once and keep the reports in them; the files themselves stay where they are."""
        reports: list[AggregateReport] = []
        unread: list[UnreadReport] = []
        for path in paths:
            facts = self.files(path, cancel=cancel, progress=progress)
            reports += facts.reports
            unread += facts.unread
        fresh = unique(reports)
        if fresh:
            self.kept.put(_HANDED, _fitting((*fresh, *self.handed())))
        domains = tuple(dict.fromkeys(report.domain for report in fresh))
        return Handed(domains=domains, reports=len(fresh), unread=tuple(unread))

    def read(
        self, *, now: datetime, cancel: CancelToken, progress: Progress = silent
    ) -> DmarcReportFacts | Failed | None:
        """All reports of the last months; None where nobody wants any read, Failed where the folder cannot be."""
        folder, handed = self.folder(), self.handed()
        if folder is None and not handed:
            return None
        facts = DmarcReportFacts(reports=())
        if folder is not None:
            try:
                facts = self.files(Path(folder), cancel=cancel, progress=progress)
            except Trouble as trouble:
                return Failed(trouble)
        whole = unique((*facts.reports, *handed))
        young = recent(whole, now - REACH)
        return replace(facts, reports=young, older=len(whole) - len(young))


def _fitting(reports: Sequence[AggregateReport]) -> tuple[AggregateReport, ...]:
    """The newest reports, as many as may be kept; each once."""
    found: list[AggregateReport] = []
    rows = 0
    for report in sorted(unique(reports), key=lambda each: each.ends_at, reverse=True):
        rows += len(report.rows)
        if rows > MAX_ROWS_KEPT:
            break
        found.append(report)
    return tuple(found)
