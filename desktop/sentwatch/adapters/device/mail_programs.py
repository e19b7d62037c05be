"""Reads how mail programs on this computer are told to connect: Thunderbird's and Evolution's own settings files.

Only server names, ports and kinds of security are kept; log-in names and anything secret are passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sentwatch.adapters.commands import CouldNotLook
from sentwatch.adapters.device.ini import read_ini
from sentwatch.adapters.facts import read_small
from sentwatch.core.device import MailProfile, MailProgramFacts, MailSecurity, MailServerSetting

MAX_PROFILES: Final = 40
MAX_SERVERS: Final = 100

_PREF: Final = re.compile(r'^\s{0,8}user_pref\("([^"\\\n]{1,300})",\s{0,8}(.{0,4000})\);\s{0,8}$')
# nsMsgSocketType in Thunderbird's MailNewsTypes2.idl: plain, try STARTTLS, STARTTLS, TLS. What is missing is plain.
_SOCKET: Final = {0: MailSecurity.PLAINTEXT, 1: MailSecurity.IF_OFFERED, 2: MailSecurity.STARTTLS, 3: MailSecurity.TLS}
# security.tls.version.min: 1 is TLS 1.0, 2 is 1.1, 3 is 1.2 (the default since Thunderbird 78).
_TLS_1_2: Final = 3
_EVOLUTION: Final = {
    "none": MailSecurity.PLAINTEXT,
    "ssl-on-alternate-port": MailSecurity.TLS,
    "starttls-on-standard-port": MailSecurity.STARTTLS,
}
_BACKENDS: Final = {"imapx": "imap", "imap": "imap", "pop": "pop3", "smtp": "smtp"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A folder in which a mail program keeps profiles, and the program's name."""

    program: str
    folder: Path


def linux_places(home: Path) -> tuple[Place, ...]:
    """Where Thunderbird, Betterbird and Evolution keep their settings: as package, flatpak and snap."""
    return (
        Place(program="Thunderbird", folder=home / ".thunderbird"),
        Place(program="Thunderbird", folder=home / ".config/thunderbird"),
        Place(program="Thunderbird", folder=home / ".var/app/org.mozilla.Thunderbird/.thunderbird"),
        Place(program="Thunderbird", folder=home / ".var/app/org.mozilla.thunderbird/.thunderbird"),
        Place(program="Thunderbird", folder=home / ".var/app/net.thunderbird.Thunderbird/.thunderbird"),
        Place(program="Thunderbird", folder=home / "snap/thunderbird/common/.thunderbird"),
        Place(program="Thunderbird", folder=home / ".icedove"),
        Place(program="Betterbird", folder=home / ".var/app/eu.betterbird.Betterbird/.thunderbird"),
        Place(program="Evolution", folder=home / ".config/evolution/sources"),
        Place(program="Evolution", folder=home / ".var/app/org.gnome.Evolution/config/evolution/sources"),
    )


def macos_places(home: Path) -> tuple[Place, ...]:
    """Where they lie on macOS. Apple Mail's settings are kept from other programs by the system."""
    return (Place(program="Thunderbird", folder=home / "Library/Thunderbird"),)


def windows_places(roaming: Path, local: Path) -> tuple[Place, ...]:
    """Where they lie on Windows, the Store's package included."""
    packages = sorted((local / "Packages").glob("MozillaThunderbird*")) if (local / "Packages").is_dir() else []
    store = [package / "LocalCache/Roaming/Thunderbird" for package in packages[:4]]
    return tuple(Place(program="Thunderbird", folder=folder) for folder in (roaming / "Thunderbird", *store))


def look(places: Iterable[Place]) -> MailProgramFacts:
    """Read every profile there is."""
    profiles: list[MailProfile] = []
    unread: list[str] = []
    for place in places:
        try:
            if not place.folder.is_dir():
                continue
            if place.program == "Evolution":
                profiles += _evolution(place)
                continue
            found = profile_folders(place.folder)
        except (OSError, CouldNotLook):
            unread.append(str(place.folder))
            continue
        for folder in found:
            try:
                profiles.append(read_prefs(read_small(folder / "prefs.js"), program=place.program, place=str(folder)))
            except CouldNotLook:
                unread.append(str(folder))
    return MailProgramFacts(profiles=tuple(profiles[:MAX_PROFILES]), unread=tuple(unread[:MAX_PROFILES]))


