"""The sign-in guides stand in both languages, link to pages that exist here, and name the real command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sentwatch.adapters.providers import provider_table
from sentwatch.core.providers import GUIDES

ROOT = Path(__file__).parents[2] / "resources" / "guides"
NAMES = sorted(set(GUIDES.values()) | {"own-oauth-client-google", "own-oauth-client-microsoft"})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_there_in_both_languages(name, language):
    text = (ROOT / language / f"{name}.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    for target in re.findall(r"\]\(([^)]+)\)", text):
        assert (ROOT / language / target).is_file(), target


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_name_the_same_pages(name):
    pages = [
        sorted(set(re.findall(r"<(https://[^>]+)>", (ROOT / language / f"{name}.md").read_text(encoding="utf-8"))))
        for language in ("en", "ja")
    ]
    assert pages[0] == pages[1]


def test_every_guide_belongs_to_a_provider():
    assert all(provider_table().by_id(provider) is not None for provider in GUIDES)
