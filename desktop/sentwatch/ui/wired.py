"""The window's Actions over the real use cases, and the watch that runs beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sentwatch.core.accounts import Account
from sentwatch.core.history import incident_name
from sentwatch.core.incidents import Answer
from sentwatch.core.notify import ANSWERABLE, Notice, Notification
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.playbooks.checklist import Audience, StepView
from sentwatch.core.report import Report, troubles_of
from sentwatch.core.timeline import TimelineRequest, TimelineView
from sentwatch.core.trouble import NETWORK_CUT, ONLY_A_SAMPLE, SERVER_SILENT, Trouble
from sentwatch.core.watching import AccountState, Looked, WatchEvent
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.notifier import Notifier
from sentwatch.ports.progress import Progress, Step, silent
from sentwatch.service.add_account import Opened, Removal
from sentwatch.service.change_account import Change, Consequence, consequence
from sentwatch.service.telling import Telling
from sentwatch.service.watch import Watch, watches_alike
from sentwatch.ui.actions import Removed
from sentwatch.ui.known import FindingRef, Known
from sentwatch.wiring import App

_OFFLINE = frozenset({NETWORK_CUT, SERVER_SILENT})


@dataclass
class WiredActions:
    """Actions over one data folder. Every method but `now` belongs on a working thread."""

    app: App
    _watch: Watch | None = field(default=None, init=False, repr=False)
    _telling: Telling | None = field(default=None, init=False, repr=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    _is_offline: bool = field(default=False, init=False, repr=False)

    def now(self) -> datetime:
        """The time."""
        return self.app.clock.now()

    def known(self) -> Known:
        """What the store holds."""
        if not self.app.has_store:
            return Known()
        accounts = self.app.accounts.all()
        return Known(
            accounts=accounts,
            reports=self.app.last_reports.all(accounts),
            answers=self._answers(accounts),
            states=self.states(),
            steps=self._steps(),
            gap=self.app.last_gap(accounts, since=self.now() - timedelta(days=1)),
            is_offline=self._is_offline,
            version_news=self.app.updates.news() if self.app.settings.update_notice else None,
        )

    def states(self) -> tuple[AccountState, ...]:
        """How each account is watched; empty where nobody watches."""
        return self._watch.states() if self._watch is not None else ()

    def check_now(self, *, only: str | None = None, cancel: CancelToken, progress: Progress) -> Known:
        """Look at all accounts that are not paused, and at what belongs to none; or at one account only."""
        known = self.app.accounts.all()
        accounts = [a for a in known if a.id == only] if only is not None else [a for a in known if not a.paused]
        look = self.app.check_account(by_hand=True)
        reports: list[Report] = []
        for account in accounts:
            named = _named(progress, account) if len(accounts) > 1 else progress
            reports.append(look.run(account, progress=named, cancel=cancel))
            self._take(reports[-1])
        kinds = [{trouble.kind for trouble in troubles_of(report)} for report in reports]
        self._is_offline = bool(kinds) and all(one & _OFFLINE for one in kinds)
        for surrounding in self.app.surroundings() if only is None else ():
            cancel.check()
            progress(Step(what=surrounding.what))
            self._take(surrounding.look(cancel=cancel))
        self._watch_all(account for account in accounts if not account.paused)
        return self.known()

    def check_step(self, step_id: str, *, cancel: CancelToken, progress: Progress) -> Known:
        """Take the looks behind one step of the checklist again."""
        step = self.app.checklist.checklist.step(step_id)
        if step is not None:
            for report in self.app.step_looks.run(step, progress=progress, cancel=cancel):
                self._take(report)
        return self.known()

    def office_changed(self) -> Known:
        """Judge anew what the office wrote down; whoever wrote it is told nothing they know."""
        if self.app.has_office_notes:
            self.app.last_reports.take(self.app.look_at_office(cancel=CancelToken()))
        return self.known()

    def answer(self, ref: FindingRef, answer: Answer) -> Known:
        """Keep what the owner said about an incident."""
        account = self.app.accounts.get(ref.account_key)
        if account is not None:
            self.app.last_reports.take(self.app.check_account().answer(account, ref.subject, answer))
        return self.known()

    def keep_account(self, account: Account, opened: Opened, *, for_session: bool) -> Known:
        """Keep an account that was signed in to, and what opened its door."""
        self.app.keep_account(account, opened, for_session=for_session)
        self._watch_anew(account.id)
        return self.known()

    def change_account(self, account_key: str, change: Change, *, cancel: CancelToken, progress: Progress) -> Known:
        """Keep other settings, and do what follows from them: judge again, or read again."""
        before = self.app.accounts.get(account_key)
        if before is None:
            return self.known()
        account = change(before)
        self.app.accounts.put(account)
        self._watch_anew(account.id)
        look = self.app.check_account(by_hand=True)
        follows = consequence(before, account)
        report = None
        if follows is Consequence.JUDGE_AGAIN:
            report = look.judge_again(account, progress=progress, cancel=cancel)
        elif follows is Consequence.READ_AGAIN and self.app.findings(account.id).looks():
            report = look.run(account, progress=progress, cancel=cancel)
        if report is not None:
            self._take(report)
        return self.known()

    def set_paused(self, account_key: str, *, paused: bool) -> Known:
        """Stop looking at an account, or go on."""
        account = self.app.accounts.get(account_key)
        if account is not None:
            self.app.accounts.put(replace(account, paused=paused))
            self._watch_anew(account_key)
        return self.known()

    def remove_account(self, account_key: str) -> Removed:
        """Forget an account, its password and everything learned from it."""
        account = self.app.accounts.get(account_key)
        if account is None:
            return Removed(known=self.known(), removal=Removal(rows_left=0, is_secret_gone=True))
        if self._watch is not None:
            self._watch.end(account_key)
        removal = self.app.remove_account(account)
        self.app.last_reports.forget(account_key)
        return Removed(known=self.known(), removal=removal)

    def timeline(self, request: TimelineRequest) -> TimelineView:
        """The bars of the chart (a TimelineSource)."""
        return self.app.timeline(request)

    def history_span(self, account_key: str) -> tuple[float, float] | None:
        """When the first and the last known message of an account was sent (seconds since the epoch)."""
        return self.app.timeline.span(account_key)

    def begin_watching(self, changed: Callable[[], None], notifiers: Callable[[], Iterable[Notifier]]) -> None:
        """Watch all accounts that were looked at before. `changed` is called on the watching threads."""

        def happened(event: WatchEvent) -> None:
            if isinstance(event, Looked):
                self.app.last_reports.take(event.report)
            self._tell(event)
            changed()

        self._telling = self.app.telling(notifiers)
        self._watch = self.app.watch(happened)
        self._watch_all(account for account in self._accounts() if self.app.findings(account.id).looks())

    def pause_watching(self) -> Known:
        """Watch nothing until `resume_watching`; accounts that are paused on their own stay so."""
        if self._watch is not None:
            for state in self._watch.states():
                self._watch.pause(state.account.id)
        return self.known()

    def resume_watching(self) -> Known:
        """Go on with what `pause_watching` left."""
        if self._watch is not None:
            for state in self._watch.states():
                if not state.account.paused:
                    self._watch.resume(state.account.id)
        return self.known()

    def restart_watching(self) -> None:
        """Watch by other settings, where they are others for the watch: each start signs in to every mailbox anew."""
        watch = self._watch
        if watch is not None and not watches_alike(watch.settings, self.app.settings):
            watched = [state.account for state in watch.states()]
            watch.stop()
            watch.settings = self.app.settings
            watch.start(watched)

    def end_watching(self) -> None:
        """Watch no more and tell no more; waits a little for the threads."""
        watch, self._watch = self._watch, None
        # What waits to be told lies in the store, which may be deleted next.
        self._telling = None
        if watch is not None:
            watch.stop()

    def tick(self) -> None:
        """Tell what has waited for the end of the quiet hours."""
        telling = self._telling
        if telling is not None:
            with self._turn:
                telling.tick()

    def ask_for_version(self, *, cancel: CancelToken) -> bool:
        """Ask for a newer version if that is wanted and due; whether it was asked. Without a store nobody asks."""
        if not (self.app.has_store and self.app.settings.update_notice):
            return False
        with suppress(Trouble):
            return self.app.updates.ask_when_due(cancel=cancel)
        return False

    def version_to_tell(self) -> Notice | None:
        """What is to be told now of a newer version; each is told once."""
        if self.app.has_store and self.app.settings.update_notice:
            with suppress(Trouble):
                return self.app.updates.to_be_told()
        return None

    def that_was_me(self, notification: Notification) -> Known:
        """The answer given on a notification."""
        ref = FindingRef(
            account_key=notification.account_key,
            code=notification.finding.kind.code,
            subject=notification.finding.subject,
        )
        return self.answer(ref, Answer.THAT_WAS_ME)

    def _steps(self) -> tuple[StepView, ...]:
        self.app.checklist.refresh()
        return self.app.checklist.views(Audience(self.app.settings.audience))

    def _accounts(self) -> tuple[Account, ...]:
        return self.app.known_accounts()

    def _watch_all(self, accounts: Iterable[Account]) -> None:
        if self._watch is None:
            return
        watched = {state.account.id for state in self._watch.states()}
        self._watch.start(account for account in accounts if account.id not in watched)

    def _watch_anew(self, account_key: str) -> None:
        """Watch an account by its present settings, where it was watched before."""
        account = self.app.accounts.get(account_key)
        if self._watch is None or account is None:
            return
        if account_key in {state.account.id for state in self._watch.states()}:
            self._watch.end(account_key)
            self._watch.start((account,))

    def _take(self, report: Report) -> None:
        self.app.last_reports.take(report)
        self._tell(Looked(report=report))

    def _tell(self, event: WatchEvent) -> None:
        telling = self._telling
        if telling is not None:
            with self._turn, suppress(Trouble):
                telling.take_event(event)

    def _answers(self, accounts: Iterable[Account]) -> dict[FindingRef, Answer]:
        return {
            FindingRef(account_key=account.id, code=code, subject=incident_name(start_s)): answer
            for account in accounts
            for start_s, answer in self.app.account_store(account.id).judgement.answers()
            for code in ANSWERABLE
        }


class SampleActions(WiredActions):
    """Actions over the made-up mailbox: everything works but what would need another mailbox."""

    def known(self) -> Known:
        """What is known of the sample; reads it first."""
        if not self.app.has_store:
            self._take(self.app.look_at_sample(progress=silent, cancel=CancelToken()))
        return replace(super().known(), is_sample=True)

    def check_now(self, *, only: str | None = None, cancel: CancelToken, progress: Progress) -> Known:  # noqa: ARG002 - as above
        """Look at it once more."""
        self._take(self.app.look_at_sample(progress=progress, cancel=cancel))
        return self.known()

    def check_step(self, step_id: str, *, cancel: CancelToken, progress: Progress) -> Known:  # noqa: ARG002 - Actions' signature
        """Look at the sample once more: what the step is about belongs to somebody who is made up."""
        return self.check_now(cancel=cancel, progress=progress)

    def ask_for_version(self, *, cancel: CancelToken) -> bool:  # noqa: ARG002 - as above
        """Nobody is asked."""
        return False

    def keep_account(self, account: Account, opened: Opened, *, for_session: bool) -> Known:  # noqa: ARG002 - as above
        """Not here."""
        raise Trouble(ONLY_A_SAMPLE)


def _named(progress: Progress, account: Account) -> Progress:
    """The progress of one account among several."""

    def tell(step: Step) -> None:
        progress(replace(step, what=phrase(N_("{account}: {what}"), account=account.address, what=step.what)))

    return tell
