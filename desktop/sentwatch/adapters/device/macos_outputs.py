"""Reads what Apple's programs print and what their property lists hold."""

from __future__ import annotations

import plistlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from xml.parsers.expat import ExpatError

from sentwatch.adapters.commands import CouldNotLook
from sentwatch.adapters.facts import MAX_FILE
from sentwatch.core.connection import Answer
from sentwatch.core.device import (
    AutomaticLoginFacts,
    EncryptionFacts,
    FirewallFacts,
    LockFacts,
    System,
    UpdateFacts,
    Volume,
)
from sentwatch.core.phrase import N_, phrase

_LOGIN_SOURCE: Final = "/Library/Preferences/com.apple.loginwindow.plist"


def read_plist(path: Path) -> Mapping[str, object]:
    """Read a property list, binary or XML; CouldNotLook where it is none."""
    try:
        with path.open("rb") as file:
            found = plistlib.loads(file.read(MAX_FILE))
    except (OSError, ValueError, ExpatError, plistlib.InvalidFileException, OverflowError, RecursionError, KeyError):
        reason = phrase(N_("{path} could not be read."), path=str(path))
        raise CouldNotLook(reason, is_expected=True) from None
    except (AttributeError, TypeError, IndexError, LookupError):
        # plistlib trips over some broken lists in ways of its own.
        reason = phrase(N_("{path} could not be read."), path=str(path))
        raise CouldNotLook(reason, is_expected=True) from None
    return {str(key): value for key, value in found.items()} if isinstance(found, dict) else {}


def bundle_version(info: Mapping[str, object]) -> str:
    """Return a bundle's version as shown to people."""
    return str(info.get("CFBundleShortVersionString", ""))[:40]


def read_gatekeeper(text: str) -> Answer:
    """Read `spctl --status`."""
    if "assessments enabled" in text:
        return Answer.YES
    return Answer.NO if "assessments disabled" in text else Answer.UNKNOWN


def read_firewall(text: str) -> FirewallFacts:
    """Read `socketfilterfw --getglobalstate`: State 0 is off, 1 on, 2 on for everything."""
    match = re.search(r"State = (\d)", text)
    if match is None:
        raise CouldNotLook(phrase(N_("The system did not say whether a firewall is on.")))
    return FirewallFacts(system=System.MACOS, is_on=Answer.NO if match.group(1) == "0" else Answer.YES, product="macOS")


def read_updates(settings: Mapping[str, object]) -> UpdateFacts:
    """Read com.apple.SoftwareUpdate.plist, in which the system notes what its last look found."""
    known = settings.get("LastSuccessfulDate") or settings.get("LastFullSuccessfulDate")
    rows = settings.get("RecommendedUpdates")
    names = tuple(
        str(row.get("Display Name") or row.get("Identifier") or "?")[:120]
        for row in (rows if isinstance(rows, list) else [])[:200]
        if isinstance(row, dict)
    )
    automatic = settings.get("AutomaticallyInstallMacOSUpdates", settings.get("AutomaticCheckEnabled"))
    if known is None and rows is None:
        raise CouldNotLook(phrase(N_("The system did not say when it last looked for updates.")), is_expected=True)
    return UpdateFacts(
        system=System.MACOS,
        waiting=names,
        known_at=known.replace(tzinfo=UTC) if isinstance(known, datetime) else None,
        is_automatic=Answer.UNKNOWN if automatic is None else Answer.YES if automatic else Answer.NO,
    )


def read_fdesetup(text: str) -> EncryptionFacts:
    """Read `fdesetup status`."""
    is_on, is_off = "FileVault is On" in text, "FileVault is Off" in text
    if not (is_on or is_off):
        raise CouldNotLook(phrase(N_("The system did not say whether the disk is encrypted.")))
    is_under_way = "in progress" in text or "paused" in text.lower() or "Deferred enablement" in text
    volume = Volume(place="/", is_encrypted=Answer.YES if is_on else Answer.NO, how="FileVault" if is_on else "")
    return EncryptionFacts(system=System.MACOS, volumes=(volume,), is_under_way=is_under_way)


def read_screen_lock(text: str, *, idle: str) -> LockFacts:
    """Read `sysadminctl -screenLock status` and the idle time of the screen saver."""
    if "screenLock is off" in text:
        return LockFacts(system=System.MACOS, locks=Answer.NO)
    match = re.search(r"screenLock delay is (immediate|(\d{1,7}) seconds)", text)
    if match is None:
        raise CouldNotLook(phrase(N_("The system did not say whether the screen locks.")), is_expected=True)
    idle_s = int(idle.strip()) if re.fullmatch(r"\s*\d{1,7}\s*", idle) else None
    # Without a screen saver the display still goes off by the energy settings; after how long is not told here.
    after_s = None if not idle_s else idle_s + int(match.group(2) or 0)
    return LockFacts(system=System.MACOS, locks=Answer.YES, after_s=after_s)


def read_login_window(settings: Mapping[str, object]) -> AutomaticLoginFacts:
    """Read who is signed in at start."""
    user = str(settings.get("autoLoginUser", ""))[:64]
    return AutomaticLoginFacts(system=System.MACOS, is_on=bool(user), user=user, source=_LOGIN_SOURCE if user else "")
