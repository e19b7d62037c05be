"""Texts to copy: known facts go in once and as plain text, and what is not known is said so."""

from __future__ import annotations

import pytest

from sentwatch.adapters.playbooks import packaged_notices, unknown_fact
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.notices import FIELDS, SHOWN_CHARACTERS, Notice, fields_of, filled, unclickable
from sentwatch.core.wording import Wording

NOTICES = packaged_notices()
EVERY_FACT = {name: f"<{name}>" for name in FIELDS}


def notice(text):
    nothing = Wording(en="", ja="")
    words = Wording(en=text, ja=text)
    return Notice(id="n", title=words, audiences=frozenset(Audience), how=words, subject=nothing, body=words)


@pytest.mark.parametrize("one", NOTICES, ids=lambda one: one.id)
def test_both_languages_hold_the_same_facts(one):
    assert fields_of(one, "en") == fields_of(one, "ja")


@pytest.mark.parametrize("one", NOTICES, ids=lambda one: one.id)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_all_facts_given_leaves_nothing_open(one, lang):
    text = filled(one, EVERY_FACT, unknown_fact(), lang)
    assert text.open_fields == ()
    assert "{" not in text.subject + text.body
    assert unknown_fact().said(lang) not in text.subject + text.body


@pytest.mark.parametrize("one", NOTICES, ids=lambda one: one.id)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_no_fact_given_says_so_and_guesses_nothing(one, lang):
    text = filled(one, {}, unknown_fact(), lang)
    assert set(text.open_fields) == fields_of(one, lang)
    assert "{" not in text.subject + text.body
    assert unknown_fact().said(lang) in text.subject + text.body


@pytest.mark.parametrize("one", NOTICES, ids=lambda one: one.id)
def test_no_live_link_and_nobody_accused(one):
    for lang in ("en", "ja"):
        body = one.body.said(lang)
        assert "http" not in body
        assert not any(word in body.lower() for word in ("hack", "犯人", "ハッカー", "中国", "russia"))


def test_a_fact_is_put_in_once_and_on_one_line():
    text = filled(
        notice("{subjects}|{name}"), {"subjects": "{name}\r\nBcc: x\u202e", "name": "T"}, unknown_fact(), "en"
    )
    assert text.body == "{name} Bcc: x|T"


def test_a_long_fact_is_cut():
    text = filled(notice("{subjects}"), {"subjects": "あ" * 100_000}, unknown_fact(), "en")
    assert len(text.body) == SHOWN_CHARACTERS
    assert text.body.endswith("…")


def test_hosts_are_written_unclickable():
    assert unclickable("login.example.com") == "login[.]example[.]com"
