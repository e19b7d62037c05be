"""The checks of sent mail: levels, roles, answers, what corroborates, and what is said from how little."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sentwatch.core.accounts import Role
from sentwatch.core.check import Checked
from sentwatch.core.checks import sent_announcement, sent_burst, sent_copies_missing, sent_import
from sentwatch.core.findings import Severity
from sentwatch.core.history import Evidenced, SentGap
from sentwatch.core.incidents import Announcement, Answer
from sentwatch.core.looks import NotChecked
from sentwatch.texts.render import render_finding, render_reason
from sentwatch.wiring import words_for
from support.check_samples import ACCOUNT, BASELINE, HISTORY, INCIDENT, NOW, NOW_S, incident, sent

MILD = {"critical_s": None, "score": 3.2, "messages": 9, "recipients": 9, "never_mailed": 4}


def findings(snapshot, check=sent_burst.CHECK):
    outcome = check.run(snapshot)
    assert isinstance(outcome, Checked)
    return outcome.findings


def severity(snapshot):
    found = findings(snapshot)
    return found[0].severity if found else None


def test_levels():
    assert severity(incident(**MILD)) is Severity.NOTICE
    assert severity(incident(**{**MILD, "critical_s": NOW_S})) is Severity.WARNING
    assert severity(incident(**{**MILD, "score": 4.1})) is Severity.WARNING
    assert severity(incident(**{**MILD, "score": 4.1, "recipients": 100})) is Severity.URGENT
    assert severity(incident(**{**MILD, "score": 4.1, "never_mailed": 50})) is Severity.URGENT
    assert severity(incident(**{**MILD, "recipients": 500})) is Severity.NOTICE


def test_removed_copies_at_the_same_time_raise_the_level():
    gap = SentGap(since=NOW - timedelta(hours=3), until=NOW - timedelta(hours=1), missing=30)
    far = SentGap(since=NOW - timedelta(days=9), until=NOW - timedelta(days=8), missing=30)
    tidy = SentGap(since=NOW - timedelta(hours=3), until=NOW - timedelta(hours=1), missing=2)

    def with_gap(one, **changes):
        return sent(incidents=(Evidenced(incident=replace(INCIDENT, **changes)),), gaps=(one,))

    assert severity(with_gap(gap, **MILD)) is Severity.WARNING
    assert severity(with_gap(gap, **{**MILD, "score": 4.1})) is Severity.URGENT
    assert severity(with_gap(far, **MILD)) is Severity.NOTICE
    assert severity(with_gap(tidy, **MILD)) is Severity.NOTICE


def test_a_program_is_told_of_critical_bursts_only():
    def by_program(snapshot):
        return replace(snapshot, account=replace(ACCOUNT, role=Role.SYSTEM))

    assert severity(by_program(incident(**MILD))) is None
    assert severity(by_program(incident())) is Severity.URGENT
    assert severity(by_program(incident(**MILD, answer=Answer.NOT_ME))) is Severity.URGENT


def test_dead_hours_are_for_people_and_a_notice_at_most():
    night = incident(dead_hours=True, critical_s=None, score=3.6)
    assert [(f.kind.code, f.severity) for f in findings(night)] == [("sent.unusual-hours", Severity.NOTICE)]
    for role in (Role.SHARED, Role.SYSTEM):
        assert findings(replace(night, account=replace(ACCOUNT, role=role))) == ()


def test_answers():
    assert findings(incident(answer=Answer.THAT_WAS_ME)) == ()
    [disowned] = findings(incident(**MILD, answer=Answer.NOT_ME))
    assert disowned.severity is Severity.URGENT
    assert any(item.label == "Your answer" for item in disowned.evidence)


def test_what_was_moved_here_is_no_burst():
    moved = incident(date_days=tuple((day, 10) for day in range(30)))
    assert findings(moved) == ()
    assert [f.kind.code for f in findings(moved, sent_import.CHECK)] == ["sent.import"]


@pytest.mark.parametrize(("lang", "expected"), [
    ("en", ("312 messages between 10:00 and 10:20 on Tuesday 24 November 2026. Your usual maximum in 20 minutes is 2. "
           "You have never mailed 320 of the recipients (97 %). None is a reply.")),
    ("ja", ("2026年11月24日(火) 10:00 から 10:20 までに 312 通送られました。ふだんは 20 分あたり最大 2 通です。"
           "宛先のうち 320 件(97%)は、これまで一度も送ったことのない相手です。返信は 1 通もありません。")),
])  # fmt: skip
def test_the_sentence(lang, expected):
    [found] = findings(incident())
    assert render_finding(found, words_for(lang).for_zone("UTC")).title == expected


def test_the_sentence_of_one_message_of_a_long_span_and_of_a_burst_under_way():
    words = words_for("en").for_zone("UTC")

    def title(**changes):
        return render_finding(findings(incident(**changes))[0], words).title

    one = title(messages=1, recipients=60, never_mailed=0, end_s=INCIDENT.start_s)
    assert one.startswith("One message to 60 recipients at 10:00 on Tuesday 24 November 2026.")
    assert "None is a reply" not in one
    assert "never mailed" not in one
    assert "Sunday 22 November 2026 10:00 and Tuesday" in title(start_s=INCIDENT.start_s - 2 * 86_400)
    assert title(end_s=NOW_S - 60).endswith("It is still going on.")
    assert "reply" not in title(replies=3)


def test_it_is_said_from_how_little_was_learned():
    outcome = sent_burst.CHECK.run(sent(baseline=replace(BASELINE, active_days=6)))
    assert render_reason(outcome, words_for("en")) == "Learned from 6 days with sent mail only."
    assert render_reason(sent_burst.CHECK.run(sent()), words_for("en")) is None


def test_announcements_are_told_while_they_are_fresh_and_to_people():
    def announced(hours, **changes):
        one = Announcement(at_s=NOW_S - hours * 3600, recipients=30, never_mailed=0)
        return replace(sent(announcements=(one,)), **changes)

    assert len(findings(announced(5), sent_announcement.CHECK)) == 1
    assert findings(announced(24 * 31), sent_announcement.CHECK) == ()
    assert findings(announced(5, account=replace(ACCOUNT, role=Role.SYSTEM)), sent_announcement.CHECK) == ()


@pytest.mark.parametrize(("missing", "hours", "fires"), [(3, 1, True), (2, 1, False), (5, 48, False), (6, 48, True)])
def test_gaps_are_weighed_by_their_length(missing, hours, fires):
    gap = SentGap(since=NOW - timedelta(hours=hours), until=NOW, missing=missing)
    assert bool(findings(sent(gaps=(gap,)), sent_copies_missing.CHECK)) is fires


def test_files_do_not_tell_what_was_removed():
    outcome = sent_copies_missing.CHECK.run(replace(sent(), sent=replace(HISTORY, gaps=None)))
    assert isinstance(outcome, NotChecked)
    assert outcome.expected
