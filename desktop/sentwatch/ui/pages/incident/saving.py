"""The work of writing what an incident leaves behind: evidence, the report, texts. Runs on working threads."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.ports.progress import Progress
    from sentwatch.service.evidence import Gathered, Saved
    from sentwatch.service.incident_look import IncidentLook
    from sentwatch.texts.words import Words
    from sentwatch.ui.background import Work
    from sentwatch.wiring import App

_BEFORE: Final = timedelta(days=3)
"""Where nothing was flagged: so much of the sent mail before somebody noticed. Ours: blasts are noticed within days."""


def evidence_work(
    app: App, look: IncidentLook, path: Path, passphrase: str | None, words: Words
) -> Work[tuple[Gathered, Saved]]:
    """Read the mail of the flagged hours again and write it down, signed."""

    def work(cancel: CancelToken, _progress: Progress) -> tuple[Gathered, Saved]:
        from sentwatch.service.evidence import save

        account = look.account
        assert account is not None
        since = None if app.incident_of.flagged(account) else look.incident.noticed_at - _BEFORE
        gathered = app.gather_evidence(account, since=since, audience=look.incident.audience, cancel=cancel)
        assert gathered is not None  # an incident was begun, so that there is a report in any case
        cancel.check()
        return gathered, save(gathered, path, signer=app.signer, words=words, passphrase=passphrase)

    return work


def report_work(app: App, look: IncidentLook, path: Path, words: Words, *, is_pdf: bool) -> Work[Path]:
    """Write the report of the incident."""

    def work(_cancel: CancelToken, _progress: Progress) -> Path:
        from sentwatch.service.export import Form, write
        from sentwatch.service.papers import incident_paper
        from sentwatch.ui.presenters.incident_papers import report_with_clocks

        paper = incident_paper(report_with_clocks(look, words), words)
        form = Form.PDF if is_pdf else Form.HTML
        return write(paper, form, path, words=words, printer=app.printer).path

    return work


def text_work(path: Path, text: str) -> Work[Path]:
    """Write a text."""

    def work(_cancel: CancelToken, _progress: Progress) -> Path:
        from sentwatch.adapters.private_file import write_private

        write_private(path, text.encode(), over=True)
        return path

    return work
