"""The rule checks: each finding fires and stays quiet, says its reasons, and has its words in both languages."""

from __future__ import annotations

import gettext
from dataclasses import replace
from pathlib import Path

import pytest

from sentwatch.core.bounces import Returned, ReturnedKind, ReturnedRecipient
from sentwatch.core.check import Checked
from sentwatch.core.checks import rule_hiding, rule_inferred, rule_not_understood, rule_passing_on
from sentwatch.core.findings import Severity
from sentwatch.core.looks import Failed, NotChecked
from sentwatch.core.phrase import N_, phrase
from sentwatch.core.rule_inference import Arrived, ForwardedCopy, InferenceFacts
from sentwatch.core.rule_languages.read import read_rules
from sentwatch.core.rule_languages.sieve import read_scripts, read_sieve
from sentwatch.core.rules import rule_hash
from sentwatch.core.snapshot import Snapshot
from sentwatch.core.trouble import NETWORK_CUT, Trouble
from sentwatch.texts.render import render_finding
from sentwatch.texts.words import Words
from support.rules import CORPUS, NOW, facts, read

LOCALE = Path(__file__).resolve().parents[4] / "resources" / "locale"
CHECKS = (rule_passing_on.CHECK, rule_hiding.CHECK, rule_not_understood.CHECK, rule_inferred.CHECK)


def outcome(check, rules):
    return check.run(rules if isinstance(rules, Snapshot) else Snapshot(taken_at=NOW, rules=rules))


def findings(rules):
    found = []
    for check in CHECKS:
        judged = outcome(check, rules)
        if judged is not None:
            assert isinstance(judged, Checked)
            found += judged.findings
    return found


def of_file(name):
    return findings(facts(*read(CORPUS / "indicators" / name)))


@pytest.mark.parametrize(
    ("fires", "code"),
    [
        ("R01-fires.sieve", "rule.forwards-out"),
        ("R02-fires.json", "rule.forwards-out"),
        ("R20-fires.plist", "rule.runs-program"),
        ("R25-fires.sieve", "rule.notifies-out"),
        ("R27-fires.json", "rule.reply-to-changed"),
        ("R22-fires.json", "rule.gives-access"),
        ("R13b-fires.json", "rule.deletes"),
        ("R07-fires.json", "rule.hides"),
        ("R24-fires.dat", "rule.hides-sent"),
        ("R25b-fires.sieve", "rule.replies"),
        ("R25c-fires.sieve", "rule.edits-headers"),
        ("R13-fires.sieve", "rule.stands-out"),
    ],
)
def test_each_kind_fires_once_and_not_on_its_quiet_sample(fires, code):
    found = of_file(fires)
    assert [finding.kind.code for finding in found] == [code]
    quiet = CORPUS / "indicators" / fires.replace("b-fires", "-fires").replace("-fires", "-quiet")
    if quiet.exists():
        assert all(finding.severity < Severity.WARNING for finding in of_file(quiet.name))


def sieve(text):
    return facts(read_sieve(text, name="main"))


def test_the_remaining_kinds_fire():
    rejects = sieve('require "reject"; if address :is "from" "no-reply@accounts.google.com" { reject "gone"; }')
    assert [finding.kind.code for finding in findings(rejects)] == ["rule.rejects"]
    (sends_as,) = read_rules('{"sendAs": [{"sendAsEmail": "ceo@elsewhere.example"}]}', name="g")
    assert [finding.kind.code for finding in findings(facts(sends_as))] == ["rule.sends-as"]


def test_a_mailbox_without_rules_is_clean_and_says_so():
    for check in (rule_passing_on.CHECK, rule_hiding.CHECK, rule_not_understood.CHECK):
        assert outcome(check, facts()) == Checked()


def test_one_rule_raises_one_finding_however_much_it_does():
    text = (
        'require ["imap4flags", "fileinto"]; # rule:[..]\nif header :contains "subject" "hacked" '
        '{ redirect "x@mailhub.example"; setflag "\\\\Seen"; fileinto "RSS Feeds"; discard; stop; }'
    )
    (finding,) = findings(sieve(text))
    assert finding.kind.code == "rule.forwards-out"
    assert finding.severity is Severity.URGENT
    reasons = [evidence for evidence in finding.evidence if evidence.label == "Reason"]
    assert len(reasons) >= 6


