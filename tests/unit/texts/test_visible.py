"""What hides in a text is written out, and nothing else is changed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.texts.visible import has_hidden, visible, visible_lines


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("invoice\u202efdp.exe", "invoice[U+202E]fdp.exe"),
        ("pay\u200bpal.com", "pay[U+200B]pal.com"),
        ("\u200b" * 500, "[U+200B ×500]"),
        ("a\u2066b\u2069c", "a[U+2066]b[U+2069]c"),
        ("soft\u00adhyphen", "soft[U+00AD]hyphen"),
        ("fill\u3164er", "fill[U+3164]er"),
        ("tag\U000e0041s", "tag[U+E0041]s"),
        ("nul\x00\x1b[31m", "nul[U+0000][U+001B][31m"),
        ("\ufeffstart", "[U+FEFF]start"),
        ("half \ud83d", "half [U+D83D]"),
        ("several   \n\t spaces", "several spaces"),
    ],
)
def test_what_hides_is_written_out(text, shown):
    assert visible(text, limit=600) == shown
    assert visible(shown, limit=600) == shown


@pytest.mark.parametrize(
    "text", ["至急ご確認ください。", "Grüße – “quoted” …", "€ 1,000", "👨‍👩‍👧 ❤️", "Ünïcödé", "ﾊﾝｶｸ", "한국어", "مرحبا"]
)
def test_honest_text_stays_as_it_is(text):
    assert visible(text, limit=100) == text
    assert not has_hidden(text)


def test_a_joiner_between_letters_hides_something():
    assert visible("pay\u200dpal", limit=100) == "pay[U+200D]pal"
    assert has_hidden("pay\u200dpal")
    assert has_hidden("支\u200d払")
    assert not has_hidden("क्‍ष")


def test_lines_stay_lines_and_are_counted():
    assert visible_lines("a\r\nb\rc\n\n\n\n\n\n\nd", limit=100, lines=20) == "a\nb\nc\n\n\nd"
    shown = visible_lines("\n".join("x" for _ in range(500)), limit=10_000, lines=30)
    assert shown.count("\n") == 29
    assert shown.endswith("…")
    assert visible_lines("a\tb\u202e", limit=100, lines=5) == "a    b[U+202E]"


def test_a_long_text_is_cut_and_says_so():
    assert visible("x" * 5_000, limit=80) == "x" * 79 + "…"
    assert len(visible("\u200b\u200c" * 5_000, limit=80)) == 80


@given(st.text(max_size=300))
def test_nothing_hidden_is_left(text):
    shown = visible(text, limit=10_000)
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in shown)
    assert "\u202e" not in shown
    assert "\u200b" not in shown
    assert len(visible_lines(text, limit=200, lines=10)) <= 200
