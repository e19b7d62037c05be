"""ManageSieve betrayed in every way we know: no secret leaves in clear, no caps are broken, nothing waits for ever."""

from __future__ import annotations

import base64
import re
import threading
from pathlib import Path

import pytest

from sentwatch.adapters.imap.wire import ForbiddenLineError, Limits
from sentwatch.adapters.managesieve import ManageSieveDoor, SieveChange
from sentwatch.adapters.managesieve.wire import LIMITS
from sentwatch.core.accounts import Security
from sentwatch.core.discovery import Source
from sentwatch.core.sieve_server import SieveServer
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import Cancelled, CancelToken
from sentwatch.ports.mail import Credential, CredentialKind
from support.scripted_sieve import SieveScript, scripted_sieve, strings

SECRET = "the secret wörd"
TOKEN = "ya29.token"
QUICK = Limits(connect_s=5.0, silence_s=1.0, patience_s=3.0, line_bytes=8192, literal_bytes=65536, command_bytes=262144)


def server(script, *, security=Security.STARTTLS):
    return SieveServer(
        host=script.host,
        port=script.port,
        login_name="yuki@example.co.jp",
        source=Source.TABLE,
        security=security,
        ca_file=str(script.ca_file),
    )


def enter(script, *, limits=LIMITS, credential=None, cancel=None, security=Security.STARTTLS):
    door = ManageSieveDoor(server(script, security=security), limits=limits)
    return door.open(credential=credential or Credential(SECRET), cancel=cancel or CancelToken())


def refused(script, tmp_path, **more):
    with scripted_sieve(tmp_path, script), pytest.raises(Trouble) as caught:
        enter(script, **more)
    heard = b"".join(script.heard)
    assert SECRET.encode() not in heard
    assert base64.b64encode(f"\0yuki@example.co.jp\0{SECRET}".encode()) not in heard
    assert b"AUTHENTICATE" not in heard
    assert SECRET not in str(caught.value.params)
    return caught.value.kind.code


def test_a_server_that_does_not_offer_starttls_hears_nothing(tmp_path: Path):
    assert refused(SieveScript(offers_starttls=False), tmp_path) == "rules-encryption-refused"


@pytest.mark.parametrize(
    "answer",
    [
        b'NO "no TLS today, sign in in clear"\r\n',
        b'NO (REFERRAL "sieve://evil.example") "go there"\r\n',
        b'BYE "bye"\r\n',
        b'"SASL" "PLAIN"\r\nOK\r\n',
    ],
)
def test_a_refused_starttls_ends_it(tmp_path: Path, answer):
    assert refused(SieveScript(starttls_answer=answer), tmp_path) == "rules-encryption-refused"


@pytest.mark.parametrize(
    "answer", [b"\r\n", b"OKAY\r\n", b"* OK\r\n", b"(" * 50 + b"\r\n", b"{10}\r\nshort", b"\0\xff\r\n"]
)
def test_an_answer_that_is_none_ends_it(tmp_path: Path, answer):
    code = refused(SieveScript(answers={"STARTTLS": lambda talk, _line: talk.say(answer)}), tmp_path, limits=QUICK)
    assert code in {"rules-encryption-refused", "server-broke-rules", "network-cut", "server-silent"}


@pytest.mark.parametrize(
    "injected",
    [b'"SASL" "PLAIN"\r\nOK\r\n', b'"SIEVE" "fileinto"\r\n', b"OK\r\n", b"x"],
)
def test_bytes_from_before_the_encryption_end_it(tmp_path: Path, injected):
    assert refused(SieveScript(before_tls=injected), tmp_path) in {"server-broke-rules", "rules-encryption-refused"}


@pytest.mark.parametrize(
    "greeting", [b'BYE "too many"\r\n', b'NO "no"\r\n', b"220 smtp\r\n", b"* OK imap\r\n", b"\r\n"]
)
def test_a_greeting_that_is_none_ends_it(tmp_path: Path, greeting):
    code = refused(SieveScript(greeting=greeting), tmp_path)
    assert code in {"rules-encryption-refused", "server-broke-rules", "server-trouble"}


