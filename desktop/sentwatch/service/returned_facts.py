"""Use case: fold what came back to an account, as it is kept, into the facts that checks judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import Final

from sentwatch.core.bounces import ReturnedKind
from sentwatch.core.history import moment
from sentwatch.core.own_ways import Given, OwnWays, Prover, own_id_domains
from sentwatch.core.returned_mail import (
    DAY_S,
    LONG_S,
    QUARANTINE_S,
    REPLIES_S,
    SHORT_S,
    Completeness,
    Notice,
    ReturnedFacts,
    ReturnedMail,
    most_within,
)
from sentwatch.service.returned import OWN_WAYS, id_domain_text
from sentwatch.store import returned as returned_store
from sentwatch.store.kept import Kept
from sentwatch.store.ledger import Ledger
from sentwatch.store.returned import (
    HOST_NOTICE,
    IN_SENT,
    OF_OTHERS,
    SECURITY_NOTICE,
    UNKNOWN,
    KeptReturned,
    ReturnedStore,
)

JUDGED_S: Final = 32 * DAY_S
"""A little longer than findings are shown, so that none of them loses its beginning."""
CALIBRATED_S: Final = 28 * DAY_S
THIRD: Final = 2
"""The third busiest day counts as usual, as in the burst definition: an attack of two days teaches nothing."""

_NOTICES: Final = frozenset({SECURITY_NOTICE, HOST_NOTICE})
_BOUNCES: Final = frozenset({ReturnedKind.BOUNCE.value, ReturnedKind.DELAY.value})
_ANSWERS: Final = frozenset({ReturnedKind.REPLY.value, ReturnedKind.AUTO_REPLY.value})


def returned_facts(
    ledger: Ledger, returned: ReturnedStore, kept: Kept, *, given: Given, now: datetime, zone: tzinfo | None
) -> ReturnedFacts:
    """Return what came back, as it is known now."""
    ways = kept.get(OWN_WAYS, OwnWays) or OwnWays()
    prover, now_s = Prover.of(ways, given), now.timestamp()
    own_domains = {ledger.message_number(id_domain_text(one)) for one in own_id_domains(ways, given)}
    rows = [row for row in returned.all_since(now_s - returned_store.KEPT_S) if _speaks_of_us(row, own_domains)]
    names = ledger.folder_names()
    old = [row for row in rows if row.at_s < now_s - QUARANTINE_S and row.known == UNKNOWN]
    bounces = [row.at_s for row in old if row.kind in _BOUNCES]
    return ReturnedFacts(
        mails=tuple(
            _mail(row, prover, names.get(row.folder, ""))
            for row in rows
            if row.kind not in _NOTICES and row.at_s >= now_s - JUDGED_S and row.returned is not None
        ),
        notices=tuple(
            Notice(row.at_s, row.returned.original_sender, row.returned.original_subject, row.kind == HOST_NOTICE)
            for row in rows
            if row.kind in _NOTICES and row.at_s >= now_s - JUDGED_S and row.returned is not None
        ),
        completeness=_completeness(rows, own_domains, since_s=now_s - CALIBRATED_S),
        usual_short=_usual(bounces, SHORT_S, zone),
        usual_long=_usual(bounces, LONG_S, zone),
        usual_replies=_usual([row.at_s for row in old if row.kind in _ANSWERS], REPLIES_S, zone),
        waiting=returned.waiting(),
        own_hosts=prover.own,
        knows_own_servers=bool(ways.hosts),
        notes_senders=ways.note_writer is not None,
    )


def _speaks_of_us(row: KeptReturned, own_domains: set[int]) -> bool:
    """Whether it can be about mail of ours: people also answer mail of others, in threads we only read."""
    if row.kind == ReturnedKind.REPLY.value:
        return row.known == IN_SENT or (row.known == UNKNOWN and row.id_domain in own_domains)
    return row.kind != ReturnedKind.AUTO_REPLY.value or row.known != OF_OTHERS


def _mail(row: KeptReturned, prover: Prover, folder: str) -> ReturnedMail:
    assert row.returned is not None
    return ReturnedMail(
        at_s=row.at_s,
        returned=row.returned,
        is_known=None if row.known in {None, OF_OTHERS} else row.known == IN_SENT,
        proof=prover.proof(row.returned),
        original=row.original or 0,
        original_s=row.original_s,
        is_from_provider=row.is_from_provider,
        folder=folder,
    )


def _completeness(rows: Iterable[KeptReturned], own_domains: set[int], *, since_s: float) -> Completeness:
    answers = [
        row.known == IN_SENT
        for row in rows
        if row.kind in _ANSWERS
        and row.at_s >= since_s
        and row.id_domain in own_domains
        and row.known in {IN_SENT, UNKNOWN}
    ]
    return Completeness(answers=len(answers), in_sent=sum(answers))


def _usual(times: Sequence[float], window_s: float, zone: tzinfo | None) -> int:
    """Return the most within a window on the third busiest day."""
    days: dict[object, list[float]] = {}
    for at_s in times:
        days.setdefault(moment(at_s).astimezone(zone).date(), []).append(at_s)
    busiest = sorted((most_within(of_one, window_s) for of_one in days.values()), reverse=True)
    return busiest[THIRD] if len(busiest) > THIRD else 0
