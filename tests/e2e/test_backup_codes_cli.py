"""`sentwatch backup-codes` as a started program over a real gnome-keyring: kept there, and nowhere else."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from sentwatch.adapters.keyring import SERVICE, Keyring
from sentwatch.core.accounts import Account
from sentwatch.core.trouble import KEYRING_LOCKED, KEYRING_MISSING, Trouble
from sentwatch.wiring import App
from support.canaries import Canaries
from support.keyring_session import keyring_session, missing_programs
from support.terminal_session import at_a_terminal

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.skipif(sys.platform != "linux" or bool(missing_programs()), reason="needs dbus and gnome-keyring"),
]

CODES = ("4821 9037", "7710 2256", "9043 1187")
LIST = "".join(f"{n}. {code}\r\n" for n, code in enumerate(CODES, start=1)).encode()
CANARIES = Canaries(**{f"code{n}": code for n, code in enumerate(CODES)})
ACCOUNT = Account(id="a1", address="hana@kaede.example", host="mail.kaede.example")
START = "import sys; from sentwatch.cli.main import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def run(data, *arguments, stdin=b""):
    return subprocess.run(
        [sys.executable, "-c", START, *map(str, arguments), "--data-dir", str(data)],
        input=stdin,
        capture_output=True,
        check=False,
    )


def in_the_keyring():
    """What the Secret Service itself says: names and secrets of our entries."""
    import secretstorage

    bus = secretstorage.dbus_init()
    try:
        items = list(secretstorage.get_default_collection(bus).search_items({"service": SERVICE}))
        return {item.get_attributes()["username"]: item.get_secret().decode() for item in items}
    finally:
        bus.close()


def test_the_whole_life_of_backup_codes(data, tmp_path, monkeypatch):
    with keyring_session(tmp_path / "s", monkeypatch), CANARIES.watching_processes() as seen:
        said = []

        def ran(*arguments, code=0, stdin=b""):
            done = run(data, "backup-codes", *arguments, stdin=stdin)
            assert done.returncode == code, done.stderr
            said.append(done.stderr if arguments[0] == "show" else done.stdout + done.stderr)
            return done

        ran("list")
        assert not data.exists()
        assert b"without the phone" in ran("keep", "Library", "--yes", stdin=LIST).stderr
        ran("keep", "Library", code=2, stdin=LIST)
        ran("keep", "Other", "--yes", code=2, stdin=b"no codes in here")
        assert ran("show", "library").stdout.decode().splitlines() == list(CODES)
        [(name, secret)] = [one for one in in_the_keyring().items() if one[0].startswith("backup-codes:")]
        assert secret.splitlines() == list(CODES)
        assert ran("used", "Library", stdin=b"7710-2256\n").stderr == b"2 of 3 codes are left\n"
        ran("used", "Library", code=2, stdin=b"7710 2256\n")
        assert json.loads(ran("list", "--json").stdout)["sets"][0]["left"] == 2
        assert in_the_keyring()[name].splitlines() == [CODES[0], CODES[2]]
        ran("forget", "Library", code=2)
        ran("forget", "Library", "--yes")
        assert name not in in_the_keyring()
        ran("show", "Library", code=2)
    assert seen == []
    assert CANARIES.in_bytes(b"".join(said)) == []
    # The keyring itself keeps them, enciphered; nothing else of the session folder and no file of ours may.
    assert CANARIES.in_files(tmp_path) == []


def test_purge_and_removal_find_them(data, tmp_path, monkeypatch):
    with keyring_session(tmp_path / "s", monkeypatch):
        app = App(data_dir=data)
        app.accounts.put(ACCOUNT)
        app.keyring.put(ACCOUNT.id, "the password")
        app.close()
        for name in (ACCOUNT.address, "Library"):
            assert run(data, "backup-codes", "keep", name, "--yes", stdin=LIST).returncode == 0
        assert len(in_the_keyring()) == 4
        assert run(data, "accounts", "remove", "--address", ACCOUNT.address, "--yes").returncode == 0
        assert len(in_the_keyring()) == 2
        listed = run(data, "data", "purge", "--dry-run").stdout + run(data, "data", "purge", "--dry-run").stderr
        assert b"the backup codes of Library" in listed
        assert run(data, "data", "purge", "--yes").returncode == 0
        assert in_the_keyring() == {}
        assert not data.exists()


def test_a_locked_keyring_and_none_at_all(data, tmp_path, monkeypatch):
    with keyring_session(tmp_path / "s", monkeypatch) as session:
        app = App(data_dir=data, secrets=Keyring(wait_s=20))
        book = app.backup_codes()
        kept = book.keep("Library", CODES)
        session.lock()
        for act in (lambda: book.opened(kept.id), lambda: book.keep("Other", CODES), lambda: book.forget(kept.id)):
            with pytest.raises(Trouble) as caught:
                act()
            assert caught.value.kind is KEYRING_LOCKED
        session.unlock()
        assert book.opened(kept.id).codes == CODES
        session.take_away()
        with pytest.raises(Trouble) as caught:
            book.keep("Other", CODES)
        assert caught.value.kind is KEYRING_MISSING
        assert book.known() == (kept,)
        app.close()
    assert CANARIES.in_files(data) == []


def test_at_a_terminal_codes_are_not_echoed(data, tmp_path, monkeypatch):
    with keyring_session(tmp_path / "s", monkeypatch):
        command = [sys.executable, "-c", START, "backup-codes", "keep", "Library", "--data-dir", str(data)]
        code, shown = at_a_terminal(command, typed=[*CODES[:2], "", "y"])
        assert code == 0, shown
        assert CANARIES.in_bytes(shown) == []
        app = App(data_dir=data)
        assert app.backup_codes().opened(app.backup_codes().known()[0].id).codes == CODES[:2]
        app.close()
    assert not [name for name in os.environ if "4821" in os.environ[name]]
