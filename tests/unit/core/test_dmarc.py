"""DMARC: the names asked for, and the staged path."""

from __future__ import annotations

from sentwatch.core.dmarc import DmarcPolicy, next_stage, staged_record, tree


def test_the_tree_walk_asks_at_most_eight_names():
    assert tree("a.b.example.test") == ("a.b.example.test", "b.example.test", "example.test", "test")
    names = tree("a.b.c.d.e.f.g.h.i.j.example.test")
    assert len(names) == 8
    assert names[1] == "f.g.h.i.j.example.test"


def test_the_path_goes_from_nothing_to_reject():
    stages = [None]
    while (after := next_stage(stages[-1])) is not None:
        stages.append(after)
    assert stages[1:] == [DmarcPolicy.NONE, DmarcPolicy.QUARANTINE, DmarcPolicy.REJECT]


def test_records_are_written_without_pct():
    record = staged_record(DmarcPolicy.QUARANTINE, ("d@example.test",))
    assert record == "v=DMARC1; p=quarantine; rua=mailto:d@example.test"
