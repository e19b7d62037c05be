"""Watching live over the fake mailbox: news at once, blindness told, gaps told, nothing twice, ended cleanly."""

from __future__ import annotations

import threading
import time
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.unit.service.test_collect_and_judge import mail_of

from sentwatch.adapters.burst_params import burst_params
from sentwatch.adapters.log import note_fault
from sentwatch.core.accounts import Account
from sentwatch.core.connection import Answer, ConnectionPosture
from sentwatch.core.findings import Severity
from sentwatch.core.history import moment
from sentwatch.core.looks import NotChecked
from sentwatch.core.notify import Notice, Notification
from sentwatch.core.phrase import phrase
from sentwatch.core.schedule import Watched
from sentwatch.core.settings import Settings
from sentwatch.core.trouble import BAD_CREDENTIAL, KEYRING_LOCKED, NETWORK_CUT, Trouble
from sentwatch.core.watching import AccountState, Looked, Overall, SeesAgain, Sight, StateChanged, WentBlind, overall
from sentwatch.ports.mail import Credential
from sentwatch.service.check_account import CheckAccount
from sentwatch.service.telling import Telling
from sentwatch.service.watch import Watch, watches_alike
from sentwatch.store.accounts import Accounts
from sentwatch.store.watched import Notified, WatchLog
from support import window_facts as facts
from support.clocks import HandClock
from support.fake_mail import FakeDoor, FakeFolder, FakeMailbox
from support.stores import account_store, database_in
from support.streams import DAY_S, START_S, blast, ordinary

ACCOUNT = Account(id="one", address="me@example.jp", host="mail.example.jp")
ATTACK_S = START_S + 121 * DAY_S + 50_000


class Posture:
    def look(self, account, *, cancel):
        return ConnectionPosture(
            host=account.host, port=993, tls_version="TLSv1.3", certificate=None, old_tls=Answer.NO
        )


class NoRules:
    def __init__(self):
        self.looks = 0

    def look(self, account, store, *, now, cancel, by_hand):
        self.looks += 1
        return NotChecked(phrase("Rules are not shown here."), expected=True)


class PassingClock(HandClock):
    """Days are turned by hand; seconds pass by themselves."""

    def monotonic_s(self):
        return time.monotonic()


class Place:
    """A watch over one fake mailbox."""

    def __init__(self, tmp_path, settings=None):
        self.clock = PassingClock(at=moment(ATTACK_S))
        self.box = FakeMailbox(capabilities=frozenset({"IMAP4REV1", "IDLE", "NOTIFY"}))
        for message in mail_of(ordinary(120)):
            self.box.folders["Sent"].add(message)
        self.database = database_in(tmp_path)
        self.accounts = Accounts(self.database)
        self.accounts.put(ACCOUNT)
        self.refuse = None
        self.events = []
        self.arrived = threading.Condition()
        self.settings = settings or Settings(blind_after_min=0)
        self.rules = NoRules()
        self.watch = self.make()

    def make(self):
        return Watch(
            check=CheckAccount(
                accounts=self.accounts, store=self.store, enter=self.enter, connection=Posture(), rules=self.rules,
                params=burst_params(), clock=self.clock,
                turn=lambda _account_id, _cancel: nullcontext(),
            ),
            store=self.store, log=lambda key: WatchLog(self.database, key), clock=self.clock, settings=self.settings,
            on_event=self.take, note_fault=note_fault, surroundings=tuple, last_look=lambda _key: None,
        )  # fmt: skip

    def store(self, account_id):
        return account_store(self.database, account_id)

    def enter(self, account, cancel):
        cancel.check()
        if self.refuse is not None:
            raise self.refuse
        return FakeDoor(self.box).open(credential=Credential(self.box.secret), cancel=cancel)

    def take(self, event):
        with self.arrived:
            self.events.append(event)
            self.arrived.notify_all()

    def wait_for(self, kind, count=1):
        until = time.monotonic() + 20
        with self.arrived:
            while len(found := [e for e in self.events if isinstance(e, kind)]) < count:
                assert self.arrived.wait(max(0.01, until - time.monotonic())) or time.monotonic() < until, self.events
            return found

    def send(self, messages):
        for message in messages:
            self.box.folders["Sent"].add(message)
        self.box.changed.set()


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path)
    yield place
    place.watch.stop()
    place.database.close()


