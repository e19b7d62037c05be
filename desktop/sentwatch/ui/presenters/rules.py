"""The page of rules: every rule that is known, place by place, what changed, and what its owner can do with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sentwatch.core.check import Checked, Outcome
from sentwatch.core.checks import rule_hiding
from sentwatch.core.guided_rules import GuidedAnswer, GuidedState
from sentwatch.core.looks import NotChecked
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.report import Report
from sentwatch.core.rule_history import KeptRule
from sentwatch.core.rules import rule_hash
from sentwatch.service.rule_sources import awaits_confirmation
from sentwatch.texts.render import render_reason
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, Known, ref_of
from sentwatch.ui.presenters.areas import Area, area_of
from sentwatch.ui.presenters.rule_rows import Change, RuleRow, Seen, change_of, rule_row
from sentwatch.ui.presenters.times import ago, dotted, zone_of

if TYPE_CHECKING:
    from sentwatch.core.findings import Severity
    from sentwatch.service.known_rules import RulePlace
    from sentwatch.ui.rule_work import RulesSeen

ANSWERS: Final = {
    GuidedState.NOTHING_UNKNOWN: N_("All of it is yours"),
    GuidedState.FOUND_UNKNOWN: N_("Something is not yours"),
    GuidedState.COULD_NOT_LOOK: N_("You could not look"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneRow:
    """A rule that is no longer there: what it did, and from when to when we saw it."""

    sentence: str
    facts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchedOffRow:
    """A rule that was switched off by this page's button, and the way back."""

    digest: str
    sentence: str
    facts: str
    put_back: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    """The rules of one account or of this computer's mail programs.

    `note` says what stands here instead of rules, or what could not be seen; `answer` what its owner saw by hand.
    `guide` is empty where there is nothing to look at by hand, `canary` where nothing can be sent,
    `confirm` where no server waits for being confirmed.
    """

    key: str
    title: str
    facts: str
    note: str
    tone: str
    rows: tuple[RuleRow, ...]
    more: str
    switched_off: tuple[SwitchedOffRow, ...]
    gone_heading: str
    gone: tuple[GoneRow, ...]
    guide: str
    canary: str
    asks_guide: bool
    confirm: str
    answer: str
    details: str
    raw_heading: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesTools:
    """The buttons over the places, and the words around them."""

    heading: str
    detail: str
    look: str
    open: str
    drop: str
    cancel: str


def tools(words: Words) -> RulesTools:
    """The words of the buttons."""
    return RulesTools(
        heading=words(N_("Read the rules")),
        detail=words(
            N_(
                "Reads the rules of every mailbox and of this computer's mail programs. Reading changes nothing. Rule "
                "files from elsewhere (Sieve, mailFilters.xml, msgFilterRules.dat, plist, JSON) can be opened or "
                "dropped here; they are judged and not kept."
            )
        ),
        look=words(N_("Read the rules now")),
        open=words(N_("Open rule files …")),
        drop=words(N_("Let go to judge these files. They are not kept.")),
        cancel=words(N_("Cancel")),
    )


def place_view(
    place: RulePlace, known: Known, words: Words, *, now: datetime, seen: RulesSeen | None, shown: int
) -> PlaceView:
    """One place. `seen` is what a look of this session saw there, `shown` how many rules are wanted."""
    report = next((one for one in known.reports if one.account_key == place.key), None)
    if place.account is not None:
        words = words.in_zone(zone_of(place.account.time_zone, words))
    outcome = _outcome(report)
    findings = _findings(known, place.key)
    kept, gone = _present(place, seen, findings), _no_longer(place)
    last = _last_look(place, report)
    told = Seen(history=place.history, last=last, live=seen, findings=findings, is_sieve=place.is_sieve)
    rows = tuple(rule_row(one, told, words, now=now) for one in kept[:shown])
    left = len(kept) - len(rows)
    waits = isinstance(outcome, NotChecked) and awaits_confirmation(outcome)
    is_blind = outcome is not None and not isinstance(outcome, Checked)
    return PlaceView(
        key=place.key,
        title=place.account.address if place.account is not None else words(N_("Mail programs on this computer")),
        facts=_facts(kept, gone, words, last=last, now=now, is_blind=is_blind),
        note=_note(outcome, words, has_rules=bool(kept)),
        tone=_tone(outcome, findings),
        rows=rows,
        more=words(_MORE, n=left) if left > 0 else "",
        switched_off=tuple(_switched_off(place, words)),
        gone_heading=words(N_("No longer there ({n})"), n=len(gone)) if gone else "",
        gone=tuple(_gone(one, words) for one in gone[:MAX_GONE]),
        guide=words(N_("Look by hand …")) if place.account is not None else "",
        canary=words(N_("Send a test mail …")) if place.account is not None and not known.is_sample else "",
        asks_guide=is_blind and place.answer is None and not waits,
        confirm=words(N_("Confirm the server …")) if waits else "",
        answer=_answer(place.answer, words) if place.answer is not None else "",
        details=words(N_("Details")),
        raw_heading=words(N_("Text of the rule")),
    )


