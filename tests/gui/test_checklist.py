"""The checklist's pages over the real use cases: answered, put off, undone, looked at again, learned, written down."""

from __future__ import annotations

import re
import threading
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from sentwatch.core.playbooks.checklist import Audience, EvidenceKind, StepState
from sentwatch.core.playbooks.contacts import ContactRole
from sentwatch.core.playbooks.self_check import SelfAnswer
from sentwatch.core.trouble import SERVER_SILENT, Trouble
from sentwatch.ui.presenters.checklist_tools import Tool
from sentwatch.ui.presenters.papers import PaperWish
from sentwatch.ui.widgets.link_row import LinkRow
from sentwatch.ui.window import SMALLEST, USUAL
from sentwatch.ui.wired import WiredActions
from support import window_facts as facts
from support.checklist_facts import fresh_app, lived_app
from support.shown_words import shown_words
from support.window_judgements import DATA, ENGLISH, cut, nameless, outside, overlapping, unreached


class Office:
    """A window on the checklist of one data folder."""

    def __init__(self, window, app, qtbot):
        self.window, self.app, self.qtbot = window, app, qtbot
        self.page = window.frame.page("checklist")

    def settle(self):
        self.qtbot.waitUntil(lambda: self.window.background.is_idle, timeout=20_000)

    def step(self, step_id):
        self.window.frame.open_step(step_id)
        self.settle()
        return self.page.sheet

    def open(self, tool):
        self.page.open_tool(tool)
        self.settle()
        return self.page._shown

    def click(self, button):
        assert button.isVisible()
        assert button.isEnabled()
        button.click()
        self.settle()

    def detail(self, step_id):
        return self.app.checklist.detail(step_id)


class StepActions(WiredActions):
    """The real Actions; a look waits for a gate, or ends in a trouble, as a slow server would make it."""

    gate = None
    trouble = None
    looks = 0

    def check_step(self, step_id, *, cancel, progress):
        if self.gate is not None:
            while not self.gate.wait(0.01):
                cancel.check()
        if self.trouble is not None:
            raise self.trouble
        self.looks += 1
        return super().check_step(step_id, cancel=cancel, progress=progress)


@pytest.fixture
def open_office(open_window, qtbot, tmp_path):
    def make(app_of=lived_app, *, page="checklist", **chosen):
        app = app_of(tmp_path / "data")
        window = open_window(actions=StepActions(app), app=app, page=page, **chosen)
        made = Office(window, app, qtbot)
        made.settle()
        return made

    return make


def typed(field, text):
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    # Without a window manager the focus does not leave by itself.
    field.editingFinished.emit()


def test_the_next_step_stands_out_and_leads_on(open_office):
    office = open_office()
    front = office.page.front
    assert front.far._heading.text() == "6 of 49 done"
    assert front.far._title.text() == "A long password used for mail only"
    assert front.far._due.text() == "1 step is due again"
    office.click(front.far.button)
    assert office.page.sheet.view.title == "A long password used for mail only"
    assert office.page._shown is office.page.sheet


def test_the_first_page_says_what_is_due_and_leads_here(open_office):
    office = open_office(page="overview")
    card = office.window.frame.page("overview")._due
    assert card._text.text() == "1 step of the checklist is due again."
    office.click(card.button)
    assert office.window.frame.page_name == "checklist"


def test_the_first_page_leads_to_the_next_step_where_no_finding_asks_for_more(open_office):
    from dataclasses import replace

    office = open_office(page="overview")
    session = office.window.session
    steps = session.known.steps
    session._take(replace(facts.quiet(), steps=steps))
    office.settle()
    card = office.window.frame.page("overview")._step
    assert card._text.text() == "A long password used for mail only"
    office.click(card.button)
    assert office.page.sheet.view.id == card.step


def test_nothing_kept_makes_no_store_by_looking(open_office):
    office = open_office(fresh_app)
    office.step("acct.mfa")
    office.open(Tool.CONTACTS)
    assert office.page.front.far._next_heading.text() == "Begin here"
    assert not office.app.has_store


