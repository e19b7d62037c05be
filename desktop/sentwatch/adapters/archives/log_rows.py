"""Rows of a CSV file of unknown encoding and separator, each with its line; no line is ever held beyond its cap."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from sentwatch.adapters.archives.entries import CHUNK_BYTES, SAMPLE_BYTES
from sentwatch.adapters.archives.log_columns import Layout, layout_of
from sentwatch.adapters.archives.source import Source
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.ports.cancel import CancelToken

_LINE_CHARS = 1 << 20
_HEADER_WITHIN_LINES = 10
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SEPARATORS = (",", "\t", ";")


class LogForm(NamedTuple):
    """How a log is written: found in its first bytes."""

    encoding: str
    separator: str
    layout: Layout
    header_line: int


def form_of(sample: bytes, *, is_whole: bool) -> LogForm | None:
    """Tell encoding, separator and columns by the first bytes; None where this is no mail log."""
    encoding = encoding_of(sample)
    text = _decoded(codecs.getincrementaldecoder(encoding)("replace"), sample, is_end=False)
    lines = text.splitlines()
    if not is_whole and len(lines) > 1:
        lines.pop()
    for number, line in enumerate(lines[:_HEADER_WITHIN_LINES], start=1):
        for separator in _SEPARATORS:
            if separator not in line:
                continue
            try:
                row = next(csv.reader([line], delimiter=separator), [])
            except csv.Error:
                continue
            layout = layout_of(row)
            if layout is not None:
                return LogForm(encoding, separator, layout, number)
    return None


def encoding_of(sample: bytes) -> str:
    """Tell the encoding by mark, by zeros, by escape sequences, else UTF-8 where it holds, else Windows Japanese."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    even, odd = sample[0:4000:2].count(0), sample[1:4000:2].count(0)
    if max(even, odd) > len(sample[:4000]) // 5:
        return "utf-16-le" if odd > even else "utf-16-be"
    if b"\x1b$" in sample or b"\x1b(" in sample:
        return "iso2022_jp"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(sample)
    except UnicodeDecodeError:
        return "cp932"
    return "utf-8"


def _decoded(decoder: codecs.IncrementalDecoder | io.IncrementalNewlineDecoder, data: bytes, *, is_end: bool) -> str:
    try:
        return decoder.decode(data, final=is_end)
    except UnicodeError:
        # The Japanese decoders give up on some endless escape sequences although told to replace what they cannot read.
        decoder.reset()
        return data.decode("latin-1")


class _Lines:
    """Lines of text, decoded as they come; one that is too long is cut and told."""

    def __init__(self, source: Source, encoding: str, cancel: CancelToken) -> None:
        self._source = source
        # All three line ends: spreadsheets on old Macs, and today's where asked to, end lines with CR alone.
        self._decoder = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding)("replace"), translate=True)
        self._cancel = cancel
        self.number = 0
        self.has_cut = False

    def __iter__(self) -> Iterator[str]:
        kept = ""
        is_cutting = False
        is_end = False
        while not is_end:
            self._cancel.check()
            chunk = self._source.read(CHUNK_BYTES)
            is_end = len(chunk) < CHUNK_BYTES
            text = _decoded(self._decoder, chunk, is_end=is_end)
            lines = (kept + text).split("\n")
            kept = lines.pop()
            for line in lines:
                self.number += 1
                if is_cutting or len(line) > _LINE_CHARS:
                    is_cutting = False
                    self.has_cut = True
                    yield "\n"
                else:
                    yield line + "\n"
            if len(kept) > _LINE_CHARS:
                kept = ""
                is_cutting = True
        if kept or is_cutting:
            self.number += 1
            self.has_cut = self.has_cut or is_cutting
            yield "" if is_cutting else kept


def read_rows(source: Source, form: LogForm, *, cancel: CancelToken) -> Iterator[tuple[int, list[str] | Phrase]]:
    """Give the rows after the header, each with the line it ends in, or the reason why it cannot be read."""
    # The limit is the process's own; nobody else here reads CSV, and a list of 10,000 recipients needs this much.
    csv.field_size_limit(_LINE_CHARS)
    lines = _Lines(source, form.encoding, cancel)
    held = _Held(lines)
    rows = csv.reader(held, delimiter=form.separator)
    while True:
        wrong: Phrase | None = None
        row: list[str] | None = []
        try:
            row = next(rows, None)
        except csv.Error:
            wrong = phrase(N_("it is not a row of a table"))
        taken = held.take()
        if _is_unclosed(taken) or (wrong is not None and len(taken) > 1):
            # A quotation mark that is never closed takes all that follows for one field: each line is read by itself.
            first = lines.number - len(taken) + 1
            yield first, phrase(N_("a quotation mark is not closed"))
            yield from _each_alone(taken[1:], form, first + 1)
        elif wrong is not None:
            yield lines.number, wrong
        if lines.has_cut:
            lines.has_cut = False
            yield lines.number, phrase(N_("it is longer than any row of a log"))
        if row is None:
            return
        if row and wrong is None and not _is_unclosed(taken) and lines.number > form.header_line:
            yield lines.number, row


class _Held:
    """Lines on their way to the reader of rows; those of the row at hand are kept, to be read again one by one."""

    def __init__(self, lines: _Lines) -> None:
        self._lines = iter(lines)
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._taken.append(line)
        return line

    def take(self) -> list[str]:
        """Give the lines of the row at hand, and begin anew."""
        taken, self._taken = self._taken, []
        return taken


def _is_unclosed(taken: list[str]) -> bool:
    return len(taken) > 1 and sum(line.count('"') for line in taken) % 2 == 1


def _each_alone(taken: list[str], form: LogForm, first: int) -> Iterator[tuple[int, list[str] | Phrase]]:
    for number, line in enumerate(taken, start=first):
        try:
            row = next(csv.reader([line], delimiter=form.separator), [])
        except csv.Error:
            yield number, phrase(N_("it is not a row of a table"))
            continue
        if row:
            yield number, row


def sample_of(source: Source) -> bytes:
    """Give the first bytes of a file without taking them."""
    return source.peek(SAMPLE_BYTES)
