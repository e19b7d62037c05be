"""The Linux probes: recorded outputs, made-up trees of /proc and /sys, and services on a private bus."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from sentwatch.adapters.commands import CouldNotLook, Output
from sentwatch.adapters.device import linux_updates
from sentwatch.adapters.device.linux import LinuxDevice, read_version
from sentwatch.adapters.device.linux_antivirus import definitions_at
from sentwatch.adapters.device.linux_encryption import encryption, mount_of, read_mounts
from sentwatch.adapters.device.linux_firewall import ufw_enabled
from sentwatch.adapters.device.linux_lock import read_gsettings, read_kde
from sentwatch.adapters.device.linux_login import automatic_login, read_login
from sentwatch.core.connection import Answer
from sentwatch.core.device import AutomaticLoginFacts, FirewallFacts, LockFacts
from sentwatch.core.looks import DoesNotApply, NotChecked
from sentwatch.ports.cancel import CancelToken
from support import system_bus as fake
from support.recorded import Recorded

CORPUS = Path(__file__).resolve().parents[3] / "corpus/device/linux"
NO_BUS = "unix:path=/nonexistent/bus"

needs_bus = pytest.mark.skipif(fake.is_missing(), reason="needs dbus-daemon")


def text(name):
    return (CORPUS / name).read_text(encoding="utf-8")


def device(tmp_path, *, bus=NO_BUS, outputs=None, environment=None):
    (tmp_path / "home").mkdir(exist_ok=True)
    return LinuxDevice(
        commands=Recorded(outputs or {}),
        home=tmp_path / "home",
        root=tmp_path,
        bus_address=bus,
        environment=environment or {},
        user_id=1000,
    )


def look(tmp_path, **more):
    return device(tmp_path, **more).look(cancel=CancelToken())


# --- nothing there at all: every fact could not be looked at, and none of them is called fine


def test_an_empty_computer_is_not_called_fine_anywhere(tmp_path):
    facts = look(tmp_path)
    for name in ("version", "antivirus", "updates", "encryption", "lock"):
        assert isinstance(getattr(facts, name), NotChecked), name
    assert isinstance(facts.firewall, FirewallFacts)
    assert facts.firewall.is_on is Answer.UNKNOWN
    assert isinstance(facts.automatic_login, DoesNotApply)


# --- system


@pytest.mark.parametrize(
    ("name", "family", "release", "ends"),
    [
        ("os-release-debian-12.txt", "debian", "12", None),
        ("os-release-ubuntu-24.04.txt", "ubuntu", "24.04", None),
        ("os-release-fedora-40.txt", "fedora", "40", date(2025, 5, 13)),
    ],
)
def test_version(name, family, release, ends):
    seen = read_version(text(name))
    assert (seen.family, seen.release, seen.support_ends) == (family, release, ends)
    assert seen.name.lower().startswith(family)


@pytest.mark.parametrize("broken", ["", "=", "NAME", 'NAME="unclosed', "SUPPORT_END=soon", "\x00\xff"])
def test_a_broken_os_release_is_just_linux(broken):
    assert read_version(broken).name


# --- updates


def test_updates_on_debian_as_recorded():
    waiting, security = linux_updates.read_apt(text("apt-get-debian-12.txt"))
    assert waiting[:3] == ("base-files", "bash", "dpkg")
    assert security == 0


def test_security_updates_are_told_apart():
    waiting, security = linux_updates.read_apt(text("apt-get-ubuntu-24.04.txt"))
    assert waiting == ("openssl", "libssl3t64", "thunderbird", "tzdata")
    assert security == 3


def test_dnf_and_pacman():
    assert linux_updates.read_dnf(text("dnf-check-update-fedora-40.txt")) == (
        "alsa-lib",
        "firefox",
        "glibc",
        "python3-urllib3",
    )
    assert linux_updates.read_dnf(text("dnf5-check-upgrade-fedora-42.txt")) == ("kernel", "vim-minimal")


def test_apt_is_asked_offline_and_its_knowledge_has_an_age(tmp_path):
    (tmp_path / "var/lib/dpkg").mkdir(parents=True)
    (tmp_path / "var/lib/dpkg/status").touch()
    stamp = tmp_path / "var/lib/apt/periodic/update-success-stamp"
    stamp.parent.mkdir(parents=True)
    stamp.touch()
    os.utime(stamp, (1_795_000_000, 1_795_000_000))
    (tmp_path / "run").mkdir()
    (tmp_path / "run/reboot-required").touch()
    (tmp_path / "etc/apt/apt.conf.d").mkdir(parents=True)
    (tmp_path / "etc/apt/apt.conf.d/20auto-upgrades").write_text('APT::Periodic::Unattended-Upgrade "1";\n')
    commands = Recorded({"apt-get -s": text("apt-get-ubuntu-24.04.txt")})
    seen = linux_updates.updates(tmp_path, commands, cancel=CancelToken())
    assert seen.known_at == datetime.fromtimestamp(1_795_000_000, UTC)
    assert (seen.security, seen.needs_restart, seen.is_automatic) == (3, True, Answer.YES)
    assert commands.asked[0][:2] == ("apt-get", "-s")
    assert "update" not in commands.asked[0]


def test_dnf_answers_with_its_status(tmp_path):
    (tmp_path / "var/cache/dnf").mkdir(parents=True)
    listed = Output(status=100, raw=text("dnf-check-update-fedora-40.txt").encode())
    commands = Recorded({"dnf": lambda *words: Output(status=0, raw=b"") if "--security" in words else listed})
    seen = linux_updates.updates(tmp_path, commands, cancel=CancelToken())
    assert (len(seen.waiting), seen.security) == (4, 0)
    assert all("-C" in line for line in commands.asked)


def test_a_package_manager_in_trouble_is_could_not_look(tmp_path):
    (tmp_path / "var/cache/dnf").mkdir(parents=True)
    with pytest.raises(CouldNotLook):
        linux_updates.updates(tmp_path, Recorded({"dnf": Output(status=1, raw=b"")}), cancel=CancelToken())


def test_pacman_without_updates_ends_with_one(tmp_path):
    (tmp_path / "var/lib/pacman/local").mkdir(parents=True)
    seen = linux_updates.updates(tmp_path, Recorded({"pacman -Qu": Output(status=1, raw=b"")}), cancel=CancelToken())
    assert seen.waiting == ()
    found = linux_updates.updates(tmp_path, Recorded({"pacman -Qu": text("pacman-qu.txt")}), cancel=CancelToken())
    assert found.waiting == ("linux", "thunderbird", "zlib")


# --- encryption


def block(root, number, name, *, uuid=None, slaves=(), partition_of=None):
    """One block device in a made-up /sys, with links as the kernel lays them."""
    real = root / "sys/devices" / (f"{partition_of}/{name}" if partition_of else name)
    (real / "slaves").mkdir(parents=True)
    if partition_of:
        (real / "partition").write_text("1\n")
    if uuid is not None:
        (real / "dm").mkdir()
        (real / "dm/uuid").write_text(uuid + "\n")
    for slave, target in slaves:
        (real / "slaves" / slave).symlink_to(root / "sys/devices" / target)
    for place in ("sys/dev/block/" + number, "sys/class/block/" + name):
        link = root / place
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(real)


def mountinfo(root, name):
    (root / "proc/self").mkdir(parents=True)
    (root / "proc/self/mountinfo").write_text(text(name))


def encrypted(root, home="/home/sato", commands=None):
    seen = encryption(root, Path(home), commands or Recorded(), cancel=CancelToken())
    return {volume.place: (volume.is_encrypted, volume.how) for volume in seen.volumes}


def test_crypt_below_lvm_is_found(tmp_path):
    mountinfo(tmp_path, "mountinfo-luks-lvm.txt")
    block(tmp_path, "259:0", "nvme0n1")
    block(tmp_path, "259:3", "nvme0n1p3", partition_of="nvme0n1")
    block(tmp_path, "253:0", "dm-0", uuid="CRYPT-LUKS2-0123-dm_crypt-0", slaves=[("nvme0n1p3", "nvme0n1/nvme0n1p3")])
    block(tmp_path, "253:1", "dm-1", uuid="LVM-abc", slaves=[("dm-0", "dm-0")])
    assert encrypted(tmp_path) == {"/": (Answer.YES, "LUKS2")}


def test_btrfs_names_its_device_by_path(tmp_path):
    mountinfo(tmp_path, "mountinfo-btrfs.txt")
    block(tmp_path, "253:0", "dm-0", uuid="CRYPT-LUKS1-0123-luks")
    (tmp_path / "dev/mapper").mkdir(parents=True)
    (tmp_path / "dev/dm-0").touch()
    (tmp_path / "dev/mapper/luks-1b0fd0a9").symlink_to(tmp_path / "dev/dm-0")
    assert encrypted(tmp_path) == {"/": (Answer.YES, "LUKS1"), "/home": (Answer.YES, "LUKS1")}


def test_a_bare_home_beside_a_bare_system(tmp_path):
    mountinfo(tmp_path, "mountinfo-plain-home.txt")
    for disk, number in (("sda", "8:0"), ("sdb", "8:16")):
        block(tmp_path, number, disk)
    block(tmp_path, "8:2", "sda2", partition_of="sda")
    block(tmp_path, "8:17", "sdb1", partition_of="sdb")
    assert encrypted(tmp_path) == {"/": (Answer.NO, ""), "/home": (Answer.NO, "")}


def test_raid_counts_only_where_all_legs_are_encrypted(tmp_path):
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/mountinfo").write_text("28 1 9:0 / / rw - ext4 /dev/md0 rw\n")
    block(tmp_path, "253:0", "dm-0", uuid="CRYPT-LUKS2-a")
    block(tmp_path, "8:0", "sda")
    block(tmp_path, "9:0", "md0", slaves=[("dm-0", "dm-0"), ("sda", "sda")])
    assert encrypted(tmp_path) == {"/": (Answer.NO, "")}


def test_what_has_no_block_device_is_unknown_and_not_bare(tmp_path):
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/mountinfo").write_text("28 1 0:30 / / rw - overlay overlay rw\n")
    assert encrypted(tmp_path) == {"/": (Answer.UNKNOWN, "")}


@pytest.mark.parametrize(
    ("word", "answer"), [("aes-256-gcm\n", Answer.YES), ("off\n", Answer.NO), ("", Answer.UNKNOWN)]
)
def test_zfs_says_it_itself(tmp_path, word, answer):
    (tmp_path / "proc/self").mkdir(parents=True)
    (tmp_path / "proc/self/mountinfo").write_text("28 1 0:30 / / rw - zfs rpool/ROOT/ubuntu rw\n")
    commands = Recorded({"zfs get": word})
    assert encrypted(tmp_path, commands=commands)["/"][0] is answer
    assert commands.asked == [("zfs", "get", "-H", "-o", "value", "encryption", "rpool/ROOT/ubuntu")]


def test_mounts_with_spaces_and_rubbish():
    mounts = read_mounts(text("mountinfo-luks-lvm.txt") + "\nrubbish\n1 2 - x\n\n")
    assert mount_of("/media/My Disk/file", mounts).point == "/media/My Disk"
    assert mount_of("/bootleg", mounts).point == "/"


# --- malware scanners and firewall


@needs_bus
def test_clamav_over_the_bus(tmp_path):
    (tmp_path / "var/lib/clamav").mkdir(parents=True)
    header = "ClamAV-VDB:23 Nov 2026 03-25 -0500:27460:2067192:90:X:X:raynman:1795000000".ljust(512)
    (tmp_path / "var/lib/clamav/daily.cvd").write_text(header)
    with fake.private_bus(tmp_path / "bus", fake.systemd(clamav_daemon="active", clamav_clamonacc="inactive")) as bus:
        seen = look(tmp_path, bus=bus).antivirus
    assert [(s.name, s.is_on) for s in seen.scanners] == [("ClamAV", Answer.YES)]
    assert seen.scanners[0].definitions_at == datetime.fromtimestamp(1_795_000_000, UTC)


@needs_bus
def test_no_scanner_is_an_answer_and_no_bus_is_none(tmp_path):
    with fake.private_bus(tmp_path / "bus", fake.systemd()) as bus:
        assert look(tmp_path, bus=bus).antivirus.scanners == ()
    with fake.private_bus(tmp_path / "bus2") as bus:
        assert isinstance(look(tmp_path, bus=bus).antivirus, NotChecked)


@needs_bus
def test_other_scanners(tmp_path):
    with fake.private_bus(tmp_path / "bus", fake.systemd(mdatp="failed")) as bus:
        scanner = look(tmp_path, bus=bus).antivirus.scanners[0]
    assert (scanner.name, scanner.is_on) == ("Microsoft Defender for Endpoint", Answer.NO)


@pytest.mark.parametrize("raw", [b"", b"ClamAV-VDB:", b"ClamAV-VDB:" + b":" * 500, b"\xff" * 512])
def test_rubbish_in_place_of_definitions(tmp_path, raw):
    (tmp_path / "daily.cld").write_bytes(raw)
    assert definitions_at(tmp_path) is None


@needs_bus
def test_firewalls(tmp_path):
    with fake.private_bus(tmp_path / "a", fake.firewalld()) as bus:
        seen = look(tmp_path, bus=bus).firewall
        assert (seen.is_on, seen.product) == (Answer.YES, "firewalld")
    with fake.private_bus(tmp_path / "b", fake.systemd(nftables="active")) as bus:
        assert look(tmp_path, bus=bus).firewall.product == "nftables"
    with fake.private_bus(tmp_path / "c", fake.systemd(ufw="active")) as bus:
        seen = look(tmp_path, bus=bus).firewall
        assert (seen.is_on, seen.product) == (Answer.NO, "")
        (tmp_path / "etc/ufw").mkdir(parents=True)
        (tmp_path / "etc/ufw/ufw.conf").write_text("# /etc/ufw/ufw.conf\nENABLED=no\nLOGLEVEL=low\n")
        assert look(tmp_path, bus=bus).firewall.product == "ufw"
        (tmp_path / "etc/ufw/ufw.conf").write_text("ENABLED=yes\n")
        assert look(tmp_path, bus=bus).firewall.is_on is Answer.YES


def test_ufw_words():
    assert ufw_enabled("ENABLED=yes\n") is True
    assert ufw_enabled("#ENABLED=yes\nENABLED='no'\n") is False
    assert ufw_enabled("") is None
    assert ufw_enabled(None) is None


# --- lock


@needs_bus
@pytest.mark.parametrize(
    ("session", "environment", "locks"),
    [
        (("wayland", "gnome"), {}, Answer.YES),
        (("wayland", ""), {"XDG_CURRENT_DESKTOP": "ubuntu:GNOME"}, Answer.YES),
        (("x11", "cinnamon"), {}, Answer.YES),
    ],
)
def test_lock_of_a_desktop(tmp_path, session, environment, locks):
    outputs = {
        "gsettings get": lambda *words: {"lock-enabled": "true\n", "lock-delay": "uint32 0\n"}.get(
            words[-1], "uint32 300\n"
        )
    }
    with fake.private_bus(tmp_path / "bus", fake.logind(session)) as bus:
        seen = look(tmp_path, bus=bus, outputs=outputs, environment=environment).lock
    assert (seen.locks, seen.after_s) == (locks, 300)


@needs_bus
def test_a_server_has_no_screen_to_lock(tmp_path):
    with fake.private_bus(tmp_path / "bus", fake.logind(("tty", ""))) as bus:
        assert isinstance(look(tmp_path, bus=bus).lock, DoesNotApply)


@needs_bus
def test_sessions_of_others_do_not_count(tmp_path):
    with fake.private_bus(tmp_path / "bus", fake.logind(("wayland", "gnome"), uid=42)) as bus:
        assert isinstance(look(tmp_path, bus=bus).lock, DoesNotApply)


@needs_bus
def test_an_unknown_desktop_is_said_unless_logind_locks(tmp_path):
    with fake.private_bus(tmp_path / "a", fake.logind(("x11", "i3"))) as bus:
        seen = look(tmp_path, bus=bus).lock
        assert isinstance(seen, NotChecked)
        assert seen.reason.params["name"] == "i3"
    with fake.private_bus(tmp_path / "b", fake.logind(("x11", "i3"), idle_action="lock", idle_us=600_000_000)) as bus:
        assert look(tmp_path, bus=bus).lock == LockFacts(system=seen_system(), locks=Answer.YES, after_s=600)


def seen_system():
    from sentwatch.core.device import System

    return System.LINUX


@pytest.mark.parametrize(
    ("enabled", "delay", "idle", "unit_s", "expected"),
    [
        ("true", "uint32 30", "uint32 300", 1, (Answer.YES, 330)),
        ("true", "uint32 0", "uint32 0", 1, (Answer.NO, None)),
        ("false", "uint32 0", "uint32 300", 1, (Answer.NO, None)),
        ("true", "0", "5", 60, (Answer.YES, 300)),
        ("true", "", "", 1, (Answer.YES, None)),
    ],
)
def test_what_gsettings_prints(enabled, delay, idle, unit_s, expected):
    seen = read_gsettings(enabled=enabled, delay=delay, idle=idle, unit_s=unit_s)
    assert (seen.locks, seen.after_s) == expected


def test_a_silent_gsettings_is_could_not_look():
    with pytest.raises(CouldNotLook):
        read_gsettings(enabled="", delay="", idle="")


@pytest.mark.parametrize(
    ("rc", "expected"),
    [
        (None, (Answer.YES, 300)),
        ("[Daemon]\nAutolock=false\n", (Answer.NO, None)),
        ("[Daemon]\nTimeout=20\n", (Answer.YES, 1200)),
        ("[Daemon]\nTimeout=abc\n", (Answer.YES, None)),
        ("[Greeter]\nTheme=x\n", (Answer.YES, 300)),
    ],
)
def test_plasma(rc, expected):
    seen = read_kde(rc)
    assert (seen.locks, seen.after_s) == expected


# --- automatic login


@pytest.mark.parametrize(
    ("kind", "content", "expected"),
    [
        ("gdm", "[daemon]\nAutomaticLoginEnable = true\nAutomaticLogin = sato\n", (True, "sato")),
        ("gdm", "[daemon]\nAutomaticLoginEnable=False\nAutomaticLogin=sato\n", (False, "")),
        ("gdm", "[daemon]\n# AutomaticLoginEnable = true\n", None),
        ("sddm", "[Autologin]\nUser=sato\nSession=plasma\n", (True, "sato")),
        ("sddm", "[Autologin]\nUser=\n", (False, "")),
        ("sddm", "[Theme]\nCurrent=breeze\n", None),
        ("lightdm", "[Seat:*]\nautologin-user=sato\nautologin-user-timeout=0\n", (True, "sato")),
        ("lightdm", "[Seat:*]\n#autologin-user=\n", None),
    ],
)
def test_login_settings(kind, content, expected):
    seen = read_login(content, kind=kind, source="/etc/x")
    assert (None if seen is None else (seen.is_on, seen.user)) == expected


def test_a_later_file_counts(tmp_path):
    folder = tmp_path / "etc/sddm.conf.d"
    folder.mkdir(parents=True)
    (folder / "a.conf").write_text("[Autologin]\nUser=sato\n")
    assert automatic_login(tmp_path).is_on
    (tmp_path / "etc/sddm.conf").write_text("[Autologin]\nUser=\n")
    assert not automatic_login(tmp_path).is_on


def test_a_desktop_without_settings_asks(tmp_path):
    (tmp_path / "usr/sbin").mkdir(parents=True)
    (tmp_path / "usr/sbin/gdm3").touch()
    assert isinstance(automatic_login(tmp_path), AutomaticLoginFacts)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_could_not_look(tmp_path):
    path = tmp_path / "etc/lightdm/lightdm.conf"
    path.parent.mkdir(parents=True)
    path.write_text("")
    path.chmod(0)
    with pytest.raises(CouldNotLook):
        automatic_login(tmp_path)
