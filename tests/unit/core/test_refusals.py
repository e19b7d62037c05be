"""Refusal texts of real servers are told apart, all of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.core import refusals
from sentwatch.core.refusals import Refusal, is_app_password_shaped, judge_refusal, with_what_is_known
from sentwatch.core.trouble import APP_PASSWORD_NEEDED, BAD_CREDENTIAL, BROWSER_SIGN_IN_NEEDED, THROTTLED

CORPUS = json.loads((Path(__file__).parents[2] / "corpus" / "refusals" / "refusals.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: f"{case['provider']}-{case['kind']}")
def test_told_apart(case):
    refusal = judge_refusal(case["answer"], goodbye=case.get("goodbye", False))
    assert refusal.kind.code == case["kind"]
    assert refusal.wait_s == pytest.approx(case["wait_s"]) if "wait_s" in case else refusal.wait_s is None


def test_the_corpus_is_large_and_says_where_from():
    assert len(CORPUS) >= 30
    assert all(case["source"] for case in CORPUS)
    assert {case["kind"] for case in CORPUS} >= {
        "bad-credential",
        "app-password-needed",
        "browser-sign-in-needed",
        "throttled",
        "too-many-connections",
        "server-trouble",
        "encryption-refused",
    }


@given(st.text(max_size=5000), st.booleans())
def test_any_text_has_a_kind(text, goodbye):
    assert judge_refusal(text, goodbye=goodbye).kind.code


def test_a_wait_beyond_a_day_is_not_believed():
    assert judge_refusal("rate limit, try again in 999999999 hours").wait_s is None
    assert judge_refusal("rate limit, try again in ٣ minutes").wait_s is None


def test_only_the_start_of_an_answer_is_read():
    assert judge_refusal("x" * refusals.MAX_CHARS + " rate limit").kind is BAD_CREDENTIAL


def test_what_is_known_of_the_provider_makes_a_bare_refusal_plainer():
    bare = judge_refusal("LOGIN failed.")
    assert with_what_is_known(bare) is bare
    assert with_what_is_known(bare, only_browser=True).kind is BROWSER_SIGN_IN_NEEDED
    assert with_what_is_known(bare, only_app_password=True).kind is APP_PASSWORD_NEEDED
    assert with_what_is_known(bare, only_app_password=True, app_password_shaped=True).kind is BAD_CREDENTIAL
    throttled = Refusal(THROTTLED, 30)
    assert with_what_is_known(throttled, only_browser=True) is throttled


@pytest.mark.parametrize(
    ("secret", "shaped"),
    [
        ("abcd efgh ijkl mnop", True),
        ("abcd-efgh-ijkl-mnop", True),
        ("abcdefghijklmnop", True),
        ("abcd1234efgh5678", True),
        ("Abcdefghijklmnop", False),
        ("correct horse battery", False),
        ("", False),
    ],
)
def test_the_shape_of_app_passwords(secret, shaped):
    assert is_app_password_shaped(secret) is shaped
