"""The program's streams: full disks, closed ends, Windows' code pages, narrow terminals, no display, Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import unicodedata

import pytest

from support.typed import SOURCE, typed_at


def sentwatch(*arguments, env=None, shell="", **more):
    """The program itself, so that its streams are the system's."""
    given = {**os.environ, "PYTHONPATH": str(SOURCE), **(env or {})}
    command = [sys.executable, "-m", "sentwatch", *map(str, arguments)]
    if shell:
        command = ["sh", "-c", f'exec "$@" {shell}', "sh", *command]
    return subprocess.run(command, env=given, capture_output=True, timeout=120, check=False, **more)


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_a_full_disk_is_one_worded_line(more):
    ran = sentwatch("demo", *more, shell=">/dev/full")
    assert ran.returncode == 3
    assert ran.stderr.count(b"\n") == 1
    assert ran.stderr.startswith(b"What was found could not be written out: No space left on device.")


def test_a_reader_that_leaves_is_no_fault():
    ran = sentwatch("demo", "--json", shell="| head -1")
    assert (ran.stdout, ran.stderr) == (b"{\n", b"")


@pytest.mark.parametrize("shell", ["2>/dev/full", "2>&-"])
def test_an_error_stream_that_takes_nothing_costs_neither_the_answer_nor_the_code(shell):
    ran = sentwatch("check", "--archive", "/nowhere/at/all", shell=shell)
    assert ran.returncode == 3
    assert b"there is no such file or folder" in b" ".join(ran.stdout.split())


def test_a_closed_input_is_nobody_to_ask(tmp_path):
    ran = sentwatch("accounts", "test", "--address", "a@b.example", "--host", "127.0.0.1", "--port", "1", shell="<&-")
    assert ran.returncode == 2
    assert ran.stderr == b"There is no terminal to ask at. Use --password-stdin.\n"
    ran = sentwatch("accounts", "test", "--address", "a@b.example", "--host", "127.0.0.1", "--port", "1",
                    "--password-stdin", shell="<&-")  # fmt: skip
    assert ran.returncode == 2
    assert ran.stderr == b"The line to be read from standard input is missing or empty.\n"


@pytest.mark.parametrize(
    ("encoding", "lang", "dash"), [("cp932", "ja", "-"), ("cp932", "en", "-"), ("cp1252", "en", "—")]
)
def test_code_pages_without_all_signs_are_written_in_the_nearest(encoding, lang, dash):
    ran = sentwatch("demo", "--lang", lang, env={"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"})
    assert (ran.returncode, ran.stderr) == (1, b"")
    text = ran.stdout.decode(encoding)
    assert text.startswith(f"noreply@aoyama-insatsu.example {dash} ")
    assert "!! " in text
    assert ("312 通" in text) == (lang == "ja")


def test_json_is_whole_in_every_code_page():
    ran = sentwatch("demo", "--json", "--lang", "ja", env={"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"})
    [report] = json.loads(ran.stdout.decode("cp1252"))["reports"]
    assert "312 通" in report["findings"][0]["title"]


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_narrow_terminal_gets_lines_that_fit(lang):
    ran = typed_at("demo", "--lang", lang, columns=44)
    assert ran.code == 1
    letter = ran.shown[ran.shown.index("⬣") :].split("sent.burst")[1]
    widths = [sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in letter.splitlines()]
    # One column more for closing punctuation, which does not begin a line.
    assert 40 < max(widths) <= 46


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
@pytest.mark.parametrize("arguments", [(), ("demo", "--window")])
@pytest.mark.parametrize("display", ["", ":32767", "nonsense"])
def test_without_a_display_a_window_is_refused_in_words(arguments, display, tmp_path):
    nowhere = {"DISPLAY": display, "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": "", "HOME": str(tmp_path)}
    ran = sentwatch(*arguments, env=nowhere)
    assert ran.returncode == 2
    assert ran.stderr.decode().startswith("There is no display here for a window.")
    assert ran.stderr.count(b"\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_leaves_a_question_at_once():
    ran = typed_at("accounts", "test", "--address", "a@b.example", "--host", "127.0.0.1",
                   answers=[("Password", "\x03")], within_s=30)  # fmt: skip
    assert ran.code == 130
    assert ran.shown.splitlines()[-1] == "Stopped."


_INTERRUPTED_WHILE_LOADING = """
import os, signal, sys
from sentwatch import __main__ as program

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "sentwatch.cli.main":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Interrupting())
sys.argv = ["sentwatch", "demo"]
program.main()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals end a program otherwise there")
def test_ctrl_c_while_modules_are_loaded_shows_no_traceback():
    env = {**os.environ, "PYTHONPATH": str(SOURCE)}
    ran = subprocess.run(
        [sys.executable, "-c", _INTERRUPTED_WHILE_LOADING], env=env, capture_output=True, timeout=60, check=False
    )
    assert ran.returncode == -signal.SIGINT
    assert (ran.stdout, ran.stderr) == (b"", b"")
