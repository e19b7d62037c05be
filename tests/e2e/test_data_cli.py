"""Taking along, bringing in and removing in the terminal, with a real keyring and a real autostart folder."""

from __future__ import annotations

from contextlib import closing

import pytest

from sentwatch.core.accounts import Account
from sentwatch.ports.mail import Credential
from sentwatch.service.add_account import Opened
from sentwatch.wiring import App
from support.cli import run_cli
from support.keyring_session import keyring_session

ADDRESS = "yuki@example.jp"
SECRET = "correct horse battery"


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A data folder with an account, its secret in a real keyring, and an entry at login."""
    with keyring_session(tmp_path / "session", monkeypatch):
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
        app = App(data_dir=tmp_path / "data")
        account = Account(id="0123abcd", address=ADDRESS, host="mail.example.jp")
        app.keep_account(account, Opened(credential=Credential(SECRET)))
        assert app.kept().get("nothing", str) is None
        app.start_at_login(wanted=True)
        app.close()
        yield tmp_path / "data"


def kept_in_keyring():
    import secretstorage

    with closing(secretstorage.dbus_init()) as bus:
        return [item.get_attributes()["username"] for item in secretstorage.get_default_collection(bus).get_all_items()]


def test_everything_is_removed_from_this_computer(data, tmp_path):
    assert sorted(kept_in_keyring()) == ["0123abcd", "ledger-key"]
    entry = tmp_path / "config" / "autostart" / "sentwatch.desktop"
    assert f"--data-dir {data}" in entry.read_text()
    listed = run_cli("data", "purge", "--dry-run", "--data-dir", data)
    assert listed.code == 0
    for part in (f"File: {data}/sentwatch.db", f"the password of {ADDRESS}", "the key of the store", str(entry)):
        assert part in listed.out
    assert (data / "sentwatch.db").exists()
    refused = run_cli("data", "purge", "--data-dir", data)
    assert refused.code == 2
    assert "--yes" in refused.err
    ran = run_cli("data", "purge", "--yes", "--json", "--data-dir", data)
    assert (ran.code, ran.json["done"], ran.json["left"]) == (0, True, [])
    assert kept_in_keyring() == []
    assert not entry.exists()
    assert not data.exists()
    again = run_cli("data", "purge", "--lang", "ja", "--data-dir", data)
    assert (again.code, "削除するものはありません" in again.out) == (0, True)


def test_the_usual_store_keeps_its_key_when_a_portable_one_goes(data, tmp_path):
    usual = tmp_path / "share" / "Sentwatch"
    usual.mkdir(parents=True)
    (usual / "sentwatch.db").write_bytes(b"")
    ran = run_cli("data", "purge", "--yes", "--data-dir", data)
    assert ran.code == 0
    assert "the store in the usual folder needs it" in ran.out
    assert kept_in_keyring() == ["ledger-key"]


def test_settings_travel(data, tmp_path):
    path = tmp_path / "export.json"
    ran = run_cli("data", "export", "--output", path, "--data-dir", data)
    assert ran.code == 0, ran.err
    assert "Passwords, commands, web hooks" in ran.err
    assert SECRET not in path.read_text()
    there = tmp_path / "there"
    shown = run_cli("data", "import", path, "--dry-run", "--data-dir", there)
    assert f"New account {ADDRESS} at mail.example.jp" in shown.out
    assert run_cli("accounts", "list", "--json", "--data-dir", there).json["accounts"] == []
    ran = run_cli("data", "import", path, "--yes", "--json", "--data-dir", there)
    assert (ran.code, ran.json["new_accounts"]) == (0, [ADDRESS])
    [account] = run_cli("accounts", "list", "--json", "--data-dir", there).json["accounts"]
    assert account["address"] == ADDRESS
    nothing = run_cli("data", "import", path, "--yes", "--lang", "ja", "--data-dir", there)
    assert "はすでに設定されているため、そのままにします" in nothing.out


def test_another_file_is_one_worded_line(tmp_path):
    (tmp_path / "x.json").write_text("{}")
    ran = run_cli("data", "import", tmp_path / "x.json", "--data-dir", tmp_path / "none")
    assert ran.code == 3
    assert len(ran.err.splitlines()) == 1
