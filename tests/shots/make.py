"""Writes a picture of every page and dialog, in both languages, both schemes and two sizes, into tests/shots/out.

`make.py [NAME…] [--scale 2]`: only scenes whose name begins so; at another scale of the screen.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "desktop"), str(ROOT / "tests")]

from support import account_scenes  # noqa: E402 - found by the line above

OUT = ROOT / "tests" / "shots" / "out"
LANGUAGES = ("en", "ja")
THEMES = ("light", "dark")
SIZES = ((800, 560), (1280, 800))
WAIT_MS = 20_000


@dataclass(frozen=True)
class Scene:
    """One picture: on which page, with what known, and what is done before it is taken."""

    name: str
    page: str = "overview"
    known: str = "attention"
    act: Callable[[object], object] | None = None
    sizes: tuple[tuple[int, int], ...] = SIZES
    store: str = ""
    """Over a store of its own: the sample, or an incident in it that is fresh, under way or over."""
    part: str = ""


def scroll_to_end(window):
    from sentwatch.ui.widgets.frames import Scroll

    for bar in (scroll.verticalScrollBar() for scroll in window.frame.findChildren(Scroll) if scroll.isVisible()):
        bar.setValue(bar.maximum())


def show_versions(window):
    window.frame.open_versions()


def fail_second_way(window):
    from sentwatch.adapters.notifications.second_channel import SECOND_WAY_FAILED
    from sentwatch.core.phrase import phrase
    from sentwatch.core.trouble import Trouble

    def fail(_cancel, _progress):
        raise Trouble(SECOND_WAY_FAILED, reason=phrase("it answered {status:plain}", status=404))

    page = window.frame.page("settings")
    page.trying.run(phrase("x"), fail, lambda _value: None)
    until(lambda: page.trying.isVisible() and not page.trying.is_busy)


def fail_versions(window):
    from sentwatch.adapters.release_page import RELEASE_PAGE_MISSING
    from sentwatch.core.phrase import phrase
    from sentwatch.core.trouble import Trouble

    def fail(_cancel, _progress):
        raise Trouble(RELEASE_PAGE_MISSING, host="tools.aoyama-insatsu.example")

    page = window.frame.page("settings")
    page.asking.run(phrase("x"), fail, lambda _value: None)
    until(lambda: page.asking.isVisible() and not page.asking.is_busy)


def open_burst(window):
    from support.window_facts import burst_ref

    window.frame.open_finding(burst_ref())


def read_burst(window):
    open_burst(window)
    page = window.frame.page("sending")
    page.browser.letter.open_evidence()
    settle(window)
    page._scroll.verticalScrollBar().setValue(page.browser.y() - 24)


def point_at_burst(window):
    from support.window_facts import burst

    open_burst(window)
    settle(window)
    chart = window.frame.page("sending").card.chart
    chart.setFocus()
    chart._place_cursor(burst().params["start"].timestamp() + 300)


def show_table(window):
    window.frame.page("sending").card.toggle.click()
    settle(window)
    page = window.frame.page("sending")
    page._scroll.verticalScrollBar().setValue(
        page.card.table.mapTo(page._scroll.widget(), page.card.table.pos()).y() // 2
    )


def hold_check(window):
    import threading

    window.session.actions.gate = threading.Event()
    window.session.check_now()
    until(lambda: window.frame._step is not None and window.frame._step.done >= 331 * 4)


def read_first(window):
    browser = window.frame.page("domain").browser
    browser.open_finding(browser.list.chosen)


def open_stage(window):
    window.frame.page("domain").part("records").path.stages.buttons[1].click()


def open_questions(window):
    part = window.frame.page("domain").part("records")
    part.senders.fold.open()
    settle(window)
    window.frame.page("domain").scroll_to(part.senders)


def read_takeover(window):
    from sentwatch.ui.known import FindingRef
    from support.own_domain import D

    report = next(r for r in window.session.known.reports if r.account_key == f"domain:{D}")
    code = "domain.reports-more-than-sent"
    subject = next(f.finding.subject for f in report.findings if f.finding.kind.code == code)
    window.frame.open_finding(FindingRef(account_key=report.account_key, code=code, subject=subject))


def walk_vpn(window):
    from PySide6.QtWidgets import QWidget

    # The open Wi-Fi in use has answered the first question already.
    window.frame.findChild(QWidget, "vpn-choice-no-hotspot").click()


def ask_lookalikes(window):
    import threading

    from sentwatch.core.phrase import N_, phrase
    from sentwatch.ports.progress import Step

    gate = window.gate = threading.Event()

    def work(cancel, progress):
        progress(Step(what=phrase(N_("Asking for {name}"), name="aoyama-lnsatsu.example"), done=42, total=100))
        while not gate.wait(0.01):
            cancel.check()

    page = window.frame.page("domain")
    page.bench.run(phrase(N_("Asking for names that look alike")), work)
    until(lambda: page.work._step is not None and page.work._step.done == 42)


def fail_look(window):
    from sentwatch.core.phrase import N_, phrase
    from sentwatch.core.trouble import NETWORK_CUT, Trouble

    def work(_cancel, _progress):
        raise Trouble(NETWORK_CUT, host="ns1.dns.example")

    window.frame.page("domain").bench.run(phrase(N_("Asking for names that look alike")), work)


def say_not_me(window):
    read_burst(window)
    window.frame.page("sending").browser.letter._answers.not_me.click()
    settle(window)
    page = window.frame.page("sending")
    page._scroll.verticalScrollBar().setValue(page.browser.y() - 24)


def show_part(part):
    def show(window):
        page = window.frame.page("incident")
        page.parts._group.button(["steps", "letters", "record"].index(part)).click()

    return show


def second_guide(window):
    show_part("record")(window)
    window.frame.page("incident").record.another.click()


def save_evidence(window):
    window.frame.page("incident").steps.evidence_wanted.emit()


def lock_evidence(window):
    from sentwatch.ui.dialogs.save_evidence import SaveEvidenceDialog

    save_evidence(window)
    dialog = window.frame.findChild(SaveEvidenceDialog)
    dialog.lock.switch.click()
    dialog.passphrase.field.setText("correct horse")
    dialog._is_filled()


def evidence_saved(window):
    from tempfile import mkdtemp

    from sentwatch.ui.dialogs import save_evidence as dialogs

    place = Path(mkdtemp()) / "sentwatch-evidence.zip"
    dialogs.place_to_save = lambda *_: place
    save_evidence(window)
    dialog = window.frame.findChild(dialogs.SaveEvidenceDialog)
    dialog.save.click()
    until(lambda: not dialog._result.isHidden())


def take_mail(window):
    from support.incident_facts import MAIL

    window.frame.page("mail").take_text(MAIL)


def take_mail_end(window):
    take_mail(window)
    settle(window)
    scroll_to_end(window)


def read_sign(window):
    take_mail(window)
    settle(window)
    browser = window.frame.page("mail").browser
    browser.open_finding(browser.list.chosen)


def take_mail_wrong(window):
    window.frame.page("mail").take_file(Path("/nothing/there.eml"))


def trouble(window):
    from sentwatch.core.trouble import CERTIFICATE_REFUSED, Trouble

    window.session.troubled.emit(Trouble(CERTIFICATE_REFUSED, host="mail.aoyama-insatsu.example"), lambda: None)


def crash(window):
    try:
        window.session.actions.known().nothing  # noqa: B018 - the fault that is shown
    except AttributeError as problem:
        window.show_crash(problem)


def question(window):
    from sentwatch.ui.dialogs.question import QuestionDialog
    from sentwatch.ui.presenters.accounts import accounts, removal

    page = window.frame.page("accounts")
    view = accounts(window.session.known, window.language.words, now=window.session.actions.now()).accounts[0]
    QuestionDialog(window.theme, removal(view, window.language.words), parent=page).open()


def about(window):
    window.frame.show_about()


def show_help(window):
    window.frame.show_help()


def menu(window):
    header = window.frame._header
    header.menu.popup(header.more.mapToGlobal(header.more.rect().bottomLeft()))


def card_of(window, key):
    page = window.frame.page("rules")
    until(lambda: key in page.cards)
    page._scroll.verticalScrollBar().setValue(page.cards[key].mapTo(page._scroll.widget(), origin()).y() - 16)
    return page.cards[key]


def origin():
    from PySide6.QtCore import QPoint

    return QPoint(0, 0)


def rules_place(window):
    card_of(window, "reads")


def rules_details(window):
    page = window.frame.page("rules")
    page.actions_on_rules.look_everywhere()
    settle(window)
    card_of(window, "reads").rows[0].fold.open()
    settle(window)
    card_of(window, "reads")


def rules_approve(window):
    card = card_of(window, "reads")
    card.acted.emit("approve", card.view.rows[0])


def rules_off(window):
    card = card_of(window, "reads")
    card.acted.emit("off", card.view.rows[0])


def rules_switched_off(window):
    from PySide6.QtWidgets import QDialog

    rules_off(window)
    settle(window)
    next(d for d in window.findChildren(QDialog) if d.isVisible()).accept()
    settle(window)
    card_of(window, "reads")


def rules_guide(window):
    card_of(window, "unread").acted.emit("guide", None)


def rules_files(window):
    page = window.frame.page("rules")
    corpus = ROOT / "tests" / "corpus" / "rules"
    page.open_files((corpus / "indicators" / "R01-fires.sieve", corpus / "ordinary" / "mailFilters.xml"))
    settle(window)
    page._scroll.verticalScrollBar().setValue(page.opened.y() - 16)


def kit(window):
    """The widgets that no page of the sample shows, and the tray's icons on both panels."""
    from PySide6.QtWidgets import QLabel, QWidget

    from sentwatch.core.findings import Severity
    from sentwatch.core.watching import Overall
    from sentwatch.texts.render import SEVERITY_NAMES
    from sentwatch.ui import icons
    from sentwatch.ui.presenters.assistant import address_stage
    from sentwatch.ui.presenters.frame import frame
    from sentwatch.ui.presenters.sending import MEASURE_NAMES
    from sentwatch.ui.widgets.buttons import Button, Kind
    from sentwatch.ui.widgets.form import CopyField, FormRow, ToggleRow
    from sentwatch.ui.widgets.frames import Card, column, row
    from sentwatch.ui.widgets.segments import Segments
    from sentwatch.ui.widgets.shapes import Badge

    theme, words = window.theme, window.language.words
    form, said = address_stage(words), frame(words)
    sheet = QWidget(window)
    sheet.setProperty("ground", "background")
    lines = column(sheet, gap=16, around=24)
    buttons = row(gap=8)
    for kind in Kind:
        for is_enabled in (True, False):
            button = Button(theme, f"kit-{kind.value}", said.check_now, kind=kind, icon="check")
            button.setEnabled(is_enabled)
            buttons.addWidget(button)
    buttons.addStretch(1)
    lines.addLayout(buttons)
    badges = row(gap=24)
    for severity in Severity:
        badge = Badge(theme)
        badge.show_severity(severity, words(SEVERITY_NAMES[severity]))
        badges.addWidget(badge)
    badges.addStretch(1)
    lines.addLayout(badges)
    switch = Segments(theme, "kit-segments")
    switch.say(said.more, [(m, words(name)) for m, name in MEASURE_NAMES.items()])
    lines.addWidget(switch)
    card = Card()
    inside = column(card, gap=12, around=16)
    for is_on in (True, False):
        toggle = ToggleRow(theme, f"kit-toggle-{is_on}")
        toggle.say(form.title, form.promises[0][1])
        toggle.switch.setChecked(is_on)
        inside.addWidget(toggle)
    field = FormRow("kit-row")
    field.say(form.address, form.hint)
    field.field.setText("name@")
    field.set_error(form.wrong)
    inside.addWidget(field)
    code = CopyField(theme, "kit-code")
    code.say(form.address, copy=said.close, copied=said.close)
    code.show_text("v=spf1 include:_spf.example ~all")
    inside.addWidget(code)
    lines.addWidget(card)
    for on_dark in (False, True):
        panel = QWidget()
        panel.setStyleSheet(f"background: {'#1F2124' if on_dark else '#F0F0F0'};")
        strip = row(panel, gap=12, around=8)
        for state in Overall:
            for size in (16, 22, 32):
                picture = QLabel()
                picture.setPixmap(icons.tray_pixmap(state, size, on_dark_panel=on_dark))
                strip.addWidget(picture)
        strip.addStretch(1)
        lines.addWidget(panel)
    lines.addStretch(1)
    sheet.resize(window.size())
    sheet.show()


