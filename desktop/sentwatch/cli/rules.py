"""`sentwatch rules`: read the rules of mailboxes and of rule files, judge them, and change one on request."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import click

from sentwatch.cli.rule_actions import RuleAction, act
from sentwatch.cli.terminal import (
    Terminal,
    ask_for_passwords,
    code_of,
    json_option,
    password_option,
    shared_options,
    this_terminal,
)
from sentwatch.core.accounts import Account
from sentwatch.core.guided_rules import GuidedState, Removal
from sentwatch.core.looks import NotChecked
from sentwatch.core.phrase import N_
from sentwatch.core.report import Report, Status, troubles_of
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_history import RuleHistory
from sentwatch.core.rules import Rule, RuleSet
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import ACCOUNT_UNKNOWN, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.reports import report_of_no_account
from sentwatch.service.rules import CHECKS
from sentwatch.texts.render import trouble_line
from sentwatch.texts.report_json import SCHEMA, Json, iso, report_json
from sentwatch.texts.report_text import report_text
from sentwatch.texts.rules_json import gone_json, rules_json, sets_json
from sentwatch.texts.rules_text import removal_text, rules_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One report with the rules behind it. `account` is None for files; their rules are not remembered then."""

    report: Report
    snapshot: Snapshot
    history: RuleHistory
    account: Account | None = None

    @property
    def sets(self) -> tuple[RuleSet, ...]:
        """What was read; nothing where it could not be."""
        return self.snapshot.rules.sets if isinstance(self.snapshot.rules, RuleFacts) else ()


@click.command(
    "rules",
    help=N_(
        "Read the rules of mailboxes, of this computer's mail programs, or of files, and say what stands out. "
        "With an option below, approve a rule, switch one off, or look by hand."
    ),
)
@click.argument("targets", metavar="[ACCOUNT|FILE]...", nargs=-1)
@click.option("--account-address", metavar="ADDRESS", help=N_("Whose rules the files hold."))
@click.option("--approve", metavar="HASH", help=N_("Say that a rule is yours; it is told again when it changes."))
@click.option("--because", metavar="TEXT", help=N_("Why it is yours."))
@click.option("--take-back", metavar="HASH", help=N_("Take back what you said of a rule."))
@click.option("--switch-off", metavar="HASH", help=N_("Switch a rule of a Sieve script off; shows it and asks first."))
@click.option("--put-back", metavar="HASH", help=N_("Put back the script in which this rule was switched off."))
@click.option("--yes", is_flag=True, help=N_("Do not ask."))
@click.option("--guide", is_flag=True, help=N_("Show where to look by hand, and what to look for."))
@click.option(
    "--answer",
    type=click.Choice([state.value for state in GuidedState]),
    help=N_("Keep what you found when you looked by hand."),
)
@click.option("--note", metavar="TEXT", help=N_("A note to that answer."))
@password_option
@json_option
@shared_options
@this_terminal
def rules(
    terminal: Terminal,
    *,
    targets: tuple[str, ...],
    account_address: str | None,
    approve: str | None,
    because: str | None,
    take_back: str | None,
    switch_off: str | None,
    put_back: str | None,
    yes: bool,
    guide: bool,
    answer: str | None,
    note: str | None,
    password_stdin: bool,
    as_json: bool,
) -> None:
    """Exit 0 nothing at warning or above, 1 something, 2 usage, 3 something could not be looked at."""
    accounts, files = _told_apart(terminal, targets)
    if password_stdin:
        ask_for_passwords(terminal, accounts, from_stdin=True)
    action = RuleAction(
        approve=approve,
        because=because,
        take_back=take_back,
        switch_off=switch_off,
        put_back=put_back,
        yes=yes,
        guide=guide,
        answer=GuidedState(answer) if answer else None,
        note=note or "",
    )
    if action.is_asked_for:
        if files or len(accounts) > 1:
            raise click.UsageError(terminal.words(N_("This goes with one account.")))
        act(terminal, action, accounts[0] if accounts else None, as_json=as_json)
        return
    looked_at = accounts if targets else [one for one in terminal.app.known_accounts() if not one.paused]
    ask_for_passwords(terminal, looked_at)
    with terminal.cancellable() as cancel:
        if targets:
            seen = [_look_at_account(terminal, account, cancel, as_json=as_json) for account in accounts]
            seen += [_look_at_file(terminal, path, account_address) for path in files]
        else:
            seen = list(_look_at_all(terminal, cancel, as_json=as_json))
    _tell(terminal, seen, as_json=as_json)


def _told_apart(terminal: Terminal, targets: Iterable[str]) -> tuple[list[Account], list[str]]:
    """Which are accounts that are set up here, and which are files."""
    accounts: list[Account] = []
    files: list[str] = []
    for target in targets:
        account = terminal.app.known_account(target)
        if account is not None:
            accounts.append(account)
        elif Path(target).exists() or "@" not in target or "/" in target:
            files.append(target)
        else:
            raise click.UsageError(trouble_line(Trouble(ACCOUNT_UNKNOWN, address=target), terminal.words))
    return accounts, files


