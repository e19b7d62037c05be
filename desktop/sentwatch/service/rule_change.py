"""Use case: switch one Sieve rule off on its owner's button, keep the text before, and put it back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sentwatch.core.accounts import Account
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import Phrase
from sentwatch.core.rule_languages.limits import decoded
from sentwatch.core.rule_languages.sieve import read_sieve
from sentwatch.core.rule_languages.sieve_edit import switched_off, switched_on
from sentwatch.core.rule_words import describe
from sentwatch.core.rules import Rule, rule_hash
from sentwatch.core.script_backup import ScriptBackup
from sentwatch.core.sieve_server import SieveServer
from sentwatch.core.trouble import (
    BACKUP_MISSING,
    RULE_NOT_FOUND,
    RULE_NOT_SWITCHABLE,
    SCRIPT_CHANGED,
    SCRIPT_REFUSED,
    Trouble,
)
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.clock import Clock
from sentwatch.ports.mail import Credential
from sentwatch.ports.sieve import SieveChanger, SieveScript
from sentwatch.service.rule_sources import ReadRules, RuleSources
from sentwatch.service.sign_in import Credentials, with_credential
from sentwatch.store.kept import Kept
from sentwatch.store.script_backups import ScriptBackups

_NOTHING_CHANGED: Final = frozenset({SCRIPT_CHANGED, SCRIPT_REFUSED})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedChange:
    """A change to be shown and agreed to: the script's bytes before and after, and what the rule does."""

    server: SieveServer
    script: str
    digest: str
    sentence: Phrase
    before: bytes
    after: bytes
    backup: ScriptBackup | None = None
    """The change that this one undoes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """Proposes and makes changes. Nothing is changed by proposing."""

    sources: RuleSources
    changer: Callable[[SieveServer], SieveChanger]
    credentials: Credentials
    clock: Clock

    def switch_off(self, account: Account, digest: str, *, kept: Kept, cancel: CancelToken) -> ProposedChange:
        """Propose the script without this rule's work.

        Raises Trouble RULE_NOT_FOUND where no rule in force has this hash, RULE_NOT_SWITCHABLE where it cannot be
        done without touching another.
        """
        read, server = self._read(account, kept, cancel)
        for rule_set in read.read.sets:
            for rule in rule_set.rules:
                if rule_hash(rule) != digest or not rule.enabled:
                    continue
                script = _script_of(read, rule_set.name)
                change = None if script is None else _without(script, rule)
                if script is None or change is None:
                    raise Trouble(RULE_NOT_SWITCHABLE, name=rule_set.name)
                return ProposedChange(
                    server=server,
                    script=script.name,
                    digest=digest,
                    sentence=describe(rule),
                    before=script.text,
                    after=change,
                )
        raise Trouble(RULE_NOT_FOUND, digest=digest)

    def put_back(
        self, account: Account, digest: str, *, kept: Kept, backups: ScriptBackups, cancel: CancelToken
    ) -> ProposedChange:
        """Propose the script as it was before this rule was switched off.

        Where somebody has changed the script since, only our own marks are taken out of it. Raises BACKUP_MISSING.
        """
        backup = next((one for one in backups.all() if one.digest == digest and one.put_back_at is None), None)
        if backup is None:
            raise Trouble(BACKUP_MISSING, digest=digest)
        read, server = self._read(account, kept, cancel)
        script = next((one for one in read.read.scripts if one.name == backup.script), None)
        if script is None:
            raise Trouble(SCRIPT_CHANGED, host=server.host, name=backup.script)
        after = backup.before if script.text == backup.after else _with_again(script, digest)
        if after is None:
            raise Trouble(SCRIPT_CHANGED, host=server.host, name=backup.script)
        return ProposedChange(
            server=server,
            script=script.name,
            digest=digest,
            sentence=backup.sentence,
            before=script.text,
            after=after,
            backup=backup,
        )

    def make(self, account: Account, change: ProposedChange, *, backups: ScriptBackups, cancel: CancelToken) -> None:
        """Make a change its owner has seen and agreed to. The text before is kept first."""
        if change.backup is not None:
            self._replace(account, change, cancel)
            backups.put_back(change.backup, at=self.clock.now())
            return
        backup = backups.keep(
            digest=change.digest,
            script=change.script,
            before=change.before,
            after=change.after,
            sentence=change.sentence,
            at=self.clock.now(),
        )
        try:
            self._replace(account, change, cancel)
        except Trouble as trouble:
            # A line that was cut may have been cut after the change: the text before is kept then.
            if trouble.kind in _NOTHING_CHANGED:
                backups.drop(backup)
            raise

    def _replace(self, account: Account, change: ProposedChange, cancel: CancelToken) -> None:
        changer = self.changer(change.server)

        def attempt(credential: Credential) -> None:
            changer.replace(
                change.script, before=change.before, after=change.after, credential=credential, cancel=cancel
            )

        with_credential(account, attempt, credentials=self.credentials)

    def _read(self, account: Account, kept: Kept, cancel: CancelToken) -> tuple[ReadRules, SieveServer]:
        found = self.sources.read(account, kept, was_read=lambda _place: True, by_hand=True, cancel=cancel)
        if isinstance(found, Failed):
            raise found.trouble
        if isinstance(found, NotChecked) or found.server is None:
            raise Trouble(RULE_NOT_SWITCHABLE, name=account.address)
        return found, found.server


def _script_of(read: ReadRules, name: str) -> SieveScript | None:
    """The script of a set. Sets carry their name capped; two scripts whose names begin alike are not told apart."""
    found = [script for script in read.read.scripts if script.name.startswith(name)]
    exact = [script for script in found if script.name == name]
    return exact[0] if exact else found[0] if len(found) == 1 else None


def _without(script: SieveScript, rule: Rule) -> bytes | None:
    text = _exact_text(script.text)
    edit = None if text is None else switched_off(text, rule)
    return None if edit is None else edit.after.encode()


def _with_again(script: SieveScript, digest: str) -> bytes | None:
    """The script without our marks around the rule that then has this hash; None where there is none."""
    text = _exact_text(script.text)
    if text is None:
        return None
    for rule in read_sieve(text, name=script.name).rules:
        edit = switched_on(text, rule)
        if edit is not None and any(rule_hash(one) == digest for one in read_sieve(edit.after, name="").rules):
            return edit.after.encode()
    return None


def _exact_text(data: bytes) -> str | None:
    """The text of a script as it is read, where it comes out as the same bytes again; None for any other."""
    text = decoded(data)
    return text if text.encode("utf-8", "replace") == data else None
