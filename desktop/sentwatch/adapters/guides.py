"""Reads the packaged guides: one Markdown file per name and language, our own text only."""

from __future__ import annotations

import re
from functools import lru_cache

from sentwatch.adapters.resources import resource
from sentwatch.adapters.tables import Grade, Row, read_table

LANGUAGES = ("en", "ja")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class _Host(Row):
    host: str
    reason: str
    ev: Grade


class _Hosts(Row):
    hosts: list[_Host]


@lru_cache(maxsize=1)
def guide_names() -> tuple[str, ...]:
    """Return the names of all guides, without language and ending."""
    return tuple(sorted(file.name.removesuffix(".md") for file in resource("guides/en").iterdir()))


def read_guide(name: str, lang: str) -> str:
    """Return the Markdown of a guide; another language than ours reads the English one. KeyError for no such guide.

    The name may stand in a link, so nothing but a name is taken for one.
    """
    if not _NAME.fullmatch(name) or name not in guide_names():
        raise KeyError(name)
    folder = lang if lang in LANGUAGES else LANGUAGES[0]
    return resource(f"guides/{folder}").joinpath(f"{name}.md").read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def allowed_hosts() -> dict[str, str]:
    """Return the hosts a guide may link to, each with the reason why."""
    rows = read_table(resource("guides/hosts.yaml").read_bytes(), _Hosts).hosts
    return {row.host: row.reason for row in rows}
