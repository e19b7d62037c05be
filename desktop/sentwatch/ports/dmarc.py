"""Reading DMARC aggregate reports from files."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from sentwatch.core.dmarc_reports import DmarcReportFacts
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress


class ReportFilesPort(Protocol):
    """Reads a file, or a folder with everything below it. A damaged file costs itself.

    Raises Trouble(ARCHIVE_UNREADABLE) where the path itself cannot be read.
    """

    def __call__(self, path: Path, *, cancel: CancelToken, progress: Progress) -> DmarcReportFacts: ...
