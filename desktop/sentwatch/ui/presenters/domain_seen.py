"""What was seen of a domain, in words: where its mail goes, who may send, and what becomes of forged mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sentwatch.core.dmarc import DmarcPolicy
from sentwatch.core.domain_seen import DomainSeen, KeySeen, KeyState, StsSeen
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.core.report import Report
from sentwatch.core.spf import MAX_LOOKUPS
from sentwatch.service.own_domains import key_of
from sentwatch.texts.words import Words
from sentwatch.ui.known import Known, ref_of
from sentwatch.ui.own_facts import DomainPageFacts
from sentwatch.ui.presenters.accounts import QuestionView
from sentwatch.ui.presenters.seen_rows import SeenCardView, SeenRow, look_facts, reading, report_of, worst
from sentwatch.ui.presenters.times import dotted, joined

_UNSEEN: Final = N_("Could not be looked up this time.")


def domain_card(domain: str, facts: DomainPageFacts, known: Known, words: Words, *, now: datetime) -> SeenCardView:
    """The card of one domain. Without a look there are no rows."""
    report = report_of(key_of(domain), known)
    seen = facts.memory(domain).seen
    servers = words(N_("Name servers: {names}"), names=seen.name_servers[:3]) if seen and seen.name_servers else ""
    return SeenCardView(
        key=domain,
        title=words.value(domain),
        facts=dotted(look_facts(report, words, now=now), servers),
        rows=tuple(_row(topic, seen, report, words) for topic in _TOPICS) if seen is not None else (),
        again=words(N_("Check again")) if seen is not None else words(N_("Check this now")),
        remove=words(N_("Remove")) if domain in facts.added else "",
    )


def which_domain(words: Words) -> str:
    """The name of the choice between domains."""
    return words(N_("Domain"))


def not_a_lock(words: Words) -> str:
    """What all of this does not do."""
    return words(
        N_(
            "None of this keeps anybody out of your mailbox: mail that is sent from it passes every check, also with "
            "p=reject. It is there against forged senders."
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDomainView:
    """The form for another domain."""

    title: str
    intro: str
    name: str
    hint: str
    wrong: str
    add: str
    is_first: bool


def add_domain(words: Words, *, is_first: bool) -> AddDomainView:
    """The form; `is_first` where there is no domain yet."""
    return AddDomainView(
        title=words(N_("No domain of your own yet")) if is_first else words(N_("Another domain of yours")),
        intro=words(
            N_(
                "The addresses of your accounts belong to their providers, who look after those domains. If a domain "
                "of your own exists, name it here."
            )
        )
        if is_first
        else words(N_("A domain that sends no mail wants records too: others can write it on theirs.")),
        name=words(N_("Name of the domain")),
        hint=words(N_("For example example.com")),
        wrong=words(N_("This is not the name of a domain.")),
        add=words(N_("Add and look")),
        is_first=is_first,
    )


def domain_removal(domain: str, words: Words) -> QuestionView:
    """Asked before a domain is forgotten."""
    return QuestionView(
        title=words(N_("Remove {name} from Sentwatch?"), name=words.value(domain)),
        detail=words(N_("What was found about it is deleted from this computer, and it is looked at no more.")),
        do=words(N_("Remove")),
        keep=words(N_("Keep it")),
    )


def _exchangers(seen: DomainSeen, words: Words) -> str | None:
    if seen.exchangers is None:
        return None
    if seen.takes_no_mail:
        return words(N_("It says that it takes no mail."))
    if not seen.exchangers:
        return words(N_("No mail server is named."))
    hosts = seen.exchangers[:3]
    if seen.gateway:
        return words(N_("First to the filter service {gateway}: {hosts}"), gateway=seen.gateway, hosts=hosts)
    return words(N_("To {hosts}"), hosts=hosts)


_CLOSINGS: Final = {
    "-": N_("Mail from other servers fails (-all)."),
    "~": N_("Mail from other servers looks suspicious (~all)."),
    "+": N_("Every server in the world may send (+all)."),
}


def _spf(seen: DomainSeen, words: Words) -> str | None:
    if seen.spf is None:
        return None
    if not seen.spf:
        return words(N_("Nothing says which servers may send."))
    if len(seen.spf) > 1:
        return words(N_("{count} records, where only one is allowed: receivers use none."), count=len(seen.spf))
    closing = _CLOSINGS.get(seen.spf_closing or "", N_("It does not say what to do with other servers."))
    needed = words(N_("{count} of {limit} look-ups."), count=seen.spf_lookups, limit=MAX_LOOKUPS)
    return joined(words, words(closing), needed)


_KEYS: Final = {
    KeyState.GOOD: N_("{selector}: good"),
    KeyState.SHORT: N_("{selector}: too short ({bits:plain} bits)"),
    KeyState.TESTING: N_("{selector}: only a test"),
    KeyState.WITHDRAWN: N_("{selector}: withdrawn"),
    KeyState.MISSING: N_("{selector}: no key there"),
    KeyState.UNSEEN: N_("{selector}: could not be looked up"),
}


def _keys(seen: DomainSeen, words: Words) -> str | None:
    if not seen.keys:
        return words(N_("No key is known yet. It is learned from your sent mail."))
    return dotted(*(_key(key, words) for key in seen.keys[:4]))


def _key(key: KeySeen, words: Words) -> str:
    if key.state is KeyState.GOOD and key.bits is not None:
        return words(N_("{selector}: good ({bits:plain} bits)"), selector=key.selector, bits=key.bits)
    return words(_KEYS[key.state], selector=key.selector, bits=key.bits)


_POLICIES: Final = {
    DmarcPolicy.NONE: N_("It is reported at most (p=none)."),
    DmarcPolicy.QUARANTINE: N_("It goes into junk (p=quarantine)."),
    DmarcPolicy.REJECT: N_("It is refused (p=reject)."),
}


def _dmarc(seen: DomainSeen, words: Words) -> str | None:
    if seen.dmarc is None:
        return None
    if not seen.dmarc:
        return words(N_("Nothing says what to do with it."))
    if len(seen.dmarc) > 1:
        return words(N_("{count} records, where only one is allowed: receivers use none."), count=len(seen.dmarc))
    if seen.policy is None:
        return words(N_("The record cannot be read."))
    above = words(N_("Said by {domain}."), domain=seen.dmarc_at) if seen.dmarc_at != seen.domain else ""
    return joined(words, words(_POLICIES[seen.policy]), above)


_STS: Final = {
    StsSeen.NONE: N_("Not set up; it is a later step."),
    StsSeen.RECORD_ONLY: N_("Announced, but senders find no policy they can use."),
    StsSeen.FILE_UNSEEN: N_("Announced; the policy could not be read this time."),
    StsSeen.TESTING: N_("Being tried out (testing)."),
    StsSeen.ENFORCED: N_("Senders insist on encryption (enforce)."),
    StsSeen.OFF: N_("Switched off (mode none)."),
}


def _sts(seen: DomainSeen, words: Words) -> str | None:
    return None if seen.sts is StsSeen.UNSEEN else words(_STS[seen.sts])


def _tls_rpt(seen: DomainSeen, words: Words) -> str | None:
    if seen.tls_rpt is None:
        return None
    return words(N_("They are asked for.")) if seen.tls_rpt else words(N_("They are not asked for."))


def _signed(seen: DomainSeen, words: Words) -> str | None:
    if seen.is_signed is None:
        return None
    return words(N_("Signed.")) if seen.is_signed else words(N_("Not signed."))


_Topic = tuple[str, Phrase, tuple[str, ...], Callable[[DomainSeen, Words], "str | None"]]
# Its name, its title, how the codes of its findings begin, and what it says.
_TOPICS: Final[tuple[_Topic, ...]] = (
    ("mx", phrase(N_("Where mail goes (MX)")), ("domain.mx-", "domain.gateway-"), _exchangers),
    ("spf", phrase(N_("Who may send (SPF)")), ("domain.spf-",), _spf),
    ("dkim", phrase(N_("Signature of your mail (DKIM)")), ("domain.dkim-",), _keys),
    ("dmarc", phrase(N_("What becomes of forged mail (DMARC)")), ("domain.dmarc-",), _dmarc),
    ("mta-sts", phrase(N_("Encrypted delivery (MTA-STS)")), ("domain.mta-sts-",), _sts),
    ("tls-rpt", phrase(N_("Reports on encryption (TLS-RPT)")), ("domain.tls-rpt-",), _tls_rpt),
    ("dnssec", phrase(N_("Answers of the name servers (DNSSEC)")), ("domain.dnssec-",), _signed),
)


def _row(topic: _Topic, seen: DomainSeen, report: Report | None, words: Words) -> SeenRow:
    name, title, beginnings, say = topic
    what, said = words(title), say(seen, words)
    found = worst(report, beginnings)
    if said is None:
        return SeenRow(name=name, tone="blind", what=what, said=words(_UNSEEN))
    if found is not None and report is not None:
        tone = found.finding.severity.word
        return SeenRow(name=name, tone=tone, what=what, said=said, ref=ref_of(report, found), read=reading(what, words))
    is_unknown = name == "dkim" and not seen.keys
    return SeenRow(name=name, tone="blind" if is_unknown else "fine", what=what, said=said)
