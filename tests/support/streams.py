"""Made-up streams of sent mail, for everything that folds over them."""

from __future__ import annotations

import random
from collections.abc import Iterator

from sentwatch.core.incidents import Sent

DAY_S = 86_400
START_S = 1_735_689_600.0  # 2025-01-01 00:00 UTC, a Wednesday


def ordinary(days: int, *, seed: int = 1, per_day: float = 6.0, first_row: int = 1) -> list[Sent]:
    """Office mail on working days: few recipients, now and then a new one, about half of it replies."""
    chance = random.Random(seed)
    sent: list[Sent] = []
    for day in range(days):
        if (day + 2) % 7 in (5, 6):
            continue
        for _ in range(max(0, round(chance.gauss(per_day, 2)))):
            at_s = START_S + day * DAY_S + chance.uniform(9, 18) * 3600
            recipients = chance.choice((1, 1, 1, 2, 3))
            never = int(chance.random() < 0.05)
            sent.append(
                Sent(0, at_s, recipients, never, chance.random() < 0.5, at_s, b"subject%d" % len(sent), 900 + len(sent))
            )
    sent.sort(key=lambda m: m.at_s)
    return [m._replace(row=first_row + n) for n, m in enumerate(sent)]


def blast(
    at_s: float, count: int, *, over_s: float = 1140.0, recipients: int = 1, first_row: int = 100_000
) -> Iterator[Sent]:
    """The same mail to one stranger after the other."""
    for n in range(count):
        when = at_s + over_s * n / max(1, count - 1)
        yield Sent(first_row + n, when, recipients, recipients, False, when, b"blast", 4321, b"%d" % n)
