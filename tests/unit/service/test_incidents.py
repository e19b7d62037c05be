"""Being led through an incident, over the real store: begun, ticked, changed, ended, kept over a restart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.resources import resource
from sentwatch.core.accounts import Account
from sentwatch.core.playbooks.breach_clock import Start
from sentwatch.core.playbooks.checklist import Audience, StepState
from sentwatch.core.playbooks.contacts import Contact, ContactRole
from sentwatch.core.playbooks.incident import Situation
from sentwatch.core.playbooks.incident_file import duty_done, with_duty, with_fact, with_start
from sentwatch.core.playbooks.incident_progress import Mark
from sentwatch.core.trouble import SETTINGS_UNREADABLE
from sentwatch.wiring import App
from support.clocks import HandClock

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ME = Account(id="a1", address="tanaka@gmail.com", host="imap.gmail.com", provider="gmail", time_zone="Asia/Tokyo")


@pytest.fixture
def clock():
    return HandClock(NOW)


@pytest.fixture
def make(tmp_path, clock):
    made = []

    def build():
        made.append(App(data_dir=tmp_path, secrets=secrets, clock=clock))
        return made[-1]

    secrets = SessionSecrets()
    yield build
    for app in made:
        app.close()


@pytest.fixture
def app(make):
    app = make()
    app.accounts.put(ME)
    return app


def begun(app, **changes):
    values = {"account": ME.id, "audience": Audience.INDIVIDUAL, **changes}
    return app.incidents.begin(Situation.MAILBOX_IN_USE, **values)


def test_everything_is_there_after_a_restart(app, make, clock):
    guide = app.incidents
    guide.put_worker("  Tanaka   Aoi ")
    incident = begun(app, audience=Audience.SMALL_OFFICE)
    clock.at = NOW + timedelta(minutes=4)
    guide.mark(incident, "save-evidence", Mark.DONE, note=" on the stick \n")
    guide.remark(guide.get(incident.id), "Called the provider, number 4711")
    file = with_fact(guide.file(incident), "phone", "  +81 3\n0000 ")
    file = with_start(file, Start.TOLD_PEOPLE, NOW)
    guide.put_file(incident, with_duty(file, "jp-appi", "first-report", NOW, by="Tanaka Aoi"))
    guide.end(guide.get(incident.id))
    clock.at = NOW + timedelta(hours=1)
    guide.reopen(guide.get(incident.id))
    app.close()

    look = make().look_at_incident.run(incident.id)
    assert look.incident.ended_at is None
    [entry] = look.incident.journal
    assert (entry.step, entry.note, entry.by) == ("save-evidence", "on the stick", "Tanaka Aoi")
    assert [one.text for one in look.incident.remarks] == ["Called the provider, number 4711"]
    [closing] = look.incident.closings
    assert closing.reopened_at - closing.ended_at == timedelta(minutes=56)
    assert look.file.given == {"phone": "+81 3 0000"}
    assert look.file.starts == {Start.TOLD_PEOPLE: NOW}
    assert duty_done(look.file, "jp-appi", "first-report").by == "Tanaka Aoi"
    assert look.worker == "Tanaka Aoi"


def test_beginning_again_goes_on_with_what_is_under_way(app):
    first = begun(app)
    assert begun(app) == first
    assert len(app.incidents.all()) == 1


def test_steps_of_account_and_mailbox_are_due_again(app, clock):
    steps = app.checklist.views(Audience.INDIVIDUAL)
    mine = next(one for one in steps if one.step.section == "account-access")
    app.checklist.answer(mine.step.id, StepState.OK)
    before = next(one for one in app.checklist.views(Audience.INDIVIDUAL) if one.step.id == mine.step.id)
    clock.at = NOW + timedelta(minutes=1)
    begun(app)
    after = next(one for one in app.checklist.views(Audience.INDIVIDUAL) if one.step.id == mine.step.id)
    assert before.due is None or before.due > clock.at
    assert after.due is not None
    assert after.due <= clock.at


def test_another_guide_keeps_the_ticks_both_have(app):
    guide = app.incidents
    incident = guide.mark(begun(app), "new-password", Mark.DONE)
    changed = guide.change(incident, situation=Situation.PASSWORD_LEAKED, audience=Audience.SMALL_OFFICE)
    [open_one] = guide.all()
    assert open_one == changed
    ticked = [s.planned.step.id for phase in guide.standing(changed) for s in phase.steps if s.mark is Mark.DONE]
    assert ticked == ["new-password"]
    assert changed.noticed_at == incident.noticed_at


def test_what_is_known_fills_the_texts(app):
    incident = begun(app)
    look = app.look_at_incident.run(incident.id)
    assert look.report.account == ME.address
    assert look.provider.name_en == "Gmail"
    assert look.report.noticed_at == NOW
    assert {notice.id for notice in look.notices} >= {"provider", "recipients-private", "bank", "police"}
    assert all(Audience.INDIVIDUAL in notice.audiences for notice in look.notices)
    assert all(Audience.INDIVIDUAL in desk.audiences for desk in look.desks)


def test_an_incident_of_no_account_of_ours_is_shown_too(app):
    incident = begun(app, account=None)
    look = app.look_at_incident.run(incident.id)
    assert look.account is None
    assert look.report.account == ""
    gone = app.incidents.begin(Situation.RULE_FOUND, account="removed", audience=Audience.INDIVIDUAL)
    assert app.look_at_incident.run(gone.id).account is None
    assert app.look_at_incident.run("nothing") is None


def test_own_contacts_are_there(app):
    own = Contact(role=ContactRole.BANK, name="Aoba Bank", phone="03-0000-0000")
    app.office.put_contacts((own,))
    assert app.look_at_incident.run(begun(app).id).contacts == (own,)


def test_own_clocks_that_cannot_be_read_are_said_and_keep_nobody_from_the_steps(app, tmp_path):
    (tmp_path / "breach_clocks.yaml").write_text("clocks: 5", encoding="utf-8")
    look = app.look_at_incident.run(begun(app).id)
    assert look.clocks == ()
    assert look.clocks_trouble.kind is SETTINGS_UNREADABLE
    assert look.phases
    own = resource("breach_clocks.yaml").read_bytes().replace(b"within: 72", b"within: 48")
    (tmp_path / "breach_clocks.yaml").write_bytes(own)
    look = app.look_at_incident.run(look.incident.id)
    duty = next(duty for clock in look.clocks if clock.id == "eu-gdpr" for duty in clock.duties)
    assert duty.within == 48


def test_a_file_of_an_older_version_is_read(app):
    incident = begun(app)
    app.kept().put(f"incident-file:{incident.id}", {"given": {"name": "Aoi"}})
    assert app.incidents.file(incident).given == {"name": "Aoi"}
    assert replace(app.incidents.file(incident), given={}) == type(app.incidents.file(incident))()
