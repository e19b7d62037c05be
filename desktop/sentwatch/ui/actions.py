"""What the window can ask for. Everything but `now` runs on a working thread and may raise Trouble or Cancelled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sentwatch.core.accounts import Account
from sentwatch.core.incidents import Answer
from sentwatch.core.timeline import TimelineRequest, TimelineView
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress
from sentwatch.service.add_account import Opened, Removal
from sentwatch.service.change_account import Change
from sentwatch.ui.known import FindingRef, Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """What is known after an account was removed, and what is left of it."""

    known: Known
    removal: Removal


class Actions(Protocol):
    """The door to the use cases. Each answer is everything that is known afterwards."""

    def now(self) -> datetime:
        """The time; on the GUI thread, at once."""

    def known(self) -> Known:
        """What the store holds. No network."""

    def check_now(self, *, only: str | None = None, cancel: CancelToken, progress: Progress) -> Known:
        """Look at all accounts that are not paused, and at what belongs to none; or at one account only."""

    def check_step(self, step_id: str, *, cancel: CancelToken, progress: Progress) -> Known:
        """Take the looks behind one step of the checklist again."""

    def office_changed(self) -> Known:
        """Judge anew what the office wrote down; whoever wrote it is told nothing they know."""

    def answer(self, ref: FindingRef, answer: Answer) -> Known:
        """Keep what the owner said about an incident."""

    def keep_account(self, account: Account, opened: Opened, *, for_session: bool) -> Known:
        """Keep an account that was signed in to, and what opened its door."""

    def change_account(self, account_key: str, change: Change, *, cancel: CancelToken, progress: Progress) -> Known:
        """Keep other settings, and do what follows from them: judge again, or read again."""

    def end_watching(self) -> None:
        """Watch no more."""

    def set_paused(self, account_key: str, *, paused: bool) -> Known:
        """Stop looking at an account, or go on."""

    def remove_account(self, account_key: str) -> Removed:
        """Forget an account, its password and everything learned from it."""

    def timeline(self, request: TimelineRequest) -> TimelineView:
        """The bars of the chart (a TimelineSource)."""

    def history_span(self, account_key: str) -> tuple[float, float] | None:
        """When the first and the last known message of an account was sent (seconds since the epoch)."""
