"""From discovery to an account, and the one try that tells everything."""

from __future__ import annotations

import pytest

from sentwatch.adapters.imap import ImapDoor
from sentwatch.adapters.providers import provider_table
from sentwatch.core.accounts import Security, SignIn
from sentwatch.core.discovery import Discovery, FoundServer, Source, server_from_table
from sentwatch.core.folders import FolderRole
from sentwatch.core.trouble import BAD_CREDENTIAL
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential
from sentwatch.service.add_account import TrySignIn, account_from
from support.scripted_imap import Script, scripted_imap


def known(address):
    provider = provider_table().by_address(address)
    step = server_from_table(provider, address, source=Source.TABLE)
    return Discovery(address=address, domain=address.partition("@")[2], steps=(step,), provider=provider)


@pytest.mark.parametrize(
    ("address", "username", "sign_in"),
    [
        ("hana@gmail.com", "", SignIn.PASSWORD),
        ("hana@outlook.com", "", SignIn.OAUTH),
        ("hana@icloud.com", "hana", SignIn.PASSWORD),
        ("hana@yahoo.co.jp", "hana", SignIn.PASSWORD),
    ],
)
def test_known_providers(address, username, sign_in):
    discovery = known(address)
    account = account_from(discovery, discovery.best, account_id="a1")
    assert (account.username, account.sign_in) == (username, sign_in)
    assert account.login_name == (username or address)
    assert account.provider == discovery.provider.id


def test_what_the_user_says_wins():
    discovery = known("hana@docomo.ne.jp")
    account = account_from(discovery, discovery.best, account_id="a1", username="d-account")
    assert account.login_name == "d-account"
    gmail = known("hana@gmail.com")
    assert account_from(gmail, gmail.best, account_id="a1", oauth=True).sign_in is SignIn.OAUTH


def own_server(script):
    server = FoundServer(
        host=script.host, port=script.port, security=Security.TLS, login_name="hana@corp.example", source=Source.SRV
    )
    discovery = Discovery(address="hana@corp.example", domain="corp.example", steps=())
    return account_from(discovery, server, account_id="a1")


def door(script):
    from dataclasses import replace

    return lambda account: ImapDoor(replace(account, ca_file=str(script.ca_file)))


def test_a_try_that_gets_in(tmp_path):
    with scripted_imap(tmp_path, Script()) as script:
        result = TrySignIn(door=door(script)).run(
            own_server(script), Credential("abcd efgh ijkl mnop"), cancel=CancelToken()
        )
    assert result.ok
    assert result.folder_roles[FolderRole.SENT].folder.name == "Sent"
    assert result.facts.mechanism == "PLAIN"
    assert result.app_password_shaped


def test_a_try_that_is_refused_is_one_try(tmp_path):
    def refuse(talk, tag, _rest):
        talk.say("+ \r\n")
        talk.hear()
        talk.say(f"{tag} NO [AUTHENTICATIONFAILED] no\r\n")

    with scripted_imap(tmp_path, Script(answers={"AUTHENTICATE": refuse})) as script:
        result = TrySignIn(door=door(script)).run(own_server(script), Credential("wrong"), cancel=CancelToken())
    assert not result.ok
    assert result.trouble.kind is BAD_CREDENTIAL
    assert script.connections == 1
    assert "wrong" not in repr(result)
