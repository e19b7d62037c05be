"""How watching stands, account by account, and what happens while it goes on."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sentwatch.core.accounts import Account
from sentwatch.core.findings import Severity
from sentwatch.core.network import OpenWifiEvent
from sentwatch.core.report import Report
from sentwatch.core.schedule import Watched
from sentwatch.core.takeover import TakeoverState
from sentwatch.core.trouble import Trouble


class Sight(enum.Enum):
    """How an account is seen at the moment."""

    STARTING = "starting"
    LIVE = "live"
    POLLING = "polling"
    BLIND = "blind"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountState:
    """One account under watch. `trouble` says why it is not seen, `since` since when it is as it is.

    `takeover` is how the account stands by all signs together, None until its mail was looked at.
    """

    account: Account
    sight: Sight
    since: datetime
    looked_at: datetime | None = None
    trouble: Trouble | None = None
    worst: Severity | None = None
    takeover: TakeoverState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """An account was looked at. `gap` is the span before it that nobody watched."""

    report: Report
    gap: Watched | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChanged:
    """How an account is seen, or how it stands, has changed."""

    state: AccountState


@dataclass(frozen=True, slots=True, kw_only=True)
class WentBlind:
    """An account has not been seen for longer than the settings allow."""

    state: AccountState


@dataclass(frozen=True, slots=True, kw_only=True)
class SeesAgain:
    """An account that was blind is seen again; `blind` is the span in between."""

    state: AccountState
    blind: Watched


WatchEvent: TypeAlias = Looked | StateChanged | WentBlind | SeesAgain | OpenWifiEvent


class Overall(enum.Enum):
    """The one state of everything, as the tray shows it; the later ones win over the earlier."""

    FINE = "fine"
    PAUSED = "paused"
    NOTICE = "notice"
    BLIND = "blind"
    WARNING = "warning"
    URGENT = "urgent"


_OF_SEVERITY = {Severity.NOTICE: Overall.NOTICE, Severity.WARNING: Overall.WARNING, Severity.URGENT: Overall.URGENT}


def overall(states: tuple[AccountState, ...], *, worst: Severity | None = None) -> Overall:
    """What matters most over all accounts; where all are paused, that they are.

    `worst`, where given, is the highest severity of all that is known, answers and other areas included; it then stands
    instead of what the states remember of their last looks.
    """
    if states and all(state.sight is Sight.PAUSED for state in states):
        return Overall.PAUSED
    order = list(Overall)
    severities = [worst] if worst is not None else [state.worst for state in states if state.worst is not None]
    found = [Overall.FINE, *(_OF_SEVERITY[severity] for severity in severities if severity in _OF_SEVERITY)]
    if any(state.sight is Sight.BLIND for state in states):
        found.append(Overall.BLIND)
    return max(found, key=order.index)
