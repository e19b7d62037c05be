"""The task runner says what it knows, and finds options in the README that a command does not have."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def run(*arguments):
    return subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "dev.py"), *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
        cwd="/",
    )


@pytest.fixture
def dev(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import dev

    return dev


def test_help_lists_every_command(dev):
    ran = run("--help")
    assert ran.returncode == 0
    assert all(f"\n  {name}" in ran.stdout for name in dev.COMMANDS)
    assert all(one.__doc__ for one in dev.COMMANDS.values())


@pytest.mark.parametrize("arguments", [(), ("dance",)])
def test_wrong_use_is_worded(arguments):
    ran = run(*arguments)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


def test_benchmarks_are_listed_with_what_they_measure():
    ran = run("bench")
    assert ran.returncode == 0
    names = {path.stem.removeprefix("bench_") for path in (ROOT / "tests" / "bench").glob("bench_*.py")}
    assert names == {line.split()[0] for line in ran.stdout.splitlines()}
    assert all(len(line.split()) > 2 for line in ran.stdout.splitlines())


def test_an_unknown_benchmark_is_worded():
    ran = run("bench", "nothing")
    assert ran.returncode == 2
    assert "There is no benchmark nothing" in ran.stderr


def test_the_readme_names_every_command(dev):
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in dev.COMMANDS if f"`{name}" not in text] == []


def test_options_that_a_command_lacks_are_found(dev, monkeypatch, tmp_path):
    (tmp_path / "README.md").write_text(
        "```\nsentwatch check --json --fly\n.venv/bin/sentwatch accounts add --host H\nsentwatch gone\n```\n",
        encoding="utf-8",
    )
    known = {("check",): "--json", ("accounts", "add"): "--host"}
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "_help", lambda names: known.get(tuple(names), ""))
    assert dev._readme_faults() == [
        "README: `sentwatch check` knows no --fly",
        "README shows `sentwatch gone`, which does not run",
    ]


@pytest.mark.parametrize("script", sorted((ROOT / ".ci").glob("run")))
def test_ci_runs_what_the_readme_says(script):
    text = script.read_text(encoding="utf-8")
    assert "set -euo pipefail" in text
    assert "\npython3 packaging/dev.py test\n" in text
    assert "\npython3 packaging/dev.py test\n" in (ROOT / "README.md").read_text(encoding="utf-8")
