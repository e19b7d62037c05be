"""The review as a whole: what it composes, what it keeps, and that nothing of the password is in what it hands back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.breach_file import HashFile
from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.providers import provider_table
from sentwatch.adapters.strength import Zxcvbn
from sentwatch.adapters.word_lists import common_passwords
from sentwatch.core.accounts import Account, SignIn
from sentwatch.core.check import Checked
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.password_store import PasswordExport, StoredLogin, StoreForm
from sentwatch.core.passwords import Password, PasswordOwner, SecondFactor
from sentwatch.core.trouble import SECRET_MISSING, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.password import PasswordReview, damage_of, sites_of
from support.canaries import Canaries

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
REVIEW = PasswordReview(strength=Zxcvbn(), common=common_passwords())
OWNER = PasswordOwner(addresses=("hana.sato@gmail.com", "info@gmail.com"), second_factor=SecondFactor.NO)
STRONG = "walnut-gazebo-minuet-haiku-tundra"
WEAK = "Sakura2024"


def report(text, *, review=REVIEW, owner=OWNER, **more):
    return review.report(Password(text), owner, now=NOW, cancel=CancelToken(), **more)


def export(*pairs, damaged=0):
    logins = tuple(
        StoredLogin(name=site, site=f"https://{site}", username=user, password=password)
        for site, user, password in pairs
    )
    return PasswordExport(form=StoreForm.CHROME, logins=logins, damaged=damaged)


def codes(done):
    return sorted({found.finding.kind.code for found in done.report.findings})


def outcomes(done):
    return {result.code: result.outcome for result in done.report.results}


def test_a_strong_password_is_quiet_and_what_was_not_asked_is_said():
    done = report(STRONG)
    assert codes(done) == []
    assert not done.report.is_blind_somewhere
    seen = outcomes(done)
    assert isinstance(seen["password.breach"], NotChecked)
    assert "password.reuse" not in seen
    assert done.verdict.codes == ()
    assert not done.verdict.asked_breach_list


def test_a_weak_one():
    done = report(WEAK)
    assert codes(done) == ["password.common", "password.guessable", "password.too-short"]
    assert done.verdict.codes == ("password.common", "password.guessable", "password.too-short")
    assert done.verdict.reviewed_at == NOW


def test_the_list_and_the_store(tmp_path):
    leaked = tmp_path / "leaked.txt"
    leaked.write_text(f"{Password(STRONG).sha1}:3\n")
    review = PasswordReview(strength=Zxcvbn(), common=common_passwords(), breach=HashFile(leaked))
    exports = (
        export(("shop.example", "hana.sato@gmail.com", STRONG), ("accounts.google.com", "hana.sato@gmail.com", STRONG)),
        export(("bank.example", "x", STRONG + "2"), damaged=2),
    )
    done = report(STRONG, review=review, exports=exports, own_sites=sites_of(provider_table().by_id("gmail")))
    assert codes(done) == ["password.breached", "password.resembles", "password.resets-others", "password.reused"]
    assert [login.site for login in done.reuse.same] == ["shop.example"]
    assert [login.site for login in done.reuse.similar] == ["bank.example"]
    assert (done.verdict.asked_breach_list, done.verdict.compared_with_store) == (True, True)
    assert damage_of(exports).reason.params == {"n": 2}
    assert damage_of(exports[:1]) is None


def test_a_list_that_fails_is_failed_and_the_rest_is_done(tmp_path):
    review = PasswordReview(strength=Zxcvbn(), common=(), breach=HashFile(tmp_path / "absent"))
    done = report(WEAK, review=review)
    assert isinstance(outcomes(done)["password.breach"], Failed)
    assert done.report.is_blind_somewhere
    assert "password.guessable" in codes(done)
    assert not done.verdict.asked_breach_list


@pytest.mark.parametrize("text", ["", "x" * 1025])
def test_what_is_no_password_is_not_checked(text):
    done = report(text, exports=(export(("a.example", "x", text)),))
    assert codes(done) == []
    assert all(not isinstance(outcome, Checked) for outcome in outcomes(done).values())
    assert done.report.is_blind_somewhere


def test_nothing_of_the_password_is_in_what_is_handed_back(tmp_path):
    leaked = tmp_path / "leaked.txt"
    leaked.write_text(f"{Password(WEAK).sha1}:12345\n")
    review = PasswordReview(strength=Zxcvbn(), common=common_passwords(), breach=HashFile(leaked))
    done = report(WEAK, review=review, exports=(export(("a.example", "x", WEAK)),))
    digest = Password(WEAK).sha1
    told = repr(done) + repr(done.reuse)
    assert Canaries(password=WEAK, digest=digest, raw=bytes.fromhex(digest)).in_text(told) == []
    # Neither the exact length nor the count in the leaked data, which name a common password.
    assert all(finding.finding.params.get("seen") is None for finding in done.report.findings)
    assert "12345" not in told


ACCOUNT = Account(id="a1", address="hana.sato@gmail.com", host="imap.gmail.com")


def in_use(account=ACCOUNT, *, secret=None, consented_at=NOW):
    secrets = SessionSecrets()
    if secret is not None:
        secrets.put(account.id, secret)
    return REVIEW.report_in_use(account, secrets, OWNER, consented_at=consented_at, now=NOW, cancel=CancelToken())


def test_the_password_in_use_with_consent():
    assert codes(in_use(secret=WEAK)) == ["password.common", "password.guessable", "password.too-short"]


@pytest.mark.parametrize("consented_at", [NOW - timedelta(minutes=11), NOW + timedelta(seconds=1)])
def test_a_consent_is_for_this_look(consented_at):
    with pytest.raises(ValueError):
        in_use(secret=WEAK, consented_at=consented_at)


def test_no_password_in_use():
    with pytest.raises(Trouble) as caught:
        in_use()
    assert caught.value.kind is SECRET_MISSING
    browser = Account(id="a2", address="x@y.example", host="h", sign_in=SignIn.OAUTH)
    assert isinstance(in_use(browser), NotChecked)
