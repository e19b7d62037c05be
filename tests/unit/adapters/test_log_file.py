"""The log's file: JSON lines of this user alone, without addresses and secrets, readable again."""

from __future__ import annotations

import json
import logging
import re

import pytest

from sentwatch.adapters.log import FILE, close_log, note_fault, read_log, set_up_log
from sentwatch.core.trouble import OUR_FAULT


@pytest.fixture
def folder(tmp_path):
    root = logging.getLogger()
    before = root.level
    set_up_log(tmp_path)
    yield tmp_path
    close_log()
    root.setLevel(before)


def entries(folder):
    return [json.loads(line) for line in (folder / FILE).read_text(encoding="utf-8").splitlines()]


def test_an_entry_is_one_line_with_its_time_and_without_addresses_or_secrets(folder):
    logging.getLogger("sentwatch.watch").info("signed in as %s\nwith password=%s", "hanako@example.jp", "geheim")
    _begins, entry = entries(folder)
    assert entry["event"] == "signed in as …@…\nwith password=…"
    assert (entry["level"], entry["logger"]) == ("info", "sentwatch.watch")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry["timestamp"])
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.expects_log("2 of 3")
def test_libraries_are_heard_from_warnings_on(folder):
    logging.getLogger("some.library").info("chatter")
    logging.getLogger("some.library").warning("%d of 3 の警告", 2)
    assert [entry["event"] for entry in entries(folder)[1:]] == ["2 of 3 の警告"]


@pytest.mark.expects_log("fault [0-9A-F]{6}")
def test_a_fault_of_ours_comes_with_its_trace_redacted(folder):
    try:
        raise ValueError("for taro@example.jp")
    except ValueError as error:
        trouble = note_fault(error)
    assert trouble.kind is OUR_FAULT
    _begins, entry = entries(folder)
    assert entry["event"] == f"fault {trouble.params['code']}"
    assert entry["exception"].endswith("ValueError: for …@…")
    assert "test_log_file.py" in entry["exception"]
    shown = read_log(folder)
    assert entry["timestamp"] in shown
    assert "exception: Traceback" in shown
