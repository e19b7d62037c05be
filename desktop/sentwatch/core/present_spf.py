"""Reads the SPF record that stands into senders, so that a new one can be written without forgetting any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sentwatch.core.domain_records import Senders
from sentwatch.core.spf import Term, is_spf, is_well_formed, read_terms


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentSpf:
    """One record taken apart. `closing` is -all, ~all or ?all, empty where it says neither (or +all, which is none).

    `redirect` is the domain whose record speaks instead. `left_out` are terms receivers cannot use.
    """

    senders: Senders
    closing: str = ""
    redirect: str = ""
    left_out: tuple[str, ...] = ()


def read_present_spf(text: str) -> PresentSpf | None:
    """Take a record apart; None where it is no SPF record."""
    if not is_spf(text):
        return None
    includes: list[str] = []
    addresses: list[str] = []
    hosts: list[str] = []
    others: list[str] = []
    left_out: list[str] = []
    closing = redirect = ""
    own_exchangers = False
    for term in read_terms(text):
        if not is_well_formed(term):
            left_out.append(term.written)
        elif term.is_modifier:
            # exp= only explains a refusal; unknown modifiers say nothing to receivers.
            redirect = term.value.lower().rstrip(".") if term.name == "redirect" else redirect
        elif term.name == "all":
            closing = f"{term.qualifier}all" if term.qualifier != "+" else ""
            # RFC 7208 section 5.1: what stands behind `all` is not read.
            break
        elif _is_plain(term) and term.name == "include":
            includes.append(term.value.lower())
        elif term.qualifier == "+" and term.name in {"ip4", "ip6"}:
            addresses.append(term.value + term.prefix)
        elif _is_plain(term) and term.name == "a" and term.has_value:
            hosts.append(term.value.lower())
        elif _is_plain(term) and term.name == "mx" and not term.has_value:
            own_exchangers = True
        else:
            others.append(term.text)
    senders = Senders(
        includes=tuple(dict.fromkeys(includes)),
        addresses=tuple(dict.fromkeys(addresses)),
        hosts=tuple(dict.fromkeys(hosts)),
        own_exchangers=own_exchangers,
        others=tuple(dict.fromkeys(others)),
    )
    return PresentSpf(senders=senders, closing=closing, redirect=redirect, left_out=tuple(left_out))


def join_present_spf(records: Iterable[str]) -> PresentSpf | None:
    """Take several records as the one they should be; None where there is none. The strictest closing holds."""
    all_of = [present for text in records if (present := read_present_spf(text)) is not None]
    if not all_of:
        return None
    senders = [present.senders for present in all_of]
    closings = [present.closing for present in all_of]
    return PresentSpf(
        senders=Senders(
            includes=_each_once(one.includes for one in senders),
            addresses=_each_once(one.addresses for one in senders),
            hosts=_each_once(one.hosts for one in senders),
            own_exchangers=any(one.own_exchangers for one in senders),
            others=_each_once(one.others for one in senders),
        ),
        closing=next((each for each in ("-all", "~all", "?all") if each in closings), ""),
        redirect=next((present.redirect for present in all_of if present.redirect), ""),
        left_out=_each_once(present.left_out for present in all_of),
    )


def _each_once(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for part in parts for item in part))


def _is_plain(term: Term) -> bool:
    return term.qualifier == "+" and not term.prefix and "%" not in term.value
