"""The path of a domain's records, stage by stage, with what to copy, where to enter it, and when to go on."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.dmarc import DmarcPolicy, read_dmarc
from sentwatch.core.domain_path import Standing, readiness, standing
from sentwatch.core.domain_records import DnsRecord, RecordUnfit, Senders, Stage, staged_path
from sentwatch.core.domain_seen import DomainSeen
from sentwatch.core.phrase import N_
from sentwatch.core.present_spf import PresentSpf, join_present_spf
from sentwatch.core.reports_seen import ReportsSeen
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.builder_questions import Answers, senders_of
from sentwatch.ui.presenters.times import joined

_ADDRESS: Final = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{3,253}")
_ONE_STRING: Final = 255
"""RFC 7208 section 3.3: one string of a TXT record holds no more; longer records are several strings."""


class Place(enum.Enum):
    """Where a stage lies from where the domain stands."""

    DONE = "done"
    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """One stage in the list."""

    title: str
    place: Place
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """One record to copy. `state` says whether it stands already, is to be changed, or is new."""

    heading: str
    state: str
    is_standing: bool
    name: str
    name_hint: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileView:
    """A file that goes with a stage."""

    heading: str
    place: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BuilderView:
    """The path for the answers given. `error` is said where no record can be written from them."""

    stages: tuple[StageRow, ...]
    chosen: int
    title: str
    why: str
    records: tuple[RecordView, ...]
    files: tuple[FileView, ...]
    go_on: str
    signs: tuple[str, ...]
    notes: tuple[str, ...]
    where: str
    stays: str
    error: str = ""
    reports_error: str = ""
    reports_hint: str = ""
    spf: str = ""


def builder(
    domain: str,
    answers: Answers,
    seen: DomainSeen | None,
    reports: ReportsSeen | None,
    words: Words,
    *,
    now: datetime,
    chosen: int | None = None,
) -> BuilderView:
    """The whole path; `chosen` is the stage that is read, the next one where nobody chose."""
    present = join_present_spf(seen.spf or ()) if seen is not None else None
    address = answers.reports_to.strip()
    fits = _ADDRESS.fullmatch(address) is not None
    reports_to = address if fits else f"reports@{domain}"
    error = ""
    try:
        path = _path(domain, senders_of(answers, present), seen, present, reports_to=reports_to, now=now)
    except RecordUnfit as unfit:
        # The stages are told all the same; their records are not shown.
        path = _path(domain, Senders(), seen, present, reports_to=reports_to, now=now)
        error = words(unfit.reason)
    where = standing(seen, path, now=now) if seen is not None else Standing(reached=-1, next=0)
    number = chosen if chosen is not None else where.next if where.next is not None else len(path) - 1
    stage = path[number]
    is_first_look = seen is None
    return BuilderView(
        stages=tuple(_stage_row(stage, n, where, words) for n, stage in enumerate(path)),
        chosen=number,
        title=words(stage.title),
        why=words(stage.why),
        records=() if error else tuple(_records(domain, stage, seen, present, words)),
        files=tuple(_file(place, text, words) for place, text in stage.files),
        go_on=_go_on(number, stage, where, words),
        signs=() if is_first_look or number not in {where.next, where.reached} else _signs(seen, reports, words),
        notes=_notes(present, words) if number == 0 else (),
        where=_where(domain, seen, words),
        stays=words(
            N_(
                "Change or add only what stands here. Other TXT records, the MX records and the DKIM keys stay as they "
                "are. Only one record may begin with v=spf1, and only one with v=DMARC1."
            )
        ),
        error=error,
        reports_error="" if fits else words(N_("Write the whole address, for example name@example.com.")),
        reports_hint=_reports_hint(domain, address, words) if fits else "",
        spf=path[0].records[0].value if not error else "",
    )


def _path(
    domain: str,
    senders: Senders,
    seen: DomainSeen | None,
    present: PresentSpf | None,
    *,
    reports_to: str,
    now: datetime,
) -> tuple[Stage, ...]:
    return staged_path(
        domain,
        senders,
        reports_to=reports_to,
        exchangers=seen.exchangers or () if seen is not None else (),
        version=f"{now:%Y%m%d}",
        closing="-all" if present is not None and present.closing == "-all" else "~all",
        dmarc_now=seen.own_dmarc if seen is not None else None,
    )


_PLACES: Final = {Place.DONE: N_("stands"), Place.NOW: N_("next"), Place.LATER: N_("later")}


def _stage_row(stage: Stage, number: int, where: Standing, words: Words) -> StageRow:
    place = Place.DONE if number <= where.reached else Place.NOW if number == where.next else Place.LATER
    return StageRow(title=words(stage.title), place=place, word=words(_PLACES[place]))


_RANKS: Final = (DmarcPolicy.NONE, DmarcPolicy.QUARANTINE, DmarcPolicy.REJECT)


def _records(
    domain: str, stage: Stage, seen: DomainSeen | None, present: PresentSpf | None, words: Words
) -> Sequence[RecordView]:
    made: list[RecordView] = []
    for record in stage.records:
        if record.value.startswith("v=spf1") and present is not None and present.redirect:
            continue
        made.append(_record(domain, record, seen, words))
    return made


_HEADINGS: Final = (
    ("v=spf1", N_("Who may send (SPF)")),
    ("v=DMARC1", N_("What becomes of forged mail (DMARC)")),
    ("v=TLSRPTv1", N_("Reports on encryption (TLS-RPT)")),
    ("v=STSv1", N_("Encrypted delivery (MTA-STS)")),
)


def _record(domain: str, record: DnsRecord, seen: DomainSeen | None, words: Words) -> RecordView:
    standing_now = _standing_now(record, seen)
    is_standing = _says_the_same(record.value, standing_now)
    if is_standing:
        state = words(N_("stands already"))
    elif len(standing_now) > 1:
        state = words(N_("in the place of {count} records"), count=len(standing_now))
    else:
        state = words(N_("change the record that stands") if standing_now else N_("new"))
    short = record.name.removesuffix(domain).rstrip(".") or "@"
    long = words(N_("It is longer than 255 characters: some panels want it in two parts.")) if (
        len(record.value) > _ONE_STRING
    ) else ""  # fmt: skip
    return RecordView(
        heading=words(next(title for start, title in _HEADINGS if record.value.startswith(start))),
        state=state,
        is_standing=is_standing,
        name=record.name,
        name_hint=words(
            N_("Where the page adds “{domain}” by itself, write only “{short}”."), domain=domain, short=short
        ),
        value=standing_now[0] if is_standing else record.value,
        note=long,
    )


def _standing_now(record: DnsRecord, seen: DomainSeen | None) -> tuple[str, ...]:
    if seen is None:
        return ()
    if record.value.startswith("v=spf1"):
        return seen.spf or ()
    if record.value.startswith("v=DMARC1"):
        return (seen.dmarc or ()) if seen.dmarc_at == seen.domain else ()
    if record.value.startswith("v=TLSRPTv1"):
        return seen.tls_rpt or ()
    return ()


def _says_the_same(wanted: str, there: tuple[str, ...]) -> bool:
    """Whether nothing is to be done: the same terms, at least as strict a policy, reports asked for already."""
    if len(there) != 1:
        return False
    if wanted.startswith("v=spf1"):
        return sorted(wanted.lower().split()) == sorted(there[0].lower().replace("+", "").split())
    if wanted.startswith("v=DMARC1"):
        one, other = read_dmarc(wanted), read_dmarc(there[0])
        if one is None or other is None or other.is_testing:
            return False
        return _RANKS.index(other.policy) >= _RANKS.index(one.policy) and bool(other.reports_to)
    return wanted.startswith("v=TLSRPTv1")


def _file(place: str, text: str, words: Words) -> FileView:
    return FileView(heading=words(N_("The policy file, on a web server of yours")), place=place, text=text)


def _go_on(number: int, stage: Stage, where: Standing, words: Words) -> str:
    if not stage.before_next:
        return words(N_("This is the last stage."))
    before = words(stage.before_next)
    if number == where.reached and where.since is not None:
        since = words(N_("We saw this stage first on {since:date}."), since=where.since)
        if where.days_left:
            stay = words(N_("Stay about {left:duration} more."), left=where.days_left * 86_400)
        else:
            stay = words(N_("It has stood long enough."))
        return joined(words, since, stay, before)
    if number <= where.reached:
        return words(N_("This stage stands already."))
    stay = words(N_("Then stay about {days:duration}."), days=stage.stay_days * 86_400)
    return joined(words, stay, before)


def _signs(seen: DomainSeen | None, reports: ReportsSeen | None, words: Words) -> tuple[str, ...]:
    if seen is None:
        return ()
    ready = readiness(seen, reports)
    said: list[str] = []
    if ready.signs is False:
        said.append(words(N_("No good DKIM key was seen: switch on signing at your mail provider first.")))
    elif ready.signs is None:
        said.append(words(N_("Whether your mail is signed (DKIM) is not known yet: it is learned from sent mail.")))
    if ready.own_passes is None:
        said.append(words(N_("No reports were read yet: choose their folder under “Reports”.")))
    elif ready.own_passes:
        said.append(words(N_("The reports show no mail of your own that fails.")))
    else:
        said.append(words(N_("The reports show mail of your own servers that fails: mend that first.")))
    return tuple(said)


def _notes(present: PresentSpf | None, words: Words) -> tuple[str, ...]:
    if present is None:
        return ()
    said: list[str] = []
    if present.redirect:
        said.append(
            words(
                N_("Your SPF record hands on to {target}: change the record there. No SPF record is written here."),
                target=present.redirect,
            )
        )
    if present.senders.others:
        said.append(words(N_("Taken over as it stands: {terms}"), terms=present.senders.others[:6]))
    if present.left_out:
        said.append(words(N_("Left out, because receivers cannot use it: {terms}"), terms=present.left_out[:6]))
    return tuple(said)


def _where(domain: str, seen: DomainSeen | None, words: Words) -> str:
    if seen is not None and seen.name_servers:
        return words(
            N_("Enter it at the company that runs the name servers of {domain}: {servers}."),
            domain=domain,
            servers=seen.name_servers[:3],
        )
    return words(
        N_("Enter it where the DNS of {domain} is kept: mostly where the domain or the web space is rented."),
        domain=domain,
    )


def _reports_hint(domain: str, address: str, words: Words) -> str:
    other = address.rpartition("@")[2].lower()
    if other == domain or other.endswith("." + domain):
        return words(N_("One mail a day comes from each large receiver. An address of its own keeps the inbox tidy."))
    # RFC 7489 section 7.1, kept in RFC 9990: whoever receives the reports has to say so in its own DNS.
    return words(
        N_("Outside {domain}: {other} has to allow it with a TXT record “v=DMARC1” at {name}."),
        domain=domain,
        other=other,
        name=f"{domain}._report._dmarc.{other}",
    )
