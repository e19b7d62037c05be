"""An unexpected log line fails its test, an expected one must come."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.fail_loudly import verdict

TESTS = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    ("lines", "expected", "fault"),
    [
        ([], [], None),
        (["WARNING a: disk full"], [], "logged unexpectedly:\nWARNING a: disk full"),
        (["WARNING a: disk full"], ["disk full"], None),
        (["WARNING a: disk full", "ERROR b: other"], ["disk full"], "logged unexpectedly:\nERROR b: other"),
        ([], ["disk full"], "expected in the log and not there: ['disk full']"),
    ],
)
def test_the_verdict(lines, expected, fault):
    assert verdict(lines, expected) == fault


@pytest.mark.expects_log("the disk is nearly full")
def test_an_expected_line_passes():
    logging.getLogger("sentwatch.test").warning("the disk is nearly full")


def test_an_unexpected_line_fails_a_real_run(tmp_path):
    (tmp_path / "test_it.py").write_text(
        "import logging\ndef test_warns():\n    logging.warning('oh')\ndef test_informs():\n    logging.info('well')\n"
    )
    ran = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "support.fail_loudly",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:randomly",
            ".",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(TESTS), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 1, ran.stderr
    assert "logged unexpectedly" in ran.stdout
    assert "WARNING root: oh" in ran.stdout
    assert "2 passed, 1 error" in ran.stdout
