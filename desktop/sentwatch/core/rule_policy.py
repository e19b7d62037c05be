"""The points a rule's traits are worth, and where the levels begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sentwatch.core.findings import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Points and thresholds: our own proposal, made so that published detections come out as a part of it.

    Splunk calls a rule suspicious with more than two of: moved to a rare folder, marked read, a short name, a name of
    low entropy (security_content, "O365 Email Suspicious Behavior"). Microsoft's playbook calls a rule that deletes
    everything "mostly an indicator of malicious activity". Elastic rates forwarding and odd names 47, hiding 73 of 100.
    All as published in 2026.
    """

    urgent: int = 70
    warning: int = 45
    notice: int = 25

    forward_out: int = 35
    freemail_or_never_mailed: int = 15
    not_looked_up: int = 10
    """Nobody could say whether mail was ever sent there: more than a known target, less than a never-mailed one."""
    alike: int = 20
    no_copy: int = 20
    discard: int = 35
    delete: int = 25
    rare_folder: int = 20
    mark_read: int = 15
    stop: int = 5
    program: int = 80
    notify_out: int = 30
    reply_to: int = 35
    send_as: int = 15
    access: int = 30
    foreign_link: int = 30
    reject: int = 15
    edit_header: int = 10
    edit_reply: int = 45
    after_sending: int = 45

    match_all: int = 20
    security_words: int = 25
    bounce_words: int = 35
    complaint_words: int = 10
    money_words: int = 15
    narrowed: float = 0.5
    """What words are worth beside a certain sender."""
    security_sender: int = 40
    reply_mark: int = 10

    short_name: int = 8
    short_signs: int = 3
    flat_name: int = 6
    flat_bits: float = 2.0
    blank_name: int = 15

    new: int = 10
    new_for: timedelta = timedelta(days=7)
    """CIPP and oort call a rule recent for seven days."""
    near_signal: int = 25
    near: timedelta = timedelta(hours=24)
    hidden: int = 25
    several: int = 10
    off: float = 0.4
    inside: int = -20
    opened: int = -15

    def severity(self, score: float) -> Severity:
        """Return the level of a score."""
        if score >= self.urgent:
            return Severity.URGENT
        if score >= self.warning:
            return Severity.WARNING
        return Severity.NOTICE if score >= self.notice else Severity.INFO


POLICY: Final = Policy()
