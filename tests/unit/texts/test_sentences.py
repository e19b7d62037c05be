"""Sentences in one line never run into each other, in either language; one trouble is told once."""

from __future__ import annotations

import gettext
from datetime import UTC, datetime

import pytest

from sentwatch.core.looks import Failed
from sentwatch.core.report import CheckResult, Report, troubles_of
from sentwatch.core.trouble import NETWORK_CUT, SECRET_MISSING, Trouble
from sentwatch.texts.words import Words
from sentwatch.texts.wrapped import fitting, wrapped


@pytest.mark.parametrize(
    ("lang", "texts", "line"),
    [
        ("en", ["It is empty", "Look again."], "It is empty. Look again."),
        ("en", ["Two could not be read:", "a: cut", "b: cut off (at 3)"],
         "Two could not be read: a: cut. b: cut off (at 3)."),
        ("en", ["Done.", "", "Why?"], "Done. Why?"),
        ("ja", ["中身がありません", "もう一度見てください。"], "中身がありません。もう一度見てください。"),
        ("ja", ["2 件を読めませんでした:", "a: 切れています", "b: 空です"],
         "2 件を読めませんでした: a: 切れています。b: 空です。"),
        ("ja", [], ""),
    ],
)  # fmt: skip
def test_sentences(lang, texts, line):
    assert Words(lang, gettext.NullTranslations()).sentences(iter(texts)) == line


def test_the_same_trouble_at_two_doors_is_told_once():
    def failed(trouble):
        return CheckResult(code="x.y", title="", outcome=Failed(trouble))

    one, same = (Trouble(SECRET_MISSING, address="a@example.jp") for _ in range(2))
    other, elsewhere = (Trouble(NETWORK_CUT, host=host) for host in ("a", "b"))
    report = Report(
        account_key="a",
        account="a@example.jp",
        role=None,
        taken_at=datetime(2026, 11, 25, tzinfo=UTC),
        results=tuple(map(failed, (one, other, same, elsewhere))),
        findings=(),
    )
    assert troubles_of(report) == (one, other, elsewhere)


@pytest.mark.parametrize(("columns", "most"), [(40, 40), (5, 30), (500, 92)])
def test_lines_fit_the_terminal_and_never_more_than_our_own_width(columns, most):
    text = "word " * 60
    with fitting(columns):
        lines = list(wrapped(text, "  "))
    assert most - 5 <= max(map(len, lines)) <= most
    assert max(map(len, wrapped(text, "  "))) > 88
