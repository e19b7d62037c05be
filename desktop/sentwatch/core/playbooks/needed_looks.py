"""Which looks a checklist step is answered by, and which of them can be taken without its owner."""

from __future__ import annotations

import enum
from typing import Final

from sentwatch.core.playbooks.checklist import ChecklistStep


class NeededLook(enum.Enum):
    """Something that is looked at together, on request."""

    MAILBOX = "mailbox"
    DOMAIN = "domain"
    DEVICE = "device"
    NETWORK = "network"
    OFFICE = "office"
    PASSWORD = "password"  # noqa: S105 - a kind of look, not a secret
    SECOND_STEP = "second-step"
    WEBSITE = "website"


_BY_AREA: Final = {
    "sent": NeededLook.MAILBOX,
    "rule": NeededLook.MAILBOX,
    "connection": NeededLook.MAILBOX,
    "sign-in": NeededLook.MAILBOX,
    "domain": NeededLook.DOMAIN,
    "device": NeededLook.DEVICE,
    "network": NeededLook.NETWORK,
    "office": NeededLook.OFFICE,
    "password": NeededLook.PASSWORD,
    "mfa": NeededLook.SECOND_STEP,
    "website": NeededLook.WEBSITE,
}

WITH_OWNER: Final = frozenset({NeededLook.PASSWORD, NeededLook.SECOND_STEP, NeededLook.WEBSITE})
"""A password has to be typed in, a second step to be shown, a site to be called one's own: nobody else can do it."""


def needed_looks(step: ChecklistStep) -> tuple[NeededLook, ...]:
    """The looks behind the step's codes and alarms, each once, in their order; none where only a person can tell."""
    areas = (pattern.partition(".")[0] for pattern in (*step.codes, *step.alarms))
    return tuple(dict.fromkeys(_BY_AREA[area] for area in areas if area in _BY_AREA))
