"""Malware scanners on Linux: the services of the known ones, and how old ClamAV's definitions are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sentwatch.adapters.bus import system_bus
from sentwatch.adapters.device.linux_units import states_of
from sentwatch.core.connection import Answer
from sentwatch.core.device import AntivirusFacts, Scanner, System
from sentwatch.ports.cancel import CancelToken

# Unit names as the packages install them: Debian and Fedora (ClamAV), the makers' packages (others; general knowledge).
# clamd alone scans only what it is handed; clamonacc is what looks at files as they are opened.
_CLAM_ON_ACCESS: Final = ("clamav-clamonacc.service", "clamonacc.service")
_CLAM_DAEMON: Final = ("clamav-daemon.service", "clamd@scan.service", "clamd.service")
_OTHERS: Final = {
    "mdatp.service": "Microsoft Defender for Endpoint",
    "falcon-sensor.service": "CrowdStrike Falcon",
    "sophos-spl.service": "Sophos",
    "sav-protect.service": "Sophos",
    "eea.service": "ESET Endpoint Antivirus",
    "efs.service": "ESET Server Security",
    "bdsec.service": "Bitdefender",
    "kesl.service": "Kaspersky Endpoint Security",
    "ds_agent.service": "Trend Micro",
    "sentinelone.service": "SentinelOne",
    "f-secure-linuxsecurity-activate.service": "WithSecure",
}
_HEADER: Final = re.compile(rb"ClamAV-VDB:[^:]{0,64}(?::[^:]{0,400}){6}:(\d{9,11})")


def antivirus(root: Path, *, bus_address: str | None, cancel: CancelToken) -> AntivirusFacts:
    """Ask systemd for the services; CouldNotLook where there is no systemd."""
    with system_bus(cancel=cancel, address=bus_address) as bus:
        states = states_of((*_CLAM_ON_ACCESS, *_CLAM_DAEMON, *_OTHERS), bus)
    return AntivirusFacts(system=System.LINUX, scanners=read_scanners(states, definitions_at(root / "var/lib/clamav")))


def read_scanners(states: Mapping[str, str], defined_at: datetime | None) -> tuple[Scanner, ...]:
    """From unit states to scanners: one line for ClamAV, however many services it has."""
    found: list[Scanner] = []
    clam = [states[name] for name in (*_CLAM_ON_ACCESS, *_CLAM_DAEMON) if name in states]
    if clam:
        is_on_access = any(states.get(name) == "active" for name in _CLAM_ON_ACCESS)
        name = "ClamAV (on access)" if is_on_access else "ClamAV"
        found.append(Scanner(name=name, is_on=_is_on(clam), definitions_at=defined_at))
    names = {_OTHERS[unit] for unit in states if unit in _OTHERS}
    found += (
        Scanner(name=name, is_on=_is_on([states[unit] for unit in states if _OTHERS.get(unit) == name]))
        for name in sorted(names)
    )
    return tuple(found)


def _is_on(states: list[str]) -> Answer:
    return Answer.YES if "active" in states else Answer.NO


def definitions_at(folder: Path) -> datetime | None:
    """Read when ClamAV's daily definitions were made: it stands in their first 512 bytes, as seconds."""
    for name in ("daily.cld", "daily.cvd"):
        try:
            with (folder / name).open("rb") as file:
                match = _HEADER.match(file.read(512))
        except (OSError, ValueError):
            continue
        if match is not None:
            return datetime.fromtimestamp(int(match.group(1)), UTC)
    return None
