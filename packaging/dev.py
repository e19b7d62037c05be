"""The one task runner: `python3 packaging/dev.py demo` sets up and shows it, `... test` sets up and tests it."""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

if sys.version_info < (3, 11):  # noqa: UP036 - said in words before newer syntax of the modules below is met
    sys.exit("Sentwatch needs Python 3.11 or newer, below 3.15. This is " + sys.version.split()[0] + ".")

import debian
import environment
from environment import ROOT, VENV, SetupError, lock_file, tool

_MOST_BESIDE = 4
"""More mail servers, displays and windows than that wait for each other."""


def demo(arguments: list[str]) -> int:
    """Set up what the Python part needs and run the main job on the sample mailbox."""
    if "--window" in arguments:
        debian.install(debian.WINDOW, why="the window")
    environment.prepare("gui")
    return _call([_program(VENV), "demo", *arguments])


def test(arguments: list[str]) -> int:
    """Set up everything, Dovecot and a display without screen included, and run the tests."""
    _setup_all()
    private_bus = ["dbus-run-session", "--"] if shutil.which("dbus-run-session") else []
    # Side by side; a test that is named runs alone. Work is taken over by whoever has none left.
    beside = [] if arguments else ["-n", "auto", "--maxprocesses", str(_MOST_BESIDE), "--dist", "worksteal"]
    return _call([*private_bus, str(tool("python")), "-m", "pytest", *beside, *arguments])


def setup(_: list[str]) -> int:
    """Set up everything and stop there."""
    _setup_all()
    print("Everything is set up.")
    return 0


def check(_: list[str]) -> int:
    """Everything that judges the code without running it."""
    environment.prepare("dev")
    steps = {
        "ruff check": [str(tool("ruff")), "check", "."],
        "ruff format": [str(tool("ruff")), "format", "--check", "."],
        "mypy": [str(tool("mypy"))],
        "lint-imports": [str(tool("lint-imports"))],
        "deptry": [str(tool("deptry")), "."],
        "words": [str(tool("python")), str(ROOT / "packaging" / "words.py")],
    }
    bad = []
    for name, command in steps.items():
        print(f"== {name}", flush=True)
        if _call(command) != 0:
            bad.append(name)
    print("== README", flush=True)
    faults = _readme_faults()
    print("\n".join(faults) if faults else "ok")
    bad += ["README"] if faults else []
    print(f"Not in order: {', '.join(bad)}" if bad else "All in order.", flush=True)
    return 1 if bad else 0


def words(_: list[str]) -> int:
    """Bring the translation files up to the code."""
    environment.prepare("dev")
    return _call([str(tool("python")), str(ROOT / "packaging" / "words.py"), "rewrite"])


def lock(arguments: list[str]) -> int:
    """Write the hashed lock anew; versions stay as they are unless --upgrade is given."""
    environment.check_python()
    uv = _uv()
    # The largest first: the smaller ones take its versions.
    extras = {"dev": ["--extra", "gui", "--group", "dev", "--group", "next"], "gui": ["--extra", "gui"], "base": []}
    # A release needs days to reach every mirror, and a bad one to be withdrawn.
    settled = (datetime.now(UTC) - timedelta(days=7)).date().isoformat()
    options = ["--exclude-newer", settled]
    options += ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-header"]
    for kind, extra in extras.items():
        limits = [] if kind == "dev" else ["--constraints", str(lock_file("dev"))]
        command = [
            uv,
            "pip",
            "compile",
            "--quiet",
            "pyproject.toml",
            *extra,
            "--group",
            "build",
            *options,
            *limits,
            *arguments,
        ]
        code = _call([*command, "--no-annotate", "--output-file", str(lock_file(kind))], quiet=True)
        if code != 0:
            return code
        print(f"{lock_file(kind).relative_to(ROOT)} is up to date.")
    return 0


def shots(arguments: list[str]) -> int:
    """Write the screenshots of every page."""
    script = ROOT / "tests" / "shots" / "make.py"
    if not script.exists():
        print("There are no screenshots to make yet: tests/shots/make.py does not exist.", file=sys.stderr)
        return 1
    _setup_all()
    return _call([str(tool("python")), str(script), *arguments])


def bench(arguments: list[str]) -> int:
    """List the benchmarks, or run one by its name."""
    there = {path.stem.removeprefix("bench_"): path for path in sorted((ROOT / "tests" / "bench").glob("bench_*.py"))}
    if not arguments:
        for name, path in there.items():
            said = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            print(f"{name:12} {said.splitlines()[0] if said else ''}")
        return 0
    if arguments[0] not in there:
        print(f"There is no benchmark {arguments[0]}; there are: {', '.join(there)}.", file=sys.stderr)
        return 2
    _setup_all()
    return _call([str(tool("python")), str(there[arguments[0]]), *arguments[1:]], path=[ROOT / "tests"])


