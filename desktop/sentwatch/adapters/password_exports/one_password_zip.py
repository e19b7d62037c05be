"""Reads 1Password's export file (1PUX): a ZIP archive with one JSON document in it."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from sentwatch.adapters.password_exports.rows import Unreadable, as_text, collect, login
from sentwatch.core.password_store import NO_EXPORT, TOO_LARGE, PasswordExport, StoredLogin, StoreForm
from sentwatch.decoding import from_json, from_plain

DOCUMENT: Final = "export.data"
MAX_DOCUMENT: Final = 128 * 1024 * 1024
MAX_FIELDS: Final = 200

# Categories that carry a user name and a password: login, password, and everything that fills in `loginFields`
# (support.1password.com/1pux-format, read 2026-11).
_WITH_PASSWORD_ONLY: Final = "005"  # noqa: S105 - a category's number


class _Field(msgspec.Struct):
    value: Any = None
    designation: str | None = None


class _SectionField(msgspec.Struct):
    value: Any = None


class _Section(msgspec.Struct):
    fields: list[_SectionField] = []


class _Details(msgspec.Struct, rename="camel"):
    login_fields: list[_Field] = []
    sections: list[_Section] = []
    password: str | None = None


class _Overview(msgspec.Struct):
    title: str | None = None
    url: str | None = None


class _Item(msgspec.Struct, rename="camel"):
    overview: _Overview
    details: _Details
    category_uuid: str = ""


class _Vault(msgspec.Struct):
    items: list[Any] = []


class _Account(msgspec.Struct):
    vaults: list[_Vault] = []


class _Export(msgspec.Struct):
    accounts: list[_Account]


def is_zip(data: bytes) -> bool:
    """Whether the content is a ZIP archive."""
    return data[:4] == b"PK\x03\x04"


def read_one_password_zip(data: bytes) -> PasswordExport:
    """Read the export; Unreadable for another archive."""
    try:
        export = from_json(_document(data), _Export)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable(NO_EXPORT) from None
    items = (item for account in export.accounts for vault in account.vaults for item in vault.items)
    return collect(StoreForm.ONE_PASSWORD, _read(items))


def _document(data: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            with archive.open(DOCUMENT) as document:
                # The size in the archive's directory is only a claim.
                text = document.read(MAX_DOCUMENT + 1)
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError, ValueError):
        raise Unreadable(NO_EXPORT) from None
    if len(text) > MAX_DOCUMENT:
        raise Unreadable(TOO_LARGE)
    return text


def _read(items: Iterator[Any]) -> Iterator[StoredLogin | None]:
    for raw in items:
        try:
            # Older exports wrap each item once more.
            item = from_plain(raw.get("item", raw) if isinstance(raw, dict) else raw, _Item)
        except msgspec.ValidationError:
            yield None
            continue
        named = {field.designation: field.value for field in item.details.login_fields[:MAX_FIELDS]}
        password = named.get("password") or item.details.password
        if not isinstance(password, str) or not password:
            if item.category_uuid == _WITH_PASSWORD_ONLY or "username" in named:
                password = ""
            else:
                continue
        yield login(
            name=item.overview.title,
            site=item.overview.url,
            username=named.get("username"),
            password=password,
            one_time=_one_time(item.details.sections),
        )


def _one_time(sections: list[_Section]) -> str:
    for section in sections[:MAX_FIELDS]:
        for field in section.fields[:MAX_FIELDS]:
            if isinstance(field.value, dict) and isinstance(field.value.get("totp"), str):
                return as_text(field.value["totp"])
    return ""
