"""The sign-in page in words: how each row stands, what a review came to, codes and clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sentwatch.adapters.otp_exports import OtpSources
from sentwatch.adapters.strength import Zxcvbn
from sentwatch.core.access_ledger import AccessAnswer, AccessKind
from sentwatch.core.accounts import SignIn
from sentwatch.core.attack_time import STEPS
from sentwatch.core.backup_codes import read_codes
from sentwatch.core.clock_offset import CLOCK_NOT_GREETED, CLOCK_UNREACHABLE, ClockLook, ClockOffset, ClockWay
from sentwatch.core.otp.uri import read_uri
from sentwatch.core.otp.verify import verify
from sentwatch.core.password_age import ChangeReason
from sentwatch.core.passwords import Password, PasswordOwner
from sentwatch.core.recovery import RecoveryPath, RecoverySaid
from sentwatch.core.sign_in import KeyKind, MfaMethod, WayIn
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.authenticator import Handed, KeptCode, OpenCode
from sentwatch.service.password import PasswordReview
from sentwatch.service.sign_in_proof import WAY_IN
from sentwatch.ui.presenters import sign_in as rows
from sentwatch.ui.presenters import sign_in_codes as codes
from sentwatch.ui.presenters.sign_in_access import read_day
from sentwatch.ui.presenters.sign_in_backup import read_line, read_words, set_views
from sentwatch.ui.presenters.sign_in_clock import clock_words
from sentwatch.ui.presenters.sign_in_generator import bits_view
from sentwatch.ui.presenters.sign_in_password import consent, password
from sentwatch.ui.presenters.sign_in_recovery import recovery
from sentwatch.ui.presenters.sign_in_review import MOST_LOGINS, result, scale_of_bits
from sentwatch.ui.presenters.sign_in_typed import several
from support import sign_in_facts as told
from support import window_facts as facts

WORDS = facts.words_for("en")


@pytest.fixture
def app(tmp_path):
    made = told.app(tmp_path)
    yield made
    made.close()


def seen(app, account=told.SHOP):
    return app.sign_in_review(account).seen()


def way_in(app, key, *, account=told.SHOP, **more):
    app.kept(account.id).put(WAY_IN, WayIn(host="imap.gmail.com", key=key, at=facts.NOW, provider_id="gmail", **more))


@pytest.mark.parametrize(
    ("key", "answer", "tone", "word"),
    [
        (None, (), "blind", "Not known yet"),
        (KeyKind.APP_PASSWORD, (), "fine", "as our sign-in proves"),
        (KeyKind.APP_PASSWORD, (MfaMethod.NONE,), "fine", "as our sign-in proves"),
        (KeyKind.ACCOUNT_PASSWORD, (), "blind", "Not known yet"),
        (KeyKind.TOKEN, (MfaMethod.SMS, MfaMethod.PASSKEY), "notice", "SMS"),
        (None, (MfaMethod.NONE,), "warning", "No second step"),
        (None, (MfaMethod.PASSKEY,), "fine", "Passkey"),
        (None, (MfaMethod.NOT_KNOWN,), "blind", "Not known yet"),
    ],
)
def test_the_second_step_in_one_line(app, key, answer, tone, word):
    if key is not None:
        way_in(app, key)
    if answer:
        app.sign_in_review(told.SHOP).answer_methods(answer)
    said, shown = rows.methods_state(seen(app), WORDS)
    assert (shown, word in said) == (tone, True), said


def test_a_password_taken_only_without_two_steps_outweighs_what_was_told(app):
    way_in(app, KeyKind.ACCOUNT_PASSWORD, password_ends_with_two_step=True)
    app.sign_in_review(told.SHOP).answer_methods((MfaMethod.PASSKEY,))
    assert rows.methods_state(seen(app), WORDS)[1] == "warning"


def test_the_password_in_one_line(app):
    assert rows.password_state(seen(app), WORDS) == ("Not reviewed yet", "blind")
    app.sign_in_review(told.SHOP).give_reason(ChangeReason.PHISHED)
    assert rows.password_state(seen(app), WORDS)[1] == "warning"
    browser = replace(seen(app), account=replace(told.SHOP, sign_in=SignIn.OAUTH))
    assert rows.password_state(browser, WORDS)[1] == "fine"
    assert not password(browser, app.sign_in_overview(()), WORDS).has_password


def test_ways_back_in_one_line(app):
    review = app.sign_in_review(told.SHOP)
    assert rows.recovery_state(seen(app), WORDS)[1] == "blind"
    review.answer_recovery(RecoveryPath.PHONE, RecoverySaid.MINE)
    assert rows.recovery_state(seen(app), WORDS) == ("3 of 4 questions are open", "info")
    for path in RecoveryPath:
        review.answer_recovery(path, RecoverySaid.MINE)
    assert rows.recovery_state(seen(app), WORDS)[1] == "fine"
    review.answer_recovery(RecoveryPath.ADDRESS, RecoverySaid.NOT_REACHABLE)
    assert rows.recovery_state(seen(app), WORDS)[1] == "notice"
    review.answer_recovery(RecoveryPath.DEVICES, RecoverySaid.NOT_MINE)
    assert rows.recovery_state(seen(app), WORDS)[1] == "urgent"


def test_keys_in_one_line(app):
    review = app.sign_in_review(told.SHOP)
    assert rows.access_state(seen(app), WORDS)[1] == "blind"
    review.add_access(AccessKind.CONNECTED_APP, "Calendar")
    assert rows.access_state(seen(app), WORDS)[1] == "info"
    (one,) = seen(app).access
    for answer, tone in (
        (AccessAnswer.IN_USE, "fine"),
        (AccessAnswer.NOT_USED, "notice"),
        (AccessAnswer.NOT_MINE, "urgent"),
        (AccessAnswer.REMOVED, "fine"),
    ):
        review.answer_access(one.entry.id, answer)
        assert rows.access_state(seen(app), WORDS)[1] == tone


def test_only_pages_that_somebody_has_opened_are_linked(app):
    assert rows.provider_link(seen(app), "Open", "two_step", "app_passwords").url.startswith("https://")
    assert rows.provider_link(seen(app), "Open", "no_such_page", "two_step").url == ""
    assert rows.provider_link(seen(app, told.OFFICE), "Open", "two_step").url == ""


@pytest.mark.parametrize(
    ("typed", "day"), [("2025-10-18", (2025, 10, 18)), (" 2025/1/2 ", (2025, 1, 2)), ("2025.10.18", (2025, 10, 18))]
)
def test_a_day_that_was_typed(typed, day):
    at = read_day(typed)
    assert (at.year, at.month, at.day) == day


@pytest.mark.parametrize(
    "typed", ["18.10.", "2025-13-01", "yesterday", "2025-02-30", "2025-10-18-1", "0-0-0", "٢٠٢٥-١-١"]
)
def test_a_day_that_is_none(typed):
    with pytest.raises(ValueError):
        read_day(typed)
    assert read_day("  ") is None


def reviewed(text, **more):
    return PasswordReview(strength=Zxcvbn(), common=()).report(
        Password(text), PasswordOwner(addresses=("hana@example.jp",)), now=facts.NOW, cancel=CancelToken(), **more
    )


def test_a_weak_password_in_words():
    view = result(reviewed("sakura2024"), WORDS, is_kept=True)
    assert view.tone == "warning"
    assert "things to look at" in view.sentence
    assert [scale.reached for scale in view.scales] == sorted((s.reached for s in view.scales), reverse=True)
    looks = next(found for found in view.found if "little effort" in found.title or "guess" in found.title.lower())
    assert looks.detail.startswith("It looks like: ")
    assert "within" not in looks.detail
    assert view.found[-1].tone == "blind"
    assert "date" in view.kept


def test_a_strong_password_in_words():
    view = result(reviewed("perch-bistro-embassy-finesse-record"), WORDS, is_kept=False)
    assert (view.tone, view.sentence) == ("fine", "Nothing speaks against this password.")
    assert view.scales[0].reached == STEPS
    assert [found.tone for found in view.found] == ["blind"]
    assert view.logins == ()


def test_long_lists_of_logins_end(app):
    from sentwatch.core.password_store import PasswordExport, StoredLogin, StoreForm

    logins = tuple(
        StoredLogin(name="", site=f"https://shop{n}.example", username="", password="sakura2024") for n in range(40)
    )
    done = reviewed("sakura2024", exports=[PasswordExport(form=StoreForm.CHROME, logins=logins)])
    (same,) = result(done, WORDS, is_kept=False).logins
    assert len(same.rows) == MOST_LOGINS + 1
    assert same.rows[-1] == "and 10 more"


def test_bits_of_chance_on_the_scale():
    assert bits_view(65.9, WORDS).bits == "66 bits of chance"
    assert scale_of_bits(20, WORDS).colour == "urgent"
    assert scale_of_bits(66, WORDS).colour == "fine"
    assert scale_of_bits(400, WORDS).reached == STEPS


def test_the_consent_says_what_leaves(app):
    assert "SHA" not in consent(seen(app), WORDS).detail
    assert consent(seen(app), WORDS, asks="Five digits leave.").detail.endswith("Five digits leave.")


def test_several_names():
    assert several("森下 花、 Hana,Morishita;  ") == ("森下 花", "Hana", "Morishita")


def entries(app, *uris):
    source = OtpSources().read("\n".join(uris).encode(), name="codes")
    return app.authenticator.audit([Handed(name="codes", source=source)])


def test_what_asks_for_most_comes_first_and_no_secret_is_told(app):
    audited = entries(app, told.URI, told.WEAK_URI)
    shown = codes.otp_rows(audited, WORDS)
    assert [row.name for row in shown] == ["Shop: hana", "Aoyama Mail: hana"]
    assert (shown[0].tone, shown[1].tone) == ("warning", "fine")
    assert "80 bits" in shown[0].facts
    assert "JBSWY3DP" not in repr(shown)
    assert codes.read_words(audited, [], WORDS) == "2 entries"


def opened(uri):
    return OpenCode(kept=KeptCode(id="1", name="Mail", kept_at=facts.NOW), entry=read_uri(uri))


def test_codes_that_count_now():
    view = codes.code_view(opened(told.URI), WORDS, now=facts.NOW)
    assert (len(view.code), view.period_s, view.said) == (6, 30, "")
    assert view.code not in repr(view)
    assert codes.grouped(view.code) == f"{view.code[:3]} {view.code[3:]}"
    counted = codes.code_view(opened(told.URI.replace("totp", "hotp") + "&counter=3"), WORDS, now=facts.NOW)
    gone = codes.code_view(replace(opened(told.URI), entry=None), WORDS, now=facts.NOW)
    unknown = codes.code_view(opened(told.URI + "&algorithm=MD5"), WORDS, now=facts.NOW)
    assert [bool(one.code) for one in (counted, gone, unknown)] == [False] * 3
    assert all(one.said for one in (counted, gone, unknown))


def test_what_comparing_came_to(app):
    from sentwatch.core.otp.codes import code_at

    entry = read_uri(told.URI)
    for shift_s, tone, second in (
        (0, "fine", False),
        (30, "fine", False),
        (300, "notice", False),
        (7200, "notice", True),
    ):
        shown = code_at(entry, facts.NOW + timedelta(seconds=shift_s))
        came_to, found = verify(entry, (shown,), at=facts.NOW), ()
        if shift_s > 30:
            came_to, found = app.authenticator.verify(
                entry, (code_at(entry, app.clock.now() + timedelta(seconds=shift_s)),)
            )
        assert codes.verdict(came_to, found, WORDS).tone == tone, shift_s
        assert codes.wants_second(came_to) is second
    assert codes.verdict(verify(entry, ("12",), at=facts.NOW), (), WORDS).tone == "blind"


def test_the_clock_in_words():
    right = ClockOffset(host="time.example", least_s=-0.5, most_s=0.7)
    silent = Trouble(CLOCK_NOT_GREETED, host="smtp.example")
    view = clock_words(ClockLook(offset=right, asked=(silent,)), (), WORDS)
    assert view.tone == "fine"
    assert "time.example: +0.1" in view.detail
    assert "web page" in view.detail
    assert "smtp.example does not tell" in view.detail
    open_way = clock_words(ClockLook(offset=replace(right, way=ClockWay.OPEN_GREETING)), (), WORDS)
    assert "could have changed it" in open_way.detail
    assert clock_words(ClockLook(asked=(silent,)), (), WORDS).tone == "blind"
    unreached = Trouble(CLOCK_UNREACHABLE, host="time.example")
    assert clock_words(ClockLook(asked=(silent, unreached)), (), WORDS).tone == "notice"


def test_kept_backup_codes_in_words(app):
    overview = app.sign_in_overview((told.SHOP, told.OFFICE))
    assert set_views(overview, WORDS) == ()
    book = app.backup_codes(told.SHOP)
    kept = book.keep(told.SHOP.address, ("1111 2222", "3333 4444", "5555 6666"))
    app.backup_codes().keep("Library", ("a1b2c3d4",))

    def views():
        return set_views(app.sign_in_overview((told.SHOP, told.OFFICE)), WORDS)

    assert [(one.name, one.account_id, one.tone) for one in views()] == [
        (told.SHOP.address, told.SHOP.id, "fine"),
        ("Library", "", "fine"),
    ]
    assert views()[0].said.startswith("3 codes")
    book.use(kept.id, "1111 2222")
    assert (views()[0].tone, "2 of 3 codes are left" in views()[0].said) == ("notice", True)
    assert rows.tools(app.sign_in_overview((told.SHOP,)), WORDS).doors[-1].detail == "3 codes are kept here"
    assert "In" not in recovery(seen(app), WORDS).questions[0].given
    assert "keyring of this computer: 2." in recovery(seen(app), WORDS).questions[-1].given
    for code in ("3333 4444", "5555 6666"):
        book.use(kept.id, code)
    assert (views()[0].can_show, views()[0].said.startswith("All are used")) == (False, True)
    assert "1111" not in repr(views())


@pytest.mark.parametrize("is_shown", [False, True])
def test_what_was_read_is_masked_until_it_is_asked_for(is_shown):
    read = read_codes("note\n1234 5678\n2345 6789")
    assert read_words(read, WORDS) == "2 codes were read. 1 line held none and was left out."
    line = read_line(read.codes, is_shown=is_shown)
    assert ("1234" in line) is is_shown
    assert len(line.split("    ")) == 2