def wheel(_: list[str]) -> int:
    """Build the wheel and prove it: installed outside the checkout, it runs the demo."""
    environment.prepare("dev")
    target = ROOT / "dist"
    for old in target.glob("sentwatch-*.whl"):
        old.unlink()
    pip = [str(tool("python")), "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    code = _call([*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", str(target), str(ROOT)])
    if code != 0:
        return code
    built = next(target.glob("sentwatch-*.whl"))
    with zipfile.ZipFile(built) as archive:
        names = archive.namelist()
    if not any(name.endswith("ja/LC_MESSAGES/sentwatch.mo") for name in names):
        print("The wheel carries no compiled Japanese words.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="sentwatch-wheel-") as folder:
        return _prove_wheel(built, Path(folder))


def _prove_wheel(built: Path, folder: Path) -> int:
    venv = folder / "venv"
    environment.make_venv_elsewhere(venv)
    pip = [str(tool("python", venv)), "-m", "pip", "--disable-pip-version-check"]
    for step in (
        [*pip, "install", "--quiet", "--require-hashes", "-r", str(lock_file("base"))],
        [*pip, "install", "--quiet", "--no-deps", str(built)],
        [*pip, "check"],
    ):
        if _call(step, cwd=folder) != 0:
            return 1
    if not _runs_demo(Path(_program(venv)), folder):
        print(f"{built.name} is built, but its demo does not run.", file=sys.stderr)
        return 1
    print(f"{built.relative_to(ROOT)} is built; installed outside the checkout it runs the demo.")
    return 0


def bundle(_: list[str]) -> int:
    """Build a folder that runs without Python (needs PyInstaller in .venv), and prove it with the demo."""
    environment.prepare("gui")
    if not tool("pyinstaller").exists():
        print("PyInstaller is not there: .venv/bin/pip install pyinstaller (any recent version).", file=sys.stderr)
        return 1
    target, build = ROOT / "dist", ROOT / "build"
    # Without Qt there is no icon to draw; the bundle then does without.
    _call([str(tool("python")), str(ROOT / "packaging" / "icons.py")], quiet=True)
    spec = ROOT / "packaging" / "pyinstaller" / "sentwatch.spec"
    command = [str(tool("pyinstaller")), "--noconfirm", "--distpath", str(target), "--workpath", str(build)]
    if _call([*command, "--log-level", "WARN", str(spec)]) != 0:
        return 1
    program = target / "sentwatch" / ("sentwatch.exe" if os.name == "nt" else "sentwatch")
    if not _runs_demo(program, target):
        print(f"{program.relative_to(ROOT)} is built, but its demo does not run.", file=sys.stderr)
        return 1
    print(f"{program.parent.relative_to(ROOT)} is built; it runs the demo.")
    return 0


def _runs_demo(program: Path, cwd: Path) -> bool:
    """Whether the program says what the sample mailbox must make it say (exit 1: it holds a burst)."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    ran = subprocess.run(
        [str(program), "demo", "--json"],
        check=False,
        cwd=cwd,
        env=clean,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    try:
        said = json.loads(ran.stdout)
    except ValueError:
        return False
    return ran.returncode == 1 and isinstance(said, dict) and said.get("schema") == 1


def _setup_all() -> None:
    debian.install(debian.TESTS, why="the tests")
    environment.prepare("dev")


def _program(venv: Path) -> str:
    return str(tool("sentwatch", venv))


def _uv() -> str:
    if not tool("uv").exists():
        environment.make_venv_elsewhere(VENV)
        python = str(tool("python"))
        if _call([python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "uv"]) != 0:
            raise SetupError("uv, which writes the lock, could not be installed.")
    return str(tool("uv"))


def _readme_faults() -> list[str]:
    """Options that the README shows for a command and the command itself does not know."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    faults = []
    known: dict[str, str] = {}
    for line in re.findall(r"^\s*(?:\.venv/bin/)?sentwatch +([a-z].*)$", text, re.MULTILINE):
        line_words = line.split(" #")[0].split()
        names: list[str] = []
        while line_words and re.fullmatch(r"[a-z][a-z-]*", line_words[0]) and len(names) < 2:
            names.append(line_words.pop(0))
        command = " ".join(names)
        if command not in known:
            known[command] = _help(names)
        if not known[command]:
            faults.append(f"README shows `sentwatch {command}`, which does not run")
            continue
        shown = re.findall(r"--[a-z][a-z-]*", " ".join(line_words))
        faults += [f"README: `sentwatch {command}` knows no {one}" for one in shown if one not in known[command]]
    return faults


def _help(names: list[str]) -> str:
    if not Path(_program(VENV)).exists():
        return ""
    ran = subprocess.run(
        [_program(VENV), *names, "--help"], check=False, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
    )
    return ran.stdout if ran.returncode == 0 else ""


def _call(command: list[str], *, cwd: Path = ROOT, path: list[Path] | None = None, quiet: bool = False) -> int:
    more = {"PYTHONPATH": os.pathsep.join(map(str, path))} if path else {}
    out = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.run(command, check=False, cwd=cwd, env={**os.environ, **more}, stdout=out).returncode
    except FileNotFoundError:
        print(f"{command[0]} does not exist.", file=sys.stderr)
        return 1


COMMANDS = {one.__name__: one for one in (demo, test, check, setup, words, lock, shots, bench, wheel, bundle)}


def main(arguments: list[str]) -> int:
    """Run one command; what follows its name is handed on."""
    listed = "\n".join(f"  {name:7} {(one.__doc__ or '').splitlines()[0]}" for name, one in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="dev.py", epilog=listed, formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__
    )
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    chosen = parser.parse_args(arguments[:1]).command
    try:
        return COMMANDS[chosen](arguments[1:])
    except (SetupError, debian.SystemPackagesError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
