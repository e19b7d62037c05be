"""Rules inferred from mail itself: what a rule does and what a person does by hand are told apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sentwatch.core.bounces import Returned, ReturnedKind, ReturnedRecipient
from sentwatch.core.rule_inference import (
    Arrived,
    ForwardedCopy,
    InferenceFacts,
    blocked_forwards,
    forwards,
    gone_notices,
    inferred_moves,
    is_automatic_forward,
    silence,
    usual_by_hour,
)

START = datetime(2026, 11, 2, tzinfo=UTC).timestamp()
"""A Monday."""
HOUR = 3600.0
DAY = 24 * HOUR


def arrived(number, *, folder="INBOX", sender="a@example.com", subject="hello", seen=False, wait=30.0, gone=None):
    at = START + number * HOUR
    return Arrived(
        message_id=f"m{number}-{folder}-{sender}",
        at_s=at,
        first_seen_s=at + wait,
        first_folder=folder,
        last_folder=folder,
        flags=("\\seen",) if seen else (),
        sender=sender,
        subject=subject,
        gone_at_s=None if gone is None else at + gone,
    )


def facts(*messages, **more):
    given = {
        "now_s": START + 14 * DAY,
        "looked_since_s": START - DAY,
        "look_every_s": 60.0,
        "trash": frozenset({"Trash"}),
        "junk": frozenset({"Junk"}),
        "own_folders": frozenset({"Sent", "Drafts"}),
        **more,
    }
    return InferenceFacts(arrived=messages, **given)


def test_mail_of_one_sender_that_never_shows_is_a_rule():
    hidden = [arrived(n, folder="RSS Feeds", sender="boss@partner.example", seen=True) for n in range(4)]
    others = [arrived(n, sender="friend@elsewhere.example") for n in range(20)]
    (move,) = inferred_moves(facts(*hidden, *others))
    assert (move.by, move.value, move.folder, move.count) == ("sender", "boss@partner.example", "RSS Feeds", 4)
    assert move.already_read == 4
    assert move.share == 1.0


def test_several_senders_of_one_domain_are_told_by_the_domain():
    hidden = [arrived(n, folder="Archive", sender=f"p{n}@partner.example", seen=True) for n in range(5)]
    (move,) = inferred_moves(facts(*hidden, *[arrived(n) for n in range(9)]))
    assert (move.by, move.value) == ("domain", "partner.example")


@pytest.mark.parametrize(
    ("subject", "word"), [("Invoice number 7 attached", "invoice"), ("【重要】請求書の送付", "請求書")]
)
def test_a_word_in_subjects_of_strangers_is_told_by_the_word(subject, word):
    hidden = [arrived(n, folder="RSS Feeds", sender=f"x{n}@d{n}.example", subject=subject, seen=True) for n in range(4)]
    others = [arrived(n, sender=f"y{n}@e{n}.example", subject="lunch") for n in range(9)]
    (move,) = inferred_moves(facts(*hidden, *others))
    assert (move.by, move.value) == ("word", word)


def test_what_a_person_files_later_is_no_rule():
    filed = [arrived(n, folder="Partners", sender="p@partner.example", seen=True, wait=4 * HOUR) for n in range(9)]
    assert inferred_moves(facts(*filed)) == ()


def test_what_was_in_the_inbox_first_is_no_rule():
    moved = [arrived(n, sender="p@partner.example")._replace(last_folder="Partners") for n in range(9)]
    assert inferred_moves(facts(*moved)) == ()


def test_folders_that_known_rules_fill_junk_and_our_own_are_left_out():
    for folder, more in (
        ("News", {"explained": frozenset({"News"})}),
        ("Junk", {}),
        ("Sent", {}),
    ):
        hidden = [arrived(n, folder=folder, sender="p@partner.example", seen=True) for n in range(9)]
        assert inferred_moves(facts(*hidden, **more)) == ()


def test_what_came_before_we_looked_proves_nothing():
    hidden = [arrived(n, folder="RSS", seen=True) for n in range(9)]
    assert inferred_moves(facts(*hidden, looked_since_s=START + 30 * DAY)) == ()


def test_half_of_a_senders_mail_is_no_pattern():
    hidden = [arrived(n, folder="RSS", sender="p@partner.example") for n in range(4)]
    shown = [arrived(n + 50, sender="p@partner.example") for n in range(4)]
    assert inferred_moves(facts(*hidden, *shown)) == ()


def test_two_messages_are_no_pattern():
    assert inferred_moves(facts(*[arrived(n, folder="RSS", seen=True) for n in range(2)])) == ()


def test_two_rules_are_told_apart():
    one = [arrived(n, folder="RSS", sender="a@one.example", subject="x", seen=True) for n in range(5)]
    other = [arrived(n, folder="Trash", sender="b@two.example", subject="y", seen=True) for n in range(4)]
    moves = inferred_moves(facts(*one, *other))
    assert [(move.value, move.folder, move.is_trash) for move in moves] == [
        ("a@one.example", "RSS", False),
        ("b@two.example", "Trash", True),
    ]


def test_a_slow_look_lets_a_person_be_as_quick_as_a_rule():
    hidden = [arrived(n, folder="RSS", sender="p@partner.example", wait=500) for n in range(5)]
    assert inferred_moves(facts(*hidden, look_every_s=60.0)) == ()
    assert len(inferred_moves(facts(*hidden, look_every_s=300.0))) == 1


NOTICE = {"sender": "no-reply@accounts.google.com", "subject": "Security alert"}


@pytest.mark.parametrize(
    ("message", "found"),
    [
        (arrived(1, folder="Trash", **NOTICE), True),
        (arrived(1, gone=120, **NOTICE), True),
        (arrived(1, gone=6 * HOUR, **NOTICE), False),
        (arrived(1, **NOTICE), False),
        (arrived(1, folder="Trash", wait=5 * HOUR, **NOTICE), False),
        (arrived(1, folder="Trash", sender="friend@example.com", subject="Security alert"), False),
        (arrived(1, folder="Trash", sender="noreply@yahoo.co.jp", subject="ログインがありました"), True),
        (arrived(1, folder="Trash", sender="noreply@shop.example", subject="Great offers"), False),
    ],
)
def test_security_notices_that_vanish(message, found):
    assert bool(gone_notices(facts(message))) is found


def usual(per_hour=1.0):
    return dict.fromkeys(range(168), per_hour)


def test_a_silence_is_measured_by_what_is_usual():
    last = arrived(0)
    gap = silence(facts(last, now_s=START + 12 * HOUR, usual_per_hour=usual(), usual_weeks=8))
    assert gap is not None
    assert gap.hours == 12
    assert round(gap.expected) == 12
    assert gap.elsewhere == 0


@pytest.mark.parametrize(
    ("per_hour", "weeks", "hours"),
    [(1.0, 8, 3), (0.1, 8, 12), (1.0, 2, 12), (0.0, 8, 200)],
)
def test_no_silence_where_nothing_was_to_be_expected(per_hour, weeks, hours):
    seen = facts(arrived(0), now_s=START + hours * HOUR, usual_per_hour=usual(per_hour), usual_weeks=weeks)
    assert silence(seen) is None


def test_mail_that_goes_on_elsewhere_is_counted():
    more = [arrived(n, folder="RSS") for n in range(1, 6)]
    gap = silence(facts(arrived(0), *more, now_s=START + 20 * HOUR, usual_per_hour=usual(), usual_weeks=8))
    assert gap.elsewhere == 5


def test_nights_and_weekends_do_not_count():
    quiet = {hour: (2.0 if hour % 24 in range(9, 18) and hour < 120 else 0.0) for hour in range(168)}
    friday_evening = START + 4 * DAY + 18 * HOUR
    message = arrived(0)._replace(at_s=friday_evening)
    for hours, is_silent in ((60, False), (70, True)):
        seen = facts(message, now_s=friday_evening + hours * HOUR, usual_per_hour=quiet, usual_weeks=8)
        assert (silence(seen) is not None) is is_silent


def test_the_usual_is_an_average_over_weeks():
    times = [START + week * 7 * DAY + 10 * HOUR for week in range(4) for _ in range(6)]
    learned = usual_by_hour(times, since_s=START, until_s=START + 28 * DAY)
    assert learned[10] == pytest.approx(3.0)
    assert learned[9] == learned[11] == pytest.approx(1.5)
    assert sum(learned.values()) == pytest.approx(6.0)


def test_forwards_by_themselves():
    copies = tuple(ForwardedCopy(f"f{n}", START + n, ("out@mailhub.example",), f"s{n}") for n in range(3))
    (to,) = forwards(facts(forwarded=copies))
    assert (to.address, to.count) == ("out@mailhub.example", 3)


@pytest.mark.parametrize(
    ("header", "is_one"),
    [
        ({"x-ms-exchange-generated-message-source": "Mailbox Rules Agent"}, True),
        ({"x-ms-exchange-inbox-rules-loop": "me@example.co.jp"}, True),
        ({"auto-submitted": "auto-generated", "resent-to": "x@example.net"}, True),
        ({"auto-submitted": "auto-replied"}, False),
        ({"subject": "Fwd: hello"}, False),
        ({}, False),
    ],
)
def test_what_marks_a_forward_by_the_server(header, is_one):
    assert is_automatic_forward(header) is is_one


def test_blocked_forwards():
    blocked = Returned(
        kind=ReturnedKind.BOUNCE, recipients=(ReturnedRecipient(address="x@y.example", status="5.7.520"),)
    )
    plain = Returned(kind=ReturnedKind.BOUNCE, recipients=(ReturnedRecipient(address="x@y.example", status="5.1.1"),))
    assert blocked_forwards(facts(returned=(plain, blocked))) == (blocked,)


def test_twenty_thousand_messages_are_sorted():
    messages = [
        arrived(
            n % 300, folder="RSS" if n % 7 == 0 else "INBOX", sender=f"s{n % 700}@d{n % 70}.example", subject="x"
        )._replace(message_id=str(n))
        for n in range(20_000)
    ]
    assert inferred_moves(facts(*messages)) != ()
