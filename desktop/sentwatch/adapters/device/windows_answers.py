"""Reads what the PowerShell scripts answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final, TypeVar

import msgspec

from sentwatch.adapters.commands import CouldNotLook
from sentwatch.adapters.device.password_programs import named
from sentwatch.core.connection import Answer
from sentwatch.core.device import (
    AntivirusFacts,
    AutomaticLoginFacts,
    EncryptionFacts,
    FirewallFacts,
    LockFacts,
    PasswordProgramFacts,
    Scanner,
    System,
    SystemVersion,
    UpdateFacts,
    Volume,
)
from sentwatch.core.phrase import N_, phrase
from sentwatch.decoding import from_json

S = TypeVar("S")

# WSC_SECURITY_PRODUCT_STATE and …_SIGNATURE_STATUS (iwscapi.h): bits 12-15 are the state, bits 4-7 the definitions.
_STATE: Final = 0xF000
_STATE_ON: Final = 0x1000
_DEFINITIONS: Final = 0x00F0

# Windows 10 and 11 both call themselves 10.0; 11 begins with build 22000.
_BUILD_11: Final = 22000
_BUSINESS: Final = ("Enterprise", "Education")

# System.Volume.BitLockerProtection (propkey.h and the shell's own words; general knowledge for 6 and 8).
_ENCRYPTED: Final = frozenset({1, 6})
_BARE: Final = frozenset({0, 2, 8})
_CHANGING: Final = {3: Answer.NO, 4: Answer.YES, 5: Answer.YES}

# AutomaticUpdatesNotificationLevel: 1 is off, 4 installs by itself.
_AUTOMATIC: Final = {1: Answer.NO, 2: Answer.NO, 3: Answer.NO, 4: Answer.YES}

MAX_NAMED: Final = 500


class _Version(msgspec.Struct):
    caption: str | None = None
    build: int = 0
    display: str | None = None
    edition: str | None = None


class _Product(msgspec.Struct):
    name: str | None = None
    state: int = 0


class _Defender(msgspec.Struct):
    running: str | None = None
    realtime: bool | None = None
    signatures: str | None = None
    quick: str | None = None
    full: str | None = None


class _Antivirus(msgspec.Struct):
    products: list[_Product] | None = None
    defender: _Defender | None = None


class _Profile(msgspec.Struct):
    name: str = ""
    on: bool = False


class _Firewall(msgspec.Struct):
    profiles: list[_Profile] | None = None
    products: list[_Product] | None = None


class _Update(msgspec.Struct):
    title: str | None = None
    severity: str | None = None


class _Updates(msgspec.Struct):
    waiting: list[_Update] | None = None
    searched: str | None = None
    automatic: int | None = None
    restart: bool = False


class _Encryption(msgspec.Struct):
    drive: str = ""
    protection: int | None = None


class _Lock(msgspec.Struct):
    active: str | None = None
    secure: str | None = None
    timeout: str | None = None
    saver: bool = False
    policy: int | None = None


class _AutomaticLogin(msgspec.Struct):
    on: str = ""
    user: str | None = None


class _Programs(msgspec.Struct):
    names: list[str] | None = None


def _read(raw: bytes, kind: type[S]) -> S:
    try:
        return from_json(raw.lstrip(b"\xef\xbb\xbf"), kind)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise CouldNotLook(phrase(N_("Windows did not answer this question."))) from None


def version(raw: bytes) -> SystemVersion:
    """Read which Windows this is."""
    seen = _read(raw, _Version)
    number = "11" if seen.build >= _BUILD_11 else "10"
    caption = (seen.caption or f"Windows {number}").removeprefix("Microsoft ")
    is_business = (seen.edition or "").startswith(_BUSINESS)
    # Servers and long-term editions live by calendars of their own.
    is_other = "Server" in caption or "LTS" in caption or (seen.edition or "").startswith("EnterpriseS")
    return SystemVersion(
        system=System.WINDOWS,
        name=f"{caption} {seen.display or ''}".strip()[:100],
        family="" if is_other else "windows-enterprise" if is_business else "windows",
        release=f"11 {seen.display or ''}".strip() if number == "11" else "10",
    )


def scanner(product_name: str, state: int) -> Scanner:
    """Decode one productState."""
    return Scanner(
        name=product_name[:100],
        is_on=Answer.YES if state & _STATE == _STATE_ON else Answer.NO,
        is_current=Answer.NO if state & _DEFINITIONS else Answer.YES,
    )


def antivirus(raw: bytes) -> AntivirusFacts:
    """Read the Security Center's products and Defender's own state."""
    seen = _read(raw, _Antivirus)
    scanners = [scanner(p.name or "?", p.state) for p in (seen.products or [])[:20]]
    defender = seen.defender
    scans = [at for at in (_at(defender.quick), _at(defender.full)) if at] if defender else []
    if defender is not None and not scanners and defender.realtime is not None:
        # Windows Server has no Security Center; Defender answers by itself.
        is_on = Answer.YES if defender.realtime else Answer.NO
        scanners = [Scanner(name="Microsoft Defender", is_on=is_on, definitions_at=_at(defender.signatures))]
    return AntivirusFacts(system=System.WINDOWS, scanners=tuple(scanners), last_scan_at=max(scans, default=None))


def _at(text: str | None) -> datetime | None:
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    # "Never" comes as the year 1601 or 1899.
    return at.astimezone(UTC) if at.tzinfo is not None and at.year > 2000 else None


def firewall(raw: bytes) -> FirewallFacts:
    """Read the three profiles; a product that took over counts as on."""
    seen = _read(raw, _Firewall)
    profiles = (seen.profiles or [])[:10]
    taken_over = next((p.name or "?" for p in (seen.products or [])[:10] if p.state & _STATE == _STATE_ON), None)
    if not profiles and taken_over is None:
        raise CouldNotLook(phrase(N_("The system did not say whether a firewall is on.")))
    off = tuple(p.name[:40] for p in profiles if not p.on)
    if taken_over is not None:
        return FirewallFacts(system=System.WINDOWS, is_on=Answer.YES, product=taken_over[:100])
    is_on = Answer.NO if len(off) == len(profiles) else Answer.YES
    return FirewallFacts(system=System.WINDOWS, is_on=is_on, product="Windows Firewall", off_for=off)


def updates(raw: bytes) -> UpdateFacts:
    """Read what Windows Update knows by itself."""
    seen = _read(raw, _Updates)
    waiting = (seen.waiting or [])[:MAX_NAMED]
    return UpdateFacts(
        system=System.WINDOWS,
        waiting=tuple((u.title or "?")[:200] for u in waiting),
        # Microsoft rates security updates only; definitions and drivers carry no severity.
        security=sum(bool(u.severity) for u in waiting),
        known_at=_at(seen.searched),
        needs_restart=seen.restart,
        is_automatic=_AUTOMATIC.get(seen.automatic or 0, Answer.UNKNOWN),
    )


def encryption(raw: bytes) -> EncryptionFacts:
    """Read what Explorer knows of the system drive."""
    seen = _read(raw, _Encryption)
    number = seen.protection
    if number is None:
        raise CouldNotLook(phrase(N_("The system did not say whether the disk is encrypted.")), is_expected=True)
    if number in _CHANGING:
        answer = _CHANGING[number]
    else:
        answer = Answer.YES if number in _ENCRYPTED else Answer.NO if number in _BARE else Answer.UNKNOWN
    how = "BitLocker" if answer is Answer.YES else ""
    volume = Volume(place=seen.drive[:10] or "C:", is_encrypted=answer, how=how)
    return EncryptionFacts(system=System.WINDOWS, volumes=(volume,), is_under_way=number in _CHANGING)


def lock(raw: bytes) -> LockFacts:
    """Read the screen saver and the machine's inactivity limit; whichever comes first locks."""
    seen = _read(raw, _Lock)
    times = [seen.policy] if seen.policy and seen.policy > 0 else []
    is_secure = seen.active == "1" and seen.secure == "1" and seen.saver
    timeout = seen.timeout or ""
    if is_secure and timeout.isascii() and timeout.isdigit() and len(timeout) < 8:
        times.append(int(timeout))
    if times or is_secure:
        return LockFacts(system=System.WINDOWS, locks=Answer.YES, after_s=min(times, default=None))
    # Sleep and "dynamic lock" also lock, by settings that are not told without administrator rights.
    reason = N_("No lock by screen saver or policy is set; whether sleep locks the screen could not be seen.")
    raise CouldNotLook(phrase(reason), is_expected=True)


def automatic_login(raw: bytes) -> AutomaticLoginFacts:
    """Read whether somebody is signed in at start. The password that may stand beside it is not read."""
    seen = _read(raw, _AutomaticLogin)
    is_on = seen.on.strip() == "1"
    return AutomaticLoginFacts(
        system=System.WINDOWS,
        is_on=is_on,
        user=(seen.user or "")[:64] if is_on else "",
        source="Winlogon\\AutoAdminLogon" if is_on else "",
    )


def password_programs(raw: bytes) -> PasswordProgramFacts:
    """Read the names of installed programs, and keep those of password managers."""
    return named(_read(raw, _Programs).names or ())
