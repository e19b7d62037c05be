"""Being led through an incident in the window, over the real store: from a finding to the end, with all its papers."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from sentwatch.core.incidents import Answer
from sentwatch.core.playbooks.breach_clock import Start
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.contacts import Contact, ContactRole
from sentwatch.core.playbooks.incident import Situation
from sentwatch.core.playbooks.incident_file import duty_done
from sentwatch.core.playbooks.incident_progress import Mark
from sentwatch.service.evidence import verify
from sentwatch.ui.dialogs.question import QuestionDialog
from sentwatch.ui.dialogs.save_evidence import SaveEvidenceDialog
from sentwatch.ui.wired import WiredActions
from sentwatch.wiring import App
from support import window_facts as facts
from support.incident_facts import SAMPLE, begun, sample_app


@pytest.fixture
def app(tmp_path):
    made = sample_app(tmp_path / "data")
    yield made
    made.close()


@pytest.fixture
def show(app, open_window, qtbot):
    """The window on the sample's store; with `begins`, in the middle of an incident."""

    def make(*, begins=True, page="incident", **more):
        if begins:
            begun(app, **({"steps": ()} if begins == "fresh" else {}))
        window = open_window(actions=WiredActions(app), app=app, page=page, **more)
        rest(window, qtbot)
        return window

    return make


def rest(window, qtbot):
    qtbot.waitUntil(lambda: window.background.is_idle, timeout=20_000)


def page_of(window):
    return window.frame.page("incident")


def named(window, name):
    found = window.frame.findChild(QWidget, name)
    assert found is not None, name
    return found


def turn_to(window, part):
    page = page_of(window)
    page.parts._group.button(["steps", "letters", "record"].index(part)).click()
    assert page._parts[part].isVisible()
    return page


def the_incident(app):
    [incident] = app.incidents.all()
    return incident


def test_a_finding_leads_into_the_guide(show, app, qtbot):
    window = show(begins=False, page="sending")
    letter = window.frame.page("sending").browser.letter
    assert letter.guide.isVisible()
    assert letter.guide.accessibleName() == "What to do now"
    letter.guide.click()
    rest(window, qtbot)
    assert window.frame.page_name == "incident"
    assert window.frame._header._sentence.text() == "Somebody is using my mailbox"
    incident = the_incident(app)
    assert (incident.account, incident.situation) == (SAMPLE, Situation.MAILBOX_IN_USE)
    assert page_of(window).steps.steps["save-evidence"].head.isChecked()
    window.frame.open_page("sending")
    assert letter.guide.accessibleName() == "Go on with the guide"
    letter.guide.click()
    rest(window, qtbot)
    assert window.frame.page_name == "incident"
    assert the_incident(app) == incident


def test_the_overview_leads_there_too_and_the_sidebar_says_it_is_under_way(show, app, qtbot):
    window = show(begins=False, page="overview")
    named(window, "attention-guide").click()
    rest(window, qtbot)
    assert window.frame.page_name == "incident"
    sidebar = window.frame._sidebar.model()
    spoken = [sidebar.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(sidebar.rowCount())]
    assert "Incidents. 1 thing to look at." in spoken
    assert the_incident(app).ended_at is None


def test_what_was_me_needs_no_guide(show, app, qtbot):
    window = show(begins=False, page="sending")
    letter = window.frame.page("sending").browser.letter
    letter.answered.emit(letter.view.ref, Answer.NOT_ME)
    rest(window, qtbot)
    assert letter.guide.isVisible()
    letter.answered.emit(letter.view.ref, Answer.THAT_WAS_ME)
    rest(window, qtbot)
    assert not letter.guide.isVisible()


def test_without_a_store_one_can_be_begun_by_hand(tmp_path, open_window, qtbot):
    app = App(data_dir=tmp_path / "new", secrets=facts.SessionSecrets(), clock=facts.app().clock)
    window = open_window(actions=WiredActions(app), app=app, page="incident")
    page = page_of(window)
    assert page.begin.isVisible()
    assert not app.has_store
    page.begin.audiences._group.button(1).click()
    named(window, "begin-address-forged").click()
    rest(window, qtbot)
    incident = the_incident(app)
    assert (incident.account, incident.audience) == (None, Audience.SMALL_OFFICE)
    assert incident.situation is Situation.ADDRESS_FORGED
    assert not page.begin.isVisible()
    assert page.steps.isVisible()
    app.close()


