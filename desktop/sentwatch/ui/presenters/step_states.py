"""How a checklist step stands, in the few words of a row: state, who says so, when, and what comes next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.playbooks.checklist import StepState, StepView
from sentwatch.texts.step_states import EVIDENCE_WORDS, STATE_WORDS
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.times import dotted, short_day
from sentwatch.ui.step_look import StepLook

_LOOKS: Final = {
    StepState.OK: StepLook.DONE,
    StepState.ATTENTION: StepLook.LOOK,
    StepState.NOT_OK: StepLook.TO_DO,
    StepState.UNKNOWN: StepLook.OPEN,
    StepState.NOT_APPLICABLE: StepLook.LEFT_OUT,
}
OPEN_STATES: Final = frozenset({StepState.ATTENTION, StepState.NOT_OK, StepState.UNKNOWN})
_SETTLED: Final = frozenset({StepState.OK, StepState.NOT_APPLICABLE})


def is_put_off(view: StepView) -> bool:
    """Whether somebody snoozed an open step, and the time has not come."""
    return not view.is_due and view.state not in _SETTLED


def look_of(view: StepView) -> StepLook:
    """Shape and colour."""
    if is_put_off(view):
        return StepLook.LATER
    if view.is_due and view.state in _SETTLED:
        return StepLook.AGAIN
    return _LOOKS[view.state]


def facts_of(view: StepView, words: Words, *, now: datetime) -> str:
    """One line: "done · seen by Sentwatch · today", "put off until Sat 8 Nov"."""
    return dotted(*state_facts(view, words, now=now))


def state_facts(view: StepView, words: Words, *, now: datetime) -> tuple[str, ...]:
    """The same part by part, the state first."""
    if is_put_off(view) and view.due is not None:
        return (words(N_("put off until {day}"), day=day_of(view.due, words, now=now)),)
    state = words(STATE_WORDS[view.state])
    if view.state in _SETTLED and view.is_due:
        state = words(N_("due again"))
    by = words(EVIDENCE_WORDS[view.evidence_kind]) if view.evidence_kind is not None else ""
    when = day_of(view.checked_at, words, now=now) if view.checked_at is not None else ""
    return tuple(part for part in (state, by, when) if part)


def day_of(at: datetime, words: Words, *, now: datetime) -> str:
    """A day the way people say it: today, yesterday, Sat 18 Oct, and with its year where it is another one."""
    local, today = at.astimezone(words.zone), now.astimezone(words.zone)
    if local.date() == today.date():
        return words(N_("today"))
    if local.date() == today.date() - timedelta(days=1):
        return words(N_("yesterday"))
    if local.date() == today.date() + timedelta(days=1):
        return words(N_("tomorrow"))
    return short_day(local, words) if abs(at - now) < timedelta(days=300) else words.date(at)