def test_a_certificate_for_another_name_ends_it(tmp_path: Path):
    assert refused(SieveScript(wrong_name=True), tmp_path) == "certificate-refused"


def test_a_certificate_nobody_vouches_for_ends_it(tmp_path: Path):
    script = SieveScript()
    with scripted_sieve(tmp_path, script):
        door = ManageSieveDoor(SieveServer(host="127.0.0.1", port=script.port, login_name="x", source=Source.TABLE))
        with pytest.raises(Trouble) as caught:
            door.open(credential=Credential(SECRET), cancel=CancelToken())
    assert caught.value.kind.code == "certificate-refused"
    assert "AUTHENTICATE" not in script.verbs


def test_mechanisms_offered_before_the_encryption_do_not_count(tmp_path: Path):
    script = SieveScript(sasl_before="PLAIN", sasl="")
    assert refused(script, tmp_path) == "rules-encryption-refused"


@pytest.mark.parametrize(
    ("sasl", "kind", "mechanism"),
    [
        ("PLAIN LOGIN", CredentialKind.PASSWORD, "PLAIN"),
        ("OAUTHBEARER XOAUTH2 PLAIN", CredentialKind.ACCESS_TOKEN, "OAUTHBEARER"),
        ("XOAUTH2", CredentialKind.ACCESS_TOKEN, "XOAUTH2"),
    ],
)
def test_mechanisms(tmp_path: Path, sasl, kind, mechanism):
    script = SieveScript(sasl=sasl, scripts={"a": b"keep;"}, active="a")
    secret = TOKEN if kind is CredentialKind.ACCESS_TOKEN else SECRET
    with scripted_sieve(tmp_path, script):
        port = enter(script, credential=Credential(secret, kind))
        assert port.facts.mechanism == mechanism
        assert list(port.names()) == [("a", True)]
        port.close()
    sent = next(line for line in script.heard if line.startswith(b"AUTHENTICATE"))
    name, first = strings(sent)[:2]
    assert name.decode() == mechanism
    assert secret.encode() in base64.b64decode(first)


@pytest.mark.parametrize(
    ("sasl", "kind", "code"),
    [
        ("GSSAPI", CredentialKind.PASSWORD, "server-refused"),
        ("XOAUTH2", CredentialKind.PASSWORD, "browser-sign-in-needed"),
        ("PLAIN", CredentialKind.ACCESS_TOKEN, "server-refused"),
    ],
)
def test_no_mechanism_in_common(tmp_path: Path, sasl, kind, code):
    script = SieveScript(sasl=sasl)
    with scripted_sieve(tmp_path, script), pytest.raises(Trouble) as caught:
        enter(script, credential=Credential(TOKEN, kind))
    assert caught.value.kind.code == code
    assert "AUTHENTICATE" not in script.verbs


def test_a_refused_token_tells_its_reasons_in_a_challenge(tmp_path: Path):
    def reasons(talk, _line):
        talk.say(b'"' + base64.b64encode(b'{"status":"invalid_token"}') + b'"\r\n')
        talk.hear()
        talk.say(b'NO (AUTHENTICATIONFAILED) "no"\r\n')

    script = SieveScript(sasl="OAUTHBEARER", answers={"AUTHENTICATE": reasons})
    with scripted_sieve(tmp_path, script), pytest.raises(Trouble) as caught:
        enter(script, credential=Credential(TOKEN, CredentialKind.ACCESS_TOKEN))
    assert caught.value.kind.code == "bad-credential"


@pytest.mark.parametrize("secret", ["", "a\r\nb", "a\0b"])
def test_secrets_that_would_break_the_line_are_not_sent(tmp_path: Path, secret):
    script = SieveScript()
    with scripted_sieve(tmp_path, script), pytest.raises(Trouble) as caught:
        enter(script, credential=Credential(secret))
    assert caught.value.kind.code == "bad-credential"
    assert "AUTHENTICATE" not in script.verbs


