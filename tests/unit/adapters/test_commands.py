"""The runner: programs that hang, flood, are missing or are cancelled cost a moment and give a reason."""

from __future__ import annotations

import os
import stat
import sys
import threading

import pytest

from sentwatch.adapters.commands import CouldNotLook, SystemCommands, quiet_environment
from sentwatch.ports.cancel import Cancelled, CancelToken

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the programs are shell scripts")


def program(folder, text, name="probe"):
    path = folder / name
    path.write_text("#!/bin/sh\n" + text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return SystemCommands(folders=(str(folder), "/bin", "/usr/bin"), limit_s=1.0, max_bytes=10_000)


def test_output_status_and_errors(tmp_path):
    out = program(tmp_path, 'echo "$1|$LC_ALL"; echo oops >&2; exit 3')("probe", "a b;c", cancel=CancelToken())
    assert (out.status, out.text, out.errors) == (3, "a b;c|C\n", b"oops\n")


def test_a_program_that_hangs_is_stopped(tmp_path):
    with pytest.raises(CouldNotLook) as caught:
        program(tmp_path, "sleep 60")("probe", cancel=CancelToken())
    assert "in time" in caught.value.reason.text


def test_a_program_that_leaves_a_child_behind_is_stopped(tmp_path):
    with pytest.raises(CouldNotLook):
        program(tmp_path, "sleep 60 & sleep 60")("probe", cancel=CancelToken())


def test_a_program_that_floods_is_stopped(tmp_path):
    with pytest.raises(CouldNotLook) as caught:
        program(tmp_path, "yes")("probe", cancel=CancelToken())
    assert "too much" in caught.value.reason.text


def test_a_missing_program_is_expected(tmp_path):
    with pytest.raises(CouldNotLook) as caught:
        SystemCommands(folders=(str(tmp_path),))("nothing", cancel=CancelToken())
    assert caught.value.is_expected


def test_a_program_that_cannot_run(tmp_path):
    (tmp_path / "probe").write_bytes(b"\x7fELFrubbish")
    with pytest.raises(CouldNotLook):
        SystemCommands(folders=(str(tmp_path),))("probe", cancel=CancelToken())


def test_cancelling_stops_it(tmp_path):
    commands = program(tmp_path, "echo started > started; sleep 60")
    commands = SystemCommands(folders=commands.folders, limit_s=30.0)
    cancel = CancelToken()
    threading.Timer(0.3, cancel.cancel).start()
    with pytest.raises(Cancelled):
        commands("probe", cancel=cancel)


def test_little_is_handed_on():
    handed = quiet_environment({"HOME": "/h", "LD_PRELOAD": "x", "SECRET": "y", "PATH": "/evil"}, ("/usr/bin",))
    assert handed == {"HOME": "/h", "PATH": "/usr/bin", "LC_ALL": "C", "LANG": "C", "LANGUAGE": "C"}


def test_programs_are_not_looked_for_in_the_path(tmp_path, monkeypatch):
    program(tmp_path, "echo evil", name="sentwatch-probe-nowhere")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CouldNotLook):
        SystemCommands()("sentwatch-probe-nowhere", cancel=CancelToken())


def test_python_itself_runs(tmp_path):
    (tmp_path / "python").symlink_to(sys.executable)
    out = SystemCommands(folders=(str(tmp_path),))("python", "-c", "print(1)", cancel=CancelToken())
    assert out.text == "1\n"