def test_an_answer_is_kept_dated_and_can_be_undone(open_office):
    office = open_office()
    sheet = office.step("acct.sessions")
    assert not sheet.answer.undo.isVisible()
    office.click(sheet.answer.choices[StepState.OK])
    kept = office.detail("acct.sessions").answer
    assert (kept.state, kept.evidence_kind, kept.at) == (
        StepState.OK,
        EvidenceKind.SELF_REPORTED,
        office.app.clock.now(),
    )
    assert sheet.stand._state.text() == "Done"
    assert sheet.answer._given.text() == "You said: done. · today"
    assert office.window.frame._header._detail.text().startswith("7 of 49 done")
    office.click(sheet.answer.undo)
    assert office.detail("acct.sessions").answer is None
    assert sheet.stand._state.text() == "Not known yet"
    assert not sheet.answer.undo.isVisible()


def test_go_on_leads_to_the_next_step_that_waits(open_office):
    office = open_office()
    sheet = office.step("acct.sessions")
    office.click(sheet.answer.choices[StepState.NOT_APPLICABLE])
    following = sheet.view.go_on_id
    office.click(sheet.answer.go_on)
    assert sheet.view.id == following
    assert office.detail(following).view.is_due


def test_a_step_is_put_off_until_its_day(open_office):
    office = open_office()
    sheet = office.step("acct.sessions")
    sheet.answer.later.entries.actions()[1].trigger()
    office.settle()
    answer = office.detail("acct.sessions").answer
    assert answer.snoozed_until == office.app.clock.now() + timedelta(days=7)
    assert sheet.stand._state.text() == "Put off until Sat 25 Oct"
    office.click(sheet.answer.undo)
    assert office.detail("acct.sessions").answer is None


def test_what_sentwatch_found_is_shown_and_leads_to_the_finding(open_office):
    office = open_office()
    sheet = office.step("dom.dmarc")
    assert sheet.stand._state.text() == "Needs a look"
    assert not any(button.isVisible() for button in sheet.answer.choices.values())
    link = next(e for e in sheet.view.stand.evidence if e.ref is not None)
    with office.qtbot.waitSignal(office.page.finding_wanted):
        sheet.stand.findChild(LinkRow, "step-finding-0").click()
    assert office.window.frame.page_name == "domain"
    # The page reads what it shows beside the window.
    office.qtbot.waitUntil(lambda: office.window.frame.page("domain").browser.list.chosen == link.ref)


def test_a_note_stays_with_the_step(open_office):
    office = open_office()
    sheet = office.step("acct.mfa")
    assert sheet.note.field.text() == "Two security keys; the spare one lies in the safe."
    typed(sheet.note.field, "Keys: desk and safe")
    office.settle()
    assert office.detail("acct.mfa").note == "Keys: desk and safe"


def test_a_look_is_taken_again_shows_its_progress_and_can_be_stopped(open_office):
    office = open_office()
    actions = office.window.session.actions
    actions.gate = threading.Event()
    stand = office.step("dev.updates").stand
    stand.again.click()
    office.qtbot.waitUntil(stand.progress.isVisible)
    assert not stand.again.isEnabled()
    stand.progress.cancel.click()
    office.qtbot.waitUntil(lambda: not stand.progress.isVisible())
    office.settle()
    assert actions.looks == 0
    assert stand.again.isEnabled()
    assert office.detail("dev.updates").look is None
    actions.gate.set()
    office.click(stand.again)
    assert actions.looks == 1
    look = office.detail("dev.updates").look
    assert look is not None
    assert look.answer.at == office.app.clock.now()
    assert office.page.sheet.view.stand.again == "Check again"


