"""`sentwatch device`: what this computer shows of how well it is looked after."""

from __future__ import annotations

import click

from sentwatch.adapters.device import device_of_this_computer
from sentwatch.cli.reports import finish
from sentwatch.cli.terminal import Terminal, json_option, shared_options, this_terminal
from sentwatch.core.phrase import N_
from sentwatch.service.device import DeviceLook


@click.command(
    "device", help=N_("Look at this computer: updates, malware protection, encryption, lock. Sends nothing.")
)
@json_option
@shared_options
@this_terminal
def device(terminal: Terminal, *, as_json: bool) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    with terminal.cancellable() as cancel:
        report = DeviceLook(device_of_this_computer()).report(now=terminal.app.clock.now(), cancel=cancel)
    finish(terminal, report, as_json=as_json, about=terminal.words(N_("This computer")))
