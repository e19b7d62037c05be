"""How the commands that look at one thing end: their report as text or JSON, and its exit code."""

from __future__ import annotations

from collections.abc import Iterable

from sentwatch.cli.terminal import Terminal, code_of
from sentwatch.core.report import Report
from sentwatch.texts.report_json import reports_json
from sentwatch.texts.report_text import report_text


def finish(
    terminal: Terminal, report: Report, *, as_json: bool, about: str = "", said_below: Iterable[str] = ()
) -> None:
    """Write the report and keep its exit code.

    `about` names what was looked at, and `said_below` are source texts that follow; both for the text form only.
    """
    terminal.code = code_of([report])
    if as_json:
        terminal.write_json(reports_json([report], terminal.words, now=report.taken_at))
        return
    terminal.write(report_text(report, terminal.words, about=about))
    for text in said_below:
        terminal.write(f"\n{terminal.words(text)}\n")
