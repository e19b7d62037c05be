"""Paper: no row is cut in two, no heading stays behind alone, long words break, and the foot counts the sheets."""

from __future__ import annotations

import itertools
import re
import subprocess

import pytest
from PySide6.QtCore import QSizeF

from sentwatch.adapters.report_html import Medium, render_html
from sentwatch.texts.page import Box, Facts, Page, Section, Table, TickLine, Ticks, Words
from sentwatch.ui.paper import document, write_pdf
from sentwatch.ui.paper_breaks import _sheet, _units, keep_together

HEIGHT = 600.0


def long_page(lang="en", rows=70):
    table = Table(
        head=("What", "How"), rows=tuple((f"row {n}", "word " * (n % 19 + 1)) for n in range(rows)), widths=(30, 70)
    )
    ticks = Ticks(lines=tuple(TickLine(box=Box.EMPTY, text=f"line {n}", note="note") for n in range(30)))
    sections = tuple(
        Section(heading=f"Part {n}", blocks=(Words(text="said " * 40), table, ticks), starts_sheet=n == 2)
        for n in range(3)
    )
    return Page(lang=lang, title="T", lead=("L",), sections=sections, foot="F")


@pytest.fixture
def laid_out(qapp):
    made = document(render_html(long_page(), medium=Medium.PAPER), "en")
    made.setPageSize(QSizeF(500, HEIGHT))
    keep_together(made, HEIGHT)
    return made


def test_nothing_is_cut_and_no_heading_stands_alone(laid_out):
    units = list(_units(laid_out))
    assert len(units) > 300
    for unit in units:
        assert _sheet(unit.top, HEIGHT) == _sheet(unit.bottom - 0.5, HEIGHT), unit
    for unit, follower in itertools.pairwise(units):
        if unit.goes_with_next:
            assert _sheet(unit.top, HEIGHT) == _sheet(follower.top, HEIGHT)


def test_sheets_are_filled(laid_out):
    units = list(_units(laid_out))
    lowest = {}
    for unit in units:
        lowest[_sheet(unit.top, HEIGHT)] = max(lowest.get(_sheet(unit.top, HEIGHT), 0), unit.bottom % HEIGHT or HEIGHT)
    full = [low for sheet, low in sorted(lowest.items())][:-1]
    # The third part begins on a sheet of its own, so one may be short.
    assert sorted(full)[1] > 0.55 * HEIGHT


def test_what_is_larger_than_a_sheet_is_cut_and_the_end_comes(qapp):
    page = Page(
        lang="en", title="T", lead=(), foot="",
        sections=(Section(heading="H", blocks=(Facts(rows=(("label", "word " * 3000),)),)),),
    )  # fmt: skip
    made = document(render_html(page, medium=Medium.PAPER), "en")
    made.setPageSize(QSizeF(500, HEIGHT))
    keep_together(made, HEIGHT)
    assert made.pageCount() > 3


def test_long_words_stay_within_the_sheet(qapp):
    page = Page(
        lang="ja", title="題", lead=(), foot="",
        sections=(Section(heading="H", blocks=(Facts(rows=(("label", "x" * 400),)), Table(head=("a", "b"), rows=(("y" * 200, "z"),), widths=(50, 50)))),),
    )  # fmt: skip
    made = document(render_html(page, medium=Medium.PAPER), "ja")
    made.setPageSize(QSizeF(500, HEIGHT))
    assert made.documentLayout().documentSize().width() <= 500


def test_a_pdf_counts_its_sheets(qapp, tmp_path):
    path = tmp_path / "a.pdf"
    write_pdf(render_html(long_page(rows=20), medium=Medium.PAPER), path, lang="en", title="Ti", foot="Foot line")
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, encoding="utf-8").stdout
    sheets = text.split("\f")[:-1]
    assert len(sheets) >= 3
    for number, sheet in enumerate(sheets, start=1):
        assert re.search(rf"{number} ?/ ?{len(sheets)}\b", sheet)
        assert "Foot line" in sheet
    info = subprocess.run(["pdfinfo", path], check=True, capture_output=True, encoding="utf-8").stdout
    assert "A4" in info
    assert "Title:           Ti" in info
