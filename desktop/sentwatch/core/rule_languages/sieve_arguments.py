"""The arguments of one Sieve command or test, sorted into tags and positional ones by what that command takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sentwatch.core.rule_languages.sieve_grammar import Argument, Call, Number, Strings, Tag

Takes: TypeAlias = Mapping[str, int]
"""The tags a command knows, and how many arguments follow each (0 or 1)."""

# RFC 5228 2.7, RFC 5231 (count, value), draft-murchison-sieve-regex, RFC 6134 (list).
MATCH: Final[Takes] = {
    "is": 0, "contains": 0, "matches": 0, "regex": 0, "count": 1, "value": 1, "list": 0, "comparator": 1,
}  # fmt: skip
# RFC 5228 2.7.4, RFC 5233.
ADDRESS_PART: Final[Takes] = {"all": 0, "localpart": 0, "domain": 0, "user": 0, "detail": 0}
INDEX: Final[Takes] = {"index": 1, "last": 0}  # RFC 5260 6
# RFC 5703 4.
MIME: Final[Takes] = {
    "mime": 0, "anychild": 0, "type": 0, "subtype": 0, "contenttype": 0, "param": 1,
}  # fmt: skip


@dataclass(slots=True)
class Arguments:
    """What a call was given. `tags` hold the argument that follows, None for a tag that stands alone."""

    tags: dict[str, Argument | None] = field(default_factory=dict)
    positional: list[Number | Strings] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def strings(self, place: int) -> tuple[str, ...]:
        """Return the strings at a place, counted from the end where negative; none where there are none."""
        try:
            found = self.positional[place]
        except IndexError:
            return ()
        return found.values if isinstance(found, Strings) else ()

    def number(self, place: int) -> int | None:
        """Return the number at a place, None where there is none."""
        try:
            found = self.positional[place]
        except IndexError:
            return None
        return found.value if isinstance(found, Number) else None

    def tagged(self, name: str) -> tuple[str, ...]:
        """Return the strings a tag was given."""
        found = self.tags.get(name)
        return found.values if isinstance(found, Strings) else ()


def read_arguments(call: Call, takes: Takes) -> Arguments:
    """Sort the arguments; tags that are not in `takes`, or lack their argument, are named as unknown."""
    read = Arguments()
    waiting: str | None = None
    for argument in call.arguments:
        if waiting is not None:
            name, waiting = waiting, None
            if not isinstance(argument, Tag):
                read.tags[name] = argument
                continue
            read.unknown.append(f":{name}")
        if not isinstance(argument, Tag):
            read.positional.append(argument)
            continue
        known = takes.get(argument.name)
        if known is None:
            read.unknown.append(f":{argument.name}")
        elif known == 0:
            read.tags[argument.name] = None
        else:
            waiting = argument.name
    if waiting is not None:
        read.unknown.append(f":{waiting}")
    return read
