"""Entries kept in the keyring on request."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.otp.entries import OtpEntry, OtpKind
from sentwatch.service.kept_codes import forget_entry, keep_entry, kept_entry, shown_code

ENTRY = OtpEntry(account="hana", issuer="Mail", secret=base64.b32decode("HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ"))


def test_kept_shown_and_forgotten():
    secrets = SessionSecrets()
    assert keep_entry(secrets, "e1", ENTRY)
    again = kept_entry(secrets, "e1")
    at = datetime.fromtimestamp(59, tz=UTC)
    assert shown_code(again, now=at) == shown_code(ENTRY, now=at)
    assert shown_code(again, now=at)[1] == 1
    forget_entry(secrets, "e1")
    assert kept_entry(secrets, "e1") is None


def test_what_cannot_be_kept_or_shown():
    secrets = SessionSecrets()
    assert not keep_entry(secrets, "e1", OtpEntry(account="x"))
    assert kept_entry(secrets, "e1") is None
    odd = OtpEntry(account="x", secret=b"x" * 20, kind=OtpKind.OTHER)
    assert shown_code(odd, now=datetime.now(UTC)) is None
