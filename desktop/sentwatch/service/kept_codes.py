"""Keeps an authenticator entry in the keyring on request, so that its codes can be shown here."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sentwatch.core.otp.codes import code_at, seconds_left
from sentwatch.core.otp.entries import OtpEntry
from sentwatch.core.otp.uri import read_uri, write_uri
from sentwatch.ports.secrets import SecretPort

PREFIX: Final = "otp:"
"""Names in the keyring; what stands behind it is the caller's id of the entry."""


def keep_entry(secrets: SecretPort, entry_id: str, entry: OtpEntry) -> bool:
    """Keep the entry under its id; False where it has no usable secret. Raises Trouble KEYRING_…."""
    uri = write_uri(entry)
    if uri is None:
        return False
    secrets.put(PREFIX + entry_id, uri)
    return True


def kept_entry(secrets: SecretPort, entry_id: str) -> OtpEntry | None:
    """Return the entry kept under an id."""
    uri = secrets.get(PREFIX + entry_id)
    return None if uri is None else read_uri(uri)


def forget_entry(secrets: SecretPort, entry_id: str) -> None:
    """Forget the entry."""
    secrets.remove(PREFIX + entry_id)


def shown_code(entry: OtpEntry, *, now: datetime) -> tuple[str, int] | None:
    """Return the code to show and for how many seconds it still counts; None where it cannot be computed."""
    code = code_at(entry, now)
    return None if code is None else (code, seconds_left(entry, now))
