"""What the chart says: bars aloud, rows of the table, what is usual; in both languages."""

from __future__ import annotations

from datetime import datetime

import pytest

from sentwatch.core.findings import Severity
from sentwatch.core.timeline import Bucket, BurstMark, Measure, Step, TimelineView, Usual
from sentwatch.ui.known import Known
from sentwatch.ui.presenters.sending import band_words, read_out, sending, table_head, table_rows
from sentwatch.ui.presenters.states import Next
from support import window_facts as facts

EN, JA = facts.words_for("en"), facts.words_for("ja")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=facts.ZONE).timestamp()


def view(step, *buckets, bursts=()):
    return TimelineView(
        step=step,
        buckets=buckets,
        usual={Measure.MESSAGES: Usual(low=0, high=4), Measure.NEVER_MAILED: Usual(low=0, high=2)},
        bursts=bursts,
        learned_days=113,
    )


MINUTES = Bucket(at("2025-10-18T13:55"), at("2025-10-18T14:00"), 30, 33, 32)
DAY = Bucket(at("2025-10-17T00:00"), at("2025-10-18T00:00"), 1, 1, 0)
BURST = BurstMark(
    code="sent.burst",
    subject="s",
    start_s=at("2025-10-18T13:58"),
    end_s=at("2025-10-18T14:17"),
    severity=Severity.URGENT,
)


@pytest.mark.parametrize(
    ("words", "bucket", "step", "said"),
    [
        (
            EN,
            MINUTES,
            Step.FIVE_MINUTES,
            (
                "Saturday 18 October 2025, 13:55–14:00: 30 messages, 33 recipients, 32 never mailed before. "
                "Usual maximum: 4 messages. Unusual sending."
            ),
        ),
        (
            EN,
            DAY,
            Step.DAY,
            "Friday 17 October 2025: 1 message, 1 recipient, 0 never mailed before. Usual maximum: 4 messages.",
        ),
        (
            JA,
            MINUTES,
            Step.FIVE_MINUTES,
            "2025年10月18日(土) 13:55–14:00: メール 30 通、宛先 33 件、うち初めて 32 件。ふだんは最大 4 通です。いつもと違う送信です。",
        ),
    ],
)
def test_a_bar_is_read_out(words, bucket, step, said):
    assert read_out(bucket, view(step, bucket, bursts=(BURST,)), words) == said


def test_a_bar_beside_the_burst_is_not_unusual():
    before = Bucket(BURST.start_s - 600, BURST.start_s, 2, 2, 0)
    after = Bucket(BURST.end_s + 1, BURST.end_s + 600, 2, 2, 0)
    inside_but_empty = Bucket(BURST.start_s, BURST.start_s + 60, 0, 0, 0)
    for bucket in (before, after, inside_but_empty):
        assert "Unusual" not in read_out(bucket, view(Step.MINUTE, bucket, bursts=(BURST,)), EN)


def test_the_table_holds_what_was_sent_newest_first():
    rows = table_rows(view(Step.DAY, DAY, DAY._replace(messages=0), bursts=(BURST,)), EN)
    assert [row.cells for row in rows] == [("Fri 17 Oct", "1", "1", "0")]
    assert rows[0].severity is None
    minutes = table_rows(view(Step.FIVE_MINUTES, MINUTES, bursts=(BURST,)), JA)
    assert minutes[0].cells == ("13:55–14:00", "30", "33", "32")
    assert minutes[0].severity is Severity.URGENT
    hours = [Bucket(at(f"2025-10-{d}T20:00"), at(f"2025-10-{d}T21:00"), 1, 1, 1) for d in (17, 18)]
    assert [row.cells[0] for row in table_rows(view(Step.HOUR, *hours), JA)] == [
        "10月18日(土) 20:00",
        "10月17日(金) 20:00",
    ]
    assert len(table_head(JA)) == 4


@pytest.mark.parametrize("step", list(Step))
def test_what_is_usual_is_said_for_every_step(step):
    assert band_words(view(step, DAY), Measure.MESSAGES, EN).startswith("Shaded: usual up to 4 per ")
    assert band_words(view(step, DAY), Measure.MESSAGES, EN).endswith("Learned from 113 days.")
    assert band_words(view(step, DAY), Measure.RECIPIENTS, EN) == ""


def test_the_page():
    shown = sending(facts.attention(), EN, now=facts.NOW)
    assert [choice.key for choice in shown.accounts] == [facts.SHOP, facts.OFFICE]
    assert [row.ref for row in shown.rows] == [facts.burst_ref()]
    assert shown.state is None
    assert sending(Known(), EN, now=facts.NOW).state.does is Next.ADD_ACCOUNT
    assert sending(Known(accounts=(facts.SHOP_ACCOUNT,)), EN, now=facts.NOW).state.does is Next.CHECK_NOW
