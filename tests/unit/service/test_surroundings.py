"""What belongs to no account is looked at when it is due, and one look that fails costs the others nothing."""

from __future__ import annotations

from datetime import timedelta

from sentwatch.core.phrase import phrase
from sentwatch.core.report import Report
from sentwatch.core.schedule import Area
from sentwatch.core.settings import Settings
from sentwatch.service.surroundings import Surrounding, SurroundingsWatch
from support.clocks import HandClock


class Place:
    def __init__(self):
        self.clock = HandClock()
        self.looked = {}
        self.seen = []
        self.faults = []
        self.broken = set()
        self.watch = SurroundingsWatch(
            parts=lambda: tuple(
                Surrounding(area, key, phrase("x"), lambda *, cancel, key=key: self.look(key, cancel))
                for area, key in ((Area.DEVICE, "device"), (Area.DOMAIN, "a.example"), (Area.NETWORK, "network"))
            ),
            last_look=self.looked.get,
            clock=self.clock,
            settings=Settings(domain_every_h=24, device_every_days=7),
            emit=lambda event: self.seen.append(event.report.account_key),
            note_fault=self.faults.append,
        )

    def look(self, key, cancel):
        cancel.check()
        if key in self.broken:
            raise RuntimeError(key)
        self.looked[key] = self.clock.now()
        return Report(account_key=key, account=None, role=None, taken_at=self.clock.now(), results=(), findings=())

    def after(self, **span):
        self.seen.clear()
        self.clock.turn(timedelta(**span).total_seconds())
        self.watch.look_at_due()
        return self.seen


def test_each_is_looked_at_when_it_is_due():
    place = Place()
    assert place.after() == ["device", "a.example", "network"]
    assert place.after(minutes=14) == []
    assert place.after(minutes=2) == ["network"]
    assert place.after(hours=24) == ["a.example", "network"]
    assert place.after(days=7) == ["device", "a.example", "network"]


def test_a_week_off_is_caught_up_with_once():
    place = Place()
    place.after()
    assert place.after(days=30) == ["device", "a.example", "network"]
    assert place.after() == []


def test_a_clock_set_back_does_not_stop_it():
    place = Place()
    place.after()
    assert place.after(days=-400) == ["device", "a.example", "network"]


def test_a_look_that_fails_is_noted_and_tried_again_later():
    place = Place()
    place.broken = {"device"}
    assert place.after() == ["a.example", "network"]
    assert [str(fault) for fault in place.faults] == ["device"]
    assert place.after(minutes=1) == []
    place.broken.clear()
    assert place.after(hours=1) == ["device", "network"]


def test_it_stops_when_asked():
    place = Place()
    place.watch.cancel.cancel()
    place.watch.run()
    assert place.seen == []
