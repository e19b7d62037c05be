"""Values of options that describe an account, refused before anybody is asked for a password."""

from __future__ import annotations

import os
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from sentwatch.adapters.ca_file import insist_on_certificates
from sentwatch.cli.terminal import Terminal
from sentwatch.core.phrase import N_
from sentwatch.core.trouble import Trouble
from sentwatch.texts.render import render_trouble


class TimeZone(click.ParamType[str]):
    """The name of a time zone that this computer knows."""

    name = "zone"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as it was given; click.BadParameter where no zone has it."""
        try:
            return ZoneInfo(str(value)).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            terminal = (ctx or click.get_current_context()).ensure_object(Terminal)
            said = N_("{value} is no time zone; write it as Asia/Tokyo or Europe/Berlin.")
            return self.fail(terminal.words(said, value=str(value)[:60]), param, ctx)


class CertificateFile(click.ParamType[str]):
    """A file of certificates to trust; kept with its whole path, for the next look may start in another folder."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The whole path; click.BadParameter where no certificate can be read there."""
        path = os.path.abspath(str(value))  # noqa: PTH100 - links stay as they are: an office may renew what is behind
        try:
            insist_on_certificates(path)
        except Trouble as trouble:
            terminal = (ctx or click.get_current_context()).ensure_object(Terminal)
            return self.fail(render_trouble(trouble, terminal.words).title, param, ctx)
        return path