def test_ticks_are_kept_with_their_time_and_the_next_step_opens(show, app, qtbot):
    window = show(begins="fresh")
    window.activateWindow()
    steps = page_of(window).steps
    skip = named(window, "step-save-evidence-skip")
    skip.setFocus()
    skip.click()
    rest(window, qtbot)
    assert the_incident(app).journal[-1].mark is Mark.SKIPPED
    assert steps.steps["new-password"].head.isChecked()
    assert not steps.steps["save-evidence"].head.isChecked()
    assert QApplication.focusWidget().objectName() == "step-new-password-done"
    named(window, "step-new-password-done").click()
    rest(window, qtbot)
    entry = the_incident(app).journal[-1]
    assert (entry.step, entry.mark, entry.at) == ("new-password", Mark.DONE, app.clock.now())
    assert window.frame._header._detail.text().endswith("2 of 21 steps done")
    steps.steps["new-password"].head.click()
    named(window, "step-new-password-undo").click()
    rest(window, qtbot)
    assert the_incident(app).journal[-1].mark is Mark.UNDONE
    assert steps.steps["new-password"].head.isChecked()


def test_a_removed_account_leaves_its_guide_without_its_address(show, app, qtbot):
    window = show()
    assert "noreply@aoyama-insatsu.example" in window.frame._header._detail.text()
    window.session.remove_account(SAMPLE, done=lambda _removal: None)
    rest(window, qtbot)
    assert "noreply@" not in window.frame._header._detail.text()
    assert page_of(window).desk.look.account is None
    assert window.frame.findChild(QWidget, "step-save-evidence-save") is None


def test_one_step_is_read_at_a_time(show):
    window = show()
    steps = page_of(window).steps.steps
    steps["report"].head.click()
    assert [name for name, step in steps.items() if step.head.isChecked()] == ["report"]


def test_everything_is_there_after_a_restart(show, app, tmp_path, open_window, qtbot):
    show()
    again = App(data_dir=tmp_path / "data", secrets=app.secrets, clock=app.clock)
    window = open_window(actions=WiredActions(again), app=again, page="incident")
    rest(window, qtbot)
    assert window.frame._header._detail.text().endswith("2 of 21 steps done")
    again.close()


def test_pages_of_the_provider_are_one_press_away(show, monkeypatch):
    from sentwatch.ui.widgets import guide_step

    window = show()
    opened = []
    monkeypatch.setattr(guide_step, "open_outside", opened.append)
    page_of(window).steps.steps["new-password"].head.click()
    named(window, "step-new-password-page-0").click()
    known = {page.url for page in page_of(window).desk.look.provider.pages}
    assert len(opened) == 1
    assert opened[0] in known
    assert opened[0].startswith("https://")


@pytest.mark.parametrize(
    "address", ["http://a.example/", "file:///etc/passwd", "https://u:p@a.example/", "javascript:1"]
)
def test_nothing_but_https_is_opened(address, monkeypatch):
    from PySide6.QtGui import QDesktopServices

    from sentwatch.ui.outside import open_outside

    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: pytest.fail("opened"))
    assert not open_outside(address)


