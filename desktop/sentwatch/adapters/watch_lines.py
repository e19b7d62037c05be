"""Writes into the log how watching goes, so that somebody who helps can see it. Mailboxes are told by their ids."""

from __future__ import annotations

import logging

from sentwatch.core.report import troubles_of
from sentwatch.core.watching import Looked, SeesAgain, StateChanged, WatchEvent, WentBlind

_log = logging.getLogger("sentwatch.watch")
_ID_CHARS = 8


def log_event(event: WatchEvent) -> None:
    """One line for each change; a look that went well is none."""
    match event:
        case StateChanged(state=state):
            stands = "" if state.takeover is None else f", {state.takeover.value}"
            _log.info("mailbox %s: %s%s", state.account.id[:_ID_CHARS], state.sight.value, stands)
        case WentBlind(state=state):
            why = state.trouble.kind.code if state.trouble is not None else "unknown"
            _log.info("mailbox %s: not seen since %s (%s)", state.account.id[:_ID_CHARS], f"{state.since:%H:%M}", why)
        case SeesAgain(state=state):
            _log.info("mailbox %s: seen again", state.account.id[:_ID_CHARS])
        case Looked(report=report):
            kinds = sorted({trouble.kind.code for trouble in troubles_of(report)})
            if kinds:
                _log.info("look at %s: %s", report.account_key[:_ID_CHARS], ", ".join(kinds))
