"""Same mail to many: the sliding count says what counting anew would say, and a flood costs no more a message."""

from __future__ import annotations

import random
from collections import defaultdict

from sentwatch.core.same_mail import SameMail

SPAN_S = 1_200.0


def counted_anew(messages, now_s):
    addressees = defaultdict(set)
    for at_s, subject, size, to in messages:
        if subject and at_s > now_s - SPAN_S:
            addressees[subject, size].add(to)
    return max(map(len, addressees.values()), default=0)


def test_the_sliding_count_is_the_count():
    chance = random.Random(11)
    same, messages, at_s = SameMail(SPAN_S), [], 0.0
    for _ in range(3_000):
        at_s += chance.choice((0.0, 1.0, 30.0, 400.0 if chance.random() < 0.05 else 5.0))
        message = (at_s, chance.choice((b"", b"a", b"b", b"c")), chance.choice((1, 2)), b"%d" % chance.randrange(12))
        messages.append(message)
        same.take(*message)
        assert same.most == counted_anew(messages[-400:], at_s)


def test_nothing_is_kept_of_what_is_long_over():
    same = SameMail(SPAN_S)
    for n in range(5_000):
        same.take(float(n), b"s%d" % (n % 3), 1, b"%d" % n)
    same.take(1e6, b"", 0, b"")
    assert same.most == 0
    assert not any((same._held, same._copies, same._addressees, +same._mails_with))
