"""The guides: the same in both languages, official links only, and read by a name and nothing else."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from sentwatch.adapters.guides import allowed_hosts, guide_names, read_guide
from sentwatch.adapters.resources import resource
from sentwatch.core.providers import GUIDES

LANGUAGES = ("en", "ja")
SIGN_IN = set(GUIDES.values()) | {"own-oauth-client-google", "own-oauth-client-microsoft"}
STEP_GUIDES = [name for name in guide_names() if name not in SIGN_IN]
# A guide speaks of four things in this order; a fifth, for more to read, may follow.
HEADINGS = {
    "en": ["## Why", "## Step by step", "## How to see that it worked", "## What can go wrong", "## Read more"],
    "ja": ["## なぜ大切か", "## 手順", "## うまくいったかの確かめ方", "## つまずきやすいところ", "## 詳しい情報"],
}


def web_links(text):
    return re.findall(r"<([a-z]+:[^>\s]+)>", text)


def guide_links(text):
    return re.findall(r"\]\(([^)]+)\)", text)


def headings(text):
    return [line for line in text.splitlines() if line.startswith("#")]


def items(text):
    return [
        len(re.match(r"\s*(?:\d+\.|-)", line)[0]) for line in text.splitlines() if re.match(r"\s*(?:\d+\.|-) ", line)
    ]


@pytest.mark.parametrize("name", guide_names())
def test_both_languages_link_to_the_same_pages(name):
    texts = [read_guide(name, lang) for lang in LANGUAGES]
    assert sorted(web_links(texts[0])) == sorted(web_links(texts[1]))
    assert sorted(guide_links(texts[0])) == sorted(guide_links(texts[1]))


@pytest.mark.parametrize("name", guide_names())
def test_every_link_is_https_and_its_host_is_allowed(name):
    for lang in LANGUAGES:
        text = read_guide(name, lang)
        for url in web_links(text):
            assert urlsplit(url).scheme == "https", url
            assert urlsplit(url).hostname in allowed_hosts(), url
        # A web address that is no link would go past this test.
        bare = re.sub(r"<https://[^>]+>|`[^`]+`|```.*?```", "", text, flags=re.DOTALL)
        assert "://" not in bare


def test_no_host_is_allowed_for_nothing():
    used = {urlsplit(url).hostname for name in guide_names() for url in web_links(read_guide(name, "en"))}
    assert set(allowed_hosts()) == used
    assert all(reason.strip() for reason in allowed_hosts().values())


@pytest.mark.parametrize("name", guide_names())
def test_links_to_other_guides_lead_somewhere(name):
    for lang in LANGUAGES:
        for target in guide_links(read_guide(name, lang)):
            assert target.removesuffix(".md") in guide_names(), target


@pytest.mark.parametrize("name", STEP_GUIDES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_step_guide_has_its_four_parts(name, lang):
    found = headings(read_guide(name, lang))
    assert found[0].startswith("# ")
    assert found[1:] in (HEADINGS[lang], HEADINGS[lang][:4])


@pytest.mark.parametrize("name", STEP_GUIDES)
def test_both_languages_have_the_same_steps(name):
    assert items(read_guide(name, "en")) == items(read_guide(name, "ja"))


@pytest.mark.parametrize("name", STEP_GUIDES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_guide_is_short(name, lang):
    assert len(read_guide(name, lang)) < 3_600


@pytest.mark.parametrize("name", guide_names())
def test_nothing_is_promised_and_nothing_sold(name):
    english = read_guide(name, "en").lower()
    for word in ("hacked", "hacker", "100 %", "you are safe", "you are protected", "best vpn", "discount", "guarantee"):
        assert word not in english
    japanese = read_guide(name, "ja")
    for word in ("ハッカー", "ハッキング", "絶対に安全", "完全に防", "必ず防げ", "おすすめ製品", "割引"):
        assert word not in japanese


@pytest.mark.parametrize("name", ["", ".", "../en/two-step", "two-step.md", "Two-Step", "no-such-guide", "/etc/passwd"])
def test_only_a_name_is_taken_for_one(name):
    with pytest.raises(KeyError):
        read_guide(name, "en")


def test_another_language_reads_english():
    assert read_guide("two-step", "fr") == read_guide("two-step", "en") == read_guide("two-step", "../ja")


def test_the_folders_hold_guides_only():
    for lang in LANGUAGES:
        assert all(file.name.endswith(".md") for file in resource(f"guides/{lang}").iterdir())
