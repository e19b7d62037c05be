"""Reads a guide's Markdown into plain structure: a title, and blocks of spans; what it does not know stays as text."""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

MOST_CHARACTERS: Final = 40_000
"""Ours have a tenth of that; a longer one is cut rather than laid out for minutes."""


class SpanKind(enum.Enum):
    """How a part of a line is set."""

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"
    GUIDE = "guide"
    WEB = "web"


class BlockKind(enum.Enum):
    """How a block is set. An ITEM has its mark: a dot, or its number."""

    HEADING = "heading"
    WORDS = "words"
    ITEM = "item"
    CODE = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Some words. `target` is the name of a guide, or an address that begins with https."""

    text: str
    kind: SpanKind = SpanKind.PLAIN
    target: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideBlock:
    """A heading, a paragraph, an item of a list, or a line to be typed."""

    kind: BlockKind
    spans: tuple[Span, ...]
    mark: str = ""

    @property
    def text(self) -> str:
        """The words alone."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guide:
    """A whole guide."""

    title: str
    blocks: tuple[GuideBlock, ...]


_HEADING: Final = re.compile(r"#{1,6} +(.*)")
_ITEM: Final = re.compile(r" {0,3}(-|\d{1,3}\.) +(.*)")
_FENCE: Final = re.compile(r" {0,3}```")
_INLINE: Final = re.compile(
    r"\*\*(?P<strong>[^*\n]{1,300})\*\*"
    r"|\*(?P<soft>[^*\n]{1,300})\*"
    r"|`(?P<code>[^`\n]{1,300})`"
    r"|\[(?P<label>[^\]\n]{1,300})\]\((?P<guide>[a-z0-9-]{1,60})\.md\)"
    r"|<(?P<web>https://[^\s<>]{1,300})>"
)


def read_guide_text(markdown: str) -> Guide:
    """The guide. Never raises: what is no Markdown we know is a paragraph."""
    title, blocks = "", []
    for block in _blocks(markdown[:MOST_CHARACTERS].splitlines()):
        if not title and block.kind is BlockKind.HEADING:
            title = block.text
        else:
            blocks.append(block)
    return Guide(title=title, blocks=tuple(blocks))


def _blocks(lines: Sequence[str]) -> Iterator[GuideBlock]:
    open_lines: list[str] = []
    mark = ""
    is_code = False

    def close() -> Iterator[GuideBlock]:
        if open_lines:
            kind = BlockKind.ITEM if mark else BlockKind.WORDS
            yield GuideBlock(kind=kind, spans=tuple(_spans(_joined(open_lines))), mark=mark)
            open_lines.clear()

    for line in lines:
        if _FENCE.match(line):
            yield from close()
            mark, is_code = "", not is_code
        elif is_code:
            yield GuideBlock(kind=BlockKind.CODE, spans=(Span(text=line.strip(), kind=SpanKind.CODE),))
        elif not line.strip():
            yield from close()
            mark = ""
        elif (heading := _HEADING.match(line)) is not None:
            yield from close()
            mark = ""
            yield GuideBlock(kind=BlockKind.HEADING, spans=tuple(_spans(heading[1].strip())))
        elif (item := _ITEM.match(line)) is not None:
            yield from close()
            mark = "•" if item[1] == "-" else item[1]
            open_lines.append(item[2].strip())
        else:
            open_lines.append(line.strip())
    yield from close()


def _spans(text: str) -> Iterator[Span]:
    end = 0
    for found in _INLINE.finditer(text):
        if found.start() > end:
            yield Span(text=text[end : found.start()])
        end = found.end()
        yield _marked(found)
    if end < len(text):
        yield Span(text=text[end:])


def _marked(found: re.Match[str]) -> Span:
    if (strong := found["strong"] or found["soft"]) is not None:
        return Span(text=strong, kind=SpanKind.STRONG)
    if found["code"] is not None:
        return Span(text=found["code"], kind=SpanKind.CODE)
    if found["guide"] is not None:
        return Span(text=found["label"], kind=SpanKind.GUIDE, target=found["guide"])
    return Span(text=found["web"].removeprefix("https://").rstrip("/"), kind=SpanKind.WEB, target=found["web"])


def _joined(lines: Sequence[str]) -> str:
    """Lines of a paragraph in one; between two characters of full width the break stands for nothing."""
    text = lines[0]
    for line in lines[1:]:
        is_wide = bool(line) and _is_wide(text[-1:]) and _is_wide(line[0])
        text += line if is_wide else f" {line}"
    return text


def _is_wide(character: str) -> bool:
    return bool(character) and unicodedata.east_asian_width(character) in "WF"
