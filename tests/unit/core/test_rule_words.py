"""Each rule in a sentence, in both languages."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from sentwatch.core.phrase import Phrase
from sentwatch.core.rule_effect_words import EFFECT_WORDS
from sentwatch.core.rule_languages.read import read_rules
from sentwatch.core.rule_words import describe
from sentwatch.core.rules import (
    ALWAYS,
    Comparison,
    Condition,
    Effect,
    EffectKind,
    Moment,
    NotUnderstood,
    Part,
    Rule,
    all_of,
    any_of,
    not_,
)
from sentwatch.texts.words import Words
from support.rules import CORPUS

LOCALE = Path(__file__).resolve().parents[3] / "resources" / "locale"
FILES = sorted(path for folder in ("sieve", "ordinary", "indicators") for path in (CORPUS / folder).iterdir())


def words(lang):
    return Words(lang, gettext.translation("sentwatch", LOCALE, [lang], fallback=lang == "en"))


def said(rule, lang="en"):
    return words(lang)(describe(rule))


INVOICES = Condition(part=Part.BODY, values=("請求書",))
RULE = Rule(
    name="..",
    enabled=True,
    order=1,
    test=INVOICES,
    effects=(Effect(kind=EffectKind.MARK_READ), Effect(kind=EffectKind.MOVE, targets=("RSS Feeds",))),
)


def make(test=INVOICES, *effects, **more):
    return Rule(name="x", enabled=more.pop("enabled", True), order=1, test=test, effects=effects, **more)


def test_the_sentence_of_the_rules_page():
    assert said(RULE) == "Moves mail that mentions 請求書 to RSS Feeds and marks it read"
    assert said(RULE, "ja") == "「請求書」を含むメールを「RSS Feeds」へ移動して、既読にします"


FORWARD = Effect(kind=EffectKind.FORWARD, targets=("a@example.com",))
DELETE = Effect(kind=EffectKind.DELETE)
STOP = Effect(kind=EffectKind.STOP)


@pytest.mark.parametrize(
    ("rule", "english", "japanese"),
    [
        (make(ALWAYS, DELETE), "Deletes all mail", "すべてのメールを削除します"),
        (
            make(ALWAYS, STOP, DELETE, FORWARD),
            "Forwards all mail to a@example.com, deletes it and lets no further rule see it",
            "すべてのメールを a@example.com へ転送して、削除して、ほかのルールを適用しません",
        ),
        (
            make(
                all_of(
                    (Condition(part=Part.SENDER, values=("a@b.c",)), not_(Condition(part=Part.SUBJECT, values=("x",))))
                ),
                DELETE,
            ),
            "Deletes mail that comes from a@b.c and does not have x in its subject",
            "「a@b.c」から届く、かつ件名に「x」を含まないメールを削除します",
        ),
        (
            make(
                any_of((INVOICES, Condition(part=Part.SIZE, comparison=Comparison.OVER, values=("2097152",)))), DELETE
            ),
            "Deletes mail that mentions 請求書 or is larger than 2 MB",
            "「請求書」を含む、または2 MB より大きいメールを削除します",
        ),
        (
            make(INVOICES, DELETE, enabled=False),
            "Switched off: Deletes mail that mentions 請求書",
            "オフ: 「請求書」を含むメールを削除します",
        ),
        (
            make(ALWAYS, DELETE, moments=(Moment.AFTER_SENDING,)),
            "Deletes all sent mail",
            "すべての送信済みメールを削除します",
        ),
        (
            make(ALWAYS, DELETE, not_understood=(NotUnderstood(line=1, text="x", reason=Phrase(text="x")),)),
            "Deletes all mail (not all of it was understood)",
            "すべてのメールを削除します(一部は読み取れませんでした)",
        ),
        (make(ALWAYS, Effect(kind=EffectKind.OTHER)), "Does nothing with all mail", "すべてのメールには何もしません"),
        (
            make(ALWAYS, Effect(kind=EffectKind.REDIRECT, is_open=True)),
            "Redirects all mail to somebody who is fixed only when a message arrives",
            "すべてのメールを 届いたときに決まる宛先 へそのまま転送します",
        ),
        (
            make(Condition(part=Part.SENDER, values=("a", "b", "c", "d", "e")), DELETE),
            "Deletes mail that comes from a, b, c and 2 more",
            "「a、b、c ほか 2 件」から届くメールを削除します",
        ),
        (
            make(Condition(part=Part.SUBJECT, comparison=Comparison.PATTERN, values=("*",)), DELETE),
            "Deletes mail that has anything in its subject",
            "件名に「任意の内容」を含むメールを削除します",
        ),
    ],
)
def test_sentences(rule, english, japanese):
    assert said(rule) == english
    assert said(rule, "ja") == japanese


def test_every_effect_but_those_that_touch_no_mail_has_words():
    assert set(EffectKind) - set(EFFECT_WORDS) == {EffectKind.OTHER}


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("kind", sorted(EFFECT_WORDS, key=lambda kind: kind.value))
def test_every_effect_can_stand_in_every_place(lang, kind):
    effect = Effect(kind=kind, targets=("T",))
    before, after = Effect(kind=EffectKind.FORWARD, targets=("first",)), STOP
    for effects in ((effect,), (effect, after), (before, effect), (before, effect, after)):
        sentence = said(make(INVOICES, *effects), lang)
        assert "{" not in sentence
        assert "None" not in sentence
        if lang == "ja":
            # Nothing English is left in it but what the rule itself holds.
            assert not any(word in sentence for word in (" and ", " mail ", "it "))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_rule_of_the_corpus_can_be_said(path):
    found = read_rules(path.read_bytes(), name=path.name)
    if isinstance(found, Phrase):
        assert path.stem == "base-empty-comment"
        return
    for rule_set in found:
        for rule in rule_set.rules:
            english, japanese = said(rule), said(rule, "ja")
            assert "{mail}" not in english + japanese
            assert "{to}" not in english + japanese
            assert "{rest}" not in english + japanese
            assert "{clause}" not in english + japanese
            assert english != japanese


def test_a_rule_of_many_conditions_stays_a_sentence():
    test = any_of(Condition(part=Part.SUBJECT, values=(f"word{number}",)) for number in range(300))
    sentence = said(make(test, DELETE))
    assert len(sentence) < 300
    assert sentence.endswith("and 296 more conditions")
    assert "ほかに 296 個" in said(make(test, DELETE), "ja")


def test_deep_groups_stay_a_sentence():
    test = INVOICES
    for _ in range(40):
        test = not_(any_of((test, Condition(part=Part.SUBJECT, values=("x",)))))
    assert "{" not in said(make(test, DELETE))
