"""Own websites in words: what every visitor sees, and what a professional look would add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.core.website import PROFESSIONAL_LOOK
from sentwatch.service.own_sites import key_of
from sentwatch.texts.words import Words
from sentwatch.ui.known import Known
from sentwatch.ui.own_facts import DomainPageFacts
from sentwatch.ui.presenters.accounts import QuestionView
from sentwatch.ui.presenters.overview import UnseenView
from sentwatch.ui.presenters.seen_rows import SeenCardView, check_rows, look_facts, report_of, unseen_of
from sentwatch.ui.presenters.times import dotted

_FINE: Final = {
    "website.tls": N_("Encrypted with a valid certificate and current versions."),
    "website.redirect": N_("The unencrypted address leads to the encrypted one."),
    "website.versions": N_("The page tells nobody which versions it runs."),
    "website.mixed": N_("Everything it loads is encrypted."),
    "website.cookies": N_("Its cookies are guarded, or it sets none."),
    "website.headers": N_("The security headers we look for are set."),
    "website.security-txt": N_("It says whom to tell about a hole (security.txt)."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebsiteView:
    """The part about own websites."""

    title: str
    intro: str
    address: str
    address_hint: str
    address_wrong: str
    statement: str
    statement_missing: str
    add: str
    cards: tuple[SeenCardView, ...]
    unseen: UnseenView | None
    more: str
    more_points: tuple[str, ...]


def website_part(facts: DomainPageFacts, known: Known, words: Words, *, now: datetime) -> WebsiteView:
    """The whole part."""
    return WebsiteView(
        title=words(N_("Your own website")),
        intro=words(
            N_(
                "It is looked at as any visitor would, with about ten ordinary requests, once a week. No log-in and no "
                "form is tried. Only a site of your own is looked at."
            )
        ),
        address=words(N_("Address of the site")),
        address_hint=words(N_("For example www.example.com")),
        address_wrong=words(N_("Write the address of a page, without a log-in name or a port.")),
        statement=words(N_("This site is mine, or its owner has asked me to look at it.")),
        statement_missing=words(N_("Nothing is sent before you say so.")),
        add=words(N_("Look at it")),
        cards=tuple(_card(own.site.host, own.site.path, known, words, now=now) for own in facts.sites),
        unseen=unseen_of(known, ("website.",), words),
        more=words(N_("What a professional assessment adds")),
        more_points=tuple(map(words, PROFESSIONAL_LOOK)),
    )


def _card(host: str, path: str, known: Known, words: Words, *, now: datetime) -> SeenCardView:
    report = report_of(key_of(host), known)
    page = words.value(path) if path != "/" else ""
    return SeenCardView(
        key=host,
        title=words.value(host),
        facts=dotted(look_facts(report, words, now=now), page),
        rows=check_rows(report, _FINE, words),
        again=words(N_("Check again")),
        remove=words(N_("Remove")),
    )


def site_removal(host: str, words: Words) -> QuestionView:
    """Asked before a site is forgotten."""
    return QuestionView(
        title=words(N_("Remove {name} from Sentwatch?"), name=words.value(host)),
        detail=words(N_("What was found there is deleted from this computer, and it is looked at no more.")),
        do=words(N_("Remove")),
        keep=words(N_("Keep it")),
    )
