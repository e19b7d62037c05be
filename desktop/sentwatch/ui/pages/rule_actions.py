"""What the buttons on the page of rules set going: one thing after another, with progress and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from sentwatch.core.trouble import Trouble
from sentwatch.ui import rule_work
from sentwatch.ui.dialogs.guided_rules import GuidedRulesDialog
from sentwatch.ui.dialogs.listing import ListingDialog
from sentwatch.ui.dialogs.question import QuestionDialog
from sentwatch.ui.dialogs.rule_approval import RuleApprovalDialog
from sentwatch.ui.dialogs.rule_change import RuleChangeDialog
from sentwatch.ui.presenters.accounts import server_question
from sentwatch.ui.presenters.progress import progress
from sentwatch.ui.presenters.rule_dialogs import approval_view, canary_question, canary_view, change_view, guide_view
from sentwatch.ui.presenters.rule_rows import RuleRow
from sentwatch.ui.presenters.rules import SwitchedOffRow

if TYPE_CHECKING:
    from sentwatch.core.accounts import Account
    from sentwatch.core.canary import CanaryFacts
    from sentwatch.core.guided_rules import GuidedAnswer, GuidedStep
    from sentwatch.core.sieve_server import SieveServer
    from sentwatch.ports.cancel import CancelToken
    from sentwatch.ports.outgoing import OutgoingServer
    from sentwatch.ports.progress import Progress, Step
    from sentwatch.service.rule_change import ProposedChange
    from sentwatch.ui.background import Task
    from sentwatch.ui.pages.rules import RulesPage
    from sentwatch.ui.rule_work import OpenedFile, RulesSeen

T = TypeVar("T")
_LANE: Final = "rules-page"


class RuleActions:
    """Holds what is going on; answers that come when the page is not shown any more open no dialog."""

    def __init__(
        self,
        page: RulesPage,
        *,
        on_seen: Callable[[dict[str, RulesSeen]], None],
        on_files: Callable[[tuple[OpenedFile, ...]], None],
    ) -> None:
        self._page = page
        self._on_seen = on_seen
        self._on_files = on_files
        self._tasks: list[Task[object]] = []

    @property
    def is_running(self) -> bool:
        """Whether something is going on."""
        return bool(self._tasks)

    def cancel(self) -> None:
        """Stop all of it."""
        for task in tuple(self._tasks):
            task.cancel()

    def look_everywhere(self) -> None:
        """Read the rules of all accounts that are not paused, and of this computer's mail programs."""
        if self._page.telling is None:
            return
        accounts = tuple(account for account in self._page.telling.known.accounts if not account.paused)
        app = self._page.app
        self._do(
            lambda cancel, told: rule_work.look(app, accounts, with_programs=True, cancel=cancel, progress=told),
            self._take_seen,
        )

    def open_files(self, paths: tuple[Path, ...], *, owner: str) -> None:
        """Judge these files."""
        app, account = self._page.app, self._account(owner)
        self._do(
            lambda cancel, told: rule_work.open_files(app, paths, account=account, cancel=cancel, progress=told),
            self._on_files,
        )

    def act(self, key: str, what: str, which: object) -> None:
        """Begin what a button of a place's card asks for."""
        account = self._account(key)
        if what == "approve" and isinstance(which, RuleRow):
            self._ask_why(key, which)
        elif what == "take-back" and isinstance(which, RuleRow):
            self._take_back(key, which)
        elif what == "guide" and account is not None:
            self._guide(account)
        elif what == "canary" and account is not None:
            self._ask_canary(account)
        elif what == "confirm" and account is not None:
            self._name_server(account)
        elif what == "off" and account is not None and isinstance(which, RuleRow):
            self._propose(account, which.digest, rule_work.propose_off)
        elif what == "back" and account is not None and isinstance(which, SwitchedOffRow):
            self._propose(account, which.digest, rule_work.propose_back)

    def _ask_why(self, key: str, which: RuleRow) -> None:
        page = self._page
        assert page.telling is not None
        dialog = RuleApprovalDialog(page.theme, approval_view(which.sentence, page.telling.words), parent=page)

        def keep() -> None:
            app, because = page.app, dialog.because
            self._change_and_look(key, lambda: rule_work.approve(app, key, which.digest, because=because))

        dialog.accepted.connect(keep)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_back(self, key: str, which: RuleRow) -> None:
        app = self._page.app
        self._change_and_look(key, lambda: rule_work.take_back(app, key, which.digest))

    def _change_and_look(self, key: str, change: Callable[[], None]) -> None:
        """What was said of a rule counts when it is judged the next time: that is now."""
        app, account = self._page.app, self._account(key)
        accounts = (account,) if account is not None else ()

        def work(cancel: CancelToken, told: Progress) -> Mapping[str, RulesSeen]:
            change()
            return rule_work.look(app, accounts, with_programs=account is None, cancel=cancel, progress=told)

        self._do(work, self._take_seen, cancelled=self._page.session.load)

    def _guide(self, account: Account) -> None:
        app = self._page.app
        self._do(lambda _c, _p: rule_work.guide(app, account), lambda found: self._show_guide(account, found))

    def _show_guide(self, account: Account, found: tuple[tuple[GuidedStep, ...], GuidedAnswer | None]) -> None:
        page = self._page
        if page.telling is None or not page.isVisible():
            return
        view = guide_view(account, found[0], found[1], page.telling.words)
        dialog = GuidedRulesDialog(page.theme, view, parent=page)

        def keep() -> None:
            app, states, note = page.app, dialog.states, dialog.note
            self._do(
                lambda _c, _p: rule_work.answer(app, account, states, note=note), lambda _done: page.session.load()
            )

        dialog.accepted.connect(keep)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_canary(self, account: Account) -> None:
        app = self._page.app
        self._do(
            lambda _c, _p: rule_work.outgoing(app, account), lambda server: self._send_after_question(account, server)
        )

    def _send_after_question(self, account: Account, server: OutgoingServer) -> None:
        page = self._page
        if page.telling is None or not page.isVisible():
            return
        view = canary_question(account, server.host, page.telling.words)
        dialog = QuestionDialog(page.theme, view, parent=page)
        app = page.app
        dialog.accepted.connect(
            lambda: self._do(
                lambda cancel, told: rule_work.canary(app, account, server, cancel=cancel, progress=told),
                self._tell_canary,
                cancelled=page.session.load,
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell_canary(self, facts: CanaryFacts) -> None:
        page = self._page
        page.session.load()
        if page.telling is None or not page.isVisible():
            return
        dialog = ListingDialog(page.theme, "canary", canary_view(facts, page.telling.words), parent=page)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _name_server(self, account: Account) -> None:
        app = self._page.app
        self._do(
            lambda cancel, _told: rule_work.unconfirmed(app, account, cancel=cancel),
            lambda server: self._ask_server(account, server),
        )

    def _ask_server(self, account: Account, server: SieveServer | None) -> None:
        page = self._page
        if page.telling is None or not page.isVisible():
            return
        if server is None:
            self._look_at(account)
            return
        dialog = QuestionDialog(page.theme, server_question(server.host, page.telling.words), parent=page)
        app = page.app
        dialog.accepted.connect(
            lambda: self._do(
                lambda cancel, told: rule_work.confirm(app, account, server, cancel=cancel, progress=told),
                self._take_seen,
                cancelled=page.session.load,
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _look_at(self, account: Account) -> None:
        app = self._page.app
        self._do(
            lambda cancel, told: rule_work.look(app, (account,), with_programs=False, cancel=cancel, progress=told),
            self._take_seen,
        )

    def _propose(self, account: Account, digest: str, propose: Callable[..., ProposedChange]) -> None:
        app = self._page.app
        self._do(
            lambda cancel, _told: propose(app, account, digest, cancel=cancel),
            lambda change: self._ask(account, change),
        )

    def _ask(self, account: Account, change: ProposedChange) -> None:
        page = self._page
        if page.telling is None or not page.isVisible():
            return
        dialog = RuleChangeDialog(page.theme, change_view(change, page.telling.words), parent=page)
        app = page.app
        dialog.accepted.connect(
            lambda: self._do(
                lambda cancel, told: rule_work.make(app, account, change, cancel=cancel, progress=told),
                self._take_seen,
                cancelled=page.session.load,
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take_seen(self, seen: Mapping[str, RulesSeen]) -> None:
        self._on_seen(dict(seen))
        self._page.session.load()

    def _account(self, key: str) -> Account | None:
        telling = self._page.telling
        return telling.known.account(key) if telling is not None else None

    def _do(
        self,
        work: Callable[[CancelToken, Progress], T],
        done: Callable[[T], object],
        *,
        cancelled: Callable[[], None] | None = None,
    ) -> None:
        """Do it beside the window; a Trouble is told, and the same can be tried again."""
        session = self._page.session
        task: Task[T] = session.background.task(work, lane=_LANE)

        def over() -> None:
            self._tasks.remove(task)  # type: ignore[arg-type] # kept for being cancelled only
            self._page.show_running()

        def succeeded(value: T) -> None:
            over()
            done(value)

        def failed(problem: Exception) -> None:
            over()
            if not isinstance(problem, Trouble):
                raise problem
            session.troubled.emit(problem, lambda: self._do(work, done, cancelled=cancelled))

        def stopped() -> None:
            over()
            if cancelled is not None:
                cancelled()

        task.then(succeeded, failed=failed, cancelled=stopped, progressed=self._progressed)
        self._tasks.append(task)  # type: ignore[arg-type] # kept for being cancelled only
        self._page.show_running()
        task.start()

    def _progressed(self, step: Step) -> None:
        if self._page.telling is not None:
            self._page.tools.show_progress(progress(step, self._page.telling.words))
