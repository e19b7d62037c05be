"""Progress, accounts, help, settings and our own faults, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sentwatch.core.findings import Severity
from sentwatch.core.phrase import phrase
from sentwatch.core.takeover import TakeoverState
from sentwatch.core.trouble import BAD_CREDENTIAL, SECRET_MISSING, Trouble
from sentwatch.core.watching import AccountState, Sight
from sentwatch.ports.progress import Step
from sentwatch.service.add_account import Removal
from sentwatch.ui.known import Known
from sentwatch.ui.presenters.accounts import AccountAction, accounts, removal, removed
from sentwatch.ui.presenters.areas import Area
from sentwatch.ui.presenters.badges import badges, spoken_entry
from sentwatch.ui.presenters.crash import code_of, crash, details_of
from sentwatch.ui.presenters.desk import no_tray_question
from sentwatch.ui.presenters.help import about_view, help_view
from sentwatch.ui.presenters.progress import progress
from support import window_facts as facts

EN, JA = facts.words_for("en"), facts.words_for("ja")


def step(**more):
    return Step(what=phrase("Reading the sent mail"), **more)


@pytest.mark.parametrize(
    ("given", "detail", "share"),
    [
        (step(), "", None),
        (step(done=1204), "1,204", None),
        (step(done=50, total=200), "50 of 200", 0.25),
        (step(done=300, total=200), "300 of 200", 1.0),
        (
            step(done=1204, total=3310, rate_per_s=411.7, left_s=5.1),
            "1,204 of 3,310 · 412 a second · 5 seconds left",
            1204 / 3310,
        ),
    ],
)
def test_progress_claims_no_more_than_is_known(given, detail, share):
    shown = progress(given, EN)
    assert (shown.detail, shown.share) == (detail, share)


def test_accounts():
    paused = replace(facts.OFFICE_ACCOUNT, paused=True)
    other = replace(facts.OFFICE_ACCOUNT, id="third", address="third@example.jp", display_name="Third", colour="blue")
    view = accounts(replace(facts.attention(), accounts=(facts.SHOP_ACCOUNT, paused, other)), EN, now=facts.NOW)
    assert [(a.state, a.tone, a.action, a.action_text) for a in view.accounts] == [
        ("Looked 2 minutes ago", "urgent", AccountAction.NONE, ""),
        ("Paused: we do not look at it.", "blind", AccountAction.RESUME, "Look again"),
        ("Not looked at yet", "blind", AccountAction.LOOK, "Check this now"),
    ]
    assert view.accounts[0].facts == "mail.aoyama-insatsu.example · sends automatically"
    assert (view.accounts[0].name, view.accounts[0].address) == ("noreply@aoyama-insatsu.example", "")
    third = view.accounts[2]
    assert (third.initial, third.name, third.address, third.colour) == ("T", "Third", "third@example.jp", "blue")
    assert "noreply@aoyama-insatsu.example" in removal(view.accounts[0], EN).title
    assert accounts(Known(), EN, now=facts.NOW).state is not None


@pytest.mark.parametrize(("kind", "text"), [(BAD_CREDENTIAL, "Sign in again"), (SECRET_MISSING, "Enter the password")])
def test_an_account_that_is_refused_leads_to_the_sign_in(kind, text):
    trouble = Trouble(kind, host="mail.example.jp", address="a@example.jp")
    state = AccountState(account=facts.OFFICE_ACCOUNT, sight=Sight.BLIND, since=facts.NOW, trouble=trouble)
    view = accounts(replace(facts.attention(), states=(state,)), EN, now=facts.NOW).accounts[1]
    assert (view.tone, view.action, view.action_text) == ("warning", AccountAction.SIGN_IN, text)
    assert view.help


def test_signs_of_a_takeover_are_said_where_the_account_stands():
    known = facts.attention()
    report = next(one for one in known.reports if one.account_key == facts.SHOP_ACCOUNT.id)
    for state, said in ((TakeoverState.LIKELY, " · signs that somebody else sends"), (TakeoverState.USUAL, "")):
        told = replace(known, reports=(replace(report, state=state),))
        view = next(one for one in accounts(told, EN, now=facts.NOW).accounts if one.key == facts.SHOP_ACCOUNT.id)
        assert view.state == f"Looked 2 minutes ago{said}"


def test_what_is_said_after_an_account_was_removed():
    gone = removed("a@example.jp", Removal(rows_left=0, is_secret_gone=True), EN)
    assert (gone.text, gone.tone) == ("Erased a@example.jp: nothing of it is left on this computer.", "fine")
    assert removed("a@example.jp", Removal(rows_left=0, is_secret_gone=False), EN).tone == "warning"
    assert removed("a@example.jp", Removal(rows_left=3, is_secret_gone=True), EN).tone == "warning"


def test_badges_count_what_wants_to_be_looked_at():
    assert badges(facts.attention()) == {
        Area.SENDING: (1, Severity.URGENT),
        Area.SIGN_IN: (1, Severity.NOTICE),
        Area.DOMAIN: (2, Severity.WARNING),
    }
    assert spoken_entry("Domain", 2, EN) == "Domain. 2 things to look at."
    assert spoken_entry("Domain", 0, EN) == "Domain"


def test_help_and_about():
    view = help_view(JA, check_key="F5", settings_key="Ctrl+,", quit_key="Ctrl+Q")
    assert ("F5", "今すぐ点検") in view.keys
    assert about_view(EN, version="1.2.3").lines[0] == "Version 1.2.3"


def fault(message):
    def inner():
        raise ValueError(message)

    try:
        try:
            inner()
        except ValueError as cause:
            raise RuntimeError(message) from cause
    except RuntimeError as problem:
        return problem
    raise AssertionError


def test_a_fault_is_told_by_kind_and_place_alone():
    details = details_of(fault("user aki@example.jp, password hunter2, /home/aki/Mail"), version="1.0")
    assert "hunter2" not in details
    assert "aki" not in details
    assert details.splitlines()[0] == "Sentwatch 1.0"
    assert "RuntimeError" in details
    assert "ValueError" in details
    assert "test_small_ones.py:" in details
    assert "/" not in details


def test_the_code_is_short_and_the_same_for_the_same_fault():
    one, two = (code_of(details_of(fault(message), version="1.0")) for message in ("a", "b"))
    assert one == two
    assert len(one) == 6
    assert crash(fault("x"), EN, version="1.0").code == one


def test_a_ring_of_causes_ends():
    problem = fault("x")
    problem.__cause__.__cause__ = problem
    assert details_of(problem, version="1.0").count("RuntimeError") == 1


def test_without_a_tray_the_answer_of_enter_goes_on_watching():
    view = no_tray_question(EN)
    assert view.is_careful
    assert (view.do, view.keep) == ("Quit", "Minimise and watch")