def test_a_letter_is_one_press_from_its_step_and_takes_what_only_people_know(show, app, qtbot, tmp_path, monkeypatch):
    from sentwatch.ui.pages.incident import page as module

    window = show()
    page = page_of(window)
    page.steps.steps["tell-recipients"].head.click()
    named(window, "step-tell-recipients-letter-recipients-office").click()
    assert page.papers.isVisible()
    assert page.papers.letters.value == "recipients-office"
    assert "Morishita" in page.papers.body.toPlainText()
    assert "312 messages" in page.papers.body.toPlainText()
    assert "(not known yet)" in page.papers.body.toPlainText()
    phone = page.papers.fields["phone"].field
    phone.setText("03-1234-5678")
    phone.editingFinished.emit()
    rest(window, qtbot)
    assert "03-1234-5678" in page.papers.body.toPlainText()
    assert app.incidents.file(the_incident(app)).given["phone"] == "03-1234-5678"
    page.papers.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("Please disregard mail from noreply@aoyama-insatsu.example")
    assert "03-1234-5678" in copied
    place = tmp_path / "letter.txt"
    monkeypatch.setattr(module, "place_to_save", lambda *_: place)
    page.papers.save.click()
    rest(window, qtbot)
    assert place.read_text(encoding="utf-8") == copied + "\n"
    assert place.stat().st_mode & 0o077 == 0
    assert str(place) in page.saved_text.text()


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_the_report_holds_what_people_added(show, app, qtbot, tmp_path, monkeypatch, lang):
    from sentwatch.ui.pages.incident import page as module

    window = show(lang=lang)
    page = turn_to(window, "letters")
    place = tmp_path / "report.html"
    monkeypatch.setattr(module, "place_to_save", lambda *_: place)
    page.papers.html.click()
    rest(window, qtbot)
    text = place.read_text(encoding="utf-8")
    assert "noreply@aoyama-insatsu.example" in text
    assert "Morishita" in text
    assert ("個人情報保護法" if lang == "ja" else "APPI") in text


def test_the_report_as_pdf(show, qtbot, tmp_path, monkeypatch):
    from sentwatch.ui.pages.incident import page as module

    window = show()
    page = turn_to(window, "letters")
    place = tmp_path / "report.pdf"
    monkeypatch.setattr(module, "place_to_save", lambda *_: place)
    page.papers.pdf.click()
    qtbot.waitUntil(lambda: bool(page.saved_text.text()), timeout=60_000)
    assert place.read_bytes().startswith(b"%PDF")


def test_a_place_that_cannot_be_written_is_told(show, qtbot, tmp_path, monkeypatch):
    from sentwatch.ui.dialogs.trouble import TroubleDialog
    from sentwatch.ui.pages.incident import page as module

    window = show()
    page = turn_to(window, "record")
    monkeypatch.setattr(module, "place_to_save", lambda *_: tmp_path / "nowhere" / "journal.txt")
    page.record.save.click()
    rest(window, qtbot)
    dialog = window.frame.findChild(TroubleDialog)
    assert "journal.txt" in dialog.windowTitle()
    dialog.reject()
    assert page.saved_text.text() == ""


def test_duties_to_report_are_chosen_and_fulfilled(show, app, qtbot):
    window = show()
    page = turn_to(window, "letters")
    assert page.papers.duties.laws.value == "jp-appi"
    first = next(law.duties[0].id for law in page.desk.look.clocks if law.id == "jp-appi")
    named(window, f"duty-jp-appi-{first}").click()
    rest(window, qtbot)
    done = duty_done(app.incidents.file(the_incident(app)), "jp-appi", first)
    assert (done.at, done.by) == (app.clock.now(), "Morishita")
    named(window, f"duty-jp-appi-{first}").click()
    rest(window, qtbot)
    assert duty_done(app.incidents.file(the_incident(app)), "jp-appi", first) is None
    page.papers.duties.laws._choose("eu-gdpr")
    rest(window, qtbot)
    assert app.incidents.file(the_incident(app)).laws == ("eu-gdpr",)
    page.papers.duties.laws._choose("")
    rest(window, qtbot)
    assert app.incidents.file(the_incident(app)).laws == ()


