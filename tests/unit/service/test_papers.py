"""Reports of each kind in each form and language: complete, escaped, and without what must not be in them."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace

import pytest

from sentwatch.adapters.checklist import packaged_checklist
from sentwatch.adapters.lessons import packaged_lessons
from sentwatch.adapters.report_html import Medium, render_html
from sentwatch.core.findings import Severity
from sentwatch.core.incidents import Answer
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.status_report import Reader
from sentwatch.core.trouble import FILE_UNWRITABLE, PDF_NEEDS_QT, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.service.export import Form, preview, said, write
from sentwatch.service.incident_report import windows_of
from sentwatch.service.mail_window import read_window
from sentwatch.service.papers import checklist_paper, incident_paper, lessons_paper, sheet_paper, status_paper
from sentwatch.texts.page import Box, Bullets, Copy, Facts, Fields, Letter, Page, Section, Table, TickLine, Ticks, Words
from sentwatch.wiring import words_for
from support.lived_in import Lived

OFFICE = Audience.SMALL_OFFICE
FORMS = (Form.HTML, Form.TEXT, Form.JSON)


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    lived = Lived(tmp_path_factory.mktemp("lived") / "data")
    lived.look()
    lived.begin_incident()
    lived.furnish()
    yield lived
    lived.app.close()


def papers(lived, lang, *, is_personal=True):
    app, words, now = lived.app, words_for(lang), lived.clock.now()
    views = app.checklist.views(OFFICE)
    for reader in Reader:
        made = app.status_of.report(
            app.known_accounts(), views, reader=reader, audience=OFFICE, is_personal=is_personal, with_others=True
        )
        yield f"status {reader.value}", status_paper(made, packaged_checklist(), words)
    yield "checklist", checklist_paper(views, packaged_checklist(), words, audience=OFFICE, now=now)
    yield "incident", incident_paper(incident(lived, is_personal=is_personal), words)
    for sheet in app.sheets(OFFICE, printed_on=words.date(now), lang=lang):
        yield f"sheet {sheet.id}", sheet_paper(sheet, words, now=now)
    people, done = app.office.people(), app.office.completions()
    yield "lessons", lessons_paper(packaged_lessons(), done, people, words, now=now, is_personal=is_personal)


def incident(lived, *, is_personal=True, laws=()):
    app = lived.app
    known = windows_of(lived.account, app.incident_of.flagged(lived.account), app.account_store("a1").ledger)
    mail = lived.enter(lived.account, CancelToken())
    windows = tuple(read_window(mail, window, cancel=CancelToken()) for window in known)
    return app.incident_of.report(
        lived.account, audience=OFFICE, is_personal=is_personal, windows=windows, names_recipients=True, laws=laws
    )


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_report_can_be_written_in_every_form(lived, lang):
    words = words_for(lang)
    for name, paper in papers(lived, lang):
        for form in FORMS:
            text = said(paper, form, words)
            assert text.endswith("\n"), name
            # A field nobody filled shows as its name in braces.
            assert not re.search(r"\{[a-z_]+(:[a-z]+)?\}", text.split("</style>")[-1]), (name, form)
        page = render_html(paper.page)
        assert f'<html lang="{lang}">' in page
        assert not re.search(r"<script|<img|<link|<iframe|\son\w+=|@import|url\(|src=|href=", page), name
        body = page.split("<body")[1]
        if lang == "ja":
            assert re.search("[ぁ-ん]", paper.page.title + "".join(paper.page.lead)), name
        assert html.escape(paper.page.title) in body
        json.loads(said(paper, Form.JSON, words))


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_without_personal_data_nothing_personal_is_in_any_form(lived, lang):
    # A line of a terminal may end anywhere, so that a name could hide across two lines.
    secret = [lived.account.address, "お支払い情報", "Payment overdue", "Aoki", "Tanaka Jun", "FastPost@", "kimura.153"]
    for name, paper in papers(lived, lang, is_personal=False):
        if name.startswith("sheet"):
            continue
        for form in FORMS:
            text = re.sub(r"\s+", "", said(paper, form, words_for(lang)))
            found = [one for one in secret if re.sub(r"\s+", "", one) in text]
            assert not found, (name, form, found)
            assert not re.search(r"[a-z0-9.]{2,}@(keitai|homepost|vps-)", text), (name, form)


def test_the_incident_report_tells_the_story(lived):
    text = said(incident_paper(incident(lived), words_for("en")), Form.TEXT, words_for("en"))
    flat = " ".join(text.split())
    for part in (
        "First message: Saturday 18 October 2025 13:58",
        "Messages: 312",
        "Noticed: Saturday 18 October 2025 14:40",
        "Set a new password at the provider",
        "Note: Reset by Aoki <aoki@aoyama-insatsu.example>",
        "[✓] Sign out everywhere and take back permissions",
        "by the end of Monday 20 October 2025; at the latest by the end of Wednesday 22 October 2025",
        "by Tuesday 21 October 2025 14:39",
        "at least 312 messages went to about 340 addresses",
        "kimura.153@homepost.example",
        "All times are those of Asia/Tokyo.",
    ):
        assert part in flat, part
    assert re.search(r"<[0-9a-f]+\.\d+@vps-20413\.hosting\.test>", text)


def test_only_the_chosen_law_is_told(lived):
    words = words_for("en")
    text = said(incident_paper(incident(lived, laws=("jp-appi",)), words), Form.TEXT, words)
    assert "Japan:" in text
    assert "UK GDPR" not in text


def test_a_span_its_owner_calls_their_own_is_no_incident(tmp_path):
    lived = Lived(tmp_path / "data")
    lived.look()
    app = lived.app
    judge = app.check_account().judge(
        lived.account, app.account_store("a1"), progress=lambda _: None, cancel=CancelToken()
    )
    for seen in judge.history().incidents:
        judge.answer(seen.name, Answer.THAT_WAS_ME)
    assert app.incident_of.report(lived.account, audience=OFFICE, is_personal=True) is None
    app.close()


NASTY = "<script>alert(1)</script> & \"quoted\" 'single' {{ 7*7 }} {% raw %} </style> ﷽"


def nasty_page():
    letter = Letter(
        severity=Severity.URGENT,
        badge=NASTY,
        title=NASTY,
        since=NASTY,
        parts=((NASTY, (NASTY,)),),
        evidence=((NASTY, NASTY),),
    )
    blocks = (
        Words(text=NASTY),
        Bullets(items=(NASTY,)),
        Facts(rows=((NASTY, NASTY),)),
        Table(head=(NASTY,), rows=((NASTY,),), widths=(100,)),
        Ticks(lines=(TickLine(box=Box.OPEN, text=NASTY, note=NASTY),)),
        Fields(rows=((NASTY, NASTY),)),
        letter,
        Copy(how=NASTY, subject=NASTY, body=NASTY, open_fields=NASTY),
    )
    return Page(
        lang="en",
        title=NASTY,
        lead=(NASTY,),
        sections=(Section(heading=NASTY, blocks=blocks),),
        foot=NASTY,
        kicker=NASTY,
    )


@pytest.mark.parametrize("medium", list(Medium))
def test_text_from_outside_stays_text(medium):
    made = render_html(nasty_page(), medium=medium)
    assert "<script" not in made
    assert made.count("</style>") == 1
    assert "{{ 7*7 }}" in made
    assert "49" not in made


class NoQt:
    def write(self, html, path, **more):
        raise Trouble(PDF_NEEDS_QT)


class FullDisk:
    def write(self, html, path, **more):
        raise Trouble(FILE_UNWRITABLE, path=str(path), reason="")


def test_without_qt_a_pdf_becomes_html_and_says_so(lived, tmp_path):
    words = words_for("en")
    paper = next(paper for name, paper in papers(lived, "en") if name == "checklist")
    written = write(paper, Form.PDF, tmp_path / "list.pdf", words=words, printer=NoQt())
    assert (written.form, written.instead_of, written.path.name) == (Form.HTML, Form.PDF, "list.html")
    assert written.path.read_text().startswith("<!DOCTYPE html>")
    assert not written.path.stat().st_mode & 0o077
    assert not (tmp_path / "list.pdf").exists()
    with pytest.raises(Trouble) as told:
        write(paper, Form.PDF, tmp_path / "list.pdf", words=words, printer=FullDisk())
    assert told.value.kind is FILE_UNWRITABLE


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing_behind(lived, tmp_path):
    paper = next(paper for name, paper in papers(lived, "en") if name == "checklist")
    with pytest.raises(Trouble) as told:
        write(paper, Form.HTML, tmp_path / "nowhere" / "a.html", words=words_for("en"), printer=NoQt())
    assert told.value.kind is FILE_UNWRITABLE
    (tmp_path / "folder").mkdir()
    with pytest.raises(Trouble):
        write(paper, Form.HTML, tmp_path / "folder", words=words_for("en"), printer=NoQt())
    assert [one.name for one in tmp_path.iterdir()] == ["folder"]


def test_the_preview_holds_what_the_paper_holds(lived):
    for _name, paper in papers(lived, "en"):
        assert html.escape(paper.page.title) in preview(paper)


def test_a_poster_is_what_is_empty_and_contacts_are_no_poster(lived):
    posters = {name: paper.page.is_poster for name, paper in papers(lived, "ja") if name.startswith("sheet")}
    assert posters == {
        "sheet contacts": False, "sheet payment-rule": True, "sheet leaver": True, "sheet first-aid": True,
    }  # fmt: skip
    contacts = next(paper for name, paper in papers(lived, "ja") if name == "sheet contacts")
    text = said(contacts, Form.TEXT, words_for("ja"))
    assert "Aoyama Kenji / 03-0000-0001" in text
    assert "FBI" not in text
    assert replace(contacts.page, lang="ja") == contacts.page
