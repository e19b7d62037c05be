"""Tells by its content what a source of authenticator entries is, and reads it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from sentwatch.adapters.capped_file import read_capped
from sentwatch.adapters.otp_exports.json_apps import (
    Aegis,
    Ente,
    TwoFas,
    entry_of_field,
    read_aegis,
    read_andotp,
    read_ente,
    read_sealed_andotp,
    read_two_fas,
)
from sentwatch.adapters.otp_exports.lines import has_addresses, read_lines
from sentwatch.adapters.otp_exports.refusals import PasswordNeeded, PasswordWrong, Unreadable
from sentwatch.adapters.password_exports import read_export
from sentwatch.adapters.qr import PictureDamaged, is_picture, read_qr
from sentwatch.adapters.sealed import TooCostly
from sentwatch.core.otp.facts import OtpSourceForm
from sentwatch.core.otp.troubles import (
    COSTLY,
    DAMAGED,
    EMPTY,
    ENCRYPTED_ELSEWHERE,
    FOREIGN,
    NO_QR,
    NOT_THERE,
    OTP_PASSWORD_NEEDED,
    OTP_PASSWORD_WRONG,
    OTP_SOURCE_UNREADABLE,
    PICTURE_DAMAGED,
    QR_OF_SOMETHING_ELSE,
    TOO_LARGE,
)
from sentwatch.core.password_store import PasswordExport, StoreForm
from sentwatch.core.phrase import phrase
from sentwatch.core.trouble import Trouble
from sentwatch.decoding import from_json, from_plain
from sentwatch.ports.otp_sources import OtpSource

MAX_SOURCE: Final = 32 * 1024 * 1024
_SEALED_LEAST: Final = 12 + 16 + 2
"""Nonce, tag and an empty list: nothing shorter is an encrypted andOTP backup."""
_USUAL_ITERATIONS: Final = range(100_000, 250_000)
"""andOTP draws from 140,000 to 160,000; the first four bytes of other binary files are hardly ever near."""


@dataclass(frozen=True, slots=True)
class OtpSources:
    """Tells the kind of source by its content. Raises Trouble of the kinds in `core.otp.troubles`."""

    def read(self, data: bytes, *, name: str, password: str | None = None) -> OtpSource:
        """Read entries from a picture, from text or from an export; nothing is written anywhere."""
        try:
            return _read(data, name=name, password=password)
        except PasswordNeeded:
            raise Trouble(OTP_PASSWORD_NEEDED, name=name) from None
        except PasswordWrong:
            raise Trouble(OTP_PASSWORD_WRONG, name=name) from None
        except TooCostly:
            raise Trouble(OTP_SOURCE_UNREADABLE, name=name, reason=phrase(COSTLY)) from None
        except Unreadable as unreadable:
            # Without the cause: foreign exceptions quote what they could not read.
            raise Trouble(OTP_SOURCE_UNREADABLE, name=name, reason=phrase(unreadable.reason)) from None

    def read_file(self, path: Path, *, password: str | None = None) -> OtpSource:
        """Read entries from a file."""
        try:
            data = read_capped(path, most=MAX_SOURCE)
        except OSError:
            raise Trouble(OTP_SOURCE_UNREADABLE, name=path.name, reason=phrase(NOT_THERE)) from None
        if data is None:
            raise Trouble(OTP_SOURCE_UNREADABLE, name=path.name, reason=phrase(TOO_LARGE))
        return self.read(data, name=path.name, password=password)


def _read(data: bytes, *, name: str, password: str | None) -> OtpSource:
    if len(data) > MAX_SOURCE:
        raise Unreadable(TOO_LARGE)
    if not data.strip():
        raise Unreadable(EMPTY)
    if is_picture(data):
        return _read_picture(data)
    text = _text(data)
    if text is None:
        if _is_sealed_andotp(data, name):
            return read_sealed_andotp(data, password)
        raise Unreadable(FOREIGN)
    if text[:1] in {"{", "["}:
        return _read_json(text, data, password)
    if has_addresses(text):
        return read_lines(text, form=OtpSourceForm.URIS)
    return _from_store(data)


def _read_picture(data: bytes) -> OtpSource:
    try:
        texts = read_qr(data)
    except PictureDamaged:
        raise Unreadable(PICTURE_DAMAGED) from None
    if not texts:
        raise Unreadable(NO_QR)
    source = read_lines("\n".join(text.replace("\n", " ") for text in texts), form=OtpSourceForm.PICTURE)
    if not source.entries and not source.damaged:
        raise Unreadable(QR_OF_SOMETHING_ELSE)
    return source


def _read_json(text: str, data: bytes, password: str | None) -> OtpSource:
    try:
        document: Any = from_json(text, object)
    except (msgspec.DecodeError, RecursionError):
        raise Unreadable(DAMAGED) from None
    if isinstance(document, list):
        return read_andotp(document)
    try:
        if "db" in document and "header" in document:
            return read_aegis(from_plain(document, Aegis), password)
        if "schemaVersion" in document and ("services" in document or "servicesEncrypted" in document):
            return read_two_fas(from_plain(document, TwoFas), password)
        if "kdfParams" in document and "encryptedData" in document:
            return read_ente(from_plain(document, Ente), password)
    except msgspec.ValidationError:
        raise Unreadable(DAMAGED) from None
    if document.get("encrypted") is True:
        raise Unreadable(ENCRYPTED_ELSEWHERE)
    return _from_store(data)


def _from_store(data: bytes) -> OtpSource:
    """Read the one-time fields of a password store's export (Bitwarden, 1Password, Safari, KeePassXC)."""
    try:
        export: PasswordExport = read_export(data, name="")
    except Trouble:
        raise Unreadable(FOREIGN) from None
    form = OtpSourceForm.BITWARDEN if export.form is StoreForm.BITWARDEN else OtpSourceForm.PASSWORD_STORE
    found = [
        entry_of_field(login.one_time, name=login.name or login.site, username=login.username)
        for login in export.logins
        if login.one_time
    ]
    entries = tuple(entry for entry in found if entry is not None)
    return OtpSource(form=form, entries=entries, damaged=export.damaged + len(found) - len(entries))


def _is_sealed_andotp(data: bytes, name: str) -> bool:
    """Such a file says nothing of itself: its number of iterations or its name must speak for it."""
    if len(data) < _SEALED_LEAST:
        return False
    return int.from_bytes(data[:4], "big") in _USUAL_ITERATIONS or name.lower().endswith((".aes", ".json.aes"))


def _text(data: bytes) -> str | None:
    """Return the text, None where it is none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").lstrip("\ufeff").strip()
    if b"\x00" in data[:4096]:
        return None
    try:
        return data.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return None
