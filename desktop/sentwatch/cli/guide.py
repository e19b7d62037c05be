"""`sentwatch guide NAME`: the step-by-step guides, in the terminal."""

from __future__ import annotations

import click

from sentwatch.cli.terminal import Terminal, shared_options, this_terminal
from sentwatch.core.phrase import N_
from sentwatch.wiring import guide_names, guide_text, guide_title


@click.command("guide", help=N_("Show a step-by-step guide; without a name, list them."))
@click.argument("name", required=False)
@shared_options
@this_terminal
def guide(terminal: Terminal, *, name: str | None) -> None:
    """The guides are Markdown, which reads well as it stands."""
    names = guide_names()
    if name is None:
        width = max(map(len, names))
        terminal.write("".join(f"{one:{width}}  {guide_title(one, terminal.lang)}\n" for one in names))
        return
    if name not in names:
        raise click.UsageError(terminal.words(N_("There is no guide “{name}”."), name=name[:100]))
    terminal.write(guide_text(name, terminal.lang))
