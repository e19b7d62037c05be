"""Use case: audit an authenticator's entries, compare a typed code, and look at the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.checks import mfa_clock, mfa_enrolment, mfa_names, mfa_secret, mfa_settings, mfa_source
from sentwatch.core.clock_offset import ClockOffset
from sentwatch.core.otp.entries import OtpEntry
from sentwatch.core.otp.facts import MfaFacts, facts_of
from sentwatch.core.otp.verify import Verification, verify
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.report import Report, compare, run_checks
from sentwatch.core.snapshot import Failed, NotChecked, Snapshot
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.otp_sources import OtpSource, OtpSourcesPort
from sentwatch.ports.remote_clock import RemoteClockPort

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


@dataclass(frozen=True, slots=True, kw_only=True)
class MfaLook:
    """Looks at sources of entries; a clock of another host is asked where one is handed in."""

    sources: OtpSourcesPort
    clock: RemoteClockPort | None = None

    def report(
        self,
        data: bytes,
        *,
        name: str,
        now: datetime,
        cancel: CancelToken,
        is_file: bool = False,
        password: str | None = None,
        clock_host: str | None = None,
    ) -> Report:
        """Read and judge. Raises Trouble OTP_PASSWORD_NEEDED and OTP_PASSWORD_WRONG, so that one can be asked for."""
        source = self.sources.read(data, name=name, password=password)
        return self.report_on(source, now=now, cancel=cancel, is_file=is_file, clock_host=clock_host)

    def report_on(
        self,
        source: OtpSource,
        *,
        now: datetime,
        cancel: CancelToken,
        is_file: bool = False,
        clock_host: str | None = None,
        verification: Verification | None = None,
    ) -> Report:
        """Judge what was read; the report belongs to no account and holds no secret."""
        part: MfaFacts | NotChecked
        if source.entries or source.damaged or source.missing_pages:
            part = MfaFacts(
                form=source.form,
                entries=facts_of(source.entries),
                is_encrypted=source.is_encrypted,
                is_file=is_file,
                damaged=source.damaged,
                missing_pages=source.missing_pages,
                clock=self._clock(clock_host, cancel),
                verification=verification,
            )
        else:
            part = NotChecked(phrase(NOTHING_THERE))
        results = run_checks(CHECKS, Snapshot(taken_at=now, mfa=part))  # type: ignore[arg-type]
        return Report(
            account_key="mfa",
            account=None,
            role=None,
            taken_at=now,
            results=results,
            findings=compare(results, {}, {}, now=now),
        )

    def verify(
        self, source: OtpSource, entry: OtpEntry, shown: tuple[str, ...], *, now: datetime, cancel: CancelToken
    ) -> Report:
        """Compare the code a phone shows with one entry, and judge the source along with it."""
        return self.report_on(source, now=now, cancel=cancel, verification=verify(entry, shown, at=now))

    def _clock(self, host: str | None, cancel: CancelToken) -> ClockOffset | NotChecked | Failed | None:
        if self.clock is None or host is None:
            return None
        try:
            return self.clock.offset(host, cancel=cancel)
        except Trouble as trouble:
            return Failed(trouble)
