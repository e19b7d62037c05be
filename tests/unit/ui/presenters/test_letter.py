"""A finding as a letter: every part is there, in the reader's words, and only incidents are asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sentwatch.core.incidents import Answer
from sentwatch.core.report import Status
from sentwatch.ui.known import FindingRef
from sentwatch.ui.presenters.areas import Area
from sentwatch.ui.presenters.findings import area_page, letter_for
from sentwatch.ui.presenters.letter import split_title
from support import window_facts as facts

EN, JA = facts.words_for("en"), facts.words_for("ja")


def letter(known=None, words=EN, ref=None):
    return letter_for(ref or facts.burst_ref(), known or facts.attention(), words, now=facts.NOW)


def test_all_parts():
    view = letter()
    assert view.badge == "Urgent"
    assert view.facts == "New · noreply@aoyama-insatsu.example · first seen just now"
    assert [section.heading for section in view.sections] == [
        "Why it matters",
        "It may be harmless",
        "How to check in a minute",
        "What to do first",
    ]
    assert view.sections[1].marks == ("•", "•")
    assert view.sections[3].marks == ("1.", "2.", "3.", "4.")
    assert [section.is_to_do for section in view.sections] == [False, False, False, True]
    assert dict(view.evidence)["Recipients never mailed before"] == "330"
    assert view.evidence_text.splitlines()[0] == view.title


def test_in_japanese_nothing_is_left_in_english():
    view = letter(words=JA)
    assert view.title == "2025年10月18日(土) 13:58 から 14:16 までに 312 通送られました。"
    assert view.lead.startswith("ふだんは 20 分あたり最大 15 通です。")
    assert view.sections[0].heading == "気になる理由"
    assert view.answers.that_was_me == "自分です"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (None, ""),
        (Answer.THAT_WAS_ME, "You said: that was me. We learn from it."),
        (Answer.NOT_ME, "You said: that was not me. Go through “What to do first”, one step after the other."),
    ],
)
def test_the_answer_is_told(answer, said):
    known = replace(facts.attention(), answers={} if answer is None else {facts.burst_ref(): answer})
    view = letter(known)
    assert view.answers.given == said
    assert view.answers.chosen is answer


def test_only_incidents_are_asked_about():
    ref = FindingRef(account_key="domain:aoyama-insatsu.example", code="domain.spf-multiple", subject=facts.SPF.subject)
    assert letter(ref=ref).answers is None
    assert letter(ref=replace(ref, code="domain.nothing")) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Short. Two sentences.", ("Short. Two sentences.", "")),
        (
            "312 messages between 13:58 and 14:17 on Saturday 18 October 2025. Your usual maximum is 2. None is a reply.",
            (
                "312 messages between 13:58 and 14:17 on Saturday 18 October 2025.",
                "Your usual maximum is 2. None is a reply.",
            ),
        ),
        (
            "The mail server mail.example.jp and its very long name of a host went on and on without any end",
            ("The mail server mail.example.jp and its very long name of a host went on and on without any end", ""),
        ),
        (
            "example.jp にSPF レコードが 2 個あります。許されるのは1個だけですので、まとめてください。",
            ("example.jp にSPF レコードが 2 個あります。", "許されるのは1個だけですので、まとめてください。"),
        ),
    ],
)
def test_a_long_title_becomes_a_sentence_and_the_rest(text, parts):
    assert split_title(text) == parts


def test_the_page_of_an_area_lists_what_is_there_before_what_is_gone():
    known = facts.attention()
    domain = known.reports[2]
    findings = (replace(domain.findings[0], status=Status.GONE), domain.findings[1])
    known = replace(known, reports=(*known.reports[:2], replace(domain, findings=findings)))
    view = area_page(Area.DOMAIN, known, EN, now=facts.NOW)
    assert [(row.ref.code, row.is_gone) for row in view.rows] == [
        ("domain.dmarc-none", False),
        ("domain.spf-multiple", True),
    ]
    assert view.rows[1].facts.startswith("No longer there")
    assert letter(known, ref=view.rows[1].ref).is_gone
    assert [look.tone for look in view.looks] == ["warning", "notice"]
    assert len(view.unseen.rows) == 1


def test_an_area_nobody_looked_at_offers_to_look():
    view = area_page(Area.RULES, facts.attention(), EN, now=facts.NOW)
    assert view.state.button == "Check now"
    assert view.rows == ()
