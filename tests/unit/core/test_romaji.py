"""Kana as they are typed, and spellings that meet."""

from __future__ import annotations

import pytest

from sentwatch.core.romaji import folded, is_kana, typed_form


@pytest.mark.parametrize(
    ("kana", "typed"),
    [
        ("さくら", "sakura"),
        ("しゃしん", "shashin"),
        ("きゃく", "kyaku"),
        ("がっこう", "gakkou"),
        ("マッチ", "matchi"),
        ("ちょうちん", "chouchin"),
        ("じゅもく", "jumoku"),
        ("ラーメン", "raamen"),
        ("ファイル", "fairu"),
        ("ヴァイオリン", "vaiorin"),
        ("ウィーン", "wiin"),
        ("シェフ", "shefu"),
        ("ﾊﾝｶｸ", "hankaku"),
        ("abc", "abc"),
        ("っ", ""),
        ("ー", ""),
    ],
)
def test_typed_form(kana, typed):
    assert typed_form(kana) == typed


@pytest.mark.parametrize(
    "spellings",
    [
        ("ohtsuka", "ootsuka", "otsuka", "otuka"),
        ("satou", "satoh", "sato"),
        ("shimbashi", "shinbashi", "sinbasi"),
        ("fujita", "hujita", "huzita"),
        ("jun", "zyun"),
        ("matchi", "macchi", "matti"),
        ("yuuko", "yuko"),
    ],
)
def test_spellings_of_one_name_meet(spellings):
    assert len({folded(spelling) for spelling in spellings}) == 1


def test_kana_is_told_from_other_writing():
    assert is_kana("はなこ")
    assert is_kana("ハナコー")
    assert not is_kana("花子")
    assert not is_kana("hanako")
    assert not is_kana("")
