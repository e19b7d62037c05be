"""`sentwatch mfa`: audit an authenticator's QR code, export or otpauth:// addresses."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sentwatch.adapters.otp_exports import OtpSources
from sentwatch.adapters.otp_exports.reading import MAX_SOURCE
from sentwatch.adapters.remote_clock import HttpsClock
from sentwatch.cli.secret_input import read_secret_line
from sentwatch.cli.terminal import Terminal, code_of, json_option, shared_options, this_terminal
from sentwatch.core.otp.troubles import OTP_PASSWORD_NEEDED
from sentwatch.core.phrase import N_
from sentwatch.core.trouble import Trouble
from sentwatch.ports.otp_sources import OtpSource
from sentwatch.service.mfa import MfaLook
from sentwatch.texts.report_json import reports_json
from sentwatch.texts.report_text import report_text


@click.command("mfa", help=N_("Audit an authenticator: a picture of a QR code, an export, or - for addresses."))
@click.argument("source", default="-", metavar="[IMAGE|EXPORT|-]")
@click.option("--clock-host", metavar="HOST", help=N_("Compare this computer's clock with that of HOST."))
@json_option
@shared_options
@this_terminal
def mfa(terminal: Terminal, *, source: str, clock_host: str | None, as_json: bool) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    read = _read_stdin(terminal) if source == "-" else _read_file(terminal, Path(source))
    now = terminal.app.clock.now()
    with terminal.cancellable() as cancel:
        report = MfaLook(sources=OtpSources(), clock=HttpsClock()).report_on(
            read, now=now, cancel=cancel, is_file=source != "-", clock_host=clock_host
        )
    terminal.code = code_of([report])
    if as_json:
        terminal.write_json(reports_json([report], terminal.words, now=now))
    else:
        terminal.write(report_text(report, terminal.words, about=terminal.words(N_("Second step at sign-in (MFA)"))))


def _read_stdin(terminal: Terminal) -> OtpSource:
    """Read addresses (or a piped file); at a terminal one address, without echo."""
    if terminal.can_ask:
        data = (read_secret_line(terminal, N_("otpauth:// address")) or "").encode("utf-8", "replace")
    else:
        data = sys.stdin.buffer.read(MAX_SOURCE + 1)
    return OtpSources().read(data, name=terminal.words(N_("standard input")))


def _read_file(terminal: Terminal, path: Path) -> OtpSource:
    """Read the file; the password of an encrypted export is asked for, or is the first line of standard input."""
    try:
        return OtpSources().read_file(path)
    except Trouble as trouble:
        if trouble.kind is not OTP_PASSWORD_NEEDED:
            raise
    password = read_secret_line(terminal, N_("Password of the export"))
    if not password:
        raise Trouble(OTP_PASSWORD_NEEDED, name=path.name)
    return OtpSources().read_file(path, password=password)