def test_the_journal_takes_lines_and_names(show, app, qtbot):
    window = show(begins="fresh")
    page = turn_to(window, "record")
    page.record.worker.field.setText("  Sato  Aoi ")
    page.record.worker.field.editingFinished.emit()
    rest(window, qtbot)
    page.record.line.setText("Called the bank, number 4711")
    QTest.keyClick(page.record.line, Qt.Key.Key_Return)
    rest(window, qtbot)
    assert page.record.line.text() == ""
    [remark] = the_incident(app).remarks
    assert (remark.text, remark.by) == ("Called the bank, number 4711", "Sato Aoi")
    page.record.add.click()
    rest(window, qtbot)
    assert len(the_incident(app).remarks) == 1
    page.record.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "Sato Aoi: Called the bank, number 4711" in copied
    assert "The incident was begun" in copied


def test_what_is_being_typed_survives_news(show, qtbot):
    window = show()
    page = turn_to(window, "record")
    page.record.line.setText("half a sen")
    window.session.load()
    rest(window, qtbot)
    assert page.record.line.text() == "half a sen"


@pytest.mark.parametrize("does_it", [True, False])
def test_it_ends_after_a_question_and_can_be_opened_again(show, app, qtbot, monkeypatch, does_it):
    window = show()
    page = turn_to(window, "record")

    def answer(dialog):
        assert dialog.windowTitle() == "End this incident?"
        return dialog.DialogCode.Accepted if does_it else dialog.DialogCode.Rejected

    monkeypatch.setattr(QuestionDialog, "exec", answer)
    page.record.end.click()
    rest(window, qtbot)
    assert (the_incident(app).ended_at is not None) is does_it
    if does_it:
        assert page.record.end.accessibleName() == "Open it again"
        turn_to(window, "steps")
        assert window.frame.findChild(QWidget, "step-new-password-undo") is None
        page.steps.another.click()
        assert page.begin.isVisible()
        page.begin.back.click()
        turn_to(window, "record")
        page.record.end.click()
        rest(window, qtbot)
        assert the_incident(app).ended_at is None
        assert len(the_incident(app).closings) == 1


def test_a_second_incident_can_be_begun_and_both_be_read(show, app, qtbot):
    window = show()
    page = turn_to(window, "record")
    page.record.another.click()
    assert page.begin.isVisible()
    assert not page.record.isVisible()
    page.begin.back.click()
    assert page.record.isVisible()
    page.record.another.click()
    app.clock.turn(60)
    named(window, "begin-password-leaked").click()
    rest(window, qtbot)
    assert page.steps.isVisible()
    assert page.desk.look.incident.situation is Situation.PASSWORD_LEAKED
    turn_to(window, "record")
    other = next(one for one in app.incidents.all() if one.situation is Situation.MAILBOX_IN_USE)
    page.record.others._choose(other.id)
    rest(window, qtbot)
    assert page.desk.look.incident.id == other.id


def open_saving(window):
    page_of(window).steps.steps["save-evidence"].open()
    named(window, "step-save-evidence-save").click()
    dialog = window.frame.findChild(SaveEvidenceDialog)
    assert dialog.isVisible()
    return dialog


def saving_to(monkeypatch, place):
    from sentwatch.ui.dialogs import save_evidence as module

    monkeypatch.setattr(module, "place_to_save", lambda *_: place)


def test_evidence_is_saved_signed_and_noted(show, app, qtbot, tmp_path, monkeypatch):
    window = show(begins="fresh")
    dialog = open_saving(window)
    place = tmp_path / "evidence.zip"
    saving_to(monkeypatch, place)
    dialog.save.click()
    qtbot.waitUntil(lambda: place.exists() and window.background.is_idle, timeout=20_000)
    verdict = verify(place, own_key=app.signer.public_key)
    assert verdict.is_whole
    assert named(window, "save-evidence-fingerprint").text() == verdict.fingerprint
    assert named(window, "save-evidence-path").text() == str(place)
    entry = the_incident(app).journal[-1]
    assert (entry.step, entry.mark) == ("save-evidence", Mark.DONE)
    assert verdict.fingerprint in entry.note
    dialog.close_button.click()
    assert page_of(window).steps.steps["new-password"].head.isChecked()


