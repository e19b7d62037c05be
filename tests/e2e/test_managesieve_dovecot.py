"""ManageSieve on a real Dovecot with Pigeonhole: all scripts are read, looking changes nothing, one change and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from sentwatch.adapters.managesieve import ManageSieveDoor, SieveChange, SieveRules
from sentwatch.core.accounts import Security
from sentwatch.core.discovery import Source
from sentwatch.core.rule_languages.sieve import read_scripts
from sentwatch.core.rule_languages.sieve_edit import switched_off, switched_on
from sentwatch.core.rules import EffectKind, Standing
from sentwatch.core.sieve_server import SieveServer
from sentwatch.core.trouble import Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from support.dovecot import Dovecot, running_dovecot

pytestmark = pytest.mark.dovecot
PASSWORD = "pässword 日本"
USER = "yuki@example.jp"

MAIN = """require ["fileinto", "include"];
# rule:[Out]
if header :contains "subject" "請求書"
{
	redirect "x@mailhub.example";
	stop;
}
include :personal "more";
"""
MORE = 'require "fileinto";\r\nif address :is "from" "boss@example.com" { fileinto "RSS"; }\r\n'
IDLE = 'redirect "old@mailhub.example";\n'


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with running_dovecot() as running:
        running.add_user(USER, PASSWORD)
        yield running


@pytest.fixture
def scripts(server: Dovecot) -> Path:
    return server.put_scripts(USER, {"main": MAIN, "more": MORE, "日本 語": IDLE}, active="main")


def place(server: Dovecot, **more) -> SieveServer:
    given = SieveServer(
        host=server.host, port=server.sieve_port, login_name=USER, source=Source.TABLE, ca_file=str(server.ca_file)
    )
    return replace(given, **more)


def read(server: Dovecot):
    port = ManageSieveDoor(place(server)).open(credential=Credential(PASSWORD), cancel=CancelToken())
    try:
        return port.facts, port.scripts()
    finally:
        port.close()


def test_all_scripts_are_read_and_nothing_is_changed(server: Dovecot, scripts: Path):
    before = server.script_fingerprint(USER)
    facts, found = read(server)
    assert {one.name: one.text.decode() for one in found} == {"main": MAIN, "more": MORE, "日本 語": IDLE}
    assert [one.name for one in found if one.is_active] == ["main"]
    assert facts.mechanism == "PLAIN"
    assert facts.tls_version == "TLSv1.3"
    assert "fileinto" in facts.capabilities["SIEVE"]
    assert server.script_fingerprint(USER) == before


def test_what_was_read_becomes_rules_with_includes_followed(server: Dovecot, scripts: Path):
    found = SieveRules(place(server)).read(credential=Credential(PASSWORD), cancel=CancelToken())
    sets = {one.name: one for one in found.sets}
    assert {name: one.standing for name, one in sets.items()} == {
        "main": Standing.ACTIVE,
        "more": Standing.INCLUDED,
        "日本 語": Standing.INACTIVE,
    }
    assert sets["main"].rules[0].has(EffectKind.REDIRECT, EffectKind.NO_COPY)
    assert sets["more"].rules[0].enabled
    assert not sets["日本 語"].rules[0].enabled
    assert all(one.is_understood for one in sets.values())
    # What the server runs by itself is shown to nobody, and that is said.
    assert len(found.unseen) == 1


def test_a_rule_is_switched_off_and_put_back_byte_for_byte(server: Dovecot, scripts: Path):
    _facts, found = read(server)
    text = next(one.text for one in found if one.name == "main").decode()
    rule = next(
        rule
        for one in read_scripts([("main", text), ("more", MORE)], active="main")
        if one.name == "main"
        for rule in one.rules
    )
    edit = switched_off(text, rule)
    assert edit is not None
    changer = SieveChange(place(server))
    credential = Credential(PASSWORD)
    changer.replace(
        "main", before=edit.before.encode(), after=edit.after.encode(), credential=credential, cancel=CancelToken()
    )
    assert (scripts / "main.sieve").read_bytes() == edit.after.encode()
    (off,) = (one for one in read_scripts([("main", edit.after), ("more", MORE)], active="main") if one.name == "main")
    assert not off.rules[0].enabled
    back = switched_on(edit.after, off.rules[0])
    assert back is not None
    assert back.after == MAIN
    changer.replace(
        "main", before=edit.after.encode(), after=back.after.encode(), credential=credential, cancel=CancelToken()
    )
    assert (scripts / "main.sieve").read_bytes() == MAIN.encode()
    _facts, again = read(server)
    assert [one.name for one in again if one.is_active] == ["main"]


def test_what_pigeonhole_does_not_accept_changes_nothing(server: Dovecot, scripts: Path):
    with pytest.raises(Trouble) as caught:
        SieveChange(place(server)).replace(
            "main", before=MAIN.encode(), after=b"frobnicate;", credential=Credential(PASSWORD), cancel=CancelToken()
        )
    assert caught.value.kind.code == "script-refused"
    assert "frobnicate" in str(caught.value.params["answer"])
    assert (scripts / "main.sieve").read_bytes() == MAIN.encode()


def test_a_whole_script_is_switched_off_and_on(server: Dovecot, scripts: Path):
    changer = SieveChange(place(server))
    changer.activate(None, instead_of="main", credential=Credential(PASSWORD), cancel=CancelToken())
    _facts, found = read(server)
    assert not any(one.is_active for one in found)
    changer.activate("main", instead_of=None, credential=Credential(PASSWORD), cancel=CancelToken())
    _facts, found = read(server)
    assert [one.name for one in found if one.is_active] == ["main"]


def test_a_wrong_password(server: Dovecot):
    with pytest.raises(Trouble) as caught:
        ManageSieveDoor(place(server)).open(credential=Credential("wrong"), cancel=CancelToken())
    assert caught.value.kind.code == "bad-credential"


def test_encryption_from_the_first_byte_is_not_spoken_there(server: Dovecot):
    with pytest.raises(Trouble) as caught:
        ManageSieveDoor(place(server, security=Security.TLS)).open(
            credential=Credential(PASSWORD), cancel=CancelToken()
        )
    assert caught.value.kind.code in {"rules-encryption-refused", "network-cut"}


def test_a_server_without_tls_hears_no_name_and_no_password() -> None:
    with running_dovecot(ssl_mode="no") as in_clear:
        in_clear.add_user(USER, PASSWORD)
        with pytest.raises(Trouble) as caught:
            ManageSieveDoor(place(in_clear)).open(credential=Credential(PASSWORD), cancel=CancelToken())
        assert caught.value.kind.code == "rules-encryption-refused"
        assert "Login:" not in in_clear.log_text()
