"""Reads the time of an outgoing mail server from its greeting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from sentwatch.adapters.smtp import OutgoingMail
from sentwatch.core.accounts import Security
from sentwatch.core.clock_offset import CLOCK_NOT_GREETED, CLOCK_UNREACHABLE, ClockOffset, ClockWay, offset_between
from sentwatch.core.greeting_time import told_time
from sentwatch.core.trouble import OUTGOING_ENCRYPTION_REFUSED, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.outgoing import OutgoingServer

SILENCE_S: Final = 10.0
OVERALL_S: Final = 20.0
"""Some servers let strangers wait for some seconds before they greet; who waits longer learns too little by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GreetingClock:
    """A GreetingClockPort. `silence_s`, `overall_s` and `now` are for tests."""

    silence_s: float = SILENCE_S
    overall_s: float = OVERALL_S
    now: Callable[[], datetime] = field(default=lambda: datetime.now(UTC), repr=False)

    def offset(self, server: OutgoingServer, *, ca_file: str | None, cancel: CancelToken) -> ClockOffset:
        """Listen once. The offset is as uncertain as connecting and greeting took: the words were made in between."""
        mail = OutgoingMail(overall_s=self.overall_s, silence_s=self.silence_s)
        try:
            greeting = mail.greeting(server, ca_file=ca_file, now=self.now, cancel=cancel)
        except Trouble as trouble:
            if trouble.kind is OUTGOING_ENCRYPTION_REFUSED:
                # Its words are about mail that was not sent.
                raise Trouble(CLOCK_UNREACHABLE, host=server.host) from None
            raise
        their = told_time(greeting.said)
        if their is None:
            raise Trouble(CLOCK_NOT_GREETED, host=server.host)
        return offset_between(
            their,
            host=server.host,
            asked_at=greeting.asked_at,
            answered_at=greeting.answered_at,
            way=ClockWay.GREETING if server.security is Security.TLS else ClockWay.OPEN_GREETING,
        )
