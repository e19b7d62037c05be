"""The set-up installs only what is missing, refuses Pythons it cannot serve, and notices an old lock."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def debian(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import debian

    return debian


@pytest.fixture
def environment(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import environment

    return environment


LISTING = (
    "install ok installed\txvfb\t\n"
    "deinstall ok config-files\tdunst\t\n"
    "install ok installed\tlibglib2.0-0t64\tlibglib2.0-0 (= 2.80.0), libgio\n"
)


def test_only_what_is_missing(debian):
    assert debian.missing(["xvfb", "dunst", "libglib2.0-0", "dbus"], LISTING) == ["dunst", "dbus"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("ID=debian\n", True), ('ID=ubuntu\nID_LIKE="debian"\n', True), ("ID=fedora\n", False), ("", False)],
)
def test_what_is_debian(debian, monkeypatch, tmp_path, text, expected):
    monkeypatch.setattr(debian.shutil, "which", lambda name: f"/usr/bin/{name}")
    (tmp_path / "os-release").write_text(text, encoding="utf-8")
    assert debian.is_debian(tmp_path / "os-release") is expected


@pytest.mark.parametrize("before", [None, "#!/bin/sh\nexit 0\n"])
def test_services_are_denied_while_installing_and_the_old_rule_comes_back(debian, monkeypatch, tmp_path, before):
    rule = tmp_path / "policy-rc.d"
    if before is not None:
        rule.write_text(before)
    monkeypatch.setattr(debian, "POLICY", rule)
    monkeypatch.setattr(debian, "KEPT_POLICY", tmp_path / "kept")
    monkeypatch.setattr(debian, "_as_root", list)
    with debian._no_service_starts():
        assert rule.stat().st_mode & stat.S_IXUSR
        assert subprocess.run([rule], check=False).returncode == 101
    assert (rule.read_text() if rule.exists() else None) == before
    assert not (tmp_path / "kept").exists()


def test_the_old_rule_comes_back_after_a_failure_too(debian, monkeypatch, tmp_path):
    monkeypatch.setattr(debian, "POLICY", tmp_path / "policy-rc.d")
    monkeypatch.setattr(debian, "KEPT_POLICY", tmp_path / "kept")
    monkeypatch.setattr(debian, "_as_root", list)
    with pytest.raises(RuntimeError), debian._no_service_starts():
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("version", [(3, 10), (3, 15), (2, 7)])
def test_other_pythons_are_refused_in_words(environment, version):
    with pytest.raises(environment.SetupError, match=r"needs Python 3\.11 or newer, below 3\.15"):
        environment.check_python(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 14)])
def test_served_pythons_pass(environment, version):
    environment.check_python(version)


def test_a_dependency_that_the_lock_lacks_is_named(environment, monkeypatch, tmp_path):
    (tmp_path / "packaging").mkdir()
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["Click>=8", "new_one"]\n'
        '[project.optional-dependencies]\ngui = ["PySide6-Essentials>=6"]\n'
        '[dependency-groups]\ndev = ["pytest"]\n',
        encoding="utf-8",
    )
    locks = {"base": "click==8.5.1 \\\n", "gui": "pyside6-essentials==6.11.3 \\\n", "dev": "pytest==9.2.0 \\\n"}
    for kind, text in locks.items():
        (tmp_path / "packaging" / f"requirements-{kind}.txt").write_text(text, encoding="utf-8")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    assert environment.not_locked() == ["new-one"]


@pytest.mark.parametrize("kind", ["base", "gui", "dev"])
def test_the_lock_names_hashes_and_no_address(environment, kind):
    text = environment.lock_file(kind).read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "--index-url" not in text
