"""What the commands that look at one thing share: words in a language, a report as text or JSON, its exit code."""

from __future__ import annotations

import gettext
import json
from collections.abc import Iterable

import click

from sentwatch.adapters.resources import resource
from sentwatch.core.findings import Severity
from sentwatch.core.report import Report
from sentwatch.texts.report_json import reports_json
from sentwatch.texts.report_text import report_text
from sentwatch.texts.words import Words


def words_of(lang: str) -> Words:
    """Return the words of a language."""
    return Words(lang, gettext.translation("sentwatch", str(resource("locale")), [lang], fallback=True))


def exit_code(report: Report) -> int:
    """0 nothing at warning or above, 1 something, 3 something could not be looked at; 1 beats 3."""
    if report.worst is not None and report.worst >= Severity.WARNING:
        return 1
    return 3 if report.is_blind_somewhere else 0


def finish(ctx: click.Context, report: Report, words: Words, *, as_json: bool, said_below: Iterable[str] = ()) -> None:
    """Write the report and leave with its exit code. `said_below` are source texts for the text form only."""
    if as_json:
        click.echo(json.dumps(reports_json([report], words, now=report.taken_at), ensure_ascii=False, indent=2))
    else:
        click.echo(report_text(report, words), nl=False)
        for text in said_below:
            click.echo(f"\n{words(text)}")
    ctx.exit(exit_code(report))
