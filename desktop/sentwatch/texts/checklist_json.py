"""The checklist as JSON values, in the schema written down in the README (schema 1)."""

from __future__ import annotations

from collections.abc import Iterable

from sentwatch.core.playbooks.checklist import StepView
from sentwatch.texts.report_json import Json, iso


def checklist_json(views: Iterable[StepView], lang: str) -> dict[str, Json]:
    """All steps and how they stand."""
    return {"schema": 1, "steps": [step_json(one, lang) for one in views]}


def step_json(one: StepView, lang: str) -> dict[str, Json]:
    """One step."""
    words = one.step.words
    return {
        "id": one.step.id,
        "section": one.step.section,
        "title": words.title.said(lang) if words else one.step.id,
        "state": one.state.value,
        "evidence_kind": one.evidence_kind.value if one.evidence_kind else None,
        "checked_at": iso(one.checked_at) if one.checked_at else None,
        "due": iso(one.due) if one.due else None,
    }
