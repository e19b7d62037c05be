"""What was seen of domains and what receivers report, and the path of a domain's records, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from sentwatch.core.dmarc_reports import MoreThanSent
from sentwatch.core.domain_seen import DomainSeen, KeySeen, KeyState, StsSeen
from sentwatch.core.reports_seen import ReportsSeen, WaySeen
from sentwatch.core.spf import SpfWalk
from sentwatch.service.look_after_domain import DomainMemory
from sentwatch.ui.known import Known
from sentwatch.ui.own_facts import DomainPageFacts
from sentwatch.ui.presenters.builder_questions import Answers, first_answers, walked
from sentwatch.ui.presenters.domain_seen import domain_card
from sentwatch.ui.presenters.record_builder import Place, builder
from sentwatch.ui.presenters.reports import handed_over, reports
from support import window_facts as facts

EN, JA = facts.words_for("en"), facts.words_for("ja")
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
D = "aoyama.example"
SEEN = DomainSeen(
    domain=D,
    at=NOW,
    exchangers=(f"mail.{D}",),
    gateway=None,
    spf=("v=spf1 mx include:_spf.google.com ip4:192.0.2.1 ~all",),
    spf_closing="~",
    spf_lookups=3,
    keys=(KeySeen(selector="s1", state=KeyState.GOOD, bits=2048),),
    dmarc=(f"v=DMARC1; p=none; rua=mailto:dmarc@{D}",),
    dmarc_at=D,
    sts=StsSeen.NONE,
    tls_rpt=(),
    is_signed=False,
    name_servers=("ns1.dns.example",),
    policy_since=NOW - timedelta(days=10),
)
READ = ReportsSeen(read_at=NOW, reports=3, receivers=("a", "b"), genuine=40, days=3, compared=3)


def page_facts(seen=SEEN, read=None):
    return DomainPageFacts(domains=(D,), memories={D: DomainMemory(seen=seen, reports=read)})


def rows(**changes):
    view = domain_card(D, page_facts(replace(SEEN, **changes)), Known(), EN, now=NOW)
    return {row.name: (row.tone, row.said) for row in view.rows}


def test_a_domain_in_rows():
    assert rows() == {
        "mx": ("fine", f"To mail.{D}"),
        "spf": ("fine", "Mail from other servers looks suspicious (~all). 3 of 10 look-ups."),
        "dkim": ("fine", "s1: good (2048 bits)"),
        "dmarc": ("fine", "It is reported at most (p=none)."),
        "mta-sts": ("fine", "Not set up; it is a later step."),
        "tls-rpt": ("fine", "They are not asked for."),
        "dnssec": ("fine", "Not signed."),
    }


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ({"exchangers": None}, "mx"),
        ({"spf": None}, "spf"),
        ({"dmarc": None}, "dmarc"),
        ({"sts": StsSeen.UNSEEN}, "mta-sts"),
        ({"tls_rpt": None}, "tls-rpt"),
        ({"is_signed": None}, "dnssec"),
    ],
)
def test_what_was_not_seen_is_never_fine(change, row):
    assert rows(**change)[row] == ("blind", "Could not be looked up this time.")


def test_no_key_is_no_good_key():
    assert rows(keys=())["dkim"][0] == "blind"


def test_without_a_look_there_are_no_rows():
    view = domain_card(D, DomainPageFacts(domains=(D,)), Known(), EN, now=NOW)
    assert (view.rows, view.facts, view.again, view.remove) == ((), "Not looked at yet", "Check this now", "")


# --- the path


def path(answers=None, seen=SEEN, read=None, **more):
    return builder(D, answers or first_answers(D, seen, ""), seen, read, EN, now=NOW, **more)


def test_what_stands_answers_the_questions():
    assert first_answers(D, SEEN, "") == Answers(
        services=frozenset({"google"}), own_exchangers=True, servers="192.0.2.1", reports_to=f"dmarc@{D}"
    )
    assert first_answers(D, None, f"me@{D}").reports_to == f"me@{D}"
    assert first_answers(D, None, "").reports_to == f"postmaster@{D}"


@pytest.mark.parametrize(
    ("record", "chosen", "places"),
    [
        ((), 0, "NLLLL"),
        (("v=DMARC1; p=none",), 1, "DNLLL"),
        (("v=DMARC1; p=quarantine",), 2, "DDNLL"),
        (("v=DMARC1; p=reject",), 3, "DDDNL"),
    ],
)
def test_the_stage_that_comes_next_is_read(record, chosen, places):
    view = path(seen=replace(SEEN, dmarc=record))
    assert view.chosen == chosen
    assert "".join(stage.place.name[0] for stage in view.stages) == places
    assert view.stages[chosen].place is Place.NOW


def test_what_stands_already_is_not_to_be_entered_again():
    first = path(chosen=0)
    assert [(record.is_standing, record.state) for record in first.records] == [
        (True, "stands already"),
        (True, "stands already"),
        (False, "new"),
    ]


def test_a_stricter_policy_is_never_weakened():
    view = path(seen=replace(SEEN, dmarc=("v=DMARC1; p=reject; rua=mailto:x@y.example",)), chosen=0)
    dmarc = next(record for record in view.records if record.name.startswith("_dmarc"))
    assert (dmarc.is_standing, dmarc.value) == (True, "v=DMARC1; p=reject; rua=mailto:x@y.example")


def test_how_long_to_stay():
    view = path(chosen=0)
    assert "We saw this stage first on" in view.go_on
    assert "Stay about 18 days more." in view.go_on
    long_ago = path(seen=replace(SEEN, policy_since=NOW - timedelta(days=40)), chosen=0)
    assert "It has stood long enough." in long_ago.go_on


def test_what_speaks_for_going_on():
    assert "No reports were read yet: choose their folder under “Reports”." in path().signs
    assert "The reports show no mail of your own that fails." in path(read=READ).signs
    failing = "The reports show mail of your own servers that fails: mend that first."
    assert failing in path(read=replace(READ, failing=2)).signs
    unsigned = path(seen=replace(SEEN, keys=(KeySeen(selector="s1", state=KeyState.MISSING),)))
    assert "No good DKIM key was seen: switch on signing at your mail provider first." in unsigned.signs


def test_what_cannot_be_written_is_said_and_no_record_shown():
    view = path(Answers(servers="not/a/name", reports_to=f"x@{D}"))
    assert (view.records, view.spf) == ((), "")
    assert "not/a/name" in view.error
    assert len(view.stages) == 5


def test_an_address_elsewhere_needs_a_word_there():
    assert f"{D}._report._dmarc.other.example" in path(Answers(reports_to="a@other.example")).reports_hint
    assert path(Answers(reports_to="nobody")).reports_error != ""


@pytest.mark.parametrize(
    ("walk", "tone", "said"),
    [
        (SpfWalk(lookups=3, voids=0, all_qualifier="~"), "fine", "3 of 10 look-ups. Receivers can use it."),
        (SpfWalk(lookups=11, voids=0, all_qualifier="~"), "warning", "Receivers give up"),
        (SpfWalk(lookups=3, voids=3, all_qualifier="~"), "warning", "do not exist"),
        (SpfWalk(lookups=3, voids=0, all_qualifier="~", broken=("x.example",)), "warning", "because of x.example"),
        (SpfWalk(lookups=3, voids=0, all_qualifier="~", unseen=("x.example",)), "blind", "Could not be looked up"),
    ],
)
def test_a_record_that_was_tried(walk, tone, said):
    found, words = walked(walk, EN)
    assert found == tone
    assert said in words


# --- reports


def part(read, domain=D, words=EN):
    return reports(domain, page_facts(read=read), Known(), words, now=NOW)


def numbers(read):
    return {tile.name: (tile.tone, tile.number) for tile in part(read).tiles}


def test_no_report_makes_no_numbers():
    assert (part(None).heading, part(None).tiles) == ("No reports were read yet.", ())
    assert part(replace(READ, reports=0)).tiles == ()
    assert part(None, domain=None).heading == "No reports were read yet."


def test_the_gravest_thing_is_the_sentence():
    more = (MoreThanSent(day=date(2026, 11, 19), relay="s1", passed=400, known=12),)
    assert (
        part(replace(READ, more=more, failing=1, forged=1)).heading == "More passed as yours than was sent from here."
    )
    assert part(replace(READ, failing=1, forged=1)).heading == "Some mail of your own fails."
    assert part(replace(READ, forged=1)).heading == "Others write your domain on their mail."
    assert part(READ).heading == "Only your own mail was reported."
    assert numbers(replace(READ, more=more))["more-than-sent"] == ("warning", "388")


def test_without_a_comparison_nothing_is_called_fine():
    assert numbers(replace(READ, compared=0))["more-than-sent"] == ("blind", "0")
    assert numbers(READ)["more-than-sent"] == ("fine", "0")


def test_ways_are_told_as_what_they_are():
    ways = (WaySeen(way=f"s1._domainkey.{D}", messages=1_234), WaySeen(way=f"spf:{D}", messages=2))
    assert part(replace(READ, ways=ways)).ways == ((f"Key s1 of {D} (DKIM)", "1,234"), (f"Servers of {D} (SPF)", "2"))


def test_what_became_of_files():
    unread = (("a.xml", "this is no DMARC aggregate report"), ("b.zip", "it is broken"))
    said = handed_over(1, unread, ("other.example",), EN)
    assert said == (
        "1 report was read. Not read: a.xml (this is no DMARC aggregate report). And 1 more. "
        "About domains that are not on your list: other.example"
    )
    assert handed_over(0, (), (), EN) == "0 reports were read."
    assert "レポートを 2 件読みました。" in handed_over(2, (), (), JA)