def sign_in_view(key, name, then=None):
    """Open a page behind a row of the sign-in page."""

    def act(window):
        from PySide6.QtWidgets import QApplication

        page = window.frame.page("sign-in")
        page.open_view(key, name)
        settle(window)
        if then is not None:
            then(window, page.view)
        focused = QApplication.focusWidget()
        if focused is not None:
            focused.clearFocus()

    return act


def agree(window):
    """Press the button of the question that is open."""
    from sentwatch.ui.dialogs.question import QuestionDialog

    next(d for d in window.frame.findChildren(QuestionDialog) if d.isVisible()).do.click()
    settle(window)


def review_in_use(window, view):
    view.review.click()
    agree(window)
    settle(window)


def ask_consent(window, view):
    view.review.click()


def show_end(window, view):
    view.pane.verticalScrollBar().setValue(view.pane.verticalScrollBar().maximum())


def type_password(window, view):
    view.secret.field.setText("Aoyama2019!")
    view.names.field.setText("森下 花")
    view.submit.click()
    settle(window)


def make_random(window, view):
    view.sort._group.button(1).click()
    settle(window)


def look_at_entries(window, view):
    from support.sign_in_facts import URI, WEAK_URI

    view.read_bytes(f"{URI}\n{WEAK_URI}".encode())
    settle(window)