def test_implicit_tls_works_too(tmp_path: Path):
    script = SieveScript(implicit_tls=True, scripts={"a": b"keep;"})
    with scripted_sieve(tmp_path, script):
        port = enter(script, security=Security.TLS)
        assert port.read("a") == b"keep;"
        port.close()


ODD = 'we "quote" \\ and\r\nLOGOUT\r\n日本'


def test_names_cannot_become_commands(tmp_path: Path):
    script = SieveScript(scripts={ODD: b"keep;"})
    with scripted_sieve(tmp_path, script):
        port = enter(script)
        assert port.read(ODD) == b"keep;"
        port.close()
    assert script.verbs.count("LOGOUT") == 1


def test_scripts_of_any_bytes_come_as_they_are(tmp_path: Path):
    text = bytes(range(256)) * 40 + b'\r\nOK "x"\r\n{5}\r\n'
    script = SieveScript(scripts={"a": text})
    with scripted_sieve(tmp_path, script):
        port = enter(script)
        (one,) = port.scripts()
        port.close()
    assert one.text == text
    assert not one.is_active


@pytest.mark.parametrize(
    ("verb", "answer"),
    [
        ("LISTSCRIPTS", lambda talk, _line: talk.flood(b'"name"\r\n')),
        ("LISTSCRIPTS", lambda talk, _line: talk.flood(b"x" * 4096)),
        ("LISTSCRIPTS", lambda talk, _line: talk.say(b'"a" ' * 100 + b"\r\nOK\r\n")),
        ("LISTSCRIPTS", lambda talk, _line: talk.say(b'"n"\r\n' * 300 + b"OK\r\n")),
        ("GETSCRIPT", lambda talk, _line: talk.say(b"{999999999}\r\n")),
        ("GETSCRIPT", lambda talk, _line: talk.say(b"{99999999999999999999}\r\n")),
        ("GETSCRIPT", lambda talk, _line: talk.say(b"OK\r\n")),
        ("GETSCRIPT", lambda talk, _line: talk.say(b'"a"\r\n"b"\r\nOK\r\n')),
        ("GETSCRIPT", lambda talk, _line: talk.say(b"\0\r\nOK\r\n")),
        ("GETSCRIPT", lambda talk, _line: talk.silent()),
        ("GETSCRIPT", lambda talk, _line: talk.say(b'BYE "gone"\r\n')),
        ("GETSCRIPT", lambda talk, _line: talk.say(b'NO (TRYLATER) "later"\r\n')),
        ("GETSCRIPT", lambda talk, _line: talk.say(b"NO (NONEXISTENT) {3}\r\nabc\r\n")),
    ],
)
def test_too_much_too_little_or_nothing_ends_in_words(tmp_path: Path, verb, answer):
    script = SieveScript(scripts={"a": b"keep;"}, answers={verb: answer})
    with scripted_sieve(tmp_path, script):
        port = enter(script, limits=QUICK)
        with pytest.raises(Trouble) as caught:
            port.scripts()
        port.close()
    assert caught.value.kind.code in {
        "server-broke-rules",
        "server-silent",
        "server-refused",
        "server-trouble",
        "network-cut",
    }


def test_a_cancel_wakes_who_waits(tmp_path: Path):
    script = SieveScript(scripts={"a": b"keep;"}, answers={"GETSCRIPT": lambda talk, _line: talk.silent()})
    cancel = CancelToken()
    with scripted_sieve(tmp_path, script):
        port = enter(script, cancel=cancel)
        timer = threading.Timer(0.2, cancel.cancel)
        timer.start()
        with pytest.raises(Cancelled):
            port.read("a")
        timer.join()
        port.close()


