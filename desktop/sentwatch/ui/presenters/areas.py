"""The areas a person thinks in, and which of them a check or finding belongs to."""

from __future__ import annotations

import enum
from typing import Final

from sentwatch.core.phrase import N_


class Area(enum.Enum):
    """One page of the sidebar, one card of the overview."""

    SENDING = "sending"
    RULES = "rules"
    SIGN_IN = "sign-in"
    DOMAIN = "domain"
    DEVICE = "device"


AREA_TITLES: Final = {
    Area.SENDING: N_("Sending"),
    Area.RULES: N_("Rules"),
    Area.SIGN_IN: N_("Sign-in"),
    Area.DOMAIN: N_("Domain"),
    Area.DEVICE: N_("This PC"),
}

AREA_QUESTIONS: Final = {
    Area.SENDING: N_("Is anybody else sending from this mailbox?"),
    Area.RULES: N_("Is mail being forwarded, moved or hidden without you?"),
    Area.SIGN_IN: N_("How hard is it for somebody else to get in?"),
    Area.DOMAIN: N_("Can others send in your domain's name?"),
    Area.DEVICE: N_("Is this computer looked after?"),
}

AREA_ICONS: Final = {
    Area.SENDING: "sending",
    Area.RULES: "rules",
    Area.SIGN_IN: "sign-in",
    Area.DOMAIN: "domain",
    Area.DEVICE: "device",
}

_BY_PREFIX: Final = {
    "sent": Area.SENDING,
    "rule": Area.RULES,
    "sign-in": Area.SIGN_IN,
    "connection": Area.SIGN_IN,
    "password": Area.SIGN_IN,
    "mfa": Area.SIGN_IN,
    "domain": Area.DOMAIN,
    "website": Area.DOMAIN,
    "office": Area.SIGN_IN,
    "device": Area.DEVICE,
    "network": Area.DEVICE,
}


def area_of(code: str) -> Area:
    """The area of a check's or finding's code (`area.what`); ValueError for an area nobody named."""
    prefix = code.partition(".")[0]
    if prefix not in _BY_PREFIX:
        raise ValueError(code)
    return _BY_PREFIX[prefix]
