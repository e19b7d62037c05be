"""Reads CSV exports: the program is told by its column names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sentwatch.adapters.password_exports.rows import Unreadable, collect, login
from sentwatch.core.password_store import NO_EXPORT, PasswordExport, StoredLogin, StoreForm

MAX_COLUMNS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """The names (lower case) by which one program calls its columns; `needs` tell it from the others."""

    form: StoreForm
    needs: frozenset[str]
    site: str
    username: str
    password: str
    name: str = ""
    one_time: str = ""
    kind: str = ""
    kind_is: str = ""


# Column names as the programs write them (their help pages on exporting, and their importers' tests; read 2026-11).
# The more telling sets stand first: Chrome's names are a part of others'.
_KNOWN: Final = (
    _Columns(
        form=StoreForm.FIREFOX,
        needs=frozenset({"url", "username", "password", "formactionorigin"}),
        site="url",
        username="username",
        password="password",  # noqa: S106 - a column's name
    ),
    _Columns(
        form=StoreForm.BITWARDEN,
        needs=frozenset({"login_uri", "login_username", "login_password"}),
        site="login_uri",
        username="login_username",
        password="login_password",  # noqa: S106 - a column's name
        name="name",
        one_time="login_totp",
        kind="type",
        kind_is="login",
    ),
    _Columns(
        form=StoreForm.KEEPASSXC,
        needs=frozenset({"group", "title", "username", "password", "url"}),
        site="url",
        username="username",
        password="password",  # noqa: S106 - a column's name
        name="title",
        one_time="totp",
    ),
    _Columns(
        form=StoreForm.KEEPASS,
        needs=frozenset({"account", "login name", "password", "web site"}),
        site="web site",
        username="login name",
        password="password",  # noqa: S106 - a column's name
        name="account",
    ),
    _Columns(
        form=StoreForm.ONE_PASSWORD,
        needs=frozenset({"title", "url", "username", "password", "archived"}),
        site="url",
        username="username",
        password="password",  # noqa: S106 - a column's name
        name="title",
        one_time="otpauth",
    ),
    _Columns(
        form=StoreForm.SAFARI,
        needs=frozenset({"title", "url", "username", "password"}),
        site="url",
        username="username",
        password="password",  # noqa: S106 - a column's name
        name="title",
        one_time="otpauth",
    ),
    _Columns(
        form=StoreForm.CHROME,
        needs=frozenset({"url", "username", "password"}),
        site="url",
        username="username",
        password="password",  # noqa: S106 - a column's name
        name="name",
    ),
)

_WITH_ESCAPES: Final = frozenset({StoreForm.KEEPASS})
"""KeePass 1 writes \\" and \\\\ inside fields (keepass.info, help on exporting CSV)."""


def read_table(data: bytes) -> PasswordExport:
    """Read a CSV export; Unreadable where no known program wrote these columns."""
    text = _decoded(data)
    heading = next(_rows(text), None)
    if heading is None or len(heading) > MAX_COLUMNS:
        raise Unreadable(NO_EXPORT)
    names = [name.strip().casefold() for name in heading]
    columns = next((known for known in _KNOWN if known.needs <= set(names)), None)
    if columns is None:
        raise Unreadable(NO_EXPORT)
    place = {name: names.index(name) for name in names}
    rows = _rows(text, escapes=columns.form in _WITH_ESCAPES)
    next(rows)
    return collect(columns.form, (found for row in rows for found in _read(row, columns, place)))


def _read(row: Sequence[str] | None, columns: _Columns, place: dict[str, int]) -> Iterator[StoredLogin | None]:
    if row is None:
        yield None
        return
    if not any(field.strip() for field in row):
        return

    def field(name: str) -> str:
        at = place.get(name)
        return row[at] if at is not None and at < len(row) else ""

    if columns.kind and field(columns.kind).strip().casefold() != columns.kind_is:
        return
    if place[columns.password] >= len(row):
        yield None
        return
    yield login(
        name=field(columns.name),
        site=field(columns.site),
        username=field(columns.username),
        password=field(columns.password),
        one_time=field(columns.one_time),
    )


def _rows(text: str, *, escapes: bool = False) -> Iterator[list[str] | None]:
    """Yield the rows; None for one that is no CSV. `escapes`: quotes inside a field stand behind a backslash."""
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, escapechar="\\", doublequote=False) if escapes else csv.reader(lines)
    while True:
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None


def _decoded(data: bytes) -> str:
    """UTF-8 is what all of them write; a spreadsheet that saved the file again may have chosen UTF-16 or Shift_JIS."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp932", "replace")