def test_the_reading_door_cannot_say_what_changes(tmp_path: Path):
    script = SieveScript(scripts={"a": b"keep;"})
    with scripted_sieve(tmp_path, script):
        port = enter(script)
        for verb in (
            b"PUTSCRIPT",
            b"SETACTIVE",
            b"DELETESCRIPT",
            b"RENAMESCRIPT",
            b"CHECKSCRIPT",
            b"HAVESPACE",
            b"UNAUTHENTICATE",
        ):
            with pytest.raises(ForbiddenLineError):
                port._wire.say(verb, b"a")
        with pytest.raises(ForbiddenLineError):
            port._wire.send(b"NOOP\r\n")
        with pytest.raises(ForbiddenLineError):
            port._wire.answer_challenge(b"x")
        port.close()
    assert set(script.verbs) <= {"STARTTLS", "AUTHENTICATE", "LOGOUT"}


BEFORE, AFTER = b'redirect "x@mailhub.example";\r\n', b'/* off */ if false { redirect "x@mailhub.example"; }\r\n'


def change(script):
    return SieveChange(server(script))


def test_a_script_is_replaced_by_what_was_seen(tmp_path: Path):
    script = SieveScript(scripts={"main": BEFORE, "b": b"keep;"}, active="main")
    with scripted_sieve(tmp_path, script):
        change(script).replace("main", before=BEFORE, after=AFTER, credential=Credential(SECRET), cancel=CancelToken())
        assert script.scripts == {"main": AFTER, "b": b"keep;"}
        change(script).replace("main", before=AFTER, after=BEFORE, credential=Credential(SECRET), cancel=CancelToken())
    assert script.scripts["main"] == BEFORE
    assert script.active == "main"
    assert "SETACTIVE" not in script.verbs


@pytest.mark.parametrize("scripts", [{"main": BEFORE + b"# changed"}, {"other": BEFORE}])
def test_what_is_no_longer_what_was_seen_is_left_alone(tmp_path: Path, scripts):
    script = SieveScript(scripts=dict(scripts))
    with scripted_sieve(tmp_path, script), pytest.raises(Trouble) as caught:
        change(script).replace("main", before=BEFORE, after=AFTER, credential=Credential(SECRET), cancel=CancelToken())
    assert caught.value.kind.code == "script-changed"
    assert script.scripts == scripts
    assert "PUTSCRIPT" not in script.verbs


@pytest.mark.parametrize("verb", ["HAVESPACE", "CHECKSCRIPT"])
def test_what_the_server_does_not_accept_is_not_put_there(tmp_path: Path, verb):
    script = SieveScript(scripts={"main": BEFORE}, answers={verb: lambda talk, _line: talk.say(b'NO (QUOTA) "no"\r\n')})
    with scripted_sieve(tmp_path, script), pytest.raises(Trouble) as caught:
        change(script).replace("main", before=BEFORE, after=AFTER, credential=Credential(SECRET), cancel=CancelToken())
    assert caught.value.kind.code == "script-refused"
    assert "PUTSCRIPT" not in script.verbs


def test_switching_scripts_looks_first(tmp_path: Path):
    script = SieveScript(scripts={"a": b"keep;", "b": b"keep;"}, active="a")
    with scripted_sieve(tmp_path, script):
        change(script).activate(None, instead_of="a", credential=Credential(SECRET), cancel=CancelToken())
        assert script.active is None
        with pytest.raises(Trouble) as caught:
            change(script).activate("b", instead_of="a", credential=Credential(SECRET), cancel=CancelToken())
        assert caught.value.kind.code == "script-changed"
        change(script).activate("a", instead_of=None, credential=Credential(SECRET), cancel=CancelToken())
    assert script.active == "a"


def test_nothing_else_reaches_the_changing_verbs():
    root = Path(__file__).resolve().parents[4] / "desktop" / "sentwatch"
    users = [path.name for path in root.rglob("*.py") if re.search(r"\bCHANGING\b", path.read_text(encoding="utf-8"))]
    assert sorted(users) == ["change.py", "wire.py"]
    imports = [path for path in root.rglob("*.py") if "SieveChange" in path.read_text(encoding="utf-8")]
    # The adapter, its port, the one use case whose owner has seen the change and agreed, and what wires them.
    assert {path.name for path in imports} == {"change.py", "__init__.py", "sieve.py", "rule_change.py", "rules.py"}
