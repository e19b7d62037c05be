"""`sentwatch checklist`: how the secure setup stands, step by step."""

from __future__ import annotations

from collections.abc import Iterable

import click

from sentwatch.adapters.checklist import packaged_checklist
from sentwatch.cli.terminal import Terminal, json_option, shared_options, this_terminal
from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.checklist import Audience, StepState, StepView, progress
from sentwatch.service.checklist import without_store
from sentwatch.texts.checklist_json import checklist_json
from sentwatch.texts.step_states import EVIDENCE_WORDS, STATE_WORDS

STATE_MARKS = {
    StepState.OK: "✓",
    StepState.ATTENTION: "!",
    StepState.NOT_OK: "✗",
    StepState.UNKNOWN: "?",
    StepState.NOT_APPLICABLE: "–",
}


@click.command("checklist", help=N_("Show how the secure setup stands, step by step."))
@click.option(
    "--audience",
    type=click.Choice([audience.value for audience in Audience]),
    help=N_("For whom: one person, or a small office."),
)
@click.option("--look", is_flag=True, help=N_("Look at this computer and at the domains of all accounts first."))
@json_option
@shared_options
@this_terminal
def checklist(terminal: Terminal, *, audience: str | None, look: bool, as_json: bool) -> None:
    """Steps are answered by what was looked at; what no program can see, by their owner in the window."""
    app = terminal.app
    chosen = Audience(audience or app.settings.audience)
    if look:
        with terminal.cancellable() as cancel:
            app.look_at_surroundings(cancel=cancel)
    if app.has_store:
        app.checklist.refresh()
        views = app.checklist.views(chosen)
    else:
        views = without_store(packaged_checklist(), chosen, now=app.clock.now())
    if as_json:
        terminal.write_json(checklist_json(views, terminal.lang))
    else:
        _write(terminal, views)


def _write(terminal: Terminal, views: Iterable[StepView]) -> None:
    words, lang = terminal.words, terminal.lang
    shown = tuple(views)
    far = progress(shown)
    terminal.write(words(N_("{done} of {total} done."), done=far.done, total=far.total) + "\n")
    for section in packaged_checklist().sections:
        steps = [one for one in shown if one.step.section == section.id]
        if not steps:
            continue
        terminal.write(f"\n{section.title.said(lang)}\n")
        for one in steps:
            title = one.step.words.title.said(lang) if one.step.words else one.step.id
            state = words(STATE_WORDS[one.state])
            by = f", {words(EVIDENCE_WORDS[one.evidence_kind])}" if one.evidence_kind else ""
            when = f", {words.date(one.checked_at)}" if one.checked_at else ""
            terminal.write(f"  {STATE_MARKS[one.state]} {title} ({state}{by}{when})\n")