def look_at_the_list(window, view):
    look_at_entries(window, view)
    view.pane.verticalScrollBar().setValue(view.list.y() - 16)


def keep_one(window, view):
    from support.sign_in_facts import URI

    view.read_bytes(URI.encode())
    settle(window)
    view.list._keep("Aoyama Mail: hana")
    agree(window)
    settle(window)
    view.kept.show_codes.click()
    settle(window)
    view.pane.verticalScrollBar().setValue(view.kept.y() - 16)


def keep_backup_codes(window, view):
    app = window.frame.page("sign-in").bench.app
    from support.sign_in_facts import SHOP

    book = app.backup_codes(SHOP)
    kept = book.keep(SHOP.address, tuple(f"{4821 + 317 * n:04d} {9037 - 611 * n:04d}" for n in range(5)))
    for code in book.opened(kept.id).codes[:3]:
        book.use(kept.id, code)
    app.backup_codes().keep("Tax office", ("1f4a2-9c0de", "77aab-0c1d2", "9e3f0-b2a41"))
    view.bench.tell_anew()
    settle(window)


def show_backup_codes(window, view):
    keep_backup_codes(window, view)
    list(view.kept.rows.values())[-1].show_button.click()
    settle(window)


def read_backup_codes(window, view):
    view.taking.take("SAVE YOUR BACKUP CODES\n" + "".join(f"{n}. {n}821 90{n}7\n" for n in range(1, 9)))
    settle(window)


