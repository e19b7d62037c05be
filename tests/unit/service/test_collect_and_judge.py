"""Collecting and judging over the fake mailbox: resumable, nothing twice, news only, and the same as all at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sentwatch.adapters.burst_params import burst_params
from sentwatch.core.accounts import Account
from sentwatch.core.history import incident_name, moment
from sentwatch.core.incidents import Answer
from sentwatch.core.sent import SentMessage
from sentwatch.core.trouble import NETWORK_CUT, SENT_FOLDER_UNCLEAR, Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.progress import silent
from sentwatch.service.collect import Collect
from sentwatch.service.judge import Judge
from support.clocks import HandClock
from support.fake_mail import FakeDoor, FakeFolder, FakeMailbox
from support.stores import account_store, database_in
from support.streams import DAY_S, START_S, blast, ordinary

ACCOUNT = Account(id="one", address="me@example.jp", host="mail.example.jp")
ATTACK_S = START_S + 121 * DAY_S + 50_000


def mail_of(sent, *, prefix="m"):
    """Header facts of made-up sent mail: strangers are new addresses, known ones come again."""
    known = [f"p{n}@partner.example" for n in range(40)]
    messages = []
    for number, one in enumerate(sent):
        strangers = [f"new-{prefix}-{number}-{n}@elsewhere.example" for n in range(one.never_mailed)]
        others = [known[(number + n) % 40] for n in range(one.recipients - one.never_mailed)]
        references = (f"{prefix}{number - 1}@example.jp",) if one.is_reply and number else ()
        subject = "Invoice" if one.subject == b"blast" else f"Subject {number}"
        messages.append(
            SentMessage(
                0,
                one.at_s,
                one.date_s,
                f"{prefix}{number}@example.jp",
                references,
                "me@example.jp",
                tuple(strangers + others),
                subject,
                one.size,
                (),
                None,
                "Mailer 1.0",
            )
        )
    return messages


@pytest.fixture
def clock():
    return HandClock(at=moment(ATTACK_S + 1800))


@pytest.fixture
def box():
    mailbox = FakeMailbox()
    for message in mail_of(ordinary(120)):
        mailbox.folders["Sent"].add(message)
    return mailbox


@pytest.fixture
def database(tmp_path):
    database = database_in(tmp_path)
    yield database
    database.close()


class Looker:
    """Looks at the fake mailbox as the use case does."""

    def __init__(self, box, database, clock):
        self.box, self.clock = box, clock
        self.store = account_store(database)
        self.steps = []
        self.account = ACCOUNT

    def collect(self, cancel=None):
        cancel = cancel or CancelToken()
        mail = FakeDoor(self.box).open(credential=Credential(self.box.secret), cancel=cancel)
        collect = Collect(
            mail=mail, ledger=self.store.ledger, clock=self.clock, progress=self.steps.append, cancel=cancel
        )
        return collect.run(self.account)

    def judge(self, cancel=None, progress=silent):
        return Judge(
            account=self.account,
            ledger=self.store.ledger,
            judgement=self.store.judgement,
            params=burst_params(),
            clock=self.clock,
            progress=progress,
            cancel=cancel or CancelToken(),
        )

    def look(self):
        collected = self.collect()
        self.judge().run()
        return collected

    @property
    def history(self):
        return self.judge().history()


@pytest.fixture
def looker(box, database, clock):
    return Looker(box, database, clock)


def add_attack(box, count=312, at_s=ATTACK_S, prefix="x", over_s=1140.0):
    for message in mail_of(blast(at_s, count, over_s=over_s), prefix=prefix):
        box.folders["Sent"].add(message)


def test_the_burst_is_found_with_what_can_be_shown_of_it(looker, box):
    add_attack(box)
    collected = looker.look()
    assert collected.sent_folder == "Sent"
    assert collected.new == len(box.folders["Sent"].messages)
    history = looker.history
    assert history.messages == collected.new
    assert history.judged_to == moment(ATTACK_S + 1140)
    [seen] = history.incidents
    assert seen.incident.messages == 312
    assert seen.incident.never_mailed == 312
    assert seen.subjects == ("Invoice",)
    assert seen.recipients[0] == "new-x-0-0@elsewhere.example"
    assert len(seen.recipients) == 5
    assert seen.mailers == ("Mailer 1.0",)


def test_looking_again_without_news_reads_nothing(looker, box):
    looker.look()
    box.windows_read = 0
    before = looker.history
    assert looker.look().new == 0
    assert box.windows_read == 0
    assert looker.history == before


def test_news_are_judged_as_if_they_had_always_been_there(looker, box, tmp_path, clock):
    looker.look()
    for first in range(0, 312, 50):
        count = min(50, 312 - first)
        add_attack(box, count=count, at_s=ATTACK_S + first * 4, prefix=f"x{first}-", over_s=count * 4 - 4)
        looker.look()
    at_once = Looker(box, database_in(tmp_path / "other"), clock)
    at_once.look()
    assert rounded(looker.history) == rounded(at_once.history)
    assert looker.history.baseline.learned_days == at_once.history.baseline.learned_days
    assert looker.history.messages == at_once.history.messages


def test_a_scan_that_is_cut_goes_on_where_it_was(looker, box):
    add_attack(box)
    box.window = 100
    box.trouble_after_windows = (3, Trouble(NETWORK_CUT, host="mail.example.jp"))
    with pytest.raises(Trouble):
        looker.look()
    box.trouble_after_windows = None
    box.windows_read = 0
    collected = looker.look()
    assert collected.new == len(box.folders["Sent"].messages) - 300
    assert looker.history.messages == len(box.folders["Sent"].messages)
    assert looker.history.gaps == ()
    assert looker.history.incidents[0].incident.messages == 312


def test_judging_that_is_cancelled_goes_on_where_it_was(looker, box, tmp_path, clock, monkeypatch):
    monkeypatch.setattr("sentwatch.service.judge._CHUNK", 100)
    add_attack(box)
    looker.collect()
    rounds = 0
    while True:
        cancel = CancelToken()
        done = []

        def stop_soon(step, done=done, cancel=cancel):
            done.append(step)
            if len(done) == 3:
                cancel.cancel()

        looker.clock.turn(1)
        judge = looker.judge(cancel=cancel, progress=lambda step: (looker.clock.turn(1), stop_soon(step)))
        try:
            judge.run()
        except Cancelled:
            rounds += 1
            continue
        break
    assert rounds > 2
    whole = Looker(box, database_in(tmp_path / "other"), clock)
    whole.look()
    assert rounded(looker.history) == rounded(whole.history)
    assert looker.history.messages == whole.history.messages


def rounded(history):
    """Sums that were kept and taken up again may differ in the last bit."""
    return [replace(s, incident=replace(s.incident, score=round(s.incident.score, 9))) for s in history.incidents]


def test_someone_who_wrote_before_is_no_stranger(looker, box, tmp_path, clock):
    add_attack(box, count=60)
    looker.look()
    assert looker.history.incidents[0].incident.never_mailed == 60
    # Thirty of them had written before, thirty only afterwards.
    for number in range(60):
        when = ATTACK_S - 3600 if number < 30 else ATTACK_S + 90_000
        box.folders["INBOX"].add(
            SentMessage(
                0, when, when, f"in{number}", (), f"new-x-{number}-0@elsewhere.example", (), "", 1, (), None, ""
            )
        )
    fresh = Looker(box, database_in(tmp_path / "other"), clock)
    fresh.look()
    assert fresh.history.incidents[0].incident.never_mailed == 30


def test_a_reply_names_a_message_known_in_this_mailbox(looker, box):
    sent = box.folders["Sent"]
    box.folders["INBOX"].add(SentMessage(0, START_S, START_S, "asked", (), "a@b.example", (), "", 1, (), None, ""))
    base = mail_of([next(iter(blast(ATTACK_S, 1)))])[0]
    for number, references in enumerate([("asked",), ("m3@example.jp",), ("never-seen",), ()]):
        sent.add(base._replace(message_id=f"r{number}", references=references, at_s=ATTACK_S + number))
    before = sum(1 for m in sent.messages.values() if m.references and m.references[0].startswith("m")) - 1
    looker.look()
    assert looker.history.replies == before + 2


def test_removed_copies_are_noticed_by_the_numbers(looker, box, clock):
    looker.look()
    sent = box.folders["Sent"]
    clock.turn(3600)
    uids = [sent.add(m) for m in mail_of(blast(ATTACK_S, 40), prefix="gone")]
    for uid in uids:
        sent.remove(uid)
    looker.look()
    [gap] = looker.history.gaps
    assert gap.missing == 40
    assert gap.until - gap.since == timedelta(hours=1)
    assert gap.is_telling


@pytest.mark.parametrize("has_qresync", [True, False])
def test_copies_removed_soon_after_we_saw_them_are_noticed(looker, box, clock, has_qresync):
    box.has_qresync = has_qresync
    looker.look()
    sent = box.folders["Sent"]
    clock.at = moment(ATTACK_S + 60)
    uids = [sent.add(m) for m in mail_of(blast(ATTACK_S, 5, over_s=30), prefix="soon")]
    looker.look()
    clock.turn(120)
    for uid in uids:
        sent.remove(uid)
    looker.look()
    [gap] = looker.history.gaps
    assert gap.missing == 5
    # What was sent stays sent.
    assert looker.history.messages == sent.uid_next - 1


def test_tidying_up_old_mail_is_no_gap(looker, box, clock):
    looker.look()
    sent = box.folders["Sent"]
    for uid in list(sent.messages)[:100]:
        sent.remove(uid)
    clock.turn(86_400)
    looker.look()
    assert looker.history.gaps == ()


def test_a_folder_that_is_numbered_anew_is_read_anew_and_counted_once(looker, box):
    add_attack(box)
    looker.look()
    before = looker.history
    sent = box.folders["Sent"]
    fresh = FakeFolder(flags=sent.flags, uid_validity=sent.uid_validity + 1)
    for message in sent.messages.values():
        fresh.add(message)
    box.folders["Sent"] = fresh
    looker.look()
    after = looker.history
    assert after.messages == before.messages
    assert [seen.incident.messages for seen in after.incidents] == [312]
    assert after.gaps == ()


def test_a_message_that_comes_late_is_judged_in_its_place(looker, box, tmp_path, clock):
    add_attack(box)
    looker.look()
    late = mail_of(blast(START_S + 60 * DAY_S, 90), prefix="late")
    for message in late:
        box.folders["Sent"].add(message)
    looker.look()
    whole = Looker(box, database_in(tmp_path / "other"), clock)
    whole.look()
    assert [s.incident for s in rounded(looker.history)] == [s.incident for s in rounded(whole.history)]
    assert len(looker.history.incidents) == 2
    # The texts of the first burst were dropped long ago; its evidence stays.
    assert looker.history.incidents[1].subjects == ("Invoice",)


def test_another_time_zone_is_judged_anew_with_answers_kept(looker, box):
    add_attack(box)
    looker.look()
    looker.judge().answer(incident_name(ATTACK_S), Answer.NOT_ME)
    looker.account = replace(ACCOUNT, time_zone="Asia/Tokyo")
    looker.look()
    [seen] = looker.history.incidents
    assert seen.incident.answer is Answer.NOT_ME
    assert seen.subjects == ("Invoice",)


def test_that_was_me_is_kept_and_learned(looker, box, clock, tmp_path):
    add_attack(box, count=60)
    looker.look()
    looker.judge().answer(incident_name(ATTACK_S), Answer.THAT_WAS_ME)
    assert looker.history.incidents[0].incident.answer is Answer.THAT_WAS_ME
    assert looker.history.open_incidents == ()
    # The same people once more, two days later.
    clock.turn(2 * DAY_S)
    add_attack(box, count=60, at_s=ATTACK_S + 2 * DAY_S)
    looker.look()
    unasked = Looker(box, database_in(tmp_path / "other"), clock)
    unasked.look()
    again = [seen.incident.score for seen in looker.history.open_incidents]
    assert max(again, default=0.0) < unasked.history.incidents[-1].incident.score - 1


def test_an_answer_to_nothing_changes_nothing(looker, box):
    looker.look()
    before = looker.history
    looker.judge().answer(123.0, Answer.NOT_ME)
    assert looker.history == before


def test_the_folder_is_asked_about_where_several_could_be_it(looker, box):
    box.folders["Sent"].flags = frozenset()
    box.folders["送信済みメール"] = FakeFolder()
    with pytest.raises(Trouble) as caught:
        looker.look()
    assert caught.value.kind is SENT_FOLDER_UNCLEAR
    assert caught.value.params["candidates"] == ("Sent", "送信済みメール")
    looker.account = replace(ACCOUNT, sent_folder="送信済みメール")
    assert looker.look().new == 0


def test_progress_counts_up_to_the_end_and_tells_rate_and_time_left(looker, box):
    box.window = 50

    class Turning(list):
        def __call__(self, step):
            self.append(step)

    real = looker.store.ledger.keep_sent

    def slowly(*args, **more):
        looker.clock.turn(1)
        real(*args, **more)

    looker.store.ledger.keep_sent = slowly
    looker.collect()
    reading = [step for step in looker.steps if "sent mail" in step.what.text]
    assert reading[0].done == 0
    assert reading[-1].done == reading[-1].total == len(box.folders["Sent"].messages)
    middle = reading[len(reading) // 2]
    assert middle.rate_per_s == pytest.approx(50)
    assert middle.left_s == pytest.approx((middle.total - middle.done) / 50)


def test_cancelling_keeps_what_was_read(looker, box, database):
    box.window = 100
    cancel = CancelToken()
    real = looker.store.ledger.keep_sent
    count = []

    def then_cancel(*args, **more):
        real(*args, **more)
        count.append(1)
        if len(count) == 2:
            cancel.cancel()

    looker.store.ledger.keep_sent = then_cancel
    with pytest.raises(Cancelled):
        looker.collect(cancel)
    assert database.value("SELECT count(*) FROM sent") == 200
    looker.store.ledger.keep_sent = real
    looker.look()
    assert looker.history.messages == len(box.folders["Sent"].messages)
