"""A data folder in which a small office is half through its checklist: looked at, answered, put off, written down."""

from __future__ import annotations

import atexit
from datetime import timedelta
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.lessons import packaged_lessons
from sentwatch.adapters.self_check import packaged_self_check
from sentwatch.core.office import Leaver, SharedAddress
from sentwatch.core.playbooks.checklist import Audience, StepState
from sentwatch.core.playbooks.contacts import Contact, ContactRole
from sentwatch.core.playbooks.lessons import mark_quiz
from sentwatch.core.playbooks.self_check import SelfAnswer
from sentwatch.service.remember import remembered
from sentwatch.wiring import App
from support import window_facts as facts
from support.clocks import HandClock

LONG_AGO = timedelta(days=200)
SAID = {
    StepState.OK: (
        "acct.mfa",
        "acct.password-change-on-evidence",
        "acct.recovery",
        "mbox.forwarding",
        "mbox.delegates",
        "inc.backup",
        "people.received",
    ),
    StepState.NOT_OK: ("acct.app-passwords", "people.payment"),
    StepState.NOT_APPLICABLE: ("net.vpn-work",),
}


def fresh_app(folder: Path) -> App:
    """Nothing was ever kept here."""
    return App(data_dir=folder, secrets=SessionSecrets(), clock=HandClock(at=facts.NOW))


def lived_app(folder: Path) -> App:
    """Half a year of an office with two mailboxes; lived once, then copied."""
    lived, secrets = _lived()
    copytree(lived, folder, dirs_exist_ok=True)
    return App(data_dir=folder, secrets=secrets, clock=HandClock(at=facts.NOW))


@cache
def _lived() -> tuple[Path, SessionSecrets]:
    folder = TemporaryDirectory(prefix="sentwatch-test-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    app = fresh_app(Path(folder.name))
    _live(app)
    app.database.close()
    return app.data_dir, app.secrets


def _live(app: App) -> None:
    app.clock.turn(-LONG_AGO.total_seconds())
    app.set_audience(Audience.SMALL_OFFICE)
    for account in (facts.SHOP_ACCOUNT, facts.OFFICE_ACCOUNT):
        app.accounts.put(account)
    # An answer of long ago is due again today.
    app.checklist.answer("mbox.pop-imap", StepState.OK)
    app.clock.turn((LONG_AGO - timedelta(days=20)).total_seconds())
    for state, steps in SAID.items():
        for step in steps:
            app.checklist.answer(step, state)
    app.checklist.write_note("acct.mfa", "Two security keys; the spare one lies in the safe.")
    app.checklist.snooze("web.headers", until=app.clock.now() + timedelta(days=40))
    _notes(app)
    app.checklist.everything(Audience.SMALL_OFFICE)
    app.checklist.seen(Audience.SMALL_OFFICE)
    app.clock.turn(timedelta(days=20).total_seconds())
    for report in facts.attention().reports:
        remembered(report, app.findings(report.account_key))


def _notes(app: App) -> None:
    office = app.office
    office.put_contacts(
        (
            Contact(role=ContactRole.DECIDES, name="Aoyama Kenji", phone="03-0000-0001"),
            Contact(role=ContactRole.LOOKS_AFTER_MAIL, name="Morishita Aya", phone="03-0000-0002"),
            Contact(role=ContactRole.BANK, name="Musashi Bank, branch desk", phone="03-0000-0003", note="until 15:00"),
        )
    )
    office.put_people(("Aoki Mari", "Tanaka Jun"))
    for lesson in packaged_lessons()[:2]:
        office.finish(lesson, mark_quiz(lesson, {q.id: q.right for q in lesson.quiz}), person="Aoki Mari")
    questions = packaged_self_check().questions
    office.put_self_check({q.id: (SelfAnswer.DONE, SelfAnswer.PARTLY)[n % 2] for n, q in enumerate(questions[:6])})
    office.put_facts(
        shared=(SharedAddress(address="info@aoyama-insatsu.example", people=("Aoki Mari", "Kimura Ren")),),
        leavers=(Leaver(name="Kimura Ren", left_at=facts.NOW - timedelta(days=30)),),
    )