def test_a_look_that_fails_says_why_where_it_was_asked_for(open_office):
    office = open_office()
    office.window.session.actions.trouble = Trouble(SERVER_SILENT, host="mail.aoyama-insatsu.example", wait_s=30)
    stand = office.step("dev.updates").stand
    office.click(stand.again)
    assert stand.trouble.isVisible()
    assert not [d for d in office.window.findChildren(QDialog) if d.isVisible()]
    office.step("dev.lock")
    assert not stand.trouble.isVisible()
    office.window.session.actions.trouble = None


def test_what_changed_is_told_until_it_was_seen(open_office):
    office = open_office()
    news = office.page.front.news
    assert news.isVisible()
    assert news.list.model().rowCount() == 5
    office.click(news.button)
    assert not news.isVisible()
    assert office.app.checklist.changed_since_seen(Audience.SMALL_OFFICE) == ()


def test_the_audience_is_kept_and_leads_back_from_a_step_it_has_not(open_office):
    office = open_office()
    office.step("people.ipa25")
    office.page.front.audience._group.button(0).click()
    office.settle()
    assert office.app.settings.audience == "individual"
    assert office.page._shown is office.page.front
    assert office.page.front.far._heading.text().endswith("of 31 done")


def test_the_list_opens_by_keys_and_finds_its_place_again(open_office):
    office = open_office()
    office.window.activateWindow()
    office.qtbot.waitUntil(office.window.isActiveWindow)
    card = office.page.front._sections._cards[0]
    card.list.setFocus()
    for _ in range(2):
        QTest.keyClick(card.list, Qt.Key.Key_Down)
    QTest.keyClick(card.list, Qt.Key.Key_Return)
    office.settle()
    assert office.page.sheet.view.title == card.list.model().index(2, 0).data()
    office.click(office.page.sheet.back)
    assert QApplication.focusWidget() is card.list
    assert card.list.currentIndex().row() == 2
    last = card.list.model().rowCount() - 1
    card.list.go_to(last)
    QTest.keyClick(card.list, Qt.Key.Key_Down)
    assert QApplication.focusWidget() is office.page.front._sections._cards[1].list


def test_guides_lead_to_guides_and_back(open_office):
    office = open_office()
    sheet = office.step("acct.mfa")
    assert sheet._guide.isVisible()
    with office.qtbot.waitSignal(sheet.guide_wanted):
        sheet._guide.findChild(LinkRow, "step-guide-link-1").click()
    office.settle()
    assert office.page.guide._title.text() == "App passwords and mail-only passwords"
    office.page.open_guide("two-step")
    office.settle()
    office.click(office.page.guide.back)
    assert office.page.guide._title.text() == "App passwords and mail-only passwords"
    office.click(office.page.guide.back)
    assert office.page._shown is sheet


