"""Guides as structure: every one of ours whole, and nothing hostile read as more than text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.adapters.guides import guide_names, read_guide
from sentwatch.texts.guide import BlockKind, Guide, Span, SpanKind, read_guide_text

LANGUAGES = ("en", "ja")


def links(guide, kind):
    return [span for block in guide.blocks for span in block.spans if span.kind is kind]


@pytest.mark.parametrize("name", guide_names())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_and_no_link_of_a_guide_is_lost(name, lang):
    markdown = read_guide(name, lang)
    guide = read_guide_text(markdown)
    assert guide.title
    bare = re.sub(r"\]\([a-z0-9-]+\.md\)|(?<=<)https://|[#*`\[\]<>\s/•]|^ *(-|\d+\.)", "", markdown, flags=re.MULTILINE)
    said = re.sub(r"[#*`\[\]<>\s/]", "", guide.title + "".join(block.text for block in guide.blocks))
    assert said == bare
    for block in guide.blocks:
        assert not re.search(r"\*\*|`|\]\(|<https|^#", block.text), block
    assert {span.target for span in links(guide, SpanKind.GUIDE)} == {
        target.removesuffix(".md") for target in re.findall(r"\]\(([^)]+)\)", markdown)
    }
    assert {span.target for span in links(guide, SpanKind.WEB)} == set(re.findall(r"<(https://[^>\s]+)>", markdown))


def test_the_parts():
    guide = read_guide_text(
        "# T\n\nOne\nline, **bold** and `code`.\n\n## H\n\n1. See [Other\n   guide](other.md).\n2. <https://a.example/b/>\n"
        "   ```\n   type this\n   ```\n- last\n"
    )
    assert guide.title == "T"
    assert [(block.kind, block.mark, block.text) for block in guide.blocks] == [
        (BlockKind.WORDS, "", "One line, bold and code."),
        (BlockKind.HEADING, "", "H"),
        (BlockKind.ITEM, "1.", "See Other guide."),
        (BlockKind.ITEM, "2.", "a.example/b"),
        (BlockKind.CODE, "", "type this"),
        (BlockKind.ITEM, "•", "last"),
    ]
    assert guide.blocks[0].spans[1] == Span(text="bold", kind=SpanKind.STRONG)
    assert links(guide, SpanKind.WEB)[0].target == "https://a.example/b/"


def test_japanese_lines_join_without_a_gap():
    guide = read_guide_text("# 題\n\n一行目、\n二行目です。SPF\nと読む。\n")
    assert guide.blocks[0].text == "一行目、二行目です。SPF と読む。"


@pytest.mark.parametrize(
    "text",
    [
        "<b>bold</b> <img src=x> [x](javascript:alert(1)) [x](https://a.example) <http://a.example> <file:///etc>",
        "[x](../secret.md) [x](a/b.md) <https://a.example b>",
    ],
)
def test_what_is_not_ours_stays_text(text):
    guide = read_guide_text(text)
    assert guide.blocks[0].text == text
    assert not links(guide, SpanKind.WEB)
    assert not links(guide, SpanKind.GUIDE)


@given(st.text(alphabet="*`[]()<>#-1. \nhttps:/.md日a", max_size=400))
def test_it_never_raises(text):
    assert isinstance(read_guide_text(text), Guide)


def test_a_monster_ends_soon():
    assert len(read_guide_text("*" * 500_000).blocks[0].text) <= 40_000
    assert read_guide_text("[" * 39_000 + "\n" + "`" * 900)
