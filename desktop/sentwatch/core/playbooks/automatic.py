"""What the checks say about a checklist step: the worst of what was found, and never ok where we could not look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from sentwatch.core.check import Checked
from sentwatch.core.findings import Finding, Severity
from sentwatch.core.playbooks.checklist import ChecklistStep, EvidenceKind, StepAnswer, StepState
from sentwatch.core.report import CheckResult

KindsOf: TypeAlias = Mapping[str, frozenset[str]]
"""Every check there is, by its code, with the codes of the findings it may raise (as in `report.compare`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """How one check ended, and when it looked (aware UTC). Several accounts give several looks of one check."""

    result: CheckResult
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticLook:
    """What the checks say of one step: the answer, the findings behind it and the checks that could not look."""

    answer: StepAnswer
    findings: tuple[Finding, ...] = ()
    blind: tuple[str, ...] = ()


def names(pattern: str, code: str) -> bool:
    """Whether `pattern` of a step means `code`; a star at its end stands for anything."""
    return code.startswith(pattern[:-1]) if pattern.endswith("*") else code == pattern


def automatic_look(step: ChecklistStep, looks: Iterable[Looked], kinds_of: KindsOf) -> AutomaticLook | None:
    """Return what the checks say of the step, None where they have nothing to say about it.

    Ok takes every check the step needs, looked at in full, with nothing at notice or above. A finding counts even
    where another check could not look. Alarms count by what they find; where a step has nothing else and they looked
    and found nothing, it is not known: what they found before is over, and the rest only a person can say.
    """
    seen = tuple(looks)
    needed = [look for look in seen if _concerns(step.codes, look.result.code, kinds_of)]
    found = _findings((*step.codes, *step.alarms), seen, kinds_of)
    if found:
        worst = found[0].severity
        state = StepState.ATTENTION if worst is Severity.NOTICE else StepState.NOT_OK
        behind = [look for look in seen if _concerns((*step.codes, *step.alarms), look.result.code, kinds_of)]
        blind = _blind(step, needed, kinds_of) if needed else ()
        evidence = _listed(finding.kind.code for finding in found)
        return AutomaticLook(answer=_answer(state, behind, evidence), findings=found, blind=blind)
    if not needed:
        return _quiet(step, seen, kinds_of)
    blind = _blind(step, needed, kinds_of)
    if blind:
        return AutomaticLook(answer=_answer(StepState.UNKNOWN, needed, _listed(blind)), blind=blind)
    return AutomaticLook(answer=_answer(StepState.OK, needed, _listed(look.result.code for look in needed)))


def _quiet(step: ChecklistStep, seen: Iterable[Looked], kinds_of: KindsOf) -> AutomaticLook | None:
    alarms = [look for look in seen if _concerns(step.alarms, look.result.code, kinds_of)]
    if step.codes or not alarms or not all(isinstance(look.result.outcome, Checked) for look in alarms):
        return None
    return AutomaticLook(answer=_answer(StepState.UNKNOWN, alarms, _listed(look.result.code for look in alarms)))


def _answer(state: StepState, looks: Iterable[Looked], evidence: str) -> StepAnswer:
    # The oldest look counts: the step is due again when the first part of its evidence is too old.
    at = min(look.at for look in looks)
    return StepAnswer(state=state, evidence_kind=EvidenceKind.AUTOMATIC, at=at, evidence=evidence)


def _concerns(patterns: Iterable[str], check: str, kinds_of: KindsOf) -> bool:
    codes = (check, *kinds_of.get(check, frozenset()))
    return any(names(pattern, code) for pattern in patterns for code in codes)


def _findings(patterns: Iterable[str], seen: Iterable[Looked], kinds_of: KindsOf) -> tuple[Finding, ...]:
    """The findings at notice or above that the patterns mean, the worst first.

    A pattern that is the name of a check means all its findings; one that is the name of a finding means that alone,
    also where a check is called after its chief finding (`sent.burst`).
    """
    patterns = tuple(patterns)
    found: list[Finding] = []
    for look in seen:
        if not isinstance(look.result.outcome, Checked):
            continue
        check = look.result.code
        whole = check not in kinds_of.get(check, frozenset()) and any(names(pattern, check) for pattern in patterns)
        found += [
            finding
            for finding in look.result.outcome.findings
            if finding.severity >= Severity.NOTICE
            and (whole or any(names(pattern, finding.kind.code) for pattern in patterns))
        ]
    return tuple(sorted(found, key=lambda finding: -finding.severity))


def _blind(step: ChecklistStep, needed: Iterable[Looked], kinds_of: KindsOf) -> tuple[str, ...]:
    """The needed checks that could not look or only in part, those that did not run, and names nothing answers to."""
    ran = {look.result.code for look in needed}
    missing = {check for check in kinds_of if _concerns(step.codes, check, kinds_of)} - ran
    in_part = {
        look.result.code
        for look in needed
        if not isinstance(look.result.outcome, Checked) or look.result.outcome.limits
    }
    known = {code for check, kinds in kinds_of.items() for code in (check, *kinds)}
    nameless = {pattern for pattern in step.codes if not any(names(pattern, code) for code in known)}
    return tuple(sorted(missing | in_part | nameless))


def _listed(codes: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(codes))
