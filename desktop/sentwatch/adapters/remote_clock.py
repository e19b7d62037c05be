"""Reads another computer's time from the Date of its HTTPS answer."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import httpx2

from sentwatch.core.clock_offset import CLOCK_SILENT, CLOCK_UNREACHABLE, ClockOffset, offset_between, read_date
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpsClock:
    """A RemoteClockPort. One request for the front page, without its content; `port`, `context`, `now` are for tests.

    Every origin server with a clock sends a Date (RFC 9110 section 6.6.1).
    """

    port: int = 443
    context: ssl.SSLContext | None = field(default=None, repr=False)
    timeout_s: float = 10.0
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC), repr=False)

    def offset(self, host: str, *, cancel: CancelToken) -> ClockOffset:
        """Ask once. The offset is as uncertain as the answer took, and a second for the whole seconds of the Date."""
        cancel.check()
        try:
            with httpx2.Client(
                verify=self.context or ssl.create_default_context(),
                trust_env=False,
                follow_redirects=False,
                timeout=self.timeout_s,
            ) as client:
                # The first request pays for name look-up and handshake; the second one measures on the open line.
                client.head(f"https://{host}:{self.port}/", headers={"User-Agent": "Sentwatch"})
                asked_at = self.now()
                answer = client.head(f"https://{host}:{self.port}/", headers={"User-Agent": "Sentwatch"})
                answered_at = self.now()
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError, ValueError):
            raise Trouble(CLOCK_UNREACHABLE, host=host) from None
        their = read_date(answer.headers.get("Date", ""))
        # A cached answer carries the time it was made, and an Age (RFC 9111 section 5.1).
        if their is None or answer.headers.get("Age", "0").strip() not in {"", "0"}:
            raise Trouble(CLOCK_SILENT, host=host)
        return offset_between(their, host=host, asked_at=asked_at, answered_at=answered_at)
