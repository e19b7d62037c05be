"""The page of rules over a real App: what stands there, what changed, what its owner says, and files that are not kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QPushButton

from sentwatch.core.guided_rules import GuidedState, Look
from sentwatch.service.rule_files import KEY
from sentwatch.ui.preferences import ForgetfulPreferences, Preferences
from sentwatch.ui.window import SMALLEST, USUAL, Window, Wired
from sentwatch.ui.wired import WiredActions
from support import rules_app as place
from support import window_facts as facts
from support.rules import CORPUS
from support.scripted_sieve import SieveScript


@pytest.fixture
def opened(qtbot, tmp_path):
    """The window on the page, its app and the server: `opened(lang="ja", size=SMALLEST)`."""
    made = []
    with place.rules_app(tmp_path) as (app, server):

        def make(*, lang="en", size=USUAL):
            window = Window(
                ForgetfulPreferences(Preferences(language=lang)),
                lambda: Wired(WiredActions(app), facts.words_for, app),
            )
            made.append(window)
            window.resize(*size)
            window.show()
            window.begin()
            window.frame.open_page("rules")
            qtbot.waitUntil(lambda: window.session.is_loaded and window.background.is_idle)
            return window, app, server

        yield make
        for window in made:
            assert window.background.shutdown()
            window.language.choose("en")
            window.close()
            window.theme.deleteLater()
            window.deleteLater()


def page_of(window):
    return window.frame.page("rules")


def idle(window, qtbot):
    qtbot.waitUntil(lambda: window.background.is_idle, timeout=20_000)


def texts(widget):
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def row_of(window, key, name):
    return next(one for one in page_of(window).cards[key].rows if f"“{name}”" in one.view.facts)


def press(widget, name):
    found = [one for one in widget.findChildren(QPushButton) if one.objectName().endswith(name)]
    assert len(found) == 1, [one.objectName() for one in found]
    found[0].click()


def dialog(window, qtbot, name):
    def found():
        return next((one for one in window.findChildren(QDialog, name) if one.isVisible()), None)

    qtbot.waitUntil(lambda: found() is not None, timeout=20_000)
    return found()


def test_every_rule_stands_at_its_place_with_what_changed(opened):
    window, _app, _server = opened()
    page = page_of(window)
    assert list(page.cards) == ["reads", "unread", KEY]
    reads = texts(page.cards["reads"])
    assert "3 rules · 2 new · 1 changed · 1 gone · read just now" in reads
    assert "Discards mail that comes from mailer-daemon" in reads
    assert "Moves mail that comes from news@shop.example to Newsletters" in reads
    assert [one.view.mark for one in page.cards["reads"].rows] == ["urgent", "urgent", "rule"]
    assert "Moves mail that has order in its subject to Orders" in texts(page.cards[KEY])
    unread = texts(page.cards["unread"])
    assert "could not be read" in unread
    assert "Nothing unusual" not in unread
    gone = page.cards["reads"].view.gone
    assert [one.sentence for one in gone] == ["Moves mail that has toner in its subject to Printer"]


def test_details_hold_text_fingerprint_and_what_it_was_before(opened, qtbot):
    window, app, _server = opened()
    page_of(window).tools.look.click()
    idle(window, qtbot)
    row = row_of(window, "reads", "News")
    digest = row.view.digest
    assert digest in app.kept_rules("reads").history().first_seen
    row.fold.open()
    shown = texts(row)
    assert digest in shown
    assert "Before it was changed" in shown
    assert "Moves mail that comes from news@shop.example to News" in shown
    assert "Newsletters" in shown
    assert "To remove one by hand:" in shown
    assert 'fileinto "Newsletters";' in row.view.raw
    # What was folded out stays so when the page is painted anew in another language.
    window.frame.take_preferences(Preferences(language="ja"))
    again = next(one for one in page_of(window).cards["reads"].rows if one.view.digest == digest)
    assert again.fold.is_open
    assert "指紋" in texts(again)


def test_why_it_stands_out_opens_the_letter(opened):
    window, _app, _server = opened()
    row = row_of(window, "reads", "bounces")
    press(row, "-why")
    letter = page_of(window).browser.letter
    assert letter.view.ref == row.view.ref
    assert letter.view.ref.code == "rule.deletes"


def test_an_approval_needs_a_reason_is_told_and_is_taken_back(opened, qtbot):
    window, app, _server = opened()
    row = row_of(window, "reads", ".")
    digest = row.view.digest
    press(row, "-approve")
    asked = dialog(window, qtbot, "rule-approval")
    asked.keep.click()
    assert asked.isVisible()
    assert "Say in a few words why it is yours." in texts(asked)
    QTest.keyClicks(asked.reason.field, "our bookkeeper")
    asked.keep.click()
    idle(window, qtbot)
    assert app.kept_rules("reads").approvals()[digest].because == "our bookkeeper"
    row = row_of(window, "reads", ".")
    assert row.view.mark == "approved"
    assert "our bookkeeper" in texts(row)
    # It was judged anew at once.
    present = [one.finding.subject for _, one in window.session.known.present()]
    assert digest not in present
    row.fold.open()
    press(row, "-take-back")
    idle(window, qtbot)
    assert not app.kept_rules("reads").approvals()
    assert digest in [one.finding.subject for _, one in window.session.known.present()]


def test_a_rule_of_this_computer_is_approved_without_any_server(opened, qtbot):
    window, app, server = opened()
    before = server.connections
    row = row_of(window, KEY, "Orders")
    row.fold.open()
    press(row, "-approve")
    asked = dialog(window, qtbot, "rule-approval")
    asked.reason.field.setText("mine")
    asked.keep.click()
    idle(window, qtbot)
    assert app.kept_rules(KEY).approvals()
    assert server.connections == before


def test_switching_off_asks_first_and_can_be_put_back(opened, qtbot):
    window, _app, server = opened()
    before = server.scripts["main"]
    press(row_of(window, "reads", "bounces"), "-off")
    asked = dialog(window, qtbot, "rule-change")
    assert asked.keep.isDefault()
    assert "discard;" in asked.findChild(object, "rule-change-before").toPlainText()
    assert "if false" in asked.findChild(object, "rule-change-after").toPlainText()
    asked.keep.click()
    idle(window, qtbot)
    assert server.scripts["main"] == before
    assert "PUTSCRIPT" not in server.verbs
    press(row_of(window, "reads", "bounces"), "-off")
    dialog(window, qtbot, "rule-change").do.click()
    idle(window, qtbot)
    assert b"if false { discard; }" in server.scripts["main"]
    card = page_of(window).cards["reads"]
    [kept] = card.view.switched_off
    assert row_of(window, "reads", "bounces").view.sentence.startswith("Switched off: ")
    press(card, f"rule-back-{kept.digest[:8]}")
    dialog(window, qtbot, "rule-change").do.click()
    idle(window, qtbot)
    assert server.scripts["main"] == before
    assert page_of(window).cards["reads"].view.switched_off == ()


def test_a_script_somebody_changed_meanwhile_is_left_alone_and_told(opened, qtbot):
    window, _app, server = opened()
    press(row_of(window, "reads", "bounces"), "-off")
    asked = dialog(window, qtbot, "rule-change")
    server.scripts["main"] += b"# another hand\nkeep;\n"
    changed = server.scripts["main"]
    asked.do.click()
    told = dialog(window, qtbot, "trouble")
    assert server.scripts["main"] == changed
    told.reject()
    assert page_of(window).cards["reads"].view.switched_off == ()


def test_looking_by_hand_keeps_a_dated_answer(opened, qtbot):
    window, app, _server = opened()
    card = page_of(window).cards["unread"]
    assert card.view.asks_guide
    press(card, "rules-guide-unread")
    asked = dialog(window, qtbot, "guided-rules")
    assert "https://mail.google.com/" in asked.findChild(QPushButton, "guided-open-filters").toolTip()
    asked.save.click()
    assert "Say of at least one page what you saw." in texts(asked)
    assert not asked.found.isVisible()
    for look, state in ((Look.FILTERS, GuidedState.NOTHING_UNKNOWN), (Look.FORWARDING, GuidedState.FOUND_UNKNOWN)):
        actions = asked.choices[look]._menu.actions()
        actions[[state for state, _ in asked._view.states].index(state)].trigger()
    assert asked.found.isVisible()
    asked.entry.field.setText("one address")
    asked.save.click()
    idle(window, qtbot)
    said = app.guided_rules.answered(app.accounts.get("unread"))
    assert said.states == {Look.FILTERS: GuidedState.NOTHING_UNKNOWN, Look.FORWARDING: GuidedState.FOUND_UNKNOWN}
    assert said.at == place.NOW
    card = page_of(window).cards["unread"]
    assert "You looked by hand on Saturday 18 October 2025: Something is not yours." in texts(card)
    assert "one address" in texts(card)
    assert not card.view.asks_guide


def drop(page, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    given = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(QPoint(20, 20), *given)
    page.dragEnterEvent(entered)
    assert entered.isAccepted()
    assert "They are not kept" in texts(page.tools)
    page.dropEvent(QDropEvent(QPointF(20, 20), *given))


def test_dropped_files_are_judged_and_not_kept(opened, qtbot, tmp_path):
    window, app, _server = opened()
    page = page_of(window)
    names = ("indicators/R01-fires.sieve", "ordinary/mailFilters.xml", "ordinary/SyncedRules.plist")
    paths = [Path(shutil.copy(CORPUS / name, tmp_path)) for name in (*names, "ordinary/graph-rules.json")]
    paths.append(Path(shutil.copy(CORPUS / "ordinary/msgFilterRules.dat", tmp_path)))
    nothing = tmp_path / "letter.txt"
    nothing.write_text("Dear all")
    kept = {key: dict(app.kept_rules(key).history().rules) for key in ("reads", "unread", KEY)}
    reports = app.last_reports.all(app.known_accounts())
    drop(page, *paths, nothing, tmp_path / "not-there.sieve")
    idle(window, qtbot)
    files = {one.title: one for one in page.opened._view.files}
    assert files["R01-fires.sieve"].tone in {"warning", "urgent"}
    assert [row.ref.code for row in files["R01-fires.sieve"].findings] == ["rule.forwards-out"]
    for quiet in ("mailFilters.xml", "SyncedRules.plist", "graph-rules.json", "msgFilterRules.dat"):
        assert files[quiet].rows, quiet
    for unread in ("letter.txt", "not-there.sieve"):
        assert files[unread].tone == "blind"
        assert files[unread].facts == "could not be read"
        assert files[unread].note
    assert {key: dict(app.kept_rules(key).history().rules) for key in kept} == kept
    assert app.last_reports.all(app.known_accounts()) == reports
    assert "passed on to collector@mailhub.example" in texts(page.opened.browsers[str(paths[0])])
    # Another owner, judged anew.
    page.opened.owner._menu.actions()[1].trigger()
    idle(window, qtbot)
    assert page.opened.owner.value == "reads"
    assert len(page.opened._view.files) == 7
    page.opened.close_files.click()
    assert not page.opened.isVisible()


def test_a_look_shows_how_far_it_is_and_can_be_stopped(qtbot, opened):
    window, _app, server = opened()
    page = page_of(window)
    server.answers["LISTSCRIPTS"] = lambda talk, _line: talk.silent()
    page.tools.look.click()
    assert not page.tools.look.isEnabled()
    qtbot.waitUntil(lambda: place.ADDRESS in page.tools.progress._what.text())
    assert page.tools.progress.isVisible()
    page.tools.progress.cancel.click()
    idle(window, qtbot)
    assert not page.tools.progress.isVisible()
    assert page.tools.look.isEnabled()
    assert "3 rules" in texts(page.cards["reads"])


def test_what_cannot_be_read_any_more_is_told_with_what_was_seen_before(opened, qtbot):
    window, _app, server = opened()
    server.answers["AUTHENTICATE"] = lambda talk, _line: talk.say('NO "no"\r\n')
    page_of(window).tools.look.click()
    idle(window, qtbot)
    shown = texts(page_of(window).cards["reads"])
    assert "What stands below is from an earlier look." in shown
    assert "Discards mail that comes from mailer-daemon" in shown


def test_many_rules_are_shown_a_few_at_a_time(qtbot, tmp_path):
    many = "".join(f'if header :contains "subject" "word {n}" {{ keep; }}\n' for n in range(120))
    server = SieveScript(scripts={"main": many.encode()}, active="main")
    with place.rules_app(tmp_path, server=server) as (app, _server):
        server.scripts["main"] = many.encode()
        place.read_all(app)
        window = Window(
            ForgetfulPreferences(Preferences(language="en")), lambda: Wired(WiredActions(app), facts.words_for, app)
        )
        window.show()
        window.begin()
        window.frame.open_page("rules")
        qtbot.waitUntil(lambda: window.session.is_loaded and window.background.is_idle)
        page = page_of(window)
        assert len(page.cards["reads"].rows) == 25
        assert "Show 95 more" in page.cards["reads"].view.more
        press(page.cards["reads"], "rules-more-reads")
        assert len(page.cards["reads"].rows) == 100
        assert window.background.shutdown()
        window.close()
        window.theme.deleteLater()
        window.deleteLater()


def test_the_page_speaks_japanese_after_a_switch(opened, qtbot):
    window, _app, _server = opened()
    page = page_of(window)
    page.tools.look.click()
    idle(window, qtbot)
    page.open_files((CORPUS / "indicators/R01-fires.sieve",))
    idle(window, qtbot)
    page.cards["reads"].rows[0].fold.open()
    window.frame.take_preferences(Preferences(language="ja"))
    idle(window, qtbot)
    assert not {"Details", "Text of the rule", "Fingerprint", "In use", "yes", "Urgent"} & set(texts(page).split("\n"))
    said = [button.text().strip() for button in page.findChildren(QPushButton) if button.isVisibleTo(page)]
    english = [one for one in said if one.isascii() and one and not one.startswith(place.ADDRESS)]
    assert english == []


@pytest.mark.parametrize("size", [SMALLEST, USUAL], ids=["smallest", "usual"])
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_nothing_is_cut_on_the_page_and_in_its_dialogs(opened, qtbot, lang, size):
    from gui.test_keyboard import nameless
    from gui.test_layout import cut, outside, overlapping

    window, _app, _server = opened(lang=lang, size=size)
    page = page_of(window)
    page.tools.look.click()
    idle(window, qtbot)
    page.open_files((CORPUS / "indicators/R01-fires.sieve", CORPUS / "ordinary/mailFilters.xml"))
    idle(window, qtbot)
    for card in page.cards.values():
        for row in card.rows:
            row.fold.open()
    qtbot.wait(40)
    for judged in (cut, overlapping, outside, nameless):
        assert judged(window.frame) == [], judged.__name__
    for act, key, name in (
        ("approve", "reads", "rule-approval"),
        ("off", "reads", "rule-change"),
        ("guide", "unread", "guided-rules"),
    ):
        card = page.cards[key]
        card.acted.emit(act, card.view.rows[0] if card.view.rows else None)
        shown = dialog(window, qtbot, name)
        qtbot.wait(30)
        for judged in (cut, overlapping, outside, nameless):
            assert judged(shown) == [], (name, judged.__name__)
        assert shown.height() <= window.height()
        shown.reject()
        idle(window, qtbot)
