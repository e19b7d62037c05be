"""`sentwatch rules` and `check` against a real Dovecot with Pigeonhole: rules found, nothing changed but on request."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest

from sentwatch.core.accounts import Security
from sentwatch.core.discovery import OfferedServer
from support.canaries import Canaries
from support.cli import run_cli
from support.dovecot import running_dovecot
from support.keyring_session import keyring_session
from support.scripted_sieve import SieveScript, scripted_sieve

pytestmark = pytest.mark.dovecot

ADDRESS = "yuki@aoyama.example"
PASSWORD = "correct horse battery"

FORWARDS = 'if header :contains "subject" "請求書" {\n    redirect "x@mailhub.example";\n    stop;\n}\n'
HIDES = 'if header :contains "from" "mailer-daemon" {\n    discard;\n}\n'
FILES = 'if address :is "from" "news@shop.example" {\n    fileinto "News";\n}\n'
MAIN = f'require ["fileinto"];\n# rule:[Out]\n{FORWARDS}# rule:[..]\n{HIDES}# rule:[News]\n{FILES}'
OLD = 'redirect "old@mailhub.example";\n'


@pytest.fixture(scope="module")
def server():
    with running_dovecot() as server:
        server.add_user(ADDRESS, PASSWORD)
        yield server


@pytest.fixture
def keyring(tmp_path, monkeypatch):
    with keyring_session(tmp_path / "session", monkeypatch) as session:
        yield session


@pytest.fixture
def scripts(server):
    return server.put_scripts(ADDRESS, {"main": MAIN, "old": OLD}, active="main")


class Terminal(io.StringIO):
    """Standard input somebody sits at."""

    def isatty(self):
        return True


def add(server, folder: Path, *more):
    ran = run_cli("accounts", "add", "--address", ADDRESS, "--host", "127.0.0.1", "--port", server.imaps_port,
                  "--ca", server.ca_file, "--password-stdin", "--data-dir", folder, *more, stdin=PASSWORD)  # fmt: skip
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture
def data(server, keyring, scripts, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return add(server, tmp_path / "data", "--sieve-port", server.sieve_port)


def rules(data, *more):
    return run_cli("rules", ADDRESS, "--json", "--data-dir", data, *more)


def by_name(ran):
    [report] = ran.json["reports"]
    return {rule["name"]: rule for rule in report["rules"]}


def test_forwards_and_discards_are_found_and_looking_changes_nothing(server, data):
    before, mail = server.script_fingerprint(ADDRESS), server.fingerprint(ADDRESS)
    ran = rules(data)
    assert ran.code == 1, ran.err
    [report] = ran.json["reports"]
    assert (report["account"], report["role"]) == (ADDRESS, "person")
    assert {check["code"]: check["outcome"] for check in report["checks"]} == {
        "rule.forwards-out": "checked", "rule.hides": "checked", "rule.not-understood": "checked",
    }  # fmt: skip
    [forwards] = ran.findings("rule.forwards-out")[:1]
    assert forwards["severity"] == "urgent"
    assert forwards["status"] == "new"
    assert forwards["params"]["targets"] == ["x@mailhub.example"]
    assert {item["label"] for item in forwards["evidence"]} >= {"What it does", "Reason", "First seen", "Fingerprint"}
    [deletes] = ran.findings("rule.deletes")
    assert deletes["severity"] == "urgent"
    found = by_name(ran)
    expected = {
        "enabled": True, "order": 1, "where": "main", "language": "sieve", "standing": "active", "line": 4,
        "sentence": "Redirects mail that has 請求書 in its subject to x@mailhub.example, keeps no copy and lets no "
        "further rule see it",
        "targets": ["x@mailhub.example"], "approved": None, "status": "new", "not_understood": [],
        "raw": 'redirect "x@mailhub.example";\n    stop;',
    }  # fmt: skip
    assert found["Out"].items() >= expected.items()
    assert found["Out"]["conditions"]["values"] == ["請求書"]
    assert [effect["kind"] for effect in found["Out"]["effects"]] == ["redirect", "stop", "no-copy"]
    assert {one["name"]: (one["standing"], one["rules"]) for one in report["sets"]} == {
        "main": ("active", 3), "old": ("inactive", 1),
    }  # fmt: skip
    again = rules(data)
    assert {one["status"] for one in again.findings()} == {"still"}
    assert {one["first_seen"] for one in again.findings()} == {forwards["first_seen"]}
    assert server.script_fingerprint(ADDRESS) == before
    assert server.fingerprint(ADDRESS) == mail


def test_check_reads_them_too(server, data):
    before = server.script_fingerprint(ADDRESS)
    ran = run_cli("check", "--json", "--data-dir", data)
    assert ran.code == 1, ran.err
    assert {one["params"]["targets"][0] for one in ran.findings("rule.forwards-out")} == {
        "x@mailhub.example", "old@mailhub.example",
    }  # fmt: skip
    text = run_cli("check", "--lang", "ja", "--data-dir", data).out
    assert "x@mailhub.example" in text
    assert server.script_fingerprint(ADDRESS) == before


def test_a_shut_port_is_the_usual_case_and_no_blindness(server, keyring, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = add(server, tmp_path / "plain")
    for command in (("check",), ("rules", ADDRESS)):
        ran = run_cli(*command, "--json", "--data-dir", folder)
        assert ran.code == 0, ran.err
        outcomes = {check["code"]: check for report in ran.json["reports"] for check in report["checks"]}
        assert outcomes["rule.hides"]["outcome"] == "not-checked"
        assert "port 4190" in outcomes["rule.hides"]["reason"]
        assert "guided check" in outcomes["rule.hides"]["reason"]
    text = run_cli("rules", ADDRESS, "--data-dir", folder)
    assert f"sentwatch rules --guide {ADDRESS}" in text.out


def test_a_named_port_that_stays_shut_is_blindness(server, keyring, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = add(server, tmp_path / "plain", "--sieve-port", "9")
    assert run_cli("rules", ADDRESS, "--data-dir", folder).code == 3


def test_a_refused_sign_in_is_blindness_and_not_repeated(server, data):
    def look(command):
        ran = run_cli(*command, ADDRESS, "--password-stdin", "--json", "--data-dir", data, stdin="wrong one\n")
        assert ran.code == 3
        outcomes = {check["code"]: check["outcome"] for report in ran.json["reports"] for check in report["checks"]}
        assert outcomes["rule.hides"] == "failed"
        assert "did not accept the name or the password" in ran.err
        return server.log_text().count("managesieve-login")

    refused = look(("check",))
    # A refused password is not sent a second time by itself; somebody who asks for it is not kept from trying.
    assert look(("check",)) == refused
    assert look(("rules",)) > refused


def test_an_approval_holds_until_the_rule_changes(server, data):
    digest = by_name(rules(data))["Out"]["hash"]
    assert run_cli("rules", "--approve", digest, ADDRESS, "--data-dir", data).code == 2
    said = run_cli("rules", "--approve", digest[:8], "--because", "our bookkeeper", ADDRESS, "--data-dir", data)
    assert said.code == 0, said.err
    assert "請求書" in said.err
    ran = rules(data)
    assert [one["params"]["targets"] for one in ran.findings("rule.forwards-out") if one["status"] != "gone"] == [
        ["old@mailhub.example"]
    ]
    assert by_name(ran)["Out"]["approved"]["because"] == "our bookkeeper"
    changed = MAIN.replace("x@mailhub.example", "y@mailhub.example")
    server.put_scripts(ADDRESS, {"main": changed, "old": OLD}, active="main")
    ran = rules(data)
    [found] = [one for one in ran.findings("rule.forwards-out") if one["params"]["targets"] == ["y@mailhub.example"]]
    assert found["status"] == "new"
    rule = by_name(ran)["Out"]
    assert (rule["status"], rule["replaces"], rule["approved"]) == ("changed", digest, None)
    # The rule as it was comes back: the approval does not come back with it.
    server.put_scripts(ADDRESS, {"main": MAIN, "old": OLD}, active="main")
    ran = rules(data)
    assert by_name(ran)["Out"]["hash"] == digest
    assert by_name(ran)["Out"]["approved"] is None
    assert ["x@mailhub.example"] in [one["params"]["targets"] for one in ran.findings("rule.forwards-out")]


def test_an_approval_is_taken_back(data):
    digest = by_name(rules(data))["Out"]["hash"]
    run_cli("rules", "--approve", digest, "--because", "mine", ADDRESS, "--data-dir", data)
    assert run_cli("rules", "--take-back", digest, ADDRESS, "--data-dir", data).code == 0
    assert by_name(rules(data))["Out"]["approved"] is None
    assert run_cli("rules", "--take-back", digest, ADDRESS, "--data-dir", data).code == 2


def test_new_changed_and_gone_are_told(server, data):
    first = rules(data)
    [before] = [one for one in first.findings("rule.forwards-out") if one["params"]["targets"] == ["x@mailhub.example"]]
    assert not any("new" in item["value"] for item in before["evidence"] if item["label"] == "Reason")
    added = MAIN.replace("x@mailhub.example", "y@mailhub.example") + 'redirect :copy "z@mailhub.example";\n'
    added = added.replace('require ["fileinto"]', 'require ["fileinto", "copy"]').replace(HIDES, "")
    server.put_scripts(ADDRESS, {"main": added, "old": OLD}, active="main")
    ran = rules(data)
    status = {tuple(one["params"]["targets"]): one for one in ran.findings("rule.forwards-out")}
    assert status[("y@mailhub.example",)]["status"] == "changed"
    assert status[("y@mailhub.example",)]["first_seen"] == before["first_seen"]
    assert status[("z@mailhub.example",)]["status"] == "new"
    assert any("It is new or was changed" in item["value"] for item in status[("z@mailhub.example",)]["evidence"])
    assert status[("old@mailhub.example",)]["status"] == "still"
    assert ("x@mailhub.example",) not in status
    [gone] = ran.findings("rule.deletes")
    assert gone["status"] == "gone"
    told = {one["sentence"] for one in ran.json["reports"][0]["gone"]}
    assert "Discards mail that comes from mailer-daemon" in told
    assert {one["status"] for one in rules(data).findings()} == {"still"}


def test_switching_off_and_putting_back(server, data, scripts, tmp_path):
    digest = by_name(rules(data))["Out"]["hash"]
    before = (scripts / "main.sieve").read_bytes()
    unasked = run_cli("rules", "--switch-off", digest, ADDRESS, "--data-dir", data)
    assert (unasked.code, "Use --yes" in unasked.err) == (2, True)
    assert (scripts / "main.sieve").read_bytes() == before
    done = run_cli("rules", "--switch-off", digest, "--yes", ADDRESS, "--data-dir", data)
    assert done.code == 0, done.err
    assert "Before:" in done.out
    assert "switched off" in done.out
    assert f"--put-back {digest}" in done.err
    after = (scripts / "main.sieve").read_bytes()
    assert after != before
    assert b"if false" in after
    # Its compiled form goes into a file of ours: sievec puts it in the place of whatever it is given.
    compiled = subprocess.run(
        ["sievec", str(scripts / "main.sieve"), str(tmp_path / "main.svbin")], capture_output=True, check=False
    )
    assert compiled.returncode == 0, compiled.stderr
    rule = by_name(rules(data))["Out"]
    assert (rule["enabled"], rule["status"], rule["replaces"]) == (False, "changed", digest)
    # Nothing else of the mailbox was touched, and the script in use is still the one in use.
    assert server.script_fingerprint(ADDRESS)["active"] == "sieve/main.sieve"
    back = run_cli("rules", "--put-back", digest, "--yes", "--json", ADDRESS, "--data-dir", data)
    assert back.code == 0, back.err
    assert back.json["after"].encode() == before
    assert (scripts / "main.sieve").read_bytes() == before
    assert by_name(rules(data))["Out"]["hash"] == digest
    assert run_cli("rules", "--put-back", digest, "--yes", ADDRESS, "--data-dir", data).code == 2


def test_a_script_changed_since_is_put_back_without_losing_the_change(server, data, scripts):
    digest = by_name(rules(data))["Out"]["hash"]
    assert run_cli("rules", "--switch-off", digest, "--yes", ADDRESS, "--data-dir", data).code == 0
    edited = (scripts / "main.sieve").read_bytes() + b"# a line of somebody else\nkeep;\n"
    server.put_scripts(ADDRESS, {"main": edited, "old": OLD}, active="main")
    back = run_cli("rules", "--put-back", digest, "--yes", "--json", ADDRESS, "--data-dir", data)
    assert back.code == 0, back.err
    assert (scripts / "main.sieve").read_bytes() == MAIN.encode() + b"# a line of somebody else\nkeep;\n"


@pytest.mark.parametrize(("said", "is_changed"), [(False, False), (True, True)])
def test_it_is_asked_first(server, data, scripts, monkeypatch, said, is_changed):
    digest = by_name(rules(data))["Out"]["hash"]
    before = server.script_fingerprint(ADDRESS)
    asked = []
    monkeypatch.setattr("click.confirm", lambda question, **_more: asked.append(question) or said)
    with monkeypatch.context() as patch:
        patch.setattr("support.cli.io.StringIO", Terminal)
        ran = run_cli("rules", "--switch-off", digest, ADDRESS, "--data-dir", data)
    assert ran.code == 0
    assert asked == ["Switch this rule off in the script “main”?"]
    assert (server.script_fingerprint(ADDRESS) != before) is is_changed
    assert ("Nothing was changed." in ran.err) is not is_changed


BETRAYALS = {
    "no encryption": (SieveScript(offers_starttls=False), "did not agree to an encrypted connection"),
    "words slipped in": (SieveScript(starttls_answer=b'OK "begin"\r\nOK "injected"\r\n'), "not mail protocol"),
    "another certificate": (SieveScript(wrong_name=True), "certificate of 127.0.0.1 could not be verified"),
    "another protocol": (SieveScript(greeting=b"HTTP/1.1 400 Bad Request\r\n\r\n"), "not mail protocol"),
}


@pytest.mark.parametrize("name", BETRAYALS)
def test_a_betrayal_is_told_and_hears_no_password(server, keyring, tmp_path, monkeypatch, name):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    script, said = BETRAYALS[name]
    with scripted_sieve(tmp_path, script) as sieve:
        folder = add(server, tmp_path / "data", "--sieve-port", sieve.port)
        for command in (("rules", ADDRESS), ("check", ADDRESS)):
            ran = run_cli(*command, "--json", "--data-dir", folder)
            assert ran.code == 3
            assert said in ran.err
            outcomes = {check["code"]: check["outcome"] for check in ran.json["reports"][0]["checks"]}
            assert outcomes["rule.hides"] == "failed"
            assert outcomes.get("sent.burst", "checked") == "checked"
    assert "AUTHENTICATE" not in script.verbs
    assert Canaries(password=PASSWORD).in_bytes(b"".join(script.heard)) == []


class Dns:
    """Names a server outside the mail domain."""

    def __init__(self, port):
        self.port = port

    def servers(self, domain, *, cancel):
        return (
            OfferedServer(
                protocol="sieve", host="localhost", port=self.port, security=Security.STARTTLS, login_name=None
            ),
        )


def test_a_server_that_dns_names_elsewhere_hears_nothing_before_it_is_confirmed(
    server, keyring, scripts, tmp_path, monkeypatch
):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = add(server, tmp_path / "plain")
    monkeypatch.setattr("sentwatch.adapters.managesieve.SieveDns", lambda: Dns(server.sieve_port))
    monkeypatch.setattr("sentwatch.core.sieve_server.is_host_name", lambda _name: True)
    heard = server.log_text().count("managesieve-login")
    for command in (("check",), ("rules", ADDRESS)):
        ran = run_cli(*command, "--json", "--data-dir", folder)
        assert ran.code == 0
        assert "DNS names localhost for reading the rules" in ran.out
    assert server.log_text().count("managesieve-login") == heard
    asked = []
    answers = iter((False, True))
    monkeypatch.setattr("click.confirm", lambda question, **_more: asked.append(question) or next(answers))
    with monkeypatch.context() as patch:
        patch.setattr("support.cli.io.StringIO", Terminal)
        assert run_cli("rules", ADDRESS, "--data-dir", folder).code == 0
        assert server.log_text().count("managesieve-login") == heard
        assert run_cli("rules", ADDRESS, "--data-dir", folder).code == 1
    assert "localhost" in asked[0]
    # Once confirmed, it is asked by itself.
    [account] = run_cli("accounts", "list", "--json", "--data-dir", folder).json["accounts"]
    assert (account["sieve_host"], account["sieve_port"]) == ("localhost", server.sieve_port)
    assert run_cli("rules", ADDRESS, "--json", "--data-dir", folder).code == 1


def test_japanese(data):
    out = run_cli("rules", ADDRESS, "--lang", "ja", "--data-dir", data)
    for text in ("至急", "請求書", "点検した項目", "指紋"):
        assert text in out.out, out.out
    guide = run_cli("rules", "--guide", ADDRESS, "--lang", "ja", "--data-dir", data).out
    assert "転送先のアドレス" in guide


def test_the_answer_of_the_guided_check_is_dated_evidence_for_the_checklist(server, keyring, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    folder = add(server, tmp_path / "plain")
    run_cli("rules", ADDRESS, "--data-dir", folder)
    guide = run_cli("rules", "--guide", ADDRESS, "--json", "--data-dir", folder).json["guide"]
    assert [step["look"] for step in guide["steps"]] == ["filters", "forwarding", "reply", "access"]
    assert guide["answer"] is None

    def step(name):
        steps = run_cli("checklist", "--json", "--data-dir", folder).json["steps"]
        return next(one for one in steps if one["id"] == name)

    assert step("mbox.filters")["state"] == "unknown"
    said = run_cli("rules", "--answer", "nothing-unknown", "--note", "web mail", ADDRESS, "--data-dir", folder)
    assert said.code == 0
    for name in ("mbox.filters", "mbox.forwarding", "mbox.autoreply"):
        assert (step(name)["state"], step(name)["evidence_kind"]) == ("ok", "self-reported")
    [report] = run_cli("rules", ADDRESS, "--json", "--data-dir", folder).json["reports"]
    assert "You looked yourself on" in report["checks"][0]["reason"]
    run_cli("rules", "--answer", "found-unknown", ADDRESS, "--data-dir", folder)
    assert step("mbox.forwarding")["state"] == "not-ok"


def test_removing_the_account_leaves_nothing_of_its_rules(data):
    digest = by_name(rules(data))["Out"]["hash"]
    run_cli("rules", "--approve", digest, "--because", "mine", ADDRESS, "--data-dir", data)
    run_cli("rules", "--switch-off", by_name(rules(data))[".."]["hash"], "--yes", ADDRESS, "--data-dir", data)
    removed = run_cli("accounts", "remove", "--address", ADDRESS, "--yes", "--json", "--data-dir", data)
    assert (removed.json["ok"], removed.json["rows_left"]) == (True, 0)
    on_disk = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert digest.encode() not in on_disk


def test_nothing_of_secrets_or_rules_lies_open(data, tmp_path):
    run_cli("rules", ADDRESS, "--data-dir", data)
    canaries = Canaries(password=PASSWORD, target="x@mailhub.example", text="mailer-daemon")
    assert canaries.in_files(data) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nobody@example.jp",), "No account nobody@example.jp"),
        (("--approve", "0123456789", "--because", "x", ADDRESS), "No rule with the fingerprint"),
        (("--approve", "0123456789", "--take-back", "0123456789", ADDRESS), "do not go together"),
        (("--switch-off", "0123456789", "--yes"), "goes with one account"),
        (("--put-back", "0123456789", "--yes", ADDRESS), "No rule with the fingerprint"),
        (("--answer", "maybe", ADDRESS), "maybe"),
    ],
)
def test_bad_input_is_one_worded_line(data, arguments, said):
    ran = run_cli("rules", *arguments, "--data-dir", data)
    assert ran.code == 2
    assert ran.out == ""
    assert said in ran.err
    assert ran.err.count("\n") == 1
