"""When a mail server may be asked again: waiting per host, and never a second time with a refused credential."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.trouble import (
    APP_PASSWORD_NEEDED,
    BAD_CREDENTIAL,
    BROWSER_SIGN_IN_NEEDED,
    NETWORK_CUT,
    SERVER_SILENT,
    SERVER_TROUBLE,
    THROTTLED,
    TOO_MANY_CONNECTIONS,
    TroubleKind,
)

CREDENTIAL_KINDS: Final = {kind.code: kind for kind in (BAD_CREDENTIAL, APP_PASSWORD_NEEDED, BROWSER_SIGN_IN_NEEDED)}
"""Refusals that the same secret would meet again; many providers lock a mailbox after a few of them."""

WAITING_KINDS: Final = {
    kind.code: kind for kind in (THROTTLED, TOO_MANY_CONNECTIONS, SERVER_TROUBLE, SERVER_SILENT, NETWORK_CUT)
}
"""What time heals. A line cut on this side (no network at all) is waited out too, by the same doubling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """How long to wait.

    Doubling from a minute is what RFC 9051 section 5.4 and common practice leave to the client; the ceiling keeps a
    recovered server from being unwatched for long. Gmail lifts its bandwidth limits within hours
    (support page 7126229).
    """

    first: timedelta = timedelta(minutes=1)
    most: timedelta = timedelta(hours=1)
    most_asked_for: timedelta = timedelta(hours=24)


POLICY: Final = Policy()


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """What a host last did: how often in a row it sent us away, until when we stay away, and why."""

    times: int
    until: datetime
    kind: TroubleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A credential that was refused: which (a slow hash of it, never itself) and how."""

    fingerprint: str
    kind: TroubleKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorStates:
    """What is remembered of all doors. Host waits by host name, refused credentials by account id."""

    hosts: Mapping[str, HostState] = field(default_factory=dict)
    refused: Mapping[str, Refused] = field(default_factory=dict)

    def wait_s(self, host: str, now: datetime) -> float:
        """How long to stay away from `host` yet; 0 where it may be asked."""
        state = self.hosts.get(host)
        if state is None:
            return 0.0
        left_s = (state.until - now).total_seconds()
        # A clock that was set back must not keep us away for longer than we ever meant to.
        return left_s if 0 < left_s <= POLICY.most_asked_for.total_seconds() else 0.0

    def after_trouble(self, host: str, kind: TroubleKind, *, now: datetime, asked_s: float | None = None) -> DoorStates:
        """Return the states after `host` sent us away; kinds that time does not heal change nothing."""
        if kind.code not in WAITING_KINDS:
            return self
        before = self.hosts.get(host)
        times = before.times + 1 if before else 1
        wait = min(POLICY.first * 2 ** min(times - 1, 16), POLICY.most)
        if asked_s is not None:
            wait = min(max(wait, timedelta(seconds=asked_s)), POLICY.most_asked_for)
        return replace(self, hosts={**self.hosts, host: HostState(times=times, until=now + wait, kind=kind)})

    def after_refusal(self, account_id: str, refused: Refused) -> DoorStates:
        """Return the states after a credential was refused."""
        return replace(self, refused={**self.refused, account_id: refused})

    def after_success(self, host: str, account_id: str) -> DoorStates:
        """Return the states after a sign-in."""
        if host not in self.hosts and account_id not in self.refused:
            return self
        return DoorStates(
            hosts={name: state for name, state in self.hosts.items() if name != host},
            refused={name: kept for name, kept in self.refused.items() if name != account_id},
        )

    def without(self, account_id: str) -> DoorStates:
        """Return the states without what was refused of an account."""
        if account_id not in self.refused:
            return self
        return replace(self, refused={name: kept for name, kept in self.refused.items() if name != account_id})
