"""Rule files of this computer: whose they are, and what a file that cannot be opened means for the rest."""

from __future__ import annotations

import pytest

from sentwatch.adapters.providers import provider_table
from sentwatch.core.accounts import Account
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_facts import RuleFacts
from sentwatch.core.rule_languages.thunderbird import read_thunderbird
from sentwatch.core.trouble import RULES_UNREADABLE, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.rules import RuleFile, RuleFiles
from sentwatch.service.rule_files import RuleFilesLook, owner_of
from sentwatch.service.rule_surroundings import RuleSurroundings
from support.clocks import HandClock
from support.stores import account_store, database_in

FORWARD = (
    'version="9"\nlogging="no"\nname="Out"\nenabled="yes"\ntype="17"\naction="Forward"\n'
    'actionValue="x@mailhub.example"\ncondition="ALL"\n'
)
YUKI = Account(id="y", address="yuki@corp.example", host="imap.host.example")
KEN = Account(id="k", address="ken@corp.example", host="IMAP.host.example", username="ken-login")


class Files:
    """A RuleFilesPort; a text is read, a Phrase or Trouble is what comes of it."""

    def __init__(self, closed=(), **files):
        self.files, self.closed = files, closed

    def find(self):
        found = (RuleFile(path=name, host="imap.host.example", user="ken-login") for name in self.files)
        return RuleFiles(files=tuple(found), closed=self.closed)

    def read(self, path):
        found = self.files[path]
        if isinstance(found, Trouble):
            raise found
        return (read_thunderbird(found, name=path),) if isinstance(found, str) else found


@pytest.fixture
def database(tmp_path):
    database = database_in(tmp_path)
    yield database
    database.close()


def look(database, files, clock=None):
    surroundings = RuleSurroundings(accounts=lambda: (YUKI, KEN), providers=provider_table, site_of=str)
    looker = RuleFilesLook(files=files, surroundings=surroundings, store=lambda key: account_store(database, key))
    rules = account_store(database, "rule-files").rules
    return looker.here(rules, now=(clock or HandClock()).now(), cancel=CancelToken()), rules


@pytest.mark.parametrize(
    ("host", "user", "owner"),
    [
        ("imap.host.example", "ken-login", KEN),
        ("imap.host.example", "yuki", YUKI),
        ("IMAP.HOST.example", "YUKI@corp.example", YUKI),
        ("imap.host.example", "somebody", None),
        ("imap.host.example", "", None),
        ("elsewhere.example", "yuki", None),
        ("", "", None),
    ],
)
def test_a_file_belongs_to_whom_the_program_names(host, user, owner):
    assert owner_of(RuleFile(path="p", host=host, user=user), (YUKI, KEN)) == owner


def test_a_host_with_one_account_needs_no_name():
    assert owner_of(RuleFile(path="p", host="imap.host.example"), (YUKI,)) == YUKI


def test_rules_carry_their_owner_and_all_addresses_here_are_ours(database):
    facts, rules = look(database, Files(a=FORWARD))
    assert isinstance(facts, RuleFacts)
    assert [rule_set.owner for rule_set in facts.sets] == [KEN.address]
    assert facts.own == {"yuki@corp.example", "ken@corp.example"}
    assert len(rules.history().first_seen) == 1
    assert len(facts.unseen) == 1


def test_a_file_that_cannot_be_opened_takes_nothing_away(database):
    look(database, Files(a=FORWARD, b=FORWARD.replace("x@", "y@")))
    outcome, rules = look(database, Files(a=FORWARD, b=Trouble(RULES_UNREADABLE, path="b", reason="no")))
    assert isinstance(outcome, Failed)
    assert len(rules.history().first_seen) == 2


def test_a_file_that_is_none_is_told_and_costs_only_itself(database):
    facts, _rules = look(database, Files(a=FORWARD, b=phrase(N_("It is none of the rule files we can read."))))
    assert isinstance(facts, RuleFacts)
    assert [rule_set.refused is None for rule_set in facts.sets] == [True, False]


def test_none_is_the_usual_case_and_later_a_change(database):
    outcome, _rules = look(database, Files())
    assert (isinstance(outcome, NotChecked), outcome.expected) == (True, True)
    closed, _rules = look(database, Files(closed=("/home/y/Library/Mail",)))
    assert closed.reason.params["path"] == "/home/y/Library/Mail"
    look(database, Files(a=FORWARD))
    clock = HandClock()
    clock.turn(3600)
    facts, rules = look(database, Files(), clock)
    assert isinstance(facts, RuleFacts)
    assert rules.history().first_seen == {}
