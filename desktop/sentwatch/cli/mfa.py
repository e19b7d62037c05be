"""`sentwatch mfa`: audit an authenticator's QR code, export or otpauth:// addresses."""

from __future__ import annotations

import gettext
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from sentwatch.adapters.otp_exports import OtpSources
from sentwatch.adapters.otp_exports.reading import MAX_SOURCE
from sentwatch.adapters.remote_clock import HttpsClock
from sentwatch.adapters.resources import resource
from sentwatch.cli.exit_code import exit_code
from sentwatch.cli.secret_input import read_secret
from sentwatch.core.otp.troubles import OTP_PASSWORD_NEEDED
from sentwatch.core.phrase import N_
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.otp_sources import OtpSource
from sentwatch.service.mfa import MfaLook
from sentwatch.texts.render import render_trouble
from sentwatch.texts.report_json import reports_json
from sentwatch.texts.report_text import report_text
from sentwatch.texts.words import LANGUAGES, Words


@click.command("mfa", help="Audit an authenticator: a picture of a QR code, an export, or - for addresses.")
@click.argument("source", default="-", metavar="[IMAGE|EXPORT|-]")
@click.option("--clock-host", metavar="HOST", help="Compare this computer's clock with that of HOST.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en")
@click.pass_context
def mfa(ctx: click.Context, source: str, *, clock_host: str | None, as_json: bool, lang: str) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    words = Words(lang, gettext.translation("sentwatch", str(resource("locale")), [lang], fallback=True))
    cancel = CancelToken()
    try:
        read = _read_stdin(words) if source == "-" else _read_file(Path(source), words)
        report = MfaLook(sources=OtpSources(), clock=HttpsClock()).report_on(
            read, now=datetime.now(UTC), cancel=cancel, is_file=source != "-", clock_host=clock_host
        )
    except Trouble as trouble:
        message = render_trouble(trouble, words)
        click.echo(f"{message.title} {message.do_first}", err=True)
        ctx.exit(3)
    if as_json:
        click.echo(json.dumps(reports_json([report], words, now=report.taken_at), ensure_ascii=False, indent=2))
    else:
        click.echo(report_text(report, words), nl=False)
    ctx.exit(exit_code(report))


def _read_stdin(words: Words) -> OtpSource:
    """Read addresses (or a piped file); at a terminal one address, without echo."""
    if sys.stdin.isatty():
        typed = read_secret(words(N_("otpauth:// address")), sys.stdin) or ""
        data = typed.encode("utf-8", "replace")
    else:
        data = sys.stdin.buffer.read(MAX_SOURCE + 1)
    return OtpSources().read(data, name=words(N_("standard input")))


def _read_file(path: Path, words: Words) -> OtpSource:
    """Read the file; the password of an encrypted export is asked for, or is the first line of standard input."""
    try:
        return OtpSources().read_file(path)
    except Trouble as trouble:
        if trouble.kind is not OTP_PASSWORD_NEEDED:
            raise
    password = read_secret(words(N_("Password of the export")), sys.stdin)
    if not password:
        raise Trouble(OTP_PASSWORD_NEEDED, name=path.name)
    return OtpSources().read_file(path, password=password)
