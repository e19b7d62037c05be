"""A data folder somebody has worked with: an account with the sample's mail, looked at, an incident begun, answers given."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from sentwatch.adapters.archives import FileArchive
from sentwatch.adapters.lessons import packaged_lessons
from sentwatch.adapters.sample import sample_mailbox
from sentwatch.core.accounts import Account
from sentwatch.core.playbooks.checklist import Audience, StepState
from sentwatch.core.playbooks.contacts import Contact, ContactRole
from sentwatch.core.playbooks.incident import Situation
from sentwatch.core.playbooks.incident_progress import Mark
from sentwatch.core.playbooks.lessons import mark_quiz
from sentwatch.core.schedule import Area
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.ports.progress import silent
from sentwatch.wiring import App
from support.clocks import HandClock
from support.fake_mail import FakeDoor, FakeMailbox


class DictSecrets:
    """A keyring in memory."""

    def __init__(self):
        self.kept: dict[str, str] = {}

    def get(self, name):
        return self.kept.get(name)

    def put(self, name, secret):
        self.kept[name] = secret

    def remove(self, name):
        self.kept.pop(name, None)


SECRETS = DictSecrets


def sample_on_fake_server() -> tuple[Account, FakeMailbox, datetime]:
    """The sample mailbox on a server in memory, its account, and the moment the story is told at."""
    mailbox = FakeMailbox()
    with sample_mailbox() as sample:
        for batch in FileArchive().read(str(sample.mail), address=sample.account.address, cancel=CancelToken()):
            for message in batch.sent:
                mailbox.folders["Sent"].add(message)
        return replace(sample.account, id="a1", sent_folder="Sent", provider=None), mailbox, sample.now


class Lived:
    """An App on `folder` over the fake server. `enter` counts in `mailbox.opened`."""

    def __init__(self, folder: Path, *, secrets=None):
        self.account, self.mailbox, now = sample_on_fake_server()
        self.clock = HandClock(at=now)
        self.secrets = DictSecrets() if secrets is None else secrets
        self.app = App(data_dir=folder, secrets=self.secrets, clock=self.clock)

    def enter(self, account, cancel, *, by_hand=False):
        return FakeDoor(self.mailbox).open(credential=Credential(self.mailbox.secret), cancel=cancel)

    def look(self):
        """Look at the account as a check does, at its sent mail alone."""
        self.app.accounts.put(self.account)
        self.secrets.put(self.account.id, self.mailbox.secret)
        check = replace(self.app.check_account(), enter=self.enter)
        return check.run(self.account, progress=silent, cancel=CancelToken(), areas=(Area.SENT,))

    def begin_incident(self):
        """Half an hour after the alert: three steps ticked, one with a note."""
        guide = self.app.incidents
        incident = guide.begin(Situation.MAILBOX_IN_USE, account=self.account.id, audience=Audience.SMALL_OFFICE)
        for minutes, step, note in (
            (4, "save-evidence", ""),
            (6, "new-password", "Reset by Aoki <aoki@aoyama-insatsu.example>"),
            (5, "cut-access", ""),
        ):
            self.clock.turn(minutes * 60)
            incident = guide.mark(incident, step, Mark.DONE, note=note)
        return incident

    def furnish(self):
        """Contacts, people, lessons, answers to the checklist."""
        office = self.app.office
        office.put_contacts((Contact(role=ContactRole.DECIDES, name="Aoyama Kenji", phone="03-0000-0001"),))
        office.put_people(("Aoki Mari", "Tanaka Jun"))
        lesson = packaged_lessons()[0]
        office.finish(lesson, mark_quiz(lesson, {q.id: q.right for q in lesson.quiz}), person="Aoki Mari")
        for number, step in enumerate(self.app.checklist.checklist.steps[:9]):
            self.app.checklist.answer(step.id, (StepState.OK, StepState.NOT_OK, StepState.ATTENTION)[number % 3])

    def later(self, delta: timedelta):
        self.clock.turn(delta.total_seconds())
