"""Rules read with a token from a real sign-in: by Gmail's and Graph's interfaces, and by ManageSieve on a real Dovecot."""

from __future__ import annotations

import threading

import httpx2
import pytest

from sentwatch.adapters.gmail import GmailRules
from sentwatch.adapters.graph import GraphRules
from sentwatch.adapters.managesieve import ManageSieveDoor
from sentwatch.adapters.oauth import OAuth
from sentwatch.adapters.rest import RestReader
from sentwatch.core.discovery import Source
from sentwatch.core.sieve_server import SieveServer
from sentwatch.core.trouble import BAD_CREDENTIAL, BROWSER_SIGN_IN_NEEDED, Trouble
from sentwatch.ports.cancel import CancelToken
from sentwatch.ports.mail import Credential, CredentialKind
from support.dovecot import oauth_passdb, running_dovecot
from support.oauth_provider import running_provider
from support.rest_on_loopback import gmail, graph, serving

ADDRESS = "hana@corp.example"


@pytest.fixture
def provider(tmp_path):
    with running_provider(tmp_path / "oauth") as running:
        yield running


def sign_in(provider) -> Credential:
    """Sign in as the browser would, and return the access token."""
    under_way = OAuth(context=provider.context, wait_s=20).begin(provider.service(), address=ADDRESS)
    with httpx2.Client(verify=provider.context, trust_env=False) as browser:
        back = browser.get(under_way.url).headers["Location"]

    def open_back():
        with httpx2.Client(trust_env=False) as browser:
            browser.get(back)

    thread = threading.Thread(target=open_back, daemon=True)
    thread.start()
    tokens = under_way.wait(CancelToken())
    thread.join(20)
    return Credential(tokens.access, CredentialKind.ACCESS_TOKEN)


@pytest.mark.parametrize(("make", "adapter"), [(gmail, GmailRules), (graph, GraphRules)])
def test_by_the_web_interfaces(provider, make, adapter):
    credential = sign_in(provider)
    rest = make()
    rest.token = credential.secret
    with serving(rest):
        port = adapter(reader=RestReader(base=rest.base, context=rest.context))
        assert port.read(credential=credential, cancel=CancelToken()).sets[0].rules
        with pytest.raises(Trouble) as caught:
            port.read(credential=Credential("stale", CredentialKind.ACCESS_TOKEN), cancel=CancelToken())
    assert caught.value.kind is BROWSER_SIGN_IN_NEEDED


@pytest.mark.dovecot
@pytest.mark.parametrize("mechanism", ["xoauth2", "oauthbearer"])
def test_by_managesieve(provider, tmp_path, mechanism):
    extra = oauth_passdb(tmp_path, base=provider.base, ca_file=provider.ca_file)
    with running_dovecot(mechanisms=mechanism, extra=extra) as dovecot:
        dovecot.add_user(ADDRESS)
        server = SieveServer(
            host="127.0.0.1",
            port=dovecot.sieve_port,
            login_name=ADDRESS,
            source=Source.TABLE,
            ca_file=str(dovecot.ca_file),
        )
        scripts = ManageSieveDoor(server).open(credential=sign_in(provider), cancel=CancelToken())
        assert scripts.facts.mechanism.lower() == mechanism
        assert list(scripts.names()) == []
        scripts.close()
        with pytest.raises(Trouble) as caught:
            ManageSieveDoor(server).open(
                credential=Credential("no-such-token", CredentialKind.ACCESS_TOKEN), cancel=CancelToken()
            )
        assert caught.value.kind is BAD_CREDENTIAL