def ask_for_backup_codes(window, view):
    keep_backup_codes(window, view)
    read_backup_codes(window, view)
    view.taking.keep.click()
    settle(window)


def compare_clock(window, view):
    """As a server that tells the time in its greeting would have it; nobody is asked here."""
    from sentwatch.core.clock_offset import CLOCK_SILENT, ClockLook, ClockOffset, ClockWay
    from sentwatch.core.trouble import Trouble

    silent = Trouble(CLOCK_SILENT, host="imap.gmail.com")
    offset = ClockOffset(host="smtp-mail.outlook.com", least_s=-0.4, most_s=0.9, way=ClockWay.OPEN_GREETING)
    view.clock._found = (ClockLook(offset=offset, asked=(silent,)), ())
    view.telling_wanted.emit()
    settle(window)
    show_end(window, view)


def nobody_told(window, view):
    from sentwatch.core.clock_offset import CLOCK_NOT_GREETED, CLOCK_SILENT, ClockLook
    from sentwatch.core.trouble import Trouble

    kinds = ((CLOCK_NOT_GREETED, "smtp.gmail.com"), (CLOCK_SILENT, "imap.gmail.com"))
    view.clock._found = (ClockLook(asked=tuple(Trouble(kind, host=host) for kind, host in kinds)), ())
    view.telling_wanted.emit()
    settle(window)
    show_end(window, view)


def show_qr(window, view):
    look_at_entries(window, view)
    view.list._move("Aoyama Mail: hana")
    settle(window)


def compare_code(window, view):
    from sentwatch.ui.pages.sign_in.otp_sheets import CompareSheet

    look_at_entries(window, view)
    view.list._compare("Aoyama Mail: hana")
    settle(window)
    dialog = next(d for d in view.findChildren(CompareSheet) if d.isVisible())
    dialog.first.field.setText("000000")
    dialog.submit.click()
    settle(window)


def open_step(step_id, *, at_end=False):
    def act(window):
        window.frame.open_step(step_id)
        settle(window)
        if at_end:
            scroll_to_end(window)

    return act


def open_guide(name):
    def act(window):
        window.frame.open_step("acct.mfa")
        settle(window)
        window.frame.page("checklist").open_guide(name)

    return act


def answer_step(window):
    from sentwatch.core.playbooks.checklist import StepState

    open_step("acct.sessions")(window)
    page = window.frame.page("checklist")
    page.sheet.answer.choices[StepState.OK].click()
    settle(window)
    page._scrolls[page.sheet].ensureWidgetVisible(page.sheet.answer)


def open_tool(name, then=lambda _page, _window: None):
    def act(window):
        from sentwatch.ui.presenters.checklist_tools import Tool

        page = window.frame.page("checklist")
        page.open_tool(Tool(name))
        settle(window)
        then(page, window)

    return act


def read_lesson(page, _window):
    page.tools._open_lesson("passwords")


def answer_quiz(page, window):
    page.tools._person = "Tanaka Jun"
    read_lesson(page, window)
    pane = page.tools.lesson
    while pane.following.isVisible():
        pane.following.click()
        settle(window)
    right = {one.id: one.right for one in page.tools._lesson.quiz}
    for number, part in enumerate(pane.parts):
        part.choices[right[part.id] if number != 1 else 1 - right[part.id]].click()
    settle(window)
    page._scrolls[pane].ensureWidgetVisible(pane.parts[2])


