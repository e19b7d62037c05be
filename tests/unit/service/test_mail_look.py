"""One look at the mail over the fake mailbox: what came back, what rules do unseen, what is learned, and at what cost."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
from tests.unit.service.test_live import NoRules

from sentwatch.adapters.burst_params import burst_params
from sentwatch.adapters.imap.headers import HeaderReader
from sentwatch.adapters.imap.received import read_received
from sentwatch.core.accounts import Account
from sentwatch.core.bounces import Proof
from sentwatch.core.check import Checked
from sentwatch.core.connection import Answer, ConnectionPosture
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.own_ways import Given
from sentwatch.core.rule_inference import silence
from sentwatch.core.schedule import MAILBOX
from sentwatch.core.sent import SentMessage
from sentwatch.core.takeover import TakeoverState
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.progress import silent
from sentwatch.service import returned as returned_service
from sentwatch.service.check_account import CheckAccount
from sentwatch.service.mail_look import ALL_FURTHER, NO_FURTHER, Further
from sentwatch.store.accounts import Accounts
from support.clocks import HandClock
from support.fake_mail import FakeDoor, FakeFolder, FakeMailbox
from support.returned_mail import OWN, RELAY, auto_reply, bounce, notice, ordinary, own_mail
from support.stores import account_store, database_in

ACCOUNT = Account(id="one", address=OWN, host="imap.kaede.example")
HOUR, DAY = 3600.0, 86_400.0
GIVEN = Given(
    logins=(OWN,), hosts=("imap.kaede.example",), id_domains=("kaede.example",),
    provider_sites=frozenset({"kaede.example"}),
)  # fmt: skip


class Posture:
    def look(self, account, *, cancel):
        return ConnectionPosture(
            host=account.host, port=993, tls_version="TLSv1.3", certificate=None, old_tls=Answer.NO
        )


class Place:
    """A fake mailbox and the use case that looks at it."""

    def __init__(self, tmp_path):
        self.clock = HandClock()
        self.box = FakeMailbox()
        self.box.folders["RSS Feeds"] = FakeFolder()
        self.database = database_in(tmp_path)
        self.accounts = Accounts(self.database)
        self.accounts.put(ACCOUNT)
        self.store = account_store(self.database)
        self.check = CheckAccount(
            accounts=self.accounts, store=lambda _id: self.store, enter=self.enter, connection=Posture(),
            rules=NoRules(), params=burst_params(), clock=self.clock, turn=lambda _account, _cancel: nullcontext(),
            given=lambda _account: GIVEN,
        )  # fmt: skip

    @property
    def now_s(self):
        return self.clock.now().timestamp()

    def enter(self, account, cancel):
        return FakeDoor(self.box).open(credential=Credential(self.box.secret), cancel=cancel)

    def put(self, raw, folder="INBOX", *, ago_s=60.0, seen=False):
        header = raw.partition(b"\r\n\r\n")[0]
        at_s = int(self.now_s - ago_s)
        message = read_received(
            HeaderReader(), 0, size=len(raw), flags=b"\\Seen" if seen else b"", internal_date=b"", header=header
        )._replace(at_s=float(at_s))
        return self.box.folders[folder].arrive(message, body=raw, way=header)

    def sent(self, message_id, *, to="a@partner.example", subject="hello", ago_s=60.0, way=b""):
        folder = self.box.folders["Sent"]
        uid = folder.add(
            SentMessage(0, self.now_s - ago_s, None, message_id, (), OWN, (to,), subject, 500, (), None, "")
        )
        folder.ways[uid] = way
        return uid

    def look(self, further=ALL_FURTHER):
        mail = self.enter(ACCOUNT, CancelToken())
        look = self.check.read_mail(
            mail, self.accounts.get("one"), self.store, further=further, progress=silent, cancel=CancelToken()
        )
        return self.check.seen(look)

    def report(self):
        return self.check.run(self.accounts.get("one"), progress=silent, cancel=CancelToken(), areas=MAILBOX)


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path)
    yield place
    place.database.close()


def codes(report):
    return {one.finding.kind.code for one in report.findings}


def known(snapshot):
    return [mail.is_known for mail in snapshot.returned.mails]


def test_a_bounce_is_matched_by_its_original_and_by_whom_it_went_to(place):
    place.sent("letter1@kaede.example", to="x@p.example", subject="Offer", ago_s=DAY)
    place.put(bounce(1, original_id="letter1@kaede.example"), ago_s=90)
    # A server has given the message another number.
    place.put(bounce(2, original_id="other@relay.example", to="x@p.example", subject="Offer"))
    place.put(bounce(3, to="x@p.example", subject="Something else"), ago_s=30)
    assert known(place.look()) == [True, True, False]


def test_a_copy_that_is_saved_later_settles_it(place):
    place.put(bounce(1, original_id="late@kaede.example"))
    assert known(place.look()) == [False]
    place.clock.turn(600)
    place.sent("late@kaede.example")
    assert known(place.look()) == [True]


def test_nothing_counts_twice(place):
    place.box.folders["All"] = FakeFolder(flags=frozenset({"\\all"}))
    raw = bounce(1)
    place.put(raw)
    place.put(raw, "All")
    place.put(raw, "Trash")
    assert len(place.look().returned.mails) == 1
    assert len(place.look().returned.mails) == 1
    assert place.box.bodies_read == 1


def test_a_flood_of_bounces_is_read_in_turns_and_said(place, monkeypatch):
    monkeypatch.setattr(returned_service, "MAX_BODIES", 20)
    for number in range(50):
        place.put(bounce(number))
    first = place.look()
    assert (len(first.returned.mails), first.returned.waiting) == (20, 30)
    assert place.look().returned.waiting == 10
    last = place.look()
    assert (len(last.returned.mails), last.returned.waiting) == (50, 0)
    assert place.box.bodies_read == 50


def test_what_only_looks_like_a_bounce_and_what_is_gone_before_it_is_read_are_dropped(place, monkeypatch):
    fake = b"From: MAILER-DAEMON@x.example\r\nContent-Type: multipart/report; boundary=b\r\nMessage-ID: <f@x>\r\n\r\nhi"
    place.put(fake)
    monkeypatch.setattr(returned_service, "MAX_BODIES", 1)
    uid = place.put(bounce(1), ago_s=300)
    place.look()
    if uid in place.box.folders["INBOX"].messages:
        place.box.folders["INBOX"].remove(uid)
    place.look()
    final = place.look().returned
    assert final.waiting == 0


def test_our_server_is_learned_from_copies_in_sent_that_carry_their_way(place):
    way = f"Received: from x by {RELAY} with ESMTPSA id 1; Mon, 1 Jan 2024 00:00:00 +0000\r\nMessage-ID: <w@k>\r\n".encode()
    place.sent("w@kaede.example", way=way)
    place.put(bounce(1))
    found = place.look().returned
    assert found.own_hosts[0] == RELAY
    assert [mail.proof for mail in found.mails] == [Proof.OWN_RELAY]


def test_our_server_is_learned_from_confirmed_mail_to_ourselves_only(place):
    forged = (
        own_mail(1, relay="mail.evil.example").replace(b"dkim=pass", b"dkim=fail").replace(b"dmarc=pass", b"dmarc=fail")
    )
    for number in range(20):
        place.put(ordinary(number), ago_s=DAY)
    place.put(forged)
    assert place.look().returned.own_hosts == ("imap.kaede.example",)
    place.put(own_mail(2))
    assert RELAY in place.look().returned.own_hosts


def test_hundreds_of_bounces_do_not_unlearn_who_writes_the_notes(place):
    for number in range(20):
        place.put(ordinary(number), ago_s=DAY)
    for number in range(200):
        place.put(bounce(number))
    assert place.look().returned.notes_senders


def test_answers_tell_how_whole_sent_is(place):
    for number in range(12):
        if number < 9:
            place.sent(f"q{number}@kaede.example", ago_s=DAY)
        place.put(ordinary(number, answers=f"q{number}@kaede.example"))
    whole = place.look().returned.completeness
    assert (whole.answers, whole.in_sent) == (12, 9)
    # Answers in threads of others say nothing of us.
    place.put(ordinary(50, answers="theirs@elsewhere.example"))
    assert place.look().returned.completeness.answers == 12


def test_a_burst_of_answers_to_mail_we_never_sent(place):
    for number in range(4):
        place.put(auto_reply(number), ago_s=600 - number * 60)
    assert "sent.replies-to-unknown-mail" in codes(place.report())


def test_a_letter_of_our_provider_counts_when_our_server_confirms_it(place):
    for number in range(20):
        place.put(ordinary(number), ago_s=DAY)
    place.put(ordinary(1, sender="support@kaede.example", subject="【重要】メール送信制限のお知らせ"))
    report = place.report()
    assert "sent.host-notice" in codes(report)
    assert report.state is TakeoverState.CONFIRMED


@pytest.mark.parametrize("more", [{"noted": False}, {"sender": "support@kaede-example.example"}])
def test_an_imitated_letter_does_not(place, more):
    for number in range(20):
        place.put(ordinary(number), ago_s=DAY)
    place.put(ordinary(1, **{"sender": "support@kaede.example", "subject": "メール送信制限のお知らせ", **more}))
    report = place.report()
    assert "sent.host-notice" not in codes(report)
    assert report.state is TakeoverState.USUAL


@pytest.mark.parametrize("has_qresync", [True, False])
@pytest.mark.parametrize("to_trash", [True, False])
def test_a_notice_that_leaves_the_inbox_within_minutes(place, has_qresync, to_trash):
    place.box.has_qresync = has_qresync
    for number in range(20):
        place.put(ordinary(number), ago_s=DAY)
    place.look()
    raw = notice()
    uid = place.put(raw, ago_s=0)
    place.clock.turn(30)
    place.look(NO_FURTHER)
    place.box.folders["INBOX"].remove(uid)
    if to_trash:
        place.put(raw, "Trash", ago_s=30)
    place.clock.turn(60)
    # Even a look at inbox and Sent alone notices it.
    found = place.look(NO_FURTHER)
    [gone] = [one for one in found.inferred.arrived if one.gone_at_s is not None]
    assert gone.gone_at_s - gone.at_s == pytest.approx(90, abs=1)
    assert "rule.inferred-notice-gone" in codes(place.report())


def test_one_that_was_filed_after_a_day_is_nothing(place):
    for number in range(20):
        place.put(ordinary(number), ago_s=DAY)
    place.look()
    raw = notice()
    uid = place.put(raw, ago_s=0)
    place.look()
    place.clock.turn(5 * HOUR)
    place.box.folders["INBOX"].remove(uid)
    place.put(raw, "Trash", ago_s=5 * HOUR)
    assert "rule.inferred-notice-gone" not in codes(place.report())


def hidden(number):
    return ordinary(number, sender=f"a{number}@b{number}.example", subject=f"invoice {number}")


def test_mail_that_never_showed_in_the_inbox(place):
    for number in range(10):
        place.put(ordinary(number), ago_s=DAY)
    place.look()
    place.clock.turn(HOUR)
    for number in range(4):
        place.put(hidden(number), "RSS Feeds", ago_s=20, seen=True)
    assert "rule.inferred-move" in codes(place.report())


def test_mail_filed_before_we_came_or_while_nobody_watched_says_nothing(place):
    for number in range(4):
        place.put(hidden(number), "RSS Feeds", ago_s=DAY, seen=True)
    assert "rule.inferred-move" not in codes(place.report())
    place.clock.turn(6 * HOUR)
    for number in range(4, 8):
        place.put(hidden(number), "RSS Feeds", ago_s=3 * HOUR, seen=True)
    assert "rule.inferred-move" not in codes(place.report())


def test_while_the_inbox_is_watched_a_late_look_is_enough(place):
    place.look()
    watched_since = place.clock.now()
    place.clock.turn(6 * HOUR)
    for number in range(4):
        place.put(hidden(number), "RSS Feeds", ago_s=3 * HOUR, seen=True)
    seen = place.look(Further(folders=frozenset({"RSS Feeds"}), inbox_watched_since=watched_since))
    assert [one.unwatched_s for one in seen.inferred.arrived if one.first_folder == "RSS Feeds"] == [0.0] * 4


def test_a_folder_that_the_watch_was_not_told_of_is_left_alone(place):
    place.look()
    place.put(hidden(1), "RSS Feeds")
    assert place.look(Further(folders=frozenset({"Trash"}))).inferred.arrived == ()
    assert len(place.look(Further(folders=frozenset({"RSS Feeds"}))).inferred.arrived) == 1


def test_without_a_look_at_further_folders_nothing_is_said_of_rules(place):
    place.put(ordinary(1))
    assert place.look(NO_FURTHER).inferred is None


def test_the_silence_of_an_inbox_against_its_own_hours(place):
    first = place.now_s
    for day in range(45):
        for hour in (9, 11, 14, 16):
            place.put(ordinary(day), ago_s=(45 - day) * DAY - hour * HOUR + 24 * HOUR)
    assert silence(place.look().inferred) is None
    place.clock.turn(5 * DAY)
    assert place.now_s > first
    for number in range(3):
        place.put(hidden(number), "RSS Feeds", ago_s=2 * DAY)
    found = silence(place.look().inferred)
    assert found is not None
    assert found.elsewhere == 3
    assert found.expected == pytest.approx(20, abs=6)
    assert "rule.inferred-silence" in codes(place.report())


def test_what_a_rule_of_the_server_sends_on_shows_in_sent(place):
    way = b"X-MS-Exchange-Inbox-Rules-Loop: me@kaede.example\r\nTo: collector@mailhub.example\r\nSubject: Offer\r\nMessage-ID: <f1@k>\r\n"
    place.sent("f1@kaede.example", way=way)
    report = place.report()
    [found] = [one.finding for one in report.findings if one.finding.kind.code == "rule.inferred-forward"]
    assert found.params["address"] == "collector@mailhub.example"


def test_a_blocked_forward_shows_by_its_notice(place):
    from tests.unit.core.test_bounces import CORPUS

    place.put((CORPUS / "exchange-forward-blocked.eml").read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
    assert "rule.inferred-forward-blocked" in codes(place.report())


def test_a_mailbox_without_sent_is_still_one_to_which_bounces_come(place):
    del place.box.folders["Sent"]
    for number in range(12):
        place.put(bounce(number, login=OWN))
    report = place.report()
    outcomes = {result.code: result.outcome for result in report.results}
    assert isinstance(outcomes["sent.burst"], Failed)
    assert isinstance(outcomes["sent.bounces"], Checked)
    assert "sent.bounces-of-unknown-mail" in codes(report)


def test_where_notes_are_missing_security_notices_are_not_told_from_imitations(place):
    for number in range(20):
        place.put(ordinary(number, noted=False), ago_s=DAY)
    outcomes = {result.code: result.outcome for result in place.report().results}
    missing = outcomes["sign-in.security-notices"]
    assert isinstance(missing, NotChecked)
    assert missing.expected


def test_a_look_without_news_reads_nothing(place):
    for number in range(30):
        place.put(ordinary(number), ago_s=DAY)
    place.look()
    windows, bodies = place.box.windows_read, place.box.bodies_read
    place.box.states_asked = 0
    place.look(NO_FURTHER)
    assert (place.box.windows_read, place.box.bodies_read) == (windows, bodies)
    assert place.box.states_asked <= 3


def test_what_is_removed_with_the_account_takes_all_of_it_along(place):
    place.put(bounce(1))
    place.put(hidden(1), "RSS Feeds")
    place.look()
    place.accounts.remove("one")
    for table in ("arrival", "returned", "forwarded", "kept"):
        assert place.database.value(f"SELECT count(*) FROM {table}") == 0


def test_nothing_readable_lies_in_the_store(place, tmp_path):
    place.put(bounce(1, subject="Wiretransfer77"))
    place.put(ordinary(1, sender="hidden-sender@secret.example", subject="Plaintext99"), "RSS Feeds")
    place.report()
    place.database.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for word in (b"Wiretransfer77", b"hidden-sender", b"Plaintext99"):
        assert word not in stored
