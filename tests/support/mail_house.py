"""A house of one's own for tests in the window: a real App on a fresh data folder, discovery through servers of ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sentwatch.adapters.autoconfig import Autoconfig
from sentwatch.adapters.keyring import SessionSecrets
from sentwatch.adapters.srv import MailDns
from sentwatch.adapters.targets import Targets
from sentwatch.core.trouble import KEYRING_LOCKED, KEYRING_MISSING, Trouble
from sentwatch.service.discovery import Discover
from sentwatch.wiring import App
from support import mail_dns, web_on_loopback
from support.mail_dns import MailZone
from support.web_on_loopback import Web


class Nobody:
    """Knocks at no door: outside of these tests' own servers nothing is there."""

    def is_private(self, host, port):
        return False

    def answers(self, host, port, *, security, cancel):
        return False


class NoKeyring:
    """A computer without a keyring."""

    def available(self):
        return False

    def get(self, name):
        raise Trouble(KEYRING_MISSING)

    def put(self, name, secret):
        raise Trouble(KEYRING_MISSING)

    def remove(self, name):
        raise Trouble(KEYRING_MISSING)


class LockableKeyring(SessionSecrets):
    """A keyring that can be locked."""

    is_locked = False

    def put(self, name, secret):
        if self.is_locked:
            raise Trouble(KEYRING_LOCKED)
        super().put(name, secret)


@contextmanager
def mail_house(folder: Path, *, zone: MailZone | None = None, secrets=None) -> Iterator[App]:
    """An App whose discovery asks a name server and a web server on loopback."""
    with mail_dns.serving(zone or MailZone()) as dns, web_on_loopback.serving(Web(), names=("corp.example",)) as web:
        app = App(data_dir=folder, secrets=secrets or SessionSecrets())
        targets = Targets(
            may_connect=lambda address: address == "127.0.0.1", resolve=lambda _host, _p: [("127.0.0.1", web.port)]
        )
        app.__dict__["discover"] = Discover(
            table=app.providers,
            dns=MailDns(nameserver="127.0.0.1", port=dns.port, answer_s=3),
            autoconfig=Autoconfig(targets=targets, context=web.context),
            knocker=Nobody(),
        )
        try:
            yield app
        finally:
            app.close()
