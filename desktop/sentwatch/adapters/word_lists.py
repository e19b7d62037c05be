"""The packaged word lists: words for passphrases, and passwords that everybody tries first."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from sentwatch.adapters.resources import resource

LANGUAGES: Final = ("en", "ja")


@lru_cache(maxsize=2)
def passphrase_words(lang: str) -> tuple[str, ...]:
    """Return the words of a language as they are typed, in plain Latin letters; English for an unknown language."""
    return tuple(typed for typed, _ in _rows(f"wordlists/{lang if lang in LANGUAGES else 'en'}.txt"))


@lru_cache(maxsize=1)
def kana_of_words() -> dict[str, str]:
    """Return the kana behind each typed Japanese word, to be shown beside a passphrase as a help to remember it."""
    return dict(_rows("wordlists/ja.txt"))


@lru_cache(maxsize=1)
def common_passwords() -> tuple[str, ...]:
    """Return common passwords and the words they are made of, the most usual first."""
    return tuple(word for word, _ in _rows("wordlists/common.txt"))


def _rows(name: str) -> tuple[tuple[str, str], ...]:
    """Read "word" or "word<tab>more" lines; lines that begin with # are remarks."""
    lines = resource(name).read_text(encoding="utf-8").splitlines()
    cut = (line.partition("\t") for line in lines if line and not line.startswith("#"))
    return tuple((word, more) for word, _, more in cut)
