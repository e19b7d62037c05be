"""Words that lack a translation, or whose translation does not fit, are found."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def words(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import words

    return words


def catalog(**entries):
    made = Catalog(locale="ja", domain="sentwatch", fuzzy=False)
    for text, said in entries.values():
        made.add(text, said)
    return made


def test_reads_every_kind_of_mark(words):
    source = """
N_("one" " text")
phrase("two {n}", n=1)
_("three")
ngettext("{n} day", "{n} days", 3)
Phrase(text=N_("{n} hour"), plural=N_("{n} hours"), count="n")
phrase(N_("four"), name=N_("five"))
"""
    texts, wrong = words.marked(source)
    assert texts == {
        "one text": None,
        "two {n}": None,
        "three": None,
        "{n} day": "{n} days",
        "{n} hour": "{n} hours",
        "four": None,
        "five": None,
    }
    assert wrong == []


def test_an_f_string_is_named(words):
    assert words.marked('x = 1\nN_(f"{x} things")')[1] == ["line 2: an f-string cannot be translated"]


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (("Hello {name}", "こんにちは {name}"), None),
        (("Hello {name}", "こんにちは"), "other fields"),
        (("Hello {name}", ""), "no translation"),
        (("Hello {name}", "{name} の PC、こんにちは"), None),
        (("Hello {name}", "{name} のPC、こんにちは"), "lacks spaces"),
        (("Old", "古い"), "nothing in the code says"),
    ],
)
def test_what_is_wrong_with_an_entry(words, entry, fault):
    found = words.catalog_faults({"Hello {name}": None}, catalog(entry=entry), "ja")
    assert any(fault in one for one in found) if fault else found == []


def test_a_missing_and_a_fuzzy_one(words):
    made = catalog(entry=("Yes", "はい"))
    made["Yes"].flags.add("fuzzy")
    found = words.catalog_faults({"Yes": None, "No": None}, made, "ja")
    assert found == ["ja: 'Yes' is marked fuzzy", "ja: 'No' is missing"]


def test_a_plural_needs_the_count_in_no_form(words):
    made = catalog(entry=(("One day", "{n} days"), ("{n} 日",)))
    assert words.catalog_faults({"One day": "{n} days"}, made, "ja") == []


def test_guides_stand_in_both_languages_with_the_same_headings(words, tmp_path):
    for name, en, ja in (("same", "# A\n## B\n", "# あ\n## い\n"), ("other", "# A\n", "# あ\n## い\n")):
        for lang, text in (("en", en), ("ja", ja)):
            (tmp_path / lang).mkdir(exist_ok=True)
            (tmp_path / lang / f"{name}.md").write_text(text, encoding="utf-8")
    (tmp_path / "en" / "alone.md").write_text("# A\n", encoding="utf-8")
    assert words.guide_faults(tmp_path) == [
        "guide alone.md stands in one language only",
        "guide other.md has other headings in the two languages",
    ]


def test_rewriting_twice_changes_nothing_more(words, tmp_path, capsys):
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "a.py").write_text('N_("New {n}")\nN_("Kept")\n', encoding="utf-8")
    folder = tmp_path / "resources" / "locale" / "ja" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    po = folder / "sentwatch.po"
    po.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Kept"\nmsgstr "残る"\n\nmsgid "Dead"\nmsgstr "消える"\n',
        encoding="utf-8",
    )
    words.rewrite(tmp_path)
    once = po.read_text(encoding="utf-8")
    words.rewrite(tmp_path)
    assert po.read_text(encoding="utf-8") == once
    assert "残る" in once
    assert "Dead" not in once
    assert 'python-brace-format\nmsgid "New {n}"' in once
