"""How a checklist step stands and what that rests on: what was found, what was looked at, what could not be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.check import Checked
from sentwatch.core.checks import ALL_CHECKS
from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.checklist import EvidenceKind, StepState
from sentwatch.core.playbooks.needed_looks import WITH_OWNER, NeededLook, needed_looks
from sentwatch.core.report import Report
from sentwatch.service.checklist import StepDetail
from sentwatch.service.office_steps import CONTACTS_STEP, SELF_CHECK_STEP
from sentwatch.texts.render import render_finding, render_reason
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, Known, ref_of
from sentwatch.ui.presenters.letter import split_title
from sentwatch.ui.presenters.step_states import OPEN_STATES, day_of, look_of, state_facts
from sentwatch.ui.presenters.times import dotted, zone_of
from sentwatch.ui.step_look import StepLook

_TITLES: Final = {check.code: check.title for check in ALL_CHECKS}
_HINTS: Final = {
    NeededLook.PASSWORD: N_("A password can be looked at only when you type it in: “Sign-in” has the place for it."),
    NeededLook.SECOND_STEP: N_("An authenticator entry can be looked at only when you show it: see “Sign-in”."),
    NeededLook.WEBSITE: N_("A website is looked at only when you say that it is yours: see “Domain”."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """One thing behind the state; `ref` leads to its finding."""

    text: str
    ref: FindingRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandView:
    """How the step stands and what that rests on. `again` is empty where nothing can be looked at on request."""

    look: StepLook
    state: str
    facts: str
    evidence: tuple[EvidenceView, ...]
    limits: str
    hint: str
    again: str


def stand(detail: StepDetail, known: Known, words: Words, *, now: datetime) -> StandView:
    """State, facts and evidence of one step."""
    view, said = detail.view, detail.view.step.words
    needed = needed_looks(view.step)
    unattended = any(look not in WITH_OWNER for look in needed)
    hints = [words(_HINTS[look]) for look in needed if look in _HINTS and only_its_owner_can_tell(detail)]
    due = ""
    if view.due is not None and not view.is_due and view.state not in OPEN_STATES:
        due = words(N_("next look {day}"), day=day_of(view.due, words, now=now))
        if view.evidence_kind is EvidenceKind.SELF_REPORTED:
            due = words(N_("due again {day}"), day=day_of(view.due, words, now=now))
    look_again = N_("Check again") if detail.look is not None else N_("Check this now")
    state, *rest = state_facts(view, words, now=now)
    return StandView(
        look=look_of(view),
        state=state[:1].upper() + state[1:],
        facts=dotted(*rest, due),
        evidence=tuple(_evidence(detail, known, words)),
        limits=said.limits.said(words.lang) if said is not None and said.limits is not None else "",
        hint=hints[0] if hints else "",
        again=words(look_again) if unattended else "",
    )


def only_its_owner_can_tell(detail: StepDetail) -> bool:
    """Whether an answer of a person counts: what Sentwatch saw or found, it answers itself."""
    return detail.look is None or detail.look.answer.state is StepState.UNKNOWN


def _evidence(detail: StepDetail, known: Known, words: Words) -> Iterator[EvidenceView]:
    look = detail.look
    if look is None:
        if detail.answer is not None and detail.view.step.id == SELF_CHECK_STEP and detail.answer.evidence:
            yield EvidenceView(text=words(N_("{points} points"), points=detail.answer.evidence))
        elif detail.answer is not None and detail.view.step.id == CONTACTS_STEP and detail.answer.evidence:
            open_roles = len(detail.answer.evidence.split())
            yield EvidenceView(text=words(N_("Numbers still missing: {n}"), n=open_roles))
        elif needed_looks(detail.view.step):
            yield EvidenceView(text=words(N_("Sentwatch has not looked at this yet.")))
        else:
            yield EvidenceView(text=words(N_("No program can see this. Only you can tell.")))
        return
    for finding in look.findings:
        told, ref = words, None
        for report, reported in known.present():
            if reported.finding.key == finding.key:
                told, ref = words.in_zone(zone_of(report.time_zone, words)), ref_of(report, reported)
                break
        yield EvidenceView(text=split_title(render_finding(finding, told).title)[0], ref=ref)
    if look.findings:
        return
    if look.answer.state is StepState.OK:
        yield EvidenceView(
            text=words(N_("Looked at, nothing found: {what}"), what=_checks(look.answer.evidence.split(), words))
        )
    elif look.blind:
        names = _checks(look.blind, words)
        text = N_("Could not be looked at: {what}") if names else N_("Sentwatch could not look at all of this.")
        yield EvidenceView(text=words(text, what=names))
        yield from (EvidenceView(text=reason) for reason in _reasons(look.blind, known.reports, words))
    else:
        yield EvidenceView(text=words(N_("Sentwatch saw nothing amiss. The rest only you can tell.")))


def _checks(codes: Sequence[str], words: Words) -> str:
    return words.listed([words(_TITLES[code]) for code in codes if code in _TITLES])


def _reasons(blind: Sequence[str], reports: Sequence[Report], words: Words) -> Iterator[str]:
    """Why, once each: the first two say enough."""
    found: dict[str, None] = {}
    for report in reports:
        for result in report.results:
            if result.code in blind and not isinstance(result.outcome, Checked):
                reason = render_reason(result.outcome, words)
                if reason:
                    found.setdefault(reason)
    yield from list(found)[:2]
