"""This computer in words: what was looked at, and how it stands."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sentwatch.core.phrase import N_
from sentwatch.service.device import KEY
from sentwatch.texts.words import Words
from sentwatch.ui.known import Known
from sentwatch.ui.presenters.seen_rows import SeenCardView, check_rows, look_facts, report_of

# What an empty result of each check means, in the order of the card.
_FINE: Final = {
    "device.updates": N_("Nothing waits to be installed."),
    "device.support": N_("Its maker still supplies security updates."),
    "device.antivirus": N_("A scanner is at work and up to date."),
    "device.firewall": N_("At work, in public networks too."),
    "device.encryption": N_("What lies on the disk is encrypted."),
    "device.lock": N_("Locks by itself within a quarter of an hour."),
    "device.automatic-login": N_("Asks for a password at start."),
    "device.password-program": N_("A password manager was seen."),
    "device.mail-programs": N_("No mail program here is told to connect unprotected."),
}


def device_card(known: Known, words: Words, *, now: datetime) -> SeenCardView:
    """The card; without a look there are no rows."""
    report = report_of(KEY, known)
    return SeenCardView(
        key=KEY,
        title=words(N_("This computer")),
        facts=look_facts(report, words, now=now),
        rows=check_rows(report, _FINE, words),
        again=words(N_("Check again")) if report is not None else words(N_("Check this now")),
    )


def device_promise(words: Words) -> str:
    """What is looked at, and what is not claimed."""
    return words(
        N_(
            "We ask the system what it says of itself, without administrator rights, and change nothing. Programs that "
            "hide from the system stay hidden from us too."
        )
    )
