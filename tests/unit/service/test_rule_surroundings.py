"""What is known around rules: whom we have written to, who we are, and other signs of a takeover."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sentwatch.adapters.providers import provider_table
from sentwatch.adapters.suffixes import site_of
from sentwatch.core.accounts import Account
from sentwatch.core.history import Evidenced, moment
from sentwatch.core.incidents import Answer, Incident
from sentwatch.core.rule_history import RuleHistory
from sentwatch.core.rule_languages.sieve import read_sieve
from sentwatch.service.rule_surroundings import RuleSurroundings, mailed, signal_at
from sentwatch.store.folder_mark import SENT
from sentwatch.store.judgement import JudgedState
from support.stores import account_store, database_in

SETS = (
    read_sieve(
        'redirect "Known@Partner.example"; redirect "mailto:stranger@x.example"; redirect "${x}@y.example";', name="m"
    ),
)
ACCOUNTS = (
    Account(id="one", address="yuki@corp.example", host="h", username="Yuki.Sato@corp.example"),
    Account(id="two", address="yuki@gmail.com", host="h", username="yuki"),
)


@pytest.fixture
def store(tmp_path):
    database = database_in(tmp_path)
    yield account_store(database)
    database.close()


def learned(store, *, uid_next=5, messages=4, pass_end=0):
    mark = store.ledger.begin(SENT, name="Sent", uid_validity=1)
    store.ledger.keep_sent(mark, [], scanned_to=4, seen_s=1.0)
    store.ledger.looked(mark, uid_next=uid_next, messages=4, modseq=None, at_s=1.0)
    hashes = store.ledger.hashes_of(["known@partner.example"])
    store.judgement.keep_mailed(mark, dict.fromkeys(hashes.values(), 1.0))
    store.judgement.put_state(JudgedState(folder=mark.id, judged_row=9, messages=messages, pass_end=pass_end))


def test_whom_we_have_written_to_is_known(store):
    learned(store)
    known = mailed(SETS, [store])
    assert known["known@partner.example"] is True
    assert known["stranger@x.example"] is False


@pytest.mark.parametrize("gap", [{"uid_next": 900}, {"messages": 0}, {"pass_end": 7}])
def test_what_was_not_read_to_the_end_says_never_of_nobody(store, gap):
    learned(store, **gap)
    assert mailed(SETS, [store]) == {"known@partner.example": True}


def test_without_any_mail_nothing_is_said(store):
    assert mailed(SETS, [store]) == {}
    assert mailed(SETS, []) == {}


def test_who_we_are(store):
    surroundings = RuleSurroundings(accounts=lambda: ACCOUNTS, providers=provider_table, site_of=site_of)
    facts = surroundings.facts(SETS, own=surroundings.own_addresses(), stores=[store], history=RuleHistory())
    assert facts.own == {"yuki@corp.example", "yuki.sato@corp.example", "yuki@gmail.com"}
    assert facts.shared_domains >= {"gmail.com", "docomo.ne.jp", "yahoo.co.jp"}
    assert "corp.example" not in facts.shared_domains


def incident(start_s, *, critical=True, answer=None):
    return Evidenced(
        incident=Incident(
            start_s=start_s, end_s=start_s + 60, alert_s=start_s, messages_at_alert=6, messages=300, recipients=300,
            never_mailed=300, replies=0, score=9.0, column=1, window_s=1200.0, usual_max=2, learned_days=90,
            critical_s=start_s if critical else None, answer=answer,
        )
    )  # fmt: skip


def test_the_latest_sign_counts_and_what_was_explained_does_not(store):
    assert signal_at([store]) is None
    store.judgement.keep_incident(incident(1_000.0))
    store.judgement.keep_incident(incident(2_000.0, answer=Answer.THAT_WAS_ME))
    store.judgement.keep_incident(incident(3_000.0, critical=False))
    assert signal_at([store]) == moment(1_000.0)
    store.judgement.keep_incident(incident(4_000.0, critical=False, answer=Answer.NOT_ME))
    assert signal_at([store]) == datetime.fromtimestamp(4_000, UTC)
