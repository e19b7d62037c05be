"""Notifications in words: short enough for a bubble, with the account and the first thing to do."""

from __future__ import annotations

from dataclasses import dataclass

from sentwatch.core.findings import Severity
from sentwatch.core.notify import Notice, Notification
from sentwatch.core.phrase import N_
from sentwatch.texts.plain import plain
from sentwatch.texts.render import SEVERITY_NAMES, render_finding
from sentwatch.texts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationText:
    """Plain text for a bubble. `answer` is the label of "That was me", None where that is no answer."""

    summary: str
    body: str
    show: str
    answer: str | None


def render_notification(notification: Notification, words: Words) -> NotificationText:
    """The words of a notification; times are told in the account's own zone."""
    words = words.for_zone(notification.time_zone)
    finding = notification.finding
    message = render_finding(finding, words)
    severity = words(SEVERITY_NAMES[finding.severity])
    account = plain(notification.account) if notification.account else words(N_("This computer and domain"))
    return NotificationText(
        summary=words(N_("{severity}: {account}"), severity=severity, account=account),
        body=message.title,
        show=words(N_("Show me")),
        answer=words(N_("That was me")) if notification.can_be_answered else None,
    )


def render_notice(notice: Notice, words: Words) -> NotificationText:
    """The words of a notice."""
    words = words.for_zone(notice.time_zone)
    return NotificationText(
        summary=words(notice.summary), body=words(notice.body), show=words(N_("Show me")), answer=None
    )


def notice_without_details(notice: Notice, words: Words) -> NotificationText:
    """The words of a notice for a channel that shall carry nothing personal."""
    return _without_details(notice.code, notice.severity, words)


def render_without_details(notification: Notification, words: Words) -> NotificationText:
    """The words for a channel that shall carry nothing personal: no address, no numbers, no times."""
    return _without_details(notification.finding.kind.code, notification.finding.severity, words)


def _without_details(code: str, severity: Severity, words: Words) -> NotificationText:
    return NotificationText(
        summary=words(N_("Sentwatch: {severity}"), severity=words(SEVERITY_NAMES[severity])),
        body=words(N_("There is something to look at ({code}). Open Sentwatch."), code=code),
        show=words(N_("Show me")),
        answer=None,
    )
