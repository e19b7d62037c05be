"""The questions of the record builder: who sends for a domain, answered first by the records that stand."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final

from sentwatch.core.dmarc import read_dmarc
from sentwatch.core.domain_records import Senders
from sentwatch.core.domain_seen import DomainSeen
from sentwatch.core.phrase import N_
from sentwatch.core.present_spf import PresentSpf, join_present_spf
from sentwatch.core.sending_services import SERVICES, WHERE_FROM, service_of
from sentwatch.core.spf import MAX_LOOKUPS, MAX_VOID_LOOKUPS, SpfWalk
from sentwatch.texts.words import Words
from sentwatch.ui.presenters.times import joined

_SPLIT: Final = re.compile(r"[\s,;、,;]+")
MAX_TYPED: Final = 2_000
ASKING: Final = N_("Asking the name servers …")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What the user answered. `servers` and `includes` as they were typed."""

    services: frozenset[str] = frozenset()
    own_exchangers: bool = False
    servers: str = ""
    includes: str = ""
    reports_to: str = ""


def first_answers(domain: str, seen: DomainSeen | None, mailbox: str) -> Answers:
    """What the records that stand answer already."""
    present = join_present_spf(seen.spf or ()) if seen is not None else None
    senders = present.senders if present is not None else Senders()
    known = {name: service for name in senders.includes if (service := service_of(name)) is not None}
    return Answers(
        services=frozenset(service.id for service in known.values()),
        own_exchangers=senders.own_exchangers,
        servers=", ".join((*senders.addresses, *senders.hosts)),
        includes=", ".join(name for name in senders.includes if name not in known),
        reports_to=_reports_to(seen) or mailbox or f"postmaster@{domain}",
    )


def _reports_to(seen: DomainSeen | None) -> str:
    own = read_dmarc(seen.own_dmarc) if seen is not None and seen.own_dmarc is not None else None
    found = next((uri for uri in own.reports_to if uri.lower().startswith("mailto:")), "") if own is not None else ""
    return found[len("mailto:") :].partition("!")[0]


def senders_of(answers: Answers, present: PresentSpf | None) -> Senders:
    """The answers as senders; terms of the present record that no question asks for are kept."""
    addresses: list[str] = []
    hosts: list[str] = []
    for word in _typed(answers.servers):
        (addresses if _is_address(word) else hosts).append(word)
    asked = tuple(service.include for service in SERVICES if service.id in answers.services)
    named = tuple(word.removeprefix("include:") for word in _typed(answers.includes))
    return Senders(
        includes=tuple(dict.fromkeys((*asked, *named))),
        addresses=tuple(addresses),
        hosts=tuple(hosts),
        own_exchangers=answers.own_exchangers,
        others=present.senders.others if present is not None else (),
    )


def _typed(text: str) -> tuple[str, ...]:
    return tuple(word for word in _SPLIT.split(text[:MAX_TYPED].strip()) if word)


def _is_address(word: str) -> bool:
    try:
        ipaddress.ip_network(word, strict=False)
    except ValueError:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsView:
    """The words of the questions."""

    title: str
    intro: str
    mailboxes: str
    services: tuple[tuple[str, str], ...]
    others: str
    other_services: tuple[tuple[str, str], ...]
    own_exchangers: str
    servers: str
    servers_hint: str
    includes: str
    includes_hint: str
    reports_to: str
    path: str
    copy: str
    copied: str
    name: str
    value: str
    place: str
    content: str
    stays: str
    go_on: str
    try_record: str


def questions(domain: str, seen: DomainSeen | None, words: Words) -> QuestionsView:
    """The questions about one domain."""
    exchangers = seen.exchangers[:2] if seen is not None and seen.exchangers else ()
    return QuestionsView(
        title=words(N_("Who sends mail for {domain}?"), domain=words.value(domain)),
        intro=joined(
            words,
            words(N_("Tick everything that sends with this domain. What your record names already is ticked.")),
            words(WHERE_FROM),
        ),
        mailboxes=words(N_("Mailboxes at")),
        services=tuple((each.id, each.name) for each in SERVICES if each.is_mailbox),
        others=words(N_("Newsletters, shop, support")),
        other_services=tuple((each.id, each.name) for each in SERVICES if not each.is_mailbox),
        own_exchangers=words(N_("The servers that receive our mail also send it ({hosts})"), hosts=exchangers)
        if exchangers
        else words(N_("The servers that receive our mail also send it")),
        servers=words(N_("Own or rented servers")),
        servers_hint=words(N_("Names or addresses, such as www123.sakura.ne.jp or 192.0.2.10. A scanner counts too.")),
        includes=words(N_("Other services")),
        includes_hint=words(N_("The name their help page gives for “include:”.")),
        reports_to=words(N_("Address for the reports")),
        path=words(N_("The path, stage by stage")),
        copy=words(N_("Copy")),
        copied=words(N_("Copied")),
        name=words(N_("Name of the record")),
        value=words(N_("Text (kind TXT)")),
        place=words(N_("Address")),
        content=words(N_("Text of the file")),
        stays=words(N_("What stays as it is")),
        go_on=words(N_("When to go on")),
        try_record=words(N_("Try this SPF record")),
    )


def no_domain(words: Words) -> str:
    """Said where there is no domain to build records for, or to read reports about."""
    return words(N_("There is no domain of your own yet. Name one under “Checks”."))


def walked(walk: SpfWalk, words: Words) -> tuple[str, str]:
    """The tone and the words of a record that was tried: how receivers would fare with it."""
    needed = words(N_("{count} of {limit} look-ups."), count=walk.lookups, limit=MAX_LOOKUPS)
    if walk.broken:
        wrong = words(N_("Receivers cannot use it, because of {terms}."), terms=walk.broken[:3])
        return "warning", joined(words, needed, wrong)
    if walk.lookups > MAX_LOOKUPS:
        return "warning", joined(words, needed, words(N_("Receivers give up: name fewer services.")))
    if walk.voids > MAX_VOID_LOOKUPS:
        return "warning", joined(words, needed, words(N_("Too many of its names do not exist.")))
    if walk.unseen:
        unseen = words(N_("Could not be looked up: {terms}."), terms=walk.unseen[:3])
        return "blind", joined(words, needed, unseen)
    return "fine", joined(words, needed, words(N_("Receivers can use it.")))
