"""Presenters and the arithmetic behind the window run without Qt; and only the window's room knows it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

DESKTOP = Path(__file__).resolve().parents[3] / "desktop"
WITHOUT_QT = ("actions", "known", "preferences", "severity_look", "timeline_scale", "tokens")


def imports_qt(path: Path) -> bool:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
        if any(name.split(".")[0] == "PySide6" for name in names):
            return True
    return False


def test_only_the_windows_room_imports_qt():
    found = {path.relative_to(DESKTOP) for path in DESKTOP.rglob("*.py") if imports_qt(path)}
    assert len(found) > 20
    assert {path for path in found if path.parts[:2] != ("sentwatch", "ui")} == set()


def test_presenters_run_where_there_is_no_qt():
    folder = DESKTOP / "sentwatch" / "ui" / "presenters"
    names = [f"sentwatch.ui.presenters.{path.stem}" for path in sorted(folder.glob("*.py")) if path.stem != "__init__"]
    names += [f"sentwatch.ui.{name}" for name in WITHOUT_QT]
    program = (
        f"import sys; sys.modules['PySide6'] = None; import importlib; [importlib.import_module(n) for n in {names!r}]"
    )
    ran = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, encoding="utf-8")
    assert ran.returncode == 0, ran.stderr
    assert len(names) > 14


def test_the_judgement_can_fail(tmp_path):
    path = tmp_path / "module.py"
    path.write_text("def late():\n    from PySide6.QtCore import Qt\n", encoding="utf-8")
    assert imports_qt(path)
