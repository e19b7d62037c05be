"""Reports that belong to no account: a device, a network, a domain, a website."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sentwatch.core.check import Check
from sentwatch.core.report import Report, compare, run_checks
from sentwatch.core.snapshot import Snapshot


def report_of_no_account(checks: Iterable[Check[Any]], snapshot: Snapshot, *, key: str) -> Report:
    """Judge a snapshot. Whoever remembers earlier runs under `key` compares the results again."""
    results = run_checks(checks, snapshot)
    return Report(
        account_key=key,
        account=None,
        role=None,
        taken_at=snapshot.taken_at,
        results=results,
        findings=compare(results, {}, {}, now=snapshot.taken_at),
    )
