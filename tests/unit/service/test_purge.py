"""Removing everything: listed first, deleted then, proven at the end; nothing of anybody else's is touched."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sentwatch.adapters.autostart import LinuxAutostart
from sentwatch.adapters.data_folder import contents
from sentwatch.core.otp.uri import read_uri
from sentwatch.core.trouble import KEYRING_LOCKED, Trouble
from sentwatch.service.purge import KeyringKind, Purge
from support.lived_in import Lived


@pytest.fixture
def lived(tmp_path):
    lived = Lived(tmp_path / "data")
    lived.look()
    folder = lived.app.data_dir
    lived.app.settings_file.write(lived.app.settings)
    (folder / "doors.json").write_text("{}")
    (folder / "sentwatch.log").write_text("x")
    (folder / "sentwatch.log.1").write_text("x")
    (folder / "sentwatch.db.before-step-2").write_text("x")
    (folder / "locks").mkdir(exist_ok=True)
    (folder / "locks" / "0123456789abcdef.lock").write_text("")
    yield lived
    lived.app.close()


def purge(lived, tmp_path, *, has_other_store=False):
    return Purge(
        folder=lived.app.data_dir,
        accounts=lived.app.known_accounts,
        kept_codes=lived.app.kept_codes,
        secrets=lived.secrets,
        autostart=LinuxAutostart(tmp_path / "autostart" / "sentwatch.desktop"),
        has_other_store=has_other_store,
        close=lived.app.close,
    )


def test_everything_is_listed_and_then_gone(lived, tmp_path):
    purging = purge(lived, tmp_path)
    purging.autostart.write(("sentwatch",))
    plan = purging.plan()
    names = {str(path.relative_to(plan.folder)) for path in plan.files}
    assert names >= {
        "sentwatch.db", "sentwatch.db.before-step-2", "settings.json", "doors.json", "sentwatch.log", "sentwatch.log.1",
        "locks/0123456789abcdef.lock",
    }  # fmt: skip
    assert {(item.name, item.of) for item in plan.items} == {("a1", lived.account.address), ("ledger-key", "")}
    assert plan.autostart == purging.autostart.place
    assert lived.secrets.kept, "listing deletes nothing"
    left = purging.run(plan)
    assert left.is_clean
    assert not plan.folder.exists()
    assert lived.secrets.kept == {}
    assert purging.autostart.read() is None
    assert purging.plan().is_empty


def test_what_is_not_ours_stays(lived, tmp_path):
    folder = lived.app.data_dir
    (tmp_path / "outside").write_text("mine")
    (folder / "holiday.jpg").write_text("x")
    (folder / "sentwatch.db.bak").write_text("x")
    (folder / "photos").mkdir()
    (folder / "locks" / "mine.txt").write_text("x")
    (folder / "ledger.key").symlink_to(tmp_path / "outside")
    purging = purge(lived, tmp_path)
    plan = purging.plan()
    assert set(plan.others) == {"holiday.jpg", "sentwatch.db.bak", "photos", "locks/mine.txt", "ledger.key"}
    left = purging.run(plan)
    assert left.is_clean
    assert {path.name for path in folder.iterdir()} == {
        "holiday.jpg",
        "sentwatch.db.bak",
        "photos",
        "locks",
        "ledger.key",
    }
    assert (tmp_path / "outside").read_text() == "mine"


def test_the_key_that_another_store_needs_stays(lived, tmp_path):
    purging = purge(lived, tmp_path, has_other_store=True)
    plan = purging.plan()
    assert plan.shared_key
    purging.run(plan)
    assert list(lived.secrets.kept) == ["ledger-key"]


def test_an_entry_at_login_for_another_folder_stays(lived, tmp_path):
    purging = purge(lived, tmp_path)
    purging.autostart.write(("sentwatch", "--data-dir", "/media/other"))
    assert purging.plan().autostart is None
    purging.autostart.write(("sentwatch", "--data-dir", str(lived.app.data_dir)))
    assert purging.plan().autostart is not None


def test_a_locked_keyring_leaves_the_store_until_its_secrets_can_go(lived, tmp_path):
    purging = purge(lived, tmp_path)

    def locked(_name):
        raise Trouble(KEYRING_LOCKED)

    open_get, open_remove = lived.secrets.get, lived.secrets.remove
    lived.secrets.get = lived.secrets.remove = locked
    plan = purging.plan()
    left = purging.run(plan)
    assert not left.is_clean
    assert {item.of for item in left.items} == {lived.account.address, ""}
    assert left.troubles[0].kind is KEYRING_LOCKED
    assert contents(plan.folder).ours == plan.files
    lived.secrets.get, lived.secrets.remove = open_get, open_remove
    assert purging.run(purging.plan()).is_clean


def test_codes_kept_on_request_go_too(lived, tmp_path):
    app = lived.app
    app.authenticator.keep(read_uri("otpauth://totp/Mail:hana?secret=HXDMVJECJJWSRB3HWIZR4IFUGFTMXBOZ&issuer=Mail"))
    app.backup_codes(lived.account).keep(lived.account.address, ("1234 5678", "8765 4321"))
    app.backup_codes().keep("Library", ("abcd-1234",))
    assert len(lived.secrets.kept) == 5
    purging = purge(lived, tmp_path)
    plan = purging.plan()
    assert {(item.kind, item.of) for item in plan.items} >= {
        (KeyringKind.AUTHENTICATOR, "Mail: hana"),
        (KeyringKind.BACKUP_CODES, lived.account.address),
        (KeyringKind.BACKUP_CODES, "Library"),
    }
    assert purging.run(plan).is_clean
    assert lived.secrets.kept == {}


def test_where_it_is_not_known_what_was_kept_the_store_stays(lived, tmp_path):
    """A locked keyring holds the key of the store as well: without it nobody can tell what else lies there."""
    lived.app.backup_codes().keep("Library", ("abcd-1234",))

    def unread():
        raise Trouble(KEYRING_LOCKED)

    purging = replace(purge(lived, tmp_path), kept_codes=unread)
    plan = purging.plan()
    left = purging.run(plan)
    assert [trouble.kind for trouble in left.troubles] == [KEYRING_LOCKED]
    assert contents(plan.folder).ours == plan.files
    assert len(lived.secrets.kept) == 3
    assert purge(lived, tmp_path).run(plan).items == ()


def test_a_folder_that_is_not_there_is_empty(tmp_path):
    assert contents(tmp_path / "none").ours == ()
