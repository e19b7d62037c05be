"""How the house looks: the fixed top level, a first sentence in each file, no names that hide what a thing is."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    "CHANGELOG.md",
    "LICENSE",
    "README.ja.md",
    "README.md",
    "desktop",
    "packaging",
    "pyproject.toml",
    "resources",
    "tests",
}
VAGUE = ("Manager", "Helper", "Util", "Handler", "Misc", "Common")
# Joined here, so that this file does not name them itself.
MACHINE_PATHS = ("/" + "work/", "/" + "tmp/w/", "../" + "shared", "/root/" + ".pyenv")


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the last commit that are still there: what somebody is writing right now is not judged."""
    command = ["git", "-C", str(ROOT), "ls-tree", "-r", "-z", "--name-only", "HEAD"]
    listed = subprocess.run(command, capture_output=True, check=False) if shutil.which("git") else None
    if listed is None or listed.returncode != 0:
        return tuple(path for top in ("desktop", "tests", "packaging") for path in sorted((ROOT / top).rglob("*.py")))
    names = listed.stdout.decode().split("\0")
    return tuple(path for name in names if name and (path := ROOT / name).is_file())


def modules() -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py"]


def said(path: Path) -> str:
    return str(path.relative_to(ROOT))


def first_sentence_fault(source: str) -> str | None:
    text = ast.get_docstring(ast.parse(source)) or ""
    first = text.splitlines()[0] if text else ""
    if not source.startswith('"""'):
        return "does not begin with a docstring"
    return None if len(first.split()) > 2 and first[-1] in ".:!?" else "begins with no sentence"


def vague_names(name: str, source: str) -> list[str]:
    """File and class names that say nothing. A class may end like the foreign base it extends."""
    found = [word for word in VAGUE if re.search(rf"(^|_){word.lower()}s?(_|$)", Path(name).stem)]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            bases = " ".join(ast.unparse(base) for base in node.bases)
            found += [node.name for word in VAGUE if word in node.name and word not in bases]
    return found


def test_the_top_level_holds_the_fixed_names_only():
    tops = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {top for top in tops if not top.startswith(".")} <= TOP_LEVEL


def test_there_are_files_to_judge():
    assert len(modules()) > 50


def test_each_module_begins_with_a_sentence():
    faults = {said(path): first_sentence_fault(path.read_text(encoding="utf-8")) for path in modules()}
    assert {name: fault for name, fault in faults.items() if fault} == {}


def test_no_name_hides_what_a_thing_is():
    faults = {said(path): vague_names(path.name, path.read_text(encoding="utf-8")) for path in modules()}
    assert {name: fault for name, fault in faults.items() if fault} == {}


def test_no_file_names_a_path_of_the_machine_it_was_written_on():
    found = []
    for path in tracked():
        content = path.read_bytes()
        found += [f"{said(path)}: {one}" for one in MACHINE_PATHS if one.encode() in content]
    assert found == []


def test_the_judgements_can_fail():
    assert first_sentence_fault("import os\n")
    assert first_sentence_fault('"""x"""\n')
    assert first_sentence_fault('"""Says what it is for."""\n') is None
    assert vague_names("mail_utils.py", "") == ["Util"]
    assert vague_names("mail.py", "class MailManager: ...") == ["MailManager"]
    assert vague_names("mail.py", "class LineHandler(logging.Handler): ...") == []
