"""The VPN guidance: every way through it ends in advice, and no advice promises anything."""

from __future__ import annotations

from sentwatch.core import vpn_guidance as guidance
from sentwatch.core.network import WifiSecurity
from sentwatch.core.vpn_guidance import NODES, SOURCES, Advice, Question, first_answers, walk


def ways(answers=()):
    node = walk(answers).now
    if isinstance(node, Advice):
        yield answers, node
        return
    for choice in node.choices:
        yield from ways((*answers, choice.id))


def test_every_way_ends_in_advice_within_four_questions():
    found = list(ways())
    assert all(len(answers) <= 4 for answers, _ in found)
    assert {advice.id for _, advice in found} == {node.id for node in NODES.values() if isinstance(node, Advice)}


def test_every_question_can_be_reached():
    reached = {question.id for answers, _ in ways() for question, _ in walk(answers).answered}
    assert reached == {node.id for node in NODES.values() if isinstance(node, Question)}


def test_every_source_is_known():
    named = {source for node in NODES.values() if isinstance(node, Advice) for source in node.sources}
    assert named == set(SOURCES)


def test_a_walk_with_a_wrong_answer_stops_there():
    seen = walk(("wifi", "nonsense", "hotspot"))
    assert seen.now.id == "wifi"
    assert len(seen.answered) == 1
    assert seen.advice is None


def test_more_answers_than_questions_change_nothing():
    assert walk(("takeover", "x")).advice == walk(("takeover",)).advice


def test_a_stolen_password_is_no_case_for_a_vpn():
    assert walk(("takeover",)).advice.id == "mailbox"


def test_nothing_is_promised():
    texts = [
        guidance.SOURCES_DISAGREE,
        *guidance.TLS_PROTECTS,
        *guidance.DOES_NOT_HELP,
        *guidance.CHOOSE,
        *guidance.KILL_SWITCH,
        *guidance.WORK_VPN,
    ]
    for node in NODES.values():
        texts += [node.text] if isinstance(node, Question) else [node.title, *node.points, *node.do_first]
    for text in texts:
        for word in ("you are protected", "is safe", "are safe", "guarantee", "hacked"):
            assert word not in text.lower()


def test_an_open_wifi_begins_the_walk():
    assert first_answers(WifiSecurity.OPEN) == ("wifi",)
    assert first_answers(WifiSecurity.WPA2) == ()
    assert first_answers(None) == ()
