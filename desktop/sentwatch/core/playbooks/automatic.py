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

    Ok takes every check the step names, looked at in full, with nothing at notice or above. A finding counts even
    where another check could not look. A step whose checks see only a part of it never becomes ok from here.
    """
    concerned = {code for code, kinds in kinds_of.items() if _concerns(step, code, kinds)}
    seen = [look for look in looks if look.result.code in concerned]
    if not step.codes or not seen:
        return None
    found = _findings(step, seen)
    blind = _blind(step, seen, concerned, kinds_of)
    # The oldest look counts: the step is due again when the first part of its evidence is too old.
    at = min(look.at for look in seen)
    worst = max((finding.severity for finding in found), default=Severity.INFO)
    if worst >= Severity.NOTICE:
        state = StepState.ATTENTION if worst is Severity.NOTICE else StepState.NOT_OK
        evidence = _listed(finding.kind.code for finding in found)
    elif blind:
        state, evidence = StepState.UNKNOWN, _listed(blind)
    elif step.can_say_ok:
        state, evidence = StepState.OK, _listed(look.result.code for look in seen)
    else:
        return None
    answer = StepAnswer(state=state, evidence_kind=EvidenceKind.AUTOMATIC, at=at, evidence=evidence)
    return AutomaticLook(answer=answer, findings=found, blind=blind)


def _concerns(step: ChecklistStep, check: str, kinds: frozenset[str]) -> bool:
    return any(names(pattern, code) for pattern in step.codes for code in (check, *kinds))


def _findings(step: ChecklistStep, seen: Iterable[Looked]) -> tuple[Finding, ...]:
    """The findings at notice or above that the step means: all of a check it names, else those it names itself."""
    found: list[Finding] = []
    for look in seen:
        if not isinstance(look.result.outcome, Checked):
            continue
        whole = any(names(pattern, look.result.code) for pattern in step.codes)
        found += [
            finding
            for finding in look.result.outcome.findings
            if finding.severity >= Severity.NOTICE
            and (whole or any(names(pattern, finding.kind.code) for pattern in step.codes))
        ]
    return tuple(sorted(found, key=lambda finding: -finding.severity))


def _blind(step: ChecklistStep, seen: Iterable[Looked], concerned: Iterable[str], kinds_of: KindsOf) -> tuple[str, ...]:
    """The checks that could not look or looked only in part, those that did not run, and names nothing answers to."""
    ran = {look.result.code for look in seen}
    missing = set(concerned) - ran
    in_part = {
        look.result.code for look in seen if not isinstance(look.result.outcome, Checked) or look.result.outcome.limits
    }
    known = {code for check, kinds in kinds_of.items() for code in (check, *kinds)}
    nameless = {pattern for pattern in step.codes if not any(names(pattern, code) for code in known)}
    return tuple(sorted(missing | in_part | nameless))


def _listed(codes: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(codes))
