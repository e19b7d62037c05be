"""What is laid into systems: entries, units, tasks and agents are well formed, and name commands that exist."""

from __future__ import annotations

import configparser
import plistlib
import re
import shlex
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from sentwatch.cli.main import COMMANDS
from support.cli import run_cli

PACKAGING = Path(__file__).resolve().parents[3] / "packaging"
UNITS = (PACKAGING / "linux" / "sentwatch-watch.service", PACKAGING / "linux" / "system" / "sentwatch-watch.service")
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def settings(path):
    """The pairs of a unit or desktop file; a name may come again."""
    pairs = [line.partition("=") for line in path.read_text().splitlines() if "=" in line and line[0] not in "#["]
    return [(name.strip(), value.strip()) for name, _, value in pairs]


def test_the_desktop_entry_is_one_and_speaks_japanese():
    entry = configparser.ConfigParser(interpolation=None, delimiters=("=",))
    entry.optionxform = str
    entry.read(PACKAGING / "linux" / "sentwatch.desktop", encoding="utf-8")
    [section] = entry.sections()
    assert section == "Desktop Entry"
    keys = dict(entry[section])
    assert keys["Type"] == "Application"
    assert keys["Exec"] == "sentwatch"
    for name in ("Name", "GenericName", "Comment", "Keywords"):
        assert keys[name]
        assert re.search("[ぁ-んァ-ン一-龥]", keys[f"{name}[ja]"])
    assert all(keys[name].endswith(";") for name in ("Categories", "Keywords", "Keywords[ja]"))


def test_the_metainfo_says_everything_in_both_languages():
    root = ET.parse(PACKAGING / "linux" / "sentwatch.metainfo.xml").getroot()
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    assert root.findtext("launchable") == "sentwatch.desktop"
    for parent, tag in ((root, "name"), (root, "summary"), (root.find("description"), "p")):
        found = [one.get(lang) for one in parent.findall(tag)]
        assert found.count(None) == found.count("ja") > 0, tag
    items = [one.get(lang) for one in root.findall("description/ul/li")]
    assert items.count(None) == items.count("ja") > 0


@pytest.mark.parametrize("path", UNITS, ids=("user", "system"))
def test_the_units_start_a_command_there_is(path):
    pairs = settings(path)
    program, command, *options = shlex.split(dict(pairs)["ExecStart"])
    assert program.endswith("/sentwatch")
    assert command in COMMANDS
    known = run_cli(command, "--help").out
    assert all(option in known for option in options if option.startswith("--"))
    assert dict(pairs)["RestartPreventExitStatus"] == "2"
    assert ("NoNewPrivileges", "yes") in pairs


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not everywhere")
@pytest.mark.parametrize("path", UNITS, ids=("user", "system"))
def test_systemd_understands_the_units(path, tmp_path, monkeypatch):
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    unit = tmp_path / path.name
    # The program itself is not installed where tests run.
    unit.write_text(re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", path.read_text()))
    scope = [] if "system" in path.parts else ["--user"]
    ran = subprocess.run(
        ["systemd-analyze", "verify", *scope, unit], capture_output=True, encoding="utf-8", check=False
    )
    mine = [line for line in ran.stderr.splitlines() if unit.name in line]
    assert mine == []
    if scope == []:
        judged = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit], capture_output=True, check=False
        )
        assert judged.returncode == 0, judged.stdout.decode()[-300:]


def test_the_scheduled_task_starts_the_watch_without_rights():
    root = ET.parse(PACKAGING / "windows" / "sentwatch-watch.xml").getroot()
    assert root.tag == f"{TASK}Task"
    command = root.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Command")
    assert command.endswith('sentwatch.exe"')
    assert root.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Arguments").split()[0] in COMMANDS
    assert root.findtext(f"{TASK}Principals/{TASK}Principal/{TASK}RunLevel") == "LeastPrivilege"
    assert root.findtext(f"{TASK}Settings/{TASK}ExecutionTimeLimit") == "PT0S"
    assert (PACKAGING / "windows" / "sentwatch-watch.xml").read_bytes().isascii()


def test_the_launch_agent_starts_the_watch():
    agent = plistlib.loads((PACKAGING / "macos" / "sentwatch-watch.plist").read_bytes())
    assert agent["ProgramArguments"][1] in COMMANDS
    assert agent["KeepAlive"] == {"SuccessfulExit": False}
    assert agent["Umask"] == 0o077


def test_the_bundle_carries_all_data(tmp_path):
    spec = (PACKAGING / "pyinstaller" / "sentwatch.spec").read_text()
    compile(spec, "sentwatch.spec", "exec")
    for name in ("publicsuffixlist", "checkdmarc", "resources"):
        assert name in spec


def test_icons_are_drawn_in_all_sizes(tmp_path, monkeypatch, request):
    from PIL import Image

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    # A process has one application: without widgets, those of the windows' tests would be none.
    request.getfixturevalue("qapp")
    monkeypatch.syspath_prepend(str(PACKAGING))
    import icons

    written = icons.render(tmp_path)
    assert [path.name for path in written[-2:]] == ["sentwatch.ico", "sentwatch.icns"]
    for path in written[:-2]:
        with Image.open(path) as drawn:
            size = int(path.parts[-3].partition("x")[0])
            assert drawn.size == (size, size)
            # A ground with a mark on it: more than one colour, and clear corners.
            assert len(drawn.convert("RGBA").getcolors(1 << 20)) > 3
            assert drawn.convert("RGBA").getpixel((0, 0))[3] == 0
    with Image.open(tmp_path / "sentwatch.ico") as ico:
        assert (256, 256) in ico.info["sizes"]
