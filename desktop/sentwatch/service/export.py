"""Use case: hand a report on as HTML, PDF, text or JSON; where there is no Qt, a PDF becomes HTML and it is said so."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sentwatch.adapters.private_file import write_private
from sentwatch.adapters.report_html import Medium, render_html
from sentwatch.core.trouble import PDF_NEEDS_QT, Trouble
from sentwatch.ports.paper import PaperPort
from sentwatch.texts.page import Page
from sentwatch.texts.page_text import page_text
from sentwatch.texts.report_json import Json
from sentwatch.texts.words import Words


class Form(enum.Enum):
    """How a report is written."""

    HTML = "html"
    JSON = "json"
    PDF = "pdf"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A report ready to be handed on: the page for people and the values for programs."""

    page: Page
    values: Callable[[], Mapping[str, Json]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Where it was written, and in which form: another than was asked for where `instead_of` is set."""

    path: Path
    form: Form
    instead_of: Form | None = None


def said(paper: Paper, form: Form, words: Words) -> str:
    """The report as one text. A PDF is no text: it is written by `write`."""
    if form is Form.JSON:
        return json.dumps(paper.values(), ensure_ascii=False, indent=2) + "\n"
    return render_html(paper.page) if form is Form.HTML else page_text(paper.page, words)


def preview(paper: Paper) -> str:
    """The page as the window's rich text shows it, and as it goes on paper."""
    return render_html(paper.page, medium=Medium.PAPER)


def write(paper: Paper, form: Form, path: Path, *, words: Words, printer: PaperPort) -> Written:
    """Write the report for this user alone. Raises Trouble FILE_UNWRITABLE."""
    if form is Form.PDF:
        page = paper.page
        try:
            printer.write(preview(paper), path, lang=page.lang, title=page.title, foot=page.foot)
        except Trouble as trouble:
            if trouble.kind is not PDF_NEEDS_QT:
                raise
            instead = path.with_suffix(".html")
            write_private(instead, said(paper, Form.HTML, words).encode(), over=True)
            return Written(path=instead, form=Form.HTML, instead_of=Form.PDF)
        return Written(path=path, form=Form.PDF)
    write_private(path, said(paper, form, words).encode(), over=True)
    return Written(path=path, form=form)
