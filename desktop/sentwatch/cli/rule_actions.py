"""What `sentwatch rules` does to single rules: approve one, switch one off and put it back, and looking by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import click

from sentwatch.cli.terminal import Terminal, ask_for_passwords
from sentwatch.core.accounts import Account
from sentwatch.core.guided_rules import GuidedState
from sentwatch.core.phrase import N_
from sentwatch.core.trouble import RULE_NOT_FOUND, Trouble
from sentwatch.service.rule_change import ProposedChange
from sentwatch.service.rule_files import KEY
from sentwatch.store.rules import Rules
from sentwatch.texts.report_json import Json, iso
from sentwatch.texts.rules_json import answer_json, guide_json
from sentwatch.texts.rules_text import excerpt_text, guide_text

SHORTEST: Final = 6
"""Signs of a fingerprint that are enough to name a rule, where no other begins so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAction:
    """What the options ask for; one thing at a time."""

    approve: str | None = None
    because: str | None = None
    take_back: str | None = None
    switch_off: str | None = None
    put_back: str | None = None
    yes: bool = False
    guide: bool = False
    answer: GuidedState | None = None
    note: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """The options that are given."""
        given: Mapping[str, object] = {
            "--approve": self.approve,
            "--take-back": self.take_back,
            "--switch-off": self.switch_off,
            "--put-back": self.put_back,
            "--guide": self.guide,
            "--answer": self.answer,
        }
        return tuple(name for name, value in given.items() if value)

    @property
    def is_asked_for(self) -> bool:
        """Whether anything else than looking is asked for."""
        return bool(self.asked)


def act(terminal: Terminal, action: RuleAction, account: Account | None, *, as_json: bool) -> None:
    """Do the one thing that is asked for."""
    if len(action.asked) > 1:
        raise click.UsageError(
            terminal.words(N_("These do not go together: {options}"), options=", ".join(action.asked))
        )
    if action.approve is not None:
        _approve(terminal, action.approve, action.because, account, as_json=as_json)
        return
    if action.take_back is not None:
        _take_back(terminal, action.take_back, account, as_json=as_json)
        return
    if account is None:
        raise click.UsageError(terminal.words(N_("This goes with one account.")))
    if action.switch_off is not None or action.put_back is not None:
        _change(terminal, action, account, as_json=as_json)
    elif action.answer is not None:
        _answer(terminal, action.answer, action.note, account, as_json=as_json)
    else:
        _guide(terminal, account, as_json=as_json)


def _approve(terminal: Terminal, wanted: str, because: str | None, account: Account | None, *, as_json: bool) -> None:
    if not because or not because.strip():
        raise click.UsageError(terminal.words(N_("Say with --because why the rule is yours.")))
    kept, digest = _found(terminal, wanted, account, lambda rules: rules.history().first_seen)
    now = terminal.app.clock.now()
    kept.approve(digest, because=because.strip(), at=now)
    if as_json:
        terminal.write_json({"ok": True, "hash": digest, "because": because.strip(), "at": iso(now)})
        return
    terminal.say(
        N_("Kept as yours: {rule}. It is told again when it changes."), rule=kept.history().rules[digest].told.sentence
    )


def _take_back(terminal: Terminal, wanted: str, account: Account | None, *, as_json: bool) -> None:
    kept, digest = _found(terminal, wanted, account, Rules.approvals)
    kept.take_back(digest)
    if as_json:
        terminal.write_json({"ok": True, "hash": digest})
    else:
        terminal.say(N_("Taken back. The rule is judged again with the next look."))


def _found(
    terminal: Terminal, wanted: str, account: Account | None, known: Callable[[Rules], Mapping[str, object]]
) -> tuple[Rules, str]:
    """The one place and the one rule whose fingerprint begins so: of the account, or of this computer's rule files."""
    keys = [account.id] if account is not None else [one.id for one in terminal.app.known_accounts()]
    places = [terminal.app.kept_rules(key) for key in (*keys, KEY)] if terminal.app.has_store else []
    wanted = _long_enough(wanted)
    found = {digest: place for place in reversed(places) for digest in known(place) if digest.startswith(wanted)}
    digest = _only_one(terminal, wanted, found)
    return found[digest], digest


