"""What the owner answers about the sign-in is kept with its date, judged at once, and due again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.strength import Zxcvbn
from sentwatch.core.access_ledger import AccessAnswer, AccessKind
from sentwatch.core.accounts import Account, SignIn
from sentwatch.core.looks import NotChecked
from sentwatch.core.password_age import ChangeReason, OfficeInterval
from sentwatch.core.passwords import Password, PasswordOwner
from sentwatch.core.recovery import RecoveryPath, RecoverySaid, looks_like_codes
from sentwatch.core.report import Status
from sentwatch.core.sign_in import KeyKind, MfaMethod, WayIn
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.service.add_account import Opened, Removal
from sentwatch.service.checklist import LAST_INCIDENT
from sentwatch.service.password import PasswordReview
from sentwatch.service.sign_in_proof import WAY_IN
from sentwatch.wiring import App
from support.canaries import Canaries

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
ACCOUNT = Account(id="a1", address="hana.sato@gmail.com", host="imap.gmail.com", provider="gmail")
WEAK = "Sakura2024"


@dataclass
class Clock:
    at: datetime = START

    def now(self):
        return self.at


@pytest.fixture
def app(tmp_path):
    made = App(data_dir=tmp_path / "data", secrets=SessionSecrets(), clock=Clock())
    made.accounts.put(ACCOUNT)
    yield made
    made.close()


def review(app, account=ACCOUNT):
    return app.sign_in_review(account)


def codes(report, *, status=None):
    return sorted(
        one.finding.kind.code
        for one in report.findings
        if (one.status is not Status.GONE if status is None else one.status is status)
    )


def known(app):
    return sorted(code for code, _ in app.findings(ACCOUNT.id).known())


def reviewed(app, text=WEAK):
    done = PasswordReview(strength=Zxcvbn(), common=()).report(
        Password(text), PasswordOwner(addresses=(ACCOUNT.address,)), now=app.clock.now(), cancel=CancelToken()
    )
    return review(app).keep_review(done)


def later(app, **span):
    app.clock.at += timedelta(**span)


def test_nothing_is_known_and_nothing_is_claimed(app):
    seen = review(app).seen()
    assert seen.evidence is None
    assert seen.verdict is None
    assert seen.access == ()
    assert [one.answer for one in seen.recovery] == [None] * 4
    report = review(app).judge()
    assert codes(report) == []
    assert all(isinstance(result.outcome, NotChecked) for result in report.results)


def test_the_second_step_is_told_once_and_asked_again_after_half_a_year(app):
    assert codes(review(app).answer_methods((MfaMethod.PASSKEY, MfaMethod.SMS))) == ["sign-in.mfa-sms"]
    assert review(app).seen().evidence.answer.at == START
    later(app, days=179)
    assert codes(review(app).judge()) == ["sign-in.mfa-sms"]
    later(app, days=1)
    assert codes(review(app).judge()) == ["sign-in.mfa-answer-due", "sign-in.mfa-sms"]
    taken_back = review(app).answer_methods(())
    assert codes(taken_back) == []
    assert review(app).seen().evidence is None


def test_ways_back_without_any_sign_in(app):
    report = review(app).answer_recovery(RecoveryPath.PHONE, RecoverySaid.NOT_MINE)
    assert codes(report) == ["sign-in.recovery-due", "sign-in.recovery-not-mine"]
    for path in RecoveryPath:
        report = review(app).answer_recovery(path, RecoverySaid.MINE, place="  the   blue folder ")
    assert codes(report) == []
    assert known(app) == []
    codes_answer = next(
        one.answer for one in review(app).seen().recovery if one.answer.path is RecoveryPath.BACKUP_CODES
    )
    assert codes_answer.place == "the blue folder"
    later(app, days=181)
    assert codes(review(app).judge()) == ["sign-in.recovery-due"]


def test_an_incident_anywhere_makes_answers_due(app):
    review(app).answer_methods((MfaMethod.PASSKEY,))
    later(app, days=1)
    app.kept().put(LAST_INCIDENT, app.clock.now())
    assert codes(review(app).judge()) == ["sign-in.mfa-answer-due"]
    later(app, days=1)
    assert codes(review(app).answer_methods((MfaMethod.PASSKEY,))) == []


def test_the_book_of_keys(app):
    app.kept(ACCOUNT.id).put(
        WAY_IN, WayIn(host="imap.gmail.com", key=KeyKind.APP_PASSWORD, at=START, provider_id="gmail")
    )
    review(app).add_access(AccessKind.APP_PASSWORD, " Old \n phone ")
    report = review(app).add_access(AccessKind.CONNECTED_APP, "Calendar")
    assert codes(report).count("sign-in.access-due") == 1
    stand = {one.entry.label: one for one in review(app).seen().access}
    assert set(stand) == {"Sentwatch", "Old phone", "Calendar"}
    assert stand["Sentwatch"].entry.is_ours
    phone, calendar = stand["Old phone"].entry, stand["Calendar"].entry
    review(app).answer_access(phone.id, AccessAnswer.NOT_MINE)
    report = review(app).answer_access(calendar.id, AccessAnswer.NOT_USED)
    assert [c for c in codes(report) if "access" in c] == ["sign-in.access-not-mine", "sign-in.access-unused"]
    report = review(app).answer_access(calendar.id, AccessAnswer.IN_USE)
    assert "sign-in.access-unused" in codes(report, status=Status.GONE)
    report = review(app).forget_access(phone.id)
    assert "sign-in.access-not-mine" in codes(report, status=Status.GONE)
    review(app).restore_access(replace(phone, answer=AccessAnswer.NOT_MINE))
    assert "sign-in.access-not-mine" in known(app)
    for entry in (phone, calendar):
        report = review(app).forget_access(entry.id)
    assert not [code for code in known(app) if "access" in code]
    assert [one.entry.label for one in review(app).seen().access] == ["Sentwatch"]


def test_a_key_without_a_name_is_not_noted(app):
    review(app).add_access(AccessKind.APP_PASSWORD, "   ")
    assert review(app).seen().access == ()


def test_a_review_is_kept_as_a_dated_verdict_and_due_again(app):
    report = reviewed(app)
    assert codes(report) == ["password.guessable", "password.too-short"]
    seen = review(app).seen()
    assert seen.verdict.reviewed_at == START
    assert sorted(seen.verdict.codes) == sorted({finding.kind.code for finding in seen.found})
    assert seen.standing.reasons == (ChangeReason.WEAK,)
    assert not seen.standing.is_review_due
    later(app, days=90)
    assert codes(review(app).judge()) == ["password.review-due"]
    assert codes(reviewed(app, "walnut-gazebo-minuet-haiku-tundra")) == []
    assert known(app) == []


def test_nothing_of_the_password_is_in_the_store(app):
    reviewed(app)
    told = repr(review(app).seen()) + repr(review(app).judge())
    digest = Password(WEAK).sha1
    canaries = Canaries(password=WEAK, digest=digest, raw=bytes.fromhex(digest))
    assert canaries.in_text(told) == []
    assert canaries.in_files(app.data_dir) == []


def test_saying_that_it_was_changed_ends_what_was_found(app):
    reviewed(app)
    review(app).give_reason(ChangeReason.PHISHED)
    assert "password.change-advised" in known(app)
    later(app, days=1)
    report = review(app).password_changed()
    assert known(app) == []
    assert codes(report, status=Status.GONE) == ["password.change-advised"]
    seen = review(app).seen()
    assert (seen.verdict, seen.told, seen.found) == (None, (), ())
    assert seen.standing.is_review_due
    assert seen.standing.age.params == {"at": app.clock.now()}
    looks = {look.code: look.outcome for look in app.findings(ACCOUNT.id).looks()}
    assert looks["password.strength"] == "not-shown"


def test_a_reason_can_be_taken_back(app):
    assert codes(review(app).give_reason(ChangeReason.LEAVER)) == ["password.change-advised"]
    assert codes(review(app).take_reason_back(ChangeReason.LEAVER)) == []
    assert known(app) == []


def test_an_office_may_set_an_interval_for_what_is_dated(app):
    app.office_rule.put(OfficeInterval(every=timedelta(days=180), reason="Contract with a customer"))
    assert codes(review(app).judge()) == []
    app.keep_account(ACCOUNT, Opened(credential=Credential("something long enough")))
    later(app, days=180)
    assert codes(review(app).judge()) == ["password.office-due"]
    app.office_rule.remove()
    assert codes(review(app).judge()) == []
    assert app.office_rule.get() is None


def test_the_age_begins_with_the_password_that_is_kept(app):
    app.keep_account(ACCOUNT, Opened(credential=Credential(WEAK)))
    assert review(app).seen().history.first_seen == START
    reviewed(app)
    later(app, days=3)
    app.keep_account(ACCOUNT, Opened(credential=Credential(WEAK)))
    assert review(app).seen().history.first_seen == START
    assert review(app).seen().verdict is not None
    app.keep_account(ACCOUNT, Opened(credential=Credential("another one altogether")))
    assert review(app).seen().history.first_seen == app.clock.now()
    assert review(app).seen().verdict is None
    assert known(app) == []


def test_who_signs_in_with_the_browser_has_no_password_to_age(app):
    browser = replace(ACCOUNT, sign_in=SignIn.OAUTH)
    app.office_rule.put(OfficeInterval(every=timedelta(days=1), reason="x"))
    assert "password.age" not in {result.code for result in review(app, browser).judge().results}


def test_removing_the_account_removes_all_of_it(app):
    reviewed(app)
    review(app).answer_methods((MfaMethod.SMS,))
    review(app).add_access(AccessKind.APP_PASSWORD, "Phone")
    assert app.remove_account(ACCOUNT) == Removal(rows_left=0, is_secret_gone=True)
    assert review(app).seen().evidence is None
    assert review(app).seen().verdict is None


@pytest.mark.parametrize(
    ("place", "are_codes"),
    [
        ("the blue folder in the safe", False),
        ("金庫の2段目", False),
        ("1234 5678", True),
        ("ab12-cd34 ef56-gh78", True),
    ],
)
def test_a_place_is_told_from_the_codes_themselves(place, are_codes):
    assert looks_like_codes(place) is are_codes