def test_evidence_lets_the_owner_find_the_rule():
    rule_set = read_sieve('keep;\n# rule:[Backup]\nif true { redirect "x@mailhub.example"; }', name="roundcube")
    seen = {rule_hash(rule): NOW for rule in rule_set.rules}
    finding = findings(facts(rule_set, first_seen=seen))[0]
    shown = {evidence.label: evidence.value for evidence in finding.evidence}
    assert shown["Name of the rule"] == "Backup"
    assert shown["First seen"] == NOW
    assert 'redirect "x@mailhub.example"' in shown["Text of the rule"]
    assert shown["Where it lives"].params == {"place": "roundcube", "line": 3}
    assert shown["Fingerprint"] in seen


def test_an_approval_ends_with_the_rule_it_was_given_to():
    text = 'redirect "x@mailhub.example";'
    rule_set = read_sieve(text, name="main")
    approved = frozenset(rule_hash(rule) for rule in rule_set.rules)
    assert findings(facts(rule_set, approved=approved)) == []
    changed = read_sieve(text.replace("x@", "y@"), name="main")
    assert len(findings(facts(changed, approved=approved))) == 1


def test_the_subject_stays_the_same_while_the_rule_does():
    one = findings(sieve('# rule:[A]\nif true { redirect "x@mailhub.example"; }'))[0]
    other = findings(sieve('keep;\n\n# rule:[B]\nif true { keep; redirect "x@mailhub.example"; }'))[0]
    same = findings(sieve('# rule:[B]\n\nif true { redirect   "X@mailhub.example" ; }'))[0]
    assert one.subject == same.subject
    assert one.params == same.params
    assert one.subject != other.subject


def test_what_is_not_understood_is_told_with_its_line_and_is_graver_where_mail_may_leave():
    (plain,) = findings(sieve("keep;\nfrobnicate;"))
    assert plain.kind.code == "rule.not-understood"
    assert plain.severity is Severity.NOTICE
    (grave,) = findings(sieve('keep;\nfrobnicate "x@mailhub.example";'))
    assert grave.severity is Severity.WARNING
    assert grave.evidence[0].value.params["line"] == 2


def test_what_the_owner_has_approved_as_it_is_is_not_told_again():
    rule_set = read_sieve("frobnicate;", name="main")
    approved = frozenset(rule_hash(rule) for rule in rule_set.rules)
    assert findings(facts(rule_set, approved=approved)) == []


def test_a_refused_file_is_a_finding():
    sets = read_scripts([("big", b"keep;" * 300_000)], active="big")
    (finding,) = findings(facts(*sets))
    assert finding.kind.code == "rule.not-read"


def test_switched_off_scripts_are_read_and_weigh_less():
    sets = read_scripts([("main", "keep;"), ("old", 'redirect "x@mailhub.example";')], active="main")
    (finding,) = findings(facts(*sets))
    assert finding.severity <= Severity.NOTICE


def test_places_that_could_not_be_seen_are_told_beside_the_result():
    unseen = (phrase(N_("The automatic reply in Outlook could not be read.")),)
    assert outcome(rule_not_understood.CHECK, facts(unseen=unseen)) == Checked(limits=unseen)


def test_without_knowing_who_we_are_everything_counts_as_outside_and_that_is_said():
    rule_set = read_sieve('redirect "x@mailhub.example";', name="main")
    judged = outcome(rule_passing_on.CHECK, facts(rule_set, own=frozenset()))
    assert len(judged.findings) == len(judged.limits) == 1
    assert outcome(rule_passing_on.CHECK, facts(rule_set)).limits == ()
    owned = replace(rule_set, owner="yuki@mailhub.example")
    assert outcome(rule_passing_on.CHECK, facts(owned, own=frozenset())) == Checked()


def test_rules_that_could_not_be_read_are_no_clean_rules():
    reason = NotChecked(phrase(N_("Rules we could read")), expected=True)
    failed = Failed(Trouble(NETWORK_CUT, host="x"))
    for check in CHECKS:
        if check is not rule_inferred.CHECK:
            assert outcome(check, reason) is reason
            assert outcome(check, failed) is failed
        assert outcome(check, None) is None


HOUR = 3600.0


def message(number, *, folder, sender, subject="hello", seen=True, gone=None):
    at = number * HOUR
    return Arrived(f"m{number}", at, at + 20, folder, folder, ("\\seen",) if seen else (), sender, subject, gone)


