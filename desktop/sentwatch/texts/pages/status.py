"""The status report as a page: one table first, then what was found, what was not seen, and the secure setup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sentwatch.core.accounts import Role
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.playbooks.checklist import Checklist, StepState, StepView, progress
from sentwatch.core.status_report import Manner, Reader, Standing, StatusReport, worst
from sentwatch.texts.page import Block, Bullets, Facts, Page, Section, Table, Words
from sentwatch.texts.pages.parts import foot, letter, quiet, step_note, step_title
from sentwatch.texts.plain import plain
from sentwatch.texts.render import SEVERITY_NAMES
from sentwatch.texts.words import Words as Speech

_READERS = {
    Reader.OWNER: N_("for the owner"),
    Reader.CUSTOMER: N_("for customers and partners"),
    Reader.INSURER: N_("for an insurer or auditor"),
}
_ROLES = {Role.PERSON: N_("one person"), Role.SHARED: N_("several people"), Role.SYSTEM: N_("a program")}
_MANNERS = {
    Manner.WATCHED: N_("watched now, since {since:moment}"),
    Manner.WAS_WATCHED: N_("last watched until {until:moment}"),
    Manner.BY_HAND: N_("looked at by hand"),
    Manner.NEVER: N_("not looked at yet"),
    Manner.PAUSED: N_("paused"),
}
_SHOWN_GAPS = 10


def status_page(report: StatusReport, checklist: Checklist, words: Speech) -> Page:
    """The report in the language of `words`."""
    both = (*report.accounts, *report.others)
    zones = {one.time_zone for one in report.accounts}
    words = words.for_zone(zones.pop() if len(zones) == 1 else None)
    return Page(
        lang=words.lang,
        kicker=words(N_("Status report, {reader}"), reader=words(_READERS[report.reader])),
        title=_title(report, words),
        lead=(words(_headline(both)), words(N_("As known on {at:moment}."), at=report.made_at)),
        sections=tuple(_sections(report, checklist, words)),
        foot=foot(report.made_at, words),
    )


def _title(report: StatusReport, words: Speech) -> str:
    if len(report.accounts) == 1:
        return words(N_("How {name} stands"), name=_name(report.accounts[0], words))
    return words(N_("How the mailboxes stand"))


def _headline(standings: tuple[Standing, ...]) -> Phrase:
    """The one sentence that comes first; never "nothing" where nothing was looked at."""
    found = sum(len(one.findings) + one.withheld for one in standings)
    if found:
        return Phrase(
            text=N_("{n} thing to look at."),
            plural=N_("{n} things to look at."),
            count="n",
            params={"n": found},
        )
    if not any(one.checks for one in standings):
        return phrase(N_("Nothing has been looked at yet."))
    if any(one.unseen for one in standings):
        return phrase(N_("We saw nothing unusual where we could look. Some things could not be looked at."))
    return phrase(N_("We saw nothing unusual."))


def _name(standing: Standing, words: Speech) -> str:
    name = standing.name
    return words(name) if isinstance(name, Phrase) else plain(name)


def _sections(report: StatusReport, checklist: Checklist, words: Speech) -> Iterator[Section]:
    both = (*report.accounts, *report.others)
    yield Section(heading=words(N_("At a glance")), blocks=(_glance(both, words), *_gaps(report.accounts, words)))
    yield from _found(both, report.reader, words)
    yield Section(heading=words(N_("What could not be looked at")), blocks=tuple(_unseen(both, words)))
    yield _setup(report, checklist, words)
    yield Section(heading=words(N_("How to read this")), blocks=(_how_to_read(report, words),))


def _glance(standings: Iterable[Standing], words: Speech) -> Table:
    rows = []
    for one in standings:
        speech = words.for_zone(one.time_zone)
        rows.append(
            (
                _name(one, words),
                words(_ROLES[one.role]) if one.role else "–",
                _manner(one, speech),
                speech.moment(one.looked_at) if one.looked_at else "–",
                _count(one, words),
                words.number(sum(not unseen.in_part for unseen in one.unseen)),
            )
        )
    head = (N_("What"), N_("Used by"), N_("Watching"), N_("Last look"), N_("To look at"), N_("Not seen"))
    return Table(head=tuple(map(words, head)), rows=tuple(rows), widths=(25, 13, 22, 20, 11, 9))


def _manner(standing: Standing, words: Speech) -> str:
    span = standing.watched
    if span is None or standing.manner not in {Manner.WATCHED, Manner.WAS_WATCHED}:
        return words(_MANNERS[standing.manner])
    return words(_MANNERS[standing.manner], since=span.since, until=span.until)


def _count(standing: Standing, words: Speech) -> str:
    most = worst([standing])
    total = len(standing.findings) + standing.withheld
    if most is None:
        return words.number(total)
    return words(N_("{n} ({severity})"), n=total, severity=words(SEVERITY_NAMES[most]))


def _gaps(accounts: Iterable[Standing], words: Speech) -> Iterator[Block]:
    lines = []
    for one in accounts:
        speech = words.for_zone(one.time_zone)
        lines += [
            speech(
                N_("{name}: nobody watched from {since:moment} to {until:moment}."),
                name=_name(one, words),
                since=gap.since,
                until=gap.until,
            )
            for gap in one.gaps[-_SHOWN_GAPS:]
        ]
    if lines:
        yield Words(text=words(N_("Not watched in the last 30 days; what was sent then was read afterwards:")))
        yield Bullets(items=tuple(lines))


def _found(standings: Iterable[Standing], reader: Reader, words: Speech) -> Iterator[Section]:
    any_found = False
    for one in standings:
        if not one.findings:
            continue
        speech = words.for_zone(one.time_zone)
        letters = tuple(letter(known, speech, is_whole=reader is Reader.OWNER) for known in one.findings)
        heading = _name(one, words)
        if not any_found:
            yield Section(heading=words(N_("What was found")), blocks=())
        any_found = True
        yield Section(heading=heading, blocks=letters, level=2)
    withheld = sum(one.withheld for one in standings)
    if withheld:
        said = words(
            N_("Open points of the set-up are counted here and not listed, so that this report helps nobody break in.")
        )
        yield Section(
            heading="" if any_found else words(N_("What was found")), blocks=(quiet(said),), level=2 if any_found else 1
        )


def _unseen(standings: Iterable[Standing], words: Speech) -> Iterator[Block]:
    rows = [
        (
            _name(one, words),
            words(unseen.title),
            words.for_zone(one.time_zone)(unseen.reason),
            words.for_zone(one.time_zone).date(unseen.at),
        )
        for one in standings
        for unseen in one.unseen
    ]
    if not rows:
        yield Words(text=words(N_("Everything that was asked for could be looked at.")))
        return
    yield Words(text=words(N_("Of these nothing good and nothing bad can be said.")))
    head = (N_("What"), N_("Check"), N_("Why not, or what part of it"), N_("Tried on"))
    yield Table(head=tuple(map(words, head)), rows=tuple(rows), widths=(24, 20, 38, 18))


def _setup(report: StatusReport, checklist: Checklist, words: Speech) -> Section:
    far = progress(report.steps)
    blocks: list[Block] = [Words(text=words(N_("{done} of {total} done."), done=far.done, total=far.total))]
    if report.reader is Reader.CUSTOMER:
        return Section(heading=words(N_("The secure setup")), blocks=tuple(blocks))
    unknown = sum(one.state is StepState.UNKNOWN for one in report.steps)
    if report.reader is Reader.OWNER and unknown:
        blocks.append(Words(text=words(N_("Of {n} steps nothing is known yet; the checklist shows them."), n=unknown)))
    for section in checklist.sections:
        rows = tuple(
            (step_title(view, words.lang), step_note(view, words))
            for view in report.steps
            if view.step.section == section.id and (report.reader is Reader.INSURER or _is_to_do(view))
        )
        if rows:
            head = (section.title.said(words.lang), words(N_("How it stands")))
            blocks.append(Table(head=head, rows=rows, widths=(52, 48)))
    return Section(heading=words(N_("The secure setup")), blocks=tuple(blocks))


def _is_to_do(view: StepView) -> bool:
    return view.state in {StepState.ATTENTION, StepState.NOT_OK} or (view.state is StepState.OK and view.is_due)


def _how_to_read(report: StatusReport, words: Speech) -> Facts:
    personal = (
        N_("Addresses stand in full.") if report.is_personal else N_("Addresses are shortened; names are left out.")
    )
    rows = (
        (
            N_("Where it comes from"),
            N_(
                "Sentwatch reads the headers of sent mail over IMAP and changes nothing; the text of that mail is not "
                "read. What people answered themselves is marked “as you said”."
            ),
        ),
        (
            N_("What it is not"),
            N_("“Nothing unusual” is said only of what was looked at, and is no promise that nothing happened."),
        ),
        (N_("Personal data"), personal),
    )
    return Facts(rows=tuple((words(label), words(value)) for label, value in rows))
