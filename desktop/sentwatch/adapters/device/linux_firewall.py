"""The firewall of a Linux computer, as far as it shows without administrator rights: firewalld, ufw, nftables."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from sentwatch.adapters.bus import system_bus
from sentwatch.adapters.commands import CouldNotLook
from sentwatch.adapters.device.linux_units import states_of
from sentwatch.adapters.facts import read_if_there
from sentwatch.core.connection import Answer
from sentwatch.core.device import FirewallFacts, System
from sentwatch.core.phrase import N_, Phrase, phrase
from sentwatch.ports.cancel import CancelToken

_FIREWALLD: Final = "org.fedoraproject.FirewallD1"
_RULES_HIDDEN: Final = N_(
    "The rules in force are shown to administrators only; we saw that the firewall is switched on."
)
_BY_HAND: Final = N_("Rules that were set by hand are shown to administrators only, so we cannot see them.")
_UNITS: Final = {
    "nftables.service": "nftables",
    "netfilter-persistent.service": "iptables",
    "iptables.service": "iptables",
}


def firewall(root: Path, *, bus_address: str | None, cancel: CancelToken) -> FirewallFacts:
    """Look for the common firewalls."""
    trouble: CouldNotLook | None = None
    running: set[str] = set()
    try:
        with system_bus(cancel=cancel, address=bus_address) as bus:
            if bus.has(_FIREWALLD):
                return _on("firewalld")
            states = states_of((*_UNITS, "ufw.service"), bus)
            running = {unit for unit, state in states.items() if state == "active"}
    except CouldNotLook as kept:
        trouble = kept
    is_ufw_on = ufw_enabled(read_if_there(root / "etc/ufw/ufw.conf"))
    # ufw.service is active also where ufw does nothing; its own file says whether it is switched on.
    if is_ufw_on:
        return _on("ufw")
    product = next((_UNITS[unit] for unit in _UNITS if unit in running), None)
    if product is not None:
        return _on(product)
    if trouble is not None:
        return FirewallFacts(system=System.LINUX, is_on=Answer.UNKNOWN, limits=(trouble.reason,))
    return FirewallFacts(
        system=System.LINUX,
        is_on=Answer.NO,
        product="ufw" if is_ufw_on is False else "",
        limits=(phrase(_BY_HAND),),
    )


def _on(product: str) -> FirewallFacts:
    # ufw and firewalld refuse by themselves; the others load whatever rules somebody wrote.
    limits: tuple[Phrase, ...] = (phrase(_RULES_HIDDEN),) if product in _UNITS.values() else ()
    return FirewallFacts(system=System.LINUX, is_on=Answer.YES, product=product, limits=limits)


def ufw_enabled(text: str | None) -> bool | None:
    """Read ENABLED= of ufw.conf; None where ufw is not installed or the line is missing."""
    match = re.search(r"^[ \t]{0,20}ENABLED=[\"']?(yes|no)\b", text or "", re.MULTILINE | re.IGNORECASE)
    return None if match is None else match.group(1).lower() == "yes"
