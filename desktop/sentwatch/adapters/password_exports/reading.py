"""Tells by its content which program wrote an export, and reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from sentwatch.adapters.capped_file import read_capped
from sentwatch.adapters.password_exports.json_stores import is_json, read_json
from sentwatch.adapters.password_exports.keepass_xml import is_keepass_xml, read_keepass_xml
from sentwatch.adapters.password_exports.one_password_zip import is_zip, read_one_password_zip
from sentwatch.adapters.password_exports.rows import Unreadable
from sentwatch.adapters.password_exports.tables import read_table
from sentwatch.core.password_store import (
    EXPORT_UNREADABLE,
    NO_EXPORT,
    NOT_THERE,
    NOTHING_READ,
    TOO_LARGE,
    PasswordExport,
)
from sentwatch.core.phrase import phrase
from sentwatch.core.trouble import Trouble

MAX_EXPORT: Final = 64 * 1024 * 1024

_FORMS: Final[tuple[tuple[Callable[[bytes], bool], Callable[[bytes], PasswordExport]], ...]] = (
    (is_zip, read_one_password_zip),
    (is_keepass_xml, read_keepass_xml),
    (is_json, read_json),
)


def read_export_file(path: Path) -> PasswordExport:
    """Read the file. Nothing of it is written anywhere. Raises Trouble EXPORT_UNREADABLE."""
    try:
        data = read_capped(path, most=MAX_EXPORT)
    except OSError:
        raise Trouble(EXPORT_UNREADABLE, name=path.name, reason=phrase(NOT_THERE)) from None
    if data is None:
        raise Trouble(EXPORT_UNREADABLE, name=path.name, reason=phrase(TOO_LARGE))
    return read_export(data, name=path.name)


def read_export(data: bytes, *, name: str) -> PasswordExport:
    """Read an export; `name` is what to call it in words. Raises Trouble EXPORT_UNREADABLE."""
    if len(data) > MAX_EXPORT:
        raise Trouble(EXPORT_UNREADABLE, name=name, reason=phrase(TOO_LARGE))
    try:
        export = next((read for knows, read in _FORMS if knows(data)), read_table)(data)
    except Unreadable as unreadable:
        # Without the cause: foreign exceptions quote what they could not read.
        raise Trouble(EXPORT_UNREADABLE, name=name, reason=phrase(unreadable.reason)) from None
    if not export.logins:
        raise Trouble(EXPORT_UNREADABLE, name=name, reason=phrase(NOTHING_READ if export.damaged else NO_EXPORT))
    return export