def end_self_check(page, window):
    from sentwatch.core.playbooks.self_check import SelfAnswer

    answers = (SelfAnswer.DONE, SelfAnswer.PARTLY, SelfAnswer.DONE, SelfAnswer.UNKNOWN)
    page.tools._answer({q.id: answers[n % 4] for n, q in enumerate(page.desk.book.questions.questions)})
    settle(window)
    scroll_to_end(window)


CHECKLIST_SCENES = (
    Scene("checklist", page="checklist", known="lived"),
    Scene("checklist-end", page="checklist", known="lived", act=scroll_to_end),
    Scene("checklist-first", page="checklist", known="first"),
    Scene("checklist-step", known="lived", act=open_step("acct.mfa")),
    Scene("checklist-step-end", known="lived", act=open_step("acct.mfa", at_end=True)),
    Scene("checklist-step-found", known="lived", act=open_step("dom.dmarc")),
    Scene("checklist-answered", page="checklist", known="lived", act=answer_step),
    Scene("checklist-contacts", page="checklist", known="lived", act=open_tool("contacts")),
    Scene("checklist-self-check", page="checklist", known="lived", act=open_tool("self-check")),
    Scene("checklist-self-check-end", page="checklist", known="lived", act=open_tool("self-check", end_self_check)),
    Scene("checklist-lessons", page="checklist", known="lived", act=open_tool("lessons")),
    Scene("checklist-lesson", page="checklist", known="lived", act=open_tool("lessons", read_lesson)),
    Scene("checklist-quiz", page="checklist", known="lived", act=open_tool("lessons", answer_quiz)),
    Scene("checklist-office", page="checklist", known="lived", act=open_tool("office")),
    Scene("checklist-guide", known="lived", act=open_guide("app-passwords")),
)

SIGN_IN_SCENES = (
    Scene("sign-in-told", page="sign-in", known="told"),
    Scene("sign-in-first", page="sign-in", known="first"),
    Scene("sign-in-methods", page="sign-in", known="told", act=sign_in_view("shop", "methods")),
    Scene("sign-in-recovery", page="sign-in", known="told", act=sign_in_view("shop", "recovery")),
    Scene("sign-in-access", page="sign-in", known="told", act=sign_in_view("shop", "access")),
    Scene("sign-in-access-end", page="sign-in", known="told", act=sign_in_view("shop", "access", show_end)),
    Scene("sign-in-password", page="sign-in", known="told", act=sign_in_view("office", "password")),
    Scene("sign-in-password-end", page="sign-in", known="told", act=sign_in_view("office", "password", show_end)),
    Scene("sign-in-consent", page="sign-in", known="told", act=sign_in_view("office", "password", ask_consent)),
    Scene("sign-in-reviewed", page="sign-in", known="told", act=sign_in_view("office", "password", review_in_use)),
    Scene("sign-in-typed", page="sign-in", known="told", act=sign_in_view("tools", "check-password")),
    Scene("sign-in-typed-result", page="sign-in", act=sign_in_view("tools", "check-password", type_password)),
    Scene("sign-in-make", page="sign-in", act=sign_in_view("tools", "make-password")),
    Scene("sign-in-make-random", page="sign-in", act=sign_in_view("tools", "make-password", make_random)),
    Scene("sign-in-codes", page="sign-in", known="told", act=sign_in_view("tools", "authenticator")),
    Scene(
        "sign-in-codes-read", page="sign-in", known="told", act=sign_in_view("tools", "authenticator", look_at_the_list)
    ),
    Scene("sign-in-codes-kept", page="sign-in", known="told", act=sign_in_view("tools", "authenticator", keep_one)),
    Scene("sign-in-clock", page="sign-in", known="told", act=sign_in_view("tools", "authenticator", compare_clock)),
    Scene("sign-in-clock-not", page="sign-in", known="told", act=sign_in_view("tools", "authenticator", nobody_told)),
    Scene("sign-in-backup", page="sign-in", known="told", act=sign_in_view("tools", "backup-codes")),
    Scene(
        "sign-in-backup-kept",
        page="sign-in",
        known="told",
        act=sign_in_view("tools", "backup-codes", keep_backup_codes),
    ),
    Scene(
        "sign-in-backup-shown",
        page="sign-in",
        known="told",
        act=sign_in_view("tools", "backup-codes", show_backup_codes),
    ),
    Scene(
        "sign-in-backup-read",
        page="sign-in",
        known="told",
        act=sign_in_view("tools", "backup-codes", read_backup_codes),
    ),
    Scene(
        "sign-in-backup-ask",
        page="sign-in",
        known="told",
        act=sign_in_view("tools", "backup-codes", ask_for_backup_codes),
    ),
    Scene("sign-in-codes-qr", page="sign-in", known="told", act=sign_in_view("tools", "authenticator", show_qr)),
    Scene(
        "sign-in-codes-compare", page="sign-in", known="told", act=sign_in_view("tools", "authenticator", compare_code)
    ),
)