def profile_folders(root: Path) -> tuple[Path, ...]:
    """Return the profiles that profiles.ini names, those it forgot beside it, each once, where prefs.js is there."""
    folders: list[Path] = []
    try:
        sections = read_ini(read_small(root / "profiles.ini"))
    except CouldNotLook:
        sections = {}
    for name, values in sections.items():
        if name.startswith("profile") and values.get("path"):
            path = Path(values["path"])
            folders.append(root / path if values.get("isrelative", "1") != "0" else path)
    folders += sorted(each.parent for pattern in ("*/prefs.js", "Profiles/*/prefs.js") for each in root.glob(pattern))
    seen: dict[str, Path] = {}
    for folder in folders:
        if (folder / "prefs.js").exists():
            seen.setdefault(str(folder.resolve()), folder)
    return tuple(seen.values())[:MAX_PROFILES]


def read_prefs(text: str, *, program: str, place: str) -> MailProfile:
    """Read the servers of a prefs.js. Settings at their default do not stand in it."""
    prefs = prefs_of(text)
    servers: list[MailServerSetting] = []
    for key in _listed(prefs.get("mail.accountmanager.accounts")):
        server = _incoming(prefs, str(prefs.get(f"mail.account.{key}.server", "")))
        if server is not None:
            servers.append(server)
    for key in _listed(prefs.get("mail.smtpservers")):
        host = str(prefs.get(f"mail.smtpserver.{key}.hostname", ""))
        if host:
            servers.append(
                MailServerSetting(
                    protocol="smtp",
                    host=host[:253],
                    port=_port(prefs.get(f"mail.smtpserver.{key}.port")),
                    security=_security(prefs.get(f"mail.smtpserver.{key}.try_ssl", 0)),
                )
            )
    oldest = prefs.get("security.tls.version.min", _TLS_1_2)
    is_deprecated_on = prefs.get("security.tls.version.enable-deprecated") is True
    return MailProfile(
        program=program,
        place=place,
        servers=tuple(servers[:MAX_SERVERS]),
        allows_old_tls=is_deprecated_on or (isinstance(oldest, int) and 0 <= oldest < _TLS_1_2),
    )


def prefs_of(text: str) -> Mapping[str, object]:
    """Return the settings of a prefs.js by name; lines that are none are passed over."""
    prefs: dict[str, object] = {}
    for line in text.splitlines():
        match = _PREF.match(line)
        if match is None:
            continue
        try:
            prefs[match.group(1)] = json.loads(match.group(2))
        except (ValueError, RecursionError):
            continue
    return prefs


def _listed(value: object) -> tuple[str, ...]:
    words = (word.strip() for word in str(value or "").split(","))
    return tuple(word for word in words if re.fullmatch(r"[A-Za-z0-9_]{1,40}", word))[:MAX_SERVERS]


def _incoming(prefs: Mapping[str, object], key: str) -> MailServerSetting | None:
    kind = str(prefs.get(f"mail.server.{key}.type", ""))
    if kind not in {"imap", "pop3"}:
        return None
    host = prefs.get(f"mail.server.{key}.realhostname") or prefs.get(f"mail.server.{key}.hostname") or ""
    return MailServerSetting(
        protocol=kind,
        host=str(host)[:253],
        port=_port(prefs.get(f"mail.server.{key}.port")),
        security=_security(prefs.get(f"mail.server.{key}.socketType", 0)),
    )


def _security(value: object) -> MailSecurity:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return _SOCKET.get(value, MailSecurity.UNKNOWN) if is_number and isinstance(value, int) else MailSecurity.UNKNOWN


def _port(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 65536 else None


def _evolution(place: Place) -> list[MailProfile]:
    servers = [server for path in sorted(place.folder.glob("*.source"))[:MAX_SERVERS] if (server := _source(path))]
    return [MailProfile(program=place.program, place=str(place.folder), servers=tuple(servers))] if servers else []


def _source(path: Path) -> MailServerSetting | None:
    return read_source(read_small(path))


def read_source(text: str) -> MailServerSetting | None:
    """Read one source file of Evolution; None where it is no mail server or is switched off."""
    sections = read_ini(text)
    if sections.get("data source", {}).get("enabled", "true").lower() == "false":
        return None
    backend = next(
        (sections[name].get("backendname", "") for name in ("mail account", "mail transport") if name in sections), ""
    )
    protocol = _BACKENDS.get(backend.lower())
    sign_in = sections.get("authentication", {})
    if protocol is None or not sign_in.get("host"):
        return None
    port = sign_in.get("port", "")
    return MailServerSetting(
        protocol=protocol,
        host=sign_in["host"][:253],
        port=_port(int(port)) if port.isascii() and port.isdigit() and len(port) <= 5 else None,
        security=_EVOLUTION.get(sections.get("security", {}).get("method", "").lower(), MailSecurity.UNKNOWN),
    )