def start(place):
    place.watch.start(place.accounts.all())
    place.wait_for(Looked)
    time.sleep(0.1)


def test_news_are_looked_at_at_once(place):
    start(place)
    assert place.watch.states()[0].sight is Sight.LIVE
    place.clock.turn(1200)
    place.send(mail_of(blast(ATTACK_S, 40), prefix="x"))
    report = place.wait_for(Looked, 2)[-1].report
    assert [found.finding.kind.code for found in report.findings][:1] == ["sent.burst"]
    assert place.watch.states()[0].worst is not None
    assert overall(place.watch.states()) is Overall.WARNING
    assert overall(place.watch.states(), worst=Severity.INFO) is Overall.FINE


def test_the_account_learns_its_sent_folder_and_keeps_it(place):
    start(place)
    assert place.accounts.get("one").sent_folder == "Sent"


def test_asking_looks_at_everything(place):
    start(place)
    place.watch.look_now()
    again = place.wait_for(Looked, 2)[-1].report
    assert {result.code for result in again.results} >= {"sent.burst", "connection.tls-old"}


def test_rules_are_looked_at_hourly_and_not_with_each_message(place):
    start(place)
    assert place.rules.looks == 1
    place.clock.turn(1200)
    place.send(mail_of(blast(ATTACK_S, 1), prefix="x"))
    place.wait_for(Looked, 2)
    assert place.rules.looks == 1
    place.clock.turn(3600)
    place.send(mail_of(blast(ATTACK_S, 1), prefix="y"))
    report = place.wait_for(Looked, 3)[-1].report
    assert place.rules.looks == 2
    assert "rule.hides" in {result.code for result in report.results}


def test_a_line_that_is_cut_is_made_anew_at_once(place):
    start(place)
    place.box.trouble_when_waiting = Trouble(NETWORK_CUT, host="mail.example.jp")
    place.box.changed.set()
    place.wait_for(Looked, 2)
    place.wait_for(WentBlind)
    assert place.wait_for(SeesAgain)[0].state.sight is Sight.LIVE


def test_blindness_is_told_with_its_reason_and_the_gap_afterwards(place):
    place.refuse = Trouble(BAD_CREDENTIAL, host="mail.example.jp")
    place.watch.start(place.accounts.all())
    blind = place.wait_for(WentBlind)[0].state
    assert blind.sight is Sight.BLIND
    assert blind.trouble is place.refuse
    assert overall(place.watch.states()) is Overall.BLIND
    place.clock.turn(3600)
    place.refuse = None
    place.watch.look_now()
    again = place.wait_for(SeesAgain)[0]
    assert again.blind.until - again.blind.since == timedelta(hours=1)
    assert place.watch.states()[0].trouble is None


def test_a_fault_of_ours_is_told_and_does_not_end_the_watch(place, caplog):
    place.refuse = ValueError("me@example.jp secret")
    place.watch.start(place.accounts.all())
    blind = place.wait_for(WentBlind)[0].state
    assert blind.trouble.kind.code == "our-fault"
    place.refuse = None
    place.watch.look_now()
    place.wait_for(Looked)
    place.watch.stop()
    assert [record for record in caplog.records if "fault" in record.getMessage()]


test_a_fault_of_ours_is_told_and_does_not_end_the_watch = pytest.mark.expects_log("fault [0-9A-F]{6}")(
    test_a_fault_of_ours_is_told_and_does_not_end_the_watch
)


def test_a_week_without_the_program_is_one_gap(place):
    start(place)
    place.watch.stop()
    place.clock.turn(7 * DAY_S)
    place.events.clear()
    place.watch = place.make()
    place.watch.start(place.accounts.all())
    gap = place.wait_for(Looked)[0].gap
    assert gap is not None
    assert gap.until - gap.since == timedelta(days=7)
    time.sleep(0.2)
    assert len([e for e in place.events if isinstance(e, Looked)]) == 1
    assert WatchLog(place.database, "one").gaps(since=gap.since) == (gap,)


