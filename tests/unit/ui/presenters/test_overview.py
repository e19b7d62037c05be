"""The first page in words: never a good word about what was not looked at."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from sentwatch.core.checks import ALL_CHECKS
from sentwatch.core.findings import Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import phrase
from sentwatch.core.report import CheckResult, Status
from sentwatch.core.schedule import Watched
from sentwatch.core.trouble import NETWORK_CUT, STORE_UNUSABLE, Trouble
from sentwatch.core.watching import Sight
from sentwatch.ui.known import Known
from sentwatch.ui.presenters.areas import AREA_ICONS, AREA_QUESTIONS, AREA_TITLES, Area, area_of
from sentwatch.ui.presenters.badges import badges
from sentwatch.ui.presenters.overview import overview
from sentwatch.ui.presenters.states import Next
from support import window_facts as facts

EN, JA = facts.words_for("en"), facts.words_for("ja")
BLIND = NotChecked(phrase("They do not show it."))


def view(known, words=EN, now=facts.NOW):
    return overview(known, words, now=now)


def with_outcome(outcome):
    result = CheckResult(code="rule.server", title="Rules of the server", outcome=outcome)
    return replace(facts.quiet(), reports=(facts.report(facts.SHOP_ACCOUNT, (result,)),))


def test_every_check_and_finding_has_an_area():
    for check in ALL_CHECKS:
        assert area_of(check.code) in Area
        assert all(area_of(kind.code) in Area for kind in check.kinds)
    with pytest.raises(ValueError, match="unheard"):
        area_of("unheard.of")
    assert set(AREA_TITLES) == set(AREA_ICONS) == set(AREA_QUESTIONS) == set(Area)


def test_the_first_sentence_counts_what_is_grave():
    assert view(facts.attention()).header.sentence == "Good afternoon. 2 things need your attention now."
    assert view(facts.attention(), JA).header.sentence == "こんにちは。いますぐ確認してほしい点が 2 件あります。"


def test_lesser_things_can_wait():
    known = replace(facts.attention(), reports=(facts.report(None, (facts.looked("domain.dmarc", "D", facts.DMARC),)),))
    assert view(known).header.sentence == "Good afternoon. 1 thing to look at when you have a minute."


def test_nothing_unusual_is_said_only_where_all_was_looked_at():
    assert view(facts.quiet()).header.sentence == "Good afternoon. Nothing unusual in 2 mailboxes."
    blind = replace(facts.quiet(), reports=(*facts.quiet().reports, with_outcome(BLIND).reports[0]))
    assert view(blind).header.sentence == "Good afternoon. Nothing unusual where we could look."
    assert view(with_outcome(BLIND)).header.sentence == "Good afternoon. We could not look at anything this time."
    expected = NotChecked(phrase("Known not to be shown."), expected=True)
    known = replace(facts.quiet(), reports=(*facts.quiet().reports, with_outcome(expected).reports[0]))
    assert "Nothing unusual in 3 mailboxes." in view(known).header.sentence
    assert "1 thing could not be looked at" in view(known).header.detail


def test_what_could_not_be_seen_is_listed_with_its_reason():
    unseen = view(facts.attention()).unseen
    assert unseen is not None
    assert [row.why for row in unseen.rows] == [
        "Only a mail server numbers its messages; files do not tell what was removed.",
        "mail.aoyama-insatsu.example went silent for 30 seconds.",
        "The connection to mta-sts.aoyama-insatsu.example could not be made or was cut.",
    ]
    assert view(facts.quiet()).unseen is None


@pytest.mark.parametrize("outcome", [BLIND, Failed(Trouble(NETWORK_CUT, host="h"))])
def test_a_card_of_an_area_that_was_not_seen_says_why_and_nothing_good(outcome):
    card = next(card for card in view(with_outcome(outcome)).cards if card.area is Area.RULES)
    assert card.result == "Could not be looked at"
    assert card.tone == "blind"
    assert card.when in ("They do not show it.", "The connection to h could not be made or was cut.")
    assert "Nothing unusual" not in card.spoken


def test_cards():
    cards = {card.area: card for card in view(facts.attention()).cards}
    assert Area.SENDING not in cards
    assert (cards[Area.DOMAIN].result, cards[Area.DOMAIN].tone) == ("2 to look at", "warning")
    assert cards[Area.DOMAIN].when == "Looked 2 minutes ago"
    assert cards[Area.DOMAIN].unseen == "1 not seen"
    assert cards[Area.RULES].result == "Not looked at yet"
    assert {card.tone for card in view(facts.quiet()).cards} == {"fine", "blind"}


def test_information_alone_is_nothing_to_look_at():
    finding = replace(facts.DMARC, own_severity=Severity.INFO)
    known = replace(facts.quiet(), reports=(facts.report(None, (facts.looked("domain.dmarc", "D", finding),)),))
    card = next(card for card in view(known).cards if card.area is Area.DOMAIN)
    assert (card.result, card.tone) == ("Nothing unusual", "fine")
    assert view(known).step is None
    assert badges(known) == {}


def test_the_gravest_finding_stands_out_and_is_not_said_twice():
    shown = view(facts.attention())
    assert shown.attention.ref == facts.burst_ref()
    assert shown.attention.title == "312 messages between 13:58 and 14:16 on Saturday 18 October 2025."
    assert shown.attention.lead.startswith("Your usual maximum in 20 minutes is 15.")
    assert shown.attention.more == "and 1 more"
    assert shown.step.ref.code == "domain.spf-multiple"
    assert shown.chart_account == facts.SHOP


def test_times_are_told_in_the_accounts_own_zone():
    known = facts.attention()
    utc = replace(known.reports[0], time_zone="UTC")
    spoilt = replace(known.reports[0], time_zone="No/Such_Zone")
    assert "04:58" in view(replace(known, reports=(utc,))).attention.title
    assert "13:58" in view(replace(known, reports=(spoilt,))).attention.title


def test_what_is_gone_is_not_counted():
    known = facts.attention()
    gone = tuple(replace(f, status=Status.GONE) for f in known.reports[0].findings)
    shown = view(replace(known, reports=(replace(known.reports[0], findings=gone),)))
    assert shown.attention is None


def test_states():
    first = view(Known())
    assert first.state.does is Next.ADD_ACCOUNT
    assert first.header.sentence == "Good afternoon. Welcome to Sentwatch."
    assert view(replace(facts.quiet(), reports=())).state.does is Next.CHECK_NOW
    trouble = Trouble(STORE_UNUSABLE, path="p", reason="r")
    assert view(Known(trouble=trouble)).state.sentence == "The local store p could not be used: r"
    both = view(replace(facts.quiet(), trouble=trouble))
    assert both.state is None
    assert both.trouble.title == "The local store p could not be used: r"
    assert view(replace(facts.quiet(), is_offline=True)).notice.icon == "offline"


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (facts.watched(Sight.LIVE), "watching live"),
        (facts.watched(Sight.POLLING), "looking regularly"),
        (facts.watched(Sight.PAUSED), "watching is paused"),
        (facts.watched(Sight.STARTING), "watching begins"),
        ((facts.watched(Sight.LIVE)[0], facts.watched(Sight.BLIND)[1]), "a mailbox cannot be seen at the moment"),
        ((facts.watched(Sight.PAUSED)[0], facts.watched(Sight.LIVE)[1]), "watching live"),
        ((), "not watching in the background"),
    ],
)
def test_how_we_watch(states, said):
    assert view(replace(facts.quiet(), states=states)).header.detail == f"Last look 2 minutes ago · {said}"


def test_a_span_that_nobody_watched_is_told():
    gap = Watched(since=facts.NOW - timedelta(hours=9), until=facts.NOW - timedelta(hours=1))
    detail = view(replace(facts.quiet(), gap=gap)).header.detail
    assert re.search(r" · not watched from .+ to .+, read afterwards$", detail)


@pytest.mark.parametrize(
    ("hours", "hello"), [(0, "Good afternoon."), (5, "Good evening."), (12, "Good evening."), (16, "Good morning.")]
)
def test_the_greeting_follows_the_local_hour(hours, hello):
    assert view(facts.quiet(), now=facts.NOW + timedelta(hours=hours)).header.sentence.startswith(hello)


@pytest.mark.parametrize(
    ("past", "said"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 minutes ago"),
        (timedelta(hours=3), "3 hours ago"),
        (timedelta(hours=12), "today at 02:40"),
        (timedelta(hours=20), "yesterday at 18:40"),
        (timedelta(days=9), "Thursday 9 October 2025 14:40"),
    ],
)
def test_how_long_ago(past, said):
    known = replace(facts.quiet(), reports=(replace(facts.quiet().reports[0], taken_at=facts.NOW - past),))
    assert view(known).header.detail.startswith(f"Last look {said}")
