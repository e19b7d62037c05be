"""Looks at a Mac: property lists that everybody may read, and Apple's own programs that only report."""

from __future__ import annotations

import platform
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sentwatch.adapters.commands import Commands, CouldNotLook
from sentwatch.adapters.device import mail_programs, password_programs
from sentwatch.adapters.device.macos_outputs import (
    bundle_version,
    read_fdesetup,
    read_firewall,
    read_gatekeeper,
    read_login_window,
    read_plist,
    read_screen_lock,
    read_updates,
)
from sentwatch.adapters.facts import fact
from sentwatch.core.connection import Answer
from sentwatch.core.device import (
    AntivirusFacts,
    AutomaticLoginFacts,
    DeviceFacts,
    EncryptionFacts,
    FirewallFacts,
    LockFacts,
    Scanner,
    System,
    SystemVersion,
    UpdateFacts,
)
from sentwatch.core.phrase import N_, phrase
from sentwatch.ports.cancel import CancelToken

# macOS 15 keeps the newer copy under /var/protected; before, it lay in the system's library (general knowledge).
_XPROTECT = (
    "private/var/protected/xprotect/XProtect.bundle/Contents/Info.plist",
    "Library/Apple/System/Library/CoreServices/XProtect.bundle/Contents/Info.plist",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MacDevice:
    """A DevicePort. `root` and `version` are for tests."""

    commands: Commands = field(repr=False)
    home: Path
    root: Path = Path("/")
    version: Callable[[], str] = field(default=lambda: platform.mac_ver()[0], repr=False)

    def look(self, *, cancel: CancelToken) -> DeviceFacts:
        """Look at each fact by itself."""
        return DeviceFacts(
            version=fact(self._version, cancel=cancel),
            antivirus=fact(lambda: self._antivirus(cancel), cancel=cancel),
            firewall=fact(lambda: self._firewall(cancel), cancel=cancel),
            updates=fact(self._updates, cancel=cancel),
            encryption=fact(lambda: self._encryption(cancel), cancel=cancel),
            lock=fact(lambda: self._lock(cancel), cancel=cancel),
            automatic_login=fact(self._automatic_login, cancel=cancel),
            password_programs=fact(lambda: password_programs.on_macos(self.root, self.home), cancel=cancel),
            mail_programs=fact(lambda: mail_programs.look(mail_programs.macos_places(self.home)), cancel=cancel),
        )

    def _version(self) -> SystemVersion:
        version = self.version()
        return SystemVersion(
            system=System.MACOS, name=f"macOS {version}", family="macos", release=version.partition(".")[0]
        )

    def _antivirus(self, cancel: CancelToken) -> AntivirusFacts:
        output = self.commands("spctl", "--status", cancel=cancel)
        is_on = read_gatekeeper(output.text + output.errors.decode("utf-8", "replace"))
        version, changed_at = "", None
        for place in _XPROTECT:
            try:
                version = bundle_version(read_plist(self.root / place))
                changed_at = datetime.fromtimestamp((self.root / place).stat().st_mtime, UTC)
            except (CouldNotLook, OSError):
                continue
            break
        scanners: tuple[Scanner, ...] = (Scanner(name="Gatekeeper", is_on=is_on),)
        if version:
            # XProtect cannot be switched off; Gatekeeper is what asks it before a new program starts.
            scanners += (Scanner(name=f"XProtect {version}", is_on=is_on, definitions_at=changed_at),)
        return AntivirusFacts(system=System.MACOS, scanners=scanners)

    def _firewall(self, cancel: CancelToken) -> FirewallFacts:
        try:
            return read_firewall(self.commands("socketfilterfw", "--getglobalstate", cancel=cancel).text)
        except CouldNotLook:
            # Before macOS 15 the state also stood in a property list.
            state = read_plist(self.root / "Library/Preferences/com.apple.alf.plist").get("globalstate")
            if not isinstance(state, int):
                raise
            is_on = Answer.YES if state > 0 else Answer.NO
            return FirewallFacts(system=System.MACOS, is_on=is_on, product="macOS")

    def _updates(self) -> UpdateFacts:
        return read_updates(read_plist(self.root / "Library/Preferences/com.apple.SoftwareUpdate.plist"))

    def _encryption(self, cancel: CancelToken) -> EncryptionFacts:
        return read_fdesetup(self.commands("fdesetup", "status", cancel=cancel).text)

    def _lock(self, cancel: CancelToken) -> LockFacts:
        asked = self.commands("sysadminctl", "-screenLock", "status", cancel=cancel)
        idle = self.commands("defaults", "-currentHost", "read", "com.apple.screensaver", "idleTime", cancel=cancel)
        # sysadminctl reports on the error stream, as a line of the system log.
        told = asked.text + asked.errors.decode("utf-8", "replace")
        return read_screen_lock(told, idle=idle.text if idle.status == 0 else "")

    def _automatic_login(self) -> AutomaticLoginFacts:
        path = self.root / "Library/Preferences/com.apple.loginwindow.plist"
        if not path.exists():
            raise CouldNotLook(phrase(N_("{path} is not there."), path=str(path)), is_expected=True)
        return read_login_window(read_plist(path))