SCENES = (
    Scene("overview"),
    Scene("overview-end", act=scroll_to_end),
    Scene("overview-quiet", known="quiet"),
    Scene("overview-first", known="first"),
    Scene("overview-offline", known="offline"),
    Scene("overview-trouble", known="trouble"),
    Scene("overview-not-yet", known="not-yet"),
    Scene("overview-checking", act=hold_check),
    Scene("sending", page="sending"),
    Scene("sending-close", page="sending", act=point_at_burst),
    Scene("sending-letter", page="sending", act=read_burst),
    Scene("sending-answered", page="sending", act=say_not_me),
    Scene("sending-table", page="sending", act=show_table),
    Scene("sending-quiet", page="sending", known="quiet"),
    Scene("rules", page="rules"),
    Scene("rules-first", page="rules", known="first"),
    Scene("rules-read", page="rules", known="rules"),
    Scene("rules-place", page="rules", known="rules", act=rules_place),
    Scene("rules-details", page="rules", known="rules", act=rules_details),
    Scene("rules-approve", page="rules", known="rules", act=rules_approve),
    Scene("rules-off", page="rules", known="rules", act=rules_off),
    Scene("rules-switched-off", page="rules", known="rules", act=rules_switched_off),
    Scene("rules-guide", page="rules", known="rules", act=rules_guide),
    Scene("rules-files", page="rules", known="rules", act=rules_files),
    Scene("rules-end", page="rules", known="rules", act=scroll_to_end),
    Scene("sign-in", page="sign-in"),
    *SIGN_IN_SCENES,
    *CHECKLIST_SCENES,
    Scene("domain", page="domain"),
    Scene("domain-letter", page="domain", act=read_first),
    Scene("domain-end", page="domain", act=scroll_to_end),
    Scene("device", page="device", known="quiet"),
    Scene("incident-begin", page="incident"),
    Scene("incident-fresh", page="incident", store="fresh"),
    Scene("incident-steps", page="incident", store="under-way"),
    Scene("incident-steps-end", page="incident", store="under-way", act=scroll_to_end),
    Scene("incident-letters", page="incident", store="under-way", act=show_part("letters")),
    Scene(
        "incident-letters-end",
        page="incident",
        store="under-way",
        act=lambda w: (show_part("letters")(w), settle(w), scroll_to_end(w)),
    ),
    Scene("incident-record", page="incident", store="under-way", act=show_part("record")),
    Scene("incident-over", page="incident", store="over"),
    Scene("incident-second", page="incident", store="under-way", act=second_guide),
    Scene("incident-overview", store="under-way"),
    Scene(
        "incident-finding",
        page="sending",
        store="sample",
        act=lambda w: w.frame.page("sending")._scroll.verticalScrollBar().setValue(500),
    ),
    Scene("incident-evidence", page="incident", store="fresh", act=save_evidence),
    Scene("incident-evidence-locked", page="incident", store="fresh", act=lock_evidence),
    Scene("incident-evidence-saved", page="incident", store="fresh", act=evidence_saved),
    Scene("mail", page="mail"),
    Scene("mail-seen", page="mail", store="sample", act=take_mail),
    Scene("mail-seen-end", page="mail", store="sample", act=take_mail_end),
    Scene("mail-sign", page="mail", store="sample", act=read_sign),
    Scene("mail-wrong", page="mail", act=take_mail_wrong),
    Scene("own-domain", page="domain", known="own"),
    Scene("own-domain-end", page="domain", known="own", act=scroll_to_end),
    Scene("own-domain-letter", page="domain", known="own", act=read_takeover),
    Scene("own-domain-working", page="domain", known="own", part="lookalikes", act=ask_lookalikes),
    Scene("own-domain-trouble", page="domain", known="own", act=fail_look),
    Scene("own-records", page="domain", known="own", part="records"),
    Scene("own-records-end", page="domain", known="own", part="records", act=scroll_to_end),
    Scene("own-records-stage", page="domain", known="own", part="records", act=open_stage),
    Scene("own-records-questions", page="domain", known="own", part="records", act=open_questions),
    Scene("own-reports", page="domain", known="own", part="reports"),
    Scene("own-reports-end", page="domain", known="own", part="reports", act=scroll_to_end),
    Scene("own-reports-none", page="domain", part="reports"),
    Scene("own-lookalikes", page="domain", known="own", part="lookalikes"),
    Scene("own-lookalikes-end", page="domain", known="own", part="lookalikes", act=scroll_to_end),
    Scene("own-websites", page="domain", known="own", part="websites"),
    Scene("own-websites-none", page="domain", part="websites"),
    Scene("own-device", page="device", known="own"),
    Scene("own-device-end", page="device", known="own", act=scroll_to_end),
    Scene("own-device-first", page="device", known="first"),
    Scene("own-network", page="device", known="own", part="network"),
    Scene("own-network-end", page="device", known="own", part="network", act=scroll_to_end),
    Scene("own-vpn", page="device", known="own", part="vpn"),
    Scene("own-vpn-advice", page="device", known="own", part="vpn", act=walk_vpn),
    Scene("accounts", page="accounts"),
    Scene("settings", page="settings"),
    Scene("settings-end", page="settings", act=scroll_to_end),
    Scene("settings-second-way", page="settings", known="newer", act=fail_second_way),
    Scene("settings-versions-off", page="settings", act=show_versions),
    Scene("settings-versions", page="settings", known="newer", act=show_versions),
    Scene("settings-versions-trouble", page="settings", known="newer", act=fail_versions),
    Scene("dialog-about-newer", known="newer", act=about),
    Scene("dialog-trouble", act=trouble),
    Scene("dialog-crash", act=crash),
    Scene("dialog-question", page="accounts", act=question),
    Scene("dialog-about", act=about),
    Scene("dialog-help", act=show_help),
    *(Scene(name, page="accounts", act=act) for name, act in account_scenes.SCENES),
    Scene("menu", act=menu),
    Scene("kit", act=kit, sizes=SIZES[1:]),
)


