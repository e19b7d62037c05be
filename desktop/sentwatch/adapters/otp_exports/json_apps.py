"""Reads the JSON that Aegis, 2FAS, Ente Auth, andOTP and Bitwarden export, opening it with a password where needed."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable
from typing import Any, Final

import msgspec

from sentwatch.adapters.otp_exports.lines import MAX_ENTRIES, read_lines
from sentwatch.adapters.otp_exports.refusals import PasswordNeeded, PasswordWrong, Unreadable
from sentwatch.adapters.sealed import MAX_ITERATIONS, argon2id_key, open_gcm, pbkdf2_key, scrypt_key
from sentwatch.adapters.secretstream import open_message
from sentwatch.core.otp.build import build_entry, split_label
from sentwatch.core.otp.entries import OtpEntry, OtpKind, read_kind
from sentwatch.core.otp.facts import OtpSourceForm
from sentwatch.core.otp.troubles import DAMAGED, NO_PASSWORD_SLOT
from sentwatch.core.otp.uri import is_otp_uri, read_uri
from sentwatch.decoding import from_json, from_plain
from sentwatch.ports.otp_sources import OtpSource

_TWO_FAS_ITERATIONS: Final = 10_000
"""Fixed in the app (2FAS, backup schema 1 to 4)."""
_TAG: Final = 16


class _Params(msgspec.Struct):
    nonce: str
    tag: str


class _Slot(msgspec.Struct):
    type: int
    key: str = ""
    key_params: _Params | None = None
    n: int = 0
    r: int = 0
    p: int = 0
    salt: str = ""


class _AegisHeader(msgspec.Struct):
    slots: list[_Slot] | None = None
    params: _Params | None = None


class Aegis(msgspec.Struct):
    """An Aegis vault (docs/vault.md of its repository, read 2026-11). `db` is text where it is encrypted."""

    header: _AegisHeader
    db: Any


class _AegisContent(msgspec.Struct):
    entries: list[Any]


class _AegisInfo(msgspec.Struct):
    secret: str = ""
    algo: str = ""
    digits: int | str = ""
    period: int | str = ""
    counter: int | str = ""


class _AegisEntry(msgspec.Struct):
    type: str
    info: _AegisInfo
    name: str = ""
    issuer: str = ""


class TwoFas(msgspec.Struct, rename="camel"):
    """A 2FAS backup, schema 1 to 4."""

    schema_version: int
    services: list[Any] = []
    services_encrypted: str | None = None


class _TwoFasOtp(msgspec.Struct, rename="camel"):
    account: str | None = None
    label: str | None = None
    issuer: str | None = None
    digits: int | str | None = None
    period: int | str | None = None
    algorithm: str | None = None
    counter: int | str | None = None
    token_type: str | None = None


class _TwoFasService(msgspec.Struct):
    name: str = ""
    secret: str = ""
    otp: _TwoFasOtp = msgspec.field(default_factory=_TwoFasOtp)


class _EnteKdf(msgspec.Struct, rename="camel"):
    mem_limit: int
    ops_limit: int
    salt: str


class Ente(msgspec.Struct, rename="camel"):
    """An encrypted Ente Auth export, version 1 (its help page "Exporting your data from Ente Auth", read 2026-11)."""

    kdf_params: _EnteKdf
    encrypted_data: str
    encryption_nonce: str


class _AndOtpEntry(msgspec.Struct):
    secret: str
    type: str = "TOTP"
    label: str = ""
    issuer: str | None = None
    algorithm: str = ""
    digits: int | str = ""
    period: int | str = ""
    counter: int | str = ""


def read_aegis(vault: Aegis, password: str | None) -> OtpSource:
    """Read a vault, plain or sealed with a password."""
    sealed = vault.header.slots is not None and vault.header.params is not None
    content = _convert(_unsealed_aegis(vault, password) if sealed else vault.db, _AegisContent)
    return _source(OtpSourceForm.AEGIS, content.entries, _aegis_entry, is_encrypted=sealed)


def read_two_fas(backup: TwoFas, password: str | None) -> OtpSource:
    """Read a backup, plain or sealed with a password."""
    if backup.services_encrypted is None:
        return _source(OtpSourceForm.TWO_FAS, backup.services, _two_fas_entry)
    if password is None:
        raise PasswordNeeded
    # Three base64 parts: sealed services, salt, nonce. A copy of the salt's first use stands beside it ("reference").
    parts = backup.services_encrypted.split(":")
    if len(parts) < 3:
        raise Unreadable(DAMAGED)
    sealed, salt, nonce = (_base64(part) for part in parts[:3])
    key = pbkdf2_key(password, salt=salt, iterations=_TWO_FAS_ITERATIONS, hash_name="sha256")
    services = _decoded(_or_wrong(open_gcm(sealed, key=key, nonce=nonce)))
    if not isinstance(services, list):
        raise Unreadable(DAMAGED)
    return _source(OtpSourceForm.TWO_FAS, services, _two_fas_entry, is_encrypted=True)


def read_ente(export: Ente, password: str | None) -> OtpSource:
    """Read an encrypted export: addresses, one a line, behind Argon2id and a secretstream."""
    if password is None:
        raise PasswordNeeded
    kdf = export.kdf_params
    key = argon2id_key(password, salt=_base64(kdf.salt), memory=kdf.mem_limit, passes=kdf.ops_limit)
    text = _or_wrong(
        open_message(_base64(export.encrypted_data), header=_base64(export.encryption_nonce), key=key)
    ).decode("utf-8", "replace")
    return read_lines(text, form=OtpSourceForm.ENTE, is_encrypted=True)


def read_andotp(rows: list[Any]) -> OtpSource:
    """Read a plain andOTP backup."""
    return _source(OtpSourceForm.ANDOTP, rows, _andotp_entry)


def read_sealed_andotp(data: bytes, password: str | None) -> OtpSource:
    """Read an encrypted andOTP backup: the newer form with PBKDF2 first, then the one before version 0.6.3."""
    if password is None:
        raise PasswordNeeded
    iterations = int.from_bytes(data[:4], "big")
    text = None
    if 1 <= iterations <= MAX_ITERATIONS:
        key = pbkdf2_key(password, salt=data[4:16], iterations=iterations, hash_name="sha1")
        text = open_gcm(data[28:], key=key, nonce=data[16:28])
    if text is None:
        text = open_gcm(data[12:], key=hashlib.sha256(password.encode()).digest(), nonce=data[:12])
    rows = _decoded(_or_wrong(text))
    if not isinstance(rows, list):
        raise Unreadable(DAMAGED)
    return _source(OtpSourceForm.ANDOTP, rows, _andotp_entry, is_encrypted=True)


def entry_of_field(text: str, *, name: str, username: str) -> OtpEntry | None:
    """Return the entry behind the one-time field of a password store: an address, Steam's own, or a bare secret."""
    if is_otp_uri(text):
        return read_uri(text)
    scheme, _, rest = text.partition("://")
    if scheme.lower() == "steam":
        return build_entry(kind=OtpKind.STEAM, secret=rest, account=username, issuer=name)
    return build_entry(kind=OtpKind.TOTP, secret=text, account=username, issuer=name)