def test_pausing_and_resuming(place):
    start(place)
    place.watch.pause("one")
    assert [state.sight for state in place.watch.states()] == [Sight.PAUSED]
    assert overall(place.watch.states()) is Overall.PAUSED
    place.send(mail_of(blast(ATTACK_S, 3), prefix="x"))
    time.sleep(0.2)
    assert len([e for e in place.events if isinstance(e, Looked)]) == 1
    place.box.changed.clear()
    place.watch.resume("one")
    place.wait_for(Looked, 2)
    assert [e.state.sight for e in place.events if isinstance(e, StateChanged)][-1] is Sight.LIVE


def test_paused_accounts_are_listed_and_left_alone(place):
    place.accounts.put(replace(ACCOUNT, paused=True))
    place.watch.start(place.accounts.all())
    assert [state.sight for state in place.watch.states()] == [Sight.PAUSED]
    assert place.box.opened == 0


def test_ending_is_quick(place):
    start(place)
    before = time.monotonic()
    place.watch.stop()
    assert time.monotonic() - before < 3
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("watch-")]


def test_what_came_into_other_folders_while_nobody_waited_is_seen(place):
    place.box.folders["RSS Feeds"] = FakeFolder()
    start(place)
    hidden = mail_of(blast(ATTACK_S, 3), prefix="hidden")
    for message in hidden:
        place.box.folders["RSS Feeds"].add(message._replace(sender="x@partner.example"))
    # The server tells of the inbox only.
    place.box.folders["INBOX"].add(mail_of(blast(ATTACK_S, 1), prefix="new")[0])
    place.box.changed.set()
    until = time.monotonic() + 20
    while time.monotonic() < until and not (
        (mark := place.store("one").ledger.mark("also:RSS Feeds")) and mark.scanned_to == 3
    ):
        time.sleep(0.02)
    assert mark.scanned_to == 3


def test_a_folder_that_keeps_its_news_to_itself_does_not_keep_the_watch_busy(place):
    folder = place.box.folders["Locked"] = FakeFolder()
    folder.is_locked = True
    folder.uid_next = 9
    start(place)
    place.watch.look_now()
    place.wait_for(Looked, 2)
    time.sleep(0.5)
    before = place.box.states_asked
    time.sleep(0.5)
    assert place.box.states_asked == before


def test_without_notify_the_inbox_has_a_line_of_its_own(place):
    place.box.capabilities = frozenset({"IMAP4REV1", "IDLE"})
    start(place)
    until = time.monotonic() + 10
    while place.box.opened < 2 and time.monotonic() < until:
        time.sleep(0.02)
    assert place.box.opened == 2


def test_without_idle_it_is_said_that_we_poll(place):
    place.box.capabilities = frozenset({"IMAP4REV1"})
    place.watch.start(place.accounts.all())
    place.wait_for(Looked)
    assert place.watch.states()[0].sight is Sight.POLLING


class Channel:
    def __init__(self):
        self.told = []
        self.said = []

    def notify(self, notification: Notification):
        self.told.append(notification)

    def say(self, notice: Notice):
        self.said.append(notice)


def telling_to(place, channel, settings, local=lambda at: at, *, still_open=lambda: 0):
    return Telling(
        notifiers=lambda: (channel,),
        notified=lambda key: Notified(place.database, key),
        settings=lambda: settings,
        clock=place.clock,
        local=local,
        digests=account_store(place.database, "").kept,
        accounts=lambda: 1,
        still_open=still_open,
        seen=set(),
    )


def test_each_thing_is_told_once_and_nights_are_left_alone(place):
    start(place)
    place.clock.turn(1200)
    place.send(mail_of(blast(ATTACK_S, 40), prefix="x"))
    reports = [looked.report for looked in place.wait_for(Looked, 2)]
    channel = Channel()
    night = [True]
    settings = Settings(quiet_hours=True, urgent_in_quiet_hours=False)
    telling = telling_to(place, channel, settings, lambda at: at.replace(hour=3 if night[0] else 12))
    assert telling.take(reports[0]) == ()
    assert telling.take(reports[1]) == ()
    night[0] = False
    assert [one.finding.kind.code for one in telling.tick()] == ["sent.burst"]
    assert telling.take(reports[1]) == ()
    assert len(channel.told) == 1