def _long_enough(wanted: str) -> str:
    folded = wanted.strip().lower()
    if len(folded) < SHORTEST:
        raise Trouble(RULE_NOT_FOUND, digest=folded)
    return folded


def _only_one(terminal: Terminal, wanted: str, known: Mapping[str, object]) -> str:
    """The one fingerprint that begins so."""
    found = [digest for digest in known if digest.startswith(_long_enough(wanted))]
    if not found:
        raise Trouble(RULE_NOT_FOUND, digest=wanted[:64])
    if len(found) > 1:
        raise click.UsageError(
            terminal.words(N_("Several rules begin with {digest}. Write more of it."), digest=wanted)
        )
    return found[0]


def _change(terminal: Terminal, action: RuleAction, account: Account, *, as_json: bool) -> None:
    if not action.yes and (as_json or not terminal.can_ask):
        raise click.UsageError(terminal.words(N_("There is no terminal to ask at. Use --yes.")))
    app = terminal.app
    store = app.account_store(account.id)
    ask_for_passwords(terminal, (account,))
    with terminal.cancellable() as cancel:
        if action.switch_off is not None:
            digest = _only_one(terminal, action.switch_off, store.rules.history().first_seen)
            change = app.rule_change.switch_off(account, digest, kept=store.kept, cancel=cancel)
        else:
            kept = {backup.digest: backup for backup in store.backups.all()}
            digest = _only_one(terminal, action.put_back or "", kept)
            change = app.rule_change.put_back(account, digest, kept=store.kept, backups=store.backups, cancel=cancel)
        if not as_json:
            _show(terminal, change)
        if not action.yes and not terminal.confirm(_question(terminal, change)):
            terminal.say(N_("Nothing was changed."))
            return
        app.rule_change.make(account, change, backups=store.backups, cancel=cancel)
    if as_json:
        terminal.write_json(_change_json(change))
    elif change.backup is None:
        command = f"sentwatch rules --put-back {digest} {account.address}"
        terminal.say(N_("Switched off. The text before is kept; put it back with “{command}”."), command=command)
    else:
        terminal.say(N_("Put back. The script works as it did before."))


def _question(terminal: Terminal, change: ProposedChange) -> str:
    if change.backup is None:
        return terminal.words(N_("Switch this rule off in the script “{name}”?"), name=change.script)
    return terminal.words(N_("Put this text back into the script “{name}”?"), name=change.script)


def _show(terminal: Terminal, change: ProposedChange) -> None:
    terminal.write(terminal.words(change.sentence) + "\n")
    terminal.write(excerpt_text(change.before, change.after, terminal.words))


def _change_json(change: ProposedChange) -> Json:
    return {
        "ok": True,
        "hash": change.digest,
        "script": change.script,
        "before": change.before.decode("utf-8", "replace"),
        "after": change.after.decode("utf-8", "replace"),
    }


def _guide(terminal: Terminal, account: Account, *, as_json: bool) -> None:
    guided = terminal.app.guided_rules
    steps, answer = guided.steps(account), guided.answered(account)
    if as_json:
        terminal.write_json({"schema": 1, "guide": guide_json(account.address, steps, answer, terminal.words)})
        return
    terminal.write(guide_text(steps, terminal.words))
    if answer is not None:
        terminal.say(N_("You looked last on {at:date}."), at=answer.at)
    for state, text in _ANSWERS.items():
        command = f"sentwatch rules --answer {state.value} {account.address}"
        terminal.say(N_("{answer}: “{command}”"), answer=terminal.words(text), command=command)


_ANSWERS: Final = {
    GuidedState.NOTHING_UNKNOWN: N_("All of it is yours"),
    GuidedState.FOUND_UNKNOWN: N_("Something is not yours"),
    GuidedState.COULD_NOT_LOOK: N_("You could not look"),
}


def _answer(terminal: Terminal, state: GuidedState, note: str, account: Account, *, as_json: bool) -> None:
    guided = terminal.app.guided_rules
    said = guided.answer(account, {step.look: state for step in guided.steps(account)}, note=note)
    if as_json:
        terminal.write_json({"schema": 1, "account": account.address, "answer": answer_json(said)})
        return
    terminal.say(N_("Kept with today's date."))
    if state is GuidedState.FOUND_UNKNOWN:
        terminal.say(
            N_("Take a picture, change the password first, then remove it: whoever made it makes it again otherwise.")
        )
