"""The guided check: a place to look for every provider, a way to remove every rule, and what answers mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from sentwatch.adapters.providers import provider_table
from sentwatch.adapters.resources import resource
from sentwatch.adapters.rule_paths import read_rule_paths, rule_paths
from sentwatch.core.guided_rules import GuidedAnswer, GuidedState, Look, look_of, step_answers
from sentwatch.core.playbooks.checklist import EvidenceKind, StepState
from sentwatch.core.rules import Effect, EffectKind, Rule, RuleLanguage, RuleSet

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PROVIDERS = [None, *provider_table().providers]


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.id if provider else "none")
def test_every_provider_has_a_place_for_filters_and_forwards(provider):
    steps = {step.look: step for step in rule_paths().steps(provider)}
    assert set(steps) == set(Look)
    for look in (Look.FILTERS, Look.FORWARDING):
        assert steps[look].path is not None
        assert steps[look].path.there.en
    assert all(step.look_for and step.remove.ja for step in steps.values())


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda provider: provider.id if provider else "none")
@pytest.mark.parametrize("language", RuleLanguage)
def test_every_rule_has_a_way_out(provider, language):
    for kind in EffectKind:
        for is_setting in (False, True):
            rule = Rule(name="", enabled=True, order=1, effects=(Effect(kind=kind),), is_setting=is_setting)
            removal = rule_paths().removal(RuleSet(language=language, name="x"), rule, provider)
            assert removal.remove.en
            assert removal.path is not None or look_of(rule) in {Look.ACCESS, Look.REPLY}


def test_what_a_program_keeps_is_removed_there():
    gmail = provider_table().by_id("gmail")
    rule = Rule(name="a", enabled=True, order=1)
    there = {
        language: rule_paths().removal(RuleSet(language=language, name="x"), rule, gmail).path.there.en
        for language in RuleLanguage
    }
    assert there[RuleLanguage.GMAIL].startswith("Gear")
    assert there[RuleLanguage.THUNDERBIRD].startswith("Thunderbird")
    assert there[RuleLanguage.APPLE].startswith("Mail >")


def test_the_table_names_providers_there_are_and_each_look_once():
    known = {provider.id for provider in provider_table().providers}
    named = [one for place in rule_paths().places for one in place.providers]
    assert set(named) <= known
    assert len(named) == len(set(named))
    assert [words.look for words in rule_paths().looks] == list(Look)
    assert set(rule_paths().programs) == set(RuleLanguage)


def test_a_spelling_mistake_in_the_table_is_refused():
    text = resource("rule_paths.yaml").read_bytes()
    for wrong in (
        text.replace(b"forwarding: {en", b"fowarding: {en", 1),
        text.replace(b"kinds: [isp]", b"kinds: [isps]"),
    ):
        with pytest.raises(msgspec.ValidationError):
            read_rule_paths(wrong)


def answer(state, *, days=0, note="", looks=tuple(Look)):
    return GuidedAnswer(at=NOW - timedelta(days=days), states=dict.fromkeys(looks, state), note=note)


def states(unread, every=None):
    told = step_answers(unread=unread, all_accounts=unread if every is None else every)
    return {step: said.state for step, said in told.items()}


NOTHING, FOUND, BLIND = GuidedState.NOTHING_UNKNOWN, GuidedState.FOUND_UNKNOWN, GuidedState.COULD_NOT_LOOK


def test_an_answer_for_every_account_is_needed_and_the_worst_counts():
    assert states([]) == {}
    assert states([None]) == {}
    assert states([answer(NOTHING), None]) == {}
    assert states([answer(FOUND), None])["mbox.filters"] is StepState.NOT_OK
    assert states([answer(NOTHING), answer(BLIND)])["mbox.forwarding"] is StepState.UNKNOWN
    assert set(states([answer(NOTHING), answer(NOTHING)]).values()) == {StepState.OK}


def test_filters_ask_for_unread_accounts_only():
    told = states([answer(NOTHING)], [answer(NOTHING), None])
    assert told == {"mbox.filters": StepState.OK, "mbox.forwarding": StepState.OK}


def test_the_oldest_answer_says_how_fresh_it_is():
    told = step_answers(
        unread=[answer(NOTHING, days=9, note="web"), answer(NOTHING)], all_accounts=[answer(NOTHING, looks=())]
    )
    said = told["mbox.filters"]
    assert (said.at, said.evidence_kind, said.evidence) == (NOW - timedelta(days=9), EvidenceKind.SELF_REPORTED, "web")
    assert set(told) == {"mbox.filters", "mbox.forwarding"}