def inferred(*arrived, rules=None, **more):
    given = {"now_s": 400 * HOUR, "looked_since_s": 0.0, "look_every_s": 60.0, "trash": frozenset({"Trash"}), **more}
    return Snapshot(taken_at=NOW, rules=rules or facts(), inferred=InferenceFacts(arrived=arrived, **given))


@pytest.mark.parametrize(
    ("folder", "seen", "subject", "severity"),
    [
        ("RSS Feeds", True, "hello", Severity.WARNING),
        ("RSS Feeds", False, "hello", Severity.NOTICE),
        ("Partners", True, "hello", Severity.NOTICE),
        ("Partners", False, "hello", None),
        ("Trash", True, "Undeliverable: x", Severity.URGENT),
        ("RSS Feeds", True, "パスワードの再設定", Severity.URGENT),
    ],
)
def test_inferred_moves_by_what_they_hide(folder, seen, subject, severity):
    arrived = [message(n, folder=folder, sender="p@partner.example", seen=seen, subject=subject) for n in range(4)]
    found = findings(inferred(*arrived))
    assert [finding.severity for finding in found] == ([] if severity is None else [severity])
    assert all(finding.kind.code == "rule.inferred-move" for finding in found)


def test_what_a_rule_that_was_read_does_is_judged_by_the_rule_alone():
    arrived = [message(n, folder="RSS Feeds", sender="p@partner.example") for n in range(4)]
    script = 'require "fileinto"; if header :contains "subject" "x" { fileinto "RSS Feeds"; }'

    def moves(*scripts):
        rules = facts(*read_scripts(scripts, active="main"))
        return rule_inferred.CHECK.run(inferred(*arrived, rules=rules)).findings

    assert moves(("main", script)) == ()
    assert len(moves(("main", script.replace("RSS Feeds", "Other")))) == 1
    assert len(moves(("main", "keep;"), ("old", script))) == 1


def test_the_other_inferred_kinds():
    gone = message(1, folder="Trash", sender="no-reply@accounts.google.com")
    blocked = Returned(
        kind=ReturnedKind.BOUNCE, recipients=(ReturnedRecipient(address="x@mailhub.example", status="5.7.520"),)
    )
    copy = ForwardedCopy("f", HOUR, ("x@mailhub.example", "colleague@example.co.jp"), "s")
    usual = dict.fromkeys(range(168), 1.0)
    cases = {
        "rule.inferred-notice-gone": inferred(gone),
        "rule.inferred-forward": inferred(forwarded=(copy,)),
        "rule.inferred-forward-blocked": inferred(returned=(blocked,)),
        "rule.inferred-silence": inferred(
            message(380, folder="INBOX", sender="a@b.example"), usual_per_hour=usual, usual_weeks=9
        ),
    }
    for code, rules in cases.items():
        assert [finding.kind.code for finding in findings(rules)] == [code]


def test_quiet_mailboxes_infer_nothing():
    arrived = [message(n, folder="INBOX", sender=f"p{n}@partner.example", seen=False) for n in range(50)]
    assert findings(inferred(*arrived)) == []
    assert outcome(rule_inferred.CHECK, facts()) is None


KINDS = [kind for check in CHECKS for kind in check.kinds]


def test_codes_are_unique_and_in_their_area():
    codes = [kind.code for kind in KINDS]
    assert len(codes) == len(set(codes))
    assert all(code.startswith("rule.") for code in codes)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_finding_of_the_corpus_has_its_words(lang):
    words = Words(lang, gettext.translation("sentwatch", LOCALE, [lang], fallback=lang == "en"))
    seen = set()
    every = []
    for path in sorted((CORPUS / "indicators").iterdir()):
        every += findings(facts(*read(path)))
    every += findings(sieve('frobnicate "a@b.c";'))
    for finding in every:
        seen.add(finding.kind.code)
        message = render_finding(finding, words)
        texts = (message.title, message.why, *message.harmless, message.how_to_check, *message.do_first)
        shown = [value for _label, value in message.evidence if "Text of the rule" not in _label]
        assert not any("{" in text for text in texts), texts
        assert all(texts)
        assert shown
        if lang == "ja":
            assert not any(text.isascii() for text in (message.title, message.why, *message.do_first))
    assert len(seen) >= 12


def test_findings_do_not_change_when_only_time_passes():
    rules = sieve('redirect "x@mailhub.example";')
    one = findings(rules)[0]
    other = outcome(rule_passing_on.CHECK, replace(rules)).findings[0]
    assert one.params == other.params
