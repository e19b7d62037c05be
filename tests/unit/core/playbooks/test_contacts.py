"""The contact list: which roles are open, what the step says of it, and the sheet for the wall."""

from __future__ import annotations

from datetime import UTC, datetime

from sentwatch.adapters.contacts import packaged_desks, sheet_words
from sentwatch.core.playbooks.checklist import Audience, StepState
from sentwatch.core.playbooks.contacts import (
    NEEDED,
    Contact,
    ContactRole,
    contact_sheet,
    contacts_answer,
    missing_roles,
)
from sentwatch.core.playbooks.printable import LineKind, said

NOW = datetime(2026, 11, 24, tzinfo=UTC)
OFFICE = Audience.SMALL_OFFICE


def filled(*roles):
    return [Contact(role=role, name=f"N {role.value}", phone="03-0000-0000") for role in roles]


def test_a_role_without_a_number_is_open():
    contacts = [*filled(ContactRole.DECIDES), Contact(role=ContactRole.BANK, name="Bank", phone=" ")]
    assert ContactRole.DECIDES not in missing_roles(contacts, OFFICE)
    assert ContactRole.BANK in missing_roles(contacts, OFFICE)


def test_a_list_nobody_looked_through_says_nothing():
    assert contacts_answer(filled(*NEEDED[OFFICE]), OFFICE, reviewed_at=None) is None


def test_the_step_follows_the_list():
    whole = contacts_answer(filled(*NEEDED[OFFICE]), OFFICE, reviewed_at=NOW)
    assert (whole.state, whole.at, whole.evidence) == (StepState.OK, NOW, "")
    open_one = contacts_answer(filled(*NEEDED[OFFICE][1:]), OFFICE, reviewed_at=NOW)
    assert (open_one.state, open_one.evidence) == (StepState.ATTENTION, "decides")


def test_the_sheet_leaves_room_for_a_pen():
    sheet = contact_sheet(
        sheet_words(), filled(ContactRole.DECIDES), packaged_desks(), audience=OFFICE, printed_on="2026-11-24"
    )
    own, public, printed = sheet.sections
    assert own.lines[0].value == "N decides / 03-0000-0000"
    assert [line.value for line in own.lines[1:]] == [""] * (len(NEEDED[OFFICE]) - 1)
    assert all(line.kind is LineKind.FIELD for line in own.lines)
    assert printed.lines[0].text == "2026-11-24"
    for lang in ("en", "ja"):
        assert any("#9110" in said(line.value, lang) for line in public.lines)


def test_the_sheet_of_a_person_names_no_desk_for_offices():
    sheet = contact_sheet(sheet_words(), [], packaged_desks(), audience=Audience.INDIVIDUAL, printed_on="x")
    shown = {said(line.text, "en") for line in sheet.sections[1].lines}
    assert "Consumer hotline 188" in shown
    assert not any("JPCERT" in name for name in shown)
