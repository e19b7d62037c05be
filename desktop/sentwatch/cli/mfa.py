"""`sentwatch mfa`: audit an authenticator's QR code, export or otpauth:// addresses."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from sentwatch.adapters.otp_exports import OtpSources
from sentwatch.adapters.otp_exports.reading import MAX_SOURCE
from sentwatch.cli.secret_input import read_secret_line
from sentwatch.cli.terminal import Terminal, code_of, json_option, shared_options, this_terminal
from sentwatch.core.accounts import Account
from sentwatch.core.clock_offset import ClockLook
from sentwatch.core.otp.entries import OtpEntry
from sentwatch.core.otp.troubles import OTP_PASSWORD_NEEDED
from sentwatch.core.otp.verify import verify
from sentwatch.core.phrase import N_
from sentwatch.core.trouble import ACCOUNT_UNKNOWN, Trouble
from sentwatch.ports.otp_sources import OtpSource
from sentwatch.service.mfa import clock_report, entries_report
from sentwatch.texts.report_json import reports_json
from sentwatch.texts.report_text import report_text


@click.command("mfa", help=N_("Audit an authenticator: a picture of a QR code, an export, or - for addresses."))
@click.argument("source", required=False, metavar="[IMAGE|EXPORT|-]")
@click.option(
    "--compare",
    "compared",
    metavar="ENTRY",
    help=N_("Compare the code your phone shows now with this entry; it is asked for, or read from standard input."),
)
@click.option(
    "--clock-of",
    metavar="ACCOUNT",
    help=N_("Compare this computer's clock with that of this account's mail server, or of its web page."),
)
@click.option("--clock-host", metavar="HOST", help=N_("Compare this computer's clock with that of HOST's web page."))
@json_option
@shared_options
@this_terminal
def mfa(
    terminal: Terminal,
    *,
    source: str | None,
    compared: str | None,
    clock_of: str | None,
    clock_host: str | None,
    as_json: bool,
) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    asked = _asked(terminal, clock_of=clock_of, clock_host=clock_host)
    clock = terminal.app.clock
    if source is None and compared is None and asked is not None:
        report = clock_report(_compared(terminal, asked), now=clock.now())
    else:
        is_file = source not in {None, "-"}
        read = _read_file(terminal, Path(source or "-")) if is_file else _read_stdin(terminal)
        verification = None
        if compared is not None:
            entry = _entry(terminal, read, compared)
            shown = read_secret_line(terminal, N_("The code on the phone")) or ""
            verification = verify(entry, (shown,), at=clock.now())
        report = entries_report(
            read,
            now=clock.now(),
            is_file=is_file,
            clock=None if asked is None else _compared(terminal, asked),
            verification=verification,
        )
    now = clock.now()
    terminal.code = code_of([report])
    if as_json:
        terminal.write_json(reports_json([report], terminal.words, now=now))
    else:
        terminal.write(report_text(report, terminal.words))


def _entry(terminal: Terminal, read: OtpSource, name: str) -> OtpEntry:
    """The one entry whose name holds this."""
    found = [entry for entry in read.entries if name.casefold() in entry.name.casefold()]
    if len(found) == 1:
        return found[0]
    there = tuple(entry.name for entry in (found or read.entries)[:10])
    raise click.UsageError(terminal.words(N_("Name one of these entries: {names}."), names=there))


def _asked(terminal: Terminal, *, clock_of: str | None, clock_host: str | None) -> Account | str | None:
    """Whom to ask for the time, where that is wanted."""
    if clock_of is None:
        return clock_host
    if clock_host is not None:
        raise click.UsageError(terminal.words(N_("Name either an account or a host for the time.")))
    account = terminal.app.known_account(clock_of)
    if account is None:
        raise Trouble(ACCOUNT_UNKNOWN, address=clock_of)
    return account


def _compared(terminal: Terminal, asked: Account | str) -> ClockLook:
    with terminal.cancellable() as cancel:
        return terminal.app.clocks.look(asked, cancel=cancel)


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
