"""Reviewed regularly, changed for a reason; an office's interval is a reminder with its reason stated."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.access_ledger import AccessAnswer, AccessEntry, AccessKind, Advice, due_first, stand
from sentwatch.core.password_age import (
    AgePolicy,
    ChangeReason,
    DatedReason,
    OfficeInterval,
    PasswordHistory,
    age_words,
    reasons_of,
    standing,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def stands(reasons=(), *, policy=AgePolicy(), **history):  # noqa: B008 - a frozen value
    return standing(PasswordHistory(**history), reasons, policy=policy, now=NOW)


def test_an_old_password_is_no_reason_to_change_it():
    seen = stands(first_seen=NOW - 3000 * DAY, reviewed_at=NOW - DAY)
    assert not seen.wants_change
    assert not seen.is_review_due
    assert not seen.is_office_due


def test_a_review_is_due_after_ninety_days_and_at_once_without_one():
    assert not stands(reviewed_at=NOW - 89 * DAY).is_review_due
    assert stands(reviewed_at=NOW - 90 * DAY).is_review_due
    assert stands().is_review_due


def test_a_changed_password_wants_a_review_of_its_own():
    assert stands(reviewed_at=NOW - 10 * DAY, changed_at=NOW - 5 * DAY).is_review_due
    assert not stands(reviewed_at=NOW - 5 * DAY, changed_at=NOW - 10 * DAY).is_review_due


def test_reasons_count_until_the_next_change():
    leaked = DatedReason(reason=ChangeReason.LEAKED, at=NOW - 20 * DAY)
    leaver = DatedReason(reason=ChangeReason.LEAVER, at=NOW - 2 * DAY)
    assert stands((leaver, leaked)).reasons == (ChangeReason.LEAKED, ChangeReason.LEAVER)
    assert stands((leaver, leaked), changed_at=NOW - 10 * DAY).reasons == (ChangeReason.LEAVER,)
    assert not stands((leaver, leaked), changed_at=NOW - DAY).wants_change


def test_findings_become_reasons():
    found = reasons_of(("password.breached", "password.too-short", "password.guessable", "password.not-ascii"), at=NOW)
    assert [dated.reason for dated in found] == [ChangeReason.LEAKED, ChangeReason.WEAK]
    assert reasons_of((), at=NOW) == ()


def test_an_office_interval_is_off_and_reminds_only():
    policy = AgePolicy(office=OfficeInterval(every=180 * DAY, reason="Contract with customer A, section 5"))
    seen = stands(policy=policy, first_seen=NOW - 200 * DAY, reviewed_at=NOW)
    assert seen.is_office_due
    assert not seen.wants_change
    assert stands(policy=policy, reviewed_at=NOW).office_due is None
    assert AgePolicy().office is None


@pytest.mark.parametrize(("every", "reason"), [(180 * DAY, "  "), (timedelta(hours=1), "because")])
def test_an_interval_without_a_reason_is_none(every, reason):
    with pytest.raises(ValueError):
        OfficeInterval(every=every, reason=reason)


def test_age_is_told_as_far_as_it_is_known():
    assert "We do not know" in age_words(PasswordHistory()).text
    seen = age_words(PasswordHistory(first_seen=NOW))
    assert "since we first saw it" in seen.text
    assert seen.params["at"] == NOW
    assert "as you told us" in age_words(PasswordHistory(first_seen=NOW - DAY, changed_at=NOW)).text
    # Told before we first saw it: the change says nothing about the one in use.
    assert "since we first saw it" in age_words(PasswordHistory(first_seen=NOW, changed_at=NOW - DAY)).text


def entry(answer=None, days=1, kind=AccessKind.APP_PASSWORD, name="Phone"):
    return AccessEntry(
        id=name,
        account_id="a",
        kind=kind,
        label=name,
        answer=answer,
        answered_at=None if answer is None else NOW - days * DAY,
    )


@pytest.mark.parametrize(
    ("seen", "advice"),
    [
        (entry(), Advice.LOOK_AGAIN),
        (entry(AccessAnswer.IN_USE, 89), Advice.NOTHING),
        (entry(AccessAnswer.IN_USE, 90), Advice.LOOK_AGAIN),
        (entry(AccessAnswer.IN_USE, 90, AccessKind.CONNECTED_APP), Advice.NOTHING),
        (entry(AccessAnswer.IN_USE, 180, AccessKind.CONNECTED_APP), Advice.LOOK_AGAIN),
        (entry(AccessAnswer.NOT_USED), Advice.REMOVE),
        (entry(AccessAnswer.NOT_MINE), Advice.REMOVE_AND_CHANGE_PASSWORD),
        (entry(AccessAnswer.REMOVED, 900), Advice.NOTHING),
    ],
)
def test_ledger(seen, advice):
    assert stand(seen, now=NOW).advice is advice


def test_an_incident_sets_the_ledger_back_to_due():
    fresh = entry(AccessAnswer.IN_USE, 1)
    assert stand(fresh, now=NOW, last_incident=NOW).advice is Advice.LOOK_AGAIN
    assert stand(fresh, now=NOW, last_incident=NOW - 2 * DAY).advice is Advice.NOTHING
    assert stand(entry(AccessAnswer.REMOVED, 9), now=NOW, last_incident=NOW).due is None


def test_what_asks_for_most_stands_first():
    entries = (
        entry(AccessAnswer.REMOVED, name="gone"),
        entry(AccessAnswer.IN_USE, name="fine"),
        entry(name="new"),
        entry(AccessAnswer.NOT_MINE, name="strange"),
        entry(AccessAnswer.NOT_USED, name="old"),
    )
    order = [seen.entry.label for seen in due_first(entries, now=NOW)]
    assert order == ["strange", "old", "new", "fine", "gone"]
