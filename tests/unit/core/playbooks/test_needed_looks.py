"""Which looks a step needs, and for whom its instructions are."""

from __future__ import annotations

from sentwatch.adapters.checklist import packaged_checklist
from sentwatch.adapters.providers import provider_table
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.needed_looks import NeededLook, needed_looks
from sentwatch.core.playbooks.setting_of import settings_of
from sentwatch.core.playbooks.step_words import Setting

LIST = packaged_checklist()


def test_every_name_in_the_list_belongs_to_a_look():
    for step in LIST.steps:
        assert bool(needed_looks(step)) is bool(step.codes or step.alarms), step.id


def test_the_looks_of_some_steps():
    looks = {step.id: needed_looks(step) for step in LIST.steps}
    assert looks["dom.spf"] == (NeededLook.DOMAIN,)
    assert looks["net.tls-only"] == (NeededLook.MAILBOX, NeededLook.DEVICE)
    assert looks["acct.mfa"] == (NeededLook.MAILBOX, NeededLook.SECOND_STEP)
    assert looks["acct.password-unique"] == (NeededLook.PASSWORD,)
    assert looks["acct.shared-and-leavers"] == (NeededLook.OFFICE,)
    assert looks["people.payment"] == ()


def test_settings_follow_audience_system_and_providers():
    table = provider_table()
    gmail, host = table.by_address("a@gmail.com"), table.by_address("a@x.sakura.ne.jp")
    assert settings_of(Audience.INDIVIDUAL, system="linux", providers=()) == {Setting.LINUX}
    assert settings_of(Audience.SMALL_OFFICE, system="darwin", providers=(gmail,)) == {
        Setting.MACOS, Setting.OFFICE, Setting.GOOGLE,
    }  # fmt: skip
    assert settings_of(Audience.INDIVIDUAL, system="haiku", providers=(host,)) == {Setting.HOSTING}
