"""STARTTLS betrayed in every way we know: no secret leaves, nothing from before TLS is kept or shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from sentwatch.adapters.imap import ImapDoor
from sentwatch.core.accounts import Account, Security
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from support.scripted_imap import Script, scripted_imap

SECRET = "the secret word"
LURE = "Your mailbox is full, go to https://evil.example/renew now"


def enter(script):
    account = Account(
        id="1",
        address="me@example.com",
        host=script.host,
        port=script.port,
        security=Security.STARTTLS,
        ca_file=str(script.ca_file),
    )
    return ImapDoor(account).open(credential=Credential(SECRET), cancel=CancelToken())


def says(text):
    return lambda talk, tag, _rest: talk.say(text.replace("TAG", tag))


def refused(script, tmp_path):
    with scripted_imap(tmp_path, script), pytest.raises(Trouble) as caught:
        enter(script)
    heard = "\n".join(script.heard)
    assert SECRET not in heard
    assert "AUTHENTICATE" not in heard
    assert "LOGIN" not in heard
    assert script.connections == 1
    assert "evil" not in str(caught.value.params).lower()
    assert "evil" not in str(caught.value)
    return caught.value.kind.code


@pytest.mark.parametrize(
    "answer",
    [
        "TAG NO [REFERRAL imap://evil.example/] go there\r\n",
        f"TAG NO [ALERT] {LURE}\r\n",
        f"TAG BAD {LURE}\r\n",
        f"* BYE [ALERT] {LURE}\r\n",
        f"* OK [ALERT] {LURE}\r\nTAG NO no\r\n",
        "* OK [REFERRAL imap://evil.example/] moved\r\nTAG NO no\r\n",
        "TAG PREAUTH evil\r\n",
        "+ evil\r\n",
        "\r\n",
    ],
)
def test_refused_with_advice_of_its_own(tmp_path: Path, answer: str):
    assert refused(Script(starttls=True, answers={"STARTTLS": says(answer)}), tmp_path) == "encryption-refused"


@pytest.mark.parametrize(
    "greeting",
    [
        f"* PREAUTH {LURE}\r\n",
        f"* BYE [ALERT] {LURE}\r\n",
        "* BYE [REFERRAL imap://evil.example/] moved\r\n",
        f"220 {LURE}\r\n",
    ],
)
def test_a_greeting_that_leads_elsewhere(tmp_path: Path, greeting: str):
    script = Script(starttls=True, greeting=greeting.encode())
    assert refused(script, tmp_path) in {"encryption-refused", "server-broke-rules"}


def test_what_is_offered_before_tls_is_not_believed(tmp_path: Path):
    # Stripped: no STARTTLS in sight, LOGIN offered instead. We ask for TLS all the same, and it is there.
    greeting = b"* OK [CAPABILITY IMAP4rev1 AUTH=LOGIN AUTH=EVIL] ready\r\n"
    script = Script(starttls=True, greeting=greeting, capabilities="IMAP4rev1 AUTH=PLAIN")
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        facts = mail.facts
        mail.close()
    assert script.heard[0] == "SWTLS STARTTLS"
    assert facts.capabilities == {"IMAP4REV1", "AUTH=PLAIN"}
    assert facts.mechanism == "PLAIN"


@pytest.mark.parametrize(
    "injected",
    [
        b"* CAPABILITY IMAP4rev1 AUTH=EVIL\r\n",
        b"* PREAUTH evil\r\n",
        b"SW1 OK evil\r\n",
        b"* OK [REFERRAL imap://evil.example/]\r\n",
        b"\x16\x03\x01",
    ],
)
def test_injected_after_the_go_ahead(tmp_path: Path, injected: bytes):
    script = Script(starttls=True, before_tls=injected)
    assert refused(script, tmp_path) in {"server-broke-rules", "encryption-refused", "network-cut"}


def test_injected_before_the_go_ahead_is_forgotten(tmp_path: Path):
    greeting = b"* OK ready\r\n* CAPABILITY IMAP4rev1 AUTH=EVIL\r\n* OK [ALERT] " + LURE.encode() + b"\r\n"
    script = Script(starttls=True, greeting=greeting)
    with scripted_imap(tmp_path, script):
        mail = enter(script)
        assert not any("EVIL" in word for word in mail.facts.capabilities | mail.capabilities)
        mail.close()


def test_a_referral_after_tls_is_not_followed(tmp_path: Path):
    def refer(talk, tag, _rest):
        talk.say("+ \r\n")
        talk.hear()
        talk.say(f"{tag} NO [REFERRAL imap://me@evil.example/] Specified user is invalid on this server\r\n")

    script = Script(starttls=True, answers={"AUTHENTICATE": refer})
    with scripted_imap(tmp_path, script), pytest.raises(Trouble) as caught:
        enter(script)
    assert "evil" not in str(caught.value.params)
    assert script.connections == 1
    assert sum("AUTHENTICATE" in line for line in script.heard) == 1
