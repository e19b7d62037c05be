"""An incident somebody is in the middle of, over the sample mailbox and the real store; and a mail made to deceive."""

from __future__ import annotations

import atexit
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Situation
from sentwatch.core.playbooks.incident_file import with_fact
from sentwatch.core.playbooks.incident_progress import Mark
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.progress import silent
from sentwatch.ui.wired import WiredActions
from sentwatch.wiring import App
from support.clocks import HandClock
from support.window_facts import NOW

SAMPLE = "sample"
STEPS = (("new-password", 4), ("cut-access", 9))

MAIL = """Authentication-Results: mail.aoyama-insatsu.example; dmarc=fail header.from=aoba-bank.example; spf=fail
Received: from relay.invoices.test by mail.aoyama-insatsu.example; Sat, 18 Oct 2025 13:40:00 +0900
Return-Path: <bounce@invoices.test>
From: "Aoba Bank \u202ekcehc" <support@aoba-bank.example>
Reply-To: collect@invoices.test
To: shop@aoyama-insatsu.example
Subject: Urgent: your account will be closed today
Message-ID: <m1@invoices.test>
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<p>Dear customer, your account will be suspended within 24 hours. Confirm your password now:</p>
<p><a href="https://aoba-bank.example.invoices.test/login">https://www.aoba-bank.example/</a></p>
"""


@cache
def _looked_at() -> tuple[Path, SessionSecrets]:
    """The sample mailbox, looked at once; its provider is one whose pages we know."""
    folder = TemporaryDirectory(prefix="sentwatch-test-", ignore_cleanup_errors=True)
    atexit.register(folder.cleanup)
    secrets = SessionSecrets()
    app = App(data_dir=Path(folder.name), secrets=secrets, clock=HandClock(NOW))
    app.look_at_sample(progress=silent, cancel=CancelToken())
    app.accounts.put(replace(app.accounts.get(SAMPLE), provider="google_workspace"))
    app.close()
    return Path(folder.name), secrets


def sample_app(folder: Path) -> App:
    """A store of its own with the sample mailbox."""
    known, secrets = _looked_at()
    copytree(known, folder, dirs_exist_ok=True)
    return App(data_dir=folder, secrets=secrets, clock=HandClock(NOW))


@contextmanager
def each_part(open_window, qtbot, folder, *, mail=MAIL, **more):
    """A window, and what goes through the guide, the page that begins another, and a mail; once or again."""
    app = sample_app(folder)
    begun(app)
    window = open_window(actions=WiredActions(app), app=app, page="incident", **more)

    def rest():
        qtbot.waitUntil(lambda: window.background.is_idle, timeout=20_000)
        # Heights that follow from widths settle level by level, each in a turn of the loop of its own.
        qtbot.wait(50)

    def parts():
        window.frame.open_page("incident")
        page = window.frame.page("incident")
        rest()
        if page.begin.isVisible():
            page.begin.back.click()
        page.parts._group.button(0).click()
        for name in tuple(page.steps.steps):
            page.steps.steps[name].open()
            rest()
            yield name
        for number, name in enumerate(("steps", "letters", "record")):
            page.parts._group.button(number).click()
            rest()
            yield name
        page.record.another.click()
        rest()
        yield "begin"
        window.frame.open_page("mail")
        window.frame.page("mail").take_text(mail)
        rest()
        window.frame.page("mail").fold.open()
        rest()
        yield "mail"

    yield window, parts
    app.close()


def begun(app: App, *, steps=STEPS, audience=Audience.SMALL_OFFICE):
    """Somebody noticed, and went some steps."""
    guide, clock = app.incidents, app.clock
    begun_at = clock.at
    incident = guide.begin(Situation.MAILBOX_IN_USE, account=SAMPLE, audience=audience)
    if steps:
        guide.put_worker("Morishita")
        guide.put_file(incident, with_fact(guide.file(incident), "name", "Morishita"))
        for step, minutes in steps:
            clock.at = begun_at + timedelta(minutes=minutes)
            incident = guide.mark(guide.get(incident.id), step, Mark.DONE)
        clock.at += timedelta(minutes=1)
        guide.remark(guide.get(incident.id), "Sakura: 4711")
    clock.at = begun_at + timedelta(minutes=12)
    return guide.get(incident.id)
