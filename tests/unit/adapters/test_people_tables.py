"""Self-check, lessons, desks and sheets: whole, pointing to what exists, and refused with a path when spoilt."""

from __future__ import annotations

import msgspec
import pytest
import yaml

from sentwatch.adapters.checklist import packaged_checklist
from sentwatch.adapters.contacts import packaged_desks, read_contacts
from sentwatch.adapters.lessons import packaged_lessons, read_lesson
from sentwatch.adapters.resources import resource
from sentwatch.adapters.self_check import packaged_self_check, read_self_check
from sentwatch.adapters.sheets import packaged_sheets, read_sheets


def load(name):
    return yaml.safe_load(resource(name).read_bytes())


def dump(file):
    return yaml.safe_dump(file, allow_unicode=True).encode()


def test_the_questions_start_from_steps_that_exist():
    steps = {step.id for step in packaged_checklist().steps}
    check = packaged_self_check()
    assert {step for question in check.questions for step in question.steps} <= steps
    assert [sum(q.part == part.id for q in check.questions) for part in check.parts] == [5, 13, 7]


def test_lessons_come_in_their_order():
    assert [lesson.id for lesson in packaged_lessons()] == [
        "suspicious-mail",
        "payment-changes",
        "passwords",
        "sending-right",
        "say-it-early",
    ]


def test_a_desk_has_a_number_only_where_it_was_read():
    assert {desk.id for desk in packaged_desks() if desk.phone} == {"jp-police", "jp-consumer", "uk-report-fraud"}


def test_the_call_back_rule_stands_on_paper():
    assert [sheet.id for sheet in packaged_sheets()] == ["payment-rule", "leaver", "first-aid"]


@pytest.mark.parametrize(
    ("name", "reader", "spoil", "path"),
    [
        ("self_check.yaml", read_self_check, lambda f: f["questions"].pop(), r"\$\.questions"),
        ("self_check.yaml", read_self_check, lambda f: f["questions"][2].update(part="attic"), r"questions\[2\]\.part"),
        ("self_check.yaml", read_self_check, lambda f: f["bands"].reverse(), r"\$\.bands"),
        ("self_check.yaml", read_self_check, lambda f: f["questions"][3]["words"].update(en=""), r"questions\[3\]"),
        ("lessons/passwords.yaml", read_lesson, lambda f: f["quiz"][0].update(right=4), r"\$\.quiz\[0\]\.right"),
        ("lessons/passwords.yaml", read_lesson, lambda f: f["quiz"][1]["choices"].clear(), r"quiz\[1\]\.choices"),
        ("lessons/passwords.yaml", read_lesson, lambda f: f["quiz"].append(f["quiz"][0]), r"\$\.quiz\[4\]"),
        ("contacts.yaml", read_contacts, lambda f: f["desks"][0].update(url="http://x.example"), r"desks\[0\]\.url"),
        ("contacts.yaml", read_contacts, lambda f: f["desks"][0].update(phone="call me"), r"desks\[0\]\.phone"),
        ("contacts.yaml", read_contacts, lambda f: f["roles"].pop("bank"), r"\$\.roles"),
        ("sheets.yaml", read_sheets, lambda f: f["sheets"][0]["sections"][0]["lines"][0].update(kind="x"), r"kind"),
    ],
)
def test_a_spoilt_table_is_refused_with_the_path(name, reader, spoil, path):
    file = load(name)
    reader(dump(file))
    spoil(file)
    with pytest.raises(msgspec.ValidationError, match=path):
        reader(dump(file))
