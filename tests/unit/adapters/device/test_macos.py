"""The macOS probes on recorded and written outputs."""

from __future__ import annotations

import plistlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sentwatch.adapters.commands import CouldNotLook, Output
from sentwatch.adapters.device.macos import MacDevice
from sentwatch.adapters.device.macos_outputs import read_fdesetup, read_plist, read_screen_lock, read_updates
from sentwatch.core.connection import Answer
from sentwatch.core.looks import DoesNotApply, NotChecked
from sentwatch.ports.cancel import CancelToken
from support.recorded import Recorded

CORPUS = Path(__file__).resolve().parents[3] / "corpus/device/macos"


def text(name):
    return (CORPUS / name).read_text(encoding="utf-8")


def on_errors(name):
    return Output(status=0, raw=b"", errors=text(name).encode())


def outputs(**changes):
    names = {
        "gate": "gatekeeper-on",
        "fire": "socketfilterfw-on",
        "vault": "fdesetup-on",
        "lock": "screenlock-300",
    } | changes
    return {
        "spctl --status": text(names["gate"] + ".txt"),
        "socketfilterfw --getglobalstate": text(names["fire"] + ".txt"),
        "fdesetup status": text(names["vault"] + ".txt"),
        "sysadminctl -screenLock status": on_errors(names["lock"] + ".txt"),
        "defaults -currentHost read com.apple.screensaver idleTime": "600\n",
    }


def look(tmp_path, given):
    mac = MacDevice(commands=Recorded(given), home=tmp_path / "home", root=tmp_path, version=lambda: "15.1")
    return mac.look(cancel=CancelToken())


def plist(tmp_path, name, values, *, form=plistlib.FMT_BINARY):
    path = tmp_path / "Library/Preferences" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(plistlib.dumps(values, fmt=form))


def test_a_tidy_mac(tmp_path):
    plist(tmp_path, "com.apple.loginwindow.plist", {"GuestEnabled": False})
    plist(
        tmp_path,
        "com.apple.SoftwareUpdate.plist",
        {"LastSuccessfulDate": datetime(2026, 11, 23, 8, 0), "RecommendedUpdates": [], "AutomaticCheckEnabled": True},
    )
    bundle = tmp_path / "private/var/protected/xprotect/XProtect.bundle/Contents"
    bundle.mkdir(parents=True)
    (bundle / "Info.plist").write_bytes(plistlib.dumps({"CFBundleShortVersionString": "5292"}))
    seen = look(tmp_path, outputs())
    assert [s.name for s in seen.antivirus.scanners] == ["Gatekeeper", "XProtect 5292"]
    assert seen.antivirus.scanners[0].is_on is Answer.YES
    assert seen.firewall.is_on is Answer.YES
    assert seen.encryption.volumes[0].is_encrypted is Answer.YES
    assert (seen.lock.locks, seen.lock.after_s) == (Answer.YES, 900)
    assert (seen.updates.waiting, seen.updates.known_at) == ((), datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    assert seen.automatic_login.is_on is False
    assert (seen.version.name, seen.version.release) == ("macOS 15.1", "15")


def test_an_untidy_mac(tmp_path):
    plist(tmp_path, "com.apple.loginwindow.plist", {"autoLoginUser": "sato"}, form=plistlib.FMT_XML)
    update = {"Display Name": "macOS Sequoia 15.2", "Identifier": "MSU_x"}
    plist(tmp_path, "com.apple.SoftwareUpdate.plist", {"RecommendedUpdates": [update, 3]})
    seen = look(
        tmp_path, outputs(gate="gatekeeper-off", fire="socketfilterfw-off", vault="fdesetup-off", lock="screenlock-off")
    )
    assert seen.antivirus.scanners[0].is_on is Answer.NO
    assert seen.firewall.is_on is Answer.NO
    assert seen.encryption.volumes[0].is_encrypted is Answer.NO
    assert seen.lock.locks is Answer.NO
    assert seen.updates.waiting == ("macOS Sequoia 15.2",)
    assert (seen.automatic_login.is_on, seen.automatic_login.user) == (True, "sato")


def test_nothing_answers(tmp_path):
    seen = look(tmp_path, {})
    for name in ("antivirus", "firewall", "updates", "encryption", "lock", "automatic_login"):
        fact = getattr(seen, name)
        assert isinstance(fact, NotChecked), name
        assert not isinstance(fact, DoesNotApply)


def test_the_older_place_of_the_firewall(tmp_path):
    plist(tmp_path, "com.apple.alf.plist", {"globalstate": 0})
    given = {name: value for name, value in outputs().items() if not name.startswith("socketfilterfw")}
    assert look(tmp_path, given).firewall.is_on is Answer.NO


def test_encryption_under_way():
    seen = read_fdesetup(text("fdesetup-progress.txt"))
    assert seen.is_under_way


def test_a_lock_at_once_without_a_screen_saver():
    seen = read_screen_lock(text("screenlock-immediate.txt"), idle="")
    assert (seen.locks, seen.after_s) == (Answer.YES, None)


@pytest.mark.parametrize(
    "raw", [b"", b"bplist00", b"<plist>", b"\xff" * 100, b"bplist00" + b"\xff" * 40, b"<?xml?><plist><dict>"]
)
def test_broken_property_lists(tmp_path, raw):
    path = tmp_path / "x.plist"
    path.write_bytes(raw)
    try:
        read_plist(path)
    except CouldNotLook:
        return


@pytest.mark.parametrize("word", ["", "Segmentation fault", "FileVault"])
def test_words_we_do_not_know(word):
    with pytest.raises(CouldNotLook):
        read_fdesetup(word)
    with pytest.raises(CouldNotLook):
        read_screen_lock(word, idle="")
    with pytest.raises(CouldNotLook):
        read_updates({word: 1})
