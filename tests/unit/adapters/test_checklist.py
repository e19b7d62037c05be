"""The checklist keeps its schema and its promises, and a spoilt one is refused with the path of the fault."""

from __future__ import annotations

import importlib
import pkgutil

import msgspec
import pytest
import yaml

from sentwatch.adapters.checklist import packaged_checklist, read_checklist
from sentwatch.adapters.guides import guide_names
from sentwatch.adapters.providers import provider_table
from sentwatch.adapters.resources import resource
from sentwatch.core import checks
from sentwatch.core.office import KINDS as OFFICE_KINDS
from sentwatch.core.playbooks.automatic import names
from sentwatch.core.playbooks.checklist import Audience, for_audience
from sentwatch.core.playbooks.step_words import Setting
from sentwatch.core.providers import Trust

LIST = packaged_checklist()


def defined_codes():
    """Every code of a check and of a finding that stands in the code."""
    codes = {kind.code for kind in OFFICE_KINDS}
    for module in pkgutil.iter_modules(checks.__path__):
        check = getattr(importlib.import_module(f"{checks.__name__}.{module.name}"), "CHECK", None)
        if check is not None:
            codes |= {check.code, *(kind.code for kind in check.kinds)}
    return codes


def test_it_is_whole():
    assert len(LIST.steps) == 51
    assert [section.id for section in LIST.sections] == [
        "account-access",
        "mailbox-settings",
        "sending-safety",
        "domain-protection",
        "device",
        "network",
        "website",
        "people",
        "incident-readiness",
    ]
    assert {step.section for step in LIST.steps} == {section.id for section in LIST.sections}
    assert LIST.step("acct.mfa").guide == "two-step"
    assert LIST.step("nothing") is None


def test_each_audience_has_first_things():
    for audience in Audience:
        steps = for_audience(LIST.steps, audience)
        assert steps[0].priority == 1
    assert len(for_audience(LIST.steps, Audience.INDIVIDUAL)) < len(for_audience(LIST.steps, Audience.SMALL_OFFICE))


@pytest.mark.parametrize("step", LIST.steps, ids=lambda step: step.id)
def test_every_step_has_its_own_guide(step):
    assert step.guide in guide_names()
    assert [other.id for other in LIST.steps if other.guide == step.guide] == [step.id]


@pytest.mark.parametrize("step", LIST.steps, ids=lambda step: step.id)
def test_no_step_names_a_code_that_no_check_defines(step):
    for pattern in (*step.codes, *step.alarms):
        assert any(names(pattern, code) for code in defined_codes()), pattern


@pytest.mark.parametrize("step", LIST.steps, ids=lambda step: step.id)
def test_every_page_key_is_known_of_some_provider(step):
    pages = {page.name for provider in provider_table().providers for page in provider.pages}
    assert set(step.pages) <= pages


@pytest.mark.parametrize("step", LIST.steps, ids=lambda step: step.id)
def test_somebody_is_told_something_in_every_setting(step):
    for audience, settings in ((Audience.INDIVIDUAL, ()), (Audience.SMALL_OFFICE, (Setting.OFFICE,))):
        if audience in step.audiences:
            everywhere = [setting for setting in Setting if setting is not Setting.OFFICE]
            assert step.words.how_in([*settings, *everywhere])


def test_general_knowledge_is_worded_so():
    weak = [step for step in LIST.steps if step.words.trust is Trust.HINT]
    assert {step.id for step in weak} == {"dom.registrar", "net.vpn-killswitch"}
    for step in weak:
        guide = resource(f"guides/en/{step.guide}.md").read_text(encoding="utf-8")
        assert "general knowledge" in guide


def spoilt(spoil):
    file = yaml.load(resource("checklist.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    file["steps"] = file["steps"][:2]
    spoil(file)
    return yaml.safe_dump(file, allow_unicode=True).encode()


def test_what_is_not_spoilt_is_read():
    assert len(read_checklist(spoilt(lambda file: None)).steps) == 2


@pytest.mark.parametrize(
    ("spoil", "path"),
    [
        (lambda file: file["steps"][1].update(surprise=1), r"\$\.steps\[1\]"),
        (lambda file: file["steps"][1].update(section="kitchen"), r"\$\.steps\[1\]\.section"),
        (lambda file: file["steps"][1].update(id="acct.password_unique"), r"\$\.steps\[1\]\.id"),
        (lambda file: file["steps"][1].update(id=file["steps"][0]["id"]), r"\$\.steps\[1\]"),
        (lambda file: file["steps"][0].update(priority=4), r"\$\.steps\[0\]\.priority"),
        (lambda file: file["steps"][0].update(audiences=["small_office"]), r"\$\.steps\[0\]\.audiences"),
        (lambda file: file["steps"][0].update(audiences=[]), r"\$\.steps\[0\]\.audiences"),
        (lambda file: file["steps"][0].update({"recheck-days": 0}), r"\$\.steps\[0\]\.recheck-days"),
        (lambda file: file["steps"][0]["title"].pop("ja"), r"\$\.steps\[0\]\.title"),
        (lambda file: file["steps"][0]["why"].update(ja=" "), r"\$\.steps\[0\]\.why"),
        (lambda file: file["steps"][0].update(ev="A"), r"\$\.steps\[0\]\.ev"),
        (lambda file: file["steps"][0].update(ev="Z"), r"\$\.steps\[0\]\.ev"),
        (lambda file: file["steps"][0]["sources"].append("hearsay"), r"\$\.steps\[0\]\.sources\[3\]"),
        (
            lambda file: file["steps"][0]["automatic"].update({"ok-needs": ["Password *"]}),
            r"steps\[0\]\.automatic\.ok-needs",
        ),
        (lambda file: file["steps"][0].pop("guide"), r"\$\.steps\[0\]"),
        (lambda file: file["steps"][0]["how"][0].update(where="moon"), r"\$\.steps\[0\]\.how\[0\]\.where"),
        (lambda file: file.update(schema=2), r"\$\.schema"),
        (lambda file: file.pop("sections"), r"\$|sections"),
    ],
)
def test_a_spoilt_list_is_refused_with_the_path(spoil, path):
    with pytest.raises(msgspec.ValidationError, match=path):
        read_checklist(spoilt(spoil))
