"""For each kind of finding of the rule checks a snapshot that raises it, and for each check one that does not."""

from __future__ import annotations

from dataclasses import replace

from sentwatch.core.bounces import Returned, ReturnedKind, ReturnedRecipient
from sentwatch.core.rule_inference import Arrived, ForwardedCopy, InferenceFacts
from sentwatch.core.rule_languages.read import read_rules
from sentwatch.core.rule_languages.sieve import read_scripts, read_sieve
from sentwatch.core.snapshot import Snapshot
from support.rules import CORPUS, NOW, SIGNAL, facts, read

HOUR = 3600.0


def _snapshot(rules) -> Snapshot:
    return Snapshot(taken_at=NOW, rules=rules)


def _sample(name: str) -> Snapshot:
    return _snapshot(facts(*read(CORPUS / "indicators" / name), signal_at=SIGNAL))


def _sieve(text: str) -> Snapshot:
    return _snapshot(facts(read_sieve(text, name="main")))


def _inferred(*arrived: Arrived, **more) -> Snapshot:
    given = {"now_s": 400 * HOUR, "looked_since_s": 0.0, "look_every_s": 60.0, "trash": frozenset({"Trash"}), **more}
    return replace(_snapshot(facts()), inferred=InferenceFacts(arrived=arrived, **given))


def _arrived(number: int, folder: str, sender: str) -> Arrived:
    at = number * HOUR
    return Arrived(f"m{number}", at, at + 20, folder, folder, ("\\seen",), sender, "hello")


def _sends_as() -> Snapshot:
    found = read_rules('{"sendAs": [{"sendAsEmail": "ceo@elsewhere.example"}]}', name="Gmail")
    assert isinstance(found, tuple)
    return _snapshot(facts(*found))


_BLOCKED = Returned(
    kind=ReturnedKind.BOUNCE, recipients=(ReturnedRecipient(address="x@mailhub.example", status="5.7.520"),)
)

FIRES = {
    "rule.forwards-out": _sample("R01-fires.sieve"),
    "rule.runs-program": _sample("R20-fires.plist"),
    "rule.notifies-out": _sample("R25-fires.sieve"),
    "rule.reply-to-changed": _sample("R27-fires.json"),
    "rule.sends-as": _sends_as(),
    "rule.gives-access": _sample("R22-fires.json"),
    "rule.deletes": _sample("R15-fires.sieve"),
    "rule.hides": _sample("R07-fires.json"),
    "rule.hides-sent": _sample("R24-fires.dat"),
    "rule.rejects": _sieve('require "reject"; if address :is "from" "no-reply@accounts.google.com" { reject "gone"; }'),
    "rule.replies": _sample("R25b-fires.sieve"),
    "rule.edits-headers": _sample("R25c-fires.sieve"),
    "rule.stands-out": _sample("R13-fires.sieve"),
    "rule.not-understood": _sieve("frobnicate;"),
    "rule.not-read": _snapshot(facts(*read_scripts([("big", b"keep;" * 300_000)], active="big"))),
    "rule.inferred-move": _inferred(*(_arrived(number, "RSS Feeds", "p@partner.example") for number in range(4))),
    "rule.inferred-notice-gone": _inferred(_arrived(1, "Trash", "no-reply@accounts.google.com")),
    "rule.inferred-silence": _inferred(
        _arrived(380, "INBOX", "a@partner.example"), usual_per_hour=dict.fromkeys(range(168), 1.0), usual_weeks=9
    ),
    "rule.inferred-forward": _inferred(forwarded=(ForwardedCopy("f", HOUR, ("x@mailhub.example",), "s"),)),
    "rule.inferred-forward-blocked": _inferred(returned=(_BLOCKED,)),
}

_ORDINARY = _snapshot(facts(*read(CORPUS / "ordinary" / "graph-rules.json")))

QUIET = {
    "rule.forwards-out": _ORDINARY,
    "rule.hides": _sieve('require "fileinto"; if header :contains "list-id" "dev" { fileinto "Dev"; }'),
    "rule.not-understood": _ORDINARY,
    "rule.inferred": _inferred(*(_arrived(number, "INBOX", "p@partner.example") for number in range(9))),
}