def until(done, wait_ms=WAIT_MS):
    """Let the event loop run until something is so."""
    from PySide6.QtTest import QTest

    for _ in range(wait_ms // 10):
        if done():
            return
        QTest.qWait(10)
    raise TimeoutError


def settle(window):
    """Until nothing is running any more and everything is painted."""
    from PySide6.QtTest import QTest

    until(lambda: window.session.is_loaded)
    if not window.session.is_checking and not account_scenes.is_held(window):
        until(lambda: window.background.is_idle)
    QTest.qWait(40)


def version_news():
    from sentwatch import __version__
    from sentwatch.core.updates import Release, VersionNews
    from support import window_facts as facts

    there = Release(version="1.3.0", since=facts.NOW - timedelta(days=20))
    asked_at = facts.NOW - timedelta(hours=2)
    return VersionNews(running=__version__, asked_at=asked_at, answered_at=asked_at, newest=there, is_newer=True)


def known_of(name):
    from sentwatch.core.trouble import STORE_UNUSABLE, Trouble
    from support import window_facts as facts

    if name == "first":
        return facts.Known()
    if name == "offline":
        return replace(facts.attention(), is_offline=True)
    if name == "newer":
        return replace(facts.attention(), version_news=version_news())
    if name == "not-yet":
        return replace(facts.attention(), reports=())
    if name == "trouble":
        return facts.Known(trouble=Trouble(STORE_UNUSABLE, path="sentwatch.db", reason="disk full"))
    if name == "own":
        from support import own_pages

        return own_pages.known()
    return {"attention": facts.attention, "quiet": facts.quiet}[name]()


def over_store(scene):
    """A store of its own: the sample, or an incident in it that is fresh, under way or over."""
    import tempfile

    from sentwatch.ui.wired import WiredActions
    from support import incident_facts

    made = incident_facts.sample_app(Path(tempfile.mkdtemp(prefix="sentwatch-shots-")))
    if scene.store != "sample":
        incident = incident_facts.begun(made, steps=() if scene.store == "fresh" else incident_facts.STEPS)
        if scene.store == "over":
            made.incidents.end(incident)
    return WiredActions(made), made


def actions_and_app(scene):
    """What the window works with; what was told of signing in lies in a folder of its own."""
    import atexit
    import tempfile

    from sentwatch.adapters.keyring import SessionSecrets
    from sentwatch.wiring import App
    from support import sign_in_facts
    from support import window_facts as facts

    if scene.known == "told":
        folder = tempfile.TemporaryDirectory(prefix="sentwatch-shots-", ignore_cleanup_errors=True)
        atexit.register(folder.cleanup)
        made = sign_in_facts.told(sign_in_facts.app(Path(folder.name)))
        return sign_in_facts.Actions(made), made
    if scene.store:
        return over_store(scene)
    if scene.known == "newer":
        made = App(data_dir=Path(tempfile.mkdtemp(prefix="sentwatch-shots-")), secrets=SessionSecrets())
        address = "https://tools.aoyama-insatsu.example/sentwatch/index.json"
        second = {"second_channel": "webhook", "second_channel_target": "https://chat.aoyama-insatsu.example/hook"}
        made.settings_file.write(replace(made.settings, update_notice=True, update_page=address, **second))
        return facts.SampleActions(known_of(scene.known)), made
    if scene.known == "lived":
        from support.checklist_facts import lived_app

        return facts.SampleActions(facts.attention()), lived_app(Path(tempfile.mkdtemp(prefix="sentwatch-shots-")))
    return facts.SampleActions(known_of(scene.known), quiet=scene.known == "quiet"), facts.app()


def take(app, scene, lang, theme, size):
    """One picture, of an app with rules in its store where the scene needs one."""
    from tempfile import TemporaryDirectory

    from sentwatch.ui.wired import WiredActions
    from support.rules_app import rules_app

    if scene.known != "rules":
        actions, used = actions_and_app(scene)
        if scene.known == "own":
            from support import own_pages

            used = own_pages.app()
        return picture_of(app, scene, lang, theme, size, actions, used)
    with TemporaryDirectory() as folder, rules_app(Path(folder)) as (rules, _script):
        return picture_of(app, scene, lang, theme, size, WiredActions(rules), rules)


def picture_of(app, scene, lang, theme, size, actions, use_cases):
    """With a dialog, the dialog is drawn onto the window where it stands."""
    from PySide6.QtGui import QColor, QPainter
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QDialog, QMenu

    from sentwatch.ui.preferences import ForgetfulPreferences, Preferences, ThemeChoice
    from sentwatch.ui.window import Window, Wired
    from support import window_facts as facts

    preferences = Preferences(language=lang, theme=ThemeChoice(theme))
    window = Window(ForgetfulPreferences(preferences), lambda: Wired(actions, facts.words_for, use_cases))
    window.resize(*size)
    window.show()
    window.begin()
    window.frame.open_page(scene.page)
    settle(window)
    if scene.part:
        window.frame.page(scene.page).show_part(scene.part)
        settle(window)
    if scene.act is not None:
        scene.act(window)
        if hasattr(window, "gate"):
            QTest.qWait(50)
        else:
            settle(window)
    picture = window.grab()
    ratio = picture.devicePixelRatio()
    dialogs = [d for d in app.topLevelWidgets() if isinstance(d, QDialog | QMenu) and d.isVisible()]
    for dialog in dialogs:
        painter = QPainter(picture)
        if isinstance(dialog, QDialog):
            painter.fillRect(0, 0, round(picture.width() / ratio), round(picture.height() / ratio), QColor(0, 0, 0, 96))
            place = ((size[0] - dialog.width()) // 2, max(0, (size[1] - dialog.height()) // 2))
        else:
            place = (dialog.x() - window.x(), dialog.y() - window.y())
        painter.drawPixmap(*place, dialog.grab())
        painter.end()
        if isinstance(dialog, QDialog) and dialog.height() > size[1]:
            print(f"{scene.name} {lang}: the dialog is higher than the smallest window", file=sys.stderr)
        dialog.close()
    for gate in (getattr(actions, "gate", None), getattr(window, "gate", None)):
        if gate is not None:
            gate.set()
    window.background.shutdown()
    window.close()
    window.theme.deleteLater()
    window.deleteLater()
    return picture


def main(arguments):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--scale", type=int, default=1)
    parser.add_argument("--lang", choices=LANGUAGES)
    parser.add_argument("--theme", choices=THEMES)
    chosen = parser.parse_args(arguments)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = str(chosen.scale)
    from sentwatch.ui.app import make_application

    app = make_application()
    app.setQuitOnLastWindowClosed(False)
    OUT.mkdir(parents=True, exist_ok=True)
    taken = 0
    for scene in SCENES:
        if chosen.names and not any(scene.name.startswith(name) for name in chosen.names):
            continue
        for lang in [chosen.lang] if chosen.lang else LANGUAGES:
            for theme in [chosen.theme] if chosen.theme else THEMES:
                for size in scene.sizes:
                    suffix = f"@{chosen.scale}x" if chosen.scale > 1 else ""
                    path = OUT / f"{scene.name}-{lang}-{theme}-{size[0]}x{size[1]}{suffix}.png"
                    if not take(app, scene, lang, theme, size).save(str(path)):
                        raise OSError(path)
                    taken += 1
    print(f"{taken} pictures are in {OUT.relative_to(ROOT)}.")
    return 0 if taken else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
