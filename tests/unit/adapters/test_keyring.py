"""The keyring adapter against backends that misbehave."""

from __future__ import annotations

import threading
import traceback

import keyring.errors
import pytest

from sentwatch.adapters import keyring as adapter
from sentwatch.adapters.keyring import Keyring, SessionSecrets
from sentwatch.core.trouble import KEYRING_LOCKED, KEYRING_MISSING, KEYRING_TOO_SMALL, Trouble


class Memory:
    def __init__(self, *, keeps=10_000, raises=None):
        self.kept = {}
        self.keeps = keeps
        self.raises = raises

    def get_password(self, service, name):
        if self.raises:
            raise self.raises
        return self.kept.get((service, name))

    def set_password(self, service, name, secret):
        if self.raises:
            raise self.raises
        self.kept[service, name] = secret[: self.keeps]

    def delete_password(self, service, name):
        if self.raises:
            raise self.raises
        del self.kept[service, name]


class WinVault(Memory):
    pass


WinVault.__module__ = "keyring.backends.Windows"


class Winerror(Exception):
    winerror = 1783


def refused(call):
    with pytest.raises(Trouble) as caught:
        call()
    return caught.value.kind


def test_kept_under_our_own_service_name():
    memory = Memory()
    Keyring(find_backend=lambda: memory).put("account-1", "secret")
    assert memory.kept == {("Sentwatch", "account-1"): "secret"}


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (keyring.errors.KeyringLocked("x"), KEYRING_LOCKED),
        (keyring.errors.PasswordSetError("Cancelled by user"), KEYRING_LOCKED),
        (keyring.errors.InitError("x"), KEYRING_MISSING),
        (keyring.errors.NoKeyringError("x"), KEYRING_MISSING),
        (ConnectionResetError("gone mid-call"), KEYRING_MISSING),
        (EOFError("gone mid-call"), KEYRING_MISSING),
        (Winerror("CredWrite"), KEYRING_TOO_SMALL),
    ],
)
def test_each_failure_has_its_state(error, kind):
    port = Keyring(find_backend=lambda: Memory(raises=error))
    assert refused(lambda: port.put("one", "secret")) is kind
    assert refused(lambda: port.get("one")) is kind
    assert refused(lambda: port.remove("one")) is kind


def test_a_backend_that_keeps_less_than_given_is_too_small():
    assert refused(lambda: Keyring(find_backend=lambda: Memory(keeps=10)).put("one", "x" * 11)) is KEYRING_TOO_SMALL


def test_windows_is_not_even_asked_for_more_than_it_holds():
    vault = WinVault()
    port = Keyring(find_backend=lambda: vault)
    port.put("one", "x" * 1280)
    assert refused(lambda: port.put("two", "x" * 1281)) is KEYRING_TOO_SMALL
    assert list(vault.kept) == [("Sentwatch", "one")]


def test_an_open_prompt_does_not_block_for_ever_and_no_second_one_opens():
    answered = threading.Event()
    asked = []

    class Prompting(Memory):
        def get_password(self, service, name):
            asked.append(name)
            answered.wait(30)
            return "unlocked"

    port = Keyring(wait_s=0.05, find_backend=Prompting)
    assert refused(lambda: port.get("one")) is KEYRING_LOCKED
    assert refused(lambda: port.get("two")) is KEYRING_LOCKED
    assert asked == ["one"]
    answered.set()
    port.wait_s = 30
    assert port.get("three") == "unlocked"


def test_no_secret_in_what_is_raised():
    port = Keyring(find_backend=lambda: Memory(raises=ValueError("secret-in-foreign-" + "exception")))
    # In pieces: a traceback shows source lines.
    secret = "-".join(("secret", "in", "foreign", "exception"))  # noqa: FLY002
    with pytest.raises(Trouble) as caught:
        port.put("one", secret)
    assert secret not in "".join(traceback.format_exception(caught.value))
    assert secret not in repr(port)


def test_an_entry_that_cannot_be_removed_is_said():
    class Sticky(Memory):
        def delete_password(self, service, name):
            pass

    sticky = Sticky()
    port = Keyring(find_backend=lambda: sticky)
    port.put("one", "secret")
    assert refused(lambda: port.remove("one")) is KEYRING_LOCKED


def test_only_backends_of_operating_systems_are_named():
    for backends in adapter._BACKENDS.values():
        for module, _name in backends:
            assert module.rsplit(".", 1)[1] in {"SecretService", "kwallet", "libsecret", "macOS", "Windows"}


def test_session_secrets_are_not_shown():
    secrets = SessionSecrets()
    secrets.put("one", "open sesame")
    assert secrets.get("one") == "open sesame"
    assert "sesame" not in repr(secrets)
    secrets.remove("one")
    secrets.remove("one")
    assert secrets.get("one") is None
