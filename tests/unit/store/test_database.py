"""The file: for its owner alone, brought up to date step by step, refused when newer, worded when unusable."""

from __future__ import annotations

import sqlite3
import stat
import threading

import pytest

from sentwatch.core.trouble import STORE_NEWER, STORE_UNUSABLE, Trouble
from sentwatch.store import database as database_module
from sentwatch.store.database import FILE, Database
from sentwatch.store.steps import STEPS


def test_the_file_and_its_folder_are_for_the_owner_alone(tmp_path):
    folder = tmp_path / "data"
    database = Database(folder / FILE)
    with database.change() as connection:
        connection.execute("INSERT INTO meta VALUES ('x', 1)")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    database.close()


def test_a_change_is_all_or_nothing(tmp_path):
    database = Database(tmp_path / FILE)
    with pytest.raises(ZeroDivisionError), database.change() as connection:
        connection.execute("INSERT INTO meta VALUES ('x', 1)")
        with database.change() as inner:
            inner.execute("INSERT INTO meta VALUES ('y', 1)")
        raise ZeroDivisionError
    assert database.rows("SELECT * FROM meta") == []
    database.close()


def test_threads_read_while_one_writes(tmp_path):
    database = Database(tmp_path / FILE)
    seen = []
    with database.change() as connection:
        connection.execute("INSERT INTO meta VALUES ('x', 1)")
        reader = threading.Thread(target=lambda: seen.append(database.rows("SELECT * FROM meta")))
        reader.start()
        reader.join(10)
    assert seen == [[]]
    database.close()


def test_the_vanishing_store_is_shared_by_threads_and_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    database = Database(None)
    with database.change() as connection:
        connection.execute("INSERT INTO meta VALUES ('x', 1)")
    seen = []
    reader = threading.Thread(target=lambda: seen.append(database.value("SELECT value FROM meta")))
    reader.start()
    reader.join(10)
    assert seen == [1]
    database.close()
    assert list(tmp_path.iterdir()) == []


def test_each_step_is_applied_once_and_a_copy_is_kept_aside(tmp_path, monkeypatch):
    path = tmp_path / FILE
    Database(path).close()
    more = (*STEPS, ("CREATE TABLE later (x)", "INSERT INTO later VALUES (1)"))
    monkeypatch.setattr(database_module, "STEPS", more)
    database = Database(path)
    assert database.value("SELECT count(*) FROM later") == 1
    database.close()
    aside = tmp_path / f"{FILE}.before-step-{len(STEPS) + 1}"
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    with sqlite3.connect(aside) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (len(STEPS),)
    copy.close()
    Database(path).close()


def test_a_step_that_fails_changes_nothing(tmp_path, monkeypatch):
    path = tmp_path / FILE
    Database(path).close()
    monkeypatch.setattr(database_module, "STEPS", (*STEPS, ("CREATE TABLE later (x)", "NONSENSE")))
    with pytest.raises(Trouble) as caught:
        Database(path)
    assert caught.value.kind is STORE_UNUSABLE
    monkeypatch.undo()
    database = Database(path)
    assert database.value("SELECT count(*) FROM sqlite_master WHERE name = 'later'") == 0
    database.close()


def test_a_newer_store_is_refused_in_words(tmp_path, monkeypatch):
    path = tmp_path / FILE
    monkeypatch.setattr(database_module, "STEPS", (*STEPS, ("CREATE TABLE later (x)",)))
    Database(path).close()
    monkeypatch.undo()
    with pytest.raises(Trouble) as caught:
        Database(path)
    assert caught.value.kind is STORE_NEWER


def test_what_is_no_store_is_said(tmp_path):
    path = tmp_path / FILE
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(Trouble) as caught:
        Database(path)
    assert caught.value.kind is STORE_UNUSABLE
    assert "no store of Sentwatch" in str(caught.value.params["reason"])


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Trouble) as caught:
        Database(tmp_path / "file" / FILE)
    assert caught.value.kind is STORE_UNUSABLE


def test_a_full_disk_costs_the_change_and_is_said(tmp_path):
    database = Database(tmp_path / FILE)
    pages = database.value("PRAGMA page_count")
    database.rows(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(Trouble) as caught, database.change() as connection:
        connection.execute("INSERT INTO meta VALUES ('small', 1)")
        connection.execute("INSERT INTO meta VALUES ('big', zeroblob(1000000))")
    assert caught.value.kind is STORE_UNUSABLE
    assert "disk is full" in str(caught.value.params["reason"])
    database.rows("PRAGMA max_page_count = 1000000")
    assert database.rows("SELECT * FROM meta") == []
    database.close()