def test_alt_and_left_lead_back(open_office):
    office = open_office()
    office.window.activateWindow()
    office.qtbot.waitUntil(office.window.isActiveWindow)
    page = office.page

    def back():
        QTest.keyClick(page._shown.back, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
        office.settle()
        return page._shown

    sheet = office.step("people.ipa25")
    office.click(sheet.tool)
    assert page._shown is page.tools.self_check
    assert back() is sheet
    page.open_guide("two-step")
    office.settle()
    assert back() is sheet
    assert back() is page.front


def test_only_encrypted_pages_are_opened(open_office, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True)
    office = open_office()
    office.page.sheet.outside_wanted.emit("http://example.org/")
    office.page.sheet.outside_wanted.emit("file:///etc/passwd")
    office.page.sheet.outside_wanted.emit("https://www.ipa.go.jp/")
    assert opened == ["https://www.ipa.go.jp/"]


def test_contacts_are_kept_as_they_are_typed_and_answer_the_step(open_office):
    office = open_office()
    pane = office.open(Tool.CONTACTS)
    assert pane._state.text() == "Numbers still missing: 2"
    by_role = {row._role: row for row in pane.rows}
    for role in (ContactRole.STANDS_IN, ContactRole.MAIL_PROVIDER):
        typed(by_role[role].name, "Kimura")
        office.settle()
        typed(by_role[role].phone, "03-0000-0009")
        office.settle()
    kept = {contact.role: contact for contact in office.app.office.contacts()}
    assert kept[ContactRole.STANDS_IN].phone == "03-0000-0009"
    assert office.detail("inc.contacts").answer is None
    office.click(pane.right)
    assert office.detail("inc.contacts").answer.state is StepState.OK
    assert pane._state.text() == "Looked through: today"


def test_a_contact_goes_only_after_a_question(open_office, monkeypatch):
    from sentwatch.ui.dialogs.question import QuestionDialog

    office = open_office()
    pane = office.open(Tool.CONTACTS)
    answers = [QDialog.DialogCode.Rejected, QDialog.DialogCode.Accepted]
    monkeypatch.setattr(QuestionDialog, "exec", lambda self: answers.pop(0))
    bank = next(row for row in pane.rows if row._role is ContactRole.BANK)
    office.click(bank.remove)
    assert len(office.app.office.contacts()) == 3
    office.click(bank.remove)
    assert [contact.role for contact in office.app.office.contacts()] == [
        ContactRole.DECIDES,
        ContactRole.LOOKS_AFTER_MAIL,
    ]


def test_somebody_else_is_added_to_the_contacts(open_office):
    office = open_office()
    pane = office.open(Tool.CONTACTS)
    lawyer = [role for role, _ in pane.add._entries].index(ContactRole.LAWYER)
    pane.add.entries.actions()[lawyer].trigger()
    office.settle()
    assert pane.rows[-1]._role is ContactRole.LAWYER
    typed(pane.rows[-1].name, "Sato & Partners")
    office.settle()
    assert office.app.office.contacts()[-1].name == "Sato & Partners"


def test_the_self_check_is_answered_prefilled_and_finished(open_office):
    office = open_office()
    pane = office.open(Tool.SELF_CHECK)
    assert not pane.finish.isEnabled()
    suggested = pane.take_seen.accessibleName()
    assert suggested.startswith("Take over what Sentwatch saw")
    office.click(pane.take_seen)
    assert len(office.app.office.self_check()) > 6
    for name, question in pane.questions.items():
        if question.answers.value is None:
            question.answers._group.button(0).click()
            office.settle()
            assert office.app.office.self_check()[name] is SelfAnswer.DONE
    assert pane.result.isVisible()
    office.click(pane.finish)
    step = office.detail("people.ipa25").answer
    assert step.evidence_kind is EvidenceKind.SELF_REPORTED
    assert step.evidence.endswith("/100")
    assert pane._last.text().startswith("Finished last: today")


def test_a_lesson_is_read_its_quiz_taken_and_written_down(open_office):
    office = open_office()
    pane = office.open(Tool.LESSONS)
    pane.people._menu.actions()[2].trigger()
    assert pane.person == "Tanaka Jun"
    pane.list.opened.emit("passwords")
    lesson = office.page.tools.lesson
    for _ in range(5):
        office.click(lesson.following)
    right = {one.id: one.right for one in office.page.tools._lesson.quiz}
    for part in lesson.parts:
        part.choices[1 - right[part.id]].click()
    assert lesson._result.isVisible()
    assert lesson._result._result.text() == "0 of 4 right."
    assert not any(done.person == "Tanaka Jun" for done in office.app.office.completions())
    office.click(lesson.again)
    for part in lesson.parts:
        part.choices[right[part.id]].click()
        assert not part.choices[0].isEnabled()
    office.settle()
    assert lesson._result._detail.text() == "Written down for Tanaka Jun."
    assert [(d.lesson, d.person) for d in office.app.office.completions()][-1] == ("passwords", "Tanaka Jun")
    office.click(lesson.done)
    row = next(row for row in pane.list._rows._rows if row.id == "passwords")
    assert row.facts == "done · today"


def test_without_a_name_no_quiz_is_written_down(open_office):
    office = open_office(fresh_app)
    pane = office.open(Tool.LESSONS)
    pane.list.opened.emit("passwords")
    lesson = office.page.tools.lesson
    while lesson.following.isVisible():
        office.click(lesson.following)
    right = {one.id: one.right for one in office.page.tools._lesson.quiz}
    for part in lesson.parts:
        part.choices[right[part.id]].click()
    office.settle()
    assert lesson._result._detail.text() == "Nobody was named, so nothing was written down."
    assert not office.app.has_store


def test_people_come_and_go(open_office, monkeypatch):
    from sentwatch.ui.dialogs.question import QuestionDialog

    monkeypatch.setattr(QuestionDialog, "exec", lambda self: QDialog.DialogCode.Accepted)
    office = open_office()
    pane = office.open(Tool.LESSONS)
    typed(pane.name.field, "Sato")
    office.click(pane.add)
    assert office.app.office.people() == ("Aoki Mari", "Tanaka Jun", "Sato")
    assert pane.person == "Sato"
    pane.people._menu.actions()[1].trigger()
    office.click(pane.forget)
    assert office.app.office.people() == ("Tanaka Jun", "Sato")
    assert office.app.office.completions() == ()


def test_the_offices_notes_are_judged_and_lead_to_the_finding(open_office):
    office = open_office()
    pane = office.open(Tool.OFFICE)
    card = pane.shared[0]
    typed(card.people.field, "Aoki, Tanaka, Kimura Ren, Sato, Ito")
    office.settle()
    assert len(office.app.office.facts().shared[0].people) == 5
    texts = [note.text for note in pane._shown_notes]
    assert any("5 people know the password" in text for text in texts)
    assert any("Kimura Ren" in text for text in texts)
    assert office.detail("acct.shared-and-leavers").view.state is StepState.NOT_OK
    typed(card.changed.field, "soon")
    office.settle()
    assert card.changed._note.text() == "Write the day as 2025-10-18."
    assert office.app.office.facts().shared[0].changed_at is None
    typed(card.changed.field, "2025-10-17")
    office.settle()
    assert office.app.office.facts().shared[0].changed_at is not None
    office.click(pane.leavers[0].closed.switch)
    assert office.app.office.facts().leavers[0].closed_at == office.app.clock.now()
    assert [note.text for note in pane._shown_notes] == [next(t for t in texts if "5 people" in t)]


def test_a_row_that_is_not_whole_is_not_kept(open_office):
    office = open_office()
    pane = office.open(Tool.OFFICE)
    pane.add_leaver.click()
    typed(pane.leavers[-1].name.field, "Ito")
    office.settle()
    assert len(office.app.office.facts().leavers) == 1
    typed(pane.leavers[-1].left.field, "2025/10/1")
    office.settle()
    assert office.app.office.facts().leavers[-1].name == "Ito"
    pane.add_shared.click()
    office.click(pane.shared[-1].remove)
    assert len(pane.shared) == 1


def save(office, path, ask):
    ask()
    dialog = office.page.findChild(QFileDialog, "paper-where")
    dialog.fileSelected.emit(str(path))
    dialog.done(QDialog.DialogCode.Rejected)
    office.settle()


@pytest.mark.parametrize("wish", [PaperWish.HTML, PaperWish.PDF])
def test_the_list_is_saved(open_office, tmp_path, wish):
    office = open_office(lang="ja")
    path = tmp_path / f"list.{wish.value}"
    save(office, path, lambda: office.page.front.paper.wanted.emit(wish))
    assert office.page.saved.isVisible()
    assert path.stat().st_mode & 0o077 == 0
    if wish is PaperWish.PDF:
        assert path.read_bytes().startswith(b"%PDF-")
    else:
        assert "2 段階認証" in path.read_text(encoding="utf-8")


def test_the_contact_sheet_and_the_record_are_saved(open_office, tmp_path):
    office = open_office()
    pane = office.open(Tool.CONTACTS)
    save(office, tmp_path / "contacts.html", lambda: pane.paper.wanted.emit(PaperWish.HTML))
    assert "Musashi Bank" in (tmp_path / "contacts.html").read_text(encoding="utf-8")
    lessons = office.open(Tool.LESSONS)
    save(office, tmp_path / "record.html", lambda: lessons.paper.wanted.emit(PaperWish.HTML))
    assert "Aoki Mari" in (tmp_path / "record.html").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_told(open_office, tmp_path):
    from sentwatch.ui.dialogs.trouble import TroubleDialog

    office = open_office()
    save(office, tmp_path / "missing" / "list.html", lambda: office.page.front.paper.wanted.emit(PaperWish.HTML))
    dialog = office.window.frame.findChild(TroubleDialog)
    assert dialog is not None
    dialog.reject()
    assert not office.page.saved.isVisible()


def test_the_list_is_printed(open_office, tmp_path):
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    office = open_office()
    office.page.front.paper.wanted.emit(PaperWish.PRINT)
    office.settle()
    dialog = office.page.findChild(QPrintDialog, "paper-printer")
    printer = dialog.printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog.accepted.emit(printer)
    dialog.done(QDialog.DialogCode.Rejected)
    assert (tmp_path / "printed.pdf").stat().st_size > 10_000


def each_view(office):
    """Every part of the page in turn."""
    page = office.page
    yield "front"
    for step_id in ("acct.password-unique", "acct.mfa", "dom.dmarc", "people.ipa25", "acct.sessions"):
        office.step(step_id)
        yield step_id
    page.open_guide("own-oauth-client-microsoft")
    office.settle()
    yield "guide"
    for tool in Tool:
        office.open(tool)
        yield tool.value
    page.tools._open_lesson("passwords")
    yield "lesson"
    page.tools._reading = 4
    page.tools._turn(0)
    yield "lesson's end"
    page.tools._turn(1)
    for question in page.tools._lesson.quiz:
        page.tools._pick(question.id, 0)
    office.settle()
    yield "quiz"


@pytest.mark.parametrize("size", [SMALLEST, USUAL], ids=["smallest", "usual"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_nothing_is_cut_anywhere(open_office, lang, size):
    office = open_office(lang=lang, size=size)
    seen = 0
    for name in each_view(office):
        office.qtbot.wait(40)
        assert cut(office.window.frame) == [], name
        assert overlapping(office.window.frame) == [], name
        assert outside(office.window.frame) == [], name
        seen += 1
    assert seen == 14


def test_every_part_by_keys_alone(open_office):
    office = open_office()
    office.window.activateWindow()
    office.qtbot.waitUntil(office.window.isActiveWindow)
    for name in each_view(office):
        assert nameless(office.window.frame) == [], name
        assert unreached(office.window.frame) == [], name


# What is called the same in both languages: people, the choice of a quiz, companies and their pages.
SAME = re.compile(
    rf"{DATA.pattern}|(?:[\w-]+\.)+(?:com|gov|jp|org|net)|Aoki Mari|Tanaka Jun|Kimura Ren|P@ssw0rd!2026|NIST|Apple|Google|Workspace|"
    r"Microsoft|Entra"
)


def own_words(office):
    """What is ours to translate: not what the office typed, and not the text of guides, which tests of its own hold."""
    for _ in each_view(office):
        for where, said in shown_words(office.window.frame):
            if not where.startswith(("GuideProse", "QLineEdit")) and ENGLISH.search(SAME.sub("", said)):
                yield said


def test_no_english_is_left_in_any_part(open_office):
    from sentwatch.ui.preferences import Preferences

    office = open_office(lang="en")
    before = set(own_words(office))
    office.window.frame.take_preferences(Preferences(language="ja"))
    office.settle()
    same = {said for said in own_words(office) if said in before}
    assert len(before) > 100
    assert same == set()
