"""Parts of the object graph that are made when they are first used."""

from __future__ import annotations

from sentwatch.wiring.late import late


def test_it_is_made_at_its_first_use_and_once():
    made = []

    def make():
        made.append("made")
        return ["value"]

    part = late(make)
    assert made == []
    assert part.index("value") == 0
    assert part.count("value") == 1
    assert made == ["made"]


def test_what_is_called_can_wait_as_well():
    part = late(lambda: str.upper)
    assert part("a") == "A"
