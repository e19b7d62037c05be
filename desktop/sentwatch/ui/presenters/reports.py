"""What receivers report, in words: genuine, failing, forged, and more than our ledger knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Final

from sentwatch.core.looks import Failed
from sentwatch.core.phrase import N_, Phrase
from sentwatch.core.reports_seen import ReportsSeen
from sentwatch.service.own_domains import key_of
from sentwatch.texts.render import render_reason
from sentwatch.texts.words import Words
from sentwatch.ui.known import FindingRef, Known, ref_of
from sentwatch.ui.own_facts import DomainPageFacts
from sentwatch.ui.presenters.seen_rows import reading, report_of, worst
from sentwatch.ui.presenters.times import ago, dotted, joined

MAX_WAYS_SHOWN: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class TileView:
    """One number with what it counts."""

    name: str
    tone: str
    number: str
    title: str
    said: str
    ref: FindingRef | None = None
    read: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportsView:
    """The part about reports. `said` is the sentence over the numbers; empty tiles: nothing was read yet."""

    title: str
    intro: str
    drop: str
    drop_name: str
    choose: str
    files: str
    folder: str
    again: str
    stop: str
    handed: str
    forget: str
    heading: str
    facts: str
    tiles: tuple[TileView, ...]
    ways_heading: str
    ways: tuple[tuple[str, str], ...]
    forged_heading: str
    forged: tuple[str, ...]
    notes: tuple[str, ...]
    unseen: str
    not_a_lock: str


def reports(domain: str | None, facts: DomainPageFacts, known: Known, words: Words, *, now: datetime) -> ReportsView:
    """The part for one domain."""
    seen = facts.memory(domain).reports if domain is not None else None
    return ReportsView(
        title=words(N_("What receivers report")),
        intro=words(
            N_(
                "Large receivers send a file a day to the address in your DMARC record. Save these files into a "
                "folder: they are read at every look, on this computer, and nothing is sent anywhere."
            )
        ),
        drop=words(N_("Drop report files here (XML, gz, zip)")),
        drop_name=words(N_("Drop report files here")),
        choose=words(N_("Choose a folder …")) if facts.folder is None else words(N_("Another folder …")),
        files=words(N_("Choose files …")),
        folder=words.value(facts.folder) if facts.folder is not None else "",
        again=words(N_("Read again")),
        stop=words(N_("No longer read it")),
        handed=words(
            Phrase(
                text=N_("{n} report from files you handed over"),
                plural=N_("{n} reports from files you handed over"),
                count="n",
                params={"n": facts.handed},
            )
        )
        if facts.handed
        else "",
        forget=words(N_("Forget them")),
        heading=_heading(domain, seen, words),
        facts=_facts(seen, words, now=now),
        tiles=_tiles(domain, seen, known, words) if domain is not None and seen is not None and seen.reports else (),
        ways_heading=words(N_("Genuine mail came by")),
        ways=tuple((_way(way.way, words), words.number(way.messages)) for way in seen.ways[:MAX_WAYS_SHOWN])
        if seen is not None
        else (),
        forged_heading=words(N_("Forged mail came from")),
        forged=seen.forged_from[:MAX_WAYS_SHOWN] if seen is not None else (),
        notes=_notes(seen, words),
        unseen=_unseen(domain, known, words),
        not_a_lock=words(
            N_(
                "Forged mail says nothing about your password. More genuine mail than we know of does: it went through "
                "a mailbox or a key of yours, and p=reject does not stop it."
            )
        ),
    )


def _heading(domain: str | None, seen: ReportsSeen | None, words: Words) -> str:
    if domain is None or seen is None:
        return words(N_("No reports were read yet."))
    if not seen.reports:
        return words(N_("No report of the last months is about {domain}."), domain=domain)
    if seen.more:
        return words(N_("More passed as yours than was sent from here."))
    if seen.failing:
        return words(N_("Some mail of your own fails."))
    if seen.forged:
        return words(N_("Others write your domain on their mail."))
    return words(N_("Only your own mail was reported."))


def _facts(seen: ReportsSeen | None, words: Words, *, now: datetime) -> str:
    if seen is None:
        return ""
    span = ""
    if seen.first is not None and seen.last is not None:
        first, last = (datetime.combine(day, time(12), UTC) for day in (seen.first, seen.last))
        span = words(N_("{first:date} to {last:date}"), first=first, last=last)
    counted = Phrase(
        text=N_("{n} report of {receivers} receivers"),
        plural=N_("{n} reports of {receivers} receivers"),
        count="n",
        params={"n": seen.reports, "receivers": len(seen.receivers)},
    )
    read = words(N_("Read {when}"), when=ago(seen.read_at, words, now=now))
    return dotted(words(counted) if seen.reports else "", span, read)


def _tiles(domain: str, seen: ReportsSeen, known: Known, words: Words) -> tuple[TileView, ...]:
    report = report_of(key_of(domain), known)

    def tile(name: str, tone: str, number: int, title: str, said: str) -> TileView:
        found = worst(report, (f"domain.reports-{name}",))
        ref = ref_of(report, found) if report is not None and found is not None and number else None
        read = reading(title, words) if ref is not None else ""
        return TileView(name=name, tone=tone, number=words.number(number), title=title, said=said, ref=ref, read=read)

    more = sum(one.passed - one.known for one in seen.more)
    return (
        tile(
            "more-than-sent",
            "warning" if more else "fine" if seen.compared else "blind",
            more,
            words(N_("more than we know of")),
            _compared(seen, words),
        ),
        tile(
            "own-failing",
            "notice" if seen.failing else "fine",
            seen.failing,
            words(N_("yours, and failed")),
            words(N_("From your own servers, without a valid signature.")),
        ),
        tile(
            "forged",
            "info" if seen.forged else "fine",
            seen.forged,
            words(N_("forged")),
            words(N_("Of these {count} were held back."), count=seen.held_back)
            if seen.forged
            else words(N_("Nobody wrote your domain on foreign mail.")),
        ),
        tile(
            "genuine",
            "fine",
            seen.genuine,
            words(N_("genuine")),
            words(N_("By your own key or your own server.")),
        ),
    )


def _compared(seen: ReportsSeen, words: Words) -> str:
    if not seen.compared:
        return words(N_("Could not be compared: not all mail sent then is known here."))
    if seen.more:
        return words(
            Phrase(
                text=N_("On {n} day. Read the letter about it first."),
                plural=N_("On {n} days. Read the letter about it first."),
                count="n",
                params={"n": len({one.day for one in seen.more})},
            )
        )
    return words(N_("Compared on {compared} of {days} days."), compared=seen.compared, days=seen.days)


def _way(way: str, words: Words) -> str:
    if way.startswith("spf:"):
        return words(N_("Servers of {domain} (SPF)"), domain=way.removeprefix("spf:"))
    selector, _, domain = way.partition("._domainkey.")
    if not domain:
        return words(N_("A key of {domain} (DKIM)"), domain=way.removeprefix("_domainkey."))
    return words(N_("Key {selector} of {domain} (DKIM)"), selector=selector, domain=domain)


def _notes(seen: ReportsSeen | None, words: Words) -> tuple[str, ...]:
    if seen is None:
        return ()
    said: list[str] = []
    if seen.passed_on:
        broke = N_("{count} messages broke on their way through lists and forwarding.")
        said.append(words(broke, count=seen.passed_on))
    if seen.unread:
        said.append(words(N_("{count} files were no report or could not be read."), count=seen.unread))
    if seen.older:
        said.append(words(N_("{count} older reports were left out."), count=seen.older))
    return tuple(said)


def _unseen(domain: str | None, known: Known, words: Words) -> str:
    """Why the reports could not be read at the last look."""
    report = report_of(key_of(domain), known) if domain is not None else None
    for result in report.results if report is not None else ():
        if result.code == "domain.reports" and isinstance(result.outcome, Failed):
            return render_reason(result.outcome, words) or ""
    return ""


def handed_over(count: int, unread: tuple[tuple[str, str], ...], foreign: tuple[str, ...], words: Words) -> str:
    """What became of files that were dropped: how many reports, what was none, and which are about other domains."""
    taken = Phrase(text=N_("{n} report was read."), plural=N_("{n} reports were read."), count="n", params={"n": count})
    not_ours = words(N_("About domains that are not on your list: {names}"), names=foreign[:5]) if foreign else ""
    broken = ""
    if unread:
        name, reason = unread[0]
        broken = words(N_("Not read: {name} ({reason})."), name=name, reason=words(reason))
        if len(unread) > 1:
            more = words(N_("And {count} more."), count=len(unread) - 1)
            broken = joined(words, broken, more)
    return joined(words, words(taken), broken, not_ours)
