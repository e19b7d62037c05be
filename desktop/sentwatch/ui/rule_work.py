"""What the page of rules lets be done, on a working thread: look, open files, approve, switch off, answer. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sentwatch.core.accounts import Account
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.report import Report
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_history import RuleHistory
from sentwatch.core.rules import RuleSet
from sentwatch.core.snapshot import Snapshot
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import Progress, Step

if TYPE_CHECKING:
    from sentwatch.core.canary import CanaryFacts
    from sentwatch.core.guided_rules import GuidedAnswer, GuidedState, GuidedStep, Look, Removal
    from sentwatch.core.sieve_server import SieveServer
    from sentwatch.ports.outgoing import OutgoingServer
    from sentwatch.service.known_rules import RulePlace
    from sentwatch.service.rule_change import ProposedChange
    from sentwatch.wiring import App

MAX_FILES: Final = 20
"""Files that are opened at once: more than a mail program keeps, fewer than a folder dropped by mistake."""

_OF_ACCOUNT: Final = N_("Reading the rules of {account}")
_OF_PROGRAMS: Final = N_("Reading the rules of this computer's mail programs")
_OF_FILE: Final = N_("Reading {file}")


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesSeen:
    """What a look of this session saw at one place, and how each rule is removed by hand, by its fingerprint."""

    sets: tuple[RuleSet, ...] = ()
    removals: Mapping[str, Removal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """A rule file that was judged and not kept. Nothing was seen where it could not be read; the report says why."""

    path: Path
    report: Report
    seen: RulesSeen


def places(app: App, accounts: Iterable[Account]) -> tuple[RulePlace, ...]:
    """What is remembered."""
    return app.known_rules.places(accounts)


def look(
    app: App, accounts: Iterable[Account], *, with_programs: bool, cancel: CancelToken, progress: Progress
) -> Mapping[str, RulesSeen]:
    """Read the rules of these accounts, and of this computer's mail programs; what was read, by place."""
    from sentwatch.service.rule_files import KEY

    chosen = tuple(accounts)
    total = len(chosen) + with_programs
    read: dict[str, RulesSeen] = {}
    looker = app.check_account(by_hand=True)
    for done, account in enumerate(chosen):
        cancel.check()
        progress(Step(what=phrase(_OF_ACCOUNT, account=account.address), done=done, total=total))
        report, snapshot = looker.look_at_rules(account, cancel=cancel)
        app.last_reports.take(report)
        read[account.id] = _seen(app, snapshot, account)
    if with_programs:
        cancel.check()
        progress(Step(what=phrase(_OF_PROGRAMS), done=len(chosen), total=total))
        report, snapshot, _history = app.look_at_rule_files(cancel=cancel)
        if app.has_store:
            app.last_reports.take(report)
        read[KEY] = _seen(app, snapshot, None)
    return read


def open_files(
    app: App, paths: Iterable[Path], *, account: Account | None, cancel: CancelToken, progress: Progress
) -> tuple[OpenedFile, ...]:
    """Read and judge files; nothing of them is kept. `account` is whose rules they hold, where that is known."""
    from sentwatch.service.reports import report_of_no_account
    from sentwatch.service.rules import CHECKS

    chosen = tuple(paths)[:MAX_FILES]
    history = app.kept_rules(account.id).history() if account is not None and app.has_store else RuleHistory()
    opened: list[OpenedFile] = []
    for done, path in enumerate(chosen):
        cancel.check()
        progress(Step(what=phrase(_OF_FILE, file=path.name), done=done, total=len(chosen)))
        found = app.rule_files_look.named(str(path), address=None, account=account, history=history)
        snapshot = Snapshot(taken_at=app.clock.now(), rules=found)
        report = report_of_no_account(CHECKS, snapshot, key=f"file:{path}")
        opened.append(OpenedFile(path=path, report=report, seen=_seen(app, snapshot, account)))
    return tuple(opened)


def approve(app: App, key: str, digest: str, *, because: str) -> None:
    """Keep that a rule is its owner's."""
    app.kept_rules(key).approve(digest, because=because, at=app.clock.now())


def take_back(app: App, key: str, digest: str) -> None:
    """Forget that."""
    app.kept_rules(key).take_back(digest)


def propose_off(app: App, account: Account, digest: str, *, cancel: CancelToken) -> ProposedChange:
    """What switching a rule off would change. Nothing is changed by it."""
    store = app.account_store(account.id)
    return app.rule_change.switch_off(account, digest, kept=store.kept, cancel=cancel)


def propose_back(app: App, account: Account, digest: str, *, cancel: CancelToken) -> ProposedChange:
    """What putting a script back would change. Nothing is changed by it."""
    store = app.account_store(account.id)
    return app.rule_change.put_back(account, digest, kept=store.kept, backups=store.backups, cancel=cancel)


def make(
    app: App, account: Account, change: ProposedChange, *, cancel: CancelToken, progress: Progress
) -> Mapping[str, RulesSeen]:
    """Make a change its owner has seen and agreed to, and read the rules again."""
    app.rule_change.make(account, change, backups=app.account_store(account.id).backups, cancel=cancel)
    return look(app, (account,), with_programs=False, cancel=cancel, progress=progress)


def canary(
    app: App, account: Account, server: OutgoingServer, *, cancel: CancelToken, progress: Progress
) -> CanaryFacts:
    """Send one test message to its owner, watch what becomes of it, and judge that."""
    from sentwatch.core.canary import WAIT_S

    facts = app.canary(account).run(account, server, wait_s=WAIT_S, progress=progress, cancel=cancel)
    snapshot = Snapshot(taken_at=app.clock.now(), account=account, canary=facts)
    app.last_reports.take(app.check_account().report(account, snapshot, app.account_store(account.id)))
    return facts


def outgoing(app: App, account: Account) -> OutgoingServer:
    """The server that would take the test message. Raises Trouble where none is known."""
    from sentwatch.service.outgoing import NamedServer

    return app.outgoing_server(account, NamedServer())


def unconfirmed(app: App, account: Account, *, cancel: CancelToken) -> SieveServer | None:
    """The server that DNS names elsewhere and that nobody has confirmed yet; None where it is not named any more."""
    servers = app.rule_sources.servers(account, cancel=cancel)
    return next((server for server in servers if server.asks_first), None)


def confirm(
    app: App, account: Account, server: SieveServer, *, cancel: CancelToken, progress: Progress
) -> Mapping[str, RulesSeen]:
    """Keep that this server is the provider's, and read the rules there."""
    named = replace(account, sieve_host=server.host, sieve_port=server.port)
    app.accounts.put(named)
    return look(app, (named,), with_programs=False, cancel=cancel, progress=progress)


def guide(app: App, account: Account) -> tuple[tuple[GuidedStep, ...], GuidedAnswer | None]:
    """Where to look by hand, and what was answered last."""
    return app.guided_rules.steps(account), app.guided_rules.answered(account) if app.has_store else None


def answer(app: App, account: Account, states: Mapping[Look, GuidedState], *, note: str) -> None:
    """Keep what the owner saw, dated now."""
    app.guided_rules.answer(account, states, note=note)


def _seen(app: App, snapshot: Snapshot, account: Account | None) -> RulesSeen:
    from sentwatch.core.rules import rule_hash

    sets = snapshot.rules.sets if isinstance(snapshot.rules, RuleFacts) else ()
    return RulesSeen(
        sets=sets,
        removals={rule_hash(rule): app.guided_rules.removal(one, rule, account) for one in sets for rule in one.rules},
    )
