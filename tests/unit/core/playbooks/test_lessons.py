"""Lessons: a quiz that can be failed, a record without answers, and who still has one to do."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.lessons import packaged_lessons
from sentwatch.core.playbooks.lessons import Completion, completed, mark_quiz, standings

LESSONS = packaged_lessons()
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def right(lesson):
    return {question.id: question.right for question in lesson.quiz}


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_all_right_is_passed_and_recorded(lesson):
    result = mark_quiz(lesson, right(lesson))
    assert (result.right, result.missed, result.is_passed) == (len(lesson.quiz), (), True)
    assert completed(lesson, result, person="A", at=NOW) == Completion(lesson=lesson.id, person="A", at=NOW)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.id)
def test_nothing_answered_is_not_passed(lesson):
    result = mark_quiz(lesson, {})
    assert (result.right, result.is_passed) == (0, False)
    assert completed(lesson, result, person="A", at=NOW) is None


def test_three_of_four_is_enough_and_the_missed_one_is_named():
    lesson = LESSONS[0]
    chosen = right(lesson)
    chosen[lesson.quiz[1].id] = 1 - lesson.quiz[1].right
    result = mark_quiz(lesson, chosen)
    assert result.is_passed
    assert result.missed == (lesson.quiz[1],)


@pytest.mark.parametrize("place", [-1, 99])
def test_a_place_that_does_not_exist_is_wrong(place):
    lesson = LESSONS[0]
    assert mark_quiz(lesson, {question.id: place for question in lesson.quiz}).right == 0


def test_always_the_same_place_fails():
    for place in range(3):
        assert not all(mark_quiz(one, {q.id: place for q in one.quiz}).is_passed for one in LESSONS)


def test_who_has_done_it_within_the_year():
    lesson = LESSONS[0]
    done = [
        Completion(lesson=lesson.id, person="A", at=NOW - timedelta(days=1)),
        Completion(lesson=lesson.id, person="B", at=NOW - timedelta(days=400)),
        Completion(lesson="other", person="C", at=NOW),
    ]
    standing = standings([lesson], done, ["A", "B", "C"], now=NOW)[0]
    assert (standing.done, standing.missing) == (("A",), ("B", "C"))
