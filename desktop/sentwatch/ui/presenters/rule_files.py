"""Rule files that were opened to be judged: what stands in each, what stands out, and that nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sentwatch.core.check import Checked
from sentwatch.core.checks import rule_hiding
from sentwatch.core.findings import Severity
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.report import Report
from sentwatch.core.rules import rule_hash
from sentwatch.texts.render import render_reason
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, Known, ref_of
from sentwatch.ui.presenters.findings import FindingRow, finding_row
from sentwatch.ui.presenters.rule_rows import RuleRow, file_row
from sentwatch.ui.presenters.times import dotted

if TYPE_CHECKING:
    from sentwatch.core.accounts import Account
    from sentwatch.ui.rule_work import OpenedFile

MAX_ROWS: Final = 60
_RULES: Final = Phrase(text=N_("{n} rule"), plural=N_("{n} rules"), count="n")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedView:
    """One file. `note` says why nothing was read, or what of it was not."""

    key: str
    title: str
    facts: str
    tone: str
    note: str
    rows: tuple[RuleRow, ...]
    rules_heading: str
    findings: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesView:
    """All files that are open, and whose they are."""

    heading: str
    detail: str
    whose: str
    owners: tuple[tuple[str, str], ...]
    files: tuple[OpenedView, ...]
    close: str
    list_name: str
    back: str
    details: str
    raw_heading: str


def files_view(opened: Iterable[OpenedFile], accounts: Iterable[Account], words: Words, *, now: datetime) -> FilesView:
    """The files that are open."""
    owners = [("", words(N_("Somebody else's")))]
    owners += [(account.id, account.address) for account in accounts]
    return FilesView(
        heading=words(N_("Opened files")),
        detail=words(N_("Judged here and not kept. Whose they are tells which addresses lead outside.")),
        whose=words(N_("Whose rules are these?")),
        owners=tuple(owners) if len(owners) > 1 else (),
        files=tuple(_file(one, words, now=now) for one in opened),
        close=words(N_("Close the files")),
        list_name=words(N_("Findings")),
        back=words(N_("Back to the list")),
        details=words(N_("Details")),
        raw_heading=words(N_("Text of the rule")),
    )


def known_of(opened: Iterable[OpenedFile]) -> Known:
    """What these files alone tell, for their letters."""
    return Known(reports=tuple(one.report for one in opened))


def _file(opened: OpenedFile, words: Words, *, now: datetime) -> OpenedView:
    report = opened.report
    sets, removals = opened.seen.sets, opened.seen.removals
    found = _by_rule(report)
    pairs = [(one, rule) for one in sets for rule in one.rules]
    rows = tuple(
        file_row(one, rule, words, found=found.get(rule_hash(rule)), removal=removals.get(rule_hash(rule)))
        for one, rule in pairs[:MAX_ROWS]
    )
    outcome = next(result.outcome for result in report.results if result.code == rule_hiding.CHECK.code)
    is_read = isinstance(outcome, Checked)
    refused = [words(one.refused) for one in sets if one.refused is not None]
    left = len(pairs) - len(rows)
    notes = [*refused, words(N_("and {n} more"), n=left) if left else ""]
    if not is_read:
        notes.append(render_reason(outcome, words) or "")
    counted = words(replace(_RULES, params={"n": len(pairs)}))
    to_look = words(N_("{n} to look at"), n=len(report.findings)) if report.findings else ""
    quiet = words(N_("Nothing unusual")) if is_read and not report.findings and not refused else ""
    return OpenedView(
        key=str(opened.path),
        title=words.value(opened.path.name),
        facts=dotted(counted, to_look, quiet) if is_read else words(N_("could not be read")),
        tone=max(one.finding.severity for one in report.findings).word
        if report.findings
        else "fine"
        if quiet
        else "blind",
        note="\n".join(note for note in notes if note),
        rows=rows,
        rules_heading=words(N_("Rules that were read ({n})"), n=len(pairs)) if pairs else "",
        findings=tuple(finding_row(report, one, words, now=now) for one in report.findings),
    )


def _by_rule(report: Report) -> Mapping[str, tuple[FindingRef, Severity]]:
    found: dict[str, tuple[FindingRef, Severity]] = {}
    for reported in sorted(report.findings, key=lambda one: -one.finding.severity):
        digest = reported.finding.subject.rpartition(":")[2]
        found.setdefault(digest, (ref_of(report, reported), reported.finding.severity))
    return found
