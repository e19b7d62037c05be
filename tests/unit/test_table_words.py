"""The words of the tables: both languages everywhere, calm, and with nothing promised."""

from __future__ import annotations

import re

import pytest
import yaml

from sentwatch.adapters.resources import resource

TABLES = [
    "checklist.yaml",
    "contacts.yaml",
    "breach_clocks.yaml",
    "self_check.yaml",
    "sheets.yaml",
    "rule_paths.yaml",
    *(f"playbooks/{file.name}" for file in sorted(resource("playbooks").iterdir(), key=lambda file: file.name)),
    *(f"lessons/{file.name}" for file in sorted(resource("lessons").iterdir(), key=lambda file: file.name)),
]
KANA_OR_HAN = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")


def pairs(node, path="$"):
    """Every pair of words in a table, with its path."""
    if isinstance(node, dict):
        if {"en", "ja"} <= set(node):
            yield path, node["en"], node["ja"]
        for key, below in node.items():
            yield from pairs(below, f"{path}.{key}")
    elif isinstance(node, list):
        for place, below in enumerate(node):
            yield from pairs(below, f"{path}[{place}]")


def words(name):
    return list(pairs(yaml.safe_load(resource(name).read_bytes())))


@pytest.mark.parametrize("name", TABLES)
def test_japanese_is_japanese_and_english_is_english(name):
    found = words(name)
    assert found
    for path, en, ja in found:
        assert not KANA_OR_HAN.search(en), path
        # Names that stay as they are: DNSSEC, a password as an example.
        assert en == ja or KANA_OR_HAN.search(ja) or not ja, path


@pytest.mark.parametrize("name", TABLES)
def test_calm_words_and_no_promises(name):
    for path, en, ja in words(name):
        assert not re.search(
            r"\b(hack\w*|is safe|are safe|perfectly|guarantee\w*|best product)\b", en, re.IGNORECASE
        ), path
        assert not re.search("ハッカー|ハッキング|クラッカー|絶対に|完璧|必ず防", ja), path


@pytest.mark.parametrize("name", TABLES)
def test_no_stray_spaces_in_japanese(name):
    for path, _, ja in words(name):
        assert not re.search("[\u3040-\u309f] [\u3040-\u30ff\u4e00-\u9fff]", ja.replace("\n", "")), path
        assert not re.search(r"[、。]{2}", ja), path
