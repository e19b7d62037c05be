"""Filter services that stand before a mailbox: known by the names of their mail exchangers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

# Endings of MX names as the services' own set-up pages give them to customers (general knowledge, 2026-11).
_GATEWAYS: Final = {
    "pphosted.com": "Proofpoint",
    "ppe-hosted.com": "Proofpoint Essentials",
    "mimecast.com": "Mimecast",
    "mimecast-offshore.com": "Mimecast",
    "messagelabs.com": "Symantec Email Security",
    "iphmx.com": "Cisco Secure Email",
    "barracudanetworks.com": "Barracuda",
    "mailcontrol.com": "Forcepoint",
    "hes.trendmicro.com": "Trend Micro",
    "hes.trendmicro.eu": "Trend Micro",
    "tmes.trendmicro.com": "Trend Micro",
    "tmes.trendmicro.eu": "Trend Micro",
    "hornetsecurity.com": "Hornetsecurity",
    "antispameurope.com": "Hornetsecurity",
    "hydra.sophos.com": "Sophos Email",
    "antispamcloud.com": "SpamExperts",
    "mailroute.net": "MailRoute",
    "mxthunder.com": "SpamHero",
    "mxthunder.net": "SpamHero",
    "fireeyecloud.com": "Trellix Email Security",
    "securemx.jp": "IIJ Secure MX",
}


def gateway_of(host: str) -> str | None:
    """Return the service an exchanger belongs to, None where it is not among those we know."""
    labels = host.lower().rstrip(".").split(".")
    endings = (".".join(labels[at:]) for at in range(len(labels) - 1))
    return next((_GATEWAYS[ending] for ending in endings if ending in _GATEWAYS), None)


def exchanger_hosts(records: Iterable[str]) -> tuple[str, ...]:
    """Return the hosts of MX records written as "preference host", the preferred first; a null MX gives none."""
    rows: list[tuple[int, str]] = []
    for record in records:
        number, _, host = record.strip().partition(" ")
        name = host.strip().lower().rstrip(".")
        if number.isascii() and number.isdigit() and name:
            rows.append((int(number[:6]), name))
    return tuple(host for _, host in sorted(rows))