def _look_at_all(terminal: Terminal, cancel: CancelToken, *, as_json: bool) -> Iterator[Seen]:
    """Every account that is not paused, and the mail programs of this computer."""
    for account in terminal.app.known_accounts():
        if not account.paused:
            yield _look_at_account(terminal, account, cancel, as_json=as_json)
    report, snapshot, history = terminal.app.look_at_rule_files(cancel=cancel)
    yield Seen(report=report, snapshot=snapshot, history=history)


def _look_at_account(terminal: Terminal, account: Account, cancel: CancelToken, *, as_json: bool) -> Seen:
    looker = terminal.app.check_account(by_hand=True)
    report, snapshot = looker.look_at_rules(account, cancel=cancel)
    if isinstance(snapshot.rules, NotChecked) and not as_json and terminal.can_ask:
        confirmed = _confirmed_server(terminal, account, cancel)
        if confirmed is not None:
            account = confirmed
            report, snapshot = looker.look_at_rules(account, cancel=cancel)
    history = terminal.app.kept_rules(account.id).history()
    return Seen(report=looker.with_earlier(report), snapshot=snapshot, history=history, account=account)


def _confirmed_server(terminal: Terminal, account: Account, cancel: CancelToken) -> Account | None:
    """The account with the server that DNS names elsewhere, where its owner says that it is theirs; it is kept."""
    for server in terminal.app.rule_sources.servers(account, cancel=cancel):
        if not server.asks_first:
            continue
        question = terminal.words(
            N_("The password would go to {host}, which lies outside your mail domain. Is that your provider's server?"),
            host=server.host,
        )
        if terminal.confirm(question):
            named = replace(account, sieve_host=server.host, sieve_port=server.port)
            terminal.app.accounts.put(named)
            return named
    return None


def _look_at_file(terminal: Terminal, path: str, address: str | None) -> Seen:
    app = terminal.app
    account = app.known_account(address) if address else None
    history = app.kept_rules(account.id).history() if account is not None else RuleHistory()
    found = app.rule_files_look.named(path, address=address, account=account, history=history)
    snapshot = Snapshot(taken_at=app.clock.now(), rules=found)
    report = report_of_no_account(CHECKS, snapshot, key=f"file:{path}")
    return Seen(report=replace(report, account=address or path), snapshot=snapshot, history=history, account=account)


def _tell(terminal: Terminal, seen: list[Seen], *, as_json: bool) -> None:
    for one in seen:
        for trouble in troubles_of(one.report):
            terminal.trouble(trouble)
    terminal.code = code_of(one.report for one in seen)
    now = terminal.app.clock.now()
    if as_json:
        reports: list[Json] = [_report_json(terminal, one) for one in seen]
        terminal.write_json({"schema": SCHEMA, "generated_at": iso(now), "reports": reports})
        return
    terminal.write("\n".join(_report_text(terminal, one) for one in seen))


def _report_json(terminal: Terminal, seen: Seen) -> Json:
    words, taken_at = terminal.words, seen.report.taken_at
    told: dict[str, Json] = {
        **report_json(seen.report, words),
        "sets": sets_json(seen.sets, words),
        "rules": rules_json(
            seen.sets,
            seen.history,
            words,
            now=taken_at,
            removal_of=lambda rule_set, rule: _removal(terminal, seen, rule_set, rule),
        ),
        "gone": gone_json(seen.history, words),
    }
    return told


def _removal(terminal: Terminal, seen: Seen, rule_set: RuleSet, rule: Rule) -> Removal:
    return terminal.app.guided_rules.removal(rule_set, rule, seen.account)


def _report_text(terminal: Terminal, seen: Seen) -> str:
    words = terminal.words.for_zone(seen.report.time_zone)
    text = report_text(seen.report, terminal.words)
    if isinstance(seen.snapshot.rules, RuleFacts):
        text += "\n" + rules_text(seen.sets, seen.history, words, now=seen.report.taken_at)
    if any(one.status is not Status.GONE for one in seen.report.findings):
        text += "".join(f"\n{told}" for told in _how_to_remove(terminal, seen))
    if seen.account is not None and isinstance(seen.snapshot.rules, NotChecked):
        led = words(N_("Look by hand, step by step: “{command}”"), command=f"sentwatch rules --guide {_name(seen)}")
        text += f"\n{led}\n"
    return text


def _how_to_remove(terminal: Terminal, seen: Seen) -> dict[str, None]:
    """How rules of each place are removed by hand, each way once."""
    words = terminal.words
    return {
        removal_text(_removal(terminal, seen, rule_set, rule), words): None
        for rule_set in seen.sets
        for rule in rule_set.rules
    }


def _name(seen: Seen) -> str:
    return seen.account.address if seen.account is not None else ""