MAX_GONE: Final = 30
_MORE: Final = N_("Show {n} more")
_RULES: Final = Phrase(text=N_("{n} rule"), plural=N_("{n} rules"), count="n")
_CHANGES: Final = {
    Change.NEW: N_("{n} new"),
    Change.CHANGED: N_("{n} changed"),
}


def _present(
    place: RulePlace, seen: RulesSeen | None, findings: Mapping[str, tuple[FindingRef, Severity]]
) -> list[KeptRule]:
    """The rules that are there: what stands out first, the rest in the order of their set where we read it."""
    order = {}
    if seen is not None:
        every = [rule_hash(rule) for one in seen.sets for rule in one.rules]
        order = {digest: number for number, digest in enumerate(every)}

    def key(one: KeptRule) -> tuple[int, int, str, datetime]:
        found = findings.get(one.digest)
        grave = -int(found[1]) if found is not None else 1
        return grave, order.get(one.digest, len(order)), one.told.where, one.first_seen

    return sorted((one for one in place.history.rules.values() if one.gone_at is None), key=key)


def _no_longer(place: RulePlace) -> list[KeptRule]:
    """The rules that are gone, the latest first; what a rule was before it changed is told with that rule."""
    every = place.history.rules.values()
    before = {one.replaces for one in every if one.gone_at is None}
    gone = [one for one in every if one.gone_at is not None and one.digest not in before]
    return sorted(gone, key=lambda one: one.gone_at or one.last_seen, reverse=True)


def _last_look(place: RulePlace, report: Report | None) -> datetime | None:
    """When this place was last read; what was read together carries one time."""
    times = [at for one in place.history.rules.values() for at in (one.last_seen, one.gone_at) if at is not None]
    if times:
        return max(times)
    return report.taken_at if report is not None and isinstance(_outcome(report), Checked) else None


def _outcome(report: Report | None) -> Outcome | None:
    """How the last look at the rules ended, None where there was none."""
    if report is None:
        return None
    return next((result.outcome for result in report.results if result.code == rule_hiding.CHECK.code), None)


def _findings(known: Known, key: str) -> Mapping[str, tuple[FindingRef, Severity]]:
    """The gravest finding about each rule, by its fingerprint."""
    found: dict[str, tuple[FindingRef, Severity]] = {}
    for report, reported in known.present():
        if report.account_key == key and area_of(reported.finding.kind.code) is Area.RULES:
            digest = reported.finding.subject.rpartition(":")[2]
            found.setdefault(digest, (ref_of(report, reported), reported.finding.severity))
    return found


def _facts(
    kept: list[KeptRule], gone: list[KeptRule], words: Words, *, last: datetime | None, now: datetime, is_blind: bool
) -> str:
    if last is None:
        return words(N_("could not be read")) if is_blind else ""
    counts = [change_of(one, last=last) for one in kept]
    told = [words(text, n=counts.count(change)) for change, text in _CHANGES.items() if change in counts]
    lately = sum(one.gone_at is not None and one.gone_at >= last for one in gone)
    if lately:
        told.append(words(N_("{n} gone"), n=lately))
    counted = words(replace(_RULES, params={"n": len(kept)}))
    return dotted(counted, *told, words(N_("read {when}"), when=ago(last, words, now=now)))


def _note(outcome: Outcome | None, words: Words, *, has_rules: bool) -> str:
    if outcome is None:
        return "" if has_rules else words(N_("The rules here were not read yet."))
    if not isinstance(outcome, Checked):
        reason = render_reason(outcome, words) or ""
        if has_rules:
            return words(N_("{reason} What stands below is from an earlier look."), reason=reason)
        return reason
    return "" if has_rules else words(N_("No rules stand here."))


def _tone(outcome: Outcome | None, findings: Mapping[str, tuple[FindingRef, Severity]]) -> str:
    if findings:
        return max(severity for _ref, severity in findings.values()).word
    return "fine" if isinstance(outcome, Checked) else "blind"


def _switched_off(place: RulePlace, words: Words) -> Iterator[SwitchedOffRow]:
    for backup in place.switched_off:
        yield SwitchedOffRow(
            digest=backup.digest,
            sentence=words(backup.sentence),
            facts=words(N_("You switched it off on {at:date}. The text before is kept."), at=backup.at),
            put_back=words(N_("Put back …")),
        )


def _gone(kept: KeptRule, words: Words) -> GoneRow:
    gone_at = kept.gone_at or kept.last_seen
    return GoneRow(
        sentence=words(kept.told.sentence),
        facts=words(N_("first seen on {first:date}, gone on {gone:date}"), first=kept.first_seen, gone=gone_at),
    )


def _answer(answer: GuidedAnswer, words: Words) -> str:
    given = [state for state in _WORST_FIRST if state in answer.states.values()]
    said = words(ANSWERS[given[0]]) if given else ""
    told = words(N_("You looked by hand on {at:date}: {said}."), at=answer.at, said=said)
    return f"{told}\n{words.value(answer.note)}" if answer.note else told


_WORST_FIRST: Final = (GuidedState.FOUND_UNKNOWN, GuidedState.COULD_NOT_LOOK, GuidedState.NOTHING_UNKNOWN)
