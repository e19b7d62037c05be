"""What an office wrote down about shared addresses and leavers, judged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.core.office import Leaver, OfficeFacts, SharedAddress, judge_office

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def ago(days):
    return NOW - timedelta(days=days)


def codes(**facts):
    return [finding.kind.code for finding in judge_office(OfficeFacts(**facts), now=NOW)]


def shared(*people, changed=None):
    return SharedAddress(address="info@example.co.jp", people=people, changed_at=changed)


@pytest.mark.parametrize(("people", "found"), [("ABC", []), ("ABCD", ["office.shared-too-widely"])])
def test_how_many_are_too_many(people, found):
    assert codes(shared=(shared(*people),)) == found


def test_somebody_who_left_still_knows_it():
    gone = Leaver(name="B", left_at=ago(10), closed_at=ago(9))
    for changed in (None, ago(20)):
        assert codes(shared=(shared("A", "B", changed=changed),), leavers=(gone,)) == [
            "office.shared-password-known-to-leaver"
        ]
    assert codes(shared=(shared("A", "B", changed=ago(5)),), leavers=(gone,)) == []
    assert codes(shared=(shared("A"),), leavers=(gone,)) == []


def test_the_last_one_who_left_counts():
    leavers = tuple(Leaver(name=name, left_at=ago(days), closed_at=NOW) for name, days in (("A", 30), ("B", 5)))
    found = list(judge_office(OfficeFacts(shared=(shared("A", "B", changed=ago(10)),), leavers=leavers), now=NOW))
    assert [finding.params["name"] for finding in found] == ["B"]


def test_a_list_that_is_not_finished():
    assert codes(leavers=(Leaver(name="B", left_at=ago(1)),)) == ["office.leaver-open"]
    assert codes(leavers=(Leaver(name="B", left_at=ago(-7)),)) == []
