"""All that is kept of one account, in one hand."""

from __future__ import annotations

from dataclasses import dataclass

from sentwatch.store.arrivals import Arrivals
from sentwatch.store.findings import Findings
from sentwatch.store.judgement import Judgement
from sentwatch.store.kept import Kept
from sentwatch.store.ledger import Ledger
from sentwatch.store.returned import ReturnedStore
from sentwatch.store.rules import Rules
from sentwatch.store.script_backups import ScriptBackups


@dataclass(frozen=True, slots=True)
class AccountStore:
    """Where one account's mail, judgements and findings are kept."""

    ledger: Ledger
    judgement: Judgement
    findings: Findings
    kept: Kept
    arrivals: Arrivals
    returned: ReturnedStore
    rules: Rules
    backups: ScriptBackups
