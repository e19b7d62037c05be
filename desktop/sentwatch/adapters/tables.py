"""What all packaged tables share: rows refusing unknown keys, words in both languages, errors that name a path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NoReturn, TypeVar

import msgspec
import yaml

from sentwatch.core.playbooks.step_words import Source
from sentwatch.core.providers import Trust
from sentwatch.core.wording import Wording
from sentwatch.decoding import from_plain

Grade = Literal["A", "B", "C", "G"]
"""How well something is known: read at the source, checked database, restated by others, general knowledge."""

T = TypeVar("T")

MAX_BYTES = 1024 * 1024
"""More than any table of ours (the largest has some 150 kB); a user's own file beyond that is refused."""


class Row(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A row of a table: an unknown key is a spelling mistake and refused."""


class Words(Row):
    """The same words in both languages; neither may be missing."""

    en: str
    ja: str

    def __post_init__(self) -> None:
        """Refuse empty words: a step that says nothing in one language is not done."""
        if not self.en.strip() or not self.ja.strip():
            raise ValueError("words are missing in one language")

    @property
    def value(self) -> Wording:
        """The words as a core value, without the line breaks of the file."""
        return Wording(en=_flowing(self.en), ja=_flowing(self.ja))

    @property
    def lines(self) -> Wording:
        """The words as a core value, line breaks kept."""
        return Wording(en=self.en.strip(), ja=self.ja.strip())


class SourceRow(Row):
    """Where something is known from; `through` says where it was read when not at the source itself."""

    title: str
    url: str
    ev: Grade
    through: str = ""

    def value(self, key: str) -> Source:
        """The source as a core value."""
        return Source(key=key, title=self.title, url=self.url, trust=Trust(self.ev))


def read_table(text: bytes, shape: type[T]) -> T:
    """Return the table; msgspec.ValidationError names the wrong path, also for a file that is no YAML at all."""
    if len(text) > MAX_BYTES:
        refuse("$", "the file is too large")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        rows = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe ones
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise msgspec.ValidationError(f"no YAML: {str(error)[:200]} - at `$`") from None
    return from_plain(rows, shape)


def refuse(path: str, what: str) -> NoReturn:
    """Refuse a table in the words msgspec uses for its own refusals."""
    raise msgspec.ValidationError(f"{what} - at `{path}`")


def without_doubles(keys: Iterable[str], path: str) -> None:
    """Refuse two rows of one id."""
    seen: set[str] = set()
    for place, key in enumerate(keys):
        if key in seen:
            refuse(f"{path}[{place}]", f"`{key}` stands there twice")
        seen.add(key)


def known(keys: Iterable[str], table: Iterable[str], path: str) -> None:
    """Refuse a key that the table it points to does not hold."""
    allowed = set(table)
    for place, key in enumerate(keys):
        if key not in allowed:
            refuse(f"{path}[{place}]", f"`{key}` is not known")


def sources_of(keys: Iterable[str], rows: dict[str, SourceRow], path: str) -> tuple[Source, ...]:
    """Return the sources behind `keys`."""
    keys = tuple(keys)
    known(keys, rows, path)
    return tuple(rows[key].value(key) for key in keys)


def numbered(rows: Iterable[T], path: str) -> Iterator[tuple[str, T]]:
    """Each row with its path, for refusals."""
    for place, row in enumerate(rows):
        yield f"{path}[{place}]", row


def _flowing(text: str) -> str:
    return " ".join(text.split())
