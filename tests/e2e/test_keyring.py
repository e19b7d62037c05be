"""The keyring states with a real gnome-keyring, and with a bus that has none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sentwatch.adapters.keyring import Keyring
from sentwatch.core.trouble import KEYRING_LOCKED, KEYRING_MISSING, Trouble
from support.keyring_session import keyring_session, missing_programs

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.skipif(sys.platform != "linux" or bool(missing_programs()), reason="needs dbus and gnome-keyring"),
]


def test_present_changed_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with keyring_session(tmp_path / "s", monkeypatch):
        keyring = Keyring()
        assert keyring.available()
        assert keyring.get("one") is None
        keyring.put("one", "first 秘密")
        keyring.put("two", "other")
        assert keyring.get("one") == "first 秘密"
        Keyring().put("one", "changed by another process")
        assert keyring.get("one") == "changed by another process"
        keyring.remove("one")
        assert keyring.get("one") is None
        assert keyring.get("two") == "other"
        keyring.remove("one")


def test_a_long_token_survives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with keyring_session(tmp_path / "s", monkeypatch):
        token = "x" * 20_000
        Keyring().put("one", token)
        assert Keyring().get("one") == token


def test_locked_and_unlocked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with keyring_session(tmp_path / "s", monkeypatch) as session:
        keyring = Keyring(wait_s=20)
        keyring.put("one", "kept")
        session.lock()
        for call in (lambda: keyring.get("one"), lambda: keyring.put("one", "new"), lambda: keyring.remove("one")):
            with pytest.raises(Trouble) as caught:
                call()
            assert caught.value.kind is KEYRING_LOCKED
        session.unlock()
        assert keyring.get("one") == "kept"


def test_gone_and_back_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with keyring_session(tmp_path / "s", monkeypatch) as session:
        keyring = Keyring()
        keyring.put("one", "kept")
        session.take_away()
        with pytest.raises(Trouble) as caught:
            keyring.get("one")
        assert caught.value.kind is KEYRING_MISSING
        session.start_keyring()
        assert keyring.get("one") == "kept"


def test_a_bus_without_a_keyring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with keyring_session(tmp_path / "s", monkeypatch, keyring=False):
        assert not Keyring().available()
        with pytest.raises(Trouble) as caught:
            Keyring().put("one", "nothing may be written")
        assert caught.value.kind is KEYRING_MISSING
    written = [path for path in (tmp_path / "s").rglob("*") if path.is_file() and path.name != "bus.conf"]
    assert written == []


def test_no_bus_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/at/all")
    with pytest.raises(Trouble) as caught:
        Keyring().get("one")
    assert caught.value.kind is KEYRING_MISSING


def test_a_plaintext_backend_chosen_elsewhere_is_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with keyring_session(tmp_path / "s", monkeypatch, keyring=False), pytest.raises(Trouble):
        Keyring().put("one", "secret")
