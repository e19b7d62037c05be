"""What the user may set; every value has a default that suits most people."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import time
from typing import Final, Literal

from sentwatch.core.findings import Severity

Language = Literal["system", "en", "ja"]
Theme = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All settings. Times of day are those of this computer.

    Whatever contacts somebody else than the user's own mail server is off until it is switched on, and listed in
    `core/network_list.py` with the reason.
    """

    language: Language = "system"
    theme: Theme = "system"
    audience: Literal["individual", "small-office"] = "individual"

    notify_from: Literal["info", "notice", "warning", "urgent"] = "notice"
    quiet_hours: bool = False
    quiet_from: str = "22:00"
    quiet_until: str = "07:00"
    urgent_in_quiet_hours: bool = True
    daily_digest: bool = False
    digest_at: str = "09:00"
    second_channel: Literal["off", "webhook", "command"] = "off"
    second_channel_target: str = ""
    second_channel_details: bool = False

    sent_every_min: int = 15
    rules_every_min: int = 60
    domain_every_h: int = 24
    device_every_days: int = 7
    blind_after_min: int = 30

    start_minimised: bool = False
    close_to_tray: bool = True
    told_close_to_tray: bool = False
    told_no_tray: bool = False

    breach_check: bool = False
    breach_list: str = ""
    """A downloaded list of leaked passwords; where one is named, nobody is asked."""
    second_resolver: bool = False
    captive_portal_check: bool = False
    look_alike_domains: bool = False
    update_notice: bool = False
    update_page: str = ""
    """The release page to ask where the build names none (core/updates.py)."""

    window: dict[str, int] = field(default_factory=dict)

    @property
    def notify_severity(self) -> Severity:
        """From which severity on people are told."""
        return Severity.from_word(self.notify_from)


def read_time(text: str, otherwise: time) -> time:
    """A time of day as written in the settings ("22:00")."""
    try:
        return time.fromisoformat(text)
    except ValueError:
        return otherwise


DEFAULTS: Final = Settings()
