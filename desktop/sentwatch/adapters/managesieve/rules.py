"""A mailbox's Sieve scripts as rules: all of them read, the active one and what it includes in force."""

from __future__ import annotations

from dataclasses import dataclass, field

from sentwatch.adapters.managesieve.door import ManageSieveDoor
from sentwatch.core.rule_blind_spots import blind_spot
from sentwatch.core.rule_languages.sieve import read_scripts
from sentwatch.core.rules import RuleLanguage
from sentwatch.core.sieve_server import SieveServer
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.rules import RulesRead
from sentwatch.ports.sieve import SieveDoor


@dataclass(frozen=True, slots=True)
class SieveRules:
    """A RulesPort over ManageSieve. `door` is for tests."""

    server: SieveServer
    door: SieveDoor | None = field(default=None, repr=False)

    def read(self, *, credential: Credential, cancel: CancelToken) -> RulesRead:
        """Read every script, the ones that are not in use too."""
        door = self.door or ManageSieveDoor(self.server)
        port = door.open(credential=credential, cancel=cancel)
        try:
            scripts = port.scripts()
        finally:
            port.close()
        active = next((script.name for script in scripts if script.is_active), None)
        sets = read_scripts([(script.name, script.text) for script in scripts], active=active)
        return RulesRead(sets=sets, unseen=(blind_spot(RuleLanguage.SIEVE),), scripts=tuple(scripts))