def _unsealed_aegis(vault: Aegis, password: str | None) -> object:
    slots = [slot for slot in vault.header.slots or [] if slot.type == 1 and slot.key_params is not None]
    if not slots:
        raise Unreadable(NO_PASSWORD_SLOT)
    if password is None:
        raise PasswordNeeded
    params = vault.header.params
    if params is None or not isinstance(vault.db, str):
        raise Unreadable(DAMAGED)
    for slot in slots[:8]:
        key = scrypt_key(password, salt=_hex(slot.salt), n=slot.n, r=slot.r, p=slot.p)
        wrapped = slot.key_params
        master = wrapped and open_gcm(_hex(slot.key) + _hex(wrapped.tag), key=key, nonce=_hex(wrapped.nonce))
        if master:
            content = open_gcm(_base64(vault.db) + _hex(params.tag), key=master, nonce=_hex(params.nonce))
            if content is None:
                raise Unreadable(DAMAGED)
            return _decoded(content)
    raise PasswordWrong


def _source(
    form: OtpSourceForm, rows: list[Any], read: Callable[[object], OtpEntry], *, is_encrypted: bool = False
) -> OtpSource:
    entries: list[OtpEntry] = []
    damaged = 0
    for row in rows[:MAX_ENTRIES]:
        try:
            entries.append(read(row))
        except msgspec.ValidationError:
            damaged += 1
    return OtpSource(
        form=form,
        entries=tuple(entries),
        is_encrypted=is_encrypted,
        damaged=damaged + max(len(rows) - MAX_ENTRIES, 0),
    )


def _aegis_entry(row: object) -> OtpEntry:
    entry = from_plain(row, _AegisEntry)
    info = entry.info
    return build_entry(
        kind=read_kind(entry.type),
        secret=info.secret,
        account=entry.name,
        issuer=entry.issuer,
        algorithm=info.algo,
        digits=str(info.digits),
        period=str(info.period),
        counter=str(info.counter),
    )


def _two_fas_entry(row: object) -> OtpEntry:
    service = from_plain(row, _TwoFasService)
    otp = service.otp
    return build_entry(
        kind=read_kind(otp.token_type or "totp"),
        secret=service.secret,
        account=otp.account or otp.label or "",
        issuer=otp.issuer or service.name,
        algorithm=otp.algorithm or "",
        digits=_said(otp.digits),
        period=_said(otp.period),
        counter=_said(otp.counter),
    )


def _andotp_entry(row: object) -> OtpEntry:
    entry = from_plain(row, _AndOtpEntry)
    label_issuer, account = (None, entry.label) if entry.issuer is not None else split_label(entry.label)
    return build_entry(
        kind=read_kind(entry.type),
        secret=entry.secret,
        account=account,
        issuer=entry.issuer or "",
        label_issuer=label_issuer,
        algorithm=entry.algorithm,
        digits=str(entry.digits),
        period=str(entry.period),
        counter=str(entry.counter),
    )


def _said(value: int | str | None) -> str:
    return "" if value is None else str(value)


def _convert(value: object, kind: type[_AegisContent]) -> _AegisContent:
    try:
        return from_plain(value, kind)
    except msgspec.ValidationError:
        raise Unreadable(DAMAGED) from None


def _decoded(text: bytes) -> object:
    try:
        decoded: object = from_json(text, object)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable(DAMAGED) from None
    return decoded


def _or_wrong(opened: bytes | None) -> bytes:
    if opened is None:
        raise PasswordWrong
    return opened


def _base64(text: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable(DAMAGED) from None


def _hex(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise Unreadable(DAMAGED) from None
