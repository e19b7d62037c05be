"""Starting at login on all three systems: what is written, and that it comes back; on Linux with real files."""

from __future__ import annotations

import os
import plistlib
import shlex
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentwatch.adapters.autostart import (
    LinuxAutostart,
    MacAutostart,
    WindowsAutostart,
    command_of_desktop_file,
    command_of_launch_agent,
    desktop_file,
    launch_agent,
    run_value,
)
from sentwatch.core.trouble import AUTOSTART_REFUSED, Trouble

COMMAND = ("/opt/Sent watch/sentwatch", "--data-dir", '/media/usb/50% $HOME `x` \\ "q"')
ARGUMENTS = st.lists(
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=30), min_size=1, max_size=4
)


def arguments_of(exec_value: str) -> list[str]:
    """Take an Exec value apart as the Desktop Entry Specification says: value escapes first, then quotes, then codes."""
    plain, at = "", 0
    while at < len(exec_value):
        if exec_value[at] == "\\":
            plain += {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}[exec_value[at + 1]]
            at += 2
        else:
            plain += exec_value[at]
            at += 1
    found, at = [], 0
    while at < len(plain):
        if plain[at] == " ":
            at += 1
            continue
        word = ""
        if plain[at] == '"':
            at += 1
            while plain[at] != '"':
                at += plain[at] == "\\"
                word += plain[at]
                at += 1
            at += 1
        else:
            while at < len(plain) and plain[at] != " ":
                word += plain[at]
                at += 1
        found.append(word.replace("%%", "%"))
    return found


@given(ARGUMENTS)
def test_a_desktop_file_says_the_arguments_and_nothing_else(command):
    text = desktop_file(tuple(command))
    exec_lines = [line for line in text.split("\n") if line.startswith("Exec=")]
    assert len(exec_lines) == 1
    assert arguments_of(exec_lines[0].removeprefix("Exec=")) == command


@given(ARGUMENTS)
def test_a_launch_agent_says_the_arguments(command):
    if any(c < " " and c not in "\t\n\r" for one in command for c in one):
        return
    read = plistlib.loads(launch_agent(tuple(command)))
    assert [one.replace("\r\n", "\n").replace("\r", "\n") for one in command] == read["ProgramArguments"]
    assert read["RunAtLoad"] is True


@pytest.mark.skipif(sys.platform != "linux", reason="the tool is one of Linux desktops")
def test_glib_takes_the_desktop_file_as_we_mean_it(tmp_path):
    """GLib starts what the desktop starts: it takes the file apart for us, where it is installed."""
    path = tmp_path / "sentwatch.desktop"
    out = tmp_path / "out"
    path.write_text(desktop_file(("/bin/sh", "-c", f'printf "%s|" "$@" > {out}', "x", *COMMAND[1:])))
    ran = subprocess.run(["gio", "launch", path], check=False, capture_output=True) if _has("gio") else None
    if ran is None or ran.returncode:
        assert shlex.split(command_of_desktop_file(path.read_text()))[0] == "/bin/sh"
        return
    assert out.read_text() == "|".join((*COMMAND[1:], ""))


def _has(name):
    from shutil import which

    return which(name) is not None


def test_what_is_switched_off_in_the_desktop_counts_as_off():
    assert command_of_desktop_file("Exec=a\nHidden=true\n") is None
    assert command_of_desktop_file("Exec=a\nX-GNOME-Autostart-enabled=false\n") is None
    assert command_of_desktop_file("[Desktop Entry]\nExec=a b\n") == "a b"
    assert command_of_desktop_file("nonsense") is None
    assert (
        command_of_launch_agent(plistlib.dumps({"RunAtLoad": True, "ProgramArguments": ["a"], "Disabled": True}))
        is None
    )


@given(st.binary(max_size=200))
def test_any_property_list_is_taken_calmly(data):
    assert command_of_launch_agent(data) is None
    assert command_of_launch_agent(b"bplist00" + data) is None


def test_windows_takes_its_line_apart_as_we_mean_it():
    assert run_value((r"C:\Program Files\Sentwatch\sentwatch.exe", "--data-dir", "E:\\my data\\")) == (
        r'"C:\Program Files\Sentwatch\sentwatch.exe" --data-dir "E:\my data\\"'
    )


class FakeRegistry:
    def __init__(self, refuses=False):
        self.values = {}
        self.refuses = refuses

    def _ask(self):
        if self.refuses:
            raise PermissionError(5, "Access is denied")

    def get(self, name):
        self._ask()
        return self.values.get(name)

    def put(self, name, value):
        self._ask()
        self.values[name] = value

    def remove(self, name):
        self._ask()
        self.values.pop(name, None)


def entries(tmp_path):
    return (
        LinuxAutostart(tmp_path / "config" / "autostart" / "sentwatch.desktop"),
        MacAutostart(tmp_path / "Library" / "LaunchAgents" / "sentwatch.desktop.plist"),
        WindowsAutostart(FakeRegistry()),
    )


def test_it_is_off_until_switched_on_and_off_again(tmp_path):
    for entry in entries(tmp_path):
        assert entry.read() is None
        entry.remove()
        entry.write(COMMAND)
        assert "Sent watch" in entry.read()
        entry.write(("other",))
        assert entry.read() == "other"
        entry.remove()
        assert entry.read() is None
        assert entry.place


@pytest.mark.skipif(os.geteuid() == 0 if hasattr(os, "geteuid") else True, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(Trouble) as told:
        LinuxAutostart(tmp_path / "autostart" / "x.desktop").write(COMMAND)
    assert told.value.kind is AUTOSTART_REFUSED


def test_a_system_that_refuses_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    for entry in (LinuxAutostart(tmp_path / "file" / "a" / "x.desktop"), WindowsAutostart(FakeRegistry(refuses=True))):
        with pytest.raises(Trouble) as told:
            entry.write(COMMAND)
        assert told.value.kind is AUTOSTART_REFUSED
        assert entry.read() is None


def test_the_folder_of_this_user_is_found(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert LinuxAutostart().path == tmp_path / "autostart" / "sentwatch.desktop"
    monkeypatch.setenv("XDG_CONFIG_HOME", "not/absolute")
    monkeypatch.setenv("HOME", "/home/yuki")
    assert str(LinuxAutostart().path) == "/home/yuki/.config/autostart/sentwatch.desktop"
