"""The badges of the sidebar: how many findings of an area want to be looked at, and how grave they are."""

from __future__ import annotations

from collections.abc import Mapping

from sentwatch.core.findings import Severity
from sentwatch.core.phrase import N_, Phrase
from sentwatch.texts.words import Words
from sentwatch.ui.known import Known
from sentwatch.ui.presenters.areas import Area, area_of


def badges(known: Known) -> Mapping[Area, tuple[int, Severity]]:
    """How many findings of an area want to be looked at, and the gravest of them."""
    found: dict[Area, tuple[int, Severity]] = {}
    for _, reported in known.present():
        severity = reported.finding.severity
        if severity is Severity.INFO:
            continue
        area = area_of(reported.finding.kind.code)
        count, worst = found.get(area, (0, severity))
        found[area] = (count + 1, max(worst, severity))
    return found


def spoken_entry(title: str, count: int, words: Words) -> str:
    """What a screen reader says of an entry of the sidebar."""
    if not count:
        return title
    told = Phrase(text=N_("{n} thing to look at."), plural=N_("{n} things to look at."), count="n", params={"n": count})
    return f"{title}. {words(told)}"
