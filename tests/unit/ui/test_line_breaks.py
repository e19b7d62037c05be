"""Lines of Japanese end between phrases: no torn word, no particle or ending alone at the beginning of a line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.ui.line_breaks import line_end, phrase_starts


def parts(text):
    starts = sorted({0, len(text), *phrase_starts(text)})
    return [text[a:b] for a, b in pairwise(starts)]


@pytest.mark.parametrize(
    "phrases",
    [
        # A particle stays with its noun, an ending with its verb.
        "こんにちは。|いますぐ|確認してほしい|点が |2 件あります。",
        "13:58 から |14:16 までに |312 通送られました。",
        # A verb of two parts is one word, and so is a polite one.
        "受け取った|メールを|読み取ります。",
        "問い合わせを|お知らせします。",
        # Brackets and quotations keep what follows them.
        "宛先のうち |330 件(97%)は、|初めての|相手です。",
        "「自分です」という|回答を|受け取りました。",
        # Names keep their particle and are not torn.
        "この|PCの|VPN は |noreply@aoyama-insatsu.example に|使えます。",
        "メールの|指定(MX レコード)が|ありません。",
        # Words without kanji.
        "ほかの|ルールがある|かもしれません。",
        "すべてを|いつも|ほかの|人に|お任せに|なりますか?",
        # The dot between two facts stands at the end of a line.
        "点検: |2 分前 · |昨日 · |未点検 |3 件",
        "x@mailhub.example へ|そのまま|転送して、|server では |使えません。",
    ],
)
def test_phrases(phrases):
    assert parts(phrases.replace("|", "")) == phrases.split("|")


def test_a_line_gives_up_at_most_a_third():
    text = "メールサーバーセキュリティコンピューターを見守る"
    assert line_end(text, 0, 12) == 12
    assert line_end(text, 0, 22) == 21
    assert line_end(text, 0, len(text)) == len(text)


def test_the_end_of_a_word_does_not_stand_alone_on_the_last_line():
    text = "外部のアドレスへ転送されています。"
    assert text[: line_end(text, 0, len(text) - 2)] == "外部のアドレスへ"


def test_no_line_begins_with_a_lone_particle():
    text = "受け取ったのは 400 通ですが、こちらで把握しているのは 12 通です。"
    assert text[: line_end(text, 0, text.index("は 12"))].endswith("こちらで")


def test_names_are_not_torn_at_their_hyphens_in_any_script():
    text = "A link shows a name of a bank and leads to aoba-bank.example.test, not to the bank."
    assert text[: line_end(text, 0, text.index("bank.example"))] == "A link shows a name of a bank and leads to "


def test_a_name_is_not_torn_where_that_leaves_a_short_line():
    text = "A link shows www.aoba-bank.example and leads elsewhere."
    assert text[: line_end(text, 0, text.index("bank.example"))] == "A link shows "
    assert text[: line_end(text[13:], 0, 9) + 13].endswith("www.aoba-")


def test_a_line_that_was_ended_stays_ended():
    assert line_end("見守りを\n続けます。", 0, 5) == 5


@given(st.text(alphabet="あいのをが。、「」()確認送信メールー PC12件\n", max_size=40), st.integers(1, 20))
def test_every_line_goes_forward_and_begins_with_nothing_forbidden(text, room):
    start = 0
    while start < len(text):
        end = line_end(text, start, min(len(text), start + room))
        assert start < end <= min(len(text), start + room)
        start = end
    assert not any(text[place] in "。、」)ー" or text[place - 1] in "「(" for place in phrase_starts(text))
