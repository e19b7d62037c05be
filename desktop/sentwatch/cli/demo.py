"""`sentwatch demo`: the main job on a made-up mailbox, without an account and without a network."""

from __future__ import annotations

import click

from sentwatch.cli.display import insist_on_display
from sentwatch.cli.progress import ProgressLine
from sentwatch.cli.terminal import USAGE, Terminal, code_of, json_option, shared_options, this_terminal
from sentwatch.core.phrase import N_
from sentwatch.texts.report_json import reports_json
from sentwatch.texts.report_text import report_text


@click.command("demo", help=N_("Show what a report looks like, on a made-up mailbox. Needs no account and no network."))
@click.option("--window", is_flag=True, help=N_("Open the window on it."))
@json_option
@shared_options
@this_terminal
def demo(terminal: Terminal, *, window: bool, as_json: bool) -> None:
    """Exit 1: the sample mailbox holds a burst."""
    if window:
        if terminal.open_demo is None:
            terminal.say(N_("The window needs Qt (PySide6), which is not installed here."))
            terminal.code = USAGE
            return
        insist_on_display(terminal)
        terminal.code = terminal.open_demo(terminal)
        return
    with terminal.cancellable() as cancel, ProgressLine(terminal.words, is_shown=not as_json) as progress:
        report = terminal.app.check_sample(progress=progress, cancel=cancel)
    terminal.code = code_of([report])
    if as_json:
        terminal.write_json(reports_json([report], terminal.words, now=report.taken_at))
    else:
        terminal.write(report_text(report, terminal.words))
