"""Use case: audit an authenticator's entries, compare a typed code, and look at the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sentwatch.core.check import Check
from sentwatch.core.checks import mfa_clock, mfa_enrolment, mfa_names, mfa_secret, mfa_settings, mfa_source
from sentwatch.core.clock_offset import ClockLook
from sentwatch.core.looks import NotChecked
from sentwatch.core.otp.facts import MfaFacts, OtpSourceForm, facts_of
from sentwatch.core.otp.verify import Verification
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.report import Report, compare, run_checks
from sentwatch.core.snapshot import Snapshot
from sentwatch.ports.otp_sources import OtpSource
from sentwatch.service.other_clocks import clock_part

CHECKS: Final = (
    mfa_secret.CHECK,
    mfa_settings.CHECK,
    mfa_names.CHECK,
    mfa_source.CHECK,
    mfa_clock.CHECK,
    mfa_enrolment.CHECK,
)

BOTH_IN_ONE_PLACE: Final = N_(
    "If this computer keeps the password and makes the codes as well, whoever takes the computer has both. It is "
    "handy, and better than no second step; a passkey, a key or the phone keeps them apart."
)
"""To be shown before an entry is kept in the keyring."""
NOTHING_THERE: Final = N_("No authenticator entry was found in it.")


def entries_report(
    source: OtpSource,
    *,
    now: datetime,
    is_file: bool = False,
    clock: ClockLook | None = None,
    verification: Verification | None = None,
) -> Report:
    """Judge what was read; `clock` is what asking for the time came to. The report holds no secret."""
    part: MfaFacts | NotChecked
    if source.entries or source.damaged or source.missing_pages:
        part = MfaFacts(
            form=source.form,
            entries=facts_of(source.entries),
            is_encrypted=source.is_encrypted,
            is_file=is_file,
            damaged=source.damaged,
            missing_pages=source.missing_pages,
            clock=None if clock is None else clock_part(clock),
            verification=verification,
        )
    else:
        part = NotChecked(phrase(NOTHING_THERE))
    return _report(CHECKS, part, now=now)


def clock_report(clock: ClockLook, *, now: datetime) -> Report:
    """Judge the clock alone, where nothing else was handed in."""
    return _report((mfa_clock.CHECK,), MfaFacts(form=OtpSourceForm.URIS, clock=clock_part(clock)), now=now)


def _report(checks: tuple[Check[MfaFacts], ...], part: MfaFacts | NotChecked, *, now: datetime) -> Report:
    results = run_checks(checks, Snapshot(taken_at=now, mfa=part))  # type: ignore[arg-type]
    return Report(
        account_key="mfa",
        account=None,
        role=None,
        taken_at=now,
        results=results,
        findings=compare(results, {}, {}, now=now),
    )
