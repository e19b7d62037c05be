"""Decoding from threads: a class that one thread is still working out is not used half by another."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from sentwatch.decoding import from_json, from_msgpack, from_plain

ROOT = Path(__file__).parents[2]

# The inner class is worked out while the outer one hangs half done on its class, and stops there for a while.
TWO_THREADS = """
import dataclasses, sys, threading, time
import msgspec
from sentwatch.decoding import from_json

inside, answers = threading.Event(), []

def pause():
    inside.set()
    time.sleep(0.3)
    return int

@BASE@
    n: "pause()" = 0

@OUTER@
    a: int = 0
    inner: "Inner | None" = None

def read():
    answers.append(from_json(b'{"a": 1, "inner": {"n": 2}}', Outer))

first = threading.Thread(target=read)
first.start()
assert inside.wait(10)
second = threading.Thread(target=read)
second.start()
first.join()
second.join()
print([(one.a, one.inner.n) for one in answers])
"""

DATACLASS = {"@BASE@": "@dataclasses.dataclass\nclass Inner:", "@OUTER@": "@dataclasses.dataclass\nclass Outer:"}
STRUCT = {"@BASE@": "class Inner(msgspec.Struct):", "@OUTER@": "class Outer(msgspec.Struct):"}


def run(shape):
    script = TWO_THREADS
    for name, text in shape.items():
        script = script.replace(name, text)
    path = os.pathsep.join([str(ROOT / "desktop"), *sys.path])
    return subprocess.run(
        [sys.executable, "-c", script],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": path},
    )


@pytest.mark.parametrize("shape", [DATACLASS, STRUCT], ids=["dataclass", "Struct"])
def test_two_threads_may_meet_a_class_at_the_same_time(shape):
    done = run(shape)
    assert (done.returncode, done.stdout.strip()) == (0, "[(1, 2), (1, 2)]"), done.stderr


def test_each_form_is_read_and_refused():
    assert from_json(b'[1, "a"]', tuple[int, str]) == (1, "a")
    assert from_json("[1]", object) == [1]
    assert from_msgpack(msgspec.msgpack.encode([1, 2]), list[int]) == [1, 2]
    assert from_plain({"1": 2}, dict[str, int]) == {"1": 2}
    for wrong in (
        lambda: from_json(b"{}", list[int]),
        lambda: from_msgpack(b"\x80", int),
        lambda: from_plain("a", int),
    ):
        with pytest.raises(msgspec.ValidationError):
            wrong()
    with pytest.raises(msgspec.DecodeError):
        from_json(b"{", dict[str, int])


def test_a_kind_that_cannot_be_worked_out_is_refused_each_time():
    for _ in range(2):
        with pytest.raises(TypeError):
            from_json(b"1", int | list[int] | tuple[int, ...] | None)
