"""What was read from an export of an authenticator, or from a picture of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sentwatch.core.otp.entries import OtpEntry
from sentwatch.core.otp.facts import OtpSourceForm


@dataclass(frozen=True, slots=True, kw_only=True)
class OtpSource:
    """Everything read from one source, secrets included: for the time of a look, never in a repr."""

    form: OtpSourceForm
    entries: tuple[OtpEntry, ...] = field(repr=False)
    is_encrypted: bool = False
    damaged: int = 0
    missing_pages: int = 0
