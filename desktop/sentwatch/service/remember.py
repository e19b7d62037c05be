"""Use case: compare a report with what is known from earlier runs, and remember it; and read back how checks ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from sentwatch.core.check import Checked, Outcome
from sentwatch.core.checks import ALL_CHECKS, KINDS_OF
from sentwatch.core.looks import NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.playbooks.automatic import Looked
from sentwatch.core.report import CheckResult, Report, compare
from sentwatch.store.findings import Findings, LastLook


def remembered(report: Report, findings: Findings, *, renamed: Mapping[str, str] | None = None) -> Report:
    """The report compared with the last one of its key; it is what the next one will be compared with.

    `renamed` maps subjects to those they had before (see `compare`).
    """
    now = report.taken_at
    compared = compare(report.results, findings.known(), KINDS_OF, now=now, renamed=renamed)
    findings.keep(compared, now=now)
    findings.keep_looks(report.results, now=now)
    return replace(report, findings=compared)


def remembered_of(report: Report, findings: Findings, *, is_of: Callable[[str], bool]) -> Report:
    """As `remembered`, where a look was about some things of the key only: what is known of others stays."""
    now = report.taken_at
    known = {key: one for key, one in findings.known().items() if is_of(one.finding.subject)}
    compared = compare(report.results, known, KINDS_OF, now=now)
    findings.keep(compared, now=now)
    findings.keep_looks(report.results, now=now)
    return replace(report, findings=compared)


def rejudged(report: Report, findings: Findings) -> Report:
    """The report compared with the last one of its key, where what was known was judged again: nobody looked."""
    compared = compare(report.results, findings.known(), KINDS_OF, now=report.taken_at)
    findings.keep(compared, now=report.taken_at)
    return replace(report, findings=compared)


def last_looks(all_findings: Iterable[Findings]) -> Iterator[Looked]:
    """How each check ended when it was last run, for every key."""
    for findings in all_findings:
        known = findings.known()
        for look in findings.looks():
            check = next((check for check in ALL_CHECKS if check.code == look.code), None)
            if check is None:
                continue
            codes = KINDS_OF[check.code]
            found = tuple(one.finding for key, one in known.items() if key[0] in codes)
            outcome = _outcome(look, Checked(findings=found))
            yield Looked(result=CheckResult(code=check.code, title=check.title, outcome=outcome), at=look.at)


def _outcome(look: LastLook, checked: Checked) -> Outcome:
    if look.outcome == "checked":
        return replace(checked, limits=(look.reason,) if look.reason is not None else ())
    reason = look.reason or phrase(N_("It could not be looked at."))
    return NotChecked(reason, expected=look.outcome == "not-shown")
