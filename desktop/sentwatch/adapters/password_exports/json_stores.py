"""Reads the JSON that Bitwarden exports."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from sentwatch.adapters.password_exports.rows import Unreadable, as_text, collect, login
from sentwatch.core.password_store import ENCRYPTED, NO_EXPORT, PasswordExport, StoredLogin, StoreForm
from sentwatch.decoding import from_json, from_plain

_LOGIN: Final = 1
"""Bitwarden's item types: 1 login, 2 note, 3 card, 4 identity, 5 SSH key."""


class _Uri(msgspec.Struct):
    uri: str | None = None


class _Login(msgspec.Struct):
    username: str | None = None
    password: str | None = None
    totp: str | None = None
    uris: list[_Uri] | None = None


class _Item(msgspec.Struct):
    type: int
    name: str | None = None
    login: _Login | None = None


class _Vault(msgspec.Struct):
    """The vault; an encrypted one holds `data` or encrypted names in place of `items`."""

    encrypted: bool = False
    items: list[Any] | None = None


def is_json(data: bytes) -> bool:
    """Whether the content begins like a JSON object."""
    return data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"{"


def read_json(data: bytes) -> PasswordExport:
    """Read the vault; Unreadable for an encrypted one and for other JSON."""
    try:
        vault = from_json(data.removeprefix(b"\xef\xbb\xbf"), _Vault)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable(NO_EXPORT) from None
    if vault.encrypted:
        raise Unreadable(ENCRYPTED)
    if vault.items is None:
        raise Unreadable(NO_EXPORT)
    return collect(StoreForm.BITWARDEN, _read(vault.items))


def _read(items: list[Any]) -> Iterator[StoredLogin | None]:
    for raw in items:
        try:
            item = from_plain(raw, _Item)
        except msgspec.ValidationError:
            yield None
            continue
        if item.type != _LOGIN:
            continue
        found = item.login or _Login()
        uris = [as_text(uri.uri) for uri in found.uris or [] if uri.uri]
        yield login(
            name=item.name,
            site=uris[0] if uris else "",
            username=found.username,
            password=found.password or "",
            one_time=found.totp,
        )
