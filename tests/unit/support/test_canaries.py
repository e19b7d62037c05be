"""The canaries find what they are to find, and nothing else."""

from __future__ import annotations

import base64
import subprocess
import sys
from urllib.parse import quote

import pytest

from support.canaries import PIECE, Canaries, forms

SECRET = "Käse & Brot/77+x"
SEED = bytes(range(40, 60))
CANARIES = Canaries(password=SECRET, seed=SEED)


@pytest.mark.parametrize(
    "written",
    [
        SECRET.encode(),
        SECRET.encode().hex().encode(),
        SECRET.encode().hex().upper().encode(),
        quote(SECRET).encode(),
        SECRET.encode("utf-16-le"),
        SECRET.encode("utf-16-be"),
        *(base64.b64encode(b"\0" + user + b"\0" + SECRET.encode()) for user in (b"a", b"ab", b"abc", b"abcd")),
        *(base64.b64encode(b"x" * n + SECRET.encode() + b"tail") for n in range(6)),
        *(base64.urlsafe_b64encode(b"x" * n + SECRET.encode() + b"tail") for n in range(6)),
        base64.encodebytes(b"y" * 50 + SECRET.encode() + b"z" * 50),
        SEED,
        base64.b32encode(SEED),
        base64.b32encode(SEED).lower(),
        SEED.hex().encode(),
        base64.b64encode(b"12" + SEED),
    ],
)
def test_each_form_is_found(written, tmp_path):
    assert CANARIES.in_bytes(b"before " + written + b" after")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "file.bin").write_bytes(b"." * (PIECE - 5) + written)
    found = CANARIES.in_files(tmp_path)
    assert found
    assert all(SECRET not in line for line in found)


def test_nothing_is_found_where_nothing_is(tmp_path):
    (tmp_path / "a").write_bytes(b"K\xc3\xa4se & Wurst/77+x" * 100)
    assert CANARIES.in_files(tmp_path) == []
    assert CANARIES.in_processes() == []
    assert CANARIES.in_environment() == []
    assert CANARIES.in_text("") == []


def test_names_of_files_count(tmp_path):
    (tmp_path / "log-0123456789").touch()
    assert Canaries(number="0123456789").in_files(tmp_path)


def test_environment_and_command_lines(monkeypatch):
    monkeypatch.setenv("SOME_TOKEN", "x" + SECRET)
    assert any("SOME_TOKEN" in line for line in CANARIES.in_environment())
    monkeypatch.delenv("SOME_TOKEN")
    with CANARIES.watching_processes() as seen:
        wait = "import sys, time; sys.stdin.read()"
        with subprocess.Popen([sys.executable, "-c", wait, SECRET], stdin=subprocess.PIPE) as child:
            while not seen and child.poll() is None:
                pass
            child.communicate(b"")
    assert any("command line" in line for line in seen)


def test_short_canaries_are_refused():
    with pytest.raises(ValueError, match="8 bytes"):
        forms("short")