def test_locked_evidence_wants_its_passphrase_twice_and_forgets_it(show, app, qtbot, tmp_path, monkeypatch):
    window = show(begins="fresh")
    dialog = open_saving(window)
    place = tmp_path / "evidence.sentwatch"
    saving_to(monkeypatch, place)
    dialog.lock.switch.click()
    for row in (dialog.passphrase, dialog.again):
        assert row.field.echoMode() is QLineEdit.EchoMode.Password
    dialog.save.click()
    assert dialog.passphrase._note.text() == "Please enter a passphrase."
    dialog.passphrase.field.setText("a long one")
    dialog.again.field.setText("another one")
    dialog.save.click()
    assert dialog.again._note.text() == "The two are not the same."
    assert not place.exists()
    dialog.again.field.setText("a long one")
    dialog.save.click()
    qtbot.waitUntil(lambda: place.exists() and window.background.is_idle, timeout=20_000)
    assert verify(place, own_key=app.signer.public_key, passphrase="a long one").is_whole
    assert dialog.passphrase.field.text() == dialog.again.field.text() == ""
    assert b"aoyama" not in place.read_bytes()
    assert "a long one" not in json.dumps([entry.note for entry in the_incident(app).journal])
    dialog.reject()


def test_nothing_is_written_over(show, app, qtbot, tmp_path, monkeypatch):
    window = show(begins="fresh")
    dialog = open_saving(window)
    place = tmp_path / "evidence.zip"
    place.write_bytes(b"mine")
    saving_to(monkeypatch, place)
    dialog.save.click()
    qtbot.waitUntil(dialog.trouble.isVisible, timeout=20_000)
    assert dialog.trouble.accessibleName() == f"{place} is there already."
    assert place.read_bytes() == b"mine"
    assert dialog.save.isEnabled()
    assert the_incident(app).journal == ()
    dialog.reject()


def test_closing_the_dialog_stops_the_saving(show, app, qtbot, tmp_path, monkeypatch):
    import threading

    from sentwatch.ports.cancel import CancelToken

    window = show(begins="fresh")
    gate = threading.Event()
    began = threading.Event()

    def slow(account, cancel: CancelToken, *, by_hand=False):
        began.set()
        while not gate.wait(0.01):
            cancel.check()

    monkeypatch.setattr(app, "enter", slow)
    dialog = open_saving(window)
    place = tmp_path / "evidence.zip"
    saving_to(monkeypatch, place)
    dialog.save.click()
    qtbot.waitUntil(lambda: began.is_set() and dialog.progress.isVisible())
    dialog.reject()
    rest(window, qtbot)
    gate.set()
    assert not place.exists()
    assert the_incident(app).journal == ()


def test_the_moment_times_count_from_is_entered(show, app, qtbot):
    window = show()
    page = turn_to(window, "letters")
    duties = page.papers.duties
    field = duties.starts[Start.AWARE].field
    assert field.text() == "2025-10-18 14:40"
    field.setText("yesterday")
    field.editingFinished.emit()
    rest(window, qtbot)
    assert duties.starts[Start.AWARE]._note.text() == "Please write it like 2025-10-18 14:40."
    assert app.incidents.file(the_incident(app)).starts == {}
    field.setText("2025-10-10 ９:00")
    field.editingFinished.emit()
    rest(window, qtbot)
    assert app.incidents.file(the_incident(app)).starts == {Start.AWARE: datetime(2025, 10, 10, tzinfo=UTC)}
    assert "was due before Wednesday 15 October 2025 00:00" in [
        label.text() for label in duties.findChildren(QLabel) if label.isVisible()
    ]
    duties.laws._choose("gb-ukgdpr")
    rest(window, qtbot)
    assert list(duties.starts) == [Start.AWARE]


def test_ones_own_people_stand_in_the_steps_that_need_them(show, app, qtbot):
    app.office.put_contacts((Contact(role=ContactRole.BANK, name="Aoba Bank", phone="03-0000-0000"),))
    window = show()
    page_of(window).steps.steps["stop-sending"].head.click()
    said = [label.text() for label in page_of(window).findChildren(QLabel) if label.isVisible()]
    assert any("Aoba Bank" in text and "03-0000-0000" in text for text in said)
