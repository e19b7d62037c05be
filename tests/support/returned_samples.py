"""For each kind of finding about returned mail and the canary a snapshot that raises it, and for each check one that does not."""

from __future__ import annotations

from datetime import UTC, datetime

from sentwatch.core.bounces import Proof, Returned, ReturnedKind, ReturnedRecipient, Way
from sentwatch.core.canary import CanaryFacts, CanaryOutcome
from sentwatch.core.returned_mail import Notice, ReturnedFacts, ReturnedMail
from sentwatch.core.snapshot import Snapshot

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NOW_S = NOW.timestamp()


def bounce(
    number, *, at_s=NOW_S - 7200, gap_s=30.0, proof=Proof.OWN_RELAY, known=False, kind=ReturnedKind.BOUNCE, **more
):
    """One bounce of many."""
    return ReturnedMail(
        at_s=at_s + number * gap_s,
        returned=Returned(
            kind=kind,
            original_subject="Payment details",
            recipients=(ReturnedRecipient(address=f"p{number}@partner.example", status="5.1.1"),),
            way=Way(hosts=("mx.kaede.example",), entry_host="mx.kaede.example", entry_is_signed_in=True),
        ),
        is_known=known,
        proof=proof,
        original=number + 1,
        **more,
    )


def bounces(count, **more):
    return tuple(bounce(number, **more) for number in range(count))


def answers(count, **more):
    return bounces(count, kind=ReturnedKind.AUTO_REPLY, proof=Proof.UNKNOWN, **more)


def returned(*mails, **more):
    facts = ReturnedFacts(
        mails=tuple(sorted(mails, key=lambda mail: mail.at_s)), notes_senders=True, knows_own_servers=True, **more
    )
    return Snapshot(taken_at=NOW, returned=facts)


def limit_notice():
    said = ReturnedRecipient(address="a@partner.example", status="5.4.5", said="Daily user sending quota exceeded.")
    mail = Returned(kind=ReturnedKind.BOUNCE, recipients=(said,))
    return ReturnedMail(NOW_S - 600, mail, None, Proof.UNKNOWN, is_from_provider=True)


def canary(outcome, **more):
    return Snapshot(taken_at=NOW, canary=CanaryFacts(at=NOW, outcome=outcome, waited_s=300, **more))


FIRES = {
    "sent.bounces-of-unknown-mail": returned(*bounces(12)),
    "sent.address-forged": returned(*bounces(12, proof=Proof.FOREIGN)),
    "sent.replies-to-unknown-mail": returned(*answers(3)),
    "sent.limit-reached": returned(limit_notice()),
    "sent.complaints": returned(*bounces(1, kind=ReturnedKind.COMPLAINT)),
    "sent.host-notice": returned(notices=(Notice(NOW_S - 60, "support@host.example", "送信制限のお知らせ", True),)),
    "sign-in.security-notice": returned(notices=(Notice(NOW_S - 60, "no-reply@accounts.example", "New sign-in"),)),
    "rule.canary-moved": canary(CanaryOutcome.MOVED, folder="RSS Feeds"),
    "rule.canary-junk": canary(CanaryOutcome.JUNK, folder="Junk"),
    "rule.canary-read": canary(CanaryOutcome.READ, folder="INBOX", flags=("\\seen",)),
    "rule.canary-changed": canary(CanaryOutcome.CHANGED, folder="INBOX"),
    "rule.canary-gone": canary(CanaryOutcome.GONE),
    "rule.canary-missing": canary(CanaryOutcome.MISSING),
}

_ORDINARY = returned(*bounces(2), *bounces(30, known=True, gap_s=3600, at_s=NOW_S - 40 * 3600), *answers(2))

QUIET = {
    **dict.fromkeys(("sent.bounces", "sent.replies", "sent.complaints-and-limits"), _ORDINARY),
    "sign-in.security-notices": _ORDINARY,
    "rule.canary": canary(CanaryOutcome.UNTOUCHED, folder="INBOX"),
}
