"""The playbooks are whole: every step has its words, and points only to what exists."""

from __future__ import annotations

import msgspec
import pytest
import yaml

from sentwatch.adapters.contacts import packaged_desks
from sentwatch.adapters.guides import guide_names
from sentwatch.adapters.playbooks import packaged_notices, packaged_playbooks, read_notices, read_playbooks
from sentwatch.adapters.providers import provider_table
from sentwatch.adapters.resources import resource
from sentwatch.core.playbooks.checklist import Audience
from sentwatch.core.playbooks.incident import Phase, Situation

BOOKS = packaged_playbooks()
STEPS = {planned.step.id: planned.step for book in BOOKS.books for planned in book.planned}


def test_one_book_for_each_situation():
    assert [book.situation for book in BOOKS.books] == list(Situation)
    assert [phase for phase, _ in BOOKS.phases] == list(Phase)


def test_no_step_is_written_for_nothing():
    written = yaml.safe_load(resource("playbooks/steps.yaml").read_bytes())["steps"]
    assert {row["id"] for row in written} == set(STEPS)


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: step.id)
def test_a_step_points_only_to_what_exists(step):
    notices = {notice.id for notice in packaged_notices()}
    pages = {page.name for provider in provider_table().providers for page in provider.pages}
    assert set(step.notices) <= notices
    assert set(step.desks) <= {desk.id for desk in packaged_desks()}
    assert set(step.pages) <= pages
    assert step.guide is None or step.guide in guide_names()


def test_every_text_and_every_desk_is_used():
    assert {notice for step in STEPS.values() for notice in step.notices} == {one.id for one in packaged_notices()}
    assert {desk for step in STEPS.values() for desk in step.desks} == {desk.id for desk in packaged_desks()}


@pytest.mark.parametrize("book", BOOKS.books, ids=lambda book: book.situation.value)
@pytest.mark.parametrize("audience", Audience)
def test_the_first_phase_can_be_done_in_about_half_an_hour(book, audience):
    # "First 15 minutes" is when to begin; reading and typing under stress takes longer, and nobody is sent for an hour.
    first = book.steps_for(audience, Phase.FIRST_15_MINUTES)
    assert 0 < sum(planned.step.minutes for planned in first) <= 30


def test_the_password_comes_before_the_settings():
    for situation in (Situation.MAILBOX_IN_USE, Situation.RULE_FOUND):
        order = [planned.step.id for planned in BOOKS.book(situation).planned]
        assert order.index("save-evidence") < order.index("new-password") < order.index("cut-access")
        assert order.index("cut-access") < order.index("remove-settings")


def test_people_are_told_only_after_access_is_cut():
    order = [planned.step.id for planned in BOOKS.book(Situation.MAILBOX_IN_USE).planned]
    assert order.index("remove-settings") < order.index("tell-recipients")


def test_a_forged_address_asks_for_no_new_password():
    order = [planned.step.id for planned in BOOKS.book(Situation.ADDRESS_FORGED).planned]
    assert "new-password" not in order


def files(spoil):
    steps = yaml.safe_load(resource("playbooks/steps.yaml").read_bytes())
    book = yaml.safe_load(resource("playbooks/rule-found.yaml").read_bytes())
    spoil(steps, book)
    return yaml.safe_dump(steps, allow_unicode=True).encode(), [yaml.safe_dump(book, allow_unicode=True).encode()]


@pytest.mark.parametrize(
    ("spoil", "path"),
    [
        (lambda steps, book: book["first-day"].append({"step": "dance"}), r"first-day"),
        (lambda steps, book: book["first-day"].append({"step": "new-password"}), r"rule-found"),
        (lambda steps, book: book.update(situation="bad-weather"), r"\$\.situation"),
        (lambda steps, book: steps["steps"][0].update(minutes=0), r"\$\.steps\[0\]\.minutes"),
        (lambda steps, book: steps["steps"][0].update(needs=["coffee"]), r"\$\.steps\[0\]\.needs"),
        (lambda steps, book: steps["steps"][0].update(sources=["x"]), r"\$\.steps\[0\]\.sources\[0\]"),
        (lambda steps, book: steps["phases"].pop("first-week"), r"\$\.phases"),
        (lambda steps, book: steps["steps"].append(steps["steps"][0]), r"\$\.steps\["),
    ],
)
def test_a_spoilt_playbook_is_refused_with_the_path(spoil, path):
    with pytest.raises(msgspec.ValidationError, match=path):
        read_playbooks(*files(spoil))


def test_a_text_with_an_unknown_field_is_refused():
    file = yaml.safe_load(resource("playbooks/notices.yaml").read_bytes())
    file["notices"][0]["body"]["ja"] += "{password}"
    with pytest.raises(msgspec.ValidationError, match=r"`password` is not known - at `\$\.notices\[0\]\.body\.ja"):
        read_notices(yaml.safe_dump(file, allow_unicode=True).encode())