def test_what_can_wait_comes_with_the_digest_once_a_day(place):
    start(place)
    place.clock.turn(1200)
    place.send(mail_of(blast(ATTACK_S, 40), prefix="x"))
    report = place.wait_for(Looked, 2)[-1].report
    [found] = [one for one in report.findings if one.finding.kind.code == "sent.burst"]
    notice = replace(report, findings=(replace(found, finding=replace(found.finding, own_severity=Severity.NOTICE)),))
    channel = Channel()
    hour = [8]
    settings = Settings(daily_digest=True, digest_at="09:00")
    telling = telling_to(place, channel, settings, lambda at: at.replace(hour=hour[0], minute=0))
    assert telling.take(notice) == ()
    assert (channel.told, channel.said) == ([], [])
    hour[0] = 9
    telling.tick()
    telling.tick()
    [digest] = channel.said
    assert (digest.code, digest.body.params) == ("watch.digest", {"n": 1})
    assert telling.take(notice) == ()
    place.clock.turn(24 * 3600)
    telling.tick()
    assert [said.body.text for said in channel.said[1:]] == ["Nothing unusual in {n} mailbox."]


def test_blindness_is_told_after_the_quiet_hours_as_it_stands_then(place):
    state = AccountState(account=ACCOUNT, sight=Sight.BLIND, since=place.clock.now(), trouble=Trouble(KEYRING_LOCKED))
    channel = Channel()
    hour = [3]
    settings = Settings(quiet_hours=True)
    telling = telling_to(place, channel, settings, lambda at: at.replace(hour=hour[0]))
    telling.take_event(StateChanged(state=state))
    telling.take_event(WentBlind(state=state))
    assert channel.said == []
    hour[0] = 12
    telling.tick()
    assert [(said.code, said.severity, said.account_key) for said in channel.said] == [
        ("watch.blind", Severity.WARNING, ACCOUNT.id)
    ]
    hour[0] = 3
    telling.take_event(WentBlind(state=state))
    telling.take_event(SeesAgain(state=state, blind=Watched(since=place.clock.now(), until=place.clock.now())))
    hour[0] = 12
    telling.tick()
    assert [said.severity for said in channel.said] == [Severity.WARNING, Severity.NOTICE]


def test_only_what_the_watch_goes_by_makes_it_begin_anew():
    """Each start signs in to every mailbox: turning a switch that means nothing to the watch must not cost that."""
    kept = Settings()
    others = {"language": "ja", "quiet_hours": True, "breach_check": True, "update_page": "https://office.example/"}
    assert all(watches_alike(kept, replace(kept, **{name: value})) for name, value in others.items())
    for name in ("sent_every_min", "rules_every_min", "domain_every_h", "device_every_days", "blind_after_min"):
        assert not watches_alike(kept, replace(kept, **{name: 1}))


def test_the_digest_says_nothing_unusual_only_where_that_is_so(place):
    state = AccountState(
        account=ACCOUNT, sight=Sight.BLIND, since=place.clock.now(), trouble=Trouble(NETWORK_CUT, host="x")
    )
    channel, number = Channel(), [3]
    settings = Settings(daily_digest=True, digest_at="00:00")
    telling = telling_to(place, channel, settings, still_open=lambda: number[0])

    def next_day():
        place.clock.turn(DAY_S)
        channel.said.clear()
        telling.tick()
        [said] = channel.said
        return facts.words_for("en")(said.body)

    assert next_day() == "Nothing new. 3 things from before are still to be looked at."
    number[0] = 0
    assert next_day() == "Nothing unusual in 1 mailbox."
    telling.take_event(WentBlind(state=state))
    assert next_day() == "Nothing new, but 1 mailbox cannot be seen."
    telling.take_event(SeesAgain(state=state, blind=Watched(since=place.clock.now(), until=place.clock.now())))
    assert next_day() == "Nothing unusual in 1 mailbox."
